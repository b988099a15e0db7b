package edtf

import (
	"fmt"
	"time"
)

// complete lends the first digits of a year to the year after it: 1835-57. It
// reports whether it did.
func (d *looseDate) complete(o *looseDate) bool {
	if !d.onlyYear() && d.part == 0 || !d.hasYear || d.yearWidth != 4 && d.yearWidth != 0 || d.year < 1000 || d.before || o.before || d.anno != o.anno {
		return false
	}
	n, width := o.year, o.yearWidth
	switch {
	case o.onlyYear() && (width == 1 || width == 2):
	case !o.hasYear && o.plainBare() && o.bare[0].width > 0 && !o.bare[0].ordinal && !o.bare[0].word:
		n, width = o.bare[0].n, o.bare[0].width
	default:
		return false
	}
	scale := int64(1)
	for range width {
		scale *= 10
	}
	at := o.at[0]
	if len(o.bare) > 0 {
		at = o.bare[0].at
	}
	o.bare = nil
	if d.year%100 == 99 && n == 0 && width == 2 {
		n = scale // 1999-00
	}
	o.year, o.yearWidth, o.hasYear, o.at[0] = d.year/scale*scale+n, 4, true, at
	return true
}

// plainBare reports whether d is one number and nothing else.
func (d *looseDate) plainBare() bool {
	return len(d.bare) == 1 && !d.hasYear && d.month == 0 && d.day == 0 && d.century == 0 && d.decade < 0 && d.part == 0
}

// shareUnit gives a bare number or a part the century, decade or year of the
// other side: 18-19th century, early to mid 1930s, 60—70年代.
func (d *looseDate) shareUnit(o *looseDate) bool {
	shared := false
	for _, x := range [...][2]*looseDate{{d, o}, {o, d}} {
		to, from := x[0], x[1]
		switch {
		case to.plainBare() && from.century != 0 && to.bare[0].n > 0 && (century(to.bare[0].n) || from.half == 0 && from.quarter == 0 && from.tierce == 0):
			to.century, to.bare = to.bare[0].n, nil
			to.before = to.before || from.before
			shared = true
		case to.bareDecade() && from.decade >= 0:
			to.decade, to.century, to.bare = to.bare[0].n/10, max(to.century, from.century), nil
			shared = true
		case to.decade >= 0 && to.decade < 10 && to.century == 0 && to == o && d.onlyYear() && d.year%10 == 0 && d.year > 999:
			d.decade, d.hasYear = d.year/10, false // 1880-90s
			o.decade += d.decade / 10 * 10
			shared = true
		case to.decade >= 0 && to.decade < 10 && to.century == 0 && from.decade >= 100:
			to.decade += from.decade / 10 * 10
			shared = true
		case to.decade >= 0 && to.decade < 10 && to.century == 0 && from.century != 0:
			to.century = from.century
			shared = true
		case to == d && to.plainOrdinal() && from.plainOrdinal() && (to.bare[0].ordinal || from.bare[0].ordinal): // 18-19th
			for _, y := range x {
				y.century, y.bare, y.vague = y.bare[0].n, nil, true
			}
			shared = true
		case to.partOnly() && (from.century != 0 || from.decade >= 0 || from.hasYear || from.month != 0):
			to.century, to.decade, to.before = from.century, from.decade, from.before
			to.year, to.yearWidth, to.hasYear, to.month = from.year, from.yearWidth, from.hasYear, from.month
			shared = true
		}
	}
	return shared
}

// bareDecade reports whether d is the 60 of 20世纪60—70年代.
func (d *looseDate) bareDecade() bool {
	return len(d.bare) == 1 && d.bare[0].n%10 == 0 && !d.hasYear && d.month == 0 && d.day == 0 && d.decade < 0 && d.part == 0
}

// plainOrdinal reports whether d may be a century without the word: 18th, or
// the 18 of 18–19th. The first nine may well be days.
func (d *looseDate) plainOrdinal() bool { return d.plainBare() && century(d.bare[0].n) }

func century(n int64) bool { return n > 9 && n < 22 }

// partOnly reports whether d is early, the first half and the like, of what is
// not said.
func (d *looseDate) partOnly() bool {
	part := d.third != 0 || d.edge != 0 || d.half != 0 || d.quarter != 0 || d.tierce != 0
	return part && !d.hasYear && d.month == 0 && d.century == 0 && d.decade < 0 && len(d.bare) == 0
}

// takeUnit gives a bare number the unit that follows the first number of the
// other side.
func (d *looseDate) takeUnit(unit class) bool {
	t := d.bare[0]
	ok := false
	switch unit {
	case clsMonthUnit:
		ok = d.setMonth(t.n, t.at)
	case clsDayUnit:
		ok = d.setDay(t.n, t.at)
	}
	if ok {
		d.bare = nil
	}
	return ok
}

