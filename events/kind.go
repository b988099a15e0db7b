package events

import "almanac.example/events/edtf"

// Kind sorts precisions by how a date is drawn: what is known of it.
type Kind int

// The kinds, from exact to coarse.
const (
	KindDay    Kind = iota // one day, with or without a time
	KindRange              // from a known day to a known day
	KindMonth              // a month, nothing finer
	KindYear               // a part of a year coarser than a month, or the year
	KindCoarse             // anything that does not fix a year
)

// Kind says how the span's date is drawn.
func (s Span) Kind() Kind {
	switch s.Precision() {
	case edtf.PrecisionDay, edtf.PrecisionTime:
		return KindDay
	case edtf.PrecisionDays:
		return KindRange
	case edtf.PrecisionMonth:
		return KindMonth
	case edtf.PrecisionSeason, edtf.PrecisionQuarter, edtf.PrecisionQuadrimester, edtf.PrecisionSemester, edtf.PrecisionYear:
		return KindYear
	case edtf.PrecisionInterval, edtf.PrecisionOpen:
		return intervalKind(s.Date)
	}
	return KindCoarse
}

// intervalKind looks at the start of an interval with a coarse or open end: it
// begins in a month, in a year, or in nothing that fixes a year.
func intervalKind(v edtf.Value) Kind {
	start, ok := v.Start()
	if !ok {
		return KindCoarse
	}
	switch k := (Span{Date: start}).Kind(); k {
	case KindDay, KindMonth:
		return KindMonth
	default:
		return k
	}
}

// MaxYear bounds the years, before Christ and after, that are counted and have
// pages of their own: those of fifteen digits, whose days still fit an int64.
// What begins farther away counts as known to no year.
const MaxYear = 999_999_999_999_999

// Year is the astronomical year in which the span begins; false if its date
// fixes none, or one beyond MaxYear.
func (s Span) Year() (int64, bool) {
	first, ok := s.First()
	if !ok || s.Kind() == KindCoarse {
		return 0, false
	}
	y, ok := first.Year()
	return y, ok && y >= -MaxYear && y <= MaxYear
}
