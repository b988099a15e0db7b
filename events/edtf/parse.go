package edtf

import (
	"fmt"
	"strings"
)

// longestInput bounds the work on hostile input, in bytes.
const longestInput = 4096

// Parse reads an EDTF expression (ISO 8601-2:2019, levels 0 to 2). The error
// is a *SyntaxError. Nothing is trimmed or repaired; see ParseLoose for that.
func Parse(s string) (Value, error) {
	p := parser{in: s}
	n, err := p.expression()
	if err != nil {
		return Value{}, err
	}
	return Value{n}, nil
}

// MustParse is Parse for constants in tests and tables; it panics on an error.
func MustParse(s string) Value {
	v, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return v
}

// parser walks over one expression from left to right.
type parser struct {
	in    string
	pos   int
	dayAt int  // where the latest day of the month stands
	days  bool // days of years with an exponent are read, as Day.String writes them
}

// fail is the error that something else was expected at the current position.
func (p *parser) fail(format string, args ...any) error {
	return p.failAt(p.pos, format, args...)
}

func (p *parser) failAt(offset int, format string, args ...any) error {
	return &SyntaxError{Input: p.in, Offset: offset, Expected: fmt.Sprintf(format, args...)}
}

// peek is the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.in) {
		return p.in[p.pos]
	}
	return 0
}

// skip steps over c when it comes next.
func (p *parser) skip(c byte) bool {
	if p.pos < len(p.in) && p.in[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *parser) skipText(s string) bool {
	if strings.HasPrefix(p.in[p.pos:], s) {
		p.pos += len(s)
		return true
	}
	return false
}

// expression reads the whole input.
func (p *parser) expression() (*node, error) {
	if len(p.in) > longestInput {
		return nil, p.failAt(longestInput, "an end: expressions are at most %d characters long", longestInput)
	}
	var n *node
	var err error
	switch {
	case p.in == "":
		return nil, p.fail("a date such as 2019-05-24, 2019-05 or 2019")
	case p.in[0] == '[' || p.in[0] == '{':
		n, err = p.set()
	case strings.IndexByte(p.in, '/') >= 0:
		n, err = p.interval()
	default:
		n, err = p.single(true)
	}
	if err != nil {
		return nil, err
	}
	if p.pos < len(p.in) {
		return nil, p.fail("%s", n.expectedNext())
	}
	return n, nil
}

// single reads one date as a node with its bounds; a time of day only where
// timeAllowed.
func (p *parser) single(timeAllowed bool) (*node, error) {
	start := p.pos
	n := &node{}
	if err := p.date(&n.date, timeAllowed); err != nil {
		return nil, err
	}
	n.level = n.date.level(p.in[start:p.pos])
	var ok bool
	if n.first, ok = n.date.bound(false); !ok {
		return nil, p.failAt(p.dayAt, "%s", n.date.impossible())
	}
	n.last = n.first
	if !n.date.exactDay() {
		n.last, _ = n.date.bound(true)
	}
	return n, nil
}

// wholeDay reads what Day.String writes, of any size of year.
func (p *parser) wholeDay() (Day, error) {
	const want = "a day such as 2019-05-24"
	if len(p.in) > longestInput {
		return Day{}, p.failAt(longestInput, "%s", want)
	}
	p.days = true
	n, err := p.single(false)
	if err != nil {
		return Day{}, err
	}
	if p.pos < len(p.in) || n.first != n.last || n.date.depth != 3 || n.date.unspecified() || n.date.marks != [3]Qualifier{} {
		return Day{}, p.fail("%s", want)
	}
	return n.first, nil
}

// number reads two digits from low to high.
func (p *parser) number(expected string, low, high int) (int, error) {
	if p.pos+2 > len(p.in) || !isDigit(p.in[p.pos]) || !isDigit(p.in[p.pos+1]) {
		return 0, p.fail("%s", expected)
	}
	n := int(p.in[p.pos]-'0')*10 + int(p.in[p.pos+1]-'0')
	if n < low || n > high {
		return 0, p.fail("%s", expected)
	}
	p.pos += 2
	return n, nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
