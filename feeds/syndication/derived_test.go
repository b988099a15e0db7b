package syndication

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

func day(s string) edtf.Day {
	d, err := edtf.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// lines says items one a line: identity, title, published, updated.
func lines(f *Feed) []string {
	var list []string
	for _, s := range slotsOf(f) {
		it := newComposer(f.Site, f.Lang).item(s)
		_, id, _ := strings.Cut(it.ID, ":feed")
		_, id, _ = strings.Cut(strings.TrimPrefix(it.ID, "tag:")+id, ":")
		list = append(list, fmt.Sprintf("%s | %s | %s | %s", id, it.Title, instant(it.Published), instant(it.Updated)))
	}
	return list
}

func TestUpcoming(t *testing.T) {
	weekly := testEvent("rep", timed("2026-11-02T01:00:00Z", "2026-11-02T02:00:00Z", "Asia/Shanghai"), "", "Weekly talk")
	weekly.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY", Except: []string{"2026-11-30T09:00:00"}}
	late := testEvent("late", on("2026-12-02"), "", "Announced late")
	late.Published, late.Updated = at("2026-11-28T05:00:00Z"), at("2026-11-29T06:00:00Z")
	cancelled := testEvent("can", on("2026-12-01"), "", "Off")
	cancelled.Status = events.Cancelled
	withdrawn := testEvent("wd", on("2026-12-01"), "", "Gone")
	withdrawn.Status = events.Withdrawn
	list := []*events.Event{
		testEvent("past", on("2026-11-28"), "", "Past"),
		testEvent("today", on("2026-11-29"), "", "Today"),
		testEvent("far", on("2027-01-01"), "", "Far"),
		testEvent("edge", on("2026-12-06"), "", "Edge"),
		testEvent("beyond", on("2026-12-07"), "", "Beyond the edge"),
		testEvent("running", on("2026-11-20/2026-12-20"), "", "Running"),
		testEvent("month", on("2026-12"), "", "Month"),
		testEvent("decade", on("202X"), "", "Decade"),
		testEvent("open", on("../2026-12"), "", "Open"),
		weekly, late, cancelled, withdrawn,
	}
	f := testFeed("en", ".atom", list)
	f.Updated = time.Time{}
	got := Upcoming(f, day("2026-11-29"), 7)
	want := []string{
		"event/edge;upcoming=2026-12-06 | 6 Dec 2026 · Edge | 2026-11-28T16:00:00Z | 2026-11-28T16:00:00Z",
		"event/late;upcoming=2026-12-02 | 2 Dec 2026 · Announced late | 2026-11-28T05:00:00Z | 2026-11-29T06:00:00Z",
		"event/can;upcoming=2026-12-01 | Cancelled: 1 Dec 2026 · Off | 2026-11-23T16:00:00Z | 2026-11-23T16:00:00Z",
		"event/month;upcoming=2026-12-01 | Dec 2026 · Month | 2026-11-23T16:00:00Z | 2026-11-23T16:00:00Z",
		"event/today;upcoming=2026-11-29 | 29 Nov 2026 · Today | 2026-11-21T16:00:00Z | 2026-11-21T16:00:00Z",
	}
	slices.Sort(want)
	sorted := lines(got)
	slices.Sort(sorted)
	if diff := cmp.Diff(want, sorted); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if want := at("2026-11-29T06:00:00Z"); !feeds.Later(got.Updated, itemsUpdated(got)).Equal(want) {
		t.Errorf("last changed %s, want %s", got.Updated, want)
	}
}

func itemsUpdated(f *Feed) (last time.Time) {
	for _, it := range f.Items {
		last = feeds.Later(last, it.Updated)
	}
	return last
}

func TestUpcomingShowsTheNextInstanceOfASeries(t *testing.T) {
	weekly := testEvent("rep", timed("2026-11-02T01:00:00Z", "2026-11-02T02:00:00Z", "Asia/Shanghai"), "", "Weekly talk")
	weekly.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY"}
	camp := testEvent("camp", on("2025-12-05/2025-12-07"), "", "Camp")
	camp.Repeat = &events.Repetition{Rule: "FREQ=YEARLY"}
	f := testFeed("en", ".atom", []*events.Event{weekly, camp})
	want := []string{
		"event/rep;upcoming=2026-12-07 | 7 Dec 2026 09:00–10:00 · Weekly talk | 2026-11-29T16:00:00Z | 2026-11-29T16:00:00Z",
		"event/camp;upcoming=2026-12-05 | 5–7 Dec 2026 · Camp | 2026-11-27T16:00:00Z | 2026-11-27T16:00:00Z",
	}
	if diff := cmp.Diff(want, lines(Upcoming(f, day("2026-12-01"), 7))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// An item's published instant must be the same on every day it is in the feed,
// and never be later than the day.
func TestUpcomingIsStable(t *testing.T) {
	f := testFeed("zh", ".atom", testEvents())
	seen := map[string]string{}
	var turned time.Time
	for d := day("2026-11-20"); d.Before(day("2027-02-01")); d = d.AddDays(1) {
		midnight, _ := d.Time(f.Site.Zone)
		up := Upcoming(f, d, 10)
		for _, it := range up.Items {
			if old, ok := seen[it.ID]; ok && old != instant(it.Published) {
				t.Errorf("%s was published %s, on %s it says %s", it.ID, old, d, instant(it.Published))
			}
			seen[it.ID] = instant(it.Published)
			if limit := feeds.Later(midnight.UTC(), at("2026-11-22T00:00:00Z")); it.Published.After(limit) {
				t.Errorf("on %s %s is published in the future: %s", d, it.ID, instant(it.Published))
			}
		}
		if up.Updated.Before(turned) {
			t.Errorf("on %s the feed's last change goes back from %s to %s", d, turned, up.Updated)
		}
		turned = up.Updated
	}
	if len(seen) != 3 {
		t.Errorf("%d items in all, want 3: %v", len(seen), seen)
	}
}

func TestOnThisDay(t *testing.T) {
	f := testFeed("zh", ".atom", []*events.Event{
		testEvent("a", on("1919-05-04"), "五四运动", ""),
		testEvent("b", on("2025-05-04"), "去年", "Last year"),
		testEvent("c", on("2026-05-04"), "今年", "This year"),
		testEvent("d", on("2019-05"), "某月", "A month"),
		testEvent("e", on("2019-05-01"), "三天前", "Three days before"),
		testEvent("f", on("-0220-05-03"), "秦", "Qin"),
		testEvent("g", on("2019-04-20"), "两周前", "Two weeks before"),
	})
	f.Updated = time.Time{}
	got := OnThisDay(f, day("2026-05-04"))
	want := []string{
		"day/2026-05-04 | 5月4日 · 历史上的今天（2条） | 2026-05-03T16:00:00Z | 2026-11-01T02:03:04Z",
		"day/2026-05-03 | 5月3日 · 历史上的今天（1条） | 2026-05-02T16:00:00Z | 2026-11-01T02:03:04Z",
		"day/2026-05-01 | 5月1日 · 历史上的今天（1条） | 2026-04-30T16:00:00Z | 2026-11-01T02:03:04Z",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	golden(t, "on-this-day.zh.atom.golden", write(t, formats()[0], got))
	if n := len(OnThisDay(f, day("2026-07-01")).Items); n != 0 {
		t.Errorf("%d items on a day without anniversaries", n)
	}
}

// history replays states the way the store keeps them.
func history(id string, states ...events.Event) []events.State {
	var list []events.State
	var old *events.Event
	now := at("2026-11-01T00:00:00Z")
	for i, e := range states {
		e.ID, e.Slug = events.ID(id), "slug-"+id
		if e.Text == nil {
			e.Text = map[string]events.Text{}
		}
		next := events.Revise(old, e, now)
		list = append(list, events.State{Rev: events.Rev(10*i + 1), At: next.Updated, Author: "secret@author.example", Note: "note " + decimal(int64(i)), Public: i%2 == 0, Event: &next})
		old = &next
		now = now.Add(24 * time.Hour)
	}
	return list
}

func correctionStates() []events.State {
	text := func(title, body string) map[string]events.Text {
		return map[string]events.Text{"zh": {Title: title, Body: body}, "en": {Title: "English", Summary: "Same"}}
	}
	place := &events.Place{Slug: "shanghai", Name: events.Localised{"zh": "上海", "en": "Shanghai"}}
	long := strings.Repeat("前", 200) + "%s" + strings.Repeat("后", 200)
	all := history("m1",
		events.Event{Status: events.Draft, Span: on("2019"), Text: text("草稿", "")},
		events.Event{Status: events.Published, Span: on("2019-05"), Text: text("标题", fmt.Sprintf(long, "甲"))},
		events.Event{Status: events.Published, Span: on("2019-05-24"), Text: text("标题<改>", fmt.Sprintf(long, "乙")), Place: place, Tags: []string{"policy"}, Key: true},
		events.Event{Status: events.Published, Span: on("2019-05-24"), Text: text("标题<改>", fmt.Sprintf(long, "乙")), Place: place, Tags: []string{"policy"}, Key: true,
			Sources: []events.Source{{Title: events.Localised{"zh": "《报告》"}, Locator: events.Localised{"zh": "第4章"}}}},
		events.Event{Status: events.Cancelled, Span: on("2019-05-24"), Text: text("标题<改>", fmt.Sprintf(long, "乙")), Place: place, Tags: []string{"policy"}, Key: true})
	all = append(all, history("m2",
		events.Event{Status: events.Published, Span: on("2020"), Text: text("诽谤", "secret claim")},
		events.Event{Status: events.Published, Span: on("2021"), Text: text("诽谤改", "secret claim 2")},
		events.Event{Status: events.Withdrawn, Span: on("2021"), Text: text("诽谤改", "secret claim 2")},
		events.Event{Status: events.Published, Span: on("2022"), Text: text("已更正", "")})...)
	return append(all, history("m3",
		events.Event{Status: events.Published, Span: on("2020"), Text: text("已删", "secret gone")},
		events.Event{Status: events.Deleted})...)
}

func TestCorrections(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		f := testFeed(lang, ".json", nil)
		f.Page, f.Self = f.Site.BaseURL+"/"+lang+"/changes", f.Site.BaseURL+"/"+lang+"/changes.json"
		states := correctionStates()
		slices.Reverse(states)
		got := Corrections(f, states)
		for _, format := range formats() {
			doc := string(write(t, format, got))
			for _, hidden := range []string{"secret", "诽谤", "note 1", "note 3", "草稿"} {
				if strings.Contains(doc, hidden) {
					t.Errorf("%s in %s tells %q", format.Name, lang, hidden)
				}
			}
			for _, public := range []string{"note 2", on("2019-05-24").Describe(lang, edtf.Short)} {
				if !strings.Contains(doc, public) {
					t.Errorf("%s in %s does not tell %q", format.Name, lang, public)
				}
			}
		}
		golden(t, "changes."+lang+".json.golden", indentJSON(t, write(t, formats()[2], got)))
	}
}

func TestExcerpt(t *testing.T) {
	for _, tt := range []struct{ a, b, old, new string }{
		{"", "new", "", "new"},
		{"same", "same", "same", "same"},
		{strings.Repeat("x", 50) + "A" + strings.Repeat("y", 50), strings.Repeat("x", 50) + "BC" + strings.Repeat("y", 50),
			"…" + strings.Repeat("x", 20) + "A" + strings.Repeat("y", 20) + "…", "…" + strings.Repeat("x", 20) + "BC" + strings.Repeat("y", 20) + "…"},
		{"aaa", "aa", "aaa", "aa"},
		{strings.Repeat("一", 1000), "", strings.Repeat("一", 400) + "…", ""},
	} {
		if old, new := excerpt(tt.a, tt.b); old != tt.old || new != tt.new {
			t.Errorf("excerpt(%.20q, %.20q) = %q, %q; want %q, %q", tt.a, tt.b, old, new, tt.old, tt.new)
		}
	}
}

func TestOPML(t *testing.T) {
	list := OPML{Title: "大事记 & <more>", Updated: at("2026-11-22T00:00:00Z"), Outlines: []Outline{
		{Text: "中文", Outlines: []Outline{
			{Text: "全部 \"引\"\n", Description: "a & b", XMLURL: "https://almanac.example/zh/all.atom?tag=a&key=1", HTMLURL: "https://almanac.example/zh/all", Lang: "zh"},
		}},
		{Text: "All", XMLURL: "https://almanac.example/en/all.atom", HTMLURL: "https://almanac.example/en/all", Lang: "en"},
	}}
	var b strings.Builder
	if err := list.Write(&b); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, []byte(b.String()))
	golden(t, "feeds.opml.golden", []byte(b.String()))
}
