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

// Entry is a change in the form in which backends write it.
type Entry struct {
	events.Change
	State []byte // stored form of the events.State, its revision left at 0
}

// Entries brings the changes of one commit into stored form and holds them
// against the limits of the contract. Backends call it before anything else.
func Entries(changes []events.Change) ([]Entry, error) {
	if err := checkChanges(changes); err != nil {
		return nil, err
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
	return Entry{c, state}, nil
}

// newEntries encodes changes, many of them on all processors. The error is
// that of the first that cannot be encoded.
func newEntries(changes []events.Change) ([]Entry, error) {
	entries := make([]Entry, len(changes))
	workers := 1
	if len(changes) > MaxChanges {
		workers = runtime.GOMAXPROCS(0)
	}
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := len(changes) * w / workers; i < len(changes)*(w+1)/workers && errs[w] == nil; i++ {
				entries[i], errs[w] = newEntry(changes[i])
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func checkChanges(changes []events.Change) error {
	if len(changes) > MaxChanges {
		return fmt.Errorf("a commit of %d changes; at most %d are allowed: %w", len(changes), MaxChanges, events.ErrTooLarge)
	}
	if len(changes) == 0 {
		return invalid("commit", "changes", "there are none; a commit needs at least one")
	}
	seen := map[events.ID]bool{}
	for _, c := range changes {
		id, err := checkKeys(c)
		if err != nil {
			return err
		}
		if seen[id] {
			return invalid(subject(c), "id", "is changed twice in one commit")
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
func subject(c events.Change) string {
	if c.Event == nil {
		return "site"
	}
	return fmt.Sprintf("event %q", c.Event.ID)
}

// Chunks brings changes into stored form and divides them, in order, into
// commits within the limits. A single change that is too large for any commit
// is an events.ErrTooLarge, one that changes what another does already an
// *events.Invalid.
func Chunks(changes []events.Change) ([][]Entry, error) {
	seen := make(map[events.ID]bool, len(changes))
	for _, c := range changes {
		id, err := checkKeys(c)
		if err != nil {
			return nil, err
		}
		if seen[id] {
			return nil, invalid(subject(c), "id", "is changed twice at once")
		}
		seen[id] = true
	}
	entries, err := newEntries(changes)
	if err != nil {
		return nil, err
	}
	var chunks [][]Entry
	start, bytes := 0, 0
	for i, e := range entries {
		if len(e.State) > MaxBytes {
			return nil, fmt.Errorf("%s: has %d bytes; at most %d fit into a commit: %w", subject(e.Change), len(e.State), MaxBytes, events.ErrTooLarge)
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
