package moment

import (
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
)

func event(id, date string, rev events.Rev, tags ...string) *events.Event {
	return &events.Event{
		ID: events.ID(id), Slug: id, Rev: rev, Span: events.On(edtf.MustParse(date)), Status: events.Published, Tags: tags,
		Text: map[string]events.Text{"en": {Title: id}}, Published: time.Unix(int64(rev), 0), Updated: time.Unix(int64(rev), 0),
		Place: &events.Place{Slug: "p-" + id, Name: events.Localised{"en": id}},
	}
}

var founded = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func record() *timeline.Timeline {
	return timeline.New().With(events.Batch{
		Rev: 1, Reset: true, Documents: (&events.Site{Authority: "example.org", Rev: 1, Founded: founded}).Documents(),
		Events: []*events.Event{event("a", "2018-03-01", 1, "x"), event("b", "2019-05-01", 1, "y"), event("c", "2019-07-01", 1, "y")},
	})
}

func selection(query string) events.Selection {
	sel, err := events.ParseSelection(query)
	if err != nil {
		panic(err)
	}
	return sel
}

// TestAnAnswerOutlivesWhatItDoesNotShow asks one question each, and holds the
// note against edits: one that changes the answer, and one that does not.
func TestAnAnswerOutlivesWhatItDoesNotShow(t *testing.T) {
	changed := func(e *events.Event) events.Batch { return events.Batch{Rev: 2, Events: []*events.Event{e}} }
	editA, editC := changed(event("a", "2018-03-02", 2, "x")), changed(event("c", "2019-07-02", 2, "y"))
	newYear, newMonth := changed(event("d", "2017-01-01", 2, "x")), changed(event("d", "2019-06-01", 2, "x"))
	elsewhere := event("c", "2019-07-01", 2, "y")
	elsewhere.Place.Name = events.Localised{"en": "C"}
	renamed := changed(elsewhere)
	for name, c := range map[string]struct {
		ask            func(m *Moment)
		stays, changes events.Batch
	}{
		"Select":      {func(m *Moment) { m.Select(selection("tag=y")) }, editA, editC},
		"Agenda":      {func(m *Moment) { m.Agenda(selection("tag=y")) }, editA, editC},
		"Search":      {func(m *Moment) { m.Search(selection("tag=y")) }, editA, editC},
		"Past":        {func(m *Moment) { m.Past(selection("tag=y")) }, editA, editC},
		"LastChanged": {func(m *Moment) { m.LastChanged(selection("tag=y")) }, editA, editC},
		"Count":       {func(m *Moment) { m.Count() }, editA, newYear},
		"Year":        {func(m *Moment) { m.Year(2019) }, newYear, newMonth},
		"YearBefore":  {func(m *Moment) { m.YearBefore(2018) }, newMonth, newYear},
		"YearAfter":   {func(m *Moment) { m.YearAfter(2017) }, newMonth, changed(event("a", "2016", 2, "x"))},
		"MonthBefore": {func(m *Moment) { m.MonthBefore(2019, 7) }, newYear, newMonth},
		"MonthAfter":  {func(m *Moment) { m.MonthAfter(2019, 5) }, newYear, newMonth},
		"Event":       {func(m *Moment) { m.Event("c") }, editA, editC},
		"AtAddress":   {func(m *Moment) { m.AtAddress("c") }, editA, editC},
		"no address":  {func(m *Moment) { m.AtAddress("d") }, editA, newYear},
		"Neighbours":  {func(m *Moment) { m.Neighbours("c") }, newYear, newMonth},
		"PlaceName":   {func(m *Moment) { m.PlaceName("p-c") }, editC, renamed},
		"no place":    {func(m *Moment) { m.PlaceName("p-d") }, editA, newYear},
	} {
		was := record()
		m := New(was)
		c.ask(m)
		kept := m.Forget()
		if !kept.Holds(was, was.Rev()) {
			t.Errorf("%s: the answer is old at once", name)
		}
		if !kept.Holds(was.With(c.stays), was.Rev()) {
			t.Errorf("%s: an edit elsewhere makes the answer old", name)
		}
		if kept.Holds(was.With(c.changes), was.Rev()) {
			t.Errorf("%s: the answer outlives the edit that changes it", name)
		}
		if kept.t != nil {
			t.Errorf("%s: what is kept holds on to the timeline", name)
		}
	}
}

func TestWhatMayChangeWithAnyCommitHoldsOnce(t *testing.T) {
	was := record()
	m := New(was)
	m.Once()
	if m.Forget().Holds(was, was.Rev()) {
		t.Error("it holds")
	}
	n := New(was)
	n.Select(selection("tag=y"))
	documents := (&events.Site{Authority: "example.org", Founded: founded}).Documents()
	for _, d := range documents {
		d.Rev = 2
	}
	site := was.With(events.Batch{Rev: 2, Documents: documents})
	if n.Holds(site, was.Rev()) {
		t.Error("an answer outlives a change of the site's settings")
	}
}

func TestAnswersAreTheTimelines(t *testing.T) {
	was := record()
	m := New(was)
	if m.Timeline() != was || m.Rev() != 1 || m.Site() != was.Site() {
		t.Error("another timeline")
	}
	if n := len(m.Select(selection("tag=y"))); n != 2 {
		t.Errorf("%d selected", n)
	}
	if n := len(m.Agenda(selection("tag=x"))); n != 1 {
		t.Errorf("%d on the agenda", n)
	}
	if n := len(m.Search(selection("q=b"))); n != 1 {
		t.Errorf("%d found", n)
	}
	if m.Count().Total != 3 || m.Year(2019).Total != 2 {
		t.Errorf("counts %d, %d", m.Count().Total, m.Year(2019).Total)
	}
	if y, ok := m.YearBefore(2019); y != 2018 || !ok {
		t.Errorf("the year before: %d, %v", y, ok)
	}
	if y, ok := m.YearAfter(2018); y != 2019 || !ok {
		t.Errorf("the year after: %d, %v", y, ok)
	}
	if _, ok := m.YearAfter(2019); ok {
		t.Error("a year after the last")
	}
	if y, month, ok := m.MonthBefore(2019, 7); y != 2019 || month != 5 || !ok {
		t.Errorf("the month before: %d-%d, %v", y, month, ok)
	}
	if y, month, ok := m.MonthAfter(2018, 3); y != 2019 || month != 5 || !ok {
		t.Errorf("the month after: %d-%d, %v", y, month, ok)
	}
	if e, ok := m.Event("b"); !ok || e.ID != "b" {
		t.Error("Event")
	}
	if e, moved, ok := m.AtAddress("b"); !ok || moved || e.ID != "b" {
		t.Error("AtAddress")
	}
	if before, after := m.Neighbours("b"); before.ID != "a" || after.ID != "c" {
		t.Error("Neighbours")
	}
	if m.PlaceName("p-b")["en"] != "b" || m.PlaceName("nowhere") != nil {
		t.Error("PlaceName")
	}
	if got := m.LastChanged(selection("tag=nobody")); !got.Equal(founded) {
		t.Errorf("what never held an event changed %v", got)
	}
	if got := m.LastModified(founded.Add(1)); !got.Equal(founded.Add(1)) {
		t.Errorf("changed %v", got)
	}
	if len(m.Past(selection(""))) != 0 {
		t.Error("something was taken back")
	}
}
