package timeline_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
)

// dated is a record with one event for each date; every third one is
// important.
func dated(dates ...string) *timeline.Timeline {
	b := events.Batch{Rev: 1, Reset: true}
	for i, d := range dates {
		b.Events = append(b.Events, &events.Event{
			ID: events.ID(fmt.Sprintf("e%02d", i)), Slug: fmt.Sprintf("e%02d", i), Rev: 1, Status: events.Published, Key: i%3 == 0,
			Span: events.On(edtf.MustParse(d)), Tags: []string{fmt.Sprintf("tag%d", i%2)},
			Place: &events.Place{Slug: "here", Name: events.Localised{"en": "Here"}}, Text: map[string]events.Text{"en": {Title: d}},
		})
	}
	return timeline.New().With(b)
}

func TestCount(t *testing.T) {
	tl := dated("2019-05-24", "2019-05", "2019", "2018-12-30/2019-01-02", "201X", "../2015", "2016/..", "-0220", "2019-02-28/2019-03-01", "2000-02-29", "Y12345")
	want := &timeline.Count{
		Total: 11, Key: 4,
		Years: []timeline.YearCount{
			{Year: -220, Total: 1, Months: [13]int{1}},
			{Year: 2000, Total: 1, Key: 1, Months: [13]int{2: 1}},
			{Year: 2016, Total: 1, Key: 1, Months: [13]int{1}},
			{Year: 2018, Total: 1, Key: 1, Months: [13]int{12: 1}},
			{Year: 2019, Total: 4, Key: 1, Months: [13]int{0: 1, 2: 1, 5: 2}},
			{Year: 12345, Total: 1, Months: [13]int{1}},
		},
		Tags:   []timeline.SlugCount{{Slug: "tag0", N: 6}, {Slug: "tag1", N: 5}},
		Places: []timeline.SlugCount{{Slug: "here", N: 11}},
		Kinds:  [5]int{2, 2, 1, 4, 2},
	}
	ignore := cmp.Options{cmpopts.IgnoreUnexported(timeline.Count{}), cmpopts.IgnoreFields(timeline.Count{}, "Coarse")}
	for name, got := range map[string]*timeline.Count{"of the timeline": tl.Count(), "of a list": timeline.CountOf(tl.Select(events.Selection{}))} {
		if diff := cmp.Diff(want, got, ignore); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if len(got.Coarse) != 2 {
			t.Errorf("%s: %d fix no year, want 201X and ../2015", name, len(got.Coarse))
		}
	}
	if first, last, ok := tl.Count().Extent(); first != -220 || last != 12345 || !ok {
		t.Errorf("from %d to %d", first, last)
	}
	if y := tl.Count().Year(1999); y.Total != 0 || y.Year != 1999 {
		t.Errorf("an empty year: %v", y)
	}
	if tl.PlaceName("here")["en"] != "Here" || tl.PlaceName("there") != nil {
		t.Error("places are known by their slugs")
	}
}

// TestPlaceName is the vocabulary's, or that of the last event there.
func TestPlaceName(t *testing.T) {
	at := func(id, date, name string) *events.Event {
		return &events.Event{
			ID: events.ID(id), Slug: id, Rev: 1, Status: events.Published, Span: events.On(edtf.MustParse(date)),
			Place: &events.Place{Slug: "here", Name: events.Localised{"en": name}}, Text: map[string]events.Text{"en": {Title: id}},
		}
	}
	draft := at("d", "2030", "Draft")
	draft.Status = events.Draft
	tl := timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: []*events.Event{at("b", "2020", "New"), at("a", "2010", "Old"), draft}})
	if got := tl.PlaceName("here")["en"]; got != "New" {
		t.Errorf("events call the place %q", got)
	}
	for _, c := range []struct {
		place events.NamedPlace
		want  string
	}{
		{events.NamedPlace{Slug: "here", Name: events.Localised{"en": "Named"}}, "Named"},
		{events.NamedPlace{Slug: "here"}, "New"}, // without a name
		{events.NamedPlace{Slug: "there", Name: events.Localised{"en": "There"}}, "New"},
	} {
		site := events.Site{Places: []events.NamedPlace{c.place}}
		named := tl.With(events.Batch{Rev: 2, Documents: site.Documents()})
		if got := named.PlaceName("here")["en"]; got != c.want {
			t.Errorf("with %v in the vocabulary the place is %q; want %q", c.place, got, c.want)
		}
	}
}

