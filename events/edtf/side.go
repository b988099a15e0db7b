package edtf

// looseDate collects what one side of a typed range, or the whole text, says.
type looseDate struct {
	year         int64
	yearWidth    int // digits typed, 0 in Chinese words
	month, day   int64
	century      int64 // counted from 1
	decade       int64 // 196 for 1960s, within a century 6; −1 when not said
	millennium   int64
	part         int64 // 21 to 41
	hemisphere   int64
	half         int64 // of the unit beside it
	quarter      int64
	tierce       int64
	third        int64 // early, middle, late
	edge         int64 // beginning, middle, end
	weekday      int64 // −1 when not said
	someYear     bool
	someMonth    bool
	someDay      bool
	inYear       bool // "a day in": decided when all is read
	before, anno bool // BC, AD
	dual         bool // a year of the old style: 1731/2
	fiscal       uint8
	era          int64 // −1 when not said
	calendar     Calendar
	q            Qualifier
	bare         []token
	firstUnit    class // the first unit that stood after a number
	hasYear      bool
	monthNamed   bool // the month came by its name, and before the number
	dayMayFollow bool // that number may be its day
	vague        bool
	needsDecade  bool // the word decade was said
	at           [3]int
	start        int
}

const (
	fiscalUnknown uint8 = iota + 1 // FY2019: named after the year it begins or ends in
	fiscalStart                    // 2019年度, FY2018/19: named after the year it begins in
)

// side reads the tokens of one date.
func (l *looseParser) side(tokens []token, f frame) (looseDate, error) {
	d := looseDate{decade: -1, weekday: -1, era: -1, calendar: f.calendar}
	if len(tokens) == 0 {
		return d, l.refuse(len(l.text), RefusedWords, "a date")
	}
	d.start = tokens[0].at
	for i := 0; i < len(tokens); {
		n, ok := l.take(&d, tokens, i)
		if !ok {
			return d, l.refuse(tokens[i].at, RefusedWords, "one date with a year of four digits, such as 24 May 2019 or 2019年5月24日")
		}
		i += n
	}
	return d, nil
}

// take takes in the token at i with those that belong to it, and tells how
// many that are.
func (l *looseParser) take(d *looseDate, tokens []token, i int) (int, bool) {
	t := tokens[i]
	switch t.class {
	case clsNumber:
		return l.takeNumber(d, tokens, i)
	case clsDate:
		return 1, d.takeDate(t)
	case clsCentury, clsMillennium, clsQuarter, clsHalf, clsTierce, clsDecade, clsFiscal:
		if t.n > 0 {
			return 1, d.counted(t.n, t.class) // 上半叶
		}
		// The number follows: siglo XIX, années 1930, النصف الأول.
		if i+1 >= len(tokens) || tokens[i+1].class != clsNumber {
			return 1, i+1 < len(tokens) && tokens[i+1].class == clsLast && d.counted(lastOf(t.class), t.class)
		}
		if t.class == clsFiscal {
			d.fiscal = fiscalUnknown
			if i+2 < len(tokens) && tokens[i+2].class == clsYear {
				return 3, d.setYear(tokens[i+1].n, tokens[i+1].width, tokens[i+1].at)
			}
			return 2, d.setYear(tokens[i+1].n, tokens[i+1].width, tokens[i+1].at)
		}
		return 2, tokens[i+1].n >= 0 && d.counted(tokens[i+1].n, t.class)
	case clsLast:
		if i+1 < len(tokens) {
			unit := tokens[i+1]
			if unit.class == clsNumber && unit.ordinal && unit.word && unit.n == 3 {
				unit.class = clsTierce // last third
			}
			return 2, d.counted(lastOf(unit.class), unit.class)
		}
		return 1, i > 0
	}
	return 1, d.word(t)
}

// lastOf is how many halves, quarters or thirds a whole has; 0 for anything
// else, which is then refused.
func lastOf(c class) int64 {
	switch c {
	case clsHalf:
		return 2
	case clsTierce:
		return 3
	case clsQuarter:
		return 4
	}
	return 0
}

