package table

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// clocks are the times of a row.
type clocks struct {
	start, end *edtf.Clock
	zone       string // as the table names it
}

// readClock reads a time of the day; midnight is one.
func readClock(text string) (edtf.Times, error) {
	if zeroDay.MatchString(text) {
		text = text[len("1899-12-30 "):]
	}
	text = noon.ReplaceAllString(text, "12:00 pm")
	r, err := edtf.ParseLoose("2000-01-01 " + afternoon.ReplaceAllString(text, "$1"))
	if err != nil {
		return edtf.Times{}, refusal("no-time", "%q is no time of the day", clip(text, 40))
	}
	if r.Times == nil {
		return edtf.Times{}, nil
	}
	return *r.Times, nil
}

// noon finds the words for twelve o'clock.
var noon = regexp.MustCompile(`(?i)(?:\b12 )?\b(?:noon|midday|mittags|midi|mediodía|mezzogiorno)\b|正午`)

// hasTimes reports whether some time of the table is not midnight: otherwise a
// program has put midnight in where no time is known.
func (in *importer) hasTimes(rows []Row) bool {
	c := in.mapping.first(Time)
	for i := range rows {
		text := rows[i].text(c)
		if t, err := readClock(text); text != "" && err == nil && t.Start != (edtf.Clock{}) {
			return true
		}
	}
	return false
}

// times reads the times of a row.
func (in *importer) times(r *Row, read edtf.Reading) (clocks, error) {
	var c clocks
	if yes, err := isYes(r.text(in.mapping.first(AllDay))); err != nil || yes {
		return c, err
	}
	if read.Times != nil {
		c.start, c.end, c.zone = &read.Times.Start, read.Times.End, read.Times.Zone
	}
	if text := r.text(in.mapping.first(Time)); text != "" && in.timed && !in.isNoTime(text) {
		switch t, err := readClock(text); {
		case err != nil:
			in.note("times left out that are no time of the day")
		case c.start != nil && t.Start == edtf.Clock{}: // midnight, which a program has put in
		case c.start != nil && !sameMinute(*c.start, t.Start):
			return c, refusal("two-times", "the date has a time, %s, and %q is another: one may be when the entry was made", c.start, clip(text, 40))
		default:
			c.start, c.zone = &t.Start, t.Zone
			if t.End != nil {
				c.end = t.End
			}
		}
	}
	if text := r.text(in.mapping.first(EndTime)); text != "" && c.start != nil && !in.isNoTime(text) {
		if t, err := readClock(text); err != nil {
			in.note("times left out that are no time of the day")
		} else {
			c.end = &t.Start
		}
	}
	if text := r.text(in.mapping.first(Zone)); text != "" {
		c.zone = text
	}
	return c, nil
}

// sameMinute reports whether two times are the same but for the seconds.
func sameMinute(a, b edtf.Clock) bool { return a.Hour == b.Hour && a.Minute == b.Minute }

// isNoTime reports whether a cell says that there is no time.
func (in *importer) isNoTime(text string) bool {
	switch strings.ToLower(text) {
	case "all day", "all-day", "allday", "全天", "ganztägig", "toute la journée", "todo el día", "終日":
		return true
	}
	return contains(emptyWords(), strings.ToLower(text))
}

// span puts date and times together. A time beside a date that is no day is
// left out, and counted.
func (in *importer) span(r *Row, read edtf.Reading, c clocks) (events.Span, error) {
	s := events.On(read.Value)
	if read.Calendar == edtf.Julian && read.Value.Precision() <= edtf.PrecisionDays {
		s.Calendar = events.Julian
	}
	v := read.Value
	exact := v.Precision() == edtf.PrecisionDay || v.Precision() == edtf.PrecisionDays
	if c.start == nil || s.Calendar != "" {
		return in.withoutMidnight(r, s)
	}
	if !exact || v.Approximate() || v.Uncertain() {
		in.note("times left out beside dates that are no day")
		return s, nil
	}
	first, _ := v.Earliest()
	last, _ := v.Latest()
	loc, err := in.location(c)
	if err != nil {
		return s, err
	}
	start, ok := wall(first, *c.start, loc)
	if !ok {
		return s, nil
	}
	timed := events.Span{Start: start, Zone: loc.String()}
	if c.end == nil {
		if first != last {
			in.note("times left out where the last day has none")
			return s, nil
		}
		return timed, nil
	}
	end, _ := wall(last, *c.end, loc)
	switch {
	case end.After(start):
		timed.End = end
	case end.Before(start):
		in.note("ends left out that lie before the beginning, on the same day")
	}
	return timed, nil
}

