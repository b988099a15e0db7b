package page

import (
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/moment"
)

// Card finds what a card's name means, without its extension: how to draw it, in the
// site's accent.
// A name that means nothing is events.ErrNotFound.
func Card(m *moment.Moment, name string) (func() ([]byte, error), error) {
	in := cardColours(m.Site().Accent)
	if name == "all" {
		return func() ([]byte, error) { return allCard(in, m.Count()) }, nil
	}
	if slug, ok := strings.CutPrefix(name, "e/"); ok {
		e, _, ok := m.AtAddress(slug)
		if !ok || !e.Status.Public() {
			return nil, events.ErrNotFound
		}
		return func() ([]byte, error) { return eventCard(in, e) }, nil
	}
	year, sel, ok := address.NamedYear(name)
	if !ok {
		return nil, events.ErrNotFound
	}
	list := m.Select(sel)
	if len(list) == 0 {
		return nil, events.ErrNotFound
	}
	return func() ([]byte, error) { return yearCard(in, year, list) }, nil
}

// cardNumber is a year as cards show it.
func cardNumber(year int64) string { return strings.TrimPrefix(address.PadYear(year), "-") }

// yearCard shows a year: its number, and its entries by month.
func yearCard(in figure.Colours, year int64, list []*events.Event) ([]byte, error) {
	var months [13][]figure.Entry
	for _, e := range list {
		if m, ok := monthIn(e.Span, year); ok {
			months[m] = append(months[m], figure.Entry{Key: e.Key, Incomplete: e.Span.Kind() >= events.KindMonth})
		}
	}
	return in.Year(cardNumber(year), months)
}

// eventCard shows an event: its year, and its month with its day.
func eventCard(in figure.Colours, e *events.Event) ([]byte, error) {
	year, ok := yearOf(e)
	if !ok {
		text := e.Span.EDTF().String()
		return in.Event(figure.Event{Number: strings.Trim(text[:min(4, len(text))], "-/.?~%")})
	}
	c := figure.Event{Number: cardNumber(year), Key: e.Key, Dated: true}
	if m, _ := monthIn(e.Span, year); m > 0 {
		c.Month, c.Length = m, address.DaysIn(year, m)
		c.From, c.To, c.Exact = daysIn(e.Span, year, m)
	}
	return in.Event(c)
}

// allCard shows the whole record: a bar a year, or more years in long records.
func allCard(in figure.Colours, c *timeline.Count) ([]byte, error) {
	first, last, ok := c.Extent()
	if !ok {
		return in.Record("", nil)
	}
	bins := max(min(last-first+1, figure.RecordBarsMost), figure.RecordBarsLeast)
	counts := make([]int, bins)
	for _, y := range c.Years {
		counts[(y.Year-first)*bins/max(last-first+1, bins)] += y.Total
	}
	return in.Record(cardNumber(last), counts)
}
