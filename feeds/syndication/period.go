package syndication

import (
	"fmt"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// period spells when something starts and ends for programs that read
// W3CDTF: to the second, the day, the month or the year, as finely as it is
// known and no finer. end is "" where it says no more than start; either is ""
// where W3CDTF has no words for it (open ends, years before 1 or after 9999).
func period(s events.Span) (start, end string) {
	if !s.Timed() {
		return datePeriod(s.Date)
	}
	start = timeW3C(s.Start)
	if start != "" && s.End.After(s.Start) {
		end = timeW3C(s.End)
	}
	return start, end
}

func timeW3C(t time.Time) string {
	if t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return t.Format(time.RFC3339)
}

func datePeriod(v edtf.Value) (start, end string) {
	if v.IsInterval() {
		if from, ok := v.Start(); ok {
			start, _ = datePeriod(from)
		}
		if to, ok := v.End(); ok {
			first, last := datePeriod(to)
			if end = last; end == "" {
				end = first
			}
		}
	} else {
		start, end = bounds(v)
	}
	if start == end {
		end = ""
	}
	return start, end
}

// bounds spells the first and last day a single date may mean.
func bounds(v edtf.Value) (first, last string) {
	var spell func(edtf.Day) string
	switch v.Precision() {
	case edtf.PrecisionDay, edtf.PrecisionTime, edtf.PrecisionDays:
		spell = dayW3C
	case edtf.PrecisionMonth, edtf.PrecisionSeason, edtf.PrecisionQuarter, edtf.PrecisionQuadrimester, edtf.PrecisionSemester:
		spell = monthW3C
	default:
		spell = yearW3C
	}
	if d, ok := v.Earliest(); ok {
		first = spell(d)
	}
	if d, ok := v.Latest(); ok {
		last = spell(d)
	}
	return first, last
}

func yearW3C(d edtf.Day) string {
	y, ok := d.Year()
	if !ok || y < 1 || y > 9999 {
		return ""
	}
	return fmt.Sprintf("%04d", y)
}

func monthW3C(d edtf.Day) string {
	if y := yearW3C(d); y != "" {
		return fmt.Sprintf("%s-%02d", y, d.Month())
	}
	return ""
}

func dayW3C(d edtf.Day) string {
	if m := monthW3C(d); m != "" {
		return fmt.Sprintf("%s-%02d", m, d.Day())
	}
	return ""
}

// timeValue is the datetime attribute of a span's <time>: a value of HTML's own
// where the span is one day, month or year or starts at an instant, and the
// exact EDTF expression where HTML has no word for it.
func timeValue(s events.Span) string {
	start, end := period(s)
	if start != "" && (s.Timed() || end == "" && !s.Date.IsInterval() && !s.Date.IsSet()) {
		return start
	}
	return s.EDTF().String()
}
