package edtf

import (
	"fmt"
	"strings"
)

// read parts the text into one or two dates and puts the EDTF expressions for
// its readings together: two where something has two readings.
func (l *looseParser) read() ([]expression, error) {
	tokens, err := l.tokens()
	if err != nil {
		return nil, err
	}
	if len(tokens) == 0 {
		return nil, l.failAt(0, "a date such as 2019-05-24, 2019年5月24日 or 24 May 2019")
	}
	first, ambiguous, err := l.whole(tokens, false)
	if err != nil && !ambiguous {
		return nil, err
	}
	if !ambiguous {
		return []expression{first}, nil
	}
	second, _, secondErr := l.whole(tokens, true)
	switch {
	case err != nil && secondErr != nil:
		return nil, err
	case err != nil:
		return []expression{second}, nil
	case secondErr != nil:
		return []expression{first}, nil
	}
	return []expression{first, second}, nil
}

// frame is what stands around the dates of a text.
type frame struct {
	from, onwards, until      bool
	noEnd, noStart            bool
	earlier, later            bool
	leftWeekday, rightWeekday int64
}

// open counts the ends that the frame leaves open or unknown. "From" counts
// only by what it stands before.
func (f frame) open() int {
	n := 0
	for _, said := range []bool{f.onwards || f.noEnd, f.until || f.noStart, f.earlier, f.later} {
		if said {
			n++
		}
	}
	return n
}

// unframe takes the words around the dates off the tokens.
func unframe(tokens []token) ([]token, frame) {
	f := frame{leftWeekday: -1, rightWeekday: -1}
	var kept []token
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if t.act == actTilde {
			t.act = actDash
			if i == len(tokens)-1 || len(kept) == 0 {
				t.act = actAbout
			}
		}
		switch {
		case t.act == actFrom && len(kept) == 0:
			f.from = true
		case t.act == actOnwards && (len(kept) == 0 || i == len(tokens)-1 || tokens[i+1].act == actNoEnd):
			f.onwards = true
		case (t.act == actUntil || t.act == actDash) && len(kept) == 0:
			f.until = true
		case t.act == actUntil:
			t.act = actDash
			kept = append(kept, t)
		case t.act == actStop && len(kept) > 0:
		case t.act == actNoEnd:
			f.noEnd = true
		case t.act == actNoStart:
			f.noStart = true
		case t.act == actEarlier:
			f.earlier = true
		case t.act == actLater:
			f.later = true
		case t.act == actWeekday && i+2 < len(tokens) && tokens[i+1].act == actDash && tokens[i+2].act == actWeekday:
			f.leftWeekday, f.rightWeekday = t.n, tokens[i+2].n
			i += 2
		default:
			kept = append(kept, t)
		}
	}
	if n := len(kept); n > 0 && kept[n-1].act == actDash {
		kept, f.onwards = kept[:n-1], true // 2019–
	}
	return kept, f
}

// whole puts the expression together, in the first or second reading of what
// has two, and tells whether anything has.
func (l *looseParser) whole(tokens []token, second bool) (expression, bool, error) {
	kept, f := unframe(tokens)
	either := indexAction(kept, actOr) >= 0
	if f.open() > 1 || f.open() > 0 && (either || indexAction(kept, actDash) >= 0) {
		return expression{}, false, l.failAt(0, "one open end at most, and no other range or choice beside it")
	}
	if either {
		return l.alternatives(kept, second)
	}
	split := indexAction(kept, actDash)
	if split < 0 {
		split = indexHyphen(kept)
	}
	if split < 0 {
		d, err := l.side(kept, second)
		if err != nil {
			return expression{}, d.ambiguousReading, err
		}
		e, err := l.single(&d, f)
		return e, d.ambiguousReading, err
	}
	left, err := l.side(kept[:split], second)
	if err != nil {
		return expression{}, left.ambiguousReading, err
	}
	right, err := l.side(kept[split+1:], second)
	ambiguous := left.ambiguousReading || right.ambiguousReading
	if err != nil {
		return expression{}, ambiguous, err
	}
	if f.leftWeekday >= 0 {
		left.weekday, right.weekday = f.leftWeekday, f.rightWeekday
	}
	e, err := l.pair(&left, &right)
	return e, ambiguous, err
}

func indexAction(tokens []token, act action) int {
	for i, t := range tokens {
		if t.act == act {
			return i
		}
	}
	return -1
}

// indexHyphen finds a hyphen that parts a range, not the one in mid-May.
func indexHyphen(tokens []token) int {
	for i, t := range tokens {
		if t.act == actHyphen && i > 0 && tokens[i-1].act != actThird {
			return i
		}
	}
	return -1
}