// shareEra gives a short number the era of the other side: 79–81 AD, 30–27 BC.
func (d *looseDate) shareEra(o *looseDate) {
	for _, x := range [...][2]*looseDate{{d, o}, {o, d}} {
		to, from := x[0], x[1]
		if !from.hasYear || from.month != 0 || !from.before && !from.anno || to.before || to.anno {
			continue
		}
		if to.plainBare() && !to.bare[0].ordinal {
			t := to.bare[0]
			to.bare = nil
			to.setYear(t.n, t.width, t.at)
		}
		if to.hasYear && to.yearWidth < 3 && to.yearWidth > 0 && from.anno {
			to.anno = true
		}
	}
}

// share gives each side what it leaves out and the other has; it reports
// whether anything was shared.
func (d *looseDate) share(o *looseDate) bool {
	shared := false
	for _, x := range [...][2]*looseDate{{d, o}, {o, d}} {
		to, from := x[0], x[1]
		if (to.day != 0 || len(to.bare) == 1) && to.month == 0 && from.month != 0 && (from.day != 0 || len(from.bare) > 0) {
			to.month, to.at[1] = from.month, from.at[1]
			shared = true
		}
		needsYear := to.month != 0 || to.part != 0
		if needsYear && !to.hasYear && !to.someYear && from.hasYear {
			to.year, to.yearWidth, to.hasYear, to.at[0] = from.year, from.yearWidth, true, from.at[0]
			to.before, to.dual, to.era = from.before, from.dual, from.era
			shared = true
		}
	}
	// 230–221 BC, 公元前230—221年: one BC for both years.
	if (d.hasYear && o.hasYear || d.century != 0 && o.century != 0) && !d.anno && !o.anno && d.before != o.before && d.eraShared(o) {
		d.before, o.before = true, true
	}
	return shared
}

// eraShared reports whether BC said once holds for both years: after the later
// one in English, before an elided one in Chinese.
func (d *looseDate) eraShared(o *looseDate) bool {
	if o.before {
		return d.firstUnit != clsYear
	}
	return d.firstUnit != clsYear && o.firstUnit == clsYear
}

// settle decides what the numbers without a unit are, and gives the year its
// century.
func (l *looseParser) settle(d *looseDate) error {
	d.takeRoman()
	for len(d.bare) > 0 {
		if err := l.settleBare(d); err != nil {
			return err
		}
	}
	if d.inYear {
		d.someDay = true
		d.someMonth = d.someMonth || d.month == 0
	}
	if err := l.settleYear(d); err != nil {
		return err
	}
	return l.checkWeekday(d)
}

// settleBare decides on the first of the bare numbers.
func (l *looseParser) settleBare(d *looseDate) error {
	t := d.bare[0]
	d.bare = d.bare[1:]
	monthIn := d.month != 0 || d.someMonth
	switch {
	case t.short:
	case monthIn && d.day == 0 && (d.hasYear || d.someYear || len(d.bare) > 0 || !d.monthNamed || t.ordinal):
		if d.setDay(t.n, t.at) {
			return nil
		}
	case monthIn && d.day == 0:
		return l.dayOrYear(d, t)
	case t.ordinal && d.century == 0 && !monthIn && !d.hasYear && d.decade < 0 && century(t.n):
		d.century, d.vague = t.n, true // 19th
		return nil
	case !d.hasYear && t.width == 2 && !t.ordinal && !t.word && !(d.q.Approximate() && t.n < 22) && (monthIn || d.part != 0 || d.plain()):
		d.setYear(t.n, t.width, t.at)
		return nil
	}
	return l.refuse(t.at, RefusedWords, "a year of four digits, or a day beside its month")
}

// takeRoman takes the Roman numeral between a day and a year as the month:
// 12.IV.1905.
func (d *looseDate) takeRoman() {
	if len(d.bare) != 2 || !d.hasYear || d.month != 0 || d.bare[0].roman || !d.bare[1].roman || d.bare[1].n > 12 || d.bare[1].ordinal {
		return
	}
	d.setMonth(d.bare[1].n, d.bare[1].at)
	d.bare = d.bare[:1]
}

// plain reports whether d says nothing but numbers.
func (d *looseDate) plain() bool {
	return d.month == 0 && d.century == 0 && d.decade < 0 && d.third == 0 && d.edge == 0
}

// dayOrYear decides on the number after the name of a month. In janv 13 and
// May-19 it is a year, or a day whose year is not said; in May 10 the day, as
// American English has it. What the reader knows decides otherwise.
func (l *looseParser) dayOrYear(d *looseDate, t token) error {
	asDay := l.Year != 0
	switch unknown := l.Year == 0 && l.HundredFrom == 0; {
	case t.width != 2, unknown && d.dayMayFollow:
		asDay = true
	case unknown, l.Year != 0 && l.HundredFrom != 0:
		l.asked.asDay = true
		asDay = l.choice.asDay
		d.someYear = asDay && unknown
	}
	if asDay {
		d.setDay(t.n, t.at)
		return nil
	}
	d.setYear(t.n, t.width, t.at)
	return nil
}

