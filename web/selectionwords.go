package web

import (
	"strconv"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// conditions words what narrows a selection beside its period, its tags and
// its places, for a heading. The statuses are left out: feeds add some by
// themselves, which is no wish of the reader's.
func (w words) conditions(site *events.Site, sel events.Selection) []string {
	var parts []string
	add := func(key string, values ...any) { parts = append(parts, w.text("only."+key, values...)) }
	for _, d := range []struct {
		key   string
		value edtf.Value
	}{{"from", sel.From}, {"to", sel.To}, {"within", sel.Within}} {
		if !d.value.IsZero() {
			add(d.key, periodName(d.value, w.lang))
		}
	}
	if sel.On != "" {
		day := yearDayOf(sel.On)
		parts = append(parts, w.monthDay(day.month, day.day))
	}
	for _, tag := range sel.Without {
		add("without", site.TagName(tag, w.lang))
	}
	if sel.Key {
		add("key")
	}
	for _, p := range sel.Precisions {
		add("precision", w.text("precision."+p))
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
