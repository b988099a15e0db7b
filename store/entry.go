package store

import (
	"fmt"
	"runtime"
	"sync"

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
	if s.Site != nil {
		s.Site.Rev = rev
	}
	return s, nil
}

// Key is what a change is held against: whose state it is, which revision it
// expects, and the slug under which it leaves its event.
type Key struct {
	ID     events.ID // "": the site
	Expect events.Rev
	Slug   string // "": the site, or a tombstone
}

// keyOf is the key of a change whose keys have been checked.
func keyOf(c events.Change) Key {
	if c.Event == nil {
		return Key{Expect: c.Expect}
	}
	k := Key{ID: c.Event.ID, Expect: c.Expect}
	if c.Event.Status != events.Deleted {
		k.Slug = c.Event.Slug
	}
	return k
}

// subject names what a key is about, for errors.
func (k Key) subject() string {
	if k.ID == "" {
		return "site"
	}
	return fmt.Sprintf("event %q", k.ID)
}

// Entry is a change in the form in which backends write it. It holds nothing of
// the event that it was made of, of which an import has very many.
type Entry struct {
	Key
	State []byte // stored form of the events.State, its revision left at 0
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
		At: c.At, Author: c.Author, Note: c.Note, Public: c.Public, Event: c.Event, Site: c.Site,
	})
	if err != nil {
		return Entry{}, fmt.Errorf("%s: %w", subject(c), err)
	}
	return Entry{keyOf(c), state}, nil
}

// change is what the entry was made of, as far as backends want to know it.
func (e Entry) change() (events.Change, error) {
	s, err := Decode[events.State](e.State)
	if err != nil {
		return events.Change{}, fmt.Errorf("%s: %w", e.subject(), err)
	}
	return events.Change{
		Expect: e.Expect, Event: s.Event, Site: s.Site,
		At: s.At, Author: s.Author, Note: s.Note, Public: s.Public,
	}, nil
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
	workers := 1
	if count > MaxChanges {
		workers = runtime.GOMAXPROCS(0)
	}
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := count * w / workers; i < count*(w+1)/workers && errs[w] == nil; i++ {
				errs[w] = do(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkDistinct refuses changes that could not be keys, and two of one event.
func checkDistinct(changes []events.Change) error {
	seen := make(map[events.ID]bool, len(changes))
	for _, c := range changes {
		id, err := checkKeys(c)
		if err != nil {
			return err
		}
		if seen[id] {
			return invalid(subject(c), "id", "is changed twice at once")
		}
		seen[id] = true
	}
	return nil
}

// checkKeys refuses what could not be part of a key. The site's ID is "".
func checkKeys(c events.Change) (events.ID, error) {
	if (c.Event == nil) == (c.Site == nil) {
		return "", invalid("change", "event", "a change has either an event or a site")
	}
	if c.Site != nil {
		return "", nil
	}
	if !isName(string(c.Event.ID)) {
		return "", invalid(subject(c), "id", "is no id; use 1 to 64 letters, digits, - or _")
	}
	if c.Event.Status != events.Deleted && (c.Event.Slug == "" || len(c.Event.Slug) > 100) {
		return "", invalid(subject(c), "slug", "has no characters, or more than 100")
	}
	return c.Event.ID, nil
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
