package events

import (
	"errors"
	"testing"
	"time"

	"almanac.example/events/edtf"
)

func repeating(span Span, rule string, except ...string) Event {
	return Event{
		ID: "r1", Slug: "r1", Status: Published, Span: span,
		Text:   map[string]Text{"en": {Title: "Repeats"}},
		Repeat: &Repetition{Rule: rule, Except: except},
	}
}

func TestRepetitionIsValidated(t *testing.T) {
	shanghai, err := LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	day := On(edtf.MustParse("2019-04-10"))
	clock := Span{Start: time.Date(2019, 4, 10, 9, 0, 0, 0, shanghai), Zone: "Asia/Shanghai"}
	for name, x := range map[string]struct {
		event Event
		field string // where the problem is; "": none
		want  string
	}{
		"every year":                    {repeating(day, "FREQ=YEARLY"), "", ""},
		"every year but one":            {repeating(day, "FREQ=YEARLY", "2020-04-10"), "", ""},
		"every week at nine":            {repeating(clock, "FREQ=WEEKLY;COUNT=5", "2019-04-17T09:00:00"), "", ""},
		"days":                          {repeating(On(edtf.MustParse("2019-04-10/2019-04-12")), "FREQ=YEARLY"), "", ""},
		"a month":                       {repeating(On(edtf.MustParse("2019-04")), "FREQ=YEARLY"), "repeat", "only a date known to the day can repeat"},
		"about a day":                   {repeating(On(edtf.MustParse("2019-04-10~")), "FREQ=YEARLY"), "repeat", "only a date without doubt can repeat"},
		"before the calendar":           {repeating(On(edtf.MustParse("1066-10-14")), "FREQ=YEARLY"), "repeat", "only dates from 1583 to 9999 can repeat"},
		"no rule":                       {repeating(day, "every year"), "repeat.rule", `"EVERY YEAR" is no part of a rule; write NAME=value, such as FREQ=YEARLY`},
		"not safe":                      {repeating(day, "FREQ=YEARLY;BYWEEKNO=15"), "repeat.rule", "BYWEEKNO: calendar programs read it differently; use BYMONTH, BYMONTHDAY and BYDAY only"},
		"an exception that is no day":   {repeating(day, "FREQ=YEARLY", "2020"), "repeat.except[0]", `"2020" is no day; write it as 2026-05-01`},
		"an exception that is no time":  {repeating(clock, "FREQ=DAILY", "2019-04-11"), "repeat.except[0]", `"2019-04-11" is no wall-clock time; write it as 2026-05-01T09:00:00`},
		"an exception to nothing":       {repeating(day, "FREQ=YEARLY", "2020-04-10", "2021-04-11"), "repeat.except[1]", "2021-04-11 is no instance of the rule"},
		"an exception that is there":    {repeating(day, "FREQ=YEARLY", "2020-04-10", "2020-04-10"), "repeat.except[1]", "2020-04-10 is there twice"},
		"an exception after the last":   {repeating(day, "FREQ=YEARLY;COUNT=2", "2021-04-10"), "repeat.except[0]", "2021-04-10 is no instance of the rule"},
		"an exception that clocks skip": {repeating(skipped(t), "FREQ=DAILY", "2019-03-10T02:30:00"), "", ""},
	} {
		err := x.event.Validate()
		var bad *Invalid
		switch {
		case x.field == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case x.field != "" && (!errors.As(err, &bad) || bad.Field(x.field) != x.want):
			t.Errorf("%s: %v, want %s: %s", name, err, x.field, x.want)
		}
	}
}

// skipped starts the day before the clocks of New York skip its time of day.
func skipped(t *testing.T) Span {
	t.Helper()
	loc, err := LoadZone("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return Span{Start: time.Date(2019, 3, 9, 2, 30, 0, 0, loc), Zone: "America/New_York"}
}

func TestSeriesOfAnEvent(t *testing.T) {
	e := repeating(On(edtf.MustParse("2019-04-10")), "FREQ=YEARLY", "2020-04-10")
	s, ok := e.Series()
	if !ok || !s.AllDay || len(s.Except) != 1 {
		t.Fatalf("%+v, %t", s, ok)
	}
	if list, err := s.Between(s.Start, s.Start.AddDate(3, 0, 0)); err != nil || len(list) != 3 {
		t.Errorf("%v, %v", list, err)
	}
	e.Repeat = nil
	if _, ok := e.Series(); ok {
		t.Error("an event without repetition has a series")
	}
}
