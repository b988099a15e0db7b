package edtf

import (
	"fmt"
	"strings"
)

// Style is how fully Describe words a value.
type Style uint8

const (
	// Long names everything: the weekday when the day is known, that the day
	// was not recorded when only the month is known, the months of a season.
	Long Style = iota
	// Short is Long without the weekday and the months of a season.
	Short
	// Compact is for titles and narrow places: abbreviated names, no notes,
	// doubt as "c." and "?" only.
	Compact
)

// Describe words v for readers in a language (a BCP 47 tag; see Languages). The
// text claims no more than v does. The zero Value is "". A language without
// words is an ErrLanguage: what to show instead is for the caller to decide, the
// expression (String) for example.
func (v Value) Describe(lang string, style Style) (string, error) {
	return v.DescribeIn(Gregorian, lang, style)
}

// DescribeIn is Describe for a date that its source gives in another calendar:
// days and ranges of days are converted and marked, "14 October 1066 (Julian)"
// for 1066-10-20. Whatever is coarser than a day, or open, stays Gregorian.
func (v Value) DescribeIn(c Calendar, lang string, style Style) (string, error) {
	l := languageOf(lang)
	if l == nil {
		return "", fmt.Errorf("%w: %.40q", ErrLanguage, lang)
	}
	if v.n == nil {
		return "", nil
	}
	w := wording{l.phrases(style), style}
	n := v.n
	if c == Julian {
		if converted, ok := n.julian(); ok {
			return fill(w.Julian, "x", w.whole(converted)), nil
		}
	}
	return w.whole(n), nil
}

// wording words values in one language and style.
type wording struct {
	*phrases
	style Style
}

func (w wording) whole(n *node) string {
	switch n.kind {
	case kindSet:
		w.style = max(w.style, Short) // without weekdays
		return w.set(n.set)
	case kindInterval:
		if n.start.node == nil || n.end.node == nil {
			return w.half(n.start, n.end)
		}
		return w.span(n.start.node, n.end.node)
	}
	return w.alone(n)
}

// alone words a date that is the whole value, with notes.
func (w wording) alone(n *node) string {
	d := &n.date
	text := w.date(n)
	switch {
	case w.style == Compact:
	case d.exact() && w.style == Long && n.weekdayDay().HasWeekday():
		weekday := w.weekdayNames[n.weekdayDay().Weekday()]
		if !d.timed {
			return fill(w.Weekday, "x", text, "W", weekday)
		}
		return w.time(fill(w.Weekday, "x", w.day(n.first), "W", weekday), d.clock)
	case d.plain() && d.depth == 2 && d.marks == [3]Qualifier{}:
		return fill(w.DayNotRecorded, "x", text)
	case w.style == Long && d.seasonNoted():
		return fill(w.SeasonMonths, "x", text, "m", w.months(n.first, n.last))
	}
	return text
}

// date words a date inside something, with its doubts.
func (w wording) date(n *node) string {
	text, d := w.base(n), &n.date
	whole, partial := d.doubt()
	if w.style == Compact {
		return w.doubted(text, whole|partial[0]|partial[1]|partial[2])
	}
	text = w.doubted(text, whole)
	if notes := w.partialNotes(d); notes != nil {
		text = fill(w.Notes, "x", text, "n", strings.Join(notes, w.NotesSeparator))
	}
	return text
}

// doubted adds a doubt about the whole.
func (w wording) doubted(text string, q Qualifier) string {
	if q.Approximate() {
		text = fill(w.About, "x", strings.TrimPrefix(text, w.Article))
	}
	switch {
	case q.Uncertain() && w.style == Compact:
		return fill(w.Doubtful, "x", text)
	case q.Uncertain():
		return fill(w.Uncertain, "x", text)
	}
	return text
}

// partialNotes words doubts about components, those with the same doubt
// together.
func (w wording) partialNotes(d *date) []string {
	names := w.Components
	if d.season() != 0 {
		names[1] = names[3]
	}
	_, partial := d.doubt()
	var notes []string
	for q := Uncertain; q <= Uncertain|Approximate; q++ {
		var named []string
		for i, p := range partial {
			if p == q {
				named = append(named, names[i])
			}
		}
		if named != nil {
			notes = append(notes, fill(w.Doubts[q-1], "c", strings.Join(named, w.ComponentsAnd)))
		}
	}
	return notes
}

// base is the date without its doubts.
func (w wording) base(n *node) string {
	d := &n.date
	if d.long != nil && d.depth == 1 || d.sig != 0 {
		return w.longYear(n)
	}
	shape, number := d.shape()
	if shape == yearIrregular || !d.regular() {
		return w.irregular(n)
	}
	year := w.year(n, shape, number)
	switch {
	case d.season() != 0:
		return w.season(d.season(), year, shape)
	case d.depth == 1:
		if w.style == Compact {
			year = strings.TrimPrefix(year, w.Article)
		}
		return year
	}
	return w.inYear(d, year, shape)
}

