package intake_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/intake"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

// noon is when the imports of these tests are made.
var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// fixture is a store in a folder of the test.
type fixture struct {
	*store.Live
	vault store.Vault
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
	if err != nil {
		t.Fatal(err)
	}
	live, err := store.Open(t.Context(), b, store.Config{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		live.Close()
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return fixture{live, b.Vault()}
}

// event is a published one with a title in Chinese.
func event(id events.ID, date, title string) *events.Event {
	return &events.Event{
		ID: id, Slug: string(id), Status: events.Published, Span: events.On(edtf.MustParse(date)),
		Text: map[string]events.Text{"zh": {Title: title}},
	}
}

func (f fixture) put(t *testing.T, e *events.Event) *events.Event {
	t.Helper()
	expect := events.Rev(0)
	if old, ok := f.Timeline().Event(e.ID); ok {
		expect = old.Rev
	}
	if _, err := f.Commit(t.Context(), events.Put(*e, expect)); err != nil {
		t.Fatal(err)
	}
	return f.get(t, e.ID)
}

func (f fixture) get(t *testing.T, id events.ID) *events.Event {
	t.Helper()
	e, ok := f.Timeline().Event(id)
	if !ok {
		t.Fatalf("there is no event %s", id)
	}
	return e
}

var options = intake.Options{Now: noon, Announce: intake.AnnounceAuto}

// calendar imports what a calendar says and returns what the plan was.
func (f fixture) calendar(t *testing.T, o intake.Options, list ...*events.Event) string {
	t.Helper()
	m, err := intake.Recall(t.Context(), f.vault, "a.ics")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := intake.PlanFeed(f.Timeline(), intake.Feed{Events: list, Memory: m, Says: events.FeedMemory{Source: "a.ics", ETag: `"1"`}}, o)
	if err != nil {
		t.Fatal(err)
	}
	told := tell(plan)
	f.apply(t, plan)
	return told
}

func (f fixture) apply(t *testing.T, plan *intake.Plan) {
	t.Helper()
	if err := plan.Rehearse(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if _, err := plan.Apply(t.Context(), intake.Target{Record: f, Vault: f.vault}, intake.Signature{}); err != nil {
		t.Fatal(err)
	}
}

// tell is a plan in a line.
func tell(p *intake.Plan) string {
	var words []string
	for _, i := range p.Items {
		words = append(words, fmt.Sprintf("%s %s", i.Action, i.Event.ID))
	}
	for _, e := range p.Gone {
		words = append(words, fmt.Sprintf("gone %s", e.ID))
	}
	for _, e := range p.Over {
		words = append(words, fmt.Sprintf("over %s", e.ID))
	}
	for _, e := range p.Known {
		words = append(words, fmt.Sprintf("known %s", e.ID))
	}
	for _, c := range p.Clashes {
		words = append(words, fmt.Sprintf("clash %s %s", c.ID, c.Fields[0]))
	}
	for _, e := range p.Amendments {
		words = append(words, fmt.Sprintf("amend %s %s", e.Amends.ID, e.Text["zh"].Title))
	}
	return strings.Join(words, ", ")
}

// TestCalendarsComeAgain follows a calendar through its life.
func TestCalendarsComeAgain(t *testing.T) {
	f := newFixture(t)
	fair, talk := event("fair", "2026-12-24", "交易会"), event("talk", "2026-12-25", "会议")
	remove := options
	remove.Remove = intake.RemoveAll
	for i, step := range []struct {
		o    intake.Options
		says []*events.Event
		want string
	}{
		{options, []*events.Event{fair, talk}, "add fair, add talk"},
		{options, []*events.Event{fair, talk}, "same fair, same talk"},
		{options, []*events.Event{event("fair", "2026-12-26", "交易会"), talk}, "change fair, same talk"},
		{options, []*events.Event{event("fair", "2026-12-26", "交易会")}, "same fair, gone talk"},
		{options, []*events.Event{event("fair", "2026-12-26", "交易会")}, "same fair, gone talk"}, // still the calendar's
		{remove, nil, "gone fair, gone talk"},
		{remove, nil, ""},
		{options, []*events.Event{talk}, "add talk"}, // after a tombstone
	} {
		if got := f.calendar(t, step.o, step.says...); got != step.want {
			t.Errorf("step %d plans %q; want %q", i+1, got, step.want)
		}
	}
	if e := f.get(t, "fair"); e.Status != events.Deleted {
		t.Errorf("what was removed is %s", e.Status)
	}
	if e := f.get(t, "talk"); e.Status != events.Published || e.Sequence == 0 {
		t.Errorf("what came back is %s, sequence %d", e.Status, e.Sequence)
	}
}

// TestEditorsWorkStays changes an event, and imports the same and another state
// of it again.
func TestEditorsWorkStays(t *testing.T) {
	f := newFixture(t)
	says := func() *events.Event {
		e := event("fair", "2026-12-24", "交易会")
		e.Tags, e.Place = []string{"trade"}, &events.Place{Slug: "hall", Name: events.Localised{"zh": "馆"}}
		return e
	}
	f.calendar(t, options, says())
	edited := *f.get(t, "fair")
	latitude, longitude := 31.2, 121.5
	edited.Slug, edited.Key, edited.Status = "the-fair", true, events.Withdrawn
	edited.Image = &events.Image{URL: "https://example.org/a.png", Alt: events.Localised{"zh": "图"}}
	edited.Text = map[string]events.Text{"zh": {Title: "改过"}, "en": {Title: "Fair"}}
	edited.Tags = []string{"other"}
	edited.Sources = []events.Source{{Title: events.Localised{"zh": "报告"}}}
	edited.Links = []events.Link{{URL: "https://example.org/", Title: events.Localised{"zh": "站"}}}
	edited.Place = &events.Place{Slug: "hall", Name: events.Localised{"zh": "馆", "en": "Hall"}, Latitude: &latitude, Longitude: &longitude}
	f.put(t, &edited)
	for range 2 {
		if got := f.calendar(t, options, says()); got != "same fair" {
			t.Errorf("plans %q", got)
		}
	}
	if got := f.get(t, "fair"); !events.Same(&edited, got) {
		t.Errorf("was changed to %+v", got)
	}

	// What the calendar says anew counts, beside what is the editor's.
	other := says()
	other.Text["zh"] = events.Text{Title: "交易会", Summary: "新"}
	other.Tags = []string{"trade", "new"}
	other.Place.Name["zh"] = "大馆"
	other.Links = []events.Link{{URL: "https://example.org/new"}}
	f.calendar(t, options, other)
	want := edited
	want.Text = map[string]events.Text{"zh": {Title: "改过", Summary: "新"}, "en": {Title: "Fair"}}
	want.Tags = []string{"new", "other"}
	want.Links = append(slices.Clone(edited.Links), other.Links...)
	want.Place = &events.Place{Slug: "hall", Name: events.Localised{"zh": "大馆", "en": "Hall"}, Latitude: &latitude, Longitude: &longitude}
	if got := f.get(t, "fair"); !events.Same(&want, got) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want.Text, got.Text)+cmp.Diff(want.Tags, got.Tags)+cmp.Diff(want.Place, got.Place)+cmp.Diff(want.Links, got.Links)+string(got.Status)+got.Slug)
	}
}

