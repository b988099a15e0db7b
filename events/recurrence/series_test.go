package recurrence

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSeriesOnClocksThatChange(t *testing.T) {
	for _, x := range []struct {
		name, start, rule, zone, from, to string
		want                              []string // instants
	}{
		{"over a gap at midnight", "20190906T000000", "FREQ=DAILY;COUNT=4", "America/Santiago", "20190101T000000", "20200101T000000",
			[]string{"2019-09-06T00:00:00-04:00", "2019-09-07T00:00:00-04:00", "2019-09-08T01:00:00-03:00", "2019-09-09T00:00:00-03:00"}},
		{"Sundays at midnight, when the clocks change", "20181028T000000", "FREQ=WEEKLY;BYDAY=SU;COUNT=3", "America/Sao_Paulo", "20180101T000000", "20200101T000000",
			[]string{"2018-10-28T00:00:00-03:00", "2018-11-04T01:00:00-02:00", "2018-11-11T00:00:00-02:00"}},
		{"Havana", "20190309T000000", "FREQ=DAILY;COUNT=3", "America/Havana", "20190101T000000", "20200101T000000",
			[]string{"2019-03-09T00:00:00-05:00", "2019-03-10T01:00:00-04:00", "2019-03-11T00:00:00-04:00"}},
		{"an hour that is there twice is taken once", "20191102T013000", "FREQ=DAILY;COUNT=3", "America/New_York", "20190101T000000", "20200101T000000",
			[]string{"2019-11-02T01:30:00-04:00", "2019-11-03T01:30:00-04:00", "2019-11-04T01:30:00-05:00"}},
		{"half hours through a gap fold together", "20190310T013000", "FREQ=MINUTELY;INTERVAL=30;COUNT=6", "America/New_York", "20190101T000000", "20200101T000000",
			[]string{"2019-03-10T01:30:00-05:00", "2019-03-10T03:00:00-04:00", "2019-03-10T03:30:00-04:00", "2019-03-10T04:00:00-04:00"}},
		{"summer time in China", "19860501T080000", "FREQ=MONTHLY;COUNT=6", "Asia/Shanghai", "19860101T000000", "19870101T000000",
			[]string{"1986-05-01T08:00:00+08:00", "1986-06-01T08:00:00+09:00", "1986-07-01T08:00:00+09:00", "1986-08-01T08:00:00+09:00", "1986-09-01T08:00:00+09:00", "1986-10-01T08:00:00+08:00"}},
		{"UNTIL is an instant", "20190501T090000", "FREQ=DAILY;UNTIL=20190503T010000Z", "Asia/Shanghai", "20190101T000000", "20200101T000000",
			[]string{"2019-05-01T09:00:00+08:00", "2019-05-02T09:00:00+08:00", "2019-05-03T09:00:00+08:00"}},
		{"UNTIL a second before", "20190501T090000", "FREQ=DAILY;UNTIL=20190503T005959Z", "Asia/Shanghai", "20190101T000000", "20200101T000000",
			[]string{"2019-05-01T09:00:00+08:00", "2019-05-02T09:00:00+08:00"}},
		{"UNTIL on the clocks of the series", "20190501T090000", "FREQ=DAILY;UNTIL=20190502T090000", "Asia/Shanghai", "20190101T000000", "20200101T000000",
			[]string{"2019-05-01T09:00:00+08:00", "2019-05-02T09:00:00+08:00"}},
		{"centuries after its start", "17000101T090000", "FREQ=YEARLY", "UTC", "20500101T000000", "20511231T000000",
			[]string{"2050-01-01T09:00:00Z", "2051-01-01T09:00:00Z"}},
		{"seconds in a far window", "20000101T000000", "FREQ=SECONDLY;INTERVAL=86399", "UTC", "20500101T000000", "20500102T120000",
			[]string{"2050-01-01T18:55:36Z"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			list, err := series(t, x.start, x.rule, x.zone).Between(moment(t, x.from), moment(t, x.to))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, i := range list {
				got = append(got, i.At.Format(time.RFC3339))
			}
			if diff := cmp.Diff(x.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSeriesOfDays(t *testing.T) {
	for _, x := range []struct{ name, start, rule, except, want string }{
		{"29 February", "20160229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "", "2016-02-29 2020-02-29 2024-02-29"},
		{"the last day of February", "20160229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=3", "", "2016-02-29 2017-02-28 2018-02-28"},
		{"left to the start", "20160229", "FREQ=YEARLY;COUNT=2", "", "2016-02-29 2020-02-29"},
		{"UNTIL is a day, included", "20190501", "FREQ=DAILY;UNTIL=20190503", "", "2019-05-01 2019-05-02 2019-05-03"},
		{"UNTIL as an instant counts by its day", "20190501", "FREQ=DAILY;UNTIL=20190502T160000Z", "", "2019-05-01 2019-05-02"},
		{"exceptions count for COUNT", "20190501", "FREQ=DAILY;COUNT=4", "20190502 20190504", "2019-05-01 2019-05-03"},
		{"a plain weekday beside a numbered one", "20190501", "FREQ=MONTHLY;BYDAY=WE,1FR;COUNT=6", "", "2019-05-01 2019-05-03 2019-05-08 2019-05-15 2019-05-22 2019-05-29"},
		{"hours of a day", "20190501", "FREQ=HOURLY;INTERVAL=6;COUNT=5", "", "2019-05-01 2019-05-02"},
		{"hours and the like twice", "20190501", "FREQ=DAILY;BYHOUR=7,8,8;BYSECOND=9;COUNT=2", "", "2019-05-01 2019-05-02"},
		{"week 53 from either end", "20191230", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH", "", "2020-12-31"},
		{"a number no month has", "20190501", "FREQ=MONTHLY;BYDAY=53MO", "", ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := series(t, x.start, x.rule, "")
			for _, text := range strings.Fields(x.except) {
				s.Except = append(s.Except, moment(t, text))
			}
			list, err := s.Between(moment(t, "20160101"), moment(t, "20241231"))
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, i := range list {
				got = append(got, i.At.Format(time.DateOnly))
			}
			if diff := cmp.Diff(strings.Fields(x.want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Rules that never fire, or hardly ever, end by counting what they look at,
// not by luck.
func TestExpansionEnds(t *testing.T) {
	for _, rule := range []string{
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1",
		"FREQ=HOURLY;INTERVAL=24;BYHOUR=5",
		"FREQ=MINUTELY;INTERVAL=1440;BYMINUTE=7",
		"FREQ=SECONDLY;BYSETPOS=2",
		"FREQ=MINUTELY;BYMONTH=4;BYYEARDAY=12",
		"FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2",
	} {
		s := series(t, "20190501T030000", rule, "UTC")
		list, err := s.Between(s.Start, moment(t, "99991231T235959"))
		if len(list) > 0 || err != nil && !errors.Is(err, ErrTooMany) {
			t.Errorf("%s: %v, %v", rule, list, err)
		}
	}
	s := series(t, "20190501T030000", "FREQ=SECONDLY;COUNT=1000000000", "UTC")
	if _, err := s.Between(moment(t, "20500101T000000"), moment(t, "20500102T000000")); !errors.Is(err, ErrTooMany) {
		t.Errorf("counting a billion seconds: %v", err)
	}
	list, err := s.Between(s.Start, moment(t, "20500102T000000"))
	if !errors.Is(err, ErrTooMany) || len(list) != maxInstances {
		t.Errorf("%d instances, %v", len(list), err)
	}
	if list, err := s.FirstBetween(s.Start, moment(t, "20500102T000000"), 3); !errors.Is(err, ErrTooMany) || len(list) != 3 {
		t.Errorf("%d instances, %v", len(list), err)
	}
}

func TestHasAll(t *testing.T) {
	s := series(t, "20190501", "FREQ=DAILY;INTERVAL=2;COUNT=10", "")
	got := s.HasAll([]time.Time{moment(t, "20190503"), moment(t, "20190504"), moment(t, "20190519"), moment(t, "20190521"), moment(t, "20190429")})
	if diff := cmp.Diff([]bool{true, false, true, false, false}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCheckSafe(t *testing.T) {
	for _, x := range []struct{ start, rule, want string }{
		{"20190410", "FREQ=YEARLY", ""},
		{"20190410", "FREQ=YEARLY;COUNT=3", ""},
		{"20190410", "FREQ=YEARLY;UNTIL=20300410", ""},
		{"20190410", "FREQ=YEARLY;BYMONTH=4;BYDAY=2WE", ""},
		{"20190410", "FREQ=MONTHLY;BYDAY=2WE", ""},
		{"20190410", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU", ""},
		{"20190410T090000", "FREQ=WEEKLY;UNTIL=20300410T010000Z", ""},
		{"20160229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ""},
		{"20160229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", ""},
		{"20190131", "FREQ=MONTHLY;BYMONTHDAY=-1", ""},
		{"20160229", "FREQ=YEARLY", "BYMONTHDAY: missing"},
		{"20190131", "FREQ=MONTHLY", "BYMONTHDAY: missing"},
		{"20190410", "FREQ=HOURLY", "FREQ: HOURLY is too fine"},
		{"20190410", "FREQ=YEARLY;BYWEEKNO=15", "BYWEEKNO: "},
		{"20190410", "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2", "BYSETPOS: "},
		{"20190410", "FREQ=YEARLY;BYMONTHDAY=10", "BYMONTH: missing"},
		{"20190410", "FREQ=YEARLY;BYDAY=15WE", "BYDAY: 15WE"},
		{"20190410", "FREQ=WEEKLY;BYDAY=2WE", "BYDAY: 2WE"},
		{"20190410", "FREQ=MONTHLY;BYDAY=6WE", "BYDAY: no month has 6WE"},
		{"20190410", "FREQ=YEARLY;UNTIL=20300410T000000Z", "UNTIL: must be a day"},
		{"20190410T090000", "FREQ=DAILY;UNTIL=20300410", "UNTIL: must be an instant"},
		{"20190410", "FREQ=YEARLY;UNTIL=20180410", "UNTIL: is before the start"},
		{"20190410", "FREQ=WEEKLY;BYDAY=MO", "leaves out its own first day"},
		{"20190410", "FREQ=YEARLY;INTERVAL=1001", "INTERVAL: "},
		{"20190410", "FREQ=DAILY;COUNT=10001", "COUNT: "},
	} {
		err := series(t, x.start, x.rule, "Asia/Shanghai").CheckSafe()
		switch {
		case x.want == "" && err != nil:
			t.Errorf("%s %s: %v", x.start, x.rule, err)
		case x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want)):
			t.Errorf("%s %s: %v, want %s", x.start, x.rule, err, x.want)
		}
	}
}
