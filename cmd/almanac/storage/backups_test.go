package storage

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/events/edtf"
)

// opened is a store with a record of two revisions.
func opened(t *testing.T) Instance {
	t.Helper()
	in, err := (Place{File: filepath.Join(t.TempDir(), "a.db")}).Open(t.Context(), slog.New(slog.DiscardHandler), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.Close)
	for _, id := range []events.ID{"a", "b"} {
		e := events.Event{ID: id, Slug: string(id), Span: events.On(edtf.MustParse("2019")), Status: events.Published, Text: map[string]events.Text{"en": {Title: string(id)}}}
		if _, err := in.Live.Commit(t.Context(), events.Put(e, 0)); err != nil {
			t.Fatal(err)
		}
	}
	return in
}

// What is known of backups is the newest of what anybody has noted; another
// process finds it in the vault.
func TestBackupsAreRemembered(t *testing.T) {
	in := opened(t)
	rev := in.Live.Timeline().Rev()
	one, other := NewBackups(in, slog.New(slog.DiscardHandler)), NewBackups(in, slog.New(slog.DiscardHandler))
	known := func(b *Backups) events.BackupMark {
		t.Helper()
		mark, err := b.Known(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return mark
	}
	behind := func(b *Backups) (time.Duration, bool) {
		t.Helper()
		d, followed, err := b.Behind(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return d, followed
	}
	if mark := known(one); mark != (events.BackupMark{}) {
		t.Errorf("of a new record this is known: %+v", mark)
	}
	if _, followed := behind(one); followed {
		t.Error("a folder is followed that is not there")
	}
	from := instant()
	one.Given(t.Context(), 1, true)
	if mark := known(other); mark != known(one) || mark.Rev != 1 || mark.At.Before(from) || mark.At.After(terminal.Now()) || mark.Followed != 0 {
		t.Errorf("another process knows %+v, this one %+v", mark, known(one))
	}

	// What a folder holds is told to the vault once a minute, and at the end.
	other.Held(t.Context(), 1)
	one.Held(t.Context(), rev-1)
	if d, followed := behind(one); !followed || d < 0 || d > time.Minute {
		t.Errorf("a folder that lacks a commit is behind by %s (%t)", d, followed)
	}
	one.Held(t.Context(), rev)
	one.Held(t.Context(), rev+1) // there is no such revision
	if mark := known(one); mark.Followed != rev || mark.FollowedAt.Before(from) || mark.Rev != 1 {
		t.Errorf("this process knows %+v", mark)
	}
	if d, followed := behind(one); !followed || d != 0 {
		t.Errorf("a folder that has everything is behind by %s (%t)", d, followed)
	}
	if mark := known(other); mark.Followed != 1 {
		t.Errorf("before the end, another process knows %+v", mark)
	}
	one.End(t.Context())
	if mark := known(NewBackups(in, nil)); mark != known(one) {
		t.Errorf("after the end, another process knows %+v; want %+v", mark, known(one))
	}

	// What is older changes nothing.
	if err := NoteBackup(t.Context(), in.Vault, events.BackupMark{At: from.Add(-time.Hour), Rev: 7, Followed: 7, FollowedAt: from.Add(-time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if mark := known(other); mark.Rev != 1 || mark.Followed != rev {
		t.Errorf("an older note counts: %+v", mark)
	}
}

// The age of what a folder lacks is that of the oldest commit behind it.
func TestBehindIsTheAgeOfTheOldestCommit(t *testing.T) {
	in := opened(t)
	b := NewBackups(in, slog.New(slog.DiscardHandler))
	b.Held(t.Context(), 1)
	var at time.Time
	for s, err := range in.Archive.Dump(t.Context(), 1) {
		if err != nil {
			t.Fatal(err)
		}
		at = s.At
		break
	}
	for range 2 { // the second time it is known
		before := max(0, time.Since(at))
		d, _, err := b.Behind(t.Context())
		if after := max(0, time.Since(at)); err != nil || d < before || d > after {
			t.Errorf("behind by %s, %v; want from %s to %s", d, err, before, after)
		}
	}
}

// Of two marks the newer counts, each part by itself, and of two of one instant the
// one that has more, whichever is heard of first.
func TestTheNewerMarkCounts(t *testing.T) {
	at := func(s int64) time.Time { return time.Unix(s, 0).UTC() }
	mark := func(given int64, rev events.Rev, followed int64, held events.Rev) events.BackupMark {
		return events.BackupMark{At: at(given), Rev: rev, FollowedAt: at(followed), Followed: held}
	}
	for _, c := range []struct{ a, b, want events.BackupMark }{
		{mark(1, 5, 9, 7), mark(2, 4, 8, 9), mark(2, 4, 9, 7)},
		{mark(1, 5, 9, 7), mark(1, 6, 9, 8), mark(1, 6, 9, 8)},
		{mark(1, 5, 9, 7), mark(1, 4, 9, 6), mark(1, 5, 9, 7)},
		{events.BackupMark{}, mark(1, 5, 9, 7), mark(1, 5, 9, 7)},
	} {
		if got := newer(c.a, c.b); got != c.want {
			t.Errorf("%+v and %+v: %+v, want %+v", c.a, c.b, got, c.want)
		}
		if got := newer(c.b, c.a); got != c.want {
			t.Errorf("%+v and %+v: %+v, want %+v", c.b, c.a, got, c.want)
		}
	}
}
