package edtf

import "strings"

// level is the EDTF level that a single date needs, given how it was written.
func (d *date) level(written string) uint8 {
	if d.sig != 0 || d.long != nil && (d.long.exponent != "" || d.depth > 1) || d.season() > 24 || d.levelTwoDigits() {
		return 2
	}
	// A sign of doubt anywhere but at the very end is level 2.
	if i := strings.IndexAny(written, "?~%"); i >= 0 && i < len(written)-1 {
		return 2
	}
	if d.negative || d.long != nil || d.season() != 0 || d.marks != [3]Qualifier{} || d.unspecified() {
		return 1
	}
	return 0
}

// extension reports whether d goes beyond what ISO 8601-2 says: a month or a
// doubt beside a year with Y, a season of a year that is not known, fractions
// of a second.
func (d *date) extension() bool {
	return d.long != nil && (d.depth > 1 || d.marks != [3]Qualifier{}) || d.season() != 0 && d.yearUnspecified() || d.clock.Nanosecond != 0
}

// unspecified reports whether any digit is X.
func (d *date) unspecified() bool {
	return d.yearUnspecified() || d.depth >= 2 && hasX(d.month) || d.depth == 3 && hasX(d.day)
}

func hasX(digits [2]byte) bool { return digits[0] == 'X' || digits[1] == 'X' }

// levelTwoDigits reports whether the unspecified digits are not one of the
// patterns of level 1: 201X, 20XX, 2004-XX, 1985-04-XX, 1985-XX-XX.
func (d *date) levelTwoDigits() bool {
	if !d.unspecified() {
		return false
	}
	pattern := string(d.year[:])
	if d.depth >= 2 {
		pattern += string(d.month[:])
	}
	if d.depth == 3 {
		pattern += string(d.day[:])
	}
	known := strings.TrimRight(pattern, "X")
	if strings.Contains(known, "X") {
		return true
	}
	switch d.depth {
	case 1:
		return len(known) < 2
	case 2:
		return len(known) != 4
	}
	return len(known) != 4 && len(known) != 6
}

// expectedNext words what may follow a complete expression where something
// else stands.
func (n *node) expectedNext() string {
	switch n.kind {
	case kindInterval:
		return "nothing more after the end of the interval"
	case kindSet:
		return "nothing more after the closing of the set"
	}
	d := &n.date
	switch {
	case d.timed:
		return "the end, Z or a shift from UTC such as +08:00 after the time"
	case d.long != nil && d.depth == 1 || d.sig != 0:
		return "nothing more after the year"
	case d.depth == 1:
		return "the end, a hyphen and the month, or one of ? ~ % after the year"
	case d.depth == 2 && d.season() != 0:
		return "the end or one of ? ~ % after the season"
	case d.depth == 2:
		return "the end, a hyphen and the day, or one of ? ~ % after the month"
	}
	return "the end, T and a time, or one of ? ~ % after the day"
}