// withoutMidnight takes the last day off an event of whole days that ends at
// midnight: so Outlook writes days.
func (in *importer) withoutMidnight(r *Row, s events.Span) (events.Span, error) {
	end := r.text(in.mapping.first(EndTime))
	if yes, _ := isYes(r.text(in.mapping.first(AllDay))); !yes || end == "" || s.Date.Precision() != edtf.PrecisionDays {
		return s, nil
	}
	t, err := readClock(end)
	if err != nil || t.Start != (edtf.Clock{}) {
		return s, nil //nolint:nilerr // a time that is none says nothing here
	}
	first, _ := s.Date.Earliest()
	last, _ := s.Date.Latest()
	s.Date = edtf.FromDays(first, last.AddDays(-1))
	return s, nil
}

// wall is a time on a day.
func wall(d edtf.Day, c edtf.Clock, loc *time.Location) (time.Time, bool) {
	t, ok := d.Time(time.UTC)
	if !ok {
		return t, false
	}
	t = t.Add(time.Duration(c.Hour)*time.Hour + time.Duration(c.Minute)*time.Minute + time.Duration(c.Second)*time.Second)
	return events.WallClock(t, loc), true
}

var zoneOffset = regexp.MustCompile(`^(?:UTC|GMT)?\s?([+\-−])\s?(\d{1,2})(?::?(\d{2}))?$`)

// location is the zone of a row's times.
func (in *importer) location(c clocks) (*time.Location, error) {
	switch name := strings.TrimSpace(c.zone); {
	case c.start.Zoned:
		return fixedZone(int(c.start.Offset))
	case name != "":
		if m := zoneOffset.FindStringSubmatch(strings.ToUpper(name)); m != nil {
			hours, _ := strconv.Atoi(m[2])
			minutes, _ := strconv.Atoi(m[3])
			if m[1] != "+" {
				hours, minutes = -hours, -minutes
			}
			return fixedZone(60*hours + minutes)
		}
		if strings.EqualFold(name, "utc") || strings.EqualFold(name, "gmt") || strings.EqualFold(name, "z") {
			return events.LoadZone("UTC")
		}
		loc, err := events.LoadZone(name)
		if err != nil {
			return nil, refusal("zone", "the time zone %q is not known; write one such as Europe/Berlin", clip(name, 40))
		}
		return loc, nil
	case in.options.Zone != nil:
		return events.LoadZone(in.options.Zone.String())
	case in.options.Record != nil && in.options.Record.Zone != "":
		return events.LoadZone(in.options.Record.Zone)
	}
	return events.LoadZone("UTC")
}

// fixedZone is the zone of a shift from UTC in whole hours; of the few with half
// hours only one is used by a single country.
func fixedZone(minutes int) (*time.Location, error) {
	switch {
	case minutes == 0:
		return events.LoadZone("UTC")
	case minutes == 330:
		return events.LoadZone("Asia/Kolkata")
	case minutes%60 != 0 || minutes < -12*60 || minutes > 14*60:
		return nil, refusal("shift", "the time has a shift from UTC that no zone of whole hours has; name the zone, such as Asia/Kathmandu")
	}
	sign, hours := "-", minutes/60
	if hours < 0 {
		sign, hours = "+", -hours
	}
	return events.LoadZone("Etc/GMT" + sign + strconv.Itoa(hours))
}
