package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// scope is what the place of a date on the page already says about it.
type scope int

const (
	inNothing  scope = iota // the whole date has to be said
	inYear                  // the year is said above
	inMonth                 // year and month are said above
	inYearOnly              // on a page "on this day": month and day are said above
)

func monthOf(m int) time.Month { return time.Month(m) }

// dateLabel words a span for the narrow column beside an entry: a large part,
// and a small line under it. Nothing is said that is not known.
func (w words) dateLabel(s events.Span, in scope) template.HTML {
	large, small := w.dateParts(s, in)
	if s.Uncertain() {
		small = append(small, w.text("uncertain"))
	}
	if s.Timed() {
		small = append(small, clock(s))
	}
	if len(small) == 0 {
		return template.HTML(large)
	}
	return template.HTML(large + ` <span class="q">` + strings.Join(small, " ") + `</span>`)
}

// clock is the time of day of a timed span, in its own zone.
func clock(s events.Span) string {
	text := s.Start.Format("15:04")
	if s.End.After(s.Start) && s.End.Sub(s.Start) < 24*time.Hour {
		text += "–" + s.End.Format("15:04")
	}
	return text
}

// dateParts words the large part and the small ones. What is made of several
// elements is held together, so that a flexible layout does not part it.
func (w words) dateParts(s events.Span, in scope) (large string, small []string) {
	large, small = w.looseParts(s, in)
	if s.Precision() == edtf.PrecisionDays || s.Timed() {
		large = "<span>" + large + "</span>"
	}
	return large, small
}

func (w words) looseParts(s events.Span, in scope) (large string, small []string) {
	if written, ok := s.AsWritten[w.lang]; ok {
		return machineDate(s, bold("w", template.HTMLEscapeString(written))), nil
	}
	first, ok := s.First()
	if !ok {
		return w.otherDate(s), nil
	}
	switch s.Precision() {
	case edtf.PrecisionDay, edtf.PrecisionTime:
		if last, _ := s.Last(); last != first {
			return w.rangeParts(s, in)
		}
		return w.dayParts(s, first, in)
	case edtf.PrecisionDays:
		return w.rangeParts(s, in)
	case edtf.PrecisionMonth:
		return w.monthParts(s, first, in)
	case edtf.PrecisionYear:
		return w.yearParts(s, first, in)
	}
	return w.otherDate(s), nil
}

func bold(class, text string) string {
	if class != "" {
		return `<b class="` + class + `">` + text + `</b>`
	}
	return "<b>" + text + "</b>"
}

// machineDate wraps the words in <time> if HTML can spell the date: it knows
// days, months and years from the year 1 on (HTML §4.5.14).
func machineDate(s events.Span, inner string) string {
	first, ok := s.First()
	if !ok {
		return inner
	}
	y, ok := first.Year()
	if !ok || y < 1 || y > 9999 {
		return inner
	}
	var value string
	switch s.Precision() {
	case edtf.PrecisionDay, edtf.PrecisionTime, edtf.PrecisionDays:
		value = first.String()
	case edtf.PrecisionMonth:
		value = first.String()[:7]
	case edtf.PrecisionYear:
		value = first.String()[:4]
	default:
		return inner
	}
	return `<time datetime="` + value + `">` + inner + `</time>`
}

func machineDay(d edtf.Day, inner string) string {
	return machineDate(events.Span{Date: edtf.FromDay(d)}, inner)
}

// circa is the word before an approximate date.
func (w words) circa(s events.Span) string {
	if s.Approximate() {
		return w.text("circa")
	}
	return ""
}

func (w words) dayParts(s events.Span, d edtf.Day, in scope) (string, []string) {
	y, _ := d.Year()
	var small []string
	if d.HasWeekday() {
		small = append(small, w.weekday(d.Weekday()))
	}
	if in == inYearOnly {
		return machineDate(s, w.circa(s)+bold("w", w.year(y))), small
	}
	if in == inNothing {
		small = append([]string{w.year(y)}, small...)
	}
	return machineDate(s, w.circa(s)+w.dayWords(d, in)), small
}

// dayWords writes a day with large numerals; within its month the month is
// only for those who listen.
func (w words) dayWords(d edtf.Day, in scope) string {
	day := bold("", strconv.Itoa(d.Day()))
	switch {
	case !w.zh():
		return day + " " + w.monthShort(int(d.Month()))
	case in == inMonth:
		return `<span class="vh">` + w.monthShort(int(d.Month())) + `</span>` + day + "日"
	}
	return bold("", strconv.Itoa(int(d.Month()))) + "月" + day + "日"
}