// TestThreeWay compares, field by field, what the feed said, what it says and
// what an editor made of it.
func TestThreeWay(t *testing.T) {
	type change func(*events.Event)
	title := func(text string) change {
		return func(e *events.Event) {
			e.Text = map[string]events.Text{"zh": {Title: text, Summary: e.Text["zh"].Summary}}
		}
	}
	summary := func(text string) change {
		return func(e *events.Event) {
			e.Text = map[string]events.Text{"zh": {Title: e.Text["zh"].Title, Summary: text}}
		}
	}
	date := func(text string) change {
		return func(e *events.Event) { e.Span = events.On(edtf.MustParse(text)) }
	}
	status := func(s events.Status) change { return func(e *events.Event) { e.Status = s } }
	tags := func(list ...string) change { return func(e *events.Event) { e.Tags = list } }
	image := func(address string) change {
		return func(e *events.Event) { e.Image = &events.Image{URL: address} }
	}
	place := func(slug string) change {
		return func(e *events.Event) { e.Place = &events.Place{Slug: slug, Name: events.Localised{"zh": slug}} }
	}
	rule := func(text string) change {
		return func(e *events.Event) { e.Repeat = &events.Repetition{Rule: text} }
	}
	without := func(e *events.Event) { e.Place, e.Image, e.Tags, e.Repeat = nil, nil, nil, nil }
	all := func(list ...change) change {
		return func(e *events.Event) {
			for _, do := range list {
				do(e)
			}
		}
	}
	full := all(summary("说"), tags("a", "b"), image("https://x.example/1"), place("hall"), rule("FREQ=YEARLY"))
	for name, x := range map[string]struct {
		first, edit, second change
		want                change // of the event as it was first
		plan                string
	}{
		"nothing":               {full, nil, full, full, "same e"},
		"the feed alone":        {full, nil, all(full, title("新"), date("2026-12-26"), image("https://x.example/2"), place("square"), rule("FREQ=WEEKLY"), tags("b", "c"), status(events.Cancelled)), all(full, title("新"), date("2026-12-26"), image("https://x.example/2"), place("square"), rule("FREQ=WEEKLY"), tags("b", "c"), status(events.Cancelled)), "change e"},
		"the editor alone":      {full, all(title("改"), date("2026-12-27"), status(events.Cancelled), tags("z"), place("room"), image("https://x.example/3")), full, all(full, title("改"), date("2026-12-27"), status(events.Cancelled), tags("z"), place("room"), image("https://x.example/3")), "same e"},
		"each another field":    {full, title("改"), all(full, date("2026-12-26")), all(full, title("改"), date("2026-12-26")), "change e"},
		"both the same":         {full, date("2026-12-26"), all(full, date("2026-12-26")), all(full, date("2026-12-26")), "same e"},
		"both, each otherwise":  {full, title("改"), all(full, title("新")), all(full, title("改")), "same e, clash e text.zh.title, amend e 新"},
		"both, and another":     {full, title("改"), all(full, title("新"), date("2026-12-26")), all(full, title("改"), date("2026-12-26")), "change e, clash e text.zh.title, amend e 新"},
		"a draft is no matter":  {full, all(title("改"), status(events.Draft)), all(full, title("新")), all(full, title("改"), status(events.Draft)), "same e, clash e text.zh.title"},
		"not mentioned":         {nil, full, nil, full, "same e"},
		"no longer mentioned":   {full, nil, all(full, without), all(full, without), "change e"},
		"no longer, but edited": {full, all(tags("a", "z"), place("room")), all(full, without), all(full, tags("z"), place("room"), func(e *events.Event) { e.Image, e.Repeat = nil, nil }), "change e"},
		"mentioned anew":        {nil, nil, full, full, "change e"},
		"anew, but edited":      {nil, summary("改"), summary("说"), summary("改"), "same e, clash e text.zh.summary, amend e 展"},
	} {
		f := newFixture(t)
		make := func(do change) *events.Event {
			e := event("e", "2026-12-24", "展")
			if do != nil {
				do(e)
			}
			return e
		}
		f.calendar(t, options, make(x.first))
		if x.edit != nil {
			edited := *f.get(t, "e")
			x.edit(&edited)
			f.put(t, &edited)
		}
		if got := f.calendar(t, options, make(x.second)); got != x.plan {
			t.Errorf("%s: plans %q, want %q", name, got, x.plan)
		}
		want, got := make(x.want), f.get(t, "e")
		want.Slug = got.Slug
		if !events.Same(want, got) {
			t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(want.Text, got.Text)+cmp.Diff(want.Tags, got.Tags)+cmp.Diff(want.Place, got.Place)+cmp.Diff(want.Image, got.Image)+cmp.Diff(want.Repeat, got.Repeat)+string(got.Status)+got.Span.EDTF().String())
		}
		// Once told is enough: the same again changes nothing.
		if again := f.calendar(t, options, make(x.second)); again != "same e" {
			t.Errorf("%s: the same again plans %q", name, again)
		}
	}
}

