package page_test

import (
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

func repeating(id, date, rule string) events.Event {
	return webtest.Story(id, date, func(e *events.Event) { e.Repeat = &events.Repetition{Rule: rule} })
}

// TestRepeatingEventsStandOnTheirDays holds that a repeating event is shown on
// the days it occurs, and that a year is not flooded by a weekly one.
func TestRepeatingEventsStandOnTheirDays(t *testing.T) {
	i := newInstance(t, repeating("weekly", "2026-03-02", "FREQ=WEEKLY"), repeating("yearly", "2019-05-24", "FREQ=YEARLY"), repeating("quarter", "2026-01-15", "FREQ=MONTHLY;INTERVAL=3"))
	for path, want := range map[string]string{
		"/en/2026":       "quarter weekly quarter yearly quarter quarter",
		"/en/2026/03":    "weekly weekly weekly weekly weekly",
		"/en/2026/05/24": "yearly",
		"/en/2030/05":    "weekly weekly weekly yearly weekly",
		"/en/on/05-24":   "yearly",
	} {
		d := webtest.Document(t, i.get(t, path).body)
		if got := strings.Join(webtest.SlugsOf(d, "#tl"), " "); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		webtest.CheckElements(t, d)
	}
	grid := webtest.Document(t, i.get(t, "/en/2026/03/grid").body)
	var days []string
	for _, td := range grid.Find("td.some .dn").EachIter() {
		td.Find(".vh").Remove()
		days = append(days, td.Text())
	}
	if !slices.Equal(days, []string{"2", "9", "16", "23", "30"}) {
		t.Errorf("the grid has it on %v", days)
	}
	page := webtest.Document(t, i.get(t, "/en/e/weekly").body).Find(".facts").Text()
	if !strings.Contains(page, "every week") || !strings.Contains(page, "2 March 2026") {
		t.Errorf("the event's page says %q", page)
	}
}
