package edtf

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// serial refuses a number of five digits: no year, but the number by which a
// spreadsheet keeps a day, counted from 1899-12-30.
func (l *looseParser) serial() error {
	whole, fraction, _ := strings.Cut(strings.TrimSpace(string(l.text)), ".")
	n, err := strconv.Atoi(whole)
	if err != nil || len(whole) != 5 || strings.Trim(fraction, "0123456789") != "" || n < 0 {
		return nil
	}
	epoch := Day{year{n: 1899}, 12, 30}
	return &RefusedError{
		Input: l.in, Reason: RefusedSerial, Expected: "a date, not the number by which a spreadsheet keeps one",
		Readings: []Reading{{Value: FromDay(epoch.AddDays(n)), Reason: "the day that a spreadsheet shows for the number"}},
	}
}

// twoDates looks in a text that is not understood for two dates of two things,
// as in "1968, printed 2011", and refuses it with both.
func (l *looseParser) twoDates(err error) error {
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.Reason != RefusedWords {
		return err
	}
	pieces := strings.FieldsFunc(string(l.text), func(r rune) bool { return strings.ContainsRune(",;([)]", r) })
	if len(pieces) < 2 || len(pieces) > 4 {
		return err
	}
	var found []Reading
	dates := 0
	for _, piece := range pieces {
		readings := l.datesIn(piece)
		if len(readings) > 0 {
			dates++
		}
		for _, r := range readings {
			if !slices.ContainsFunc(found, func(o Reading) bool { return o.Value.Equal(r.Value) }) {
				found = append(found, r)
			}
		}
	}
	if dates < 2 || len(found) < 2 {
		return err
	}
	return &RefusedError{Input: l.in, Offset: refused.Offset, Reason: RefusedTwo, Expected: "one date; choose which of the two the event has", Readings: found}
}

// datesIn are the readings of a date behind at most three words that are not
// known.
func (l *looseParser) datesIn(piece string) []Reading {
	fields := strings.Fields(piece)
	for i := range min(len(fields), 4) {
		sub := looseParser{Reader: l.Reader, in: strings.Join(fields[i:], " ")}
		sub.text = []rune(sub.in)
		if v, err := Parse(sub.in); err == nil && sub.takesStrictly(sub.in, v) {
			return []Reading{{Value: v}}
		}
		tokens, err := sub.tokens()
		if err != nil {
			continue
		}
		readings, _ := sub.attempts(tokens)
		if len(readings) > 0 && !sub.asked.newer { // a number of two digits need not be a year
			return readings
		}
	}
	return nil
}
