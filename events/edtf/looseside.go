package edtf

import "time"

// looseDate collects what one side of a typed range, or the whole text, says.
type looseDate struct {
	year             int64
	yearWidth        int // digits typed, 0 in Chinese words
	month, day       int64
	century          int64 // counted from 1
	decade           int64 // 196 for 1960s, within a century 6; −1 when not said
	millennium       int64
	part             int64 // 21 to 41
	hemisphere       int64
	third            int64
	weekday          int64 // −1 when not said
	ordinal          int64
	someYear         bool
	someMonth        bool
	someDay          bool
	inYear           bool // "a day in": decided when all is read
	before, anno     bool // BC, AD
	q                Qualifier
	bare             []token
	firstUnit        action // the first unit that stood after a number
	hasYear          bool
	at               [3]int
	start            int
	secondReading    bool // of what has two
	ambiguousReading bool
}

// side reads the tokens of one date.
func (l *looseParser) side(tokens []token, second bool) (looseDate, error) {
	d := looseDate{decade: -1, weekday: -1, secondReading: second}
	if len(tokens) == 0 {
		return d, l.failAt(len(l.text), "a date")
	}
	d.start = tokens[0].at
	for i := 0; i < len(tokens); {
		t := tokens[i]
		n := 1
		var ok bool
		switch t.act {
		case actNumber:
			n, ok = d.number(tokens, i)
		case actNumeric:
			ok = d.numeric(t)
		default:
			ok = d.word(t)
		}
		if !ok {
			return d, l.failAt(t.at, "one date with a year of four digits, such as 24 May 2019 or 2019年5月24日")
		}
		i += n
	}
	return d, nil
}

// word takes in a word that stands for itself.
func (d *looseDate) word(t token) bool {
	switch t.act {
	case actMonth:
		return t.n > 0 && d.setMonth(t.n, t.at)
	case actWeekday:
		d.weekday = t.n
	case actSeason:
		return d.setPart(20 + t.n)
	case actHemisphere:
		d.hemisphere = t.n
	case actQuarter:
		if t.n == 0 {
			t.n = d.takeOrdinal()
		}
		return t.n > 0 && d.setPart(32+t.n)
	case actFourths:
		return d.setPart(36 + t.n)
	case actHalf:
		if t.n == 0 {
			t.n = d.takeOrdinal()
		}
		return t.n > 0 && t.n <= 2 && d.setPart(39+t.n)
	case actOrdinal:
		d.ordinal = t.n
	case actThird:
		d.third = t.n
	case actFirstTen:
		d.decade = 0
	case actBefore:
		d.before = true
	case actAnno:
		d.anno = true
	case actAbout:
		d.q |= Approximate
	case actUncertain:
		d.q |= Uncertain
	case actSomeYear:
		d.someYear = true
	case actSomeMonth:
		d.someMonth = true
	case actSomeDay:
		d.someDay = true
	case actInYear:
		d.inYear = true
	case actHyphen:
		return d.third == 2 // mid-May
	default:
		return false
	}
	return true
}

func (d *looseDate) takeOrdinal() int64 {
	n := d.ordinal
	d.ordinal = 0
	return n
}

func (d *looseDate) setPart(code int64) bool {
	ok := d.part == 0
	d.part = code
	return ok
}

func (d *looseDate) setYear(n int64, width, at int) bool {
	ok := !d.hasYear
	d.year, d.yearWidth, d.hasYear, d.at[0] = n, width, true, at
	return ok
}

func (d *looseDate) setMonth(n int64, at int) bool {
	ok := d.month == 0 && n != 0
	d.month, d.at[1] = n, at
	return ok
}

func (d *looseDate) setDay(n int64, at int) bool {
	ok := d.day == 0 && n != 0
	d.day, d.at[2] = n, at
	return ok
}

