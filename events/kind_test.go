package events

import (
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events/edtf"
)

// How a date is drawn follows from what is known of it, and so does the year
// under which it is counted.
func TestKindsAndYearsOfDates(t *testing.T) {
	for _, c := range []struct {
		date  string
		kind  Kind
		year  int64
		fixed bool
	}{
		{"2019-05-24", KindDay, 2019, true}, {"2019-05-24~", KindDay, 2019, true}, {"2019-05-24/2019-05-26", KindRange, 2019, true}, {"2018-12-30/2019-01-02", KindRange, 2018, true},
		{"2019-05", KindMonth, 2019, true}, {"2019", KindYear, 2019, true}, {"2019-21", KindYear, 2019, true}, {"2019-33", KindYear, 2019, true}, {"2019-40", KindYear, 2019, true}, {"2019-37", KindYear, 2019, true},
		{"2019-05/2019-07", KindMonth, 2019, true}, {"2019/2021", KindYear, 2019, true}, {"2019-05-24/..", KindMonth, 2019, true}, {"2016/..", KindYear, 2016, true}, {"2016-05/", KindMonth, 2016, true},
		{"../2015", KindCoarse, 0, false}, {"/2015", KindCoarse, 0, false}, {"201X", KindCoarse, 0, false}, {"18XX", KindCoarse, 0, false}, {"201X/2020", KindCoarse, 0, false},
		{"-0220", KindYear, -220, true}, {"Y999999999999999", KindYear, MaxYear, true}, {"Y-999999999999999", KindYear, -MaxYear, true}, {"Y1000000000000000", KindYear, 0, false}, {"Y-1000000000000000", KindYear, 0, false},
	} {
		s := On(edtf.MustParse(c.date))
		if got := s.Kind(); got != c.kind {
			t.Errorf("%s is of kind %d, want %d", c.date, got, c.kind)
		}
		if y, ok := s.Year(); ok != c.fixed || ok && y != c.year {
			t.Errorf("%s begins in %d, %v", c.date, y, ok)
		}
	}
	timed := Span{Start: time.Date(2020, 1, 5, 9, 0, 0, 0, time.UTC), Zone: "UTC"}
	if y, ok := timed.Year(); timed.Kind() != KindDay || y != 2020 || !ok {
		t.Errorf("an instant is of kind %d in %d, %v", timed.Kind(), y, ok)
	}
}

// Events stand in the order of their dates; of the same date, important ones
// come first.
func TestOrderOfEvents(t *testing.T) {
	event := func(id, date string, key bool) *Event {
		return &Event{ID: ID(id), Span: On(edtf.MustParse(date)), Key: key}
	}
	want := []*Event{event("z", "2018-01-01", false), event("d", "2019-05-24", true), event("e", "2019-05-24", true), event("a", "2019-05-24", false), event("b", "2019-05-24", false), event("c", "2019-05-25", true)}
	for i, a := range want {
		for k, b := range want {
			got := Compare(a, b)
			if i < k && got >= 0 || i == k && got != 0 || i > k && got <= 0 {
				t.Errorf("%s and %s: %d", a.ID, b.ID, got)
			}
		}
	}
	shuffled := []*Event{want[3], want[5], want[1], want[0], want[4], want[2]}
	slices.SortFunc(shuffled, Compare)
	if !slices.Equal(shuffled, want) {
		t.Error("sorting gives another order")
	}
}

func TestLengthsInDays(t *testing.T) {
	for date, want := range map[string]int{"2019-05-24": 0, "2019-05-24/2019-05-26": 2, "2018-12-30/2019-01-02": 3, "2019-05": 30, "2016/..": 0, "../2015": 0, "2000/2099": 36524, "2000-01-01/2100-03-16": 36599, "2000-01-01/2100-03-17": 0} {
		if got := (&Event{Span: On(edtf.MustParse(date))}).Length(); got != want {
			t.Errorf("%s: %d, want %d", date, got, want)
		}
	}
}

// An occurrence is an event of its own: it keeps the length, and does not
// repeat. Those that only reach into the days count.
func TestOccurrencesBetweenDays(t *testing.T) {
	zone, err := LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	days := &Event{ID: "days", Span: On(edtf.MustParse("2026-03-02/2026-03-04")), Repeat: &Repetition{Rule: "FREQ=WEEKLY"}}
	day := &Event{ID: "day", Span: On(edtf.MustParse("2026-03-02")), Repeat: &Repetition{Rule: "FREQ=DAILY;COUNT=5"}}
	timed := &Event{ID: "timed", Repeat: &Repetition{Rule: "FREQ=WEEKLY;COUNT=3"},
		Span: Span{Start: time.Date(2026, 3, 2, 9, 0, 0, 0, zone), End: time.Date(2026, 3, 2, 17, 30, 0, 0, zone), Zone: "Asia/Shanghai"}}
	instant := &Event{ID: "instant", Span: Span{Start: time.Date(2026, 3, 2, 9, 0, 0, 0, zone), Zone: "Asia/Shanghai"}, Repeat: &Repetition{Rule: "FREQ=DAILY;COUNT=2"}}
	once := &Event{ID: "once", Span: On(edtf.MustParse("2019-01-01"))}
	for _, c := range []struct {
		e           *Event
		first, last string
		want        string
	}{
		{days, "2026-03-03", "2026-03-09", "2026-03-02/2026-03-04 2026-03-09/2026-03-11"},
		{days, "2026-03-04", "2026-03-04", "2026-03-02/2026-03-04"}, {days, "2026-03-05", "2026-03-08", ""}, {days, "2026-03-01", "2026-03-01", ""}, {days, "2026-03-02", "2026-03-02", "2026-03-02/2026-03-04"},
		{day, "2026-03-01", "2026-03-03", "2026-03-02 2026-03-03"}, {day, "2026-03-06", "2026-03-31", "2026-03-06"}, {day, "2026-03-07", "2026-03-31", ""},
		{timed, "2026-03-09", "2026-03-09", "2026-03-09T09:00:00+08:00 2026-03-09T17:30:00+08:00"}, {timed, "2026-03-10", "2026-03-15", ""},
		{instant, "2026-03-01", "2026-03-31", "2026-03-02T09:00:00+08:00 2026-03-03T09:00:00+08:00"},
		{once, "2026-03-01", "2026-03-31", "2019-01-01"},
	} {
		var got []string
		for _, o := range c.e.Occurrences(dayOf(t, c.first), dayOf(t, c.last)) {
			if o.ID != c.e.ID || o.Repeat != nil {
				t.Errorf("%s: an occurrence %s with the rule %v", c.e.ID, o.ID, o.Repeat)
			}
			if !o.Span.Timed() {
				got = append(got, o.Span.EDTF().String())
				continue
			}
			got = append(got, o.Span.Start.In(zone).Format(time.RFC3339))
			if !o.Span.End.IsZero() {
				got = append(got, o.Span.End.In(zone).Format(time.RFC3339))
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s from %s to %s: %v, want %s", c.e.ID, c.first, c.last, got, c.want)
		}
	}
	if days.Repeat == nil || days.Span.EDTF().String() != "2026-03-02/2026-03-04" {
		t.Error("the event itself was changed")
	}
}

func dayOf(t *testing.T, text string) edtf.Day {
	t.Helper()
	d, ok := edtf.MustParse(text).Earliest()
	if !ok {
		t.Fatalf("%s has no day", text)
	}
	return d
}
