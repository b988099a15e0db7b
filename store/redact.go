package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"almanac.example/events"
)

// Redaction says what is to go.
type Redaction struct {
	ID     events.ID
	Before events.Rev // all older states
	By     string     // see events.Change.By
	Author string     // who is shown for it
	Reason string
}

// Redact empties past states of an event wherever the record keeps them: in the
// history, in what is remembered of imports, and, since the commit that follows
// says so, in what every replica has ready. It tells how many states there were.
// The newest state stays as it is: what it says has to be edited.
func (l *Live) Redact(ctx context.Context, archive Archive, vault Vault, r Redaction) (emptied int, err error) {
	now, known := l.Timeline().Event(r.ID)
	if !known {
		return 0, fmt.Errorf("event %q: %w", r.ID, events.ErrNotFound)
	}
	if r.Before < 1 || r.Before > now.Rev {
		return 0, &events.Invalid{Subject: fmt.Sprintf("event %q", r.ID), Problems: []events.Problem{{
			Field: "before", Reason: fmt.Sprintf("must be a revision from 1 to %d, the current one; what the current state says is to be edited first", now.Rev),
		}}}
	}
	mark := events.Redaction{At: l.now().UTC().Truncate(time.Second), By: r.By, Reason: r.Reason}
	if emptied, err = archive.Redact(ctx, r.ID, r.Before, mark); err != nil {
		return emptied, err
	}
	if err := forget(ctx, vault, now); err != nil {
		return emptied, fmt.Errorf("forgetting what was imported of event %q: %w", r.ID, err)
	}
	return emptied, l.announce(ctx, r)
}

// forget removes an event from what is remembered of imports, and all that is
// kept of the document in which an importer found it: the passages around other
// dates may tell of it, too.
func forget(ctx context.Context, vault Vault, e *events.Event) error {
	about := "-"
	if e.Proposal != nil {
		about = e.Proposal.Document
	}
	for v, err := range vault.List(ctx, events.FeedPrefix) {
		if err != nil {
			return err
		}
		if !strings.HasSuffix(v.Key, "/event/"+string(e.ID)) && v.Key != events.ReadingKey(about) && !strings.HasPrefix(v.Key, events.ReadingDatesKey(about)) {
			continue
		}
		if _, err := vault.Write(ctx, events.DeleteValue(v.Key, v.Version)); err != nil {
			return err
		}
	}
	return nil
}

// announce commits the site's document as it is: nothing that was made before
// is used after that, and whoever follows the record learns of the redaction.
func (l *Live) announce(ctx context.Context, r Redaction) error {
	for {
		t := l.Timeline()
		at, err := clock(t, l.now())
		if err != nil {
			return err
		}
		doc := t.Site().Document(events.DocumentSite)
		change := events.PutDocument(doc, doc.Rev)
		change.At, change.By, change.Author = at, r.By, r.Author
		change.Note = fmt.Sprintf("past states of event %s were redacted", r.ID)
		change.Batch = events.NewBatch(events.BatchRedact, "")
		change.Batch.Last = true
		// Not by Commit, which leaves out what says nothing new.
		rev, err := l.backend.Commit(ctx, change)
		if err == nil {
			_, err = l.see(ctx, rev)
			return err
		}
		if !errors.Is(err, events.ErrConflict) {
			return err
		}
		if _, err := l.reach(ctx, t.Rev()+1); err != nil { // somebody changed the site
			return err
		}
	}
}