// single words one date with what stands around it.
func (l *looseParser) single(d *looseDate, f frame) (expression, error) {
	if err := l.settle(d); err != nil {
		return expression{}, err
	}
	from, to, err := l.ends(d)
	if err != nil {
		return expression{}, err
	}
	e := expression{at: d.at}
	openStart, openEnd := "..", ".."
	if f.noStart {
		openStart = ""
	}
	if f.noEnd {
		openEnd = ""
	}
	switch {
	case f.earlier:
		e.edtf = "[.." + to + "]"
	case f.later:
		e.edtf = "[" + from + "..]"
	case f.until || f.noStart:
		e.edtf = openStart + "/" + to
	case f.from || f.onwards || f.noEnd:
		e.edtf = from + "/" + openEnd
	case from != to:
		e.edtf = from + "/" + to
	default:
		e.edtf = from
	}
	return e, nil
}

// pair words a range. What one side leaves out it takes from the other, and a
// doubt then holds for both.
func (l *looseParser) pair(left, right *looseDate) (expression, error) {
	// 2018—2021年, 5月24—26日: the number takes the unit of the other side.
	if len(left.bare) == 1 && left.takeUnit(right.firstUnit) || left.share(right) {
		left.q |= right.q
		right.q = left.q
	}
	for _, d := range []*looseDate{left, right} {
		if err := l.settle(d); err != nil {
			return expression{}, err
		}
	}
	left.share(right)
	from, _, err := l.ends(left)
	if err != nil {
		return expression{}, err
	}
	_, to, err := l.ends(right)
	if err != nil {
		return expression{}, err
	}
	e := expression{edtf: from + "/" + to, at: right.at}
	if _, err := Parse(from); err != nil {
		e.at = left.at
	}
	return e, nil
}

// takeUnit gives a bare number the unit that follows the first number of the
// other side.
func (d *looseDate) takeUnit(unit action) bool {
	t := d.bare[0]
	ok := false
	switch unit {
	case actMonth:
		ok = d.setMonth(t.n, t.at)
	case actDay:
		ok = d.setDay(t.n, t.at)
	}
	if ok {
		d.bare = nil
	}
	return ok
}

// share gives each side what it leaves out and the other has; it reports
// whether anything was shared.
func (d *looseDate) share(o *looseDate) bool {
	shared := false
	for _, x := range [...][2]*looseDate{{d, o}, {o, d}} {
		to, from := x[0], x[1]
		if (to.day != 0 || len(to.bare) == 1) && to.month == 0 && from.month != 0 {
			to.month, to.at[1] = from.month, from.at[1]
			shared = true
		}
		needsYear := to.month != 0 || to.part != 0
		if needsYear && !to.hasYear && !to.someYear && from.hasYear {
			to.year, to.yearWidth, to.hasYear, to.at[0] = from.year, from.yearWidth, true, from.at[0]
			to.before = from.before
			shared = true
		}
	}
	// 230–221 BC, 公元前230—221年: one BC for both years.
	if d.hasYear && o.hasYear && !d.anno && !o.anno && d.before != o.before && d.eraShared(o) {
		d.before, o.before = true, true
	}
	return shared
}

// eraShared reports whether BC said once holds for both years: after the later
// one in English, before an elided one in Chinese.
func (d *looseDate) eraShared(o *looseDate) bool {
	if o.before {
		return d.firstUnit != actYear
	}
	return d.firstUnit != actYear && o.firstUnit == actYear
}

// settle decides what the numbers without a unit are.
func (l *looseParser) settle(d *looseDate) error {
	for _, t := range d.bare {
		if d.month == 0 || d.day != 0 || !d.setDay(t.n, t.at) {
			return l.failAt(t.at, "a year of four digits, or a day beside its month")
		}
	}
	d.bare = nil
	if d.inYear {
		d.someDay = true
		d.someMonth = d.someMonth || d.month == 0
	}
	if d.hasYear && d.year < 100 && d.yearWidth < 3 && !d.before && !d.anno {
		return l.failAt(d.at[0], "a year of four digits (for the year 25 write AD 25 or 公元25年)")
	}
	if right, ok := d.rightWeekday(); !ok {
		return l.failAt(d.start, fmt.Sprintf("%s (%s), which that day is", WeekdayName("en", right, Long), WeekdayName("zh", right, Long)))
	}
	return nil
}

// alternatives words "A or B" as a set.
func (l *looseParser) alternatives(tokens []token, second bool) (expression, bool, error) {
	var names []string
	ambiguous := false
	e := expression{}
	for {
		i := indexAction(tokens, actOr)
		if i < 0 {
			i = len(tokens)
		}
		d, err := l.side(tokens[:i], second)
		ambiguous = ambiguous || d.ambiguousReading
		if err != nil {
			return e, ambiguous, err
		}
		part, err := l.single(&d, frame{})
		if err != nil {
			return e, ambiguous, err
		}
		names, e.at = append(names, part.edtf), part.at
		if i == len(tokens) {
			break
		}
		tokens = tokens[i+1:]
	}
	e.edtf = "[" + strings.Join(names, ",") + "]"
	return e, ambiguous, nil
}
