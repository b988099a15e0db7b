package words

import (
	"almanac.example/events"
	"almanac.example/events/edtf"
)

// MarkClass is the class under which the style sheet draws how well a date is
// known, beside an entry: k-day, k-range, k-month and so on.
func MarkClass(s events.Span) string {
	v := s.EDTF()
	switch {
	case v.OpenEnd() || v.UnknownEnd():
		return "k-from"
	case v.OpenStart() || v.UnknownStart():
		return "k-until"
	case s.Precision() == edtf.PrecisionInterval:
		return "k-span"
	}
	switch s.Kind() {
	case events.KindDay:
		if s.Approximate() || s.Uncertain() {
			return "k-month"
		}
		return "k-day"
	case events.KindRange:
		return "k-range"
	case events.KindMonth:
		return "k-month"
	}
	return "k-year"
}
