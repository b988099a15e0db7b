package ical

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/feeds/feedstest"
)

// writable is a date or time as RFC 5545 §3.3.4 and §3.3.5 spell it, in a year
// that calendars show.
var writable = regexp.MustCompile(`^(1[7-9]|16[1-9]|160[1-9]|[2-9])[0-9]*$`)

// edgeDate is a date at an edge of what calendars can write.
type edgeDate struct {
	span   events.Span
	repeat *events.Repetition
	shown  string // for which choices it is in the calendar: default, range, marker
}

func repeated(rule string, except ...string) *events.Repetition {
	return &events.Repetition{Rule: rule, Except: except}
}

func edgeDates() map[string]edgeDate {
	const all, none = "default range marker", ""
	return map[string]edgeDate{
		"the last day":                {on("9999-12-31"), nil, none}, // it ends with a day of five digits
		"the last day but one":        {on("9999-12-30"), nil, all},
		"the last days":               {on("9999-12-30/9999-12-31"), nil, none},
		"days up to the last but one": {on("9999-12-29/9999-12-30"), nil, all},
		"the last month":              {on("9999-12"), nil, "marker"},
		"the last month but one":      {on("9999-11"), nil, all},
		"the last year":               {on("9999"), nil, "default marker"},
		"the last decade":             {on("999X"), nil, "default marker"},
		"the last century":            {on("99XX"), nil, "default marker"},
		"open towards the end":        {on("9999-12-31/.."), nil, none},
		"open, not at the end":        {on("9999-01-01/.."), nil, all},
		"until the last day":          {on("../9999-12-31"), nil, none},
		"until the last day but one":  {on("../9999-12-30"), nil, all},
		"a year of five digits":       {on("Y10000"), nil, none},
		"years across the end":        {on("9998/Y10001"), nil, "default marker"},
		"the first day":               {on("1601-01-01"), nil, all},
		"the day before the first":    {on("1600-12-31"), nil, none},
		"days across the first":       {on("1600-12-31/1601-01-02"), nil, none},
		"the first century":           {on("16XX"), nil, none},
		"before Christ":               {on("-0220"), nil, none},
		"a year of three digits":      {on("0220-05-24"), nil, none},
		"far before Christ":           {on("Y-17E7"), nil, none},
		"until long ago":              {on("../-0220"), nil, none},

		"the last hour in UTC":          {wall("9999-12-31T22:00:00", "9999-12-31T23:00:00", "UTC"), nil, all},
		"the last hour in the east":     {wall("9999-12-31T22:00:00", "9999-12-31T23:00:00", "Asia/Shanghai"), nil, all},
		"the last hour in the west":     {wall("9999-12-31T22:00:00", "9999-12-31T23:00:00", "America/New_York"), nil, none},
		"an end of five digits in UTC":  {wall("9999-12-31T18:00:00", "9999-12-31T20:00:00", "America/New_York"), nil, none},
		"no end, in the west":           {wall("9999-12-31T20:00:00", "", "America/New_York"), nil, none},
		"the first hour in UTC":         {wall("1601-01-01T00:00:00", "1601-01-01T01:00:00", "UTC"), nil, all},
		"the first hour in the east":    {wall("1601-01-01T00:00:00", "1601-01-01T01:00:00", "Asia/Shanghai"), nil, none},
		"the first hour in the west":    {wall("1601-01-01T00:00:00", "1601-01-01T01:00:00", "America/New_York"), nil, all},
		"the last of the years before":  {wall("1600-12-31T23:00:00", "1601-01-01T01:00:00", "America/New_York"), nil, none},
		"a series of the last day":      {on("9999-12-31"), repeated("FREQ=DAILY;COUNT=2"), none},
		"a series of the last days":     {on("9999-12-30"), repeated("FREQ=DAILY;COUNT=2"), all},
		"a series up to the end":        {on("9999-12-01"), repeated("FREQ=DAILY;UNTIL=99991231", "9999-12-31"), all},
		"a series of last hours":        {wall("9999-12-31T22:00:00", "9999-12-31T23:00:00", "America/New_York"), repeated("FREQ=DAILY;COUNT=2"), none},
		"a series of nights":            {wall("9999-12-31T23:00:00", "", "Asia/Shanghai"), repeated("FREQ=DAILY;COUNT=2"), all},
		"a series in the last year":     {wall("9999-10-01T09:00:00", "9999-10-01T10:00:00", "Europe/Berlin"), repeated("FREQ=WEEKLY;UNTIL=99991231T080000Z"), all},
		"a series across midnight, UTC": {wall("9999-12-31T20:00:00", "9999-12-31T23:30:00", "Atlantic/Azores"), repeated("FREQ=DAILY;COUNT=2"), none},
	}
}

