package read

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/ical"
)

// What a series comes to, as title, first date, rule, exceptions, additions.
func TestSeries(t *testing.T) {
	const weekly = "UID:u\nDTSTART;TZID=Europe/Berlin:20240304T090000\nDTEND;TZID=Europe/Berlin:20240304T091500\nSUMMARY:a\nRRULE:FREQ=WEEKLY"
	const ex = "\nEXDATE;TZID=Europe/Berlin:"
	instance := func(at, properties string) string {
		return "UID:u\nRECURRENCE-ID;TZID=Europe/Berlin:" + at + "\n" + properties
	}
	moved := func(at, to string) string {
		return instance(at, "DTSTART;TZID=Europe/Berlin:"+to+"\nSUMMARY:b")
	}
	onward := func(at, properties string) string {
		return "UID:u\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:" + at + "\n" + properties
	}
	const zone = " Europe/Berlin"
	for name, x := range map[string]struct {
		text string
		want []string
		note string
	}{
		"first left out":          {file(weekly + ex + "20240304T090000"), []string{"a|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone + "|FREQ=WEEKLY"}, ""},
		"first two, and a later":  {file(weekly + ";COUNT=5" + ex + "20240304T090000,20240311T090000" + ex + "20240325T090000"), []string{"a|2024-03-18T09:00:00 2024-03-18T09:15:00" + zone + "|FREQ=WEEKLY;COUNT=3|2024-03-25T09:00:00"}, ""},
		"first left out, until":   {file(weekly + ";UNTIL=20240401T070000Z" + ex + "20240304T090000"), []string{"a|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone + "|FREQ=WEEKLY;UNTIL=20240401T070000Z"}, ""},
		"first left out in UTC":   {file(weekly + "\nEXDATE:20240304T080000Z"), []string{"a|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone + "|FREQ=WEEKLY"}, ""},
		"first left out, no zone": {file(weekly + "\nEXDATE:20240304T090000"), []string{"a|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone + "|FREQ=WEEKLY"}, ""},
		"a single one, no zone":   {file("DTSTART;TZID=America/New_York:20240304T090000\nSUMMARY:a\nEXDATE:20240304T090000"), nil, "its only date is left out"},
		"first left out as a day": {file(weekly + "\nEXDATE;VALUE=DATE:20240304"), []string{"a|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone + "|FREQ=WEEKLY"}, ""},
		"every second week":       {file(weekly + ";INTERVAL=2;BYDAY=MO,WE" + ex + "20240304T090000"), []string{"a|2024-03-06T09:00:00 2024-03-06T09:15:00" + zone + "|FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"}, ""},
		"all left out":            {file(weekly + ";COUNT=2" + ex + "20240304T090000,20240311T090000"), nil, "all its dates are left out"},
		"no date is left out":     {file(weekly + ex + "20240305T090000"), []string{"a|2024-03-04T09:00:00 2024-03-04T09:15:00" + zone + "|FREQ=WEEKLY"}, ""},
		"first moved":             {file(weekly, moved("20240304T090000", "20240304T140000")), []string{"a|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone + "|FREQ=WEEKLY", "b|2024-03-04T14:00:00 " + zone}, ""},
		"first moved, counted":    {file(weekly+";COUNT=2", moved("20240304T090000", "20240304T140000")), []string{"a|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone + "|FREQ=WEEKLY;COUNT=1", "b|2024-03-04T14:00:00 " + zone}, ""},
		"first called off":        {file(weekly, moved("20240304T090000", "20240304T090000")+"\nSTATUS:CANCELLED"), []string{"a|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone + "|FREQ=WEEKLY", "b|2024-03-04T09:00:00 " + zone + "|cancelled"}, ""},
		"before its series":       {file(moved("20240304T090000", "20240304T140000"), weekly), []string{"b|2024-03-04T14:00:00 " + zone, "a|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone + "|FREQ=WEEKLY"}, ""},
		"no title of its own":     {file(weekly, instance("20240311T090000", "DTSTART;TZID=Europe/Berlin:20240312T090000")), []string{"a|2024-03-04T09:00:00 2024-03-04T09:15:00" + zone + "|FREQ=WEEKLY|2024-03-11T09:00:00", "a|2024-03-12T09:00:00 " + zone}, ""},
		"no start of its own":     {file(weekly, instance("20240311T090000", "SUMMARY:b")), []string{"a|2024-03-04T09:00:00 2024-03-04T09:15:00" + zone + "|FREQ=WEEKLY|2024-03-11T09:00:00", "b|2024-03-11T09:00:00 2024-03-11T09:15:00" + zone}, "has no DTSTART; it stands where its series has the instance"},
		"a rule in an instance":   {file(weekly, moved("20240311T090000", "20240312T090000")+"\nRRULE:FREQ=DAILY\nRDATE:20240401T000000Z"), []string{"a|2024-03-04T09:00:00 2024-03-04T09:15:00" + zone + "|FREQ=WEEKLY|2024-03-11T09:00:00", "b|2024-03-12T09:00:00 " + zone}, ""},
		"an instance twice":       {file(weekly, moved("20240311T090000", "20240312T090000")+"\nDTSTAMP:20240102T000000Z", moved("20240311T090000", "20240313T090000")+"\nDTSTAMP:20240101T000000Z"), []string{"a|2024-03-04T09:00:00 2024-03-04T09:15:00" + zone + "|FREQ=WEEKLY|2024-03-11T09:00:00", "b|2024-03-12T09:00:00 " + zone}, "line 18: event \"u\": line 11 has a later revision of the same"},
		"of no series":            {file(moved("20240311T090000", "20240312T090000")), []string{"b|2024-03-12T09:00:00 " + zone}, ""},
		"of a single event":       {file("UID:u\nDTSTART:20240301\nSUMMARY:a", "UID:u\nRECURRENCE-ID:20240301\nDTSTART:20240302\nSUMMARY:b"), []string{"b|2024-03-02"}, ""},
		"of another day":          {file("UID:u\nDTSTART:20240301\nSUMMARY:a", "UID:u\nRECURRENCE-ID:20240305\nDTSTART:20240302\nSUMMARY:b"), []string{"a|2024-03-01", "b|2024-03-02"}, ""},
		"a single event left out": {file("DTSTART:20240301\nSUMMARY:a\nEXDATE:20240301"), nil, "its only date is left out by EXDATE"},

		"later hour from a date on": {file(weekly+";COUNT=6", onward("20240318T090000", "DTSTART;TZID=Europe/Berlin:20240318T110000\nSUMMARY:b")), []string{"a|2024-03-04T09:00:00 2024-03-04T09:15:00" + zone + "|FREQ=WEEKLY;COUNT=2", "b|2024-03-18T11:00:00 " + zone + "|FREQ=WEEKLY;COUNT=4"}, ""},
		"another day, without end":  {file(weekly+";BYDAY=MO,TH", onward("20240318T090000", "DTSTART;TZID=Europe/Berlin:20240319T090000\nSUMMARY:b")), []string{"a|2024-03-04T09:00:00 2024-03-04T09:15:00" + zone + "|FREQ=WEEKLY;UNTIL=20240318T075959Z;BYDAY=MO,TH", "b|2024-03-19T09:00:00 " + zone + "|FREQ=WEEKLY;BYDAY=TU,FR;WKST=TU"}, ""},
		"off from a date on":        {file(weekly, onward("20240318T090000", "DTSTART;TZID=Europe/Berlin:20240318T090000\nSTATUS:CANCELLED\nSUMMARY:b")), []string{"a|2024-03-04T09:00:00 2024-03-04T09:15:00" + zone + "|FREQ=WEEKLY;UNTIL=20240318T075959Z"}, ""},
		"from the first on":         {file(weekly, onward("20240304T090000", "DTSTART;TZID=Europe/Berlin:20240304T100000\nSUMMARY:b")), []string{"b|2024-03-04T10:00:00 " + zone + "|FREQ=WEEKLY"}, "all its dates are left out"},
		"twice, and one in between": {file(weekly+ex+"20240325T090000", onward("20240318T090000", "DTSTART;TZID=Europe/Berlin:20240318T100000\nSUMMARY:b"), moved("20240401T090000", "20240402T090000"), onward("20240415T090000", "DTSTART;TZID=Europe/Berlin:20240415T120000\nSUMMARY:c")), []string{
			"a|2024-03-04T09:00:00 2024-03-04T09:15:00" + zone + "|FREQ=WEEKLY;UNTIL=20240318T075959Z", "b|2024-03-18T10:00:00 " + zone + "|FREQ=WEEKLY;UNTIL=20240415T075959Z|2024-03-25T10:00:00 2024-04-01T10:00:00", "c|2024-04-15T12:00:00 " + zone + "|FREQ=WEEKLY", "b|2024-04-02T09:00:00 " + zone}, ""},
		"days from a date on": {file("UID:u\nDTSTART:20240101\nSUMMARY:a\nRRULE:FREQ=MONTHLY", "UID:u\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240301\nDTSTART:20240302\nSUMMARY:b"), []string{"a|2024-01-01|FREQ=MONTHLY;UNTIL=20240229", "b|2024-03-02|FREQ=MONTHLY"}, ""},

		"dates, one left out":           {file("DTSTART:20240301T090000Z\nSUMMARY:a\nRDATE:20240305T090000Z,20240306T090000Z\nEXDATE:20240305T090000Z"), []string{"a|2024-03-01T09:00:00  UTC||+2024-03-06T09:00:00"}, ""},
		"dates, all left out":           {file("DTSTART:20240301T090000Z\nSUMMARY:a\nRDATE:20240305T090000Z\nEXDATE:20240305T090000Z,20240301T090000Z"), nil, "all its dates are left out"},
		"dates, the first left out":     {file("DTSTART:20240301T090000Z\nDURATION:PT1H\nSUMMARY:a\nRDATE;VALUE=PERIOD:20240305T090000Z/PT2H,20240307T090000Z/20240307T100000Z\nRDATE:20240306T090000Z\nEXDATE:20240301T090000Z"), []string{"a|2024-03-05T09:00:00 2024-03-05T11:00:00 UTC||+2024-03-06T09:00:00/PT1H +2024-03-07T09:00:00/PT1H"}, ""},
		"dates, the first is no longer": {file("DTSTART:20240301T090000Z\nSUMMARY:a\nRDATE;VALUE=PERIOD:20240305T090000Z/PT2H\nRDATE:20240306T090000Z\nEXDATE:20240301T090000Z"), []string{"a|2024-03-05T09:00:00 2024-03-05T11:00:00 UTC||+2024-03-06T09:00:00"}, ""},
		"dates, the first as long":      {file("DTSTART:20240301T090000Z\nDURATION:PT1H\nSUMMARY:a\nRDATE:20240305T090000Z,20240306T090000Z\nRDATE;VALUE=PERIOD:20240307T090000Z/PT2H\nEXDATE:20240301T090000Z"), []string{"a|2024-03-05T09:00:00 2024-03-05T10:00:00 UTC||+2024-03-06T09:00:00 +2024-03-07T09:00:00/PT2H"}, ""},
		"dates of other ages":           {file("DTSTART:20240301\nSUMMARY:a\nRDATE:15821231,15830101,20240305"), []string{"a|2024-03-01||+1583-01-01 +2024-03-05"}, ""},
		"a date beside a rule":          {file("DTSTART:20240301\nSUMMARY:a\nRRULE:FREQ=MONTHLY;COUNT=2\nRDATE:20240305,20240401"), []string{"a|2024-03-01|FREQ=MONTHLY;COUNT=2|+2024-03-05"}, ""},
		"not of its own rule":           {file("DTSTART:20240301\nSUMMARY:a\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=-1;COUNT=2"), []string{"a|2024-03-01|FREQ=YEARLY;COUNT=2;BYMONTH=3;BYDAY=-1SU"}, ""},

		"a part that is empty":   {file("DTSTART:20240301\nSUMMARY:a\nRRULE:FREQ=WEEKLY;BYDAY=;COUNT=3;X-NOTE=b"), []string{"a|2024-03-01|FREQ=WEEKLY;COUNT=3"}, "X-NOTE=B says nothing and is passed over"},
		"as a text is written":   {file(`DTSTART:20240301` + "\nSUMMARY:a\n" + `RRULE:FREQ=WEEKLY\;BYDAY=FR\,SA\;COUNT=3`), []string{"a|2024-03-01|FREQ=WEEKLY;COUNT=3;BYDAY=FR,SA"}, ""},
		"with spaces":            {file("DTSTART:20240301\nSUMMARY:a\nRRULE: freq=weekly; byday=fr, sa; count=3 "), []string{"a|2024-03-01|FREQ=WEEKLY;COUNT=3;BYDAY=FR,SA"}, ""},
		"behind a second name":   {file("DTSTART:20240301\nSUMMARY:a\nRRULE:RRULE:FREQ=WEEKLY;COUNT=3"), []string{"a|2024-03-01|FREQ=WEEKLY;COUNT=3"}, ""},
		"ends on an ISO date":    {file("DTSTART:20240301\nSUMMARY:a\nRRULE:FREQ=WEEKLY;UNTIL=2024-03-15"), []string{"a|2024-03-01|FREQ=WEEKLY;UNTIL=20240315"}, ""},
		"ends at an ISO instant": {file("DTSTART:20240301T090000Z\nSUMMARY:a\nRRULE:FREQ=WEEKLY;UNTIL=2024-03-15T09:00:00Z"), []string{"a|2024-03-01T09:00:00  UTC|FREQ=WEEKLY;UNTIL=20240315T090000Z"}, ""},
		"of our calendar":        {file("DTSTART:20240131\nSUMMARY:a\nRRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;BYMONTHDAY=31;COUNT=3"), []string{"a|2024-01-31|FREQ=MONTHLY;COUNT=3;BYMONTHDAY=31"}, ""},
		"of another calendar":    {file("DTSTART:20240210\nSUMMARY:a\nRRULE:RSCALE=CHINESE;FREQ=YEARLY"), []string{"a|2024-02-10"}, "the rule is left out"},
		"skips forward":          {file("DTSTART:20240131\nSUMMARY:a\nRRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD"), []string{"a|2024-01-31"}, "the rule is left out"},
		"counted, ends before":   {file("DTSTART:20240301\nSUMMARY:a\nRRULE:FREQ=WEEKLY;COUNT=30;UNTIL=20240315T000000Z"), []string{"a|2024-03-01|FREQ=WEEKLY;UNTIL=20240315"}, "COUNT and UNTIL exclude each other"},
		"ends on the last":       {file("DTSTART:20240301\nSUMMARY:a\nRRULE:FREQ=WEEKLY;COUNT=3;UNTIL=20240315"), []string{"a|2024-03-01|FREQ=WEEKLY;UNTIL=20240315"}, "COUNT and UNTIL exclude each other"},
		"ends after its count":   {file("DTSTART:20240301\nSUMMARY:a\nRRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20240315"), []string{"a|2024-03-01|FREQ=WEEKLY;COUNT=2"}, "COUNT and UNTIL exclude each other"},
		"neither can be read":    {file("DTSTART:20240301\nSUMMARY:a\nRRULE:FREQ=WEEKLY;COUNT=2;UNTIL=soon"), []string{"a|2024-03-01"}, "the rule is left out"},
		"dates in one line of 1": {file("DTSTART:20240301T090000Z\nSUMMARY:a\nRRULE:FREQ=DAILY;COUNT=5\nEXDATE:20240302T090000Z;20240304T090000Z"), []string{"a|2024-03-01T09:00:00  UTC|FREQ=DAILY;COUNT=5|2024-03-02T09:00:00 2024-03-04T09:00:00"}, ""},

		"working days":        {file("DTSTART:20240329\nSUMMARY:a\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"), []string{"a|2024-03-29|FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU,WE,TH,FR"}, ""},
		"a day of the year":   {file("DTSTART:20240228\nSUMMARY:a\nRRULE:FREQ=YEARLY;BYYEARDAY=59"), []string{"a|2024-02-28|FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28"}, ""},
		"after 29 February":   {file("DTSTART:20240409\nSUMMARY:a\nRRULE:FREQ=YEARLY;BYYEARDAY=100"), []string{"a|2024-04-09|FREQ=YEARLY;BYYEARDAY=100"}, ""},
		"from the year's end": {file("DTSTART:20240301\nSUMMARY:a\nRRULE:FREQ=YEARLY;BYYEARDAY=-306"), []string{"a|2024-03-01|FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"}, ""},
		"the 20th Monday":     {file("DTSTART:20240513\nSUMMARY:a\nRRULE:FREQ=YEARLY;BYDAY=20MO"), []string{"a|2024-05-13|FREQ=YEARLY;BYDAY=20MO"}, ""},
		"each 13th":           {file("DTSTART:20240113\nSUMMARY:a\nRRULE:FREQ=YEARLY;BYMONTHDAY=13"), []string{"a|2024-01-13|FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=13"}, ""},
		"an hour of the day":  {file("DTSTART:20240101T090000Z\nSUMMARY:a\nRRULE:FREQ=HOURLY;BYHOUR=9;COUNT=3"), []string{"a|2024-01-01T09:00:00  UTC|FREQ=DAILY;COUNT=3"}, ""},
		"every twelve hours":  {file("DTSTART:20240101T090000Z\nSUMMARY:a\nRRULE:FREQ=HOURLY;INTERVAL=12"), []string{"a|2024-01-01T09:00:00  UTC|FREQ=DAILY;BYHOUR=9,21"}, ""},
		"every five hours":    {file("DTSTART:20240101T090000Z\nSUMMARY:a\nRRULE:FREQ=HOURLY;INTERVAL=5"), []string{"a|2024-01-01T09:00:00  UTC|FREQ=HOURLY;INTERVAL=5"}, ""},
		"a gap of the clocks": {file("DTSTART;TZID=America/New_York:20240310T023000\nDURATION:PT30M\nSUMMARY:a\nRRULE:FREQ=DAILY;COUNT=3"), []string{"a|2024-03-10T03:30:00 2024-03-10T04:00:00 America/New_York|FREQ=DAILY;COUNT=2;BYHOUR=2;BYMINUTE=30"}, ""},
		"since 1604":          {file("DTSTART:16040423\nSUMMARY:a\nRRULE:FREQ=YEARLY"), []string{"a|1604-04-23|FREQ=YEARLY"}, ""},
		"since 1066":          {file("DTSTART:10661014\nSUMMARY:a\nRRULE:FREQ=YEARLY"), []string{"a|1066-10-14"}, "repeats since before 1583"},
	} {
		in := read(t, x.text, Options{})
		var got, notes []string
		for _, e := range in.Events {
			got = append(got, briefEvent(e))
		}
		for _, p := range in.Problems {
			notes = append(notes, p.Error())
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if s := strings.Join(notes, "\n"); !strings.Contains(s, x.note) || x.note == "" && s != "" {
			t.Errorf("%s: said is %q, want %q", name, s, x.note)
		}
	}
}

// More exceptions than fit on a screen are kept.
func TestManyExceptions(t *testing.T) {
	var b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&b, "\nEXDATE:%s", time.Date(2000, 1, 2+2*i, 0, 0, 0, 0, time.UTC).Format(dateLayout))
	}
	in := read(t, file("DTSTART:20000101\nSUMMARY:a\nRRULE:FREQ=DAILY"+b.String()), Options{})
	if n := len(in.Events[0].Repeat.Except); n != 3000 || len(in.Problems) > 0 {
		t.Errorf("%d exceptions, %v", n, in.Problems)
	}
}

// Messages about events are none (RFC 5546 §1.4).
func TestMessagesAreNoEvents(t *testing.T) {
	for method, want := range map[string]int{"REPLY": 0, "counter": 0, "REFRESH": 0, "DECLINECOUNTER": 0, "REQUEST": 1, "ADD": 1} {
		text := strings.Replace(file("DTSTART:20190524\nSUMMARY:a"), "VERSION:2.0", "VERSION:2.0\nMETHOD:"+method, 1)
		if in := read(t, text, Options{}); len(in.Events) != want || (want == 0) != (len(in.Problems) == 1) {
			t.Errorf("%s: %d events, %v", method, len(in.Events), in.Problems)
		}
	}
}

// Whatever repetition is published comes back as it is in the record.
func TestRepetitionsComeBack(t *testing.T) {
	berlin := timed("2026-03-02T08:00:00Z", "2026-03-02T08:15:00Z", "Europe/Berlin")
	for name, x := range map[string]struct {
		span   events.Span
		repeat events.Repetition
	}{
		"a rule":              {berlin, events.Repetition{Rule: "FREQ=WEEKLY"}},
		"exceptions":          {berlin, events.Repetition{Rule: "FREQ=WEEKLY", Except: []string{"2026-03-09T09:00:00"}}},
		"the first left out":  {berlin, events.Repetition{Rule: "FREQ=WEEKLY;COUNT=9", Except: []string{"2026-03-02T09:00:00", "2026-03-16T09:00:00"}}},
		"since 1949":          {on("1949-10-01"), events.Repetition{Rule: "FREQ=YEARLY;COUNT=90", Except: []string{"1950-10-01"}}},
		"since 1604":          {on("1604-04-23"), events.Repetition{Rule: "FREQ=YEARLY"}},
		"times since 1949":    {timed("1949-10-01T07:00:00Z", "1949-10-01T09:00:00Z", "Asia/Shanghai"), events.Repetition{Rule: "FREQ=YEARLY"}},
		"further days":        {on("2026-06-01"), events.Repetition{Also: []string{"2026-06-05", "2026-06-09/P2D"}}},
		"further times":       {berlin, events.Repetition{Rule: "FREQ=WEEKLY;COUNT=2", Also: []string{"2026-03-03T09:00:00", "2026-03-09T09:00:00/PT2H"}}},
		"working days":        {berlin, events.Repetition{Rule: "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU,WE,TH,FR", Except: []string{"2026-04-30T09:00:00"}}},
		"two times of day":    {berlin, events.Repetition{Rule: "FREQ=DAILY;BYHOUR=9,15", Except: []string{"2026-03-03T15:00:00"}}},
		"hours":               {berlin, events.Repetition{Rule: "FREQ=HOURLY;INTERVAL=5"}},
		"not of its own rule": {on("2026-03-01"), events.Repetition{Rule: "FREQ=MONTHLY;BYMONTHDAY=15"}},
		"a gap of the clocks": {timed("2024-03-10T07:30:00Z", "", "America/New_York"), events.Repetition{Rule: "FREQ=DAILY;COUNT=2;BYHOUR=2;BYMINUTE=30"}},
		"before the first":    {on("2026-06-01"), events.Repetition{Rule: "FREQ=YEARLY", Also: []string{"2026-05-01"}}},
	} {
		e := testEvent("e", x.span, "标题", "")
		e.Repeat = &x.repeat
		if err := e.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		f := ical.WriteOut(testFeed("zh", ".ics", []*events.Event{e}), edtf.DayOf(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)))
		var lines, jcal bytes.Buffer
		if err := ical.Write(t.Context(), &lines, f); err != nil {
			t.Fatal(err)
		}
		if err := ical.WriteJCal(t.Context(), &jcal, f); err != nil {
			t.Fatal(err)
		}
		for form, text := range map[string]string{"iCalendar": lines.String(), "jCal": jcal.String()} {
			in := read(t, text, Options{Record: testSite().Record})
			if len(in.Events) != 1 || len(in.Problems) > 0 {
				t.Errorf("%s, %s: %d events, %v", name, form, len(in.Events), in.Problems)
				continue
			}
			got := in.Events[0]
			if diff := cmp.Diff(e.Repeat, got.Repeat); diff != "" || !got.Span.Equal(e.Span) || got.ID != e.ID {
				t.Errorf("%s, %s: %s comes back as %s, %s", name, form, briefEvent(e), briefEvent(got), diff)
			}
		}
	}
}