func (w words) rangeParts(s events.Span, in scope) (string, []string) {
	first, _ := s.First()
	last, ok := s.Last()
	if !ok {
		return w.otherDate(s), nil
	}
	y1, _ := first.Year()
	y2, _ := last.Year()
	var small []string
	if first.HasWeekday() {
		small = append(small, w.text("weekdays", w.weekday(first.Weekday()), w.weekday(last.Weekday())))
	}
	if in == inNothing && y1 == y2 {
		small = append([]string{w.year(y1)}, small...)
	}
	dash := bold("dash", w.text("dash"))
	switch {
	case y1 != y2:
		return machineDay(first, bold("w", w.date(first))) + dash + machineDay(last, bold("w", w.date(last))), nil
	case first.Month() != last.Month():
		return machineDay(first, bold("w", w.shortDay(first))) + dash + machineDay(last, bold("w", w.shortDay(last))), small
	case w.zh() && in == inMonth:
		return machineDay(first, w.circa(s)+`<span class="vh">`+w.monthShort(int(first.Month()))+`</span>`+bold("", strconv.Itoa(first.Day()))) +
			dash + machineDay(last, bold("", strconv.Itoa(last.Day()))+"日"), small
	case w.zh():
		return machineDay(first, bold("w", w.circa(s)+w.monthShort(int(first.Month()))+strconv.Itoa(first.Day()))) +
			bold("w dash", "—") + machineDay(last, bold("w", strconv.Itoa(last.Day())+"日")), small
	}
	return machineDay(first, w.circa(s)+bold("", strconv.Itoa(first.Day()))) + dash + machineDay(last, w.dayWords(last, in)), small
}

// shortDay is 5月30日 or 30 May.
func (w words) shortDay(d edtf.Day) string {
	if w.zh() {
		return w.monthDay(int(d.Month()), d.Day())
	}
	return strconv.Itoa(d.Day()) + " " + w.monthShort(int(d.Month()))
}

func (w words) monthParts(s events.Span, d edtf.Day, in scope) (string, []string) {
	y, _ := d.Year()
	m := int(d.Month())
	unknown := w.text("dayUnknown")
	switch {
	case w.zh() && in == inMonth && !s.Approximate():
		return machineDate(s, bold("w", "本月")), []string{unknown}
	case in == inNothing && w.zh():
		return machineDate(s, bold("w", w.circa(s)+w.year(y)+w.monthShort(m))), []string{unknown}
	case in == inNothing:
		return machineDate(s, bold("w", w.circa(s)+w.monthShort(m)+" "+w.year(y))), []string{unknown}
	case w.zh():
		return machineDate(s, bold("w", w.circa(s)+w.monthShort(m))), []string{unknown}
	case s.Approximate():
		return machineDate(s, bold("w", w.circa(s)+w.monthShort(m))), []string{unknown}
	}
	return machineDate(s, bold("w", "In "+w.monthShort(m))), []string{unknown}
}

func (w words) yearParts(s events.Span, d edtf.Day, in scope) (string, []string) {
	y, _ := d.Year()
	unknown := w.text("dateUnknown")
	switch {
	case w.zh() && in != inNothing && !s.Approximate():
		return machineDate(s, bold("w", "年内")), []string{unknown}
	case w.zh() || s.Approximate():
		return machineDate(s, bold("w", w.circa(s)+w.year(y))), []string{unknown}
	}
	return machineDate(s, bold("w", "In "+w.year(y))), []string{unknown}
}

// otherDate leaves the wording of seasons, decades, open intervals and sets to
// the date format's own description.
func (w words) otherDate(s events.Span) string {
	return bold("w", template.HTMLEscapeString(s.EDTF().Describe(w.lang, edtf.Compact)))
}

// markClass says how the date is drawn beside the entry.
func markClass(s events.Span) string {
	v := s.EDTF()
	switch {
	case v.OpenEnd() || v.UnknownEnd():
		return "k-from"
	case v.OpenStart() || v.UnknownStart():
		return "k-until"
	case s.Precision() == edtf.PrecisionInterval:
		return "k-span"
	}
	switch s.Kind() {
	case events.KindDay:
		if s.Approximate() || s.Uncertain() {
			return "k-month"
		}
		return "k-day"
	case events.KindRange:
		return "k-range"
	case events.KindMonth:
		return "k-month"
	}
	return "k-year"
}

// isoDate is the date with the precision that it has, as schema.org takes it;
// "" where ISO 8601 has no word for it.
func isoDate(v edtf.Value) string {
	d, ok := v.Earliest()
	if !ok {
		return ""
	}
	y, ok := d.Year()
	if !ok || y < -9999 || y > 9999 {
		return ""
	}
	switch v.Precision() {
	case edtf.PrecisionDay, edtf.PrecisionTime:
		return d.String()
	case edtf.PrecisionMonth:
		return fmt.Sprintf("%s-%02d", padYear(y), d.Month())
	case edtf.PrecisionYear, edtf.PrecisionSeason, edtf.PrecisionQuarter, edtf.PrecisionQuadrimester, edtf.PrecisionSemester:
		return padYear(y)
	}
	return ""
}
