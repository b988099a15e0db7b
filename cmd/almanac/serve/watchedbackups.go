package serve

import (
	"context"
	"time"

	"almanac.example/events"
	"almanac.example/server/metrics"
)

// unknown is the value of what cannot be read, or is not there.
const unknown = -1

// seconds is an instant in Unix time; 0 if there is none.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}

// ofBackups are the values of the record's backups, by whatever process they were
// given.
func (s *service) ofBackups() []metrics.Value {
	read := func(of func(events.BackupMark) float64) func() float64 {
		return func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), healthPatience)
			defer cancel()
			mark, err := s.b.Backups.Known(ctx)
			if err != nil {
				return unknown
			}
			return of(mark)
		}
	}
	behind := func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), healthPatience)
		defer cancel()
		d, followed, err := s.b.Backups.Behind(ctx)
		if err != nil || !followed {
			return unknown
		}
		return d.Seconds()
	}
	return []metrics.Value{
		{Name: "last_backup_timestamp_seconds", Help: "When the last backup of the record was given, before a restart or by another process too; 0: none is known.", Read: read(func(m events.BackupMark) float64 { return seconds(m.At) })},
		{Name: "last_backup_revision", Help: "Revision up to which that backup goes.", Read: read(func(m events.BackupMark) float64 { return float64(m.Rev) })},
		{Name: "backup_followed_revision", Help: "Revision up to which the folder of backup --follow holds everything; 0: there is none.", Read: read(func(m events.BackupMark) float64 { return float64(m.Followed) })},
		{Name: "backup_followed_timestamp_seconds", Help: "When backup --follow was last heard of, at most a minute and a half ago while it runs; 0: never.", Read: read(func(m events.BackupMark) float64 { return seconds(m.FollowedAt) })},
		{Name: "backup_behind_seconds", Help: "How long ago the oldest commit was that the folder of backup --follow lacks; 0: it holds everything, -1: there is none.", Read: behind},
	}
}

// ofWebhooks are the values of what is sent to webhooks: counts of this process,
// and how all of them stand.
func (s *service) ofWebhooks() []metrics.Value {
	const help = "Attempts to deliver to webhooks, by what became of them; each message that is taken counts once."
	standing := func(of func(waiting, disabled int) int) func() float64 {
		return func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), healthPatience)
			defer cancel()
			waiting, disabled, err := s.hooks.Behind(ctx)
			if err != nil {
				return unknown
			}
			return float64(of(waiting, disabled))
		}
	}
	return []metrics.Value{
		{Name: "webhook_deliveries_total", Help: help, Counter: true, Label: "outcome", Is: "sent", Read: func() float64 { sent, _ := s.hooks.Counts(); return float64(sent) }},
		{Name: "webhook_deliveries_total", Help: help, Counter: true, Label: "outcome", Is: "refused", Read: func() float64 { _, refused := s.hooks.Counts(); return float64(refused) }},
		{Name: "webhooks_waiting", Help: "Webhooks that have not been told everything yet; -1: not known.", Read: standing(func(waiting, _ int) int { return waiting })},
		{Name: "webhooks_disabled", Help: "Webhooks that were given up or switched off; -1: not known.", Read: standing(func(_, disabled int) int { return disabled })},
	}
}
