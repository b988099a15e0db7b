package edtf

import (
	"strconv"
	"strings"
)

// String is the canonical print: the shortest spelling of what v means, with
// Parse(v.String()) equal to v. The zero Value is "".
func (v Value) String() string {
	if v.n == nil {
		return ""
	}
	return string(v.n.appendTo(make([]byte, 0, 24)))
}

func (n *node) appendTo(b []byte) []byte {
	switch n.kind {
	case kindInterval:
		b = n.start.appendTo(b)
		b = append(b, '/')
		return n.end.appendTo(b)
	case kindSet:
		return n.set.appendTo(b)
	}
	return n.date.appendTo(b)
}

func (e endpoint) appendTo(b []byte) []byte {
	switch e.kind {
	case endOpen:
		return append(b, ".."...)
	case endUnknown:
		return b
	}
	return e.node.date.appendTo(b)
}

func (s *set) appendTo(b []byte) []byte {
	opening, closing := byte('['), byte(']')
	if s.all {
		opening, closing = '{', '}'
	}
	b = append(b, opening)
	for i, m := range s.members {
		if i > 0 {
			b = append(b, ',')
		}
		if m.earlier {
			b = append(b, ".."...)
		}
		b = m.from.date.appendTo(b)
		if m.later || m.to != nil {
			b = append(b, ".."...)
		}
		if m.to != nil {
			b = m.to.date.appendTo(b)
		}
	}
	return append(b, closing)
}

func (d *date) appendTo(b []byte) []byte {
	left, right := d.spelling()
	b = append(b, left[0].String()...)
	b = d.appendYear(b)
	b = append(b, right[0].String()...)
	if d.depth >= 2 {
		b = append(b, '-')
		b = append(b, left[1].String()...)
		b = append(b, d.month[:]...)
		b = append(b, right[1].String()...)
	}
	if d.depth >= 3 {
		b = append(b, '-')
		b = append(b, left[2].String()...)
		b = append(b, d.day[:]...)
		b = append(b, right[2].String()...)
	}
	if d.timed {
		b = d.clock.appendTo(append(b, 'T'))
	}
	return b
}

func (d *date) appendYear(b []byte) []byte {
	if d.long != nil {
		b = append(b, 'Y')
	}
	if d.negative {
		b = append(b, '-')
	}
	if d.long == nil {
		b = append(b, d.year[:]...)
	} else {
		b = append(b, d.long.digits...)
		if d.long.exponent != "" {
			b = append(append(b, 'E'), d.long.exponent...)
		}
	}
	if d.sig != 0 {
		b = strconv.AppendInt(append(b, 'S'), d.sig, 10)
	}
	return b
}

// spelling distributes the marks of the components over the places left and
// right of them, with as few signs as possible. A sign on the right holds for
// everything before it, so it can be used where all components so far share
// it.
func (d *date) spelling() (left, right [3]Qualifier) {
	common := Uncertain | Approximate
	var shared [3]Qualifier // what components 0..i all have
	for i := range d.depth {
		common &= d.marks[i]
		shared[i] = common
	}
	var covered Qualifier // what signs further right already say
	for i := int(d.depth) - 1; i >= 0; i-- {
		right[i] = shared[i] &^ covered
		covered |= right[i]
		left[i] = d.marks[i] &^ covered
	}
	return left, right
}

// appendTo writes hh:mm:ss and the shift from UTC.
func (c Clock) appendTo(b []byte) []byte {
	b = appendPair(b, int(c.Hour))
	b = appendPair(append(b, ':'), int(c.Minute))
	b = appendPair(append(b, ':'), int(c.Second))
	if c.Nanosecond != 0 {
		b = append(append(b, '.'), strings.TrimRight(strconv.Itoa(1e9 + int(c.Nanosecond))[1:], "0")...)
	}
	switch {
	case !c.Zoned:
		return b
	case c.Offset == 0:
		return append(b, 'Z')
	}
	offset, sign := int(c.Offset), byte('+')
	if offset < 0 {
		offset, sign = -offset, '-'
	}
	b = appendPair(append(b, sign), offset/60)
	return appendPair(append(b, ':'), offset%60)
}

// String is the time of day in EDTF, such as 23:20:30Z or 09:00:00+08:00.
func (c Clock) String() string { return string(c.appendTo(nil)) }

func appendPair(b []byte, n int) []byte {
	return append(b, byte('0'+n/10), byte('0'+n%10))
}