// TestRemarks says where the record has from what a source brings, too.
func TestRemarks(t *testing.T) {
	from := event("feed", "2026-12-24", "一")
	from.Origin = &events.Origin{UID: "u", Feed: "b.ics"}
	noFeed := event("uid", "2026-12-24", "二")
	noFeed.Origin = &events.Origin{UID: "v"}
	p := intake.Plan{Known: []*events.Event{from, noFeed, event("own", "2026-12-24", "三")}}
	want := []string{"3 events are in the record already and stay as they are, from: 1 b.ics, 2 the record itself"}
	if diff := cmp.Diff(want, p.Remarks()); diff != "" {
		t.Error(diff)
	}
}

// TestClashesOfMany stores a draft for each clash, and goes on with what is gone.
func TestClashesOfMany(t *testing.T) {
	f := newFixture(t)
	f.calendar(t, options, event("a", "2026-12-24", "一"), event("b", "2026-12-24", "二"), event("c", "2026-12-24", "三"), event("gone", "2026-12-24", "四"))
	for _, id := range []events.ID{"a", "b"} {
		edited := *f.get(t, id)
		edited.Text = map[string]events.Text{"zh": {Title: "改"}}
		f.put(t, &edited)
	}
	o := options
	o.Remove = intake.RemoveComing
	got := f.calendar(t, o, event("a", "2026-12-24", "新一"), event("b", "2026-12-24", "新二"), event("c", "2026-12-24", "三"))
	if want := "same a, same b, same c, gone gone, clash a text.zh.title, clash b text.zh.title, amend a 新一, amend b 新二"; got != want {
		t.Errorf("plans %q, want %q", got, want)
	}
	drafts := 0
	for _, e := range f.Timeline().All() {
		if e.Amends != nil {
			drafts++
			if e.Quiet || e.Status != events.Draft || e.Sequence != 0 {
				t.Errorf("the draft is %+v", e)
			}
		}
	}
	if drafts != 2 || f.get(t, "gone").Status != events.Deleted {
		t.Errorf("%d drafts are stored; what is gone is %s", drafts, f.get(t, "gone").Status)
	}
	// What the record has deleted counts for nothing that the source had.
	if got := f.calendar(t, o, event("b", "2026-12-24", "新二"), event("c", "2026-12-24", "三")); got != "same b, same c, gone a" {
		t.Errorf("plans %q", got)
	}
}

