package connect

import (
	"context"
	"io"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/store/bolt"
	"almanac.example/store/duty"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/editing"
	"almanac.example/web/picture"
)

// OpenPrograms prepares the API over an open store. Of the settings it fills in
// what the store and this program know.
func OpenPrograms(in storage.Instance, people *access.Directory, c api.Config) (*api.Server, error) {
	c.Record, c.Imports, c.Editor, c.People = in.Live, in.Live, editing.New(in.Live, terminal.Now), people
	if c.Pictures != nil && c.Pictures.Open() {
		c.Editor.SetPictures(c.Pictures)
	}
	c.Vault, c.Now, c.Version = store.Unexpired(in.Vault, terminal.Now), terminal.Now, terminal.Version()
	c.Editor.SetReadings(c.Vault)
	c.Backup = func(ctx context.Context, w io.Writer, what api.BackupParts) error {
		from := backup.Source{Accounts: what.Accounts}
		if what.Previous != "" {
			from.Segment = &backup.Segment{After: what.After, Previous: what.Previous, Values: what.Values}
		}
		to := in
		if what.Unnoted {
			to.Backups = nil
		}
		return backUp(ctx, to, w, from)
	}
	if in.Backups != nil {
		c.Held = in.Backups.Held
	}
	c.Redact = Redacting(in, c.Pictures)
	if file, ok := in.Archive.(*bolt.Backend); ok {
		c.Compact = file.Compact
	}
	roster, err := duty.New(duty.Config{Vault: in.Vault, Now: terminal.Now, Duties: Duties(in.Vault, Work{})})
	if err != nil {
		return nil, err
	}
	c.Duties = dutyBook{roster}
	return api.New(c)
}

// Redacting empties past states of an event of an open store, and deletes pictures
// that nothing else names: from the library, which forgets what it has ready of
// them, too, or without one from where they are kept.
func Redacting(in storage.Instance, pictures *picture.Library) func(ctx context.Context, who access.Principal, id events.ID, before events.Rev, reason string) (int, error) {
	return func(ctx context.Context, who access.Principal, id events.ID, before events.Rev, reason string) (int, error) {
		r := store.Redaction{ID: id, Before: before, By: who.By(), Author: who.Author(), Reason: reason}
		switch {
		case pictures != nil:
			r.Pictures = pictures
		case in.Blobs != nil:
			r.Pictures = in.Blobs
		}
		return in.Live.Redact(ctx, in.Archive, in.Vault, r)
	}
}

// BackingUp writes portable backups of an open store.
func BackingUp(in storage.Instance) func(ctx context.Context, w io.Writer, accounts bool) error {
	return func(ctx context.Context, w io.Writer, accounts bool) error {
		return backUp(ctx, in, w, backup.Source{Accounts: accounts})
	}
}

// backUp writes all that a backup of an open store holds, pictures among it; from
// says whether accounts are asked for, and since when.
func backUp(ctx context.Context, in storage.Instance, w io.Writer, from backup.Source) error {
	from.Archive, from.Vault, from.Blobs = in.Archive, in.Vault, in.Blobs
	sum, err := backup.Write(ctx, w, from)
	if err == nil && in.Backups != nil {
		in.Backups.Given(ctx, max(sum.Last, after(from.Segment)), from.Segment == nil)
	}
	return err
}

// after is the last revision of what a segment goes on from.
func after(s *backup.Segment) events.Rev {
	if s == nil {
		return 0
	}
	return s.After
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
