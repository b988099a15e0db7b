package events

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// Span is when an event happens, as honestly as it is known. It is either
//
//   - Date: an EDTF expression (ISO 8601-2), from a day to a century, or
//   - Start (and perhaps End): instants with the zone whose wall clock counts.
//
// The zero Span is no date at all and does not validate.
type Span struct {
	Date      edtf.Value
	Start     time.Time // in Zone; zero unless timed
	End       time.Time // in Zone; zero: no end known
	Zone      string    // IANA name or "UTC"
	AsWritten Localised // the editor's own words for the date, shown instead of computed ones
	Calendar  string    // Julian if pages are to word Date in that calendar; "": as it stands
	Unread    string    // what an editor typed as a date and is not understood yet; instead of Date, in drafts only
}

// Julian marks a date that pages word in the Julian calendar. Date itself is
// Gregorian as always (ISO 8601-2).
const Julian = "julian"

// wallLayout is how the JSON form spells a wall-clock time.
const wallLayout = "2006-01-02T15:04:05"

// SpanWords is a span as it is written down: the words and the wall clock,
// without an offset, so that a later change of a zone's rules moves the instant
// and not the hour. Times are written as 2026-05-24T09:00:00. Only the second of
// two hours that the clocks show alike carries its offset:
// 2024-10-27T02:30:00+01:00.
type SpanWords struct {
	Date      string    `json:"date,omitempty"` // EDTF
	Start     string    `json:"start,omitempty"`
	End       string    `json:"end,omitempty"`
	Zone      string    `json:"zone,omitempty"` // IANA name or "UTC"
	AsWritten Localised `json:"asWritten,omitempty"`
	Calendar  string    `json:"calendar,omitempty"`
	Unread    string    `json:"unread,omitempty"`
}

// On is the span of an EDTF expression.
func On(v edtf.Value) Span { return Span{Date: v} }

// Words writes the span down.
func (s Span) Words() SpanWords {
	w := SpanWords{Zone: s.Zone, AsWritten: s.AsWritten, Calendar: s.Calendar, Unread: s.Unread}
	if !s.Date.IsZero() {
		w.Date = s.Date.String()
	}
	if s.Timed() {
		w.Start = spellWall(s.Start)
		if !s.End.IsZero() {
			w.End = spellWall(s.End)
		}
	}
	return w
}

// Span reads what Words wrote. Its errors name the field and what it should
// hold.
func (w SpanWords) Span() (Span, error) {
	s := Span{Zone: w.Zone, AsWritten: w.AsWritten, Calendar: w.Calendar, Unread: w.Unread}
	if w.Date != "" {
		v, err := edtf.Parse(w.Date)
		if err != nil {
			return Span{}, fmt.Errorf("span.date: %w", err)
		}
		s.Date = v
	}
	if w.Start != "" || w.End != "" || w.Zone != "" {
		if err := s.setClock(w); err != nil {
			return Span{}, err
		}
	}
	return s, nil
}

// MarshalJSON writes {"date": EDTF} or {"start": …, "end": …, "zone": …}.
func (s Span) MarshalJSON() ([]byte, error) { return json.Marshal(s.Words()) }

// UnmarshalJSON reads what MarshalJSON writes. Its errors are those of
// SpanWords.Span.
func (s *Span) UnmarshalJSON(b []byte) error {
	var w SpanWords
	if err := decodeStrict(b, &w); err != nil {
		return err
	}
	span, err := w.Span()
	if err != nil {
		return err
	}
	*s = span
	return nil
}

func (s *Span) setClock(w SpanWords) error {
	loc, err := LoadZone(w.Zone)
	if err != nil {
		return fmt.Errorf("span.zone: %w", err)
	}
	if w.Start == "" {
		return errors.New("span.start: missing; a span with a zone needs a start such as 2026-05-24T09:00:00")
	}
	if s.Start, err = parseWall(w.Start, loc); err != nil {
		return fmt.Errorf("span.start: %w", err)
	}
	if w.End == "" {
		return nil
	}
	if s.End, err = parseWall(w.End, loc); err != nil {
		return fmt.Errorf("span.end: %w", err)
	}
	return nil
}