// TestWhatIsThereFromElsewhere stays as it is, unless the record's own calendar
// was edited.
func TestWhatIsThereFromElsewhere(t *testing.T) {
	f := newFixture(t)
	f.put(t, event("e", "2026-12-24", "展"))
	for step, x := range []struct {
		own, says *events.Event
		want      string
	}{
		{nil, event("e", "2026-12-26", "新"), "same e, known e"},
		{event("e", "2026-12-24", "展（日历）"), event("e", "2026-12-24", "展（日历）"), "same e"},
		{event("e", "2026-12-24", "展（日历）"), event("e", "2026-12-25", "展（日历）"), "change e"},
	} {
		feed := intake.Feed{Events: []*events.Event{x.says}, Says: events.FeedMemory{Source: fmt.Sprint(step)}}
		if x.own != nil {
			feed.Own = map[events.ID]*events.Event{"e": x.own}
		}
		plan, err := intake.PlanFeed(f.Timeline(), feed, options)
		if err != nil {
			t.Fatal(err)
		}
		if got := tell(plan); got != x.want {
			t.Errorf("step %d plans %q, want %q", step, got, x.want)
		}
		f.apply(t, plan)
	}
	if e := f.get(t, "e"); e.Span.EDTF().String() != "2026-12-25" || e.Text["zh"].Title != "展" {
		t.Errorf("the event is of %s, %q", e.Span.EDTF(), e.Text["zh"].Title)
	}
}

