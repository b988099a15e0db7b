package recurrence

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The examples of RFC 5545 §3.8.5.3. Unless said otherwise they start on
// 2 September 1997 at 09:00 in New York. want lists the first instances
// (month days; a clock time only where it differs), "…" that there are more.
var rfcExamples = []struct {
	name  string
	start string // "19970902T090000" if empty
	rule  string
	want  string
}{
	{"daily for 10 occurrences", "", "FREQ=DAILY;COUNT=10",
		"1997-09-02 03 04 05 06 07 08 09 10 11"},
	{"daily until December 24, 1997 (end)", "19971220T090000", "FREQ=DAILY;UNTIL=19971224T000000Z",
		"1997-12-20 21 22 23"},
	{"every other day", "", "FREQ=DAILY;INTERVAL=2",
		"1997-09-02 04 06 08 10 12 14 16 18 20 22 24 26 28 30 1997-10-02 …"},
	{"every 10 days, 5 occurrences", "", "FREQ=DAILY;INTERVAL=10;COUNT=5",
		"1997-09-02 12 22 1997-10-02 12"},
	{"every day in January, for 3 years (first week)", "19980101T090000", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
		"1998-01-01 02 03 04 05 06 07 …"},
	{"the same daily", "19980101T090000", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
		"1998-01-01 02 03 04 05 06 07 …"},
	{"weekly for 10 occurrences", "", "FREQ=WEEKLY;COUNT=10",
		"1997-09-02 09 16 23 30 1997-10-07 14 21 28 1997-11-04"},
	{"weekly until December 24, 1997", "", "FREQ=WEEKLY;UNTIL=19971224T000000Z",
		"1997-09-02 09 16 23 30 1997-10-07 14 21 28 1997-11-04 11 18 25 1997-12-02 09 16 23"},
	{"every other week", "", "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
		"1997-09-02 16 30 1997-10-14 28 1997-11-11 25 1997-12-09 23 1998-01-06 20 1998-02-03 17 …"},
	{"weekly on Tuesday and Thursday for five weeks", "", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
		"1997-09-02 04 09 11 16 18 23 25 30 1997-10-02"},
	{"the same by count", "", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
		"1997-09-02 04 09 11 16 18 23 25 30 1997-10-02"},
	{"every other week on Monday, Wednesday and Friday", "19970901T090000", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
		"1997-09-01 03 05 15 17 19 29 1997-10-01 03 13 15 17 27 29 31 1997-11-10 12 14 24 26 28 1997-12-08 10 12 22"},
	{"every other week on Tuesday and Thursday, 8 occurrences", "", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
		"1997-09-02 04 16 18 30 1997-10-02 14 16"},
	{"monthly on the first Friday", "19970905T090000", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
		"1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 1998-05-01 1998-06-05"},
	{"monthly on the first Friday until December 24, 1997", "19970905T090000", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
		"1997-09-05 1997-10-03 1997-11-07 1997-12-05"},
	{"every other month on the first and last Sunday", "19970907T090000", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
		"1997-09-07 28 1997-11-02 30 1998-01-04 25 1998-03-01 29 1998-05-03 31"},
	{"monthly on the second-to-last Monday", "19970922T090000", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
		"1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16"},
	{"monthly on the third-to-last day", "19970928T090000", "FREQ=MONTHLY;BYMONTHDAY=-3",
		"1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26 …"},
	{"monthly on the 2nd and 15th", "", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
		"1997-09-02 15 1997-10-02 15 1997-11-02 15 1997-12-02 15 1998-01-02 15"},
	{"monthly on the first and last day", "19970930T090000", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
		"1997-09-30 1997-10-01 31 1997-11-01 30 1997-12-01 31 1998-01-01 31 1998-02-01"},
	{"every 18 months on the 10th to 15th", "19970910T090000", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
		"1997-09-10 11 12 13 14 15 1999-03-10 11 12 13"},
	{"every Tuesday, every other month", "", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
		"1997-09-02 09 16 23 30 1997-11-04 11 18 25 1998-01-06 13 20 27 1998-03-03 10 17 24 31 …"},
	{"yearly in June and July", "19970610T090000", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
		"1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 2001-06-10 2001-07-10"},
	{"every other year in January, February and March", "19970310T090000", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
		"1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 2003-02-10 2003-03-10"},
	{"every third year on the 1st, 100th and 200th day", "19970101T090000", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
		"1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 2003-07-19 2006-01-01"},
	{"every 20th Monday of the year", "19970519T090000", "FREQ=YEARLY;BYDAY=20MO",
		"1997-05-19 1998-05-18 1999-05-17 …"},
	{"Monday of week number 20", "19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
		"1997-05-12 1998-05-11 1999-05-17 …"},
	{"every Thursday in March", "19970313T090000", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
		"1997-03-13 20 27 1998-03-05 12 19 26 1999-03-04 11 18 25 …"},
	{"every Thursday in summer", "19970605T090000", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
		"1997-06-05 12 19 26 1997-07-03 10 17 24 31 1997-08-07 14 21 28 1998-06-04 …"},
	{"every Friday the 13th", "", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
		"1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13 …"},
	{"the first Saturday after the first Sunday", "19970913T090000", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
		"1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 1998-04-11 1998-05-09 1998-06-13 …"},
	{"election day in the United States", "19961105T090000", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
		"1996-11-05 2000-11-07 2004-11-02 …"},
	{"the third Tuesday, Wednesday or Thursday of the month", "19970904T090000", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
		"1997-09-04 1997-10-07 1997-11-06"},
	{"the second-to-last weekday of the month", "19970929T090000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
		"1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30 …"},
	{"every 3 hours until 17:00", "", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",
		"1997-09-02 T12:00 T15:00"},
	{"every 15 minutes for 6 occurrences", "", "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
		"1997-09-02 T09:15 T09:30 T09:45 T10:00 T10:15"},
	{"every hour and a half for 4 occurrences", "", "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
		"1997-09-02 T10:30 T12:00 T13:30"},
	{"every 20 minutes from 9:00 to 16:40", "", "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
		"1997-09-02 T09:20 T09:40 T10:00 T10:20 T10:40 T11:00 …"},
	{"the same minutely", "", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
		"1997-09-02 T09:20 T09:40 T10:00 T10:20 T10:40 T11:00 …"},
	{"weeks that start on Monday", "19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
		"1997-08-05 10 19 24"},
	{"weeks that start on Sunday", "19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
		"1997-08-05 17 19 31"},
	{"an invalid date is ignored", "20070115T090000", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
		"2007-01-15 30 2007-02-15 2007-03-15 30"},
}

