package store

import (
	"cmp"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"almanac.example/events"
)

// DecodeState reads the stored form of a state and dates it, and what it holds,
// to the revision.
func DecodeState(stored []byte, rev events.Rev) (*events.State, error) {
	s, err := Decode[events.State](stored)
	if err != nil {
		return nil, err
	}
	s.Rev = rev
	if s.Event != nil {
		s.Event.Rev = rev
	}
	if s.Document != nil {
		s.Document.Rev = rev
	}
	return s, nil
}

// Key is what a change is held against: whose state it is, which revision it
// expects, and the slug under which it leaves its event.
type Key struct {
	ID       events.ID           // "": a document's
	Document events.DocumentName // "": an event's
	Expect   events.Rev
	Slug     string // "": a document, or a tombstone
}

// keyOf is the key of a change whose keys have been checked.
func keyOf(c events.Change) Key {
	if c.Event == nil {
		k := Key{Expect: c.Expect}
		if c.Document != nil {
			k.Document = c.Document.Name
		}
		return k
	}
	k := Key{ID: c.Event.ID, Expect: c.Expect}
	if c.Event.Status != events.Deleted {
		k.Slug = c.Event.Slug
	}
	return k
}

// Name tells apart all that is stored: an event's ID, or the name of a document
// behind a slash, which no ID has.
func (k Key) Name() string {
	if k.Document != "" {
		return "/" + string(k.Document)
	}
	return string(k.ID)
}

// subject names what a key is about, for errors.
func (k Key) subject() string {
	if k.Document != "" {
		return fmt.Sprintf("document %q", k.Document)
	}
	return fmt.Sprintf("event %q", k.ID)
}

// Entry is a change in the form in which backends write it. It holds nothing of
// the event that it was made of, of which an import has very many.
type Entry struct {
	Key
	At    time.Time // of the state
	State []byte    // stored form of the events.State, its revision left at 0
}

// Entries brings the changes of one commit into stored form and holds them
// against the limits of the contract. Backends call it before anything else.
func Entries(changes []events.Change) ([]Entry, error) {
	if len(changes) > MaxChanges {
		return nil, fmt.Errorf("a commit of %d changes; at most %d are allowed: %w", len(changes), MaxChanges, events.ErrTooLarge)
	}
	if len(changes) == 0 {
		return nil, invalid("commit", "changes", "there are none; a commit needs at least one")
	}
	entries, err := newEntries(changes)
	if err != nil {
		return nil, err
	}
	bytes := 0
	for _, e := range entries {
		bytes += len(e.State)
	}
	if bytes > MaxBytes {
		return nil, fmt.Errorf("a commit of %d bytes; at most %d are allowed: %w", bytes, MaxBytes, events.ErrTooLarge)
	}
	return entries, nil
}

func newEntry(c events.Change) (Entry, error) {
	state, err := Encode(&events.State{
		At: c.At, Author: c.Author, By: c.By, Note: c.Note, Public: c.Public, Batch: c.Batch,
		Event: c.Event, Document: c.Document,
	})
	if err != nil {
		return Entry{}, fmt.Errorf("%s: %w", subject(c), err)
	}
	return Entry{keyOf(c), c.At, state}, nil
}

// NotBefore makes the entry's state say that it was made at the instant, if it
// says an earlier one.
func (e *Entry) NotBefore(at time.Time) error {
	if at = at.UTC().Truncate(time.Second); !e.At.Before(at) {
		return nil
	}
	s, err := Decode[events.State](e.State)
	if err != nil {
		return fmt.Errorf("%s: %w", e.subject(), err)
	}
	s.At = at
	if e.State, err = Encode(s); err == nil {
		e.At = at
	}
	return err
}

// EntryOf brings a state into the form in which backends write it. Load of an
// Archive has no changes.
func EntryOf(s *events.State) (Entry, error) {
	c := events.Change{Event: s.Event, Document: s.Document, At: s.At}
	if _, err := checkKeys(c); err != nil {
		return Entry{}, err
	}
	stored, err := Encode(s)
	if err != nil {
		return Entry{}, fmt.Errorf("%s: %w", subject(c), err)
	}
	return Entry{keyOf(c), s.At, stored}, nil
}

