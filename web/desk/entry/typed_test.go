package entry

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// full is an entry that says something in every field, also in those that the
// form does not have.
func full() events.Event {
	return events.Event{
		ID: "full", Slug: "full", Status: events.Draft, Span: on("2019-04-10"), Key: true, Tags: []string{"policy", "science"}, Rev: 1, Outdated: []string{"en"},
		Text:  map[string]events.Text{"zh": {Title: "一", Summary: "摘要\n第二行", Body: "正文\n\n* 一"}, "en": {Title: "One"}, "fr": {Title: "Un"}},
		Place: &events.Place{Slug: "wuhu", Name: events.Localised{"zh": "芜湖", "en": "Wuhu"}},
		Sources: []events.Source{
			{Title: events.Localised{"zh": "报告", "en": "Report"}, Author: events.Localised{"zh": "局"}, Date: "2020", Locator: events.Localised{"zh": "第4章"}, Quote: "原文", QuoteLang: "zh", URL: "https://example.org/r", SHA256: strings.Repeat("a", 64)},
			{Title: events.Localised{"en": "Minutes"}},
		},
		Links: []events.Link{{URL: "https://example.org/more", Title: events.Localised{"en": "More", "zh": "更多"}}},
		Image: &events.Image{URL: "https://example.org/a.jpg", Alt: events.Localised{"en": "A", "fr": "Un"}, Credit: "N.N.", Type: "image/jpeg", Licence: "CC0"},
	}
}

// TestTheFormLosesNothing holds that an entry that is opened and sent back says
// what it said, in either language of the interface.
func TestTheFormLosesNothing(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		e := full()
		v := visit(t, lang, e)
		got := read(v, frame.Form{Values: valuesOf(v, &e)}, &e)
		if changed := editing.Changed(&e, &got.event); len(changed) > 0 || len(got.faults) > 0 {
			t.Errorf("%s: %v changed, faults %v", lang, changed, got.faults)
		}
	}
}

func TestOneFieldChangesOneField(t *testing.T) {
	for name, c := range map[string]struct {
		set  []string
		want string
	}{
		"title":      {[]string{"title-en", "Two"}, "text.en.title"},
		"key":        {[]string{"key", ""}, "key"},
		"place":      {[]string{"place", "Shanghai"}, "place"},
		"no place":   {[]string{"place", ""}, "place"},
		"tag":        {[]string{"new-tag", "新的"}, "tags"},
		"known tag":  {[]string{"tag", "science", "new-tag", "POLICY"}, ""},
		"quote":      {[]string{"src-quote-0", "other"}, "sources"},
		"no source":  {[]string{"src-title-1", ""}, "sources"},
		"link":       {[]string{"link-title-0", "Else"}, "links"},
		"alt":        {[]string{"alt-en", "B"}, "image"},
		"no picture": {[]string{"no-picture", "1"}, "image"},
		"follows":    {[]string{"ok-en", "1"}, "outdated"},
		"needs":      {[]string{"follow", "zh"}, "outdated"},
		"date":       {[]string{"date", "11 April 2019"}, "span"},
		"shown as":   {[]string{"written-en", "that day"}, "span"},
		"repeats":    {[]string{"repeat", "WEEKLY"}, "repeat"},
		"address":    {[]string{"slug", "Other-One"}, "slug"},
	} {
		e := full()
		v := visit(t, "en", e)
		values := valuesOf(v, &e)
		for i := 0; i < len(c.set); i += 2 {
			values[c.set[i]] = []string{c.set[i+1]}
		}
		got := read(v, frame.Form{Values: values}, &e)
		var want []string
		if c.want != "" {
			want = []string{c.want}
		}
		if changed := editing.Changed(&e, &got.event); !slices.Equal(changed, want) || len(got.faults) > 0 {
			t.Errorf("%s: changed %v, faults %v", name, changed, got.faults)
		}
	}
}

func TestFaultsLeadToTheirFields(t *testing.T) {
	for field, set := range map[string][]string{
		"t-zh": {"title-zh", ""}, "t-en": {"title-en", strings.Repeat("x", 301)}, "s-en": {"summary-en", strings.Repeat("x", 2001)}, "b-en": {"body-en", strings.Repeat("x", 50_001)},
		"ntag": {"new-tag", "!!"}, "place": {"place", "??"}, "st-0": {"src-title-0", ""}, "su-1": {"src-url-1", "example.org"}, "lu-0": {"link-url-0", ""}, "iu": {"image-url", "a picture"},
		"slug": {"slug", "No Slug!"}, "tf": {"to-time", "14:00"}, "tt": {"from-time", "15:00", "to-time", "x"}, "tz": {"from-time", "15:00", "zone", "Mars"}, "run": {"repeat", "YEARLY", "until", "soon"}, "rex": {"repeat", "YEARLY", "not", "soon"}, "rule": {"repeat", "own", "rule", "FREQ=NEVER"},
	} {
		e := full()
		if field == "st-0" {
			e.Sources[0].Title = events.Localised{"en": "Report"}
		}
		v := visit(t, "en", e)
		values := valuesOf(v, &e)
		for i := 0; i < len(set); i += 2 {
			values.Set(set[i], set[i+1])
		}
		got := read(v, frame.Form{Values: values}, &e)
		if len(got.faults) != 1 || got.faults[0].Field != field || got.faults[0].Label == "" || got.faults[0].Text == "" {
			t.Errorf("%s: %+v", field, got.faults)
		}
		if strings.Contains(got.faults.Of(field), ".") && strings.HasPrefix(got.faults.Of(field), "edit.") {
			t.Errorf("%s: %q", field, got.faults.Of(field))
		}
	}
	v := visit(t, "en")
	empty := read(v, form("date", "2019", "title-en", "", "title-zh", ""), nil)
	if len(empty.faults) != 1 || empty.faults[0].Field != "t-en" {
		t.Errorf("without a title: %+v", empty.faults)
	}
}