// edgeEvents are the dates as events, by name.
func edgeEvents() map[string]*events.Event {
	list := map[string]*events.Event{}
	for name, d := range edgeDates() {
		e := testEvent(strings.ReplaceAll(strings.ReplaceAll(name, " ", "-"), ",", ""), d.span, "", name)
		e.Repeat = d.repeat
		list[name] = e
	}
	return list
}

// writtenTimes are the dates and times that a calendar carries, wherever they
// stand.
func writtenTimes(t *testing.T, ext string, doc []byte) []string {
	t.Helper()
	if ext == ".ics" {
		return wireTimes(checkWire(t, doc))
	}
	var root []any
	if err := json.Unmarshal(doc, &root); err != nil {
		t.Fatal(err)
	}
	return jcalTimes(root)
}

// wireTimes takes the values of every property that carries a date or a time.
func wireTimes(c *wireComponent) []string {
	var list []string
	for _, p := range c.properties {
		switch p.name {
		case "DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID", "CREATED", "LAST-MODIFIED", "DTSTAMP", "TRIGGER":
			list = append(list, strings.Split(p.value, ",")...)
		case "RRULE":
			if _, until, ok := strings.Cut(p.value, "UNTIL="); ok {
				until, _, _ = strings.Cut(until, ";")
				list = append(list, until)
			}
		}
	}
	for _, child := range c.children {
		list = append(list, wireTimes(child)...)
	}
	return list
}

func jcalTimes(c []any) []string {
	var list []string
	properties, _ := c[1].([]any)
	for _, p := range properties {
		fields, _ := p.([]any)
		switch fields[2] {
		case "date", "date-time":
			list = append(list, strings.NewReplacer("-", "", ":", "").Replace(fmt.Sprint(fields[3])))
		case "recur":
			if rule, _ := fields[3].(map[string]any); rule["until"] != nil {
				list = append(list, strings.NewReplacer("-", "", ":", "").Replace(fmt.Sprint(rule["until"])))
			}
		}
	}
	children, _ := c[2].([]any)
	for _, child := range children {
		component, _ := child.([]any)
		list = append(list, jcalTimes(component)...)
	}
	return list
}

// checkTimes holds that all of them have four digits to a year and lie in the
// years that calendars show.
func checkTimes(t *testing.T, list []string) {
	t.Helper()
	for _, value := range list {
		digits := strings.TrimSuffix(strings.Replace(value, "T", "", 1), "Z")
		if len(digits) != 8 && len(digits) != 14 || !writable.MatchString(digits) {
			t.Errorf("%s is written", value)
		}
	}
}

// unfolded joins the lines that RFC 5545 §3.1 has cut.
func unfolded(doc []byte) string { return strings.ReplaceAll(string(doc), "\r\n ", "") }

