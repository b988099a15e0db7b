package table

import (
	"fmt"
	"time"

	"almanac.example/events/edtf"
)

// Programs write the day 24 May 2019 of a calendar in Berlin as
// 2019-05-23T22:00:00Z: its midnight as an instant. Read as it stands it is
// another day.

// findMidnights finds the columns of which all instants are midnight in the zone
// of the table, or in another.
func (in *importer) findMidnights(rows []Row) {
	for _, d := range in.dates.columns {
		all := instants(rows, d.Index)
		if len(all) < 2 || isMidnight(all, nil) {
			continue
		}
		loc, err := in.location(clocks{start: &edtf.Clock{}})
		switch {
		case err == nil && isMidnight(all, loc):
			d.midnight = loc
			d.decided = append(d.decided, fmt.Sprintf("all times are midnight in %s, so that days are meant", loc))
		default:
			d.moved = zoneOfMidnights(all)
		}
	}
}

// instants are the times in a column if each names its shift from UTC; nil if one
// does not.
func instants(rows []Row, column int) []time.Time {
	var all []time.Time
	for i := range rows {
		text := rows[i].text(column)
		if text == "" {
			continue
		}
		t, ok := instant(text)
		if !ok {
			return nil
		}
		all = append(all, t)
	}
	return all
}

func instant(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// isMidnight reports whether all instants are midnight in a zone; nil: each as it
// is written.
func isMidnight(all []time.Time, loc *time.Location) bool {
	for _, t := range all {
		if loc != nil {
			t = t.In(loc)
		}
		if h, m, s := t.Clock(); h+m+s != 0 {
			return false
		}
	}
	return true
}

// zoneOfMidnights is a zone in which all instants are midnight, those of summer as
// those of winter; "" if none is known.
func zoneOfMidnights(all []time.Time) string {
	for _, name := range []string{
		"Europe/Berlin", "Europe/London", "Europe/Athens", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Australia/Sydney", "Pacific/Auckland",
	} {
		loc, err := time.LoadLocation(name)
		if err != nil || !isMidnight(all, loc) {
			continue
		}
		shifts := map[int]bool{}
		for _, t := range all {
			_, shift := t.In(loc).Zone()
			shifts[shift] = true
		}
		if len(shifts) > 1 {
			return name
		}
	}
	return ""
}

// readMidnight reads an instant of a column in which all are midnight.
func (d *dateColumn) readMidnight(text string) (edtf.Reading, error) {
	t, ok := instant(text)
	switch {
	case !ok:
		return edtf.Reading{}, ErrNoDate
	case d.midnight == nil:
		return edtf.Reading{}, refusal("moved-midnight", "%s is midnight in a zone such as %s, and probably stands for the day that begins there; import it with that zone", clip(text, 40), d.moved)
	}
	v, err := edtf.Parse(t.In(d.midnight).Format(time.DateOnly))
	return edtf.Reading{Value: v}, err
}
