package read

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
		"not a word of a calendar":  {strings.Repeat("word\n", 2000), "line 1001: there is no calendar in the first 1000 lines"},
		"empty properties":          {head + strings.Repeat("A:\r\n", 1_000_000) + "END:VCALENDAR\r\n", "VCALENDAR has more than 15000 properties"},
		"properties of an event":    {head + start + strings.Repeat("A:\r\n", 1_000_000) + foot, "VEVENT has more than 15000 properties"},
		"too many events":           {head + strings.Repeat("BEGIN:VEVENT\nEND:VEVENT\n", 100_000) + "END:VCALENDAR\n", "there are more than 20000 events in the file"},
		"too many calendars":        {strings.Repeat("BEGIN:VCALENDAR\nEND:VCALENDAR\n", 20_000), "there are more than 10000 calendars in the file"},
		"too many zones":            {head + strings.Repeat("BEGIN:VTIMEZONE\nEND:VTIMEZONE\n", 2000) + "END:VCALENDAR\n", "there are more than 1000 zones in the file"},
	} {
		_, err := Calendar(context.Background(), strings.NewReader(x.text), Options{})
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %.200v, want %s", name, err, x.want)
		}
	}
	_, err := Calendar(context.Background(), strings.NewReader(head+strings.Repeat("A:\r\n", 1000)), Options{MaxBytes: 1000})
	if !errors.Is(err, events.ErrTooLarge) {
		t.Errorf("a file over the limit: %v", err)
	}
}

// What is too much of one property costs that property.
func TestLimitsOfAProperty(t *testing.T) {
	for name, x := range map[string]struct{ text, want string }{
		"80,000 parameters":    {"LOCATION" + strings.Repeat(";A=b", 80_000) + ":x", "line 8: LOCATION has more than 200 parameters; the line is passed over"},
		"80,000 values of one": {"LOCATION;A=" + strings.Repeat("b,", 80_000) + "b:x", "line 8: LOCATION has more than 200 parameters; the line is passed over"},
		"a line of 5 MB":       {"DESCRIPTION:" + strings.Repeat("x", 5_000_000), `line 4: event "u1": DESCRIPTION has more than 50000 characters and is cut`},
		"5 MB of folds":        {"DESCRIPTION:" + strings.Repeat("x\n ", 1_700_000), `line 4: event "u1": DESCRIPTION has more than 50000 characters and is cut`},
		"a picture of 2 MB":    {"ATTACH;ENCODING=BASE64;VALUE=BINARY:" + strings.Repeat("QUJD", 500_000), ""},
		"the same in folds":    {"ATTACH;ENCODING=BASE64;VALUE=BINARY:" + strings.Repeat("QUJD\n ", 500_000), ""},
		"what is not read":     {"X-A:" + strings.Repeat("x", 5_000_000), ""},
	} {
		in := read(t, file("DTSTART:20190524\nSUMMARY:a\n"+x.text), Options{})
		if s := fmt.Sprint(in.Problems); len(in.Events) != 1 || !strings.Contains(s, x.want) || x.want == "" && len(in.Problems) > 0 {
			t.Errorf("%s: %d events, %.300s", name, len(in.Events), s)
		}
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
	in := read(t, file(lists...), Options{})
	if len(in.Facts) != 600 {
		t.Errorf("%d facts", len(in.Facts))
	}
	onset := "BEGIN:STANDARD\nDTSTART:00010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYDAY=5SU;BYMONTHDAY=29\nEND:STANDARD\n"
	lists = nil
	for i := range 300 {
		lists = append(lists, fmt.Sprintf("BEGIN:VTIMEZONE\nTZID:z%d\n%sEND:VTIMEZONE", i, strings.Repeat(onset, 20)), fmt.Sprintf("DTSTART;TZID=z%d:20190524T000000\nSUMMARY:a", i))
	}
	in = read(t, file(lists...), Options{SkipBad: true})
	if len(in.Facts) != 300 {
		t.Errorf("%d facts", len(in.Facts))
	}
}

// A file that is to be refused is not read to its end, also where its faults are
// in series that others change.
func TestReadEndsWithEnoughFaults(t *testing.T) {
	var single, series []string
	for i := range 3 * maxBad {
		single = append(single, fmt.Sprintf("UID:%d\nSUMMARY:a", i))
		series = append(series, fmt.Sprintf("UID:%d\nSUMMARY:a", i), fmt.Sprintf("UID:%d\nRECURRENCE-ID:20240101\nDTSTART:20240102\nSUMMARY:a", i))
	}
	for name, list := range map[string][]string{"single": single, "series": series} {
		_, err := Calendar(t.Context(), strings.NewReader(file(list...)), Options{})
		var bad *Errors
		if !errors.As(err, &bad) || bad.Count != maxBad || len(bad.Problems) != maxBad {
			t.Errorf("%s: %.200v", name, err)
		}
		in, err := Calendar(t.Context(), strings.NewReader(file(list...)), Options{SkipBad: true})
		if err != nil || len(in.Facts) != len(list) {
			t.Errorf("%s: %d facts, %v", name, len(in.Facts), err)
		}
	}
}

func TestReadStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Calendar(ctx, strings.NewReader(file("DTSTART:20190524\nSUMMARY:a")), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
