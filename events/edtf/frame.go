package edtf

import "slices"

// frame is what stands around the dates of a text.
type frame struct {
	from, onwards, until    bool
	noEnd, noStart          bool
	before, after           bool
	noLater, noEarlier      bool
	between                 bool
	untilLast               bool      // until stands behind the date: 1918年まで
	tight                   bool      // no space stands around the dash, so that a doubt holds for both dates
	q                       Qualifier // doubt said before the frame: "probably before 1910"
	calendar                Calendar
	leftWeekday, endWeekday int64
}

// open counts the ends that the frame leaves open or unknown. "From" counts
// only by what it stands before.
func (f frame) open() int {
	n := 0
	for _, said := range []bool{f.onwards || f.noEnd, f.until || f.noStart, f.before, f.after, f.noLater, f.noEarlier, f.between} {
		if said {
			n++
		}
	}
	return n
}

// unframe takes the words around the dates off the tokens.
func (l *looseParser) unframe(tokens []token) ([]token, frame, error) {
	f := frame{leftWeekday: -1, endWeekday: -1, calendar: l.Calendar}
	kept := make([]token, 0, len(tokens))
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		switch t.class {
		case clsJulian:
			f.calendar = Julian
		case clsGregorian:
			f.calendar = Gregorian
		case clsLunar:
			return nil, f, l.refuse(t.at, RefusedCalendar, "a date of the calendar of ISO 8601; keep the words of the other calendar beside it")
		case clsEmpty:
			if !slices.ContainsFunc(tokens, func(t token) bool { return t.class == clsNumber || t.class == clsDate }) {
				return nil, f, l.refuse(t.at, RefusedEmpty, "a date; leave the field empty when there is none")
			}
			return nil, f, l.refuse(t.at, RefusedWords, wantDate)
		case clsNoEnd:
			f.noEnd = true
		case clsNoStart:
			f.noStart = true
		case clsWeekday:
			if i+2 < len(tokens) && tokens[i+2].class == clsWeekday && slices.Contains([]class{clsTo, clsUntil, clsFrom}, tokens[i+1].class) {
				f.leftWeekday, f.endWeekday = t.n, tokens[i+2].n
				i += 2
				continue
			}
			kept = append(kept, t)
		default:
			kept = append(kept, t)
		}
	}
	kept = l.trimComma(kept)
	kept = f.left(kept)
	kept = f.right(kept)
	return l.trimComma(kept), f, nil
}

// trimComma drops the commas within a date: only two dates in a row need them,
// and those are refused.
func (l *looseParser) trimComma(tokens []token) []token {
	return slices.DeleteFunc(tokens, func(t token) bool { return t.class == clsComma })
}

// left takes off the words before the dates.
func (f *frame) left(tokens []token) []token {
	var doubt Qualifier
	for i := 0; i < len(tokens); i++ {
		c := tokens[i].class
		if tokens[i].after {
			c = clsNone
		}
		switch c {
		case clsAbout:
			doubt |= Approximate
			continue
		case clsUncertain:
			doubt |= Uncertain
			continue
		case clsFrom:
			f.from = true
		case clsOnwards:
			f.onwards = true
		case clsUntil:
			f.until = true
		case clsTo:
			if tokens[i].n == 0 {
				return tokens
			}
			f.until = true // –2019
		case clsBefore:
			f.before = true
		case clsAfter:
			f.after = true
		case clsNoLater:
			f.noLater = true
		case clsNoEarlier:
			f.noEarlier = true
		case clsBetween:
			f.between = true
		default:
			return tokens[max(i, 0)-doubts(tokens[:i]):]
		}
		f.q |= doubt
		doubt = 0
		tokens = tokens[i+1:]
		i = -1
		if len(tokens) > 0 && tokens[0].class == clsHyphen {
			tokens = tokens[1:] // pre-1910
		}
	}
	return tokens
}

// doubts counts the words of doubt at the end of tokens.
func doubts(tokens []token) int {
	n := 0
	for n < len(tokens) && (tokens[len(tokens)-1-n].class == clsAbout || tokens[len(tokens)-1-n].class == clsUncertain) {
		n++
	}
	return n
}

// right takes off the words after the dates.
func (f *frame) right(tokens []token) []token {
	for len(tokens) > 0 {
		last := len(tokens) - 1
		t := tokens[last]
		if t.class != clsTo && !t.after {
			return tokens
		}
		switch t.class {
		case clsStop:
		case clsOnwards, clsFrom:
			f.onwards = true
		case clsTo:
			if t.n == 0 && !f.onwards {
				return tokens
			}
			f.onwards = true // 2019–
		case clsUntil:
			f.until, f.untilLast = true, true
		case clsBefore:
			f.before = true
		case clsAfter:
			f.after = true
		case clsNoLater:
			f.noLater = true
		case clsNoEarlier:
			f.noEarlier = true
		case clsBetween:
			f.between = true
		case clsBC:
			if last == 0 {
				return tokens
			}
			f.before = true // 1949年前: 前 that follows is never BC
		default:
			return tokens
		}
		tokens = tokens[:last]
		if n := len(tokens) - 1; f.onwards && n >= 0 && (tokens[n].class == clsUntil || tokens[n].class == clsHyphen) {
			tokens = tokens[:n] // 1910 to present
		}
	}
	return tokens
}

// settleSigns decides what a tilde is, and drops the hyphens and prepositions
// within one date: mid-May, 10-Apr-2019, النصف الأول من القرن.
func (l *looseParser) settleSigns(tokens []token) []token {
	at := func(i int) token {
		if i < 0 || i >= len(tokens) {
			return token{}
		}
		return tokens[i]
	}
	var kept []token
	for i, t := range tokens {
		before, after := at(i-1), at(i+1)
		tight := t.at > 0 && l.text[t.at-1] != ' ' && after.at == t.at+1
		switch {
		case t.class == clsTilde:
			t.class = clsTo
			if i == len(tokens)-1 || i == 0 {
				t.class = clsAbout
			}
		case t.class == clsHyphen && before.class == clsThird && after.class == clsThird:
			t.class = clsTo // early-mid
		case t.class == clsFrom && !t.after && before.class == clsNumber && before.ordinal,
			t.class == clsHyphen && before.class == clsThird,
			tight && t.class == clsHyphen && before.class == clsNumber && after.class == clsMonth && at(i-2).class != clsMonth && (before.n <= 31 || at(i+2).class == clsHyphen),
			tight && t.class == clsHyphen && before.class == clsMonth && after.class == clsNumber && at(i+2).class != clsMonth:
			if before.class == clsMonth {
				kept[len(kept)-1].dayMayFollow = false // May-19
			}
			continue
		}
		kept = append(kept, t)
	}
	return kept
}

// split is where the first of two dates ends, −1 when there is one.
func (f frame) split(tokens []token) int {
	for _, c := range []class{clsTo, clsUntil, clsFrom} {
		i := slices.IndexFunc(tokens, func(t token) bool { return t.class == c && (c != clsFrom || t.after) })
		if i > 0 {
			return i
		}
	}
	if i := indexClass(tokens, clsAnd); f.between && i > 0 {
		return i
	}
	if i := indexClass(tokens, clsHyphen); i > 0 {
		return i
	}
	return -1
}

func indexClass(tokens []token, c class) int {
	return slices.IndexFunc(tokens, func(t token) bool { return t.class == c })
}
