package ical

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// Online calendars are told the same title and times as a file tells.
func TestAddressesOf(t *testing.T) {
	site := testFeed("en", ".ics", nil).Site
	for name, c := range map[string]struct {
		span   events.Span
		rule   string
		google map[string]string
		other  map[string]string
	}{
		"a day":   {on("2026-12-24"), "", map[string]string{"dates": "20261224/20261225", "text": "Forum"}, map[string]string{"startdt": "2026-12-24", "enddt": "2026-12-25", "allday": "true", "subject": "Forum"}},
		"days":    {on("2026-12-24/2026-12-26"), "", map[string]string{"dates": "20261224/20261227"}, map[string]string{"startdt": "2026-12-24", "enddt": "2026-12-27"}},
		"a month": {on("2026-12"), "", map[string]string{"dates": "20261201/20270101", "text": "Forum (Dec 2026)"}, map[string]string{"subject": "Forum (Dec 2026)"}},
		"a time": {timed("2026-12-01T01:30:00Z", "2026-12-01T03:00:00Z", "Asia/Shanghai"), "", map[string]string{"dates": "20261201T013000Z/20261201T030000Z", "ctz": "Asia/Shanghai", "recur": ""},
			map[string]string{"startdt": "2026-12-01T01:30:00Z", "enddt": "2026-12-01T03:00:00Z", "allday": ""}},
		"an instant": {timed("2026-12-01T01:30:00Z", "", "Asia/Shanghai"), "", map[string]string{"dates": "20261201T013000Z/20261201T013000Z"}, map[string]string{"enddt": "2026-12-01T01:30:00Z"}},
		"each week":  {timed("2026-12-01T01:30:00Z", "2026-12-01T03:00:00Z", "Asia/Shanghai"), "FREQ=WEEKLY;COUNT=3", map[string]string{"recur": "RRULE:FREQ=WEEKLY;COUNT=3", "dates": "20261201T013000Z/20261201T030000Z", "ctz": "Asia/Shanghai"}, map[string]string{"startdt": "2026-12-01T01:30:00Z"}},
		"each year":  {on("2026-12-24"), "FREQ=YEARLY", map[string]string{"recur": "RRULE:FREQ=YEARLY", "dates": "20261224/20261225"}, map[string]string{"allday": "true"}},
	} {
		e := testEvent("a", c.span, "论坛", "Forum")
		e.Place = &events.Place{Slug: "hall", Name: events.Localised{"en": "Hall 3 & 4"}}
		if c.rule != "" {
			e.Repeat = &events.Repetition{Rule: c.rule}
		}
		to, ok := AddressesOf(site, "en", e)
		if !ok {
			t.Errorf("%s has no address", name)
			continue
		}
		for address, want := range map[string]map[string]string{to.Google: c.google, to.Outlook: c.other} {
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for key := range want {
				got[key] = u.Query().Get(key)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s at %s (-want +got):\n%s", name, u.Host, diff)
			}
			if details := u.Query().Get("details") + u.Query().Get("body"); !strings.HasSuffix(details, "https://almanac.example/en/e/e-a") || u.Query().Get("location") != "Hall 3 & 4" {
				t.Errorf("%s at %s: %q", name, u.Host, address)
			}
		}
		if strings.Contains(to.Outlook, "+") {
			t.Errorf("%s: Outlook would show a plus sign: %s", name, to.Outlook)
		}
	}
}

func TestNoAddressesOfWhatCalendarsDoNotShow(t *testing.T) {
	site := testFeed("en", ".ics", nil).Site
	old, off := testEvent("a", on("-0220"), "秦", "Qin"), testEvent("b", on("2026-12-24"), "论坛", "Forum")
	off.Status = events.Cancelled
	for _, e := range []*events.Event{old, off} {
		if to, ok := AddressesOf(site, "en", e); ok {
			t.Errorf("%s: %+v", e.ID, to)
		}
	}
	long := testEvent("c", on("2026-12-24"), "论坛", "Forum")
	long.Text["en"] = events.Text{Title: "Forum", Summary: strings.Repeat("界", 2000)}
	if to, _ := AddressesOf(site, "en", long); len(to.Google) > 5000 {
		t.Errorf("an address of %d characters", len(to.Google))
	}
}
