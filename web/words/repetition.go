package words

import (
	"strconv"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// Repetition words the rule of a repeating event: "every week on Monday and
// Thursday, until 3 June 2027, further dates: 2"; "" if it does not repeat.
func (w Language) Repetition(e *events.Event) string {
	s, ok := e.Series()
	if !ok {
		return ""
	}
	r := s.Rule
	if r.Freq == "" {
		return w.further(e)
	}
	text := w.every(r)
	if on := w.weekdaysOf(r); on != "" && isWorded(r) {
		text += on
	}
	switch {
	case r.Count > 0:
		text += w.Text("comma") + w.Count("repeat.count", r.Count)
	case !r.Until.IsZero():
		text += w.Text("comma") + w.Text("repeat.until", w.Date(edtf.DayOf(r.Until)))
	}
	if further := w.further(e); further != "" {
		text += w.Text("comma") + further
	}
	return text
}

// further tells how many dates there are beside those of the rule.
func (w Language) further(e *events.Event) string {
	if n := len(e.Repeat.Also); n > 0 {
		return w.Count("repeat.also", n)
	}
	return ""
}

// isWorded reports whether frequency and weekdays are all that the rule says of
// its days and times.
func isWorded(r recurrence.Rule) bool {
	for _, d := range r.ByDay {
		if d.N < -1 || d.N > 5 {
			return false // in words only from the first to the fifth, and the last
		}
	}
	return len(r.BySetPos)+len(r.ByWeekNo)+len(r.ByYearDay)+len(r.ByHour)+len(r.ByMinute)+len(r.BySecond) == 0
}

func (w Language) every(r recurrence.Rule) string {
	key := map[recurrence.Frequency]string{
		recurrence.Daily: "repeat.day", recurrence.Weekly: "repeat.week", recurrence.Monthly: "repeat.month", recurrence.Yearly: "repeat.year",
	}[r.Freq]
	if key == "" || !isWorded(r) {
		return w.Text("repeat.other")
	}
	if r.Interval > 1 {
		return w.Count(key+"s", r.Interval)
	}
	return w.Text(key)
}

// weekdaysOf names the weekdays of a rule, with "first" and "last" where it
// counts them.
func (w Language) weekdaysOf(r recurrence.Rule) string {
	var names []string
	for _, d := range r.ByDay {
		name := w.WeekdayLong(d.Weekday)
		switch {
		case d.N == -1:
			name = w.Text("repeat.last", name)
		case d.N != 0:
			name = w.Text("repeat.nth"+strconv.Itoa(d.N), name)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return ""
	}
	return w.Text("repeat.on", w.Join(names))
}
