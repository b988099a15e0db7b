package web

import (
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
)

func repeating(id, date, rule string) events.Event {
	return story(id, date, func(e *events.Event) { e.Repeat = &events.Repetition{Rule: rule} })
}

func TestRepetitionInWords(t *testing.T) {
	for _, c := range []struct{ date, rule, zh, en string }{
		{"2026-03-02", "FREQ=WEEKLY", "每周", "every week"},
		{"2026-03-02", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "每 2 周（星期一、星期四）", "every 2 weeks on Monday, Thursday"},
		{"2026-03-02", "FREQ=MONTHLY;BYDAY=1MO;COUNT=6", "每月（第 1 个星期一），共 6 次", "every month on the 1st Monday, 6 times"},
		{"2026-03-27", "FREQ=MONTHLY;BYDAY=-1FR", "每月（最后一个星期五）", "every month on the last Friday"},
		{"2026-03-02", "FREQ=DAILY;UNTIL=20260310", "每天，至2026年3月10日止", "every day, until 10 March 2026"},
		{"2026-03-02", "FREQ=YEARLY", "每年", "every year"},
	} {
		e := repeating("r", c.date, c.rule)
		if got := (words{"zh"}).repetition(&e); got != c.zh {
			t.Errorf("%s: %q, want %q", c.rule, got, c.zh)
		}
		if got := (words{"en"}).repetition(&e); got != c.en {
			t.Errorf("%s: %q, want %q", c.rule, got, c.en)
		}
	}
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
		d := document(t, i.get(t, path).body)
		if got := strings.Join(slugsOf(d, "#tl"), " "); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		checkElements(t, d)
	}
	grid := document(t, i.get(t, "/en/2026/03/grid").body)
	var days []string
	for _, td := range grid.Find("td.some .dn").EachIter() {
		td.Find(".vh").Remove()
		days = append(days, td.Text())
	}
	if !slices.Equal(days, []string{"2", "9", "16", "23", "30"}) {
		t.Errorf("the grid has it on %v", days)
	}
	page := document(t, i.get(t, "/en/e/weekly").body).Find(".facts").Text()
	if !strings.Contains(page, "every week") || !strings.Contains(page, "2 March 2026") {
		t.Errorf("the event's page says %q", page)
	}
}
