package words

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// Scope is what the place of a date on the page already says about it.
type Scope int

// What may be said already.
const (
	InNothing  Scope = iota // the whole date has to be said
	InYear                  // the year is said above
	InMonth                 // year and month are said above
	InYearOnly              // on a page "on this day": month and day are said above
)

// DateLabel words a span for the narrow column beside an entry: a large part,
// and a small line under it. Nothing is said that is not known. A time of another
// zone than home, where the reader's days begin, names its clock.
func (w Language) DateLabel(s events.Span, in Scope, home *time.Location) template.HTML {
	large, small := w.dateParts(s, in)
	if s.Uncertain() {
		small = append(small, w.Text("uncertain"))
	}
	if s.Timed() {
		small = append(small, w.Clock(s, home))
	}
	if len(small) == 0 {
		return template.HTML(large)
	}
	return template.HTML(large + ` <span class="q">` + strings.Join(small, " ") + `</span>`)
}

// Clock is the time of day of a timed span, in its own zone, as HTML. Over
// several days each time stands beside its day. Where the zone is not home, its
// clock is named.
func (w Language) Clock(s events.Span, home *time.Location) string {
	text := s.Start.Format("15:04")
	if s.End.After(s.Start) {
		from, _ := s.First()
		to, _ := s.Last()
		end := s.End.Format("15:04")
		if to != edtf.DayOf(s.End) {
			end = "24:00"
		}
		if to == from {
			text += "–" + end
		} else {
			text = w.ShortDay(from) + " " + text + " – " + w.ShortDay(to) + " " + end
		}
	}
	if name := s.ClockFor(home, w.Spoken); name != "" {
		text += " " + template.HTMLEscapeString(name)
	}
	return text
}

// dateParts words the large part and the small ones. What is made of several
// elements is held together, so that a flexible layout does not part it.
func (w Language) dateParts(s events.Span, in Scope) (large string, small []string) {
	large, small = w.looseParts(s, in)
	if s.Precision() == edtf.PrecisionDays || s.Timed() {
		large = "<span>" + large + "</span>"
	}
	return large, small
}

func (w Language) looseParts(s events.Span, in Scope) (large string, small []string) {
	if written, ok := s.AsWritten[w.Lang]; ok {
		return machineDate(s, bold("w", template.HTMLEscapeString(written))), nil
	}
	first, ok := s.First()
	if !ok {
		return w.OtherDate(s), nil
	}
	if s.Calendar != "" { // whose month and year are not those that stand above
		return machineDate(s, w.OtherDate(s)), nil
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
	return w.OtherDate(s), nil
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
	case edtf.PrecisionTime:
		value = s.Start.Format(time.RFC3339)
	case edtf.PrecisionDay, edtf.PrecisionDays:
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

// machineEnds wrap the words of the first and the last day of a range in <time>,
// with the time of day if the span has one.
func machineEnds(s events.Span, first, last edtf.Day) (begin, end func(inner string) string) {
	if !s.Timed() {
		return func(inner string) string { return machineDay(first, inner) }, func(inner string) string { return machineDay(last, inner) }
	}
	at := func(t time.Time) func(string) string {
		return func(inner string) string { return machineDate(events.Span{Start: t, Zone: s.Zone}, inner) }
	}
	return at(s.Start), at(s.End)
}

// circa is the word before an approximate date.
func (w Language) circa(s events.Span) string {
	if s.Approximate() {
		return w.Text("circa")
	}
	return ""
}

func (w Language) dayParts(s events.Span, d edtf.Day, in Scope) (string, []string) {
	y, _ := d.Year()
	var small []string
	if d.HasWeekday() {
		small = append(small, w.Weekday(d.Weekday()))
	}
	if in == InYearOnly {
		return machineDate(s, w.circa(s)+bold("w", w.Year(y))), small
	}
	if in == InNothing {
		small = append([]string{w.Year(y)}, small...)
	}
	return machineDate(s, w.circa(s)+w.dayWords(d, in)), small
}

// numerals are the numbers of a short date.
var numerals = regexp.MustCompile(`[0-9]+`)

// dayWords writes a day with large numerals; within its month the month is
// only for those who listen.
func (w Language) dayWords(d edtf.Day, in Scope) string {
	text := w.ShortDay(d)
	if month := w.MonthShort(int(d.Month())); in == InMonth && w.monthFirst() {
		return `<span class="vh">` + month + `</span>` + large(strings.TrimPrefix(text, month))
	}
	return large(text)
}

// large sets the numerals of a text large.
func large(text string) string {
	return numerals.ReplaceAllString(template.HTMLEscapeString(text), "<b>$0</b>")
}

func (w Language) rangeParts(s events.Span, in Scope) (string, []string) {
	first, _ := s.First()
	last, ok := s.Last()
	if !ok {
		return w.OtherDate(s), nil
	}
	y1, _ := first.Year()
	y2, _ := last.Year()
	var small []string
	if first.HasWeekday() {
		small = append(small, w.Text("weekdays", w.Weekday(first.Weekday()), w.Weekday(last.Weekday())))
	}
	if in == InNothing && y1 == y2 {
		small = append([]string{w.Year(y1)}, small...)
	}
	begin, end := machineEnds(s, first, last)
	dash := bold("dash", w.Text("dash"))
	switch {
	case y1 != y2:
		return begin(bold("w", w.Date(first))) + dash + end(bold("w", w.Date(last))), nil
	case first.Month() != last.Month():
		return begin(bold("w", w.ShortDay(first))) + dash + end(bold("w", w.ShortDay(last))), small
	case w.monthFirst() && in == InMonth:
		return begin(w.circa(s)+`<span class="vh">`+w.MonthShort(int(first.Month()))+`</span>`+bold("", strconv.Itoa(first.Day()))) +
			dash + end(large(w.DayOfMonth(last.Day()))), small
	case w.monthFirst():
		return begin(bold("w", w.circa(s)+w.MonthShort(int(first.Month()))+strconv.Itoa(first.Day()))) +
			bold("w dash", w.Text("dash")) + end(bold("w", w.DayOfMonth(last.Day()))), small
	}
	return begin(w.circa(s)+large(w.DayOfMonth(first.Day()))) + dash + end(w.dayWords(last, in)), small
}

func (w Language) monthParts(s events.Span, d edtf.Day, in Scope) (string, []string) {
	y, _ := d.Year()
	month := w.MonthShort(int(d.Month()))
	text := w.Text("label.inMonth", month)
	switch {
	case in == InNothing:
		text = w.circa(s) + w.Text("rule.monthYear", month, w.Year(y))
	case s.Approximate():
		text = w.circa(s) + month
	case in == InMonth:
		text = w.Text("label.thisMonth", month)
	}
	return machineDate(s, bold("w", template.HTMLEscapeString(text))), []string{w.Text("dayUnknown")}
}

func (w Language) yearParts(s events.Span, d edtf.Day, in Scope) (string, []string) {
	y, _ := d.Year()
	text := w.Text("label.inYear", w.Year(y))
	switch {
	case s.Approximate():
		text = w.circa(s) + w.Year(y)
	case in != InNothing:
		text = w.Text("label.thisYear", w.Year(y))
	}
	return machineDate(s, bold("w", template.HTMLEscapeString(text))), []string{w.Text("dateUnknown")}
}

// OtherDate leaves the wording of seasons, decades, open intervals, sets and
// dates in another calendar to the date format's own description.
func (w Language) OtherDate(s events.Span) string {
	return bold("w", template.HTMLEscapeString(s.InCalendar(w.Spoken, edtf.Compact)))
}
