package syndication

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// effectSelections are the feeds that are watched for a change.
func effectSelections(t *testing.T) map[string]events.Selection {
	t.Helper()
	list := map[string]events.Selection{}
	for name, query := range map[string]string{"all": "", "2019": "year=2019", "2020": "year=2020", "policy": "tag=policy", "key": "key=1"} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Fatal(err)
		}
		list[name] = sel
	}
	return list
}

// For each kind of change: which feeds have other bytes afterwards. Every
// format agrees, and a feed whose bytes change also has a later date.
func TestWhichFeedsAChangeTouches(t *testing.T) {
	set := func(change func(*events.Event)) func(events.Event) events.Event {
		return func(e events.Event) events.Event {
			e.Text = map[string]events.Text{"zh": e.Text["zh"], "en": e.Text["en"]}
			change(&e)
			return e
		}
	}
	title := func(lang, s string) func(*events.Event) {
		return func(e *events.Event) { e.Text[lang] = events.Text{Title: s} }
	}
	for _, tt := range []struct {
		name   string
		change func(events.Event) events.Event
		want   []string
	}{
		{"title in the feed's language", set(title("zh", "新标题")), []string{"2019", "all", "policy"}},
		{"date within the year", set(func(e *events.Event) { e.Span = on("2019-06") }), []string{"2019", "all", "policy"}},
		{"date into another year", set(func(e *events.Event) { e.Span = on("2020-06") }), []string{"2019", "2020", "all", "policy"}},
		{"tag removed", set(func(e *events.Event) { e.Tags = nil }), []string{"2019", "all", "policy"}},
		{"made important", set(func(e *events.Event) { e.Key = true }), []string{"2019", "all", "key", "policy"}},
		{"cancelled", set(func(e *events.Event) { e.Status = events.Cancelled }), []string{"2019", "all", "policy"}},
		{"withdrawn", set(func(e *events.Event) { e.Status = events.Withdrawn }), []string{"2019", "all", "policy"}},
		{"deleted", func(e events.Event) events.Event { return events.Event{ID: e.ID, Status: events.Deleted} }, []string{"2019", "all", "policy"}},
		{"body", set(func(e *events.Event) { e.Text["zh"] = events.Text{Title: "甲", Body: "正文"} }), []string{"2019", "all", "policy"}},
	} {
		target := testEvent("t", on("2019-05"), "甲", "A")
		target.Tags, target.Rev = []string{"policy"}, 1
		other := testEvent("o", on("2019-05-02"), "乙", "B")
		other.Rev = 1
		before := timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: []*events.Event{target, other}, Documents: testSite().Record.Documents()})
		next := events.Revise(target, tt.change(*target), at("2026-11-20T00:00:00Z"))
		next.Rev = 2
		after := before.With(events.Batch{Rev: 2, Events: []*events.Event{&next}})
		for _, format := range formats() {
			got := touched(t, format, [2]*timeline.Timeline{before, after})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s in %s, -want +touched:\n%s", tt.name, format.Name, diff)
			}
		}
	}
}

func touched(t *testing.T, format format, at [2]*timeline.Timeline) []string {
	t.Helper()
	var names []string
	for name, sel := range effectSelections(t) {
		var docs [2][]byte
		for i, timeline := range at {
			f := testFeed("zh", format.Extension, timeline.Select(sel))
			f.Past = timeline.Past(sel)
			f.Updated = LastChanged(timeline.LastChanged(sel), f.Past)
			docs[i] = write(t, format, f)
		}
		if bytes.Equal(docs[0], docs[1]) {
			continue
		}
		names = append(names, name)
		if a, b := at[0].LastChanged(sel), at[1].LastChanged(sel); !b.After(a) {
			t.Errorf("%s changed its bytes, but its last change stays %s", name, a)
		}
	}
	slices.Sort(names)
	return names
}

// An item keeps its identity and Published through every change.
func TestIdentityOutlivesEveryChange(t *testing.T) {
	e := testEvent("m1", on("2019-05"), "甲", "A")
	for _, change := range []func(*events.Event){
		func(e *events.Event) { e.Slug = "other" },
		func(e *events.Event) { e.Span = on("2020") },
		func(e *events.Event) { e.Text = map[string]events.Text{"en": {Title: "B"}} },
		func(e *events.Event) { e.Status = events.Cancelled },
		func(e *events.Event) { e.Status = events.Withdrawn },
		func(e *events.Event) { e.Status = events.Published },
	} {
		next := *e
		change(&next)
		revised := events.Revise(e, next, e.Updated.AddDate(0, 0, 1))
		e = &revised
		f := testFeed("zh", ".atom", []*events.Event{e})
		f.Options.NoNotices = true
		f.Site.BaseURL = "https://moved.example/elsewhere"
		it := newComposer(f.Site, f.Lang).item(slotsOf(f)[0])
		if it.ID != "tag:almanac.example,2026-11-01:event/m1" || instant(it.Published) != "2026-11-01T02:03:04Z" {
			t.Errorf("after a change the item is %s, published %s", it.ID, instant(it.Published))
		}
		if !it.Updated.Equal(e.Updated) {
			t.Errorf("updated %s, want %s", it.Updated, e.Updated)
		}
	}
}

func TestNotices(t *testing.T) {
	e := testEvent("m1", on("2026-12"), "会议", "Meeting")
	var kinds []string
	for i, change := range []func(*events.Event){
		func(e *events.Event) { e.Span = on("2026-12-24") },
		func(e *events.Event) { e.Tags = []string{"policy"} },
		func(e *events.Event) { e.Span.AsWritten = events.Localised{"zh": "平安夜"} },
		func(e *events.Event) { e.Status = events.Cancelled },
		func(e *events.Event) { e.Status = events.Published },
		func(e *events.Event) { e.Span = timed("2026-12-24T01:00:00Z", "", "Asia/Shanghai") },
		func(e *events.Event) { e.Text = map[string]events.Text{"zh": {Title: "大会"}} },
	} {
		next := *e
		change(&next)
		revised := events.Revise(e, next, at("2026-11-10T00:00:00Z").AddDate(0, 0, i))
		e = &revised
	}
	for _, n := range notices(e) {
		kinds = append(kinds, string(n.kind)+" "+exact(n.from)+" "+exact(n.to)+" "+n.at.Format("01-02"))
	}
	want := []string{
		"moved 2026-12 2026-12-24 11-10", "cancelled 2026-12-24 2026-12-24 11-13",
		"reinstated 2026-12-24 2026-12-24 11-14", "moved 2026-12-24 2026-12-24T09:00:00+08:00 11-15",
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	f := testFeed("zh", ".atom", []*events.Event{e})
	if n := strings.Count(string(write(t, formats()[0], f)), ";notice="); n != len(want) {
		t.Errorf("%d notices in the feed, want %d", n, len(want))
	}
	f.Options.NoNotices = true
	if doc := string(write(t, formats()[0], f)); strings.Contains(doc, "notice") {
		t.Error("a notice although none is wanted")
	}
	withdrawn := *e
	withdrawn.Status = events.Withdrawn
	revised := events.Revise(e, withdrawn, at("2026-11-20T00:00:00Z"))
	f = testFeed("zh", ".atom", []*events.Event{&revised})
	doc := string(write(t, formats()[0], f))
	if n := strings.Count(doc, ";notice="); n != len(want) {
		t.Errorf("%d of %d notices are taken back", n, len(want))
	}
	if strings.Contains(doc, "大会") || strings.Contains(doc, "12月") {
		t.Errorf("a withdrawn event's notices still tell of it:\n%s", doc)
	}
}
