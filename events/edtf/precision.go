package edtf

import "fmt"

// Precision is the finest period in which a value places its event.
type Precision uint8

// The precisions, from fine to coarse. Unspecified digits count as not known:
// 1985-04-XX is Month, 1985-XX-XX is Year, 156X-12-25 is Decade.
const (
	PrecisionNone         Precision = iota // no date
	PrecisionTime                          // a day with a time of day
	PrecisionDay                           // one day
	PrecisionDays                          // an interval from a known day to a known day
	PrecisionMonth                         // one month
	PrecisionSeason                        // a season, codes 21 to 32
	PrecisionQuarter                       // three months, codes 33 to 36
	PrecisionQuadrimester                  // four months, codes 37 to 39
	PrecisionSemester                      // six months, codes 40 and 41
	PrecisionYear                          // one year
	PrecisionDecade                        // ten years
	PrecisionCentury                       // a hundred years
	PrecisionMillennium                    // a thousand years
	PrecisionEra                           // anything coarser
	PrecisionInterval                      // an interval with a coarser end than a day
	PrecisionOpen                          // an interval with an open or unknown end
	PrecisionSet                           // a set
)

var precisionNames = [...]string{
	"none", "time", "day", "days", "month", "season", "quarter", "quadrimester", "semester",
	"year", "decade", "century", "millennium", "era", "interval", "open", "set",
}

// String is the precision as a stable lower-case word, such as "month".
func (p Precision) String() string {
	if int(p) < len(precisionNames) {
		return precisionNames[p]
	}
	return fmt.Sprintf("Precision(%d)", uint8(p))
}

// ParsePrecision reads the word that String writes.
func ParsePrecision(s string) (Precision, error) {
	for i, name := range precisionNames {
		if s == name {
			return Precision(i), nil
		}
	}
	return PrecisionNone, fmt.Errorf("edtf: precision %s: expected a word such as day, days, month, year or open", quoteShort(s))
}

// MarshalText writes the word of String.
func (p Precision) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the word of String.
func (p *Precision) UnmarshalText(text []byte) error {
	parsed, err := ParsePrecision(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

// Precision is how finely v is known.
func (v Value) Precision() Precision {
	if v.n == nil {
		return PrecisionNone
	}
	switch v.n.kind {
	case kindSet:
		return PrecisionSet
	case kindInterval:
		if v.n.start.node == nil || v.n.end.node == nil {
			return PrecisionOpen
		}
		if v.n.start.node.date.exactDay() && v.n.end.node.date.exactDay() {
			return PrecisionDays
		}
		return PrecisionInterval
	}
	return v.n.date.precision()
}

// exactDay reports whether d names one day, doubted or not.
func (d *date) exactDay() bool {
	return d.depth == 3 && !d.yearUnspecified() && isDigit(d.month[0]) && isDigit(d.month[1]) &&
		isDigit(d.day[0]) && isDigit(d.day[1])
}

// exact reports whether d names one day without doubt.
func (d *date) exact() bool { return d.exactDay() && d.marks == [3]Qualifier{} }

func (d *date) precision() Precision {
	if d.long != nil && d.depth == 1 || d.sig != 0 {
		return d.longPrecision()
	}
	switch {
	case d.timed:
		return PrecisionTime
	case d.long != nil && d.depth == 2:
		return PrecisionMonth
	case d.year[0] == 'X':
		return PrecisionEra
	case d.year[1] == 'X':
		return PrecisionMillennium
	case d.year[2] == 'X':
		return PrecisionCentury
	case d.year[3] == 'X':
		return PrecisionDecade
	case d.season() != 0:
		return seasonPrecision(d.season())
	case d.depth == 1, d.month[0] == 'X', d.month[1] == 'X':
		return PrecisionYear
	case d.depth == 2, d.day[0] == 'X', d.day[1] == 'X':
		return PrecisionMonth
	}
	return PrecisionDay
}

func seasonPrecision(code int) Precision {
	switch {
	case code >= 40:
		return PrecisionSemester
	case code >= 37:
		return PrecisionQuadrimester
	case code >= 33:
		return PrecisionQuarter
	}
	return PrecisionSeason
}

// longPrecision counts the digits of the year that are not significant.
func (d *date) longPrecision() Precision {
	length := d.yearLength()
	if d.sig == 0 || d.sig >= length {
		return PrecisionYear
	}
	switch length - d.sig {
	case 1:
		return PrecisionDecade
	case 2:
		return PrecisionCentury
	case 3:
		return PrecisionMillennium
	}
	return PrecisionEra
}