func TestWhereAnEntryWillAppear(t *testing.T) {
	for expression, want := range map[string][3]string{
		"2019-04-10":            {"On 10 April", "All day on 10 April 2019, shown as free", "Each year on 10 April"},
		"2019-05-24/2019-05-26": {"From 24 May, on each of its days", "All-day bar, 24–26 May 2019, shown as free", "Not shown, as the day is not known"},
		"2019-05":               {"At the end of May, under the dashed line, on no day", "All-day bar, 1–31 May 2019, shown as free", "Not shown, as the day is not known"},
		"2019":                  {"At the end of 2019, in a column of its own, in no month", "One marker on 1 January 2019; the title says how far the date is known", "Not shown, as the day is not known"},
		"201X":                  {"In no year; listed apart on the page of everything", "One marker on 1 January 2010; the title says how far the date is known", "Not shown, as the day is not known"},
		"-0220":                 {"At the end of 221 BC, in a column of its own, in no month", "Not shown: no calendar can hold such a date", "Not shown, as the day is not known"},
	} {
		e := full()
		e.Span = on(expression)
		v := visit(t, "en", e)
		a := appearanceOf(t.Context(), v, &e)
		if got := [3]string{a.Rows[0].What, a.Rows[1].What, a.Rows[3].What}; got != want {
			t.Errorf("%s:\n%q\n%q", expression, got, want)
		}
		if (a.Rows[0].Ruler != "") != (e.Span.Kind() <= events.KindMonth) {
			t.Errorf("%s: ruler %q", expression, a.Rows[0].Ruler)
		}
		if got := a.Rows[2].Quote; !slices.ContainsFunc(got, func(r words.Run) bool { return strings.Contains(r.Text, "One") }) {
			t.Errorf("%s: feed title %q", expression, got)
		}
	}
	unread := events.Event{Span: events.Span{Unread: "x"}}
	if appearanceOf(t.Context(), visit(t, "en"), &unread) != nil {
		t.Error("a date that is not understood appears")
	}
}

func TestChecksBeforePublishing(t *testing.T) {
	for name, c := range map[string]struct {
		set   func(*events.Event)
		stops bool
		minds int
	}{
		"as it should be": {func(e *events.Event) { e.Outdated, e.Image, e.Sources = nil, nil, e.Sources[:1] }, false, 0},
		"unread":          {func(e *events.Event) { e.Span, e.Image = events.Span{Unread: "x"}, nil }, true, 2},
		"no source":       {func(e *events.Event) { e.Sources, e.Image, e.Outdated = nil, nil, nil }, false, 1},
		"no link":         {func(e *events.Event) { e.Image, e.Outdated = nil, nil }, false, 1},
		"no alt":          {func(e *events.Event) { e.Outdated, e.Sources = nil, e.Sources[:1] }, true, 0},
		"one language":    {func(e *events.Event) { delete(e.Text, "en"); e.Outdated, e.Image, e.Sources = nil, nil, e.Sources[:1] }, false, 1},
		"outdated":        {func(e *events.Event) { e.Image, e.Sources = nil, e.Sources[:1] }, false, 1},
	} {
		e := full()
		c.set(&e)
		v := visit(t, "en", e)
		list := checksOf(v, &e, e.ID)
		minds := 0
		for _, k := range list {
			if k.Word == "Mind" {
				minds++
			}
		}
		if stops(list) != c.stops || minds != c.minds {
			t.Errorf("%s: stops %v, %d to mind: %+v", name, stops(list), minds, list)
		}
	}
}

func TestWhenIsRead(t *testing.T) {
	v := visit(t, "en")
	for text, want := range map[string]string{"2 Mar 2026 09:00": "2026-03-02T09:00:00Z", "2026年3月2日 下午2点": "2026-03-02T14:00:00Z", "2026-03-02T09:15": "2026-03-02T09:15:00Z"} {
		if at, faults := instantOf(v, text); len(faults) > 0 || at.UTC().Format("2006-01-02T15:04:05Z") != want {
			t.Errorf("%q: %s %v", text, at, faults)
		}
	}
	for _, text := range []string{"", "tomorrow", "2 Mar 2026", "1 Mar 2026 09:59", "2 Mar 2026 09:00–10:00", "2 Mar 2026 09:00 Berlin", "Mar 2026 09:00", "04/05/2026 09:00"} {
		if _, faults := instantOf(v, text); len(faults) != 1 || faults[0].Field != "at" {
			t.Errorf("%q: %v", text, faults)
		}
	}
}

func TestPresenceIsBounded(t *testing.T) {
	p := newPresence()
	v := visit(t, "en")
	for i := range presenceMost + 10 {
		p.note(events.ID(fmt.Sprint(i)), v.Account(), v.Now)
	}
	if n := len(p.open); n > presenceMost {
		t.Errorf("%d entries are remembered", n)
	}
	p.note("a", v.Account(), v.Now)
	p.sweep(v.Now.Add(2 * presenceLasts))
	if n := len(p.open); n != 0 {
		t.Errorf("%d are remembered for ever", n)
	}
}