// season is a season, quarter or part of a year.
func (w wording) season(code int, year string, shape yearShape) string {
	of := w.Of
	if shape != yearKnown {
		of = ""
	}
	text := fill(w.part(code), "y", joined(w.YearOf, year, shape), "of", of)
	if code >= 25 && code <= 32 {
		return fill(w.Hemispheres[(code-25)/4], "x", text)
	}
	return text
}

// part is the pattern for the codes 21 to 41. The four seasons come three
// times: hemisphere not said, north, south.
func (w wording) part(code int) string {
	switch {
	case code >= 40:
		return w.Halves[code-40]
	case code >= 37:
		return w.Fourths[code-37]
	case code >= 33:
		return w.Quarters[code-33]
	}
	return w.Seasons[(code-21)%4]
}

// joined is a year as it stands beside a month or another unit.
func joined(forms [3]string, year string, shape yearShape) string {
	switch shape {
	case yearKnown:
		return fill(forms[0], "y", year)
	case yearUnknown:
		return fill(forms[2], "y", year)
	}
	return fill(forms[1], "y", year)
}

// inYear words month and day in their year.
func (w wording) inYear(d *date, year string, shape yearShape) string {
	monthKnown := d.month[0] != 'X'
	dayKnown := d.depth == 3 && d.day[0] != 'X'
	forms := w.YearIn
	if monthKnown {
		forms = w.YearOf
	}
	y := joined(forms, year, shape)
	if !monthKnown && !dayKnown && shape != yearKnown && shape != yearUnknown {
		y = fill(w.YearWhole, "y", year)
	}
	month, day, ordinal := "", "", ""
	if monthKnown {
		month = w.monthNames[twoDigits(d.month)-1]
	}
	if dayKnown {
		day = w.dayNumber(twoDigits(d.day))
		ordinal = w.ordinal(int64(twoDigits(d.day)))
	}
	text := fill(w.datePattern(d, monthKnown, dayKnown), "y", y, "M", month, "d", day, "o", ordinal)
	if d.timed {
		text = w.time(text, d.clock)
	}
	return text
}

func (w wording) datePattern(d *date, monthKnown, dayKnown bool) string {
	switch {
	case d.depth == 2 && monthKnown:
		return w.Month
	case d.depth == 2:
		return w.SomeMonth
	case dayKnown && monthKnown:
		return w.Day
	case dayKnown:
		return w.DayOfSomeMonth
	case monthKnown:
		return w.SomeDay
	}
	return w.SomeDayOfSomeMonth
}

// dayNumber is a day of the month.
func (w wording) dayNumber(day int) string {
	if day == 1 && w.FirstDay != "" {
		return w.FirstDay
	}
	return itoa(int64(day))
}

func (w wording) time(text string, c Clock) string {
	clock := c.wall()
	if c.Zoned {
		clock = fill(w.Zone, "t", clock, "z", c.zoneName())
	}
	return fill(w.Time, "x", text, "t", clock)
}

// year is the year as far as it is known.
func (w wording) year(n *node, shape yearShape, number int64) string {
	switch shape {
	case yearDecade:
		return w.decade(number)
	case yearCentury:
		if number < 0 {
			return fill(w.CenturyBC, "o", w.ordinal(1-number))
		}
		return fill(w.Century, "o", w.ordinal(number+1))
	case yearMillennium:
		return fill(w.Millennium, "o", w.ordinal(number+1))
	case yearUnknown:
		return w.UnknownYear
	}
	return w.knownYear(n.first.year)
}

// decade names ten years: 196 is the 1960s. The first ten years of a century
// are told from the century where the language does.
func (w wording) decade(number int64) string {
	pattern := w.Decade
	first := number%10 == 0
	switch old := number < 200 && w.DecadeOld != ""; {
	case old && first:
		pattern = w.DecadeOldFirst
	case old:
		pattern = w.DecadeOld
	case first && w.DecadeFirst != "":
		pattern = w.DecadeFirst
	}
	return fill(pattern, "n", itoa(number*10), "c", itoa(number/10+1), "d", itoa(number%10))
}

// longYear words a year written with Y or with significant digits.
func (w wording) longYear(n *node) string {
	estimate := w.knownYear(n.date.estimate())
	if n.first.year == n.last.year {
		return estimate
	}
	return fill(w.Estimate, "x", estimate, "a", w.knownYear(n.first.year), "b", w.knownYear(n.last.year),
		"r", w.years(n.first.year, n.last.year))
}

// irregular words a pattern such as 19X5 by its bounds, with the pattern.
func (w wording) irregular(n *node) string {
	var text string
	var one bool // only one day, month or year fits
	switch n.date.depth {
	case 1:
		text, one = w.years(n.first.year, n.last.year), n.first.year == n.last.year
	case 2:
		text, one = w.months(n.first, n.last), n.first.year == n.last.year && n.first.month == n.last.month
	default:
		text, one = w.days(n.first, n.last), n.first == n.last
	}
	switch {
	case one:
		return text
	case w.style == Compact:
		return fill(w.Irregular, "x", text)
	}
	unmarked := n.date
	unmarked.marks = [3]Qualifier{}
	return fill(w.IrregularLong, "x", text, "e", string(unmarked.appendTo(nil)))
}
