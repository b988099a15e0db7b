package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/websub"
	"almanac.example/store"
	"almanac.example/store/duty"
	"almanac.example/web"
	"almanac.example/web/api/webhook"
	"almanac.example/web/editing"
)

// scheduling publishes what is due. It is no outgoing duty: a restored record
// goes on keeping its plans.
func scheduling(live *store.Live) duty.Duty {
	editor := editing.New(live, now)
	return duty.Duty{
		Do: editor.PublishDue, Due: editor.NextDue, Changed: live.Changed,
		Pending: func(context.Context) (bool, error) {
			due := editor.NextDue()
			return !due.IsZero() && !now().Before(due), nil
		},
	}
}

// telling sends to the webhooks.
func telling(s *webhook.Sender) duty.Duty {
	return duty.Duty{Do: s.Send, Pending: s.Pending, Changed: s.Changed}
}

// webhookFlags are the settings of what is sent to webhooks.
type webhookFlags struct {
	PrivateWebhooks bool `name:"private-webhooks" help:"Webhooks may lead to this machine and its network; otherwise only public addresses are told."`
}

// newWebhooks makes the sender of a server whose pages are those of the site.
func (c *serveCommand) newWebhooks(in instance, site feeds.Site, log *slog.Logger) *webhook.Sender {
	site.BaseURL = strings.TrimRight(site.BaseURL, "/")
	return webhook.New(webhook.Config{
		Record: in.live, Vault: store.Unexpired(in.vault, now), Now: now, Log: log,
		Address: func(e *events.Event) string {
			now := site.For(in.live.Timeline().Site())
			return now.EventPage(now.Languages[0], e.Slug)
		},
		UserAgent: "Almanac/" + strings.Trim(strings.Fields(programVersion())[0], "()"), AllowPrivate: c.PrivateWebhooks,
	})
}

// newRoster makes the duties of a server, all of which it does.
func (c *serveCommand) newRoster(in instance, server *web.Server, hooks *webhook.Sender, log *slog.Logger) (*duty.Roster, error) {
	w := work{schedule: scheduling(in.live), webhooks: telling(hooks), follow: following(in)}
	if c.Hub != "" {
		p, err := websub.New(websub.Config{Hub: c.Hub, Mark: hubMark{in.vault}, Topics: server.Topics, Log: log})
		if err != nil {
			return nil, fmt.Errorf("hub: %w", err)
		}
		w.hub = duty.Duty{Do: p.Tell, Pending: p.Pending, Changed: in.live.Changed}
	}
	return duty.New(duty.Config{Vault: in.vault, Now: now, Log: log, Duties: duties(in.vault, w)})
}

// startDuties does what the process does by itself. The function returned waits
// until that has stopped.
func startDuties(ctx context.Context, roster *duty.Roster, hooks *webhook.Sender) func() {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { hooks.Follow(ctx) })
	running.Go(func() { roster.Run(ctx) })
	return func() { cancel(); running.Wait() }
}

// following looks at followed calendars.
func following(in instance) duty.Duty {
	f := &follow.Follower{
		List: follow.List{Vault: store.Unexpired(in.vault, now), Now: now}, Record: in.live, Timeline: in.live.Timeline, UserAgent: "Almanac",
	}
	return duty.Duty{Do: f.Look, Pending: f.Pending}
}