// number takes in a number with the unit that follows it, and tells how many
// tokens that took.
func (d *looseDate) number(tokens []token, i int) (int, bool) {
	t := tokens[i]
	if t.n < 0 {
		return 1, false
	}
	var unit token
	if i+1 < len(tokens) {
		unit = tokens[i+1]
	}
	if unit.act == actSuffix {
		return d.ordinalNumber(tokens, i)
	}
	if d.firstUnit == actNone && unit.n == 0 {
		d.firstUnit = unit.act
	}
	switch unit.act {
	case actYear:
		return 2, d.setYear(t.n, t.width, t.at)
	case actMonth:
		if unit.n > 0 {
			break // 10 April: the month comes by its name
		}
		return 2, d.setMonth(t.n, t.at)
	case actDay:
		return 2, d.setDay(t.n, t.at)
	case actDecade:
		return 2, d.setDecade(t, unit.n == 1)
	case actBefore:
		if unit.n == 0 {
			return 1, d.setYear(t.n, max(t.width, 4), t.at)
		}
	case actAnno:
		return 1, d.setYear(t.n, max(t.width, 4), t.at)
	case actCentury, actMillennium, actQuarter:
		if unit.n == 0 {
			return 2, d.counted(t.n, unit.act)
		}
	}
	if i > 0 && tokens[i-1].act == actAnno && !d.hasYear {
		return 1, d.setYear(t.n, max(t.width, 4), t.at)
	}
	return 1, d.bareNumber(t)
}

// counted takes in the n-th century, millennium or quarter.
func (d *looseDate) counted(n int64, unit action) bool {
	switch {
	case n == 0:
		return false
	case unit == actCentury:
		ok := d.century == 0
		d.century = n
		return ok
	case unit == actMillennium:
		ok := d.millennium == 0
		d.millennium = n
		return ok
	}
	return n <= 4 && d.setPart(32+n)
}

// ordinalNumber takes in 10th, 20th century, 3rd quarter, 1st half.
func (d *looseDate) ordinalNumber(tokens []token, i int) (int, bool) {
	var unit token
	if i+2 < len(tokens) {
		unit = tokens[i+2]
	}
	n := tokens[i].n
	switch unit.act {
	case actCentury, actMillennium:
		return 3, d.counted(n, unit.act)
	case actQuarter, actHalf:
		if unit.n == 0 {
			d.ordinal = n
			return 2, n <= 4
		}
	}
	return 2, n <= 31 && d.setDay(n, tokens[i].at)
}

// bareNumber takes in a number without a unit: surely a year, or kept until
// the rest is known.
func (d *looseDate) bareNumber(t token) bool {
	switch {
	case t.width == 8 && !d.hasYear: // 20190410
		return d.setYear(t.n/10000, 4, t.at) && d.setMonth(t.n/100%100, t.at) && d.setDay(t.n%100, t.at)
	case t.n > 31 || t.width > 2:
		return d.setYear(t.n, t.width, t.at)
	}
	d.bare = append(d.bare, t)
	return len(d.bare) == 1
}

// setDecade takes in 1960s, 1960年代, or 60年代 of a century named before.
func (d *looseDate) setDecade(t token, centuryToo bool) bool {
	if t.n%10 != 0 || d.decade >= 0 {
		return false
	}
	d.decade = t.n / 10
	if centuryToo && t.n%100 == 0 && t.n >= 1000 {
		// The 1900s: ten years or a hundred.
		d.ambiguousReading = true
		if d.secondReading {
			d.decade, d.century = -1, t.n/100+1
		}
	}
	return true
}

// numeric takes in a date in digits. Day and month before the year have two
// readings.
func (d *looseDate) numeric(t token) bool {
	p := t.parts
	switch {
	case d.hasYear || d.month != 0:
		return false
	case t.wide[0] == 4 && t.count == 3 && t.wide[2] > 2:
		return false
	case t.wide[0] == 4:
		d.setDay(p[2], t.ats[2])
		return d.setYear(p[0], 4, t.at) && d.setMonth(p[1], t.ats[1]) && (t.count == 2 || p[2] != 0)
	case t.count == 2:
		return d.setMonth(p[0], t.at) && d.setYear(p[1], 4, t.ats[1])
	}
	month, day := 0, 1
	d.ambiguousReading = true
	if d.secondReading {
		month, day = 1, 0
	}
	return d.setMonth(p[month], t.ats[month]) && d.setDay(p[day], t.ats[day]) && d.setYear(p[2], t.wide[2], t.ats[2])
}

// rightWeekday reports whether the weekday typed is that of the day.
func (d *looseDate) rightWeekday() (time.Weekday, bool) {
	y := d.year
	if d.before {
		y = 1 - y
	}
	day, err := NewDay(y, time.Month(d.month), int(d.day))
	if d.weekday < 0 || err != nil {
		return 0, true
	}
	return day.Weekday(), day.Weekday() == time.Weekday(d.weekday)
}
