package edtf

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
)

// year is an astronomical year (0 is 1 BC) of any size, comparable with ==.
//
// Years that fit an int64 live in n. Beyond that text holds the canonical
// decimal digits with an optional '-', and beyond longestDigits digits a
// shortened form: the leading digits, then 'e' (zeros follow) or 'n' (nines
// follow), then how many. That keeps Y1E1000000 and its bounds exact without
// ever writing a million digits.
type year struct {
	n    int64
	text string
}

// longestDigits is the largest number of digits kept in full.
const longestDigits = 400

// runYear is the year written as digits followed by count copies of run,
// which is '0' or '9'.
func runYear(neg bool, digits string, run byte, count int64) year {
	digits = strings.TrimLeft(digits, "0")
	if digits == "" && (run == '0' || count == 0) {
		return year{}
	}
	if int64(len(digits))+count <= longestDigits {
		digits += strings.Repeat(string(run), int(count))
		if neg {
			digits = "-" + digits
		}
		if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
			return year{n: n}
		}
		return year{text: digits}
	}
	return hugeYear(neg, digits, run, count)
}

// hugeYear brings a year of more than longestDigits digits to its one
// shortened form, so that equal years are equal strings.
func hugeYear(neg bool, digits string, run byte, count int64) year {
	if count == 0 {
		run = '0'
		if digits[len(digits)-1] == '9' {
			run = '9'
		}
	}
	trimmed := strings.TrimRight(digits, string(run))
	count += int64(len(digits) - len(trimmed))
	mark := "e"
	if run == '9' {
		mark = "n"
	}
	sign := ""
	if neg {
		sign = "-"
	}
	return year{text: sign + trimmed + mark + strconv.FormatInt(count, 10)}
}

// bigYear is the year b.
func bigYear(b *big.Int) year {
	if b.IsInt64() {
		return year{n: b.Int64()}
	}
	text := b.String()
	return runYear(b.Sign() < 0, strings.TrimPrefix(text, "-"), '0', 0)
}

// magnitude is the size of a year without its sign: leading digits, and a run
// of equal digits that follows them.
type magnitude struct {
	digits string
	run    byte
	count  int64
}

// magnitude takes a year apart.
func (y year) magnitude() (neg bool, m magnitude) {
	text := y.text
	if text == "" {
		text = strconv.FormatInt(y.n, 10)
	}
	m.digits, neg = strings.CutPrefix(text, "-")
	m.run = '0'
	if i := strings.IndexAny(m.digits, "en"); i >= 0 {
		if m.digits[i] == 'n' {
			m.run = '9'
		}
		m.count, _ = strconv.ParseInt(m.digits[i+1:], 10, 64)
		m.digits = m.digits[:i]
	}
	return neg, m
}

// length is the number of digits written out.
func (m magnitude) length() int64 { return int64(len(m.digits)) + m.count }

// at is the digit at position i.
func (m magnitude) at(i int) byte {
	if i < len(m.digits) {
		return m.digits[i]
	}
	return m.run
}

// compare orders two magnitudes without writing them out.
func (m magnitude) compare(o magnitude) int {
	if c := cmp.Compare(m.length(), o.length()); c != 0 {
		return c
	}
	for i := range max(len(m.digits), len(o.digits)) {
		if c := cmp.Compare(m.at(i), o.at(i)); c != 0 {
			return c
		}
	}
	if m.count == 0 || o.count == 0 {
		return 0
	}
	return cmp.Compare(m.run, o.run)
}

// huge reports whether y is kept in shortened form.
func (y year) huge() bool { return strings.ContainsAny(y.text, "en") }

// compareYears orders two years: -1, 0 or +1.
func compareYears(a, b year) int {
	if a.text == "" && b.text == "" {
		return cmp.Compare(a.n, b.n)
	}
	aNeg, x := a.magnitude()
	bNeg, y := b.magnitude()
	switch {
	case aNeg && !bNeg:
		return -1
	case !aNeg && bNeg:
		return 1
	case aNeg:
		return y.compare(x)
	}
	return x.compare(y)
}

// mod400 is y modulo 400, from 0 to 399: the place in the Gregorian cycle.
func (y year) mod400() int64 {
	if y.text == "" {
		return ((y.n % 400) + 400) % 400
	}
	neg, m := y.magnitude()
	// 10,000 is a multiple of 400, so the last four digits decide.
	tail := m.digits + strings.Repeat(string(m.run), int(min(m.count, 4)))
	n, _ := strconv.ParseInt(tail[max(0, len(tail)-4):], 10, 64)
	n %= 400
	if neg && n != 0 {
		n = 400 - n
	}
	return n
}

func (y year) leap() bool {
	m := y.mod400()
	return m%4 == 0 && (m%100 != 0 || m == 0)
}

// big is y as an integer; ok is false for a year kept in shortened form.
func (y year) big() (b *big.Int, ok bool) {
	if y.text == "" {
		return big.NewInt(y.n), true
	}
	if y.huge() {
		return nil, false
	}
	return new(big.Int).SetString(y.text, 10)
}

// add is y + k; ok is false where a year kept in shortened form would have to
// be written out.
func (y year) add(k int64) (sum year, ok bool) {
	if k == 0 {
		return y, true
	}
	if sum := y.n + k; y.text == "" && (sum > y.n) == (k > 0) {
		return year{n: sum}, true
	}
	b, ok := y.big()
	if !ok {
		return y, false
	}
	return bigYear(b.Add(b, big.NewInt(k))), true
}

// sub is y − z when that fits an int64 and can be told.
func (y year) sub(z year) (diff int64, ok bool) {
	if y == z {
		return 0, true
	}
	a, okA := y.big()
	b, okB := z.big()
	if !okA || !okB {
		return 0, false
	}
	d := a.Sub(a, b)
	return d.Int64(), d.IsInt64()
}

// String is the year in at least four digits with '-' before Christ, and from
// five digits on with the prefix Y as in EDTF. A year of more than 400 digits
// is shortened: Y17E1000, or for a run of nines Y17(9×1000).
func (y year) String() string {
	neg, m := y.magnitude()
	sign := ""
	if neg {
		sign = "-"
	}
	switch {
	case m.count > 0 && m.run == '9':
		return "Y" + sign + m.digits + "(9×" + strconv.FormatInt(m.count, 10) + ")"
	case m.count > 0:
		return "Y" + sign + m.digits + "E" + strconv.FormatInt(m.count, 10)
	case len(m.digits) > 4:
		return "Y" + sign + m.digits
	}
	return sign + "0000"[len(m.digits):] + m.digits
}
