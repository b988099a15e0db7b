package edtf

import (
	"bytes"
	"math"
	"strconv"
)

const (
	wantMonth = "a month from 01 to 12 or a season, quarter or half-year from 21 to 41"
	wantDay   = "a day of two digits such as 09"
)

// date reads one date: components with their qualifiers, and a time of day
// where timeAllowed.
func (p *parser) date(d *date, timeAllowed bool) error {
	left := p.mark()
	if p.skip('Y') {
		if left != 0 {
			return p.failAt(p.pos-2, "a year after Y without a sign of doubt before it")
		}
		return p.longDate(d)
	}
	if err := p.yearDigits(d); err != nil {
		return err
	}
	d.depth, d.marks[0] = 1, left
	if p.peek() == 'S' && left == 0 {
		return p.significant(d)
	}
	d.qualify(p.mark())
	if !p.skip('-') {
		return p.noTime()
	}
	if err := p.month(d); err != nil {
		return err
	}
	if d.season() != 0 || !p.skip('-') {
		return p.noTime()
	}
	if err := p.day(d); err != nil {
		return err
	}
	if p.peek() != 'T' {
		return nil
	}
	if !timeAllowed {
		return p.fail("a date without a time of day inside an interval or set")
	}
	if !d.exact() {
		return p.fail("no time of day after a date that is doubted or not fully known")
	}
	p.pos++
	return p.time(d)
}

// noTime refuses a time of day after a date without a day.
func (p *parser) noTime() error {
	if p.peek() == 'T' {
		return p.fail("a full date with month and day before the time")
	}
	return nil
}

// qualify adds the marks written right of the latest component: they hold for
// it and everything left of it.
func (d *date) qualify(q Qualifier) {
	for i := range d.depth {
		d.marks[i] |= q
	}
}

// mark reads one qualifier, if any.
func (p *parser) mark() Qualifier {
	switch p.peek() {
	case '?':
		p.pos++
		return Uncertain
	case '~':
		p.pos++
		return Approximate
	case '%':
		p.pos++
		return Uncertain | Approximate
	}
	return 0
}

func (p *parser) yearDigits(d *date) error {
	start := p.pos
	d.negative = p.skip('-')
	for i := range d.year {
		c := p.peek()
		if !isDigit(c) && c != 'X' {
			return p.fail("%s", expectedYear(c, i))
		}
		d.year[i] = c
		p.pos++
	}
	if c := p.peek(); isDigit(c) || c == 'X' {
		return p.failAt(start, "a year of four digits, or Y before a longer one")
	}
	if d.negative && string(d.year[:]) == "0000" {
		return p.failAt(start, "0000 for the year zero, without a minus")
	}
	return nil
}

// expectedYear words what was wanted at digit i of a year, where c stands.
func expectedYear(c byte, i int) string {
	switch c {
	case 'x', 'u', 'U':
		return "a digit, or a capital X for one that is not known"
	case '+':
		return "a year without a plus"
	}
	if i == 0 {
		return "a year of four digits such as 2019"
	}
	return "four digits of a year (write 0476 for 476)"
}

// month reads the second component: a month or a season code.
func (p *parser) month(d *date) error {
	left := p.mark()
	start := p.pos
	if err := p.pair(&d.month, wantMonth); err != nil {
		return err
	}
	d.depth, d.marks[1] = 2, left
	if !monthPattern(d.month) {
		return p.failAt(start, "%s", wantMonth)
	}
	d.qualify(p.mark())
	if c := p.peek(); c == '-' && d.season() != 0 {
		return p.fail("no day after the season code %s", d.month[:])
	}
	return nil
}

// monthPattern reports whether any month or season fits.
func monthPattern(m [2]byte) bool {
	if m[0] != 'X' && m[1] != 'X' {
		n := twoDigits(m)
		return n >= 1 && n <= 12 || n >= 21 && n <= 41
	}
	return m[0] == 'X' || m[0] == '0' || m[0] == '1'
}

func (p *parser) day(d *date) error {
	left := p.mark()
	p.dayAt = p.pos
	if err := p.pair(&d.day, wantDay); err != nil {
		return err
	}
	d.depth, d.marks[2] = 3, left
	d.qualify(p.mark())
	return nil
}

// pair reads two digits or X.
func (p *parser) pair(to *[2]byte, expected string) error {
	start := p.pos
	for i := range to {
		c := p.peek()
		if !isDigit(c) && c != 'X' {
			return p.failAt(start, "%s", expected)
		}
		to[i] = c
		p.pos++
	}
	if c := p.peek(); isDigit(c) || c == 'X' {
		return p.failAt(start, "%s", expected)
	}
	return nil
}

// time reads the time of day after T: hh:mm:ss and a shift from UTC.
func (p *parser) time(d *date) error {
	d.timed = true
	c := &d.clock
	if p.skipText("24:00:00") {
		c.Hour = 24
		return p.zone(c)
	}
	hour, err := p.number("an hour from 00 to 23", 0, 23)
	if err != nil {
		return err
	}
	minute, err := p.colon("a minute from 00 to 59")
	if err != nil {
		return err
	}
	second, err := p.colon("a second from 00 to 59")
	if err != nil {
		return err
	}
	c.Hour, c.Minute, c.Second = uint8(hour), uint8(minute), uint8(second)
	if err := p.fraction(c); err != nil {
		return err
	}
	return p.zone(c)
}

