package syndication

import (
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// The walk goes from what was announced last to what was announced first, and
// then from the quiet items known longest to the newest; of one instant the
// later date is first, then the lower ID. Changes are in the order of their
// revisions among themselves, and else by their instants.
func TestOrderOfTheWalk(t *testing.T) {
	early, late := at("2026-11-01T00:00:00Z"), at("2026-11-02T00:00:00Z")
	may, june := edtf.MustParse("2019-05"), edtf.MustParse("2019-06")
	for name, x := range map[string]struct {
		walk, shown int // of a and b: -1 if a comes first
		a, b        Cursor
	}{
		"the later":             {-1, -1, Cursor{published: late, id: "x"}, Cursor{published: early, id: "a"}},
		"quiet after announced": {1, -1, Cursor{published: late, id: "x", quiet: true}, Cursor{published: early, id: "a"}},
		"quiet ones":            {1, -1, Cursor{published: late, id: "x", quiet: true}, Cursor{published: early, id: "a", quiet: true}},
		"the later date":        {-1, -1, Cursor{published: late, id: "x", date: june}, Cursor{published: late, id: "a", date: may}},
		"the lower ID":          {-1, -1, Cursor{published: late, id: "a", date: may}, Cursor{published: late, id: "b", date: may}},
		"the same":              {0, 0, Cursor{published: late, id: "a", date: may}, Cursor{published: late, id: "a", date: may}},
		"the later revision":    {-1, -1, Cursor{published: early, id: "x", change: 8}, Cursor{published: late, id: "a", change: 7}},
		"a change and an event": {1, 1, Cursor{published: early, id: "a", change: 8}, Cursor{published: late, id: "b"}},
		"an event and a change": {1, 1, Cursor{published: early, id: "a"}, Cursor{published: late, id: "b", change: 8}},
	} {
		if got := x.a.compare(x.b); got != x.walk || x.b.compare(x.a) != -x.walk {
			t.Errorf("%s: %d in the walk, and %d the other way round", name, got, x.b.compare(x.a))
		}
		if got := x.a.shown(x.b); got != x.shown || x.b.shown(x.a) != -x.shown {
			t.Errorf("%s: %d on a page, and %d the other way round", name, got, x.b.shown(x.a))
		}
	}
}

// What is no cursor of ours is refused by name.
func TestCursorsAreRefused(t *testing.T) {
	good := "20261101T020304Z.event/m1.2019-05"
	for _, s := range []string{good, "q" + good, "20261101T020304Z.event/m1.", "20261101T020304Z.event/m1;change=8."} {
		if c, err := ParseCursor(s); err != nil || c.String() != s {
			t.Errorf("%q is read as %q, %v", s, c, err)
		}
	}
	for _, s := range []string{"x", "20261101T020304Z", "20261101T020304Z.event/m1", "20261101T020304Z..2019", "yesterday.event/m1.2019", "20261101T020304Z.event/m1.May", good + strings.Repeat("x", 300)} {
		if c, err := ParseCursor(s); err == nil || !strings.Contains(err.Error(), "before") {
			t.Errorf("%q is read as %v, %v", s, c, err)
		}
	}
	at300 := "20261101T020304Z." + strings.Repeat("x", 300-len("20261101T020304Z..2019")) + ".2019"
	if _, err := ParseCursor(at300); err != nil {
		t.Errorf("%d bytes: %v", len(at300), err)
	}
	if _, err := ParseCursor("2" + at300); err == nil {
		t.Error("301 bytes are read")
	}
}

// An item that is too long to be sent keeps what is short of it.
func TestItemInBrief(t *testing.T) {
	tags := make([]category, 25)
	slugs := make([]string, 25)
	it := &Item{
		ID: "i", URL: "https://x.example/?a=1&b=2", Title: "T", Summary: "a < b", HTML: "long", lead: "<p>lead</p>", Tags: tags,
		Facts: &Facts{ID: "m", Tags: slugs, Sources: []sourceFacts{{}}, Changes: []fieldChange{{}}, Languages: []string{"zh"}},
	}
	link := `<p><a href="https://x.example/?a=1&amp;b=2">The full text is on its page</a></p>`
	short := it.brief(feeds.WordsIn("en", nil))
	if want := "<p>lead</p><p>a &lt; b</p>" + link; short.HTML != want {
		t.Errorf("in brief %s, want %s", short.HTML, want)
	}
	if f := short.Facts; len(short.Tags) != 20 || len(f.Tags) != 20 || f.Sources != nil || f.Changes != nil || f.Languages != nil || f.ID != "m" {
		t.Errorf("in brief %d tags and %+v", len(short.Tags), f)
	}
	if len(it.Facts.Sources) != 1 || it.HTML != "long" {
		t.Error("the item itself was cut")
	}
	it.Summary, it.Facts, it.Tags = "", nil, tags[:3]
	if short := it.brief(feeds.WordsIn("en", nil)); short.HTML != "<p>lead</p>"+link || short.Facts != nil || len(short.Tags) != 3 {
		t.Errorf("in brief %+v", short)
	}
}

// A day stays on this day's feed for a week, and its leaving is a change too.
func TestOnThisDayKeepsAWeek(t *testing.T) {
	f := testFeed("en", ".atom", []*events.Event{testEvent("a", on("2019-05-01"), "", "A")})
	f.Updated = time.Time{}
	for today, want := range map[string]string{
		"2026-04-30": "0 0001-01-01T00:00:00Z",
		"2026-05-01": "1 2026-04-30T16:00:00Z",
		"2026-05-07": "1 2026-04-30T16:00:00Z",
		"2026-05-08": "0 2026-05-07T16:00:00Z",
		"2026-05-14": "0 2026-05-07T16:00:00Z",
		"2026-05-15": "0 0001-01-01T00:00:00Z",
	} {
		got := OnThisDay(f, day(today))
		if s := string('0'+rune(len(got.Items))) + " " + got.Updated.UTC().Format(time.RFC3339); s != want {
			t.Errorf("on %s: %s, want %s", today, s, want)
		}
	}
}

// Dates that are long to spell count for the order by their first day.
func TestOrderDate(t *testing.T) {
	for date, want := range map[string]string{
		"2019-05": "2019-05", "2019-05~": "2019-05~", "Y170000002": "Y170000002", "../2019-05": "../2019-05",
		"[2019-05-01,2019-05-02,2019-05-03,2019-05-04]": "2019-05-01",
	} {
		if got := orderDate(on(date)).String(); got != want {
			t.Errorf("%s counts as %s, want %s", date, got, want)
		}
	}
	if got := orderDate(timed("2026-12-01T01:30:00Z", "", "Asia/Shanghai")).String(); got != "2026-12-01T09:30:00+08:00" {
		t.Errorf("a time counts as %s", got)
	}
}

// A slot is taken by what is of the page: the first fifty behind the cursor,
// whatever the order in which they are offered.
func TestWindowTakesTheNext(t *testing.T) {
	var all []slot
	for i := range 3 * maxItems {
		all = append(all, slot{place: Cursor{published: at("2026-11-01T00:00:00Z").Add(time.Duration(i*37%(3*maxItems)) * time.Minute), id: "x"}})
	}
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b slot) int { return a.place.compare(b.place) })
	for _, before := range []Cursor{{}, sorted[0].place, sorted[70].place, sorted[len(sorted)-1].place} {
		w := window{before: before}
		for _, s := range all {
			if w.wants(s.place, func() Cursor { return s.place }) {
				w.insert(s)
			}
		}
		from := 0
		if !before.IsZero() {
			from = 1 + slices.IndexFunc(sorted, func(s slot) bool { return s.place == before })
		}
		want := sorted[from:min(from+maxItems, len(sorted))]
		if len(w.slots) != len(want) || w.ahead != len(sorted)-from || w.skipped != from || w.announced != len(sorted) {
			t.Fatalf("behind %d: %d slots, %d ahead, %d skipped, %d announced", from, len(w.slots), w.ahead, w.skipped, w.announced)
		}
		for i := range want {
			if w.slots[i].place != want[i].place {
				t.Fatalf("behind %d: slot %d is another", from, i)
			}
		}
	}
}