// TestCountAgreesWithTheCalendar compares the months that Count finds with
// those that the dates say, over leap years, centuries and the year 0.
func TestCountAgreesWithTheCalendar(t *testing.T) {
	for _, year := range []int64{-9999, -401, -400, -101, -100, -5, -4, -1, 0, 1, 4, 100, 400, 1582, 1600, 1900, 1970, 2000, 2024, 2100, 9999} {
		for month := 1; month <= 12; month++ {
			sign, abs := "", year
			if year < 0 {
				sign, abs = "-", -year
			}
			text := fmt.Sprintf("%s%04d-%02d", sign, abs, month)
			first, _ := edtf.MustParse(text).Earliest()
			last, _ := edtf.MustParse(text).Latest()
			for _, d := range []edtf.Day{first, last} {
				years := dated(d.String()).Count().Years
				if len(years) != 1 || years[0].Year != year || years[0].Months[month] != 1 {
					t.Errorf("%s counts in %v", d, years)
				}
			}
		}
	}
}

func TestNeighbours(t *testing.T) {
	tl := dated("2019-05-24", "2017-01-01", "2019-05", "2018-03-04", "2019")
	for id, want := range map[events.ID][2]string{
		"e01": {"", "e03"}, "e03": {"e01", "e00"}, "e00": {"e03", "e02"}, "e02": {"e00", "e04"}, "e04": {"e02", ""}, "none": {"", ""},
	} {
		before, after := tl.Neighbours(id)
		got := [2]string{}
		for i, e := range []*events.Event{before, after} {
			if e != nil {
				got[i] = string(e.ID)
			}
		}
		if got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
	for _, c := range []struct{ year, before, after int64 }{{2016, 0, 2017}, {2017, 0, 2018}, {2018, 2017, 2019}, {2019, 2018, 0}, {3000, 2019, 0}} {
		before, ok1 := tl.YearBefore(c.year)
		after, ok2 := tl.YearAfter(c.year)
		if before != c.before || after != c.after || ok1 != (c.before != 0) || ok2 != (c.after != 0) {
			t.Errorf("%d: %d, %d", c.year, before, after)
		}
	}
	if y, m, ok := tl.MonthBefore(2019, 5); y != 2018 || m != 3 || !ok {
		t.Errorf("before May 2019: %d-%d, %t", y, m, ok)
	}
	if y, m, ok := tl.MonthAfter(2017, 1); y != 2018 || m != 3 || !ok {
		t.Errorf("after January 2017: %d-%d, %t", y, m, ok)
	}
	if _, _, ok := tl.MonthAfter(2019, 5); ok {
		t.Error("there is a month after the last")
	}
	if _, _, ok := tl.MonthBefore(2017, 1); ok {
		t.Error("there is a month before the first")
	}
}

// TestTheYearOfASpan holds how far years are counted: as far as days are.
func TestTheYearOfASpan(t *testing.T) {
	for date, want := range map[string]int64{
		"2019-05-24": 2019, "0000": 0, "-0001": -1, "Y-17E7": -170_000_000, "Y999999999999999": events.MaxYear, "Y-999999999999999": -events.MaxYear, "Y17E7/..": 170_000_000,
	} {
		tl := dated(date)
		got, ok := events.On(edtf.MustParse(date)).Year()
		if years := tl.Count().Years; !ok || got != want || len(years) != 1 || years[0].Year != want {
			t.Errorf("%s: %d (%t), counted in %v, want %d", date, got, ok, years, want)
		}
	}
	for _, date := range []string{"Y1000000000000000", "Y-1000000000000000", "Y1E18", "Y1E400", "201X", "../2019", "Y17E7S2"} {
		tl := dated(date)
		if y, ok := events.On(edtf.MustParse(date)).Year(); ok || len(tl.Count().Years) != 0 || len(tl.Count().Coarse) != 1 {
			t.Errorf("%s: begins in %d, counted in %v", date, y, tl.Count().Years)
		}
	}
}