// TestWhatCannotBeWrittenIsLeftOut looks at what calendars carry and not at
// what events say: an end that is exclusive, an instant in UTC.
func TestWhatCannotBeWrittenIsLeftOut(t *testing.T) {
	all := edgeEvents()
	for name, d := range edgeDates() {
		for choice, how := range map[string]feeds.Imprecise{"default": feeds.ImpreciseDefault, "range": feeds.ImpreciseRange, "marker": feeds.ImpreciseMarker} {
			for _, format := range formats() {
				t.Run(name+" "+choice+format.Extension, func(t *testing.T) {
					f := testFeed("en", format.Extension, []*events.Event{all[name]})
					f.Options.Imprecise = how
					var b bytes.Buffer
					if err := format.Write(t.Context(), &b, f); err != nil {
						t.Fatal(err)
					}
					checkTimes(t, writtenTimes(t, format.Extension, b.Bytes()))
					want := strings.Contains(d.shown, choice)
					if shown := strings.Contains(strings.ToUpper(b.String()), "VEVENT"); shown != want {
						t.Errorf("in the calendar: %t, want %t", shown, want)
					}
					if counted := strings.Contains(unfolded(b.Bytes()), "1 before 1601 or after 9999"); counted == want {
						t.Errorf("counted as left out: %t, in the calendar: %t", counted, want)
					}
				})
			}
		}
	}
}

// TestOneBadDateCostsNoOther writes all of them into one calendar.
func TestOneBadDateCostsNoOther(t *testing.T) {
	var list []*events.Event
	shown := 0
	for name, e := range edgeEvents() {
		list = append(list, e)
		if strings.Contains(edgeDates()[name].shown, "default") {
			shown++
		}
	}
	for _, format := range formats() {
		var b bytes.Buffer
		if err := format.Write(t.Context(), &b, testFeed("en", format.Extension, list)); err != nil {
			t.Fatal(err)
		}
		checkTimes(t, writtenTimes(t, format.Extension, b.Bytes()))
		if n := strings.Count(strings.ToUpper(b.String()), "X-ALMANAC-PRECISION"); n != shown {
			t.Errorf("%s has %d events, want %d", format.Extension, n, shown)
		}
		if want := fmt.Sprintf("%d before 1601 or after 9999", len(list)-shown); !strings.Contains(unfolded(b.Bytes()), want) {
			t.Errorf("%s does not say %q", format.Extension, want)
		}
	}
}

// TestAnniversariesAtTheEdge makes the calendar of anniversaries on the last
// days that there are.
func TestAnniversariesAtTheEdge(t *testing.T) {
	list := []*events.Event{testEvent("a", on("9990-12-31"), "", "A"), testEvent("b", on("9990-12-30"), "", "B"), testEvent("c", on("-0220-05-24"), "", "C")}
	for _, today := range []string{"9998-06-01", "9999-12-31", "1600-12-31", "1601-01-02"} {
		day, err := edtf.ParseDay(today)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range formats() {
			f := AnniversaryCalendar(testFeed("en", format.Extension, list), Anniversaries{Today: day})
			var b bytes.Buffer
			if err := format.Write(t.Context(), &b, f); err != nil {
				t.Fatal(err)
			}
			checkTimes(t, writtenTimes(t, format.Extension, b.Bytes()))
		}
	}
}

// TestStampsAreWrittenWithFourDigits writes both formats of an event whose
// record was made by a clock far ahead or far behind.
func TestStampsAreWrittenWithFourDigits(t *testing.T) {
	for _, stamp := range feedstest.FarStamps() {
		e := testEvent("a", on("2019-05-24"), "", "A")
		e.Created, e.Published, e.Updated = stamp, stamp, stamp
		e.Formerly = []events.Trace{{Until: stamp, Span: on("2019-05-23"), Status: events.Published}}
		for _, format := range formats() {
			f := testFeed("en", format.Extension, []*events.Event{e})
			f.Updated = stamp
			doc := write(t, format, f)
			checkTimes(t, writtenTimes(t, format.Extension, doc))
			if !strings.Contains(strings.ToUpper(string(doc)), "DTSTAMP") {
				t.Errorf("%s: the event of %s is not there", format.Extension, stamp)
			}
		}
	}
}

// TestShowsTellsWhatIsWritten compares what pages are told with what the
// calendar has.
func TestShowsTellsWhatIsWritten(t *testing.T) {
	for name, e := range edgeEvents() {
		if got, want := Shows(e), strings.Contains(edgeDates()[name].shown, "default"); got != want {
			t.Errorf("%s: %t, want %t", name, got, want)
		}
	}
	if withdrawn := feedstest.Withdrawn(); Shows(withdrawn) {
		t.Error("what was withdrawn is in the calendar")
	}
}