// spellWall writes what the clocks show, with the offset where they show it for
// the second time.
func spellWall(t time.Time) string {
	if !WallClock(recurrence.OnWall(t), t.Location()).Equal(t) {
		return t.Format(wallLayout + "-07:00")
	}
	return t.Format(wallLayout)
}

func parseWall(text string, loc *time.Location) (time.Time, error) {
	if t, err := time.Parse(wallLayout+"-07:00", text); err == nil && t.In(loc).Format(wallLayout+"-07:00") == text {
		return t.In(loc), nil // an hour that is there twice
	}
	for _, layout := range []string{wallLayout, "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return WallClock(t, loc), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a wall-clock time; write it as 2026-05-24T09:00:00, without an offset", text)
}

// LoadZone returns the zone of an IANA name ("Asia/Shanghai") or "UTC". The
// machine's own zone ("", "Local") is refused: it differs between replicas.
func LoadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is no time zone; use an IANA name such as Asia/Shanghai", name)
	}
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location), nil //nolint:forcetypeassert // nothing else is put there
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("%q is no known time zone; use an IANA name such as Asia/Shanghai", name)
	}
	same, _ := zones.LoadOrStore(name, loc)
	return same.(*time.Location), nil //nolint:forcetypeassert // see above
}

// zones are the *time.Location that have been asked for, by name. There are as
// many as the zone database has names; each is read from a file and takes some
// kilobytes, and a record names a few of them in many events.
var zones sync.Map

// WallClock returns the instant at which the clocks of loc show the date and
// time that t has in UTC. A time that the clocks skip is read with the offset
// before the gap, one that they show twice is the first (RFC 5545 §3.3.5).
func WallClock(t time.Time, loc *time.Location) time.Time {
	return recurrence.WallClock(t, loc)
}

// IsZero reports whether the span has no date that is understood.
func (s Span) IsZero() bool { return s.Date.IsZero() && s.Start.IsZero() }

// Timed reports whether the span is made of instants.
func (s Span) Timed() bool { return !s.Start.IsZero() }

// EDTF returns the span as an EDTF value. A timed span gives its days: the
// time of day is in Start and End.
func (s Span) EDTF() edtf.Value {
	if !s.Timed() {
		return s.Date
	}
	first, last := s.timedDays()
	if first == last {
		return edtf.FromDay(first)
	}
	return edtf.FromDays(first, last)
}

// timedDays gives the first and last day in the span's own zone. An end at
// midnight belongs to the day before.
func (s Span) timedDays() (first, last edtf.Day) {
	first = edtf.DayOf(s.Start)
	if !s.End.After(s.Start) {
		return first, first
	}
	return first, edtf.DayOf(s.End.Add(-time.Nanosecond))
}

// First returns the earliest day the span may mean; false if its start is open
// or unknown.
func (s Span) First() (edtf.Day, bool) { return s.EDTF().Earliest() }

// Last returns the latest day the span may mean; false if its end is open or
// unknown.
func (s Span) Last() (edtf.Day, bool) { return s.EDTF().Latest() }

// Precision says how finely the date is known; edtf.PrecisionTime for instants.
func (s Span) Precision() edtf.Precision {
	if s.Timed() {
		return edtf.PrecisionTime
	}
	return s.Date.Precision()
}

// Uncertain reports whether the date is marked as doubtful (EDTF "?").
func (s Span) Uncertain() bool { return s.Date.Uncertain() }

// Approximate reports whether the date is marked as approximate (EDTF "~").
func (s Span) Approximate() bool { return s.Date.Approximate() }

// Describe words the span in a language, as the editor wrote it where that is
// recorded: "2019年5月（日期不详）", "24–26 May 2019". A time stands on its own
// clock, which is not named; see DescribeFor.
func (s Span) Describe(lang string, style edtf.Style) string { return s.DescribeFor(nil, lang, style) }

