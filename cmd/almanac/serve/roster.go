package serve

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
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
	editor := editing.New(live, terminal.Now)
	return duty.Duty{
		Do: editor.PublishDue, Due: editor.NextDue, Changed: live.Changed,
		Pending: func(context.Context) (bool, error) {
			due := editor.NextDue()
			return !due.IsZero() && !terminal.Now().Before(due), nil
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
func (c *Settings) newWebhooks(in storage.Instance, site feeds.Site, log *slog.Logger) *webhook.Sender {
	site.BaseURL = strings.TrimRight(site.BaseURL, "/")
	return webhook.New(webhook.Config{
		Record: in.Live, Vault: store.Unexpired(in.Vault, terminal.Now), Now: terminal.Now, Log: log,
		Address: func(e *events.Event) string {
			now := site.For(in.Live.Timeline().Site())
			return now.EventPage(now.Languages[0], e.Slug)
		},
		UserAgent: "Almanac/" + strings.Trim(strings.Fields(terminal.Version())[0], "()"), AllowPrivate: c.PrivateWebhooks,
	})
}

// newRoster makes the duties of a server, all of which it does.
func (c *Settings) newRoster(in storage.Instance, server *web.Server, hooks *webhook.Sender, log *slog.Logger) (*duty.Roster, error) {
	w := connect.Work{Schedule: scheduling(in.Live), Webhooks: telling(hooks), Follow: following(in)}
	if c.Hub != "" {
		p, err := websub.New(websub.Config{Hub: c.Hub, Mark: storage.HubMark{Vault: in.Vault}, Topics: server.Topics, Log: log})
		if err != nil {
			return nil, fmt.Errorf("hub: %w", err)
		}
		w.Hub = duty.Duty{Do: p.Tell, Pending: p.Pending, Changed: in.Live.Changed}
	}
	return duty.New(duty.Config{Vault: in.Vault, Now: terminal.Now, Log: log, Duties: connect.Duties(in.Vault, w)})
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
func following(in storage.Instance) duty.Duty {
	f := &follow.Follower{
		List: follow.List{Vault: store.Unexpired(in.Vault, terminal.Now), Now: terminal.Now}, Record: in.Live, Timeline: in.Live.Timeline, UserAgent: "Almanac",
	}
	return duty.Duty{Do: f.Look, Pending: f.Pending}
}
