package timeline

import (
	"fmt"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// What events have left is still known by its year and its tags; what was never
// public is not.
func TestWhatOnceBegan(t *testing.T) {
	at := func(date string, tags ...string) func(*events.Event) {
		return func(e *events.Event) { e.Span, e.Tags = events.On(edtf.MustParse(date)), tags }
	}
	quiet := life("quiet", func(e *events.Event) { publish(e); at("2001", "still")(e); e.Quiet = true })
	moved := life("moved", publish, at("1925/1999", "red"), at("../1908", "mild"), at("1926", "green"))
	gone := life("gone", publish, at("1909", "grey"), status(events.Deleted))
	never := life("never", status(events.Draft), at("1777", "secret"))
	coarse := life("coarse", publish, at("184X", "old"), at("2010", "new"))
	for i, e := range []*events.Event{quiet, moved, gone, never, coarse} {
		e.Rev = events.Rev(10 + i)
	}
	tl := New().With(events.Batch{Rev: 20, Reset: true, Events: []*events.Event{quiet, moved, gone, never, coarse}})
	if got, want := fmt.Sprint(tl.BeganYears()), "[1909 1925 1926 2001 2010 2019]"; got != want {
		t.Errorf("years %s, want %s", got, want)
	}
	for year, want := range map[int64]bool{1909: true, 1908: false, 1925: true, 1926: true, 1930: false, 1777: false, 1840: false, 2001: true, 2019: true} {
		if tl.BeganIn(year) != want {
			t.Errorf("something began in %d: %t", year, !want)
		}
	}
	if got, want := fmt.Sprint(tl.EverTagged()), "[a green grey mild new old red still]"; got != want {
		t.Errorf("tags %s, want %s", got, want)
	}
	for _, c := range []struct {
		query string
		after events.Rev
		want  bool
	}{
		{"", 0, true}, {"", 14, false}, {"tag=red", 0, true}, {"tag=red", 10, true}, {"tag=red", 11, false}, {"year=1950", 0, true}, {"year=1925", 11, false},
		{"tag=grey", 11, true}, {"tag=still", 0, false}, {"tag=secret", 0, false}, {"year=1777", 0, false}, {"tag=old", 13, true},
	} {
		sel, err := events.ParseSelection(c.query)
		if err != nil {
			t.Fatal(err)
		}
		if got := tl.Announced(c.after, []events.Selection{sel})[0]; got != c.want {
			t.Errorf("%q changed after %d: %t", c.query, c.after, got)
		}
	}
}