func TestExamplesOfRFC5545(t *testing.T) {
	for _, x := range rfcExamples {
		t.Run(x.name, func(t *testing.T) {
			start := x.start
			if start == "" {
				start = "19970902T090000"
			}
			s := series(t, start, x.rule, "America/New_York")
			want, more := spread(t, x.want)
			list, err := s.Between(s.Start, moment(t, "20100101T000000"))
			if err != nil && !(more && errors.Is(err, ErrTooMany)) {
				t.Fatal(err)
			}
			got := walls(list)
			if more && len(got) > len(want) {
				got = got[:len(want)]
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", x.rule, diff)
			}
		})
	}
}

// spread writes out the compact lists above.
func spread(t *testing.T, compact string) (list []string, more bool) {
	t.Helper()
	day, clock := "", "T09:00"
	for _, word := range strings.Fields(compact) {
		switch {
		case word == "…":
			return list, true
		case word[0] == 'T':
			clock = word
		case len(word) == 2:
			day = day[:8] + word
		default:
			day = word
		}
		list = append(list, day+clock)
	}
	return list, false
}

func series(t *testing.T, start, rule, zone string) Series {
	t.Helper()
	r, err := Parse(rule)
	if err != nil {
		t.Fatal(err)
	}
	s := Series{Start: moment(t, start), Rule: r, AllDay: len(start) == 8}
	if zone != "" {
		if s.Zone, err = time.LoadLocation(zone); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	layout := "20060102T150405"
	d, err := time.Parse(layout[:len(text)], text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func walls(list []Instance) []string {
	out := []string{}
	for _, i := range list {
		out = append(out, i.Wall.Format("2006-01-02T15:04"))
	}
	return out
}
