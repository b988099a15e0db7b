package edtf

import (
	"math/big"
	"strconv"
	"strings"
)

// ordinal is a number as it counts centuries and days: 21st, 21., XXIe.
func (p *phrases) ordinal(n int64) string {
	text := itoa(n)
	if suffix, ok := p.Ordinal["="+text]; ok {
		return p.numeral(n) + suffix
	}
	for _, digits := range []string{itoa(n % 100), itoa(n % 10), ""} {
		if suffix, ok := p.Ordinal[digits]; ok {
			return p.numeral(n) + suffix
		}
	}
	return text
}

func (p *phrases) numeral(n int64) string {
	if p.Roman {
		return roman(n)
	}
	return itoa(n)
}

// roman is n in Roman numerals; numbers from 100 on stay Arabic.
func roman(n int64) string {
	if n < 1 || n > 99 {
		return itoa(n)
	}
	tens := [...]string{"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"}
	units := [...]string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}
	return tens[n/10] + units[n%10]
}

// knownYear names a year, before Christ with its era, and after where it would
// not look like a year.
func (p *phrases) knownYear(y year) string {
	if n, ok := y.beforeChrist(); ok {
		return fill(p.BC, "n", n.digits(p.Group))
	}
	pattern := p.Year
	if y.text != "" || y.n < 100 || y.n > 9999 {
		pattern = p.AD
	}
	return fill(pattern, "n", y.digits(p.Group))
}

// plainYear reports whether knownYear writes y without an era.
func plainYear(y year) bool { return y.text == "" && y.n >= 100 && y.n <= 9999 }

// beforeChrist counts the years before Christ for an astronomical year up to
// 0; ok is false for years after that.
func (y year) beforeChrist() (n year, ok bool) {
	if y.text == "" && y.n > 0 || y.text != "" && !strings.HasPrefix(y.text, "-") {
		return year{}, false
	}
	b, ok := y.big()
	if !ok {
		return year{text: y.text[1:]}, true // one year more or less is lost in 400 digits
	}
	return bigYear(b.Sub(big.NewInt(1), b)), true
}

// digits writes a positive year without padding, large ones grouped by sep
// and enormous ones as a power of ten.
func (y year) digits(sep string) string {
	_, m := y.magnitude()
	switch {
	case m.count > 0 && m.run == '0':
		return m.digits + "×10^" + itoa(m.count)
	case m.count > 0:
		head, _ := new(big.Int).SetString("0"+m.digits, 10)
		return head.Add(head, big.NewInt(1)).String() + "×10^" + itoa(m.count) + "−1"
	case len(m.digits) < 5 || sep == "":
		return m.digits
	}
	var b strings.Builder
	for i, c := range m.digits {
		if i > 0 && (len(m.digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// zoneName is the shift from UTC as UTC, UTC+8 or UTC+4:30.
func (c Clock) zoneName() string {
	if c.Offset == 0 {
		return "UTC"
	}
	sign, minutes := "+", int64(c.Offset)
	if minutes < 0 {
		sign, minutes = "−", -minutes
	}
	name := "UTC" + sign + itoa(minutes/60)
	if rest := minutes % 60; rest != 0 {
		name += ":" + string(appendPair(nil, int(rest)))
	}
	return name
}

// wall is the time as hh:mm, with seconds only when there are any.
func (c Clock) wall() string {
	c.Zoned = false
	return strings.TrimSuffix(c.String(), ":00")
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
