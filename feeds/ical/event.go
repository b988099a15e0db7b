package ical

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// writer is what an event's VEVENT depends on beside the event itself.
type writer struct {
	site   *feeds.Site
	lang   string
	how    feeds.Imprecise
	words  *feeds.Words
	markup *feeds.Markup

	spelling *ics.SerializationConfiguration
}

func newWriter(site *feeds.Site, lang string, how feeds.Imprecise) *writer {
	own := *site // a writer may be kept longer than its site stays as it is
	return &writer{&own, lang, how, feeds.WordsIn(lang, site.Languages), site.Renderer(), contentLines()}
}

// usualProperties is room for those of most events.
const usualProperties = 24

// event is one event as a VEVENT (RFC 5545 §3.6.1). It is a pure function of
// the event's revision and the writer, so its bytes can be kept.
func (w *writer) event(e *events.Event) (component, leftOut) {
	if !e.Status.Public() {
		return component{}, gone
	}
	d, when, why := timesOf(e, w.how)
	if why != shown {
		return component{}, why
	}
	c := component{name: "VEVENT", properties: make([]property, 0, usualProperties)}
	c.text("UID", w.uid(e))
	w.stamps(&c, e)
	c.properties = append(c.properties, when.properties...)
	w.texts(&c, e, d)
	w.circumstances(&c, e)
	c.classification(e)
	if e.Span.Timed() {
		c.line("X-ALMANAC-ZONE", e.Span.Zone)
	} else {
		c.line("X-ALMANAC-EDTF", e.Span.Date.String())
	}
	for _, lang := range slices.Sorted(maps.Keys(e.Span.AsWritten)) {
		c.line("X-ALMANAC-AS-WRITTEN", e.Span.AsWritten[lang], parameter{"LANGUAGE", lang})
	}
	if base, part := baseOf(e.ID); part {
		c.text("X-ALMANAC-PART-OF", string(base)+"@"+w.site.Record.Authority)
	}
	c.line("X-ALMANAC-PRECISION", strings.ToUpper(e.Span.Precision().String()))
	return c, shown
}

// uid is the event's name for ever (RFC 7986 §5.3).
func (w *writer) uid(e *events.Event) string {
	return string(e.ID) + "@" + w.site.Record.Authority
}

// stamps writes when the event was made and last changed. DTSTAMP is the last
// revision and not the time of the request (RFC 5545 §3.8.7.2, without
// METHOD), so that the same revision always gives the same bytes.
func (w *writer) stamps(c *component, e *events.Event) {
	updated := e.Updated
	for _, t := range []time.Time{e.Created, w.site.Record.Founded, time.Unix(0, 0)} {
		if !inShownYears(updated) {
			updated = t
		}
	}
	c.stamp("DTSTAMP", updated)
	c.stamp("CREATED", e.Created)
	c.stamp("LAST-MODIFIED", updated)
	c.add("SEQUENCE", kindInteger, strconv.Itoa(min(max(0, e.Sequence), math.MaxInt32))) // RFC 5545 §3.3.8
}

// timesOf is how the calendar shows an event's date: as days, and as the
// properties that say when it is. What cannot be written with four digits to a
// year, once ends are exclusive and instants in UTC, is left out.
func timesOf(e *events.Event, how feeds.Imprecise) (shownDate, component, leftOut) {
	d := showDate(e.Span, how)
	series, repeats := seriesOf(e)
	switch {
	case d.leftOut != shown:
		return d, component{}, d.leftOut
	case repeats && !series.inYears():
		return d, component{}, beyondYears
	}
	c := component{properties: make([]property, 0, 3)}
	if repeats {
		series.write(&c)
		series.writeStored(&c, e)
	} else {
		c.when(e.Span, d)
	}
	if !c.inYears() {
		return d, component{}, beyondYears
	}
	return d, c, shown
}

// Shows reports whether calendars show the event, unless their
// subscribers want otherwise.
func Shows(e *events.Event) bool {
	if !e.Status.Public() {
		return false
	}
	first, ok1 := e.Span.First()
	last, ok2 := e.Span.Last()
	if ok1 && ok2 && e.Repeat == nil && isInnerYear(first) && isInnerYear(last) {
		return true // as nearly all are; no end and no zone takes it out of the years
	}
	_, _, why := timesOf(e, feeds.ImpreciseDefault)
	return why == shown
}

// isInnerYear reports whether the days around are in the years of calendars, too.
func isInnerYear(d edtf.Day) bool {
	y, ok := d.Year()
	return ok && y > firstShownYear && y < lastShownYear
}

// when writes a single date: days with an exclusive end, or instants in UTC,
// which every client reads right without a VTIMEZONE.
func (c *component) when(s events.Span, d shownDate) {
	if !s.Timed() {
		c.day("DTSTART", d.first)
		c.day("DTEND", d.last.AddDays(1))
		return
	}
	c.instant("DTSTART", s.Start)
	if s.End.After(s.Start) {
		c.instant("DTEND", s.End)
	}
}

// texts writes title and description.
func (w *writer) texts(c *component, e *events.Event, d shownDate) {
	text, textLang := e.In(w.lang)
	title := w.title(e, text.Title, textLang, d)
	c.line("SUMMARY", title, localised(textLang, w.lang)...)
	if title != text.Title {
		c.line("X-ALMANAC-TITLE", text.Title, localised(textLang, w.lang)...)
	}
	c.text("DESCRIPTION", w.description(e), localised(textLang, w.lang)...)
}

// circumstances writes place, address, picture and tags.
func (w *writer) circumstances(c *component, e *events.Event) {
	if p := e.Place; p != nil {
		name, nameLang := p.Name.In(w.lang)
		c.line("LOCATION", name, localised(nameLang, w.lang)...)
		if p.Latitude != nil && p.Longitude != nil {
			c.add("GEO", kindFloat, spellDecimal(*p.Latitude)+";"+spellDecimal(*p.Longitude))
		}
	}
	c.uri("URL", w.page(e))
	if m := e.Image; m != nil {
		params := []parameter{{"DISPLAY", "BADGE"}}
		if m.Type != "" {
			params = append(params, parameter{"FMTTYPE", m.Type})
		}
		c.uri("IMAGE", w.site.Picture(m, 0), params...)
	}
	for _, tag := range e.Tags {
		t, _ := w.site.Record.Tag(tag)
		name, nameLang := t.Name.In(w.lang)
		if name == "" {
			name = tag
		}
		c.line("CATEGORIES", name, localised(nameLang, w.lang)...)
	}
}

// classification says that nobody is busy because of history, and how sure
// the event is.
func (c *component) classification(e *events.Event) {
	status := "CONFIRMED"
	switch {
	case e.Status == events.Cancelled:
		status = "CANCELLED"
	case e.Status == events.Tentative, e.Span.Uncertain():
		status = "TENTATIVE"
	}
	c.text("STATUS", status)
	c.text("TRANSP", "TRANSPARENT")
	c.text("CLASS", "PUBLIC")
	c.text("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
}

// spellDecimal writes a coordinate without an exponent, which RFC 5545 §3.3.7 does
// not know.
func spellDecimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// page is the address of the event's own page.
func (w *writer) page(e *events.Event) string {
	return w.site.EventPage(w.lang, e.Slug)
}
