package ical

import (
	"bytes"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// Objects writes events as calendars of one event each (RFC 4791 §4.1), with the
// bytes that the event has in the calendar of a selection. It is made for one
// answer and not safe for several goroutines.
type Objects struct{ w *writer }

// NewObjects prepares writing in a language.
func NewObjects(site *feeds.Site, lang string) *Objects {
	return &Objects{newWriter(site, lang, feeds.ImpreciseDefault)}
}

// Write appends the event's calendar. It writes nothing of what calendars do not
// show; see Shows.
func (o *Objects) Write(b *bytes.Buffer, e *events.Event) error {
	var piece bytes.Buffer
	why, err := o.w.piece(&piece, e)
	if err != nil || why != shown {
		return err
	}
	t := newTally()
	t.count(e, why)
	c := component{name: "VCALENDAR", children: t.zones.components()}
	c.text("VERSION", "2.0")
	c.text("PRODID", "-//Almanac//Timeline//"+strings.ToUpper(o.w.lang))
	c.text("CALSCALE", "GREGORIAN")
	head, err := c.lines()
	if err != nil {
		return err
	}
	b.Write(head[:len(head)-len(calendarFoot)])
	b.Write(piece.Bytes())
	b.WriteString(calendarFoot)
	return nil
}

// Overlaps reports whether a part of the event as calendars show it, or of one of
// its instances, lies between two instants (RFC 4791 §9.9); either may be zero for
// an open end. Days begin in the site's zone.
func (o *Objects) Overlaps(e *events.Event, from, to time.Time) bool {
	d, _, why := timesOf(e, o.w.how)
	if why != shown {
		return false
	}
	if r, ok := seriesOf(e); ok {
		return o.seriesOverlaps(&r, from, to)
	}
	if e.Span.Timed() {
		return overlaps(e.Span.Start, e.Span.End, from, to)
	}
	return o.daysOverlap(d.first, d.last.AddDays(1), from, to)
}

func (o *Objects) daysOverlap(first, after edtf.Day, from, to time.Time) bool {
	begin, ok1 := first.Time(o.w.site.Location())
	end, ok2 := after.Time(o.w.site.Location())
	return ok1 && ok2 && overlaps(begin, end, from, to)
}

// seriesOverlaps looks at the instances around the period. One without an end is
// taken to reach it if it begins before its end.
func (o *Objects) seriesOverlaps(r *repeating, from, to time.Time) bool {
	length := r.lasts
	if r.AllDay {
		length = time.Duration(r.days) * 24 * time.Hour
	}
	if from.IsZero() {
		from = r.Instant(r.Start)
	}
	if to.IsZero() {
		to = from.AddDate(100, 0, 0)
	}
	day := 24 * time.Hour // the wall clock of an instant is within a day of its UTC
	list, _ := r.Between(from.UTC().Add(-length-day), to.UTC().Add(day))
	for _, i := range list {
		if r.AllDay {
			first := edtf.DayOf(i.Wall)
			if o.daysOverlap(first, first.AddDays(r.days), from, to) {
				return true
			}
			continue
		}
		if overlaps(i.At, i.At.Add(length), from, to) {
			return true
		}
	}
	return false
}

// overlaps is the condition of RFC 4791 §9.9 for a VEVENT: one without a length
// is there if it begins in the period.
func overlaps(begin, end, from, to time.Time) bool {
	if !to.IsZero() && !begin.Before(to) {
		return false
	}
	if !end.After(begin) {
		return from.IsZero() || !begin.Before(from)
	}
	return from.IsZero() || end.After(from)
}
