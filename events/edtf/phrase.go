package edtf

import (
	"errors"
	"strings"
)

// expression is one EDTF expression put together from what was typed.
type expression struct {
	edtf     string
	at       [3]int // where in the text its year, month and day came from
	calendar Calendar
	vague    bool // the words say more than the expression
}

// attempt reads the tokens in one way.
func (l *looseParser) attempt(tokens []token) (Reading, error) {
	kept, f, err := l.unframe(tokens)
	if err != nil {
		return Reading{}, err
	}
	e, err := l.framed(kept, f)
	if err != nil {
		return Reading{}, err
	}
	v, err := l.build(e)
	if err != nil {
		return Reading{}, err
	}
	r := Reading{Value: v}
	if p := v.Precision(); e.calendar == Julian && (p == PrecisionDay || p == PrecisionDays) {
		r.Calendar = Julian
	}
	if e.vague || e.calendar == Julian && r.Calendar != Julian && l.Calendar != Julian {
		r.AsWritten = strings.TrimSpace(l.in)
	}
	return r, nil
}

// build parses an expression; an error points at what was typed.
func (l *looseParser) build(e expression) (Value, error) {
	v, err := Parse(e.edtf)
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		return v, err
	}
	reason := RefusedNoDay
	component := strings.Count(strings.TrimPrefix(e.edtf[:syntax.Offset], "-"), "-")
	switch {
	case strings.Contains(syntax.Expected, "not before"):
		reason = RefusedReversed
	case strings.ContainsAny(e.edtf, "[{"):
		reason = RefusedForm
	}
	return v, l.refuse(e.at[min(component, 2)], reason, syntax.Expected)
}

// framed puts the expression together from the dates and what stands around
// them.
func (l *looseParser) framed(tokens []token, f frame) (expression, error) {
	tokens = l.settleSigns(tokens)
	split := f.split(tokens)
	either := indexClass(tokens, clsOr) >= 0
	if split >= 0 && f.untilLast && !f.between {
		f.until = false // 1914年から1918年まで
	}
	if f.leftWeekday >= 0 && split < 0 {
		return expression{}, l.refuse(0, RefusedWords, "the days beside the weekdays")
	}
	if f.between && split < 0 {
		return expression{}, l.refuse(0, RefusedWords, "two dates between which it was")
	}
	if f.open() > 1 || f.open() > 0 && !f.between && (either || split >= 0) {
		return expression{}, l.refuse(0, RefusedWords, "one open end at most, and no other range or choice beside it")
	}
	if either {
		return l.alternatives(tokens, f)
	}
	if split < 0 {
		d, err := l.side(tokens, f)
		if err != nil {
			return expression{}, err
		}
		return l.single(&d, f)
	}
	f.tight = tokens[split].at > 0 && split+1 < len(tokens) && l.text[tokens[split].at-1] != ' ' && tokens[split+1].at == tokens[split].at+1
	left, err := l.side(tokens[:split], f)
	if err != nil {
		return expression{}, err
	}
	right, err := l.side(tokens[split+1:], f)
	if err != nil {
		return expression{}, err
	}
	if f.leftWeekday >= 0 {
		left.weekday, right.weekday = f.leftWeekday, f.endWeekday
	}
	return l.pair(&left, &right, f)
}

// single words one date with what stands around it.
func (l *looseParser) single(d *looseDate, f frame) (expression, error) {
	if err := l.settle(d); err != nil {
		return expression{}, err
	}
	d.q |= f.q
	from, to, err := l.ends(d)
	if err != nil {
		return expression{}, err
	}
	e := expression{at: d.at, calendar: d.calendar, vague: d.vague}
	openStart, openEnd := "..", ".."
	if f.noStart {
		openStart = ""
	}
	if f.noEnd {
		openEnd = ""
	}
	switch {
	case f.before || f.after:
		return l.beyond(e, d, f)
	case f.noLater:
		e.edtf = "[.." + to + "]"
	case f.noEarlier:
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

// beyond words before and after: everything up to the unit before the date, or
// from the one after it. Before 1910 is 1909 or earlier.
func (l *looseParser) beyond(e expression, d *looseDate, f frame) (expression, error) {
	if d.vague {
		return e, l.refuse(d.start, RefusedForm, "before or after a date that is not vague itself")
	}
	q := d.q
	d.q = 0
	from, to, err := l.ends(d)
	if err != nil {
		return e, err
	}
	first, err := l.build(expression{edtf: from, at: d.at})
	if err != nil {
		return e, err
	}
	last, err := l.build(expression{edtf: to, at: d.at})
	if err != nil {
		return e, err
	}
	day, step := first.n.first, -1
	if f.after {
		day, step = last.n.last, 1
	}
	unit := first.Precision()
	if first.n.date.negative && first.n.date.depth == 1 || len(day.year.String()) > 5 || unit == PrecisionEra {
		unit = PrecisionYear
	}
	bound := day.AddDays(step).String()
	switch year := len(bound) - len("-01-01"); {
	case unit >= PrecisionYear:
		bound = bound[:year]
	case unit >= PrecisionMonth:
		bound = bound[:year+3]
	}
	if e.edtf = "[.." + bound + q.String() + "]"; f.after {
		e.edtf = "[" + bound + q.String() + "..]"
	}
	return e, nil
}
