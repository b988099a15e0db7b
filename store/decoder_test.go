package store_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/store"
)

// decodes fails unless a Decoder reads of a stored state what Decode does, or
// refuses it as well.
func decodes(t testing.TB, d *store.Decoder, stored []byte) {
	t.Helper()
	want, refusal := store.DecodeState(stored, 7)
	got, err := d.Event(stored, 7)
	switch {
	case refusal != nil || want.Event == nil:
		if err == nil {
			t.Fatalf("%x was read as %+v; Decode says %v", stored, got, refusal)
		}
	case err != nil:
		t.Fatalf("%x: %v", stored, err)
	case !reflect.DeepEqual(want.Event, got):
		t.Fatalf("%x (-Decode +Decoder):\n%s", stored, cmp.Diff(want.Event, got, exact))
	}
}

// eventful are states of one event each: generated ones, one in which every
// field says something, and ones that say next to nothing.
func eventful(t testing.TB) []*events.State {
	t.Helper()
	record, err := generate.Record(generate.Options{Events: 500, From: 1000, To: 2026, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	all := whole(t)
	all.Document = nil
	list := []*events.State{
		all, {Event: &events.Event{}}, {Event: &events.Event{Text: map[string]events.Text{}, Place: &events.Place{}}},
		{Event: &events.Event{ID: "gone", Status: events.Deleted, Text: map[string]events.Text{}}},
	}
	for _, e := range record.Events {
		next := events.Revise(nil, *e, all.At)
		later := events.Revise(&next, next, all.At)
		list = append(list, &events.State{At: all.At, Event: &next}, &events.State{At: all.At, Note: "again", Event: &later})
	}
	return list
}

func TestDecoder(t *testing.T) {
	d, empty := store.NewDecoder(), &events.State{At: whole(t).At}
	decodes(t, d, encoded(t, empty))
	decodes(t, d, encoded(t, whole(t))) // with a document
	decodes(t, d, inJSON(t, whole(t)))
	for range 2 { // the second time around parts are known
		for _, s := range eventful(t) {
			decodes(t, d, encoded(t, s))
		}
	}
}

// TestDecoderShares looks whether two events have one and the same place, tags
// and title of a source.
func TestDecoderShares(t *testing.T) {
	d, s := store.NewDecoder(), eventful(t)[0]
	a, err := d.Event(encoded(t, s), 1)
	if err != nil {
		t.Fatal(err)
	}
	s.Event.ID = "other"
	b, err := d.Event(encoded(t, s), 2)
	if err != nil {
		t.Fatal(err)
	}
	title := func(e *events.Event) any { return reflect.ValueOf(e.Sources[0].Title).Pointer() }
	if a.Place != b.Place || &a.Tags[0] != &b.Tags[0] || title(a) != title(b) {
		t.Error("they do not")
	}
	if a.ID == b.ID || a.Rev == b.Rev {
		t.Errorf("they are the same: %s, %s", a.ID, b.ID)
	}
}

// TestDecoderIsPlain reads what is usually stored without the help of Decode: it
// takes more than twice as many pieces of memory.
func TestDecoderIsPlain(t *testing.T) {
	for i, s := range eventful(t) {
		d, stored := store.NewDecoder(), encoded(t, s)
		plain := testing.AllocsPerRun(10, func() {
			if _, err := d.Event(stored, 1); err != nil {
				t.Fatal(err)
			}
		})
		whole := testing.AllocsPerRun(10, func() {
			if _, err := store.DecodeState(stored, 1); err != nil {
				t.Fatal(err)
			}
		})
		if i > 3 && 2*plain > whole {
			t.Fatalf("%d allocations, %d with Decode: %s", int(plain), int(whole), s.Event.ID)
		}
	}
}

// TestDecoderDamaged turns every bit of stored states.
func TestDecoderDamaged(t *testing.T) {
	for _, s := range eventful(t)[:8] {
		stored := encoded(t, s)
		d := store.NewDecoder()
		decodes(t, d, stored) // so that its parts are known
		for i := range stored {
			for bit := range 8 {
				damaged := bytes.Clone(stored)
				damaged[i] ^= 1 << bit
				decodes(t, d, damaged)
			}
			decodes(t, d, stored[:i])
		}
	}
}

// A value that a boolean should be, spelt as something else with the same
// number, is as damaged for a Decoder as for Decode.
func TestDecoderRefusesOtherBooleans(t *testing.T) {
	s := eventful(t)[3]
	s.Event.Quiet = true
	stored := encoded(t, s)
	at := bytes.LastIndexByte(stored, 0xf5)
	if at < 0 {
		t.Fatalf("%x has no true", stored)
	}
	for _, spelling := range []string{"\xf8\x15", "\xf9\x00\x15", "\xfa\x00\x00\x00\x15", "\xfb\x00\x00\x00\x00\x00\x00\x00\x15", "\xf6", "\x15", "\xf4"} {
		decodes(t, store.NewDecoder(), slices.Concat(stored[:at], []byte(spelling), stored[at+1:]))
	}
}

// FuzzDecoder holds a Decoder against Decode on any bytes.
func FuzzDecoder(f *testing.F) {
	for _, s := range eventful(f)[:8] {
		f.Add(encoded(f, s))
	}
	d := store.NewDecoder()
	for _, s := range eventful(f) {
		decodes(f, d, encoded(f, s))
	}
	f.Fuzz(func(t *testing.T, stored []byte) { decodes(t, d, stored) })
}
