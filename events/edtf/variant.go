package edtf

import "slices"

// alternative is one of several ways to take a token.
type alternative struct {
	tokens []token
	reason string
}

// variant is the whole text with one way chosen for every token.
type variant struct {
	tokens  []token
	reasons []string
}

// mostVariants bounds the ways in which one text is read.
const mostVariants = 48

// variants are the ways to take the tokens together. Where two tokens offer
// the same ways, as two dates in digits do, both are taken in the same one.
func variants(tokens []token) []variant {
	list := []variant{{}}
	for _, t := range tokens {
		if t.alts == nil {
			for i := range list {
				list[i].tokens = append(list[i].tokens, t)
			}
			continue
		}
		var next []variant
		for _, v := range list {
			next = append(next, v.with(t)...)
		}
		list = next[:min(len(next), mostVariants)]
	}
	return list
}

// with is v with the token taken in each of its ways.
func (v variant) with(t token) []variant {
	var all []variant
	for _, a := range t.agreeing(v.reasons) {
		reasons := v.reasons
		if a.reason != "" && !slices.Contains(reasons, a.reason) {
			reasons = append(slices.Clone(reasons), a.reason)
		}
		all = append(all, variant{append(slices.Clone(v.tokens), a.tokens...), reasons})
	}
	return all
}

func (t token) agreeing(reasons []string) []alternative {
	for _, a := range t.alts {
		if a.reason != "" && slices.Contains(reasons, a.reason) {
			return []alternative{a}
		}
	}
	return t.alts
}

// joinSlashes takes a slash between two words as what it may be.
func joinSlashes(tokens []token) []token {
	for i, t := range tokens {
		if t.class != clsSlash {
			continue
		}
		to, or := alternative{[]token{{class: clsTo, at: t.at}}, "from one to the other"}, alternative{[]token{{class: clsOr, at: t.at}}, "one of the two"}
		tokens[i].alts = []alternative{to, or}
		full := func(t token) bool { return len(t.alts) == 0 && t.class == clsDate && t.day[2] != 0 }
		if i > 0 && i+1 < len(tokens) && full(tokens[i-1]) && full(tokens[i+1]) {
			tokens[i].alts = []alternative{to} // as in EDTF
		}
	}
	return tokens
}

// tuesdays takes a short name that a month and a weekday share for the weekday
// where its date names a month besides: mar. 3 mars.
func tuesdays(tokens []token) []token {
	for i, t := range tokens {
		if t.class != clsMonth || t.weekday < 0 {
			continue
		}
		for _, other := range [...][]token{tokens[i+1:], reversed(tokens[:i])} {
			end := slices.IndexFunc(other, func(t token) bool {
				return slices.Contains([]class{clsMonth, clsTo, clsHyphen, clsSlash, clsOr, clsAnd, clsUntil, clsFrom}, t.class)
			})
			if end >= 0 && other[end].class == clsMonth {
				tokens[i].class, tokens[i].n = clsWeekday, t.weekday
				break
			}
		}
	}
	return tokens
}

func reversed(tokens []token) []token {
	list := slices.Clone(tokens)
	slices.Reverse(list)
	return list
}
