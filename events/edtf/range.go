package edtf

import (
	"fmt"
	"strings"
)

// pair words a range. What one side leaves out it takes from the other, and a
// doubt then holds for both.
func (l *looseParser) pair(left, right *looseDate, f frame) (expression, error) {
	shared := left.complete(right)
	if shared && f.between && left.firstUnit == clsYear {
		return expression{}, l.refuse(right.at[0], RefusedWords, "two years in full; a number of years is no date")
	}
	if shared && right.year <= left.year {
		return expression{}, l.refuse(right.at[0], RefusedReversed, "an end that is not before the start; write both years in full")
	}
	left.shareEra(right)
	if err := l.oneKind(left, right); err != nil {
		return expression{}, err
	}
	if e, ok, err := l.acrossYears(left, right); ok {
		return e, err
	}
	// 2018—2021年, 5月24—26日: the number takes the unit of the other side.
	shared = left.shareUnit(right) || shared
	shared = len(left.bare) == 1 && left.takeUnit(right.firstUnit) || shared
	if shared = left.share(right) || shared; shared {
		left.q |= right.q
		right.q = left.q
	}
	if f.tight && left.firstUnit != clsYear && left.onlyYear() && right.onlyYear() {
		right.q |= left.q & Approximate // c. 1846–1883
		left.q |= right.q & Uncertain   // 1846–1883?
	}
	for _, d := range []*looseDate{left, right} {
		if err := l.settle(d); err != nil {
			return expression{}, err
		}
	}
	left.share(right)
	if left.before && !right.before && !right.anno && right.hasYear {
		return expression{}, l.refuse(right.at[0], RefusedWords, "BC or AD beside the second year as well")
	}
	left.q |= f.q
	from, leftEnd, err := l.ends(left)
	if err != nil {
		return expression{}, err
	}
	rightStart, to, err := l.ends(right)
	if err != nil {
		return expression{}, err
	}
	e := expression{edtf: from + "/" + to, at: right.at, calendar: max(left.calendar, right.calendar), vague: left.vague || right.vague}
	if _, err := Parse(from); err != nil {
		e.at = left.at
	}
	if f.between {
		if left.q|right.q != 0 || from != leftEnd || rightStart != to {
			return e, l.refuse(left.start, RefusedForm, "two exact dates after between; for vague ones choose a range")
		}
		e.edtf = fmt.Sprintf("[%s..%s]", from, to)
	}
	return e, nil
}

// oneKind refuses two ends that are no range together: a season and a year, a
// decade and a century, two small numbers that may be days, months or years.
func (l *looseParser) oneKind(left, right *looseDate) error {
	small := func(d *looseDate) bool { return d.plainBare() && !d.bare[0].ordinal && d.bare[0].n <= 12 }
	decade := func(d *looseDate) bool { return d.decade >= 10 && d.century == 0 }
	switch {
	case left.part != 0 && left.part != 24 && left.part != 28 && right.onlyYear():
		return l.refuse(right.start, RefusedForm, "a season on both sides of the range, or a winter of two years")
	case decade(left) && right.century != 0 && right.decade < 0, decade(right) && left.century != 0 && left.decade < 0:
		return l.refuse(right.start, RefusedForm, "decades or centuries on both sides of the range")
	case right.plainBare() && left.month != 0 && left.day == 0 && len(left.bare) == 0:
		return l.refuse(right.start, RefusedWords, "a month on both sides of the range")
	case small(left) && small(right) && !left.bare[0].word:
		return l.refuse(left.start, RefusedWords, "years of four digits, or days beside their month")
	}
	return nil
}

// acrossYears reads what is said once for two years in a row: winter 1834-35,
// FY2018/19.
func (l *looseParser) acrossYears(left, right *looseDate) (expression, bool, error) {
	if right.fiscal != 0 && left.fiscal == 0 && left.onlyYear() {
		left.fiscal, right.fiscal = right.fiscal, 0 // 2019—2020年度
	}
	if left.part != 24 && left.part != 28 && left.fiscal == 0 || !right.onlyYear() || !left.hasYear || left.before || right.before {
		return expression{}, false, nil
	}
	if right.year != left.year+1 {
		return expression{}, true, l.refuse(right.start, RefusedReversed, "the next year, as a winter or business year has two at most")
	}
	if left.fiscal != 0 {
		left.fiscal = fiscalStart
	}
	e, err := l.single(left, frame{})
	return e, true, err
}

// alternatives words "A or B" as a set.
func (l *looseParser) alternatives(tokens []token, f frame) (expression, error) {
	var names []string
	e := expression{}
	var kind Precision
	for {
		i := indexClass(tokens, clsOr)
		if i < 0 {
			i = len(tokens)
		}
		d, err := l.side(tokens[:i], f)
		if err != nil {
			return e, err
		}
		// Nov/Dec 1999, 1667 or 1668: the year may stand once, at the end.
		if err := l.lend(&d, tokens[min(i+1, len(tokens)):], f); err != nil {
			return e, err
		}
		part, err := l.single(&d, frame{})
		if err != nil {
			return e, err
		}
		v, err := l.build(part)
		if err != nil {
			return e, err
		}
		if !alike(kind, v.Precision()) || strings.Contains(part.edtf, "/") || kind != PrecisionNone && kind != v.Precision() && l.asked.newer {
			return e, l.refuse(d.start, RefusedForm, "dates of one kind on both sides of the choice")
		}
		kind = v.Precision()
		names, e.at = append(names, part.edtf), part.at
		if i == len(tokens) {
			break
		}
		tokens = tokens[i+1:]
	}
	e.edtf = "[" + strings.Join(names, ",") + "]"
	return e, nil
}

// lend gives a date without a year that of the dates after it.
func (l *looseParser) lend(d *looseDate, rest []token, f frame) error {
	if d.hasYear || d.month == 0 && d.part == 0 && len(d.bare) == 0 || len(rest) == 0 {
		return nil
	}
	if i := indexClass(rest, clsOr); i >= 0 {
		rest = rest[i+1:]
	}
	o, err := l.side(rest, f)
	if err == nil {
		d.share(&o)
		d.shareUnit(&o)
	}
	return err
}

// alike reports whether dates of two precisions may be a choice: the 1890s or
// 1900, but no season or a year.
func alike(a, b Precision) bool {
	years := func(p Precision) bool { return p == PrecisionYear || p == PrecisionDecade }
	return a == PrecisionNone || a == b || years(a) && years(b)
}
