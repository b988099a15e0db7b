package address

import (
	"cmp"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/moment"
	"almanac.example/web/words"
)

// conditions words what narrows a selection beside its period, its tags and
// its places, for a heading. The statuses are left out: feeds add some by
// themselves, which is no wish of the reader's.
func conditions(w words.Language, site *events.Site, sel events.Selection) []string {
	var parts []string
	add := func(key string, values ...any) { parts = append(parts, w.Text("only."+key, values...)) }
	for _, d := range []struct {
		key   string
		value edtf.Value
	}{{"from", sel.From}, {"to", sel.To}, {"within", sel.Within}} {
		if !d.value.IsZero() {
			add(d.key, PeriodName(d.value, w.Spoken))
		}
	}
	if sel.On != "" {
		day := YearDayOf(sel.On)
		parts = append(parts, w.MonthDay(day.Month, day.Day))
	}
	for _, tag := range sel.Without {
		add("without", site.TagName(tag, w.Lang))
	}
	if sel.Key {
		add("key")
	}
	for _, p := range sel.Precisions {
		add("precision", w.Text("precision."+p))
	}
	if sel.Text != "" {
		add("words", sel.Text)
	}
	for _, id := range sel.IDs {
		add("id", string(id))
	}
	if sel.ChangedSince > 0 {
		add("changed", strconv.FormatInt(int64(sel.ChangedSince), 10))
	}
	return parts
}

// Label names what the target shows, in its language, after the site's name:
// "2019年", "5月", a tag. Empty for the whole record.
func (tg *Target) Label(t *moment.Moment) string {
	w := words.For(tg.Lang, t.Site().Languages)
	var parts []string
	if tg.Derived != "" {
		parts = append(parts, w.Text("derived."+string(tg.Derived)))
	}
	switch {
	case tg.View.Slug != "":
		name, _ := tg.View.Name.In(tg.Lang)
		return name
	case tg.Slug != "":
		e, _, _ := t.AtAddress(tg.Slug)
		if !e.Status.Public() {
			return tg.Slug // all that may be said of it
		}
		text, _ := e.In(tg.Lang)
		return text.Title
	}
	if !tg.Selection.In.IsZero() {
		parts = append(parts, PeriodName(tg.Selection.In, w.Spoken))
	}
	for _, tag := range tg.Selection.Tags {
		parts = append(parts, t.Site().TagName(tag, tg.Lang))
	}
	for _, place := range tg.Selection.Places {
		name, _ := t.PlaceName(place).In(tg.Lang)
		parts = append(parts, cmp.Or(name, place))
	}
	sel := tg.Selection
	if tg.windowed {
		sel.From = edtf.Value{}
		if tg.Derived == "" {
			parts = append(parts, w.Text("derived."+string(Upcoming)))
		}
	}
	parts = append(parts, conditions(w, t.Site(), sel)...)
	return strings.Join(parts, " · ")
}

// Color is the colour of the saved view or the one tag that is shown.
func (tg *Target) Color(t *moment.Moment) string {
	if tg.View.Slug != "" || len(tg.Selection.Tags) != 1 {
		return tg.View.Color
	}
	tag, _ := t.Site().Tag(tg.Selection.Tags[0])
	return tag.Color
}

// PeriodName words a period without "day not recorded": as a heading it is
// the whole month that is meant.
func PeriodName(v edtf.Value, lang string) string { return events.DescribeDate(v, lang, edtf.Compact) }
