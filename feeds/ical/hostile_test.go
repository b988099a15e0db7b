package ical

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"almanac.example/events"
)

// Inputs that take others' time, memory or stack. Each ends at a limit; the
// limits are what keeps the work small, so they and not the clock are tested.
func TestReadEndsAtLimits(t *testing.T) {
	head, start, foot := "BEGIN:VCALENDAR\r\n", "BEGIN:VEVENT\r\nUID:u\r\nDTSTART:20190524\r\n", "END:VEVENT\r\nEND:VCALENDAR\r\n"
	for name, x := range map[string]struct{ text, want string }{
		"a million open components": {head + strings.Repeat("BEGIN:A\n", 1_000_000), "line 9: BEGIN:A is component 9 inside another; at most 8 are allowed"},
		"80,000 parameters":         {head + start + "X" + strings.Repeat(";A=b", 80_000) + ":x\r\n" + foot, "X has more than 200 parameters"},
		"80,000 values of one":      {head + start + "X;A=" + strings.Repeat("b,", 80_000) + "b:x\r\n" + foot, "X has more than 200 parameters"},
		"a line of 5 MB":            {head + start + "SUMMARY:" + strings.Repeat("x", 5_000_000) + "\r\n" + foot, "line 5: the property is longer than 1048576 bytes"},
		"5 MB of folds":             {head + start + "SUMMARY:" + strings.Repeat("x\r\n ", 1_200_000) + "\r\n" + foot, "line 5: the property is longer than 1048576 bytes"},
		"empty properties":          {head + strings.Repeat("A:\r\n", 1_000_000) + "END:VCALENDAR\r\n", "VCALENDAR has more than 5000 properties"},
		"properties of an event":    {head + start + strings.Repeat("A:\r\n", 1_000_000) + foot, "VEVENT has more than 5000 properties"},
		"too many events":           {head + strings.Repeat("BEGIN:VEVENT\nEND:VEVENT\n", 100_000) + "END:VCALENDAR\n", "there are more than 60000 events in the file"},
		"too many calendars":        {strings.Repeat("BEGIN:VCALENDAR\nEND:VCALENDAR\n", 20_000), "there are more than 10000 calendars in the file"},
		"too many zones":            {head + strings.Repeat("BEGIN:VTIMEZONE\nEND:VTIMEZONE\n", 2000) + "END:VCALENDAR\n", "there are more than 1000 zones in the file"},
	} {
		_, err := Read(context.Background(), strings.NewReader(x.text), ReadOptions{})
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %.200v, want %s", name, err, x.want)
		}
	}
	_, err := Read(context.Background(), strings.NewReader(head+strings.Repeat("A:\r\n", 1000)), ReadOptions{MaxBytes: 1000})
	if !errors.Is(err, events.ErrTooLarge) {
		t.Errorf("a file over the limit: %v", err)
	}
}

// Series and zones that would take for ever to expand are cut short, and the
// file is read all the same.
func TestReadBoundsExpansion(t *testing.T) {
	rules := []string{
		"FREQ=SECONDLY;COUNT=1000000000;BYSETPOS=1", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=20;COUNT=5", "FREQ=DAILY;UNTIL=99991231;BYHOUR=1,2,3", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5",
	}
	var lists []string
	for i := range 600 {
		lists = append(lists, fmt.Sprintf("DTSTART:20190524\nRRULE:%s\nSUMMARY:a\nEXDATE:20190525,99990101", rules[i%len(rules)]))
	}
	in := read(t, file(lists...), ReadOptions{})
	if len(in.Facts) != 600 {
		t.Errorf("%d facts", len(in.Facts))
	}
	onset := "BEGIN:STANDARD\nDTSTART:00010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYDAY=5SU;BYMONTHDAY=29\nEND:STANDARD\n"
	lists = nil
	for i := range 300 {
		lists = append(lists, fmt.Sprintf("BEGIN:VTIMEZONE\nTZID:z%d\n%sEND:VTIMEZONE", i, strings.Repeat(onset, 20)), fmt.Sprintf("DTSTART;TZID=z%d:20190524T000000\nSUMMARY:a", i))
	}
	in = read(t, file(lists...), ReadOptions{SkipBad: true})
	if len(in.Facts) != 300 {
		t.Errorf("%d facts", len(in.Facts))
	}
}

func TestReadStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, strings.NewReader(file("DTSTART:20190524\nSUMMARY:a")), ReadOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
