package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"almanac.example/cmd/almanac/record"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/store"
)

// The names of records that come with the program.
const (
	sample   = "shanghai-2019"
	noRecord = "none"
)

// firstRecord reads what --record names. The sample comes without authority:
// only its vocabulary counts.
func firstRecord(name string) (events.Record, error) {
	switch name {
	case noRecord:
		return events.Record{}, nil
	case sample:
		rec, err := record.Shanghai2019()
		if err != nil {
			return events.Record{}, err
		}
		tags, err := record.Vocabulary()
		rec.Site = &events.Site{Tags: tags}
		return rec, err
	}
	f, err := os.Open(name)
	if err != nil {
		return events.Record{}, fmt.Errorf("record %q: neither shanghai-2019, none, nor a file that can be read: %w", name, err)
	}
	defer f.Close()
	data, err := readAll(f, maxDocument)
	if err != nil {
		return events.Record{}, fmt.Errorf("%s: %w", name, err)
	}
	rec, err := events.ParseRecord(data)
	if err != nil {
		return events.Record{}, fmt.Errorf("%s: %w", name, err)
	}
	return rec, nil
}

// loading says how events are imported.
type loading struct {
	author, note string
	public       bool
	batch        *events.BatchPart // nil: a new one without a label
	documents    []events.Change   // stored together with the events
	progress     func(done int)
}

// batchOf is a new batch for an import of the file or address.
func batchOf(source string) *events.BatchPart {
	if u, err := url.Parse(source); err == nil && u.Host != "" {
		source = u.Host // the rest of an address may be private
	} else {
		source = filepath.Base(source)
	}
	return &events.BatchPart{ID: rand.Text(), Kind: events.BatchImport, Label: oneLine(source)}
}

// maxLabel bounds a batch's label, in characters.
const maxLabel = 200

// oneLine makes of a file's name what a label may be.
func oneLine(name string) string {
	runes := []rune(strings.Join(strings.Fields(events.Harmless(name)), " "))
	return string(runes[:min(len(runes), maxLabel)])
}

// maxSpread bounds how far back the stamps of one import reach.
const maxSpread = time.Hour

// importEvents stores the events of a record file: new ones as they are,
// stamps included; known ones as the next state of what is there. New ones
// without stamps are stamped a second apart, in the order of the chronicle and
// the last of them now: feed readers sort by the instant of publication, and
// what came in one go would stand in any order.
//
// It takes the list over and empties it: a large record is given up, event by
// event, while it is being stored.
func importEvents(ctx context.Context, live *store.Live, list []*events.Event, l loading) error {
	t, end := live.Timeline(), now()
	changes := make([]events.Change, 0, len(l.documents)+len(list))
	changes = append(changes, l.documents...)
	for i, e := range chronicled(list) {
		c := events.Change{Event: e, Keep: true, Stamp: end}
		if old, ok := t.Event(e.ID); ok {
			c.Expect = old.Rev
		} else {
			c.Stamp = end.Add(-min(maxSpread, time.Duration(len(list)-1-i)*time.Second))
		}
		changes = append(changes, c)
	}
	clear(list)
	for i := range changes {
		c := &changes[i]
		c.Author, c.Note, c.Public, c.Batch = l.author, l.note, l.public, l.batch
	}
	_, err := live.Import(ctx, changes, l.progress)
	return err
}

// chronicled yields events in the order of the chronicle. Those that have the
// same place in it stay in their order.
func chronicled(list []*events.Event) iter.Seq2[int, *events.Event] {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	// Sorting so many stably takes several times as long.
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(list[a].Span.Compare(list[b].Span), a-b) })
	return func(yield func(int, *events.Event) bool) {
		for i, at := range order {
			if !yield(i, list[at]) {
				return
			}
		}
	}
}

// announcing decides which imported events feed readers are told of as news.
type announcing string

const (
	announceAll  announcing = "yes"
	announceNone announcing = "no"
	announceAuto announcing = "auto" // what is not over yet
)

// apply sets Quiet, as decided, in events that nobody else has seen yet. What
// is stored already stays as it is, and so does what comes with stamps: a
// record that moves was announced where it came from.
func (a announcing) apply(t *timeline.Timeline, list []*events.Event, today edtf.Day) {
	for _, e := range list {
		if old, ok := t.Event(e.ID); ok {
			e.Quiet = old.Quiet
		} else if e.Created.IsZero() {
			last, known := e.Span.Last()
			e.Quiet = e.Quiet || a == announceNone || a == announceAuto && known && last.Before(today)
		}
	}
}
