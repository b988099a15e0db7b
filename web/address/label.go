package address

import (
	"strconv"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/moment"
	"almanac.example/web/words"
)

// conditions words what narrows a selection beside its period, its tags and
// its places, for a heading. The statuses are left out: feeds add some by
// themselves, which is no wish of the reader's.
func conditions(w words.Language, site *events.Site, sel events.Selection) words.Phrase {
	var parts words.Phrase
	add := func(key string, values ...any) {
		parts = append(parts, words.Run{Text: w.Text("only."+key, values...)})
	}
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
		parts = append(parts, words.Run{Text: w.MonthDay(day.Month, day.Day)})
	}
	for _, tag := range sel.Without {
		parts = append(parts, without(w, site, tag))
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

// without words that a tag is left out, whose name may be in another language.
func without(w words.Language, site *events.Site, slug string) words.Run {
	tag, _ := site.Tag(slug)
	name, lang := tag.Name.In(w.Lang)
	if name == "" {
		name, lang = site.TagName(slug, w.Lang), w.Spoken
	}
	return w.RunOf("only.without", w.Run(name, lang))
}

// Label is Name as plain text.
func (tg *Target) Label(t *moment.Moment) string { return tg.Name(t).Text() }

// Name names what the target shows, in its language as far as there are names in it,
// after the site's name: "2019年", "5月", a tag. Empty for the whole record.
func (tg *Target) Name(t *moment.Moment) words.Phrase {
	w := words.For(tg.Lang, t.Site().Languages)
	var name words.Phrase
	add := func(own events.Localised, otherwise string) {
		text, lang := own.In(tg.Lang)
		if text == "" {
			text, lang = otherwise, w.Spoken
		}
		name = append(name, w.Run(text, lang))
	}
	if tg.Derived != "" {
		name = words.Plain(w.Text("derived." + string(tg.Derived)))
	}
	switch {
	case tg.View.Slug != "":
		name = nil
		add(tg.View.Name, tg.View.Slug)
		return name
	case tg.Slug != "":
		e, _, _ := t.AtAddress(tg.Slug)
		if !e.Status.Public() {
			return words.Plain(tg.Slug) // all that may be said of it
		}
		text, lang := e.In(tg.Lang)
		return words.Phrase{w.Run(text.Title, lang)}
	}
	if !tg.Selection.In.IsZero() {
		name = append(name, words.Run{Text: PeriodName(tg.Selection.In, w.Spoken)})
	}
	for _, slug := range tg.Selection.Tags {
		tag, _ := t.Site().Tag(slug)
		add(tag.Name, t.Site().TagName(slug, tg.Lang))
	}
	for _, place := range tg.Selection.Places {
		add(t.PlaceName(place), place)
	}
	sel := tg.Selection
	if tg.windowed {
		sel.From = edtf.Value{}
		if tg.Derived == "" {
			name = append(name, words.Run{Text: w.Text("derived." + string(Upcoming))})
		}
	}
	return append(name, conditions(w, t.Site(), sel)...)
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
