package recurrence

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestParseAndPrint(t *testing.T) {
	for in, want := range map[string]string{
		"FREQ=YEARLY":                                   "FREQ=YEARLY",
		"freq=weekly;byday=mo,-1fr;interval=1;":         "FREQ=WEEKLY;BYDAY=MO,-1FR",
		"BYDAY=+2TU;FREQ=MONTHLY":                       "FREQ=MONTHLY;BYDAY=2TU",
		"FREQ=DAILY;UNTIL=20301231T160000Z;INTERVAL=3":  "FREQ=DAILY;INTERVAL=3;UNTIL=20301231T160000Z",
		"FREQ=DAILY;UNTIL=20301231T160000":              "FREQ=DAILY;UNTIL=20301231T160000",
		"FREQ=DAILY;COUNT=5;WKST=SU":                    "FREQ=DAILY;COUNT=5;WKST=SU",
		"FREQ=YEARLY;BYSETPOS=-1;BYMONTH=3;BYWEEKNO=-1": "FREQ=YEARLY;BYMONTH=3;BYWEEKNO=-1;BYSETPOS=-1",
		"FREQ=HOURLY;BYMINUTE=0,30;BYSECOND=60":         "FREQ=HOURLY;BYMINUTE=0,30;BYSECOND=60",
		"FREQ=YEARLY;BYYEARDAY=-1,100;BYMONTHDAY=-31":   "FREQ=YEARLY;BYYEARDAY=-1,100;BYMONTHDAY=-31",
	} {
		r, err := Parse(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
		} else if got := r.String(); got != want {
			t.Errorf("%s prints as %s, want %s", in, got, want)
		}
	}
}

func TestParseNamesWhatIsWrong(t *testing.T) {
	for in, want := range map[string]string{
		"":                                        "no part of a rule",
		"YEARLY":                                  "no part of a rule",
		"FREQ=":                                   "no part of a rule",
		"INTERVAL=2":                              "FREQ: missing",
		"FREQ=FORTNIGHTLY":                        "FREQ: \"FORTNIGHTLY\" is no frequency",
		"FREQ=DAILY;FREQ=DAILY":                   "FREQ stands twice",
		"FREQ=DAILY;COUNT=1;UNTIL=20200101":       "COUNT and UNTIL exclude each other",
		"FREQ=DAILY;COUNT=0":                      "COUNT: ",
		"FREQ=DAILY;COUNT=99999999999999999":      "COUNT: ",
		"FREQ=DAILY;INTERVAL=-1":                  "INTERVAL: ",
		"FREQ=DAILY;INTERVAL=1.5":                 "INTERVAL: ",
		"FREQ=DAILY;UNTIL=2020-01-01":             "UNTIL: ",
		"FREQ=DAILY;UNTIL=20200230":               "UNTIL: ",
		"FREQ=DAILY;BYHOUR=24":                    "BYHOUR: ",
		"FREQ=DAILY;BYMONTH=0":                    "BYMONTH: ",
		"FREQ=DAILY;BYMONTHDAY=0":                 "BYMONTHDAY: ",
		"FREQ=DAILY;BYDAY=XX":                     "BYDAY: ",
		"FREQ=DAILY;BYDAY=0MO":                    "BYDAY: ",
		"FREQ=DAILY;BYDAY=54MO":                   "BYDAY: ",
		"FREQ=DAILY;BYDAY=M":                      "BYDAY: ",
		"FREQ=DAILY;BYSETPOS=367":                 "BYSETPOS: ",
		"FREQ=DAILY;WKST=1":                       "WKST: ",
		"FREQ=DAILY;BYEASTER=1":                   "BYEASTER: unknown part",
		"RSCALE=CHINESE;FREQ=YEARLY":              "RSCALE: unknown part",
		"FREQ=DAILY;" + strings.Repeat("X", 2000): "rule is 2011 bytes long",
	} {
		_, err := Parse(in)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %s", in, err, want)
		}
	}
}

func FuzzSeries(f *testing.F) {
	for _, x := range rfcExamples {
		f.Add(x.rule, int64(873_183_600), uint16(400), false)
	}
	f.Add("FREQ=MONTHLY;BYDAY=53MO,-53TU", int64(0), uint16(4000), true)
	f.Add("FREQ=YEARLY;BYWEEKNO=53,-53;BYSETPOS=366,-366", int64(-62_135_596_800), uint16(60000), true)
	f.Add("FREQ=WEEKLY;INTERVAL=1000000000", int64(253_402_300_799), uint16(1), false)
	f.Fuzz(func(t *testing.T, text string, start int64, days uint16, allDay bool) {
		r, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(r.String()); err != nil || again.String() != r.String() {
			t.Fatalf("%q prints as %q, which reads as %q, %v", text, r.String(), again.String(), err)
		}
		s := Series{Start: time.Unix(start%1e11, 0).UTC(), AllDay: allDay, Rule: r}
		from, to := s.Start, s.Start.AddDate(0, 0, int(days))
		list, err := s.Between(from, to)
		if err != nil && !errors.Is(err, ErrTooMany) {
			return
		}
		for i, x := range list {
			if x.At.Before(midnight(from)) || x.At.After(to) || i > 0 && !x.At.After(list[i-1].At) {
				t.Fatalf("%s: instance %d is %v, after %v", r, i, x.At, list[max(0, i-1)].At)
			}
		}
		if n := len(list); r.Count > 0 && n > r.Count || n > maxInstances {
			t.Fatalf("%s: %d instances", r, n)
		}
	})
}

func BenchmarkYearlyForACentury(b *testing.B) {
	r, err := Parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
	if err != nil {
		b.Fatal(err)
	}
	s := Series{Start: time.Date(1904, 2, 29, 0, 0, 0, 0, time.UTC), AllDay: true, Rule: r}
	for b.Loop() {
		if list, _ := s.Between(s.Start, s.Start.AddDate(100, 0, 0)); len(list) != 26 {
			b.Fatal(len(list))
		}
	}
}
