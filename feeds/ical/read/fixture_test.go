package read

import (
	"almanac.example/events"
	"almanac.example/feeds/feedstest"
)

var (
	on, timed                                 = feedstest.On, feedstest.Timed
	testSite, testEvent, testEvents, testFeed = feedstest.Site, feedstest.Event, feedstest.Events, feedstest.Feed
)

// calendarEvents is the fixture with repetitions.
func calendarEvents() []*events.Event {
	yearly := testEvent("y1", on("1949-10-01"), "国庆", "National day")
	yearly.Repeat = &events.Repetition{Rule: "FREQ=YEARLY", Except: []string{"1950-10-01", "2020-10-01"}}
	leap := testEvent("y2", on("2016-02-29"), "闰日", "Leap day")
	leap.Repeat = &events.Repetition{Rule: "freq=yearly;bymonth=2;bymonthday=-1;count=10"}
	weekly := testEvent("k1", timed("2026-03-06T14:00:00Z", "2026-03-06T15:30:00Z", "America/New_York"), "例会", "Meeting")
	weekly.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;UNTIL=20261231T235959Z", Except: []string{"2026-03-13T09:00:00"}}
	utc := testEvent("k2", timed("2026-03-06T14:00:00Z", "", "UTC"), "整点", "On the hour")
	utc.Repeat = &events.Repetition{Rule: "FREQ=DAILY;COUNT=3", Except: []string{"2026-03-07T14:00:00"}}
	old := testEvent("o1", on("1582-10-15"), "新历", "A new calendar")
	doubt := testEvent("d1", on("1985-04-XX?"), "某日", "Some day")
	written := testEvent("d2", on("1985-05-01/1985-05-10~"), "上旬", "Early May")
	written.Span.AsWritten = events.Localised{"zh": "1985年5月上旬"}
	return append(testEvents(), yearly, leap, weekly, utc, old, doubt, written)
}
