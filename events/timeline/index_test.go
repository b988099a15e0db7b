package timeline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// randomRecord changes a timeline at random, the way a store does.
type randomRecord struct {
	*rand.Rand
	timeline *Timeline
	clock    time.Time
}

func newRandomRecord(seed uint64) *randomRecord {
	return &randomRecord{rand.New(rand.NewPCG(seed, seed)), New(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func pick[T any](r *randomRecord, list ...T) T { return list[r.IntN(len(list))] }

func (r *randomRecord) span() events.Span {
	year := 1990 + r.IntN(40)
	day := fmt.Sprintf("%04d-%02d-%02d", year, 1+r.IntN(12), 1+r.IntN(28))
	if r.IntN(12) == 0 {
		start := time.Date(year, 5, 1+r.IntN(28), 9, 0, 0, 0, time.UTC)
		return events.Span{Start: start, End: start.Add(time.Hour), Zone: "UTC"}
	}
	return events.On(edtf.MustParse(pick(r, day, day, day[:7], day[:4], day[:3]+"X", day[:2]+"XX", day+"/..", "../"+day,
		fmt.Sprintf("%s/%04d", day, year+1+r.IntN(30)), day+"?", day[:7]+"~", "["+day+","+fmt.Sprintf("%04d", year+2)+"]", "../..", "Y12000")))
}

func (r *randomRecord) event(id events.ID) events.Event {
	e := events.Event{ID: id, Slug: fmt.Sprintf("slug-%d", r.IntN(200)), Span: r.span(), Status: pick(r, events.Published, events.Published, events.Published, events.Cancelled, events.Withdrawn, events.Draft), Key: r.IntN(5) == 0,
		Text: map[string]events.Text{"zh": {Title: pick(r, "上海天文馆", "科技馆论坛", "地铁开通")}, "en": {Title: pick(r, "Museum", "Forum", "Café"), Body: pick(r, "", "lights", "of the museum")}}}
	for _, tag := range []string{"a", "b", "c"} {
		if r.IntN(3) == 0 {
			e.Tags = append(e.Tags, tag)
		}
	}
	if r.IntN(2) == 0 {
		e.Place = &events.Place{Slug: pick(r, "wuhu", "pudong"), Name: events.Localised{"zh": "浦东"}}
	}
	if e.Span.Precision() == edtf.PrecisionDay && r.IntN(6) == 0 {
		e.Repeat = &events.Repetition{Rule: pick(r, "FREQ=YEARLY", "FREQ=MONTHLY;COUNT=30")}
	}
	return e
}

// batch is what n changes make, some of which delete.
func (r *randomRecord) batch(n int) events.Batch {
	b := events.Batch{Rev: r.timeline.Rev() + events.Rev(n)}
	states := map[events.ID]*events.Event{}
	for i := range n {
		id := events.ID(fmt.Sprintf("e%d", r.IntN(400)))
		old, ok := states[id]
		if !ok {
			old, _ = r.timeline.Event(id)
		}
		next := r.event(id)
		if old != nil && r.IntN(8) == 0 {
			next = events.Event{ID: id, Status: events.Deleted}
		}
		r.clock = r.clock.Add(time.Duration(r.IntN(3)) * time.Minute)
		next = events.Revise(old, next, r.clock)
		next.Rev = r.timeline.Rev() + 1 + events.Rev(i)
		states[id] = &next
		b.Events = append(b.Events, &next)
	}
	return b
}

// anew builds the same timeline from the start.
func anew(t *Timeline) *Timeline {
	return New().With(events.Batch{Rev: t.Rev(), Reset: true, Events: append(t.All(), t.Tombstones()...), Documents: t.Site().Documents()})
}

var queries = []string{
	"", "tag=a", "tag=a&tag=b", "tag=a&-tag=b", "-tag=c", "place=wuhu", "place=wuhu&place=pudong", "place=wuhu&tag=c", "tag=none", "place=none&tag=a",
	"year=2019", "year=2019&tag=a", "in=201X", "within=201X", "from=2015&to=2016", "from=2020", "to=1995", "in=2019&from=2018&within=201X", "in=2019-05-24",
	"key=1", "key=1&tag=a", "status=cancelled", "status=cancelled&status=published&tag=b", "precision=day", "precision=month&precision=year&year=2019",
	"on=05-24", "on=05-02&tag=a", "q=museum", "q=上海馆", "q=论坛&tag=a", "q=lights&year=2019", "q=museum+forum", "q=zebra", "id=e1", "id=e1&id=e2&tag=a", "id=none",
	"id=e3&q=museum", "changed-since=100", "changed-since=100&tag=a", "in=Y12000",
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// unindexed is a timeline as a list.
type unindexed struct {
	entries  []*entry
	departed []departure
}

func newUnindexed(t *Timeline) unindexed {
	var u unindexed
	for _, e := range t.All() {
		n := newEntry(e)
		u.entries = append(u.entries, &n)
	}
	for _, e := range append(t.All(), t.Tombstones()...) {
		for i := range e.Formerly {
			u.departed = append(u.departed, newDeparture(e, i))
		}
	}
	return u
}

// answer selects by looking at every event.
func (u unindexed) answer(sel events.Selection) answer {
	m := newMatcher(sel)
	var a answer
	for _, e := range u.entries {
		if m.matchAll(e) {
			a.Events, a.Changed = append(a.Events, e.Event), later(a.Changed, e.Updated)
		}
	}
	for i := range u.departed {
		if m.matchTrace(&u.departed[i]) {
			a.Changed = later(a.Changed, u.departed[i].Until)
		}
	}
	return a
}

// TestIndexes holds every way of selecting, on timelines that have been changed
// again and again, against looking at every event.
func TestIndexes(t *testing.T) {
	r := newRandomRecord(1)
	sizes := []int{1, 2, 5, 400, 1, 3, 50, 1, 900, 1, 1}
	for round, n := range sizes {
		r.timeline = r.timeline.With(r.batch(n))
		all := newUnindexed(r.timeline)
		for _, query := range queries {
			sel, err := events.ParseSelection(query)
			if err != nil {
				t.Fatalf("%s: %v", query, err)
			}
			want, got := all.answer(sel), answerOf(r.timeline, sel)
			if !slices.Equal(ids(want.Events), ids(got.Events)) {
				t.Errorf("round %d, %q: %v, want %v", round, query, ids(got.Events), ids(want.Events))
			}
			last := r.timeline.LastChanged(sel)
			if !got.Changed.Equal(want.Changed) || !last.Equal(want.Changed) {
				t.Errorf("round %d, %q: changed %v and %v, want %v", round, query, got.Changed, last, want.Changed)
			}
			if !slices.Equal(ids(r.timeline.Select(sel)), ids(want.Events)) || r.timeline.Any(sel) != (len(want.Events) > 0) {
				t.Errorf("round %d, %q: Select or Any disagrees", round, query)
			}
		}
	}
}

// TestChangingEqualsBuildingAnew compares all that a timeline says after many
// changes with one that is built of the same events.
func TestChangingEqualsBuildingAnew(t *testing.T) {
	r := newRandomRecord(2)
	for _, n := range []int{3, 700, 1, 1, 20, 1, 1, 1500, 1} {
		r.timeline = r.timeline.With(r.batch(n))
		again := anew(r.timeline)
		if diff := cmp.Diff(ids(again.All()), ids(r.timeline.All())); diff != "" {
			t.Fatalf("the order: %s", diff)
		}
		if diff := cmp.Diff(ids(again.Tombstones()), ids(r.timeline.Tombstones())); diff != "" {
			t.Fatalf("the tombstones: %s", diff)
		}
		for i := range 200 {
			slug := fmt.Sprintf("slug-%d", i)
			e, moved, ok := r.timeline.BySlug(slug)
			f, moved2, ok2 := again.BySlug(slug)
			if ok != ok2 || moved != moved2 || ok && e != f {
				t.Errorf("%s leads to %v %v, not to %v %v", slug, e, moved, f, moved2)
			}
		}
		for i := range 400 {
			id := events.ID(fmt.Sprintf("e%d", i))
			e, _ := r.timeline.Event(id)
			if f, _ := again.Event(id); e != f {
				t.Errorf("%s is %v, not %v", id, e, f)
			}
		}
	}
}

// TestManyAtOnceIsAsFewAtATime builds one timeline of so many events that the
// work is shared out, and the same in small steps.
func TestManyAtOnceIsAsFewAtATime(t *testing.T) {
	r := newRandomRecord(4)
	var all events.Batch
	for i := range 2*fewSteps + 7 {
		e := r.event(events.ID(fmt.Sprintf("e%d", i)))
		if i%50 == 0 {
			e = events.Event{ID: e.ID, Status: events.Deleted}
		}
		e = events.Revise(nil, e, r.clock)
		e.Rev = events.Rev(i + 1)
		all.Rev, all.Events = e.Rev, append(all.Events, &e)
	}
	steps := New()
	for part := range slices.Chunk(all.Events, 500) {
		steps = steps.With(events.Batch{Rev: part[len(part)-1].Rev, Events: part})
	}
	for name, reset := range map[string]bool{"a reset": true, "a change": false} {
		all.Reset = reset
		once := New().With(all)
		if diff := cmp.Diff(ids(steps.All()), ids(once.All())); diff != "" {
			t.Errorf("the order after %s: %s", name, diff)
		}
		if diff := cmp.Diff(ids(steps.Tombstones()), ids(once.Tombstones())); diff != "" {
			t.Errorf("the tombstones after %s: %s", name, diff)
		}
		for _, query := range queries {
			sel, err := events.ParseSelection(query)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(ids(steps.Select(sel)), ids(once.Select(sel))) {
				t.Errorf("%q selects something else after %s", query, name)
			}
		}
		for i := range 200 {
			slug := fmt.Sprintf("slug-%d", i)
			e, moved, ok := steps.BySlug(slug)
			if f, moved2, ok2 := once.BySlug(slug); e != f || moved != moved2 || ok != ok2 {
				t.Errorf("%s leads elsewhere after %s", slug, name)
			}
		}
	}
}

// TestTouched: what changed was touched; most of the rest was not.
func TestTouched(t *testing.T) {
	r := newRandomRecord(3)
	r.timeline = r.timeline.With(r.batch(800))
	untouched := 0
	for range 60 {
		before := r.timeline
		r.timeline = before.With(r.batch(1))
		for _, query := range queries {
			sel, _ := events.ParseSelection(query)
			was, is := answerOf(before, sel), answerOf(r.timeline, sel)
			touched := r.timeline.Touched(sel, before.Rev())
			if changed := !slices.Equal(was.Events, is.Events) || !was.Changed.Equal(is.Changed); changed && !touched {
				t.Errorf("%q changed, but says it was not touched", query)
			}
			if !touched {
				untouched++
			}
		}
	}
	if least := 60 * len(queries) / 3; untouched < least {
		t.Errorf("%d of %d selections were left untouched, fewer than %d", untouched, 60*len(queries), least)
	}
}

func TestTouchedForgets(t *testing.T) {
	r := newRandomRecord(4)
	r.timeline = r.timeline.With(r.batch(50))
	first := r.timeline.Rev()
	sel := events.Selection{Tags: []string{"none"}}
	for range maxSteps {
		r.timeline = r.timeline.With(r.batch(1))
	}
	if r.timeline.Touched(sel, first) {
		t.Error("a selection of nothing was touched while all changes are known")
	}
	r.timeline = r.timeline.With(r.batch(1))
	if !r.timeline.Touched(sel, first) {
		t.Error("a change that is known no more did not count")
	}
	if r.timeline.Touched(sel, first+1) {
		t.Error("a change that is known no more counts for those who know it")
	}
	rev := r.timeline.Rev()
	r.timeline = r.timeline.With(events.Batch{Rev: rev + 1, Documents: (&events.Site{Authority: "example.org", Rev: rev + 1}).Documents()})
	if !r.timeline.Touched(sel, rev) {
		t.Error("a change of the site touches nothing")
	}
	if !anew(r.timeline).Touched(sel, rev) {
		t.Error("after a reset nothing is known of the changes before")
	}
}

// answer is what a selection means at one moment.
type answer struct {
	Events  []*events.Event
	Changed time.Time
}

func answerOf(t *Timeline, sel events.Selection) answer {
	return answer{t.Select(sel), t.LastChanged(sel)}
}
