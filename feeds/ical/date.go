package ical

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// shownDate is how a calendar shows a span: a bar of days, or one marker that
// stands for a longer period.
type shownDate struct {
	first, last edtf.Day // both included
	marker      bool
	leftOut     leftOut
}

// leftOut says why an event is not in the calendar.
type leftOut uint8

const (
	shown       leftOut = iota
	gone                // it was withdrawn
	beyondYears         // Outlook starts in 1601; DATE has four digits
	tooCoarse           // the subscriber wants exact days only
	noDate              // neither end of the span is known
	leftOuts            // how many there are
)

// The years a calendar shows.
const (
	firstShownYear = 1601
	lastShownYear  = 9999
)

// showDate decides how the span is shown: a day or range of days as they
// are, a month as a bar, anything coarser as a marker on its first day, unless
// the subscriber wants otherwise.
func showDate(s events.Span, how feeds.Imprecise) shownDate {
	first, hasFirst := s.First()
	last, hasLast := s.Last()
	switch {
	case !hasFirst && !hasLast:
		return shownDate{leftOut: noDate}
	case how == feeds.ImpreciseOmit && !isExact(s):
		return shownDate{leftOut: tooCoarse}
	case !hasFirst:
		first = last
	case !hasLast:
		last = first
	}
	d := shownDate{first: first, last: last}
	if !isExact(s) {
		d.marker = !hasFirst || !hasLast || isMarker(s, how)
	}
	if d.marker {
		d.last = d.first
	}
	if !isShownDay(d.first) || !isShownDay(d.last) {
		return shownDate{leftOut: beyondYears}
	}
	return d
}

// isExact reports whether the span is known to the day.
func isExact(s events.Span) bool {
	switch s.Precision() {
	case edtf.PrecisionTime, edtf.PrecisionDay, edtf.PrecisionDays:
		return true
	}
	return false
}

func isMarker(s events.Span, how feeds.Imprecise) bool {
	switch how {
	case feeds.ImpreciseRange:
		return false
	case feeds.ImpreciseMarker:
		return true
	}
	return s.Precision() != edtf.PrecisionMonth
}

func isShownDay(d edtf.Day) bool {
	y, ok := d.Year()
	return ok && y >= firstShownYear && y <= lastShownYear
}

// unqualified is the value without "?" and "~", which the title words itself.
func unqualified(v edtf.Value) edtf.Value {
	plain, err := edtf.Parse(strings.Map(func(r rune) rune {
		if r == '?' || r == '~' || r == '%' {
			return -1
		}
		return r
	}, v.String()))
	if err != nil {
		return v
	}
	return plain
}

// title is the title, which is in a language, as calendars show it: with what must be said about a
// date that a calendar can only show as days.
func (w *writer) title(e *events.Event, title, lang string, d shownDate) string {
	s, own := e.Span, title
	title = w.words.Beside(own, lang)
	bare := title
	switch {
	case d.marker:
		title = w.words.Text("calendar.marker", capital(w.period(s)), title, w.remark(s))
	case !isExact(s) || s.Approximate():
		title = w.words.Text("calendar.within", title, w.period(s))
	}
	if s.Uncertain() && !d.marker {
		title = w.words.Text("calendar.doubt", title)
	}
	if e.Status == events.Cancelled {
		title = w.words.Text("calendar.cancelled", title)
	}
	if title == bare {
		return own
	}
	return title
}

// capital starts a title with a capital letter; "c." stays as it is.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if strings.HasPrefix(s, "c. ") {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// remark closes the title of a marker: nobody may take its day for the date.
func (w *writer) remark(s events.Span) string {
	switch uncertain, known := s.Uncertain(), knownEnd(s.Date) || knownDays(s.Date); {
	case known && uncertain:
		return w.words.Text("calendar.doubt", "")
	case known:
		return ""
	case uncertain:
		return w.words.Text("calendar.noDayDoubt")
	}
	return w.words.Text("calendar.noDay")
}

// knownEnd reports whether an open interval is known to the day at its one
// end, so that the marker is on the right day.
func knownEnd(v edtf.Value) bool {
	start, hasStart := v.Start()
	end, hasEnd := v.End()
	return hasStart && !hasEnd && start.Precision() == edtf.PrecisionDay ||
		hasEnd && !hasStart && end.Precision() == edtf.PrecisionDay
}

// knownDays reports whether a set names every day of the event.
func knownDays(v edtf.Value) bool {
	return v.AllOf() && !slices.ContainsFunc(v.Members(), func(m edtf.Value) bool { return m.Precision() > edtf.PrecisionDays })
}

// period words the period that a bar or marker stands for, as the editor
// wrote it where that is recorded.
func (w *writer) period(s events.Span) string {
	if words, ok := s.AsWritten[w.lang]; ok {
		return words
	}
	words := events.DescribeDate(unqualified(s.Date), w.words.Spoken, edtf.Compact)
	if s.Approximate() {
		words = w.words.Text("calendar.about", words)
	}
	return words
}