// TestFieldsNotRemembered is an import by a version that remembered none: what
// the feed says counts, as it did then.
func TestFieldsNotRemembered(t *testing.T) {
	f := newFixture(t)
	f.put(t, event("e", "2026-12-24", "展"))
	draft := event("d", "2026-12-24", "稿")
	draft.Status = events.Draft
	f.put(t, draft)
	if err := intake.Remember(t.Context(), f.vault, events.FeedMemory{Source: "a.ics"}, []events.ID{"d", "e"}); err != nil {
		t.Fatal(err)
	}
	if got := f.calendar(t, options, event("e", "2026-12-26", "展"), event("d", "2026-12-26", "稿")); got != "change e, change d" {
		t.Errorf("plans %q", got)
	}
	if e := f.get(t, "d"); e.Status != events.Draft {
		t.Errorf("the draft is %s", e.Status)
	}
}

// TestWhatWasDeletedStaysDeleted unless it is to be restored.
func TestWhatWasDeletedStaysDeleted(t *testing.T) {
	f := newFixture(t)
	f.calendar(t, options, event("e", "2026-12-24", "展"))
	if _, err := f.Commit(t.Context(), events.Delete("e", f.get(t, "e").Rev)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := f.calendar(t, options, event("e", "2026-12-24", "展")); got != "deleted e" {
			t.Errorf("plans %q", got)
		}
	}
	restore := options
	restore.Restore = true
	if got := f.calendar(t, restore, event("e", "2026-12-24", "展")); got != "add e" || f.get(t, "e").Status != events.Published {
		t.Errorf("plans %q", got)
	}
}