// fraction reads the decimal part of the seconds.
func (p *parser) fraction(c *Clock) error {
	const places = 9
	if p.peek() != '.' && p.peek() != ',' {
		return nil
	}
	p.pos++
	start := p.pos
	digits := p.digits()
	if digits == "" || len(digits) > places {
		return p.failAt(start, "one to %d digits of a fraction of a second", places)
	}
	n, err := strconv.ParseInt(digits+"000000000"[len(digits):], 10, 32)
	c.Nanosecond = int32(n)
	return err
}

// colon reads ":" and two digits from 00 to 59.
func (p *parser) colon(expected string) (int, error) {
	if !p.skip(':') {
		return 0, p.fail("a colon and %s", expected)
	}
	return p.number(expected, 0, 59)
}

// zone reads Z, ±hh or ±hh:mm, up to 14 hours.
func (p *parser) zone(c *Clock) error {
	start := p.pos
	sign := p.peek()
	if sign == 'Z' {
		p.pos++
		c.Zoned = true
		return nil
	}
	if sign != '+' && sign != '-' {
		return nil
	}
	p.pos++
	hours, err := p.number("the hours of a shift from UTC, 00 to 14", 0, 14)
	if err != nil {
		return err
	}
	minutes := 0
	if p.peek() == ':' {
		if minutes, err = p.colon("the minutes of a shift from UTC, 00 to 59"); err != nil {
			return err
		}
	}
	offset := hours*60 + minutes
	if offset > 14*60 {
		return p.failAt(start, "a shift from UTC of at most 14 hours")
	}
	if sign == '-' {
		if offset == 0 {
			return p.failAt(start, "Z or +00:00 for UTC")
		}
		offset = -offset
	}
	c.Zoned, c.Offset = true, int16(offset)
	return nil
}

// longDate reads what follows Y: a year of more than four digits, or one with
// an exponent; significant digits or a month and day may follow.
func (p *parser) longDate(d *date) error {
	start := p.pos
	if err := p.longYear(d); err != nil {
		return err
	}
	d.depth = 1
	switch l := d.long; {
	case p.peek() == 'X' || p.peek() == 'e':
		return p.fail("only digits after Y, with a capital E before an exponent")
	case l.exponent == "" && len(l.digits) <= 4:
		return p.failAt(start, "a year of more than four digits after Y (write %s without Y)", pad4(l.digits))
	}
	if p.peek() == 'S' {
		return p.significant(d)
	}
	d.qualify(p.mark())
	if p.peek() != '-' || d.long.exponent != "" && !p.days {
		return nil
	}
	return p.longMonth(d)
}

// longMonth reads the month and day after a year written with Y: an extension,
// as EDTF has no days beyond the year 9999, but bounds of values do.
func (p *parser) longMonth(d *date) error {
	p.pos++
	start := p.pos
	if err := p.month(d); err != nil {
		return err
	}
	if d.season() != 0 || hasX(d.month) {
		return p.failAt(start, "a month from 01 to 12 after a year written with Y")
	}
	if !p.skip('-') {
		return nil
	}
	if err := p.day(d); err != nil {
		return err
	}
	if hasX(d.day) {
		return p.failAt(p.dayAt, wantDay)
	}
	return nil
}

func pad4(digits string) string { return "0000"[len(digits):] + digits }

func (p *parser) longYear(d *date) error {
	d.negative = p.skip('-')
	if p.peek() == '0' {
		return p.fail("a year that does not begin with 0")
	}
	digits := p.digits()
	if digits == "" {
		return p.fail("the digits of a year")
	}
	exponent := ""
	if p.skip('E') {
		start := p.pos
		exponent = p.digits()
		if exponent == "" || exponent[0] == '0' || len(exponent) > 18 {
			return p.failAt(start, "an exponent of 1 to 18 digits that does not begin with 0")
		}
	}
	d.long = &longYear{digits: digits, exponent: exponent}
	return nil
}

// digits reads as many digits as come.
func (p *parser) digits() string {
	start := p.pos
	for isDigit(p.peek()) {
		p.pos++
	}
	return p.in[start:p.pos]
}

// significant reads S and how many digits of the year are significant. More
// than the year has means all of them.
func (p *parser) significant(d *date) error {
	if d.yearUnspecified() {
		return p.fail("no S after a year with unspecified digits")
	}
	p.pos++
	start := p.pos
	digits := p.digits()
	if digits == "" || digits[0] == '0' {
		return p.failAt(start, "how many digits of the year are significant, such as 2")
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if d.sig = n; err != nil {
		d.sig = math.MaxInt64
	}
	if length := d.yearLength(); d.sig > longestInput && d.sig < length {
		return p.failAt(start, "at most %d significant digits", longestInput)
	}
	return nil
}

// yearLength is the number of digits of the year written out, without zeros
// before it.
func (d *date) yearLength() int64 {
	if d.long != nil {
		return d.long.length()
	}
	return int64(max(1, len(bytes.TrimLeft(d.year[:], "0"))))
}
