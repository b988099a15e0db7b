package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/websub"
	"almanac.example/store"
	"almanac.example/store/duty"
	"almanac.example/web"
	"almanac.example/web/editing"
)

// hubGap is the least time between two rounds to the hub, so that many commits
// become one.
const hubGap = 5 * time.Second

// scheduleGap is the least time between two rounds of publishing what is due.
const scheduleGap = time.Second

// duties are all that the process may do by itself; hub is what it does if it
// has one to tell, and schedule what it does if it has a record to publish in.
func duties(vault store.Vault, hub, schedule duty.Duty) []duty.Duty {
	hub.Name, hub.About, hub.Outgoing, hub.Every = "hub", "tells the WebSub hub of changed feeds", true, hubGap
	schedule.Name, schedule.About, schedule.Every = "schedule", "publishes drafts at the instant they are planned for", scheduleGap
	return []duty.Duty{hub, schedule, duty.Sweeping(vault, now)}
}

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

// startDuties does what the process does by itself. The function returned waits
// until that has stopped.
func (c *serveCommand) startDuties(ctx context.Context, in instance, server *web.Server, log *slog.Logger) (func(), error) {
	var hub duty.Duty
	if c.Hub != "" {
		p, err := websub.New(websub.Config{Hub: c.Hub, Mark: hubMark{in.vault}, Topics: server.Topics, Log: log})
		if err != nil {
			return nil, fmt.Errorf("hub: %w", err)
		}
		hub = duty.Duty{Do: p.Tell, Pending: p.Pending, Changed: in.live.Changed}
	}
	roster, err := duty.New(duty.Config{Vault: in.vault, Now: now, Log: log, Duties: duties(in.vault, hub, scheduling(in.live))})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { roster.Run(ctx) })
	return func() { cancel(); running.Wait() }, nil
}

// hubMark is the revision up to which the hub was told, in the vault.
type hubMark struct{ vault store.Vault }

// Load returns what Save kept last, or 0.
func (m hubMark) Load(ctx context.Context) (int64, error) {
	mark, _, err := m.read(ctx)
	return int64(mark.Told), err
}

// Save keeps the revision.
func (m hubMark) Save(ctx context.Context, revision int64) error {
	_, version, err := m.read(ctx)
	if err != nil {
		return err
	}
	mark := events.HubMark{Told: events.Rev(revision)}
	v, err := events.JSONValue(events.HubKey, events.MemorySchema, mark)
	if err != nil {
		return err
	}
	_, err = m.vault.Write(ctx, events.PutValue(v, version))
	return err
}

func (m hubMark) read(ctx context.Context) (mark events.HubMark, version events.Version, err error) {
	v, err := m.vault.Get(ctx, events.HubKey)
	if errors.Is(err, events.ErrNotFound) {
		return mark, 0, nil
	}
	if err != nil {
		return mark, 0, err
	}
	return mark, v.Version, v.Decode(events.MemorySchema, &mark)
}
