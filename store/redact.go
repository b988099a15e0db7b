package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
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

	Pictures Pictures // nil: there are none
}

// Pictures are where pictures are kept by their names; one that is not there is
// deleted already.
type Pictures interface {
	Delete(ctx context.Context, name string) error
}

// Redact empties past states of an event wherever the record keeps them: in the
// history, in what is remembered of imports, deliveries and answers, and, since
// the commit that follows says so, in what every replica has ready. Pictures that
// no other state names are deleted last. It tells how many states there were. The
// newest state stays as it is: what it says has to be edited.
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
	named, err := namedIn(l.History(ctx, events.HistoryQuery{ID: r.ID, Before: r.Before}))
	if err != nil {
		return 0, err
	}
	mark := events.Redaction{At: l.now().UTC().Truncate(time.Second), By: r.By, Reason: r.Reason}
	if emptied, err = archive.Redact(ctx, r.ID, r.Before, mark); err != nil {
		return emptied, err
	}
	if err := forget(ctx, vault, now); err != nil {
		return emptied, fmt.Errorf("forgetting what else was kept of event %q: %w", r.ID, err)
	}
	if err := l.announce(ctx, r); err != nil {
		return emptied, err
	}
	return emptied, r.deletePictures(ctx, archive, named)
}

// namedIn are the files that states name.
func namedIn(states iter.Seq2[events.State, error]) (map[string]bool, error) {
	named := map[string]bool{}
	for s, err := range states {
		if err != nil {
			return nil, err
		}
		for _, name := range s.Blobs() {
			named[name] = true
		}
	}
	return named, nil
}

// deletePictures deletes those that nothing in the history names any more.
func (r Redaction) deletePictures(ctx context.Context, archive Archive, named map[string]bool) error {
	if len(named) == 0 || r.Pictures == nil {
		return nil
	}
	used, err := namedIn(archive.Dump(ctx, 0))
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if err == nil && !used[name] {
			err = r.Pictures.Delete(ctx, name)
		}
		if err != nil {
			return fmt.Errorf("the states are emptied, but the picture %s may still be where pictures are kept; delete it there: %w", name, err)
		}
	}
	return nil
}

// forget removes from the vault what it holds of an event: what is remembered of
// imports, deliveries of webhooks, and answers in which it stands; and all that is
// kept of the document in which an importer found it: the passages around other
// dates may tell of it, too.
func forget(ctx context.Context, vault Vault, e *events.Event) error {
	quoted, err := json.Marshal(e.ID)
	if err != nil {
		return err
	}
	document := "-"
	if e.Proposal != nil {
		document = e.Proposal.Document
	}
	names := func(v events.Value) bool { return bytes.Contains(v.Data, quoted) }
	for prefix, about := range map[string]func(events.Value) bool{
		events.FeedPrefix: func(v events.Value) bool {
			return strings.HasSuffix(v.Key, "/event/"+string(e.ID)) || v.Key == events.ReadingKey(document) || strings.HasPrefix(v.Key, events.ReadingDatesKey(document))
		},
		events.DeliveryPrefix:    names,
		events.IdempotencyPrefix: names,
	} {
		for v, err := range vault.List(ctx, prefix) {
			if err != nil {
				return err
			}
			if !about(v) {
				continue
			}
			if _, err := vault.Write(ctx, events.DeleteValue(v.Key, v.Version)); err != nil {
				return err
			}
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
