package main

import (
	"context"
	"io"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/store/bolt"
	"almanac.example/store/duty"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/editing"
)

// openPrograms prepares the API over an open store. Of the settings it fills in
// what the store and this program know.
func openPrograms(in instance, people *access.Directory, c api.Config) (*api.Server, error) {
	c.Record, c.Imports, c.Editor, c.People = in.live, in.live, editing.New(in.live, now), people
	if c.Pictures != nil && c.Pictures.Open() {
		c.Editor.SetPictures(c.Pictures)
	}
	c.Vault, c.Now, c.Version = store.Unexpired(in.vault, now), now, programVersion()
	c.Backup = func(ctx context.Context, w io.Writer, what api.BackupParts) error {
		from := backup.Source{Accounts: what.Accounts}
		if what.Previous != "" {
			from.Segment = &backup.Segment{After: what.After, Previous: what.Previous, Values: what.Values}
		}
		return backUp(ctx, in, w, from)
	}
	c.Redact = func(ctx context.Context, who access.Principal, id events.ID, before events.Rev, reason string) (int, error) {
		r := store.Redaction{ID: id, Before: before, By: who.By(), Author: who.Author(), Reason: reason}
		switch {
		case c.Pictures != nil: // which forgets what it has ready of them, too
			r.Pictures = c.Pictures
		case in.blobs != nil:
			r.Pictures = in.blobs
		}
		return in.live.Redact(ctx, in.archive, in.vault, r)
	}
	if file, ok := in.archive.(*bolt.Backend); ok {
		c.Compact = file.Compact
	}
	roster, err := duty.New(duty.Config{Vault: in.vault, Now: now, Duties: duties(in.vault, work{})})
	if err != nil {
		return nil, err
	}
	c.Duties = dutyBook{roster}
	return api.New(c)
}

// backingUp writes portable backups of an open store.
func backingUp(in instance) func(ctx context.Context, w io.Writer, accounts bool) error {
	return func(ctx context.Context, w io.Writer, accounts bool) error {
		return backUp(ctx, in, w, backup.Source{Accounts: accounts})
	}
}

// backUp writes all that a backup of an open store holds, pictures among it; from
// says whether accounts are asked for, and since when.
func backUp(ctx context.Context, in instance, w io.Writer, from backup.Source) error {
	from.Archive, from.Vault, from.Blobs = in.archive, in.vault, in.blobs
	_, err := backup.Write(ctx, w, from)
	if err == nil && in.backedUp != nil {
		in.backedUp()
	}
	return err
}

// dutyBook tells of duties, and pauses and resumes them, wherever they are done.
type dutyBook struct{ *duty.Roster }

// List tells all duties by name.
func (b dutyBook) List(ctx context.Context) ([]api.Duty, error) {
	rows, err := b.Roster.List(ctx)
	var list []api.Duty
	for _, row := range rows {
		list = append(list, api.Duty{
			Name: row.Name, About: row.About, Outgoing: row.Outgoing, State: dutyState(row), Paused: row.Paused,
			Next: row.State.Next, Last: row.State.Last, Failures: row.State.Failures,
		})
	}
	return list, err
}

func dutyState(row duty.Row) string {
	switch {
	case row.Paused != nil:
		return "paused"
	case row.Claimed:
		return "running"
	case row.State.Failures > 0:
		return "failing"
	}
	return "ready"
}
