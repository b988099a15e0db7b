package page

import (
	"almanac.example/events"
	"almanac.example/events/edtf"
)

// markClass says how the date is drawn beside the entry.
func markClass(s events.Span) string {
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