// settleYear finds the year: of an era, of two digits, or that of the reader.
func (l *looseParser) settleYear(d *looseDate) error {
	switch {
	case d.era >= 0 && !d.hasYear:
		return l.refuse(d.start, RefusedWords, "a year of the era, such as 昭和5年")
	case d.era >= 0:
		return l.eraYear(d)
	case d.hasYear && d.year < 100 && d.yearWidth < 3 && d.yearWidth > 0 && !d.before && !d.anno:
		d.year = l.inHundred(d.year)
		d.yearWidth = 4
	case d.hasYear && d.year < 100 && d.yearWidth == 0 && !d.before && !d.anno:
		return l.refuse(d.at[0], RefusedWords, "a year of four digits (for the year 25 write AD 25 or 公元25年)")
	case d.decade >= 0 && d.decade < 10 && d.century == 0 && !d.hasYear:
		d.decade = l.inHundred(d.decade*10) / 10
	case !d.hasYear && !d.someYear && l.Year != 0 && (d.month != 0 || d.part != 0 && d.century == 0 && d.decade < 0):
		d.year, d.yearWidth, d.hasYear = int64(l.Year), 4, true
	}
	if d.dual {
		return l.oldStyle(d)
	}
	return nil
}

// inHundred is the year of two digits in the reader's hundred years, or in the
// earlier or later of the two hundreds that are likely.
func (l *looseParser) inHundred(n int64) int64 {
	if from := int64(l.HundredFrom); from != 0 {
		y := floorDiv(from, 100)*100 + n
		if y < from {
			y += 100
		}
		return y
	}
	l.asked.newer = true
	hundred := int64(1800)
	if n < 30 {
		hundred = 1900
	}
	if l.choice.newer {
		hundred += 100
	}
	return hundred + n
}

// eraYear counts a year of an era, such as 民国八年.
func (l *looseParser) eraYear(d *looseDate) error {
	e := words().eras[d.era]
	y := e.first + d.year
	first, last := Day{year{n: y}, 1, 1}, Day{year{n: y}, 12, 31}
	if d.month != 0 && d.month <= 12 {
		first.month, last.month, last.day = uint8(d.month), uint8(d.month), uint8(daysIn(year{n: y}, int(d.month)))
		if d.day != 0 && d.day <= int64(last.day) {
			first.day, last.day = uint8(d.day), uint8(d.day)
		}
	}
	if d.year == 0 || last.Before(e.begin) || !e.last.IsZero() && first.After(e.last) {
		return l.refuse(d.start, RefusedNoDay, "a year that the era has")
	}
	d.year, d.yearWidth, d.era, d.vague = y, 4, -1, true
	return nil
}

// oldStyle checks a year written 1731/2: before 25 March the old style still
// counted the year before. Such a date is Julian.
func (l *looseParser) oldStyle(d *looseDate) error {
	const lastOldStyle = 1752
	if d.day == 0 || d.month > 3 || d.month == 3 && d.day > 24 || d.year > lastOldStyle {
		return l.refuse(d.at[0], RefusedWords, "a day from 1 January to 24 March before a year such as 1731/2")
	}
	d.calendar = Julian
	return nil
}

// gregorian is the day that d names, converted from its calendar; false
// when it names none or it does not exist.
func (d *looseDate) gregorian() (Day, bool) {
	y := d.year
	if d.before {
		y = 1 - y
	}
	if !d.hasYear || d.month == 0 || d.day == 0 || d.day > 31 {
		return Day{}, false
	}
	if d.calendar == Julian {
		day, err := FromJulian(y, time.Month(d.month), int(d.day))
		return day, err == nil
	}
	day, err := NewDay(y, time.Month(d.month), int(d.day))
	return day, err == nil
}

// checkWeekday refuses a weekday that is not that of the day. Before the
// Gregorian calendar that of the Julian one is right.
func (l *looseParser) checkWeekday(d *looseDate) error {
	day, ok := d.gregorian()
	switch {
	case d.weekday >= 0 && d.day == 0:
		return l.refuse(d.start, RefusedWords, "the day beside the weekday")
	case d.weekday < 0 || !ok:
		return nil
	}
	right := day
	julian := *d
	julian.calendar = Julian
	converted, ok := julian.gregorian()
	if ok && !day.HasWeekday() {
		right = converted // the sources' own reckoning
	}
	if int64(right.Weekday()) == d.weekday {
		return nil
	}
	const lastJulian = 1930 // the calendar has left daily use
	fits := ok && d.calendar == Gregorian && d.year < lastJulian && int64(converted.Weekday()) == d.weekday
	name := right.Weekday()
	err := &RefusedError{
		Input: l.in, Offset: l.offset(d.start), Reason: RefusedWeekday,
		Expected: fmt.Sprintf("%s (%s), which that day is", WeekdayName("en", name, Long), WeekdayName("zh", name, Long)),
	}
	if fits {
		err.Readings = []Reading{{Value: FromDay(converted), Calendar: Julian, Reason: "a date of the Julian calendar"}}
	}
	return err
}