// TestAbsenceIsNoWithdrawal: what is over drops out of feeds, and one that lost
// much is hardly meant so.
func TestAbsenceIsNoWithdrawal(t *testing.T) {
	over, repeats, stopped := event("over", "2026-10-01", "昨"), event("repeats", "2026-10-01", "每"), event("stopped", "2026-10-01", "停")
	repeats.Repeat, stopped.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY"}, &events.Repetition{Rule: "FREQ=WEEKLY;COUNT=3"}
	coming := func(n int) (list []*events.Event) {
		for i := range n {
			list = append(list, event(events.ID(fmt.Sprintf("c%d", i)), "2026-12-24", "来"))
		}
		return list
	}
	for name, x := range map[string]struct {
		first, second []*events.Event
		remove        intake.Removal
		want          string
		lost          bool
	}{
		"nothing is asked":       {append(coming(2), over), coming(1), "", "same c0, gone c1, over over", false},
		"what is over stays":     {append(coming(2), over, stopped), coming(1), "yes", "same c0, gone c1, over over, over stopped", false},
		"what repeats is coming": {append(coming(2), repeats), coming(2), "yes", "same c0, same c1, gone repeats", false},
		"half of four":           {coming(4), coming(2), "yes", "same c0, same c1, gone c2, gone c3", false},
		"more than half":         {coming(4), coming(1), "yes", "", true},
		"two of three":           {coming(3), coming(1), "yes", "same c0, gone c1, gone c2", false},
		"empty":                  {coming(1), nil, "yes", "", true},
		"empty, all over":        {[]*events.Event{over}, nil, "yes", "over over", false},
		"empty, and meant":       {append(coming(4), over), nil, "all", "gone c0, gone c1, gone c2, gone c3, gone over", false},
	} {
		f := newFixture(t)
		f.calendar(t, options, x.first...)
		m, err := intake.Recall(t.Context(), f.vault, "a.ics")
		if err != nil {
			t.Fatal(err)
		}
		o := options
		o.Remove = x.remove
		plan, err := intake.PlanFeed(f.Timeline(), intake.Feed{Events: x.second, Memory: m, Says: events.FeedMemory{Source: "a.ics"}}, o)
		if x.lost {
			if !errors.Is(err, intake.ErrLost) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || tell(plan) != x.want {
			t.Errorf("%s: plans %q, %v, want %q", name, tell(plan), err, x.want)
		}
		f.apply(t, plan)
		for _, e := range x.first {
			gone := x.remove != "" && strings.Contains(x.want, "gone "+string(e.ID))
			if got := f.get(t, e.ID).Status == events.Deleted; got != gone {
				t.Errorf("%s: %s is deleted: %t", name, e.ID, got)
			}
		}
	}
}

// TestStrayInstances: a file that only changes dates of series and of single events
// from elsewhere says so.
func TestStrayInstances(t *testing.T) {
	for name, x := range map[string]struct {
		repeat *events.Repetition
		status events.Status
		note   string
	}{
		"a series":      {&events.Repetition{Rule: "FREQ=WEEKLY"}, events.Published, "changes a date of the series s, which is not in this source; the series still has that date"},
		"an event":      {nil, events.Published, "changes the event s, which is not in this source; that stays as it is"},
		"a deleted one": {nil, events.Deleted, ""},
	} {
		f := newFixture(t)
		there := event("s", "2026-12-08", "课")
		there.Repeat, there.Origin = x.repeat, &events.Origin{UID: "u"}
		f.put(t, there)
		if x.status == events.Deleted {
			f.put(t, &events.Event{ID: "s", Status: events.Deleted})
		}
		moved := event("m", "2026-12-09", "课")
		moved.Origin = &events.Origin{UID: "u", RecurrenceID: "20261208"}
		plan, err := intake.PlanFeed(f.Timeline(), intake.Feed{Events: []*events.Event{moved}, Says: events.FeedMemory{Source: "b.ics"}}, options)
		if said := strings.Join(plan.Notes, "\n"); err != nil || !strings.Contains(said, x.note) || x.note == "" && said != "" {
			t.Errorf("%s: %v, %q", name, err, said)
		}
	}
}

// TestFreeAddresses gives new events of a calendar slugs that no other has, had
// or gets.
func TestFreeAddresses(t *testing.T) {
	f := newFixture(t)
	f.put(t, event("fair", "2026-01-01", "一"))
	moved := event("was", "2026-01-02", "二")
	f.put(t, moved)
	moved.Slug = "is"
	f.put(t, moved)
	slugs := func(list ...*events.Event) string {
		for i, e := range list {
			e.ID = events.ID(fmt.Sprintf("new-%s-%d", e.Slug, i))
		}
		f.calendar(t, options, list...)
		var got []string
		for _, e := range list {
			got = append(got, f.get(t, e.ID).Slug)
		}
		return strings.Join(got, " ")
	}
	list := func(slug ...string) (l []*events.Event) {
		for _, s := range slug {
			l = append(l, event(events.ID(s), "2026-01-03", "三"))
		}
		return l
	}
	if got := slugs(list("fair", "fair", "was", "free")...); got != "fair-2 fair-3 was-2 free" {
		t.Errorf("got %s", got)
	}
}

// TestRecordsMove imports a record with stamps, and another state of it.
func TestRecordsMove(t *testing.T) {
	f := newFixture(t)
	old := event("old", "2019-05", "旧")
	old.Created, old.Published, old.Updated, old.Sequence = noon.AddDate(-3, 0, 0), noon.AddDate(-3, 0, 0), noon.AddDate(-2, 0, 0), 7
	plan := intake.PlanRecord(f.Timeline(), events.Record{Events: []*events.Event{old, event("new", "2019-06", "新")}}, options)
	if got := tell(plan); got != "add old, add new" {
		t.Errorf("plans %q", got)
	}
	f.apply(t, plan)
	if e := f.get(t, "old"); !e.Updated.Equal(old.Updated) || e.Sequence != 7 || e.Quiet {
		t.Errorf("the moved event is %+v", e)
	}
	if e := f.get(t, "new"); !e.Updated.Equal(noon) || !e.Quiet {
		t.Errorf("the new event is %+v", e)
	}
	changed := event("new", "2019-06", "新了")
	plan = intake.PlanRecord(f.Timeline(), events.Record{Events: []*events.Event{f.get(t, "old"), changed}}, options)
	if got := tell(plan); got != "same old, change new" || plan.Count(intake.Same) != 1 || plan.Count(intake.Change) != 1 || plan.Count(intake.Add) != 0 {
		t.Errorf("plans %q", got)
	}
	before := f.get(t, "old").Rev
	f.apply(t, plan)
	if e := f.get(t, "new"); e.Text["zh"].Title != "新了" || !e.Quiet || f.get(t, "old").Rev != before {
		t.Errorf("the changed event is %+v", e)
	}
}

// TestStampsOfOneImport are a second apart in the order of the chronicle, and
// reach back an hour at most.
func TestStampsOfOneImport(t *testing.T) {
	for _, calendar := range []bool{false, true} {
		f := newFixture(t)
		list := []*events.Event{event("c", "2019-03", "三"), event("a", "2019-01", "一"), event("b", "2019-02", "二"), event("d", "2019-03", "四")}
		if calendar {
			f.calendar(t, options, list...)
		} else {
			f.apply(t, intake.PlanRecord(f.Timeline(), events.Record{Events: list}, options))
		}
		for id, ago := range map[events.ID]time.Duration{"a": 3 * time.Second, "b": 2 * time.Second, "c": time.Second, "d": 0} {
			if e := f.get(t, id); !e.Published.Equal(noon.Add(-ago)) || !e.Created.Equal(e.Published) {
				t.Errorf("calendar %v: %s is of %s; want %s before noon", calendar, id, e.Published, ago)
			}
		}
	}
	if at := intake.Stamp(noon, 0, 100_000); !at.Equal(noon.Add(-time.Hour)) {
		t.Errorf("the first of very many is stamped %s", at)
	}
}

// TestAnnounce holds which events are news.
func TestAnnounce(t *testing.T) {
	f := newFixture(t)
	known := event("known", "2010", "旧")
	known.Quiet = true
	f.put(t, known)
	stamped := event("stamped", "2010", "动")
	stamped.Created = noon
	quiet := event("quiet", "2030", "静")
	quiet.Quiet = true
	for way, want := range map[intake.Announce]string{
		intake.AnnounceAll:  "known quiet",
		intake.AnnounceNone: "known over today coming open quiet",
		intake.AnnounceAuto: "known over quiet",
		"":                  "quiet",
	} {
		list := []*events.Event{
			event("known", "2010", "新"), event("over", "2026-11-28", "昨"), event("today", "2026-11-29", "今"),
			event("coming", "2026-12", "来"), event("open", "2020/..", "开"), stamped, quiet,
		}
		way.Apply(f.Timeline(), edtf.DayOf(noon), list...)
		var got []string
		for _, e := range list {
			if e.Quiet {
				got = append(got, string(e.ID))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q keeps quiet about %v; want %s", way, got, want)
		}
	}
}

// TestSignature is what the history says of every change of an import.
func TestSignature(t *testing.T) {
	f := newFixture(t)
	by := intake.Signature{Author: "Wu", By: "account:7", Note: "monthly", Public: true, Batch: intake.Batch("a.ics")}
	o := options
	o.Seed = &events.Site{Authority: events.ProvisionalAuthority("abc")}
	plan := intake.PlanRecord(f.Timeline(), events.Record{Events: []*events.Event{event("a", "2019", "一"), event("b", "2019", "二")}}, o)
	var told [][2]int
	if _, err := plan.Apply(t.Context(), intake.Target{Record: f, Progress: func(done, total int) { told = append(told, [2]int{done, total}) }}, by); err != nil {
		t.Fatal(err)
	}
	if len(told) == 0 || told[len(told)-1] != [2]int{3, 3} {
		t.Errorf("progress was %v", told)
	}
	n := 0
	for s, err := range f.History(t.Context(), events.HistoryQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; s.Author != "Wu" || s.By != "account:7" || s.Note != "monthly" || !s.Public || s.Batch == nil || s.Batch.ID != by.Batch.ID || s.Batch.Label != "a.ics" {
			t.Errorf("the history says %+v", s)
		}
	}
	if n != 2 || f.Timeline().Site().Authority != o.Seed.Authority {
		t.Errorf("%d states, authority %q", n, f.Timeline().Site().Authority)
	}
}

// TestPlansThatAreRefused are refused by a rehearsal and by the run, with the
// same words and nothing written.
func TestPlansThatAreRefused(t *testing.T) {
	f := newFixture(t)
	f.put(t, event("a", "2019", "一"))
	slug := event("b", "2019", "二")
	slug.Slug = "a"
	for name, list := range map[string][]*events.Event{
		"another's slug": {slug},
		"no title":       {event("b", "2019", "")},
		"one twice":      {event("b", "2019", "二"), event("b", "2020", "二")},
	} {
		was := f.Timeline().Rev()
		plan := intake.PlanRecord(f.Timeline(), events.Record{Events: list}, options)
		rehearsed := plan.Rehearse(t.Context(), f)
		_, err := plan.Apply(t.Context(), intake.Target{Record: f}, intake.Signature{})
		if err == nil || rehearsed == nil || err.Error() != rehearsed.Error() || f.Timeline().Rev() != was {
			t.Errorf("%s: rehearsed %v, done %v", name, rehearsed, err)
		}
	}
	// A plan is for the record that it was made for.
	plan := intake.PlanRecord(f.Timeline(), events.Record{Events: []*events.Event{event("a", "2020", "改")}}, options)
	f.put(t, event("a", "2021", "先"))
	if err := plan.Rehearse(t.Context(), f); err == nil {
		t.Error("a plan overwrites what was changed meanwhile")
	}
}

// TestSiteComesAlong holds what an import does to names, vocabulary and
// identity.
func TestSiteComesAlong(t *testing.T) {
	founded := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)
	seed := &events.Site{Authority: "seed.example", Zone: "Asia/Shanghai"}
	whole := &events.Site{
		Authority: "record.example", Founded: founded, Names: map[string]string{"zh": "记录"},
		Tags: []events.Tag{{Slug: "policy", Name: map[string]string{"zh": "政策"}}},
	}
	vocabulary := &events.Site{Tags: []events.Tag{{Slug: "policy", Name: map[string]string{"zh": "别"}}, {Slug: "space", Name: map[string]string{"zh": "航天"}}}}
	withSeed := options
	withSeed.Seed = seed
	for _, test := range []struct {
		name  string
		has   bool // a site and an event
		from  *events.Site
		o     intake.Options
		want  string
		today bool // founded
	}{
		{"a new store takes the seed", false, nil, withSeed, "seed.example", true},
		{"without a seed it stays without identity", false, nil, options, "", false},
		{"vocabulary alone comes to the seed", false, vocabulary, withSeed, "seed.example policy=别 space=航天", true},
		{"vocabulary alone, without a seed", false, vocabulary, options, " policy=别 space=航天", false},
		{"an identity moves", false, whole, withSeed, "record.example policy=政策", false},
		{"an identity stays where there are events", true, whole, withSeed, "own.example policy=自", true},
		{"only missing vocabulary is added", true, vocabulary, withSeed, "own.example policy=自 space=航天", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			if test.has {
				own := &events.Site{Authority: "own.example", Tags: []events.Tag{{Slug: "policy", Name: map[string]string{"zh": "自"}}}}
				if _, err := f.Begin(t.Context(), own); err != nil {
					t.Fatal(err)
				}
				f.put(t, event("x", "2019", "一"))
			}
			f.apply(t, intake.PlanRecord(f.Timeline(), events.Record{Site: test.from, Events: []*events.Event{event("a", "2019", "一")}}, test.o))
			site := f.Timeline().Site()
			got := site.Authority
			for _, tag := range site.Tags {
				got += " " + tag.Slug + "=" + tag.Name["zh"]
			}
			if got != test.want || site.Founded.Equal(noon.Truncate(24*time.Hour)) != test.today {
				t.Errorf("got %q, founded %s", got, site.Founded)
			}
			if test.from == whole && !test.has && (site.Names["zh"] != "记录" || !site.Founded.Equal(founded)) {
				t.Errorf("the site is %+v", site)
			}
		})
	}
}
