package events

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events/edtf"
)

// at is an instant of the tests' own day.
func at(clock string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", "2026-03-01 "+clock)
	if err != nil {
		panic(err)
	}
	return t
}

func opening() Event {
	return Event{
		ID: "a1", Slug: "museum-opens", Span: On(edtf.MustParse("2019-05-24")),
		Text: map[string]Text{"en": {Title: "Museum opens"}, "zh": {Title: "博物馆开馆"}},
		Tags: []string{"museum"}, Status: Published,
	}
}

func TestReviseStampsTheFirstState(t *testing.T) {
	e := opening()
	e.Sequence, e.Created = 7, at("01:00:00") // whatever an author claims
	got := Revise(nil, e, at("10:00:00").Add(300*time.Millisecond))
	if got.Sequence != 0 || !got.Created.Equal(at("10:00:00")) || !got.Published.Equal(at("10:00:00")) || !got.Updated.Equal(at("10:00:00")) {
		t.Errorf("stamps are %d %v %v %v", got.Sequence, got.Created, got.Published, got.Updated)
	}
}

func TestReviseKeepsPublicationAndRaisesTheRest(t *testing.T) {
	first := Revise(nil, opening(), at("10:00:00"))
	next := first
	next.Text = map[string]Text{"en": {Title: "Museum opens its doors"}}
	second := Revise(&first, next, at("10:00:00")) // within the same second
	if !second.Published.Equal(first.Published) || second.Sequence != 1 {
		t.Errorf("published %v, sequence %d", second.Published, second.Sequence)
	}
	if !second.Updated.Equal(at("10:00:01")) {
		t.Errorf("updated %v, want a second after the former state", second.Updated)
	}
	if len(second.Formerly) != 0 {
		t.Errorf("a new title left the trace %v", second.Formerly)
	}
}

func TestDraftsAreNotPublishedUntilTheyAre(t *testing.T) {
	e := opening()
	e.Status = Draft
	draft := Revise(nil, e, at("10:00:00"))
	if !draft.Published.IsZero() {
		t.Fatalf("a draft was published at %v", draft.Published)
	}
	e = draft
	e.Status = Published
	published := Revise(&draft, e, at("11:00:00"))
	if !published.Published.Equal(at("11:00:00")) || len(published.Formerly) != 0 {
		t.Errorf("published %v with traces %v", published.Published, published.Formerly)
	}
}

func TestTracesTellWhatAnEventLeft(t *testing.T) {
	first := Revise(nil, opening(), at("10:00:00"))
	next := first
	next.Span, next.Slug = On(edtf.MustParse("2019-06")), "museum-opens-late"
	moved := Revise(&first, next, at("11:00:00"))
	if len(moved.Formerly) != 1 || !moved.Formerly[0].Span.Equal(first.Span) || !moved.Formerly[0].Until.Equal(at("11:00:00")) {
		t.Errorf("traces %+v", moved.Formerly)
	}
	if diff := cmp.Diff([]string{"museum-opens"}, moved.FormerSlugs); diff != "" {
		t.Errorf("former slugs: %s", diff)
	}
	gone := Revise(&moved, Event{ID: "a1", Status: Deleted}, at("12:00:00"))
	if gone.Slug != "museum-opens-late" || len(gone.Text) != 0 || len(gone.Formerly) != 2 {
		t.Errorf("tombstone %+v", gone)
	}
	if err := gone.Validate(); err != nil {
		t.Errorf("a tombstone is refused: %v", err)
	}
}

func TestTombstonesRememberWhatWasProposed(t *testing.T) {
	e := opening()
	e.Proposal = &Proposal{Fingerprint: "f1", Quotes: []Quote{{Text: "The museum opens."}}}
	e = Revise(nil, e, at("10:00:00"))
	gone := Revise(&e, Event{ID: e.ID, Status: Deleted}, at("11:00:00"))
	if gone.Proposal == nil || gone.Proposal.Fingerprint != "f1" || len(gone.Proposal.Quotes) > 0 {
		t.Errorf("the tombstone keeps %+v", gone.Proposal)
	}
}

func TestTagsAreStoredInOrder(t *testing.T) {
	e := opening()
	e.Tags = []string{"b", "a", "b"}
	got := Revise(nil, e, at("10:00:00"))
	if diff := cmp.Diff([]string{"a", "b"}, got.Tags); diff != "" {
		t.Error(diff)
	}
	if !Same(&e, &got) {
		t.Error("another order counts as a change")
	}
}

