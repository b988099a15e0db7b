package events

import (
	"errors"
	"strings"
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
		"a rule that few programs read": {repeating(day, "FREQ=YEARLY;BYWEEKNO=15"), "", ""},
		"the last working day":          {repeating(clock, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2019-04-30T09:00:00"), "", ""},
		"every hour":                    {repeating(clock, "FREQ=HOURLY"), "", ""},
		"a rule that never fires":       {repeating(day, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "repeat.rule", "gives no date from the event's own on"},
		"a rule that is over":           {repeating(day, "FREQ=YEARLY;UNTIL=20180101"), "repeat.rule", "gives no date from the event's own on"},
		"neither rule nor dates":        {repeating(day, ""), "repeat.rule", `"" is no part of a rule; write NAME=value, such as FREQ=YEARLY`},
		"dates only":                    {also(day, "", "2019-05-10", "2019-06-01/P3D"), "", ""},
		"a rule and dates":              {also(clock, "FREQ=WEEKLY", "2019-04-11T09:00:00", "2019-04-12T10:00:00/PT1H30M"), "", ""},
		"a date that is no day":         {also(day, "", "2019-05-10T09:00:00"), "repeat.also[0]", `"2019-05-10T09:00:00" is no day; write it as 2026-05-01`},
		"a date that is no time":        {also(clock, "", "2019-05-10"), "repeat.also[0]", `"2019-05-10" is no wall-clock time; write it as 2026-05-01T09:00:00`},
		"a length that is none":         {also(clock, "", "2019-05-10T09:00:00/1h"), "repeat.also[0]", `"2019-05-10T09:00:00/1h": the length is written as PT2H30M`},
		"a length in other words":       {also(clock, "", "2019-05-10T09:00:00/PT90M"), "repeat.also[0]", `"2019-05-10T09:00:00/PT90M": the length is written as PT2H30M`},
		"a length of days that is none": {also(day, "", "2019-05-10/PT2H"), "repeat.also[0]", `"2019-05-10/PT2H": the length is written as P2D`},
		"the same date again":           {also(day, "", "2019-05-10", "2019-05-10/P3D"), "repeat.also[1]", "2019-05-10/P3D is there twice"},
		"a date before the calendar":    {also(day, "", "1066-10-14"), "repeat.also[0]", "only dates from 1583 to 9999 can repeat"},
		"an exception to the own date":  {repeating(day, "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", "2019-04-10"), "", ""},
		"1001 dates":                    {also(day, "", daily(1001)...), "repeat.also", "has 1001 entries; at most 1000 are allowed"},
		"3000 exceptions":               {repeating(day, "FREQ=DAILY", daily(3000)...), "", ""},
		"3000 counted":                  {repeating(day, "FREQ=DAILY;COUNT=3000", daily(3000)...), "repeat.except[2999]", "2027-06-27 is no instance of the series"},
		"10001 exceptions":              {repeating(day, "FREQ=DAILY", daily(10001)...), "repeat.except", "has 10001 entries; at most 10000 are allowed"},
		"an exception that is no day":   {repeating(day, "FREQ=YEARLY", "2020"), "repeat.except[0]", `"2020" is no day; write it as 2026-05-01`},
		"an exception that is no time":  {repeating(clock, "FREQ=DAILY", "2019-04-11"), "repeat.except[0]", `"2019-04-11" is no wall-clock time; write it as 2026-05-01T09:00:00`},
		"an exception to nothing":       {repeating(day, "FREQ=YEARLY", "2020-04-10", "2021-04-11"), "repeat.except[1]", "2021-04-11 is no instance of the series"},
		"an exception that is there":    {repeating(day, "FREQ=YEARLY", "2020-04-10", "2020-04-10"), "repeat.except[1]", "2020-04-10 is there twice"},
		"an exception after the last":   {repeating(day, "FREQ=YEARLY;COUNT=2", "2021-04-10"), "repeat.except[0]", "2021-04-10 is no instance of the series"},
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

// also repeats an event by a rule, if that is not empty, and dates.
func also(span Span, rule string, dates ...string) Event {
	e := repeating(span, rule)
	e.Repeat.Also = dates
	return e
}

// daily lists n days from 11 April 2019 on.
func daily(n int) []string {
	days := make([]string, n)
	for i := range days {
		days[i] = time.Date(2019, 4, 11+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	return days
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

// The event's own date is an instance, exceptions take from all, and an
// addition keeps the length it has.
func TestInstancesOfAnEvent(t *testing.T) {
	berlin, err := LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	day, days := On(edtf.MustParse("2026-06-01")), On(edtf.MustParse("2026-06-01/2026-06-02"))
	clock := Span{Start: time.Date(2026, 6, 1, 10, 0, 0, 0, berlin), End: time.Date(2026, 6, 1, 11, 0, 0, 0, berlin), Zone: "Europe/Berlin"}
	for name, x := range map[string]struct {
		span   Span
		repeat Repetition
		want   string
	}{
		"dates only":            {day, Repetition{Also: []string{"2026-06-09", "2026-06-05"}}, "2026-06-01 2026-06-05 2026-06-09"},
		"before the own date":   {day, Repetition{Also: []string{"2026-05-09"}}, "2026-05-09 2026-06-01"},
		"an exception to one":   {day, Repetition{Also: []string{"2026-06-05"}, Except: []string{"2026-06-05", "2026-06-01"}}, ""},
		"not of its own rule":   {day, Repetition{Rule: "FREQ=MONTHLY;BYMONTHDAY=3;COUNT=2"}, "2026-06-01 2026-06-03 2026-07-03"},
		"after the rule's end":  {day, Repetition{Rule: "FREQ=DAILY;UNTIL=20260602", Also: []string{"2026-08-01", "2026-06-02"}}, "2026-06-01 2026-06-02 2026-08-01"},
		"lengths of days":       {days, Repetition{Also: []string{"2026-06-05", "2026-06-09/P3D", "2026-06-20/P1D"}}, "2026-06-01/2026-06-02 2026-06-05/2026-06-06 2026-06-09/2026-06-11 2026-06-20"},
		"lengths of times":      {clock, Repetition{Also: []string{"2026-06-05T10:00:00", "2026-06-09T08:00:00/PT3H30M"}}, "06-01 10:00-11:00 06-05 10:00-11:00 06-09 08:00-11:30"},
		"the rule's own longer": {clock, Repetition{Rule: "FREQ=DAILY;COUNT=2", Also: []string{"2026-06-02T10:00:00/PT5H"}}, "06-01 10:00-11:00 06-02 10:00-15:00"},
	} {
		e := repeating(x.span, "")
		e.Repeat = &x.repeat
		if err := e.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for _, o := range e.Occurrences(dayOf(t, "2026-01-01"), dayOf(t, "2026-12-31")) {
			if o.Span.Timed() {
				got = append(got, o.Span.Start.Format("01-02 15:04-")+o.Span.End.Format("15:04"))
			} else {
				got = append(got, o.Span.EDTF().String())
			}
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s: %v, want %s", name, got, x.want)
		}
	}
}

// The second of two hours that clocks show alike keeps its instant when it is
// written down.
func TestHoursThatAreThereTwice(t *testing.T) {
	berlin, err := LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	first := time.Date(2024, 10, 27, 0, 30, 0, 0, time.UTC).In(berlin)
	second := first.Add(time.Hour)
	for _, x := range []struct {
		span       Span
		start, end string
	}{
		{Span{Start: first, End: second, Zone: "Europe/Berlin"}, "2024-10-27T02:30:00", "2024-10-27T02:30:00+01:00"},
		{Span{Start: second, End: second.Add(time.Hour), Zone: "Europe/Berlin"}, "2024-10-27T02:30:00+01:00", "2024-10-27T03:30:00"},
	} {
		w := x.span.Words()
		if w.Start != x.start || w.End != x.end {
			t.Errorf("written as %s to %s, want %s to %s", w.Start, w.End, x.start, x.end)
		}
		back, err := w.Span()
		if err != nil || !back.Start.Equal(x.span.Start) || !back.End.Equal(x.span.End) {
			t.Errorf("%s to %s is read as %s to %s: %v", w.Start, w.End, back.Start, back.End, err)
		}
	}
	for _, wrong := range []string{"2024-10-27T02:30:00+03:00", "2024-06-27T02:30:00+01:00", "2024-10-27T02:30:00Z"} {
		if _, err := (SpanWords{Start: wrong, Zone: "Europe/Berlin"}).Span(); err == nil {
			t.Errorf("%s is taken for a time in Berlin", wrong)
		}
	}
}