// newEntries encodes changes, no two of the same event.
func newEntries(changes []events.Change) ([]Entry, error) {
	if err := checkDistinct(changes); err != nil {
		return nil, err
	}
	entries := make([]Entry, len(changes))
	return entries, inParallel(len(changes), func(i int) (err error) {
		entries[i], err = newEntry(changes[i])
		return err
	})
}

// inParallel does something so many times, on all processors if that is worth
// it. The error is that of the lowest number.
func inParallel(count int, do func(i int) error) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	errs := make([]error, (count+MaxChanges-1)/MaxChanges)
	for part := range errs {
		group.Go(func() error {
			for i := part * MaxChanges; i < min(count, (part+1)*MaxChanges) && errs[part] == nil; i++ {
				errs[part] = do(i)
			}
			return nil
		})
	}
	_ = group.Wait()
	return cmp.Or(errs...)
}

// checkDistinct refuses changes that could not be keys, and two of one event or
// document.
func checkDistinct(changes []events.Change) error {
	seen := distinct{}
	for _, c := range changes {
		if err := seen.add(c); err != nil {
			return err
		}
	}
	return nil
}

// distinct are the events and documents that are changed.
type distinct map[string]bool

func (d distinct) add(c events.Change) error {
	name, err := checkKeys(c)
	if err != nil {
		return err
	}
	if d[name] {
		return invalid(subject(c), "id", "is changed twice at once")
	}
	d[name] = true
	return nil
}

// checkKeys refuses what could not be part of a key.
func checkKeys(c events.Change) (name string, err error) {
	if (c.Event == nil) == (c.Document == nil) {
		return "", invalid("change", "event", "a change has either an event or a document")
	}
	if b := c.Batch; b != nil && !isName(b.ID) {
		return "", invalid(subject(c), "batch.id", "is no id; use 1 to 64 letters, digits, - or _")
	}
	if c.Document != nil {
		if !isDocument(string(c.Document.Name)) {
			return "", invalid(subject(c), "name", "is no document; there are site, tags, places, views and text/LANGUAGE")
		}
		return keyOf(c).Name(), nil
	}
	if !isName(string(c.Event.ID)) {
		return "", invalid(subject(c), "id", "is no id; use 1 to 64 letters, digits, - or _")
	}
	if c.Event.Status != events.Deleted && (c.Event.Slug == "" || len(c.Event.Slug) > 100) {
		return "", invalid(subject(c), "slug", "has no characters, or more than 100")
	}
	return keyOf(c).Name(), nil
}

// isDocument reports whether there may be a document of that name.
func isDocument(name string) bool {
	switch events.DocumentName(name) {
	case events.DocumentSite, events.DocumentTags, events.DocumentPlaces, events.DocumentViews:
		return true
	}
	lang, isText := strings.CutPrefix(name, string(events.DocumentText("")))
	return isText && isName(lang)
}

func isName(s string) bool {
	for _, r := range []byte(s) {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_' {
			return false
		}
	}
	return len(s) > 0 && len(s) <= 64
}

func invalid(subject, field, reason string) error {
	return &events.Invalid{Subject: subject, Problems: []events.Problem{{Field: field, Reason: reason}}}
}

// subject names what a change is about, for errors.
func subject(c events.Change) string { return keyOf(c).subject() }

// Chunks brings changes into stored form and divides them, in order, into
// commits within the limits. A single change that is too large for any commit
// is an events.ErrTooLarge, one that changes what another does already an
// *events.Invalid.
func Chunks(changes []events.Change) ([][]Entry, error) {
	entries, err := newEntries(changes)
	if err != nil {
		return nil, err
	}
	return divide(entries)
}

// divide cuts a list of entries into commits.
func divide(entries []Entry) ([][]Entry, error) {
	var chunks [][]Entry
	start, bytes := 0, 0
	for i, e := range entries {
		if len(e.State) > MaxBytes {
			return nil, fmt.Errorf("%s: has %d bytes; at most %d fit into a commit: %w", e.subject(), len(e.State), MaxBytes, events.ErrTooLarge)
		}
		if i-start == MaxChanges || bytes+len(e.State) > MaxBytes {
			chunks = append(chunks, entries[start:i:i])
			start, bytes = i, 0
		}
		bytes += len(e.State)
	}
	if start < len(entries) {
		chunks = append(chunks, entries[start:])
	}
	return chunks, nil
}
