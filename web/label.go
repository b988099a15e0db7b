package web

import (
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
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
			add(d.key, periodName(d.value, w.Lang))
		}
	}
	if sel.On != "" {
		day := yearDayOf(sel.On)
		parts = append(parts, w.MonthDay(day.month, day.day))
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

// label names what the target shows, in its language, after the site's name:
// "2019年", "5月", a tag. Empty for the whole record.
func (tg *target) label(t *moment) string {
	var parts []string
	if tg.news != "" {
		parts = append(parts, words.In(tg.lang).Text("news."+string(tg.news)))
	}
	switch {
	case tg.view.Slug != "":
		name, _ := tg.view.Name.In(tg.lang)
		return name
	case tg.slug != "":
		e, _, _ := t.AtAddress(tg.slug)
		text, _ := e.In(tg.lang)
		return text.Title
	}
	if !tg.sel.In.IsZero() {
		parts = append(parts, periodName(tg.sel.In, tg.lang))
	}
	for _, tag := range tg.sel.Tags {
		parts = append(parts, t.Site().TagName(tag, tg.lang))
	}
	for _, place := range tg.sel.Places {
		parts = append(parts, placeName(t, place, tg.lang))
	}
	sel := tg.sel
	if tg.windowed {
		sel.From = edtf.Value{}
		if tg.news == "" {
			parts = append(parts, words.In(tg.lang).Text("news."+string(upcoming)))
		}
	}
	parts = append(parts, conditions(words.In(tg.lang), t.Site(), sel)...)
	return strings.Join(parts, " · ")
}

// color is the colour of the saved view or the one tag that is shown.
func (tg *target) color(t *moment) string {
	if tg.view.Slug != "" || len(tg.sel.Tags) != 1 {
		return tg.view.Color
	}
	tag, _ := t.Site().Tag(tg.sel.Tags[0])
	return tag.Color
}

// periodName words a period without "day not recorded": as a heading it is
// the whole month that is meant.
func periodName(v edtf.Value, lang string) string { return v.Describe(lang, edtf.Compact) }

func placeName(t *moment, slug, lang string) string {
	list := t.Select(events.Selection{Places: []string{slug}})
	if len(list) == 0 {
		return slug
	}
	name, _ := list[0].Place.Name.In(lang)
	return name
}
