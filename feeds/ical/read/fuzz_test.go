package read

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"almanac.example/feeds/ical"
)

// What reading may allocate: so much for every file, for its reference counts,
// tables and clocks, and so much for each of its bytes. A file of the largest size
// takes far less than that of memory at a time; the ceiling is there to find
// input whose cost has nothing to do with its length.
const (
	allocatedAnyway  = 100 << 20
	allocatedPerByte = 2000
)

// allocated measures what a function allocates, in bytes.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// FuzzRead: no input makes the reader panic, hang, take memory without bounds or
// accept what does not validate.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := ical.Write(context.Background(), &b, testFeed("zh", ".ics", calendarEvents())); err != nil {
		f.Fatal(err)
	}
	for part := range bytes.SplitSeq(b.Bytes(), []byte("BEGIN:VEVENT")) {
		f.Add([]byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT" + string(part) + "END:VCALENDAR\r\n"))
	}
	f.Add(b.Bytes())
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=x:20200101T000000\nDURATION:P1DT1H\nRRULE:FREQ=DAILY;BYHOUR=1,2;COUNT=9\nRDATE;TZID=x:20200102T000000/PT1H\nEXDATE;VALUE=DATE:20200103\nSUMMARY:a\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20200102T000000Z\nDTSTART:20200102T000000Z\nDESCRIPTION:<p>a<br><a href=\"https://x.example\">b</a></p>\nEND:VEVENT\nEND:VCALENDAR"))
	f.Add([]byte(file("DTSTART:20240101T090000Z\nRRULE:FREQ=HOURLY;COUNT=200\nDESCRIPTION:" + strings.Repeat("word ", 800) + "\nSUMMARY:a")))
	f.Add([]byte(file("DTSTART:20240101T090000Z\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:a")))
	f.Fuzz(func(t *testing.T, data []byte) {
		var imported Import
		var err error
		took := allocated(func() {
			imported, err = Calendar(context.Background(), bytes.NewReader(data), Options{SkipBad: true, MaxBytes: 1 << 20, Zone: testSite().Zone})
		})
		if most := uint64(allocatedAnyway + allocatedPerByte*len(data)); took > most {
			t.Errorf("%d bytes take %d bytes of memory, more than %d", len(data), took, most)
		}
		if err != nil {
			return
		}
		for _, e := range imported.Events {
			if err := e.Validate(); err != nil {
				t.Errorf("%v\n%s", err, data)
			}
		}
		again, err := Calendar(context.Background(), bytes.NewReader(data), Options{SkipBad: true, MaxBytes: 1 << 20, Zone: testSite().Zone})
		if err != nil || len(again.Events) != len(imported.Events) {
			t.Errorf("reads differently the second time: %v", err)
		}
	})
}

// What many series, long texts and many events take together stays below the
// ceiling of the fuzz test, and far below what a process has.
func TestReadingTakesLittle(t *testing.T) {
	repeat := func(n int, text string) string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf(text, i)
		}
		return file(list...)
	}
	for name, x := range map[string]struct {
		text string
		most uint64 // bytes
	}{
		"series":             {repeat(200, "UID:%d\nDTSTART:20240101T090000Z\nRRULE:FREQ=HOURLY;COUNT=200\nSUMMARY:a"), 20 << 20},
		"series with texts":  {repeat(200, "UID:%d\nDTSTART:20240101T090000Z\nRRULE:FREQ=HOURLY;COUNT=200\nSUMMARY:a\nDESCRIPTION:"+strings.Repeat("word ", 800)), 100 << 20},
		"events":             {repeat(10_000, "UID:%d\nDTSTART;VALUE=DATE:20240101\nSUMMARY:a"), 240 << 20},
		"too many events":    {repeat(59_000, "UID:%d\nDTSTART;VALUE=DATE:20240101\nSUMMARY:a"), 240 << 20},
		"jCal of nulls":      {"[" + strings.Repeat("null,", 200_000) + "null]", 80 << 20},
		"a calendar of them": {`["vcalendar",[],[` + strings.Repeat("null,", 200_000) + "null]]", 80 << 20},
	} {
		took := allocated(func() {
			if _, err := Calendar(t.Context(), strings.NewReader(x.text), Options{}); err != nil {
				t.Logf("%s: %.100v", name, err)
			}
		})
		if t.Logf("%s: %d bytes take %d", name, len(x.text), took); took > x.most {
			t.Errorf("%s: %d bytes take %d bytes of memory, more than %d", name, len(x.text), took, x.most)
		}
	}
}