// DescribeFor is Describe for readers whose clocks are those of home: a time of
// another zone names its clock, "08:00–09:00 Sydney time". With home nil no clock
// is named. A time of a span over several days stands beside its day.
func (s Span) DescribeFor(home *time.Location, lang string, style edtf.Style) string {
	if words, ok := s.AsWritten[lang]; ok {
		return words
	}
	if !s.Timed() {
		return s.InCalendar(lang, style)
	}
	w := clockWordsIn(lang)
	timed := func(s Span, time string) string {
		return fillWords(w.Time, "{x}", s.InCalendar(lang, style), "{t}", time)
	}
	words := ""
	if first, last := s.timedDays(); first == last {
		clock := s.Start.Format(clockLayout)
		if s.End.After(s.Start) {
			clock += w.Dash + s.lastClock()
		}
		words = timed(s, clock)
	} else {
		from, to := s, s
		from.End, to.Start, to.End = time.Time{}, s.End.Add(-time.Nanosecond), time.Time{}
		words = timed(from, s.Start.Format(clockLayout)) + " " + w.Dash + " " + timed(to, s.lastClock())
	}
	if s.atHome(home) {
		return words
	}
	clock, city := w.clockName(s.Zone, s.Start)
	if city {
		return fillWords(w.City, "{x}", words, "{z}", clock)
	}
	return fillWords(w.Offset, "{x}", words, "{z}", clock)
}

// clockLayout is a time of day.
const clockLayout = "15:04"

// lastClock is the time of day at which the span ends. Midnight belongs to the
// day before it.
func (s Span) lastClock() string {
	if s.End.Format("15:04:05") == "00:00:00" {
		return "24:00"
	}
	return s.End.Format(clockLayout)
}

// InCalendar words the span's date in the calendar that it is marked with: "14
// October 1066 (Julian)" for 1066-10-20. Its own wording and its time are left
// out.
func (s Span) InCalendar(lang string, style edtf.Style) string {
	c, err := edtf.ParseCalendar(s.Calendar)
	if err != nil { // Validate lets none through
		c = edtf.Gregorian
	}
	return wordsOrExpression(s.EDTF(), c, lang, style)
}

// DescribeDate words a date. A language without words gets the expression, which
// claims nothing in a language that the reader may not know.
func DescribeDate(v edtf.Value, lang string, style edtf.Style) string {
	return wordsOrExpression(v, edtf.Gregorian, lang, style)
}

func wordsOrExpression(v edtf.Value, c edtf.Calendar, lang string, style edtf.Style) string {
	words, err := v.DescribeIn(c, lang, style)
	if err != nil {
		return v.String()
	}
	return words
}

// ClockFor names the clock of a timed span for readers whose clocks are those of
// home: "Berlin time", 柏林时间. It is "" where the span has no time, where its zone
// is home's, or where home is nil.
func (s Span) ClockFor(home *time.Location, lang string) string {
	if !s.Timed() || s.atHome(home) {
		return ""
	}
	name, _ := clockWordsIn(lang).clockName(s.Zone, s.Start)
	return name
}

// atHome reports whether a timed span stands on the clocks of home; nil is no
// particular home.
func (s Span) atHome(home *time.Location) bool {
	return home == nil || s.Zone == home.String() || s.Start.Location().String() == home.String()
}

// Compare orders spans as a chronicle does: by first day; within a period the
// exact days first, then what is known only to the month, at the end of the
// year what is known only to the year; within a day by the clock.
func (s Span) Compare(t Span) int {
	if d := edtf.Compare(s.EDTF(), t.EDTF()); d != 0 {
		return d
	}
	return cmp.Or(s.Start.Compare(t.Start), s.End.Compare(t.End))
}

// Equal reports whether two spans say the same.
func (s Span) Equal(t Span) bool {
	a, b := s.Words(), t.Words()
	return maps.Equal(a.AsWritten, b.AsWritten) && a.Date == b.Date && a.Start == b.Start && a.End == b.End &&
		a.Zone == b.Zone && a.Calendar == b.Calendar && a.Unread == b.Unread
}