// word takes in a word that stands for itself.
func (d *looseDate) word(t token) bool {
	switch t.class {
	case clsMonth:
		d.monthNamed, d.dayMayFollow = len(d.bare) == 0, t.dayMayFollow
		return d.setMonth(t.n, t.at)
	case clsWeekday:
		ok := d.weekday < 0 || d.weekday == t.n
		d.weekday = t.n
		return ok
	case clsSeason:
		return d.setPart(20 + t.n)
	case clsHemisphere:
		d.hemisphere = t.n
	case clsQuarterOf:
		return d.setPart(32 + t.n)
	case clsFourths:
		return d.setPart(36 + t.n)
	case clsHalfOf:
		return d.setPart(39 + t.n)
	case clsThird, clsEdge:
		ok := d.third == 0 && d.edge == 0
		if d.vague = true; t.class == clsThird {
			d.third = t.n
		} else {
			d.edge = t.n
		}
		return ok
	case clsFirstTen:
		d.decade = 0
	case clsDecadeOf:
		ok := d.decade < 0
		d.decade = t.n
		return ok
	case clsBC:
		d.before = true
	case clsAD:
		d.anno = true
	case clsAbout:
		d.q |= Approximate
	case clsUncertain:
		d.q |= Uncertain
	case clsDecadeNote:
		d.needsDecade = true
	case clsSomeYear:
		d.someYear = true
	case clsSomeMonth:
		d.someMonth = true
	case clsSomeDay:
		d.someDay = true
	case clsInYear:
		d.inYear = true
	case clsEra:
		d.era = t.n
	default:
		return false
	}
	return true
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

// takeDate takes in a date in digits.
func (d *looseDate) takeDate(t token) bool {
	ok := true
	if t.width > 0 {
		ok = d.setYear(t.day[0], t.width, t.ats[0])
		d.dual = t.dual
	}
	if t.dual {
		return ok
	}
	if t.day[2] != 0 {
		ok = d.setDay(t.day[2], t.ats[2]) && ok
	}
	return d.setMonth(t.day[1], t.ats[1]) && ok
}

// takeNumber takes in a number with the unit that follows it, and tells how
// many tokens that took.
func (l *looseParser) takeNumber(d *looseDate, tokens []token, i int) (int, bool) {
	t := tokens[i]
	if t.n < 0 {
		return 1, false
	}
	var unit token
	if i+1 < len(tokens) {
		unit = tokens[i+1]
	}
	if d.firstUnit == clsNone && unit.class != clsMonth {
		d.firstUnit = unit.class
	}
	switch unit.class {
	case clsYear:
		if i+2 < len(tokens) && tokens[i+2].class == clsYear {
			return 3, d.setYear(t.n, t.width, t.at) // 2019年年底
		}
		return 2, d.setYear(t.n, t.width, t.at)
	case clsMonthUnit:
		return 2, d.setMonth(t.n, t.at)
	case clsDayUnit:
		return 2, d.setDay(t.n, t.at)
	case clsFiscalAfter:
		d.fiscal = fiscalStart
		return 2, d.setYear(t.n, t.width, t.at)
	case clsBC, clsAD:
		if !t.ordinal {
			return 1, d.setYear(t.n, max(t.width, 4), t.at)
		}
	case clsDecade, clsCentury, clsMillennium, clsQuarter, clsHalf, clsTierce:
		return 2, d.counted(t.n, unit.class)
	case clsNumber:
		if t.ordinal && unit.word && unit.ordinal && unit.n == 3 { // first third
			return 2, d.counted(t.n, clsTierce)
		}
	}
	if t.minus {
		d.before = true
		return 1, d.setYear(t.n, 4, t.at)
	}
	if i > 0 && (tokens[i-1].class == clsAD || tokens[i-1].class == clsBC) && !d.hasYear && !t.ordinal {
		return 1, d.setYear(t.n, max(t.width, 4), t.at)
	}
	return 1, d.bareNumber(t)
}

// counted takes in the n-th century, half, quarter and so on.
func (d *looseDate) counted(n int64, unit class) bool {
	var field *int64
	most := int64(100)
	switch unit {
	case clsCentury:
		field = &d.century
	case clsMillennium:
		field, most = &d.millennium, 10
	case clsQuarter:
		field, most = &d.quarter, 4
	case clsHalf:
		field, most = &d.half, 2
	case clsTierce:
		field, most = &d.tierce, 3
	case clsDecade:
		ok := d.decade < 0 && n%10 == 0 && n < 10000
		d.decade = n / 10
		return ok
	default:
		return false
	}
	ok := *field == 0 && n >= 1 && n <= most
	*field = n
	return ok
}

// bareNumber takes in a number without a unit: surely a year, or kept until
// the rest is known.
func (d *looseDate) bareNumber(t token) bool {
	switch {
	case t.width == 8 && !d.hasYear && t.n/10000 > 999: // 20190410
		return d.setYear(t.n/10000, 4, t.at) && d.setMonth(t.n/100%100, t.at) && d.setDay(t.n%100, t.at)
	case t.width > 4:
		return false
	case (t.n > 31 || t.width > 2) && !t.ordinal:
		return d.setYear(t.n, t.width, t.at)
	}
	d.bare = append(d.bare, t)
	return len(d.bare) <= 2
}

// onlyYear reports whether d says a year and nothing finer.
func (d *looseDate) onlyYear() bool {
	return d.hasYear && d.month == 0 && d.day == 0 && d.part == 0 && d.third == 0 && d.edge == 0 && d.half == 0 &&
		d.quarter == 0 && len(d.bare) == 0
}
