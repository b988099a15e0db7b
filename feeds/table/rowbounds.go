package table

import (
	"errors"

	"almanac.example/events/edtf"
)

// bounds reads the columns for the earliest and the latest possible date; a
// zero value is no bound.
func (d *dates) bounds(row *Row) (low, high edtf.Value, err error) {
	found := ErrNoDate
	for _, b := range []struct {
		role Role
		into *edtf.Value
	}{{Earliest, &low}, {Latest, &high}} {
		c := d.mapping.first(b.role)
		if c < 0 {
			continue
		}
		r, err := d.columns[c].read(row.at(c), 0)
		if errors.Is(err, ErrNoDate) {
			continue
		} else if err != nil {
			return low, high, d.inColumn(c, err)
		}
		*b.into, found = r.Value, nil
	}
	return low, high, found
}

// between is an interval of two bounds, to compare with.
func between(low, high edtf.Value) edtf.Value {
	v, err := edtf.Parse(bound(low) + "/" + bound(high))
	if err != nil {
		return low
	}
	return v
}

func bound(v edtf.Value) string {
	if v.IsZero() {
		return ".."
	}
	return v.String()
}

// boundedDate is some time between two bounds.
func boundedDate(low, high edtf.Value) (edtf.Value, error) {
	if low.Equal(high) {
		return low, nil
	}
	if v, ok := wholePeriod(low, high); ok {
		return v, nil
	}
	text := ""
	if !low.IsZero() {
		text = low.String()
	}
	text += ".."
	if !high.IsZero() {
		text += high.String()
	}
	v, err := edtf.Parse("[" + text + "]")
	if err != nil {
		return v, refusal("bounds", "its bounds are no range of dates: %s to %s", low, high)
	}
	return v, nil
}

// wholePeriod is the month or year of which two days are the first and the last.
func wholePeriod(low, high edtf.Value) (edtf.Value, bool) {
	if low.Precision() != edtf.PrecisionDay || high.Precision() != edtf.PrecisionDay {
		return edtf.Value{}, false
	}
	text := low.String()
	if !isoDay.MatchString(text) {
		return edtf.Value{}, false
	}
	for _, period := range []string{text[:4], text[:7]} {
		if v, err := edtf.Parse(period); err == nil && sameDays(v, low, high) {
			return v, true
		}
	}
	return edtf.Value{}, false
}
