package edtf

// interval reads start "/" end.
func (p *parser) interval() (*node, error) {
	start, err := p.endpoint()
	if err != nil {
		return nil, err
	}
	if !p.skip('/') {
		return nil, p.fail("a slash between start and end")
	}
	at := p.pos
	end, err := p.endpoint()
	if err != nil {
		return nil, err
	}
	if p.peek() == '/' {
		return nil, p.fail("only one slash, between start and end")
	}
	if start.kind == endUnknown && end.kind == endUnknown {
		return nil, p.failAt(at, "a date at one of the two ends of the interval")
	}
	n := intervalOf(start, end)
	if !n.first.IsZero() && !n.last.IsZero() && n.last.Before(n.first) {
		return nil, p.failAt(at, "an end that is not before the start of the interval")
	}
	return n, nil
}

// endpoint reads a date, ".." or nothing.
func (p *parser) endpoint() (endpoint, error) {
	if p.skipText("..") {
		return endpoint{kind: endOpen}, nil
	}
	if c := p.peek(); c == 0 || c == '/' {
		return endpoint{kind: endUnknown}, nil
	}
	n, err := p.single(false)
	return endpoint{node: n}, err
}

// intervalOf is the interval between two ends, with its bounds and level.
func intervalOf(start, end endpoint) *node {
	n := &node{kind: kindInterval, start: start, end: end}
	for _, e := range [...]endpoint{start, end} {
		if e.node == nil {
			n.level = max(n.level, 1)
		} else {
			n.level = max(n.level, e.node.level)
			if e.node.date.unspecified() {
				n.level = 2 // as the list of the Library of Congress has it
			}
		}
	}
	if start.node != nil {
		n.first = start.node.first
	}
	if end.node != nil {
		n.last = end.node.last
	}
	return n
}

// set reads [...] or {...}. Ranges in it are kept as ranges: nothing is ever
// listed out.
func (p *parser) set() (*node, error) {
	s := &set{all: p.in[0] == '{'}
	p.pos++
	closing := byte(']')
	if s.all {
		closing = '}'
	}
	for {
		at := p.pos
		m, err := p.member()
		if err != nil {
			return nil, err
		}
		if m.earlier && len(s.members) > 0 {
			return nil, p.failAt(at, "a date: \"..\" may stand before the first date of a set only")
		}
		s.members = append(s.members, m)
		if p.skip(closing) {
			break
		}
		if m.later {
			return nil, p.fail("the closing %c of the set after a date followed by \"..\"", closing)
		}
		p.spaces()
		if !p.skip(',') {
			return nil, p.fail("a comma or the closing %c of the set", closing)
		}
		p.spaces()
	}
	n := &node{kind: kindSet, level: 2, set: s}
	n.first, n.last = s.bounds()
	return n, nil
}

// spaces steps over spaces, which may stand around the commas of a set.
func (p *parser) spaces() {
	for p.skip(' ') {
	}
}

// member reads date, date..date, ..date or date.. .
func (p *parser) member() (member, error) {
	if p.skipText("..") {
		n, err := p.single(false)
		return member{from: n, earlier: true}, err
	}
	from, err := p.single(false)
	if err != nil {
		return member{}, err
	}
	if !p.skipText("..") {
		return member{from: from}, nil
	}
	if c := p.peek(); c == ']' || c == '}' || c == ',' || c == ' ' {
		return member{from: from, later: true}, nil
	}
	at := p.pos
	to, err := p.single(false)
	if err != nil {
		return member{}, err
	}
	if f, t := &from.date, &to.date; !f.steppable() || !t.steppable() || f.precision() != t.precision() {
		return member{}, p.failAt(at, "two fully known dates of one kind on both sides of the range, such as 1670..1672")
	}
	if to.last.Before(from.first) {
		return member{}, p.failAt(at, "an end of the range that is not before its start")
	}
	return member{from: from, to: to}, nil
}

// steppable reports whether d can stand at an end of a range, which means
// every date of its kind in between.
func (d *date) steppable() bool {
	return !d.unspecified() && d.marks == [3]Qualifier{} && d.sig == 0
}

// bounds are the first and last day of all members; zero where open.
func (s *set) bounds() (first, last Day) {
	for i, m := range s.members {
		from, to := m.span()
		if i == 0 {
			first, last = from, to
			continue
		}
		if from.IsZero() || !first.IsZero() && from.Before(first) {
			first = from
		}
		if to.IsZero() || !last.IsZero() && to.After(last) {
			last = to
		}
	}
	return first, last
}

// span is the first and last day of a member; zero where open.
func (m member) span() (first, last Day) {
	first, last = m.from.first, m.from.last
	if m.to != nil {
		last = m.to.last
	}
	if m.earlier {
		first = Day{}
	}
	if m.later {
		last = Day{}
	}
	return first, last
}
