package read

import (
	"bytes"
	"context"
	"testing"

	"almanac.example/feeds/ical"
)

// FuzzRead: no input makes the reader panic, hang or accept what does not
// validate.
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
	f.Fuzz(func(t *testing.T, data []byte) {
		imported, err := Calendar(context.Background(), bytes.NewReader(data), Options{SkipBad: true, MaxBytes: 1 << 20, Zone: testSite().Zone})
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