// Traces of the last ninety days are all kept, up to five hundred; of older ones
// thirty-two, the first, and those that alone remember a tag or a place.
func TestTracesAreBounded(t *testing.T) {
	day := 24 * time.Hour
	live := func(changes int, every time.Duration, set func(e *Event, i int)) Event {
		e, now := Revise(nil, opening(), at("00:00:00")), at("00:00:00")
		for i := range changes {
			now = now.Add(every)
			next := e
			next.Key = i%2 == 0
			set(&next, i)
			e = Revise(&e, next, now)
		}
		return e
	}
	nothing := func(*Event, int) {}
	early := func(e *Event, i int) {
		if i == 3 {
			e.Tags = []string{"museum", "rare"}
			e.Place = &Place{Slug: "attic", Name: Localised{"en": "Attic"}}
		} else {
			e.Tags, e.Place = []string{"museum"}, nil
		}
	}
	for name, c := range map[string]struct {
		e    Event
		want int
	}{
		"many in a day":        {live(450, time.Minute, nothing), 450},
		"too many in a day":    {live(700, time.Minute, nothing), 500},
		"a year":               {live(96, 4*day, nothing), usualTraces},
		"a few in a year":      {live(12, 30*day, nothing), 12},
		"one in two days":      {live(200, 2*day, nothing), 47}, // the first, and as many as ended within ninety days
		"a tag of its own":     {live(96, 4*day, early), usualTraces},
		"a series of its own":  {live(3, day, func(e *Event, i int) { e.Repeat = &Repetition{Rule: "FREQ=DAILY;COUNT=" + strconv.Itoa(i+2)} }), 3},
		"a long rule each day": {live(90, day, func(e *Event, _ int) { e.Repeat = &Repetition{Rule: "FREQ=DAILY", Except: make([]string, 1000)} }), 13},
	} {
		if n := len(c.e.Formerly); n != c.want {
			t.Errorf("%s: %d traces, want %d", name, n, c.want)
		}
		if first := c.e.Formerly[0]; first.Key || first.Repeat != nil || len(first.Tags) != 1 {
			t.Errorf("%s: the first state is forgotten", name)
		}
		for i := 1; i < len(c.e.Formerly); i++ {
			if !c.e.Formerly[i].Until.After(c.e.Formerly[i-1].Until) {
				t.Errorf("%s: the traces are out of order", name)
			}
		}
	}
	rare := live(96, 4*day, early)
	if !slices.ContainsFunc(rare.Formerly, func(t Trace) bool { return slices.Contains(t.Tags, "rare") && t.Place == "attic" }) {
		t.Error("nothing remembers a tag that the event had once")
	}
}

// What is remembered never keeps an event from being stored.
func TestTracesLeaveRoomForTheEvent(t *testing.T) {
	e := opening()
	for _, lang := range []string{"en", "zh", "de"} {
		e.Text[lang] = Text{Title: "t", Body: strings.Repeat("界", 40_000)}
	}
	e = Revise(nil, e, at("00:00:00"))
	for i := range 400 {
		next := e
		next.Tags = []string{"tag-" + strings.Repeat("x", 50) + strconv.Itoa(i)}
		e = Revise(&e, next, at("00:00:00").Add(time.Duration(i)*time.Hour))
		if err := e.Validate(); err != nil {
			t.Fatalf("after %d changes: %v", i, err)
		}
	}
	if len(e.Formerly) < 50 {
		t.Errorf("%d traces although there is room for more", len(e.Formerly))
	}
}

func TestSameIgnoresStamps(t *testing.T) {
	a := Revise(nil, opening(), at("10:00:00"))
	b := opening()
	if !Same(&a, &b) {
		t.Error("an unchanged event counts as changed")
	}
	b.Key = true
	if Same(&a, &b) {
		t.Error("a changed event counts as unchanged")
	}
}

// TestWhatIsNoJSONIsTheSameAsNothing: what cannot be compared counts as changed.
func TestWhatIsNoJSONIsTheSameAsNothing(t *testing.T) {
	nan := math.NaN()
	for _, first := range []*float64{&nan, nil} {
		a, b := opening(), opening()
		a.Place, b.Place = &Place{Slug: "x", Latitude: first}, &Place{Slug: "x", Latitude: &nan}
		if Same(&a, &b) {
			t.Errorf("latitudes %v and NaN are the same", first)
		}
	}
}

// TestNamesAreMinted: NewBatch and NewID make what Validate takes, each time another.
func TestNamesAreMinted(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		b, e := NewBatch(BatchEdit, "  a\x1b\n b "), opening()
		e.ID = NewID()
		c := Change{Batch: b}
		if err := errors.Join(c.Validate(), e.Validate()); err != nil || b.Label != "a b" || b.Kind != BatchEdit || b.Last {
			t.Fatalf("%+v, %s: %v", b, e.ID, err)
		}
		if seen[b.ID] || seen[string(e.ID)] {
			t.Fatalf("%s or %s was minted before", b.ID, e.ID)
		}
		seen[b.ID], seen[string(e.ID)] = true, true
	}
}

// TestAChangeObeysTheRuleOfTexts holds for who made it and why, as for texts.
func TestAChangeObeysTheRuleOfTexts(t *testing.T) {
	for _, c := range []Change{{}, {Author: "编辑 Ed"}, {Note: "two\nlines\tand a tab"}, {Author: strings.Repeat("界", 1000), Note: strings.Repeat("界", 2000)}} {
		if err := c.Validate(); err != nil {
			t.Errorf("%.20q, %.20q: %v", c.Author, c.Note, err)
		}
	}
	for text, field := range map[string]string{
		"a\x1bb": "author note", "a\rb": "author note", "a\x00b": "author note", "a\u0085b": "author note", "a\u202eb": "author note", "a\u2066b": "author note", "a\u2028b": "author note",
		"a\ufeffb": "author note", "a\xffb": "author note", "a\U0001fffeb": "author note", "a\nb": "author", "a\tb": "author", " a": "author", strings.Repeat("a", 1001): "author", strings.Repeat("a", 2001): "author note",
	} {
		for name, c := range map[string]Change{"author": {Author: text}, "note": {Note: text}} {
			err := c.Validate()
			var bad *Invalid
			if want := strings.Contains(field, name); want != errors.As(err, &bad) || want && bad.Problems[0].Field != name {
				t.Errorf("%s %.20q: %v", name, text, err)
			}
		}
	}
}

func TestHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "plain\ttext\n文": "plain\ttext\n文", "a\x1b[31mb": "a[31mb", "exe.\u202egpj": "exe.gpj", "a\rb\x00\u0085\u2028\u2066\ufeff": "ab", "a\xffb": "a\ufffdb", "emoji 👩\u200d🚀": "emoji 👩\u200d🚀",
	} {
		if got := Harmless(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
