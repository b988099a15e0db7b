package timeline

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"github.com/google/go-cmp/cmp"
)

// chronicle is a small record with every kind of facet.
func chronicle() *Timeline {
	event := func(id events.ID, date string, set func(*events.Event)) *events.Event {
		e := events.Event{ID: id, Slug: "slug-" + string(id), Span: events.On(edtf.MustParse(date)), Status: events.Published, Rev: events.Rev(len(id)),
			Text: map[string]events.Text{"en": {Title: "Event " + string(id)}, "zh": {Title: "事件"}}}
		if set != nil {
			set(&e)
		}
		e = events.Revise(nil, e, at("10:00:00"))
		e.Rev = 1
		return &e
	}
	list := []*events.Event{
		event("day", "2019-05-24", func(e *events.Event) { e.Tags = []string{"a"}; e.Key = true }),
		event("days", "2019-05-30/2019-06-02", func(e *events.Event) { e.Tags = []string{"a", "b"} }),
		event("month", "2019-05", func(e *events.Event) { e.Place = &events.Place{Slug: "wuhu", Name: events.Localised{"zh": "芜湖"}} }),
		event("year", "2019", func(e *events.Event) { e.Status = events.Cancelled }),
		event("decade", "201X", nil),
		event("open", "2015/..", nil),
		event("draft", "2019-05-24", func(e *events.Event) { e.Status = events.Draft }),
		event("withdrawn", "2019-05-24", func(e *events.Event) { e.Status = events.Withdrawn }),
		event("ancient", "-0220", func(e *events.Event) { e.Text["en"] = events.Text{Title: "Café", Body: "Ｆｕｌｌ width"} }),
		event("leap", "2020-02-29", nil),
	}
	return New().With(events.Batch{Rev: 1, Reset: true, Events: list, Documents: (&events.Site{Authority: "example.org"}).Documents()})
}

// What is known only to be before or after a date, or until one, stands in the
// year of that date, and not in every year on that side.
func TestSelectBeforeAndAfter(t *testing.T) {
	var list []*events.Event
	for id, date := range map[events.ID]string{
		"before": "[..1909]", "after": "[1911..]", "until": "../1930", "ended": "/1931-05", "since": "1940/..", "between": "[1914..1918]", "day": "[..1949-09-30]",
	} {
		e := events.Event{ID: id, Slug: string(id), Span: events.On(edtf.MustParse(date)), Status: events.Published, Text: map[string]events.Text{"en": {Title: "Event " + string(id)}}}
		e = events.Revise(nil, e, time.Date(2026, 5, 24, 10, 0, 0, 0, time.UTC))
		e.Rev = 1
		list = append(list, &e)
	}
	tl := New().With(events.Batch{Rev: 1, Reset: true, Events: list})
	for query, want := range map[string]string{
		"": "before between until ended after since day", "year=1850": "", "year=1908": "", "year=1909": "before", "year=1910": "", "year=1911": "after",
		"year=1914": "between", "year=1916": "between", "year=1918": "between", "year=1929": "", "year=1930": "until", "year=1931": "ended",
		"year=1940": "since", "year=1949": "since day", "in=1949-09": "since day", "in=1949-08": "since", "year=2019": "since", "within=1909": "", "within=1914/1918": "between",
		"within=[..1909]": "before", "within=1911": "", "to=1909": "before", "from=1945": "since day", "in=20XX": "since", "in=19XX": "before between until ended after since day",
	} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Errorf("%q: %v", query, err)
			continue
		}
		got := map[string]bool{}
		for _, e := range tl.Select(sel) {
			got[string(e.ID)] = true
		}
		for _, id := range strings.Fields(want) {
			if !got[id] {
				t.Errorf("%q: %s is missing", query, id)
			}
			delete(got, id)
		}
		if len(got) > 0 {
			t.Errorf("%q: %v too", query, got)
		}
	}
	if n := CountOf(tl.Select(events.Selection{})); !reflect.DeepEqual(n, tl.Count()) {
		t.Error("the counts of the list and of the timeline differ")
	}
}

func TestSelect(t *testing.T) {
	tl := chronicle()
	for query, want := range map[string]string{
		"":                     "ancient open day days month year decade leap",
		"year=2019":            "open day days month year decade",
		"in=2019-05":           "open day days month year decade",
		"in=2019-06":           "open days year decade",
		"in=2019-05-24":        "open day month year decade",
		"within=2019-05":       "day month",
		"within=201X":          "day days month year decade",
		"from=2020":            "open leap",
		"to=2000":              "ancient",
		"from=2019-06&to=2019": "open days year decade",
		"year=-0220":           "ancient",
		"tag=a":                "day days",
		"tag=a&-tag=b":         "day",
		"tag=b&tag=zzz":        "days",
		"place=wuhu":           "month",
		"key=1":                "day",
		"status=cancelled":     "year",
		"precision=day":        "day leap",
		"precision=month&precision=year&year=2019": "month year",
		"on=05-24":        "day",
		"on=02-29":        "leap",
		"q=CAFE":          "ancient",
		"q=full+cafe":     "ancient",
		"q=事件&place=wuhu": "month",
		"q=nothing":       "",
		"id=day&id=year":  "day year",
		"changed-since=1": "",
		"in=3000":         "open",
	} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Errorf("%q: %v", query, err)
			continue
		}
		var got []string
		for _, e := range tl.Select(sel) {
			got = append(got, string(e.ID))
		}
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" && len(got)+len(want) > 0 {
			t.Errorf("%q: %s", query, diff)
		}
	}
}

func ids(list []*events.Event) []events.ID {
	var out []events.ID
	for _, e := range list {
		out = append(out, e.ID)
	}
	return out
}

func FuzzSelection(f *testing.F) {
	tl := chronicle()
	for _, seed := range []string{"tag=a&-tag=b", "year=2019&month=05", "in=201X&q=caf%C3%A9", "from=2019-05&to=199X", "on=02-29&key=1", "precision=day&status=cancelled", "in=Y17E8", "from=[..2019]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		sel, err := events.ParseSelection(query)
		if err != nil {
			return
		}
		canonical := sel.String()
		again, err := events.ParseSelection(canonical)
		if err != nil {
			t.Fatalf("%q is spelt %q, which is refused: %v", query, canonical, err)
		}
		if again.String() != canonical {
			t.Fatalf("%q is spelt %q and then %q", query, canonical, again.String())
		}
		if a, b := tl.Select(sel), tl.Select(again); !cmp.Equal(ids(a), ids(b)) {
			t.Fatalf("%q selects %v, its canonical form %v", query, ids(a), ids(b))
		}
	})
}
