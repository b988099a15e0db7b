package read

import (
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
	"almanac.example/feeds/ical"
)

// What our own calendars write beside the standard is taken back: the exact
// date, the plain title, the repetition as it stands in the record. It counts
// only if a calendar made of it says what stands here, since calendar programs
// edit the standard properties and leave ours alone.

// restoreTitle takes the title without what calendars add to it.
func (in *reader) restoreTitle(e *events.Event) {
	plain := ical.SafeLine(in.current.text("X-ALMANAC-TITLE"))
	if plain == "" {
		return
	}
	for lang, text := range e.Text {
		if ical.IsTitleOf(e, lang, plain, text.Title) {
			text.Title = plain
			e.Text[lang] = text
			return
		}
	}
}

// asWritten is the date in the editor's words, by language; nil for none.
func (in *reader) asWritten() events.Localised {
	var words events.Localised
	for _, p := range in.current.all("X-ALMANAC-AS-WRITTEN") {
		if words == nil {
			words = events.Localised{}
		}
		words[p.param("LANGUAGE")] = ical.SafeLine(p.text())
	}
	return words
}

// restoreTimes gives the event the date and repetition that our own calendar
// was made of; false if there is nothing to restore, or if it was edited.
func (in *reader) restoreTimes(e *events.Event, t times) bool {
	b := in.current
	exact := *e
	text := b.text("X-ALMANAC-EDTF")
	switch v, err := edtf.Parse(text); {
	case t.start.day && text == "":
		return false
	case t.start.day && err != nil:
		in.note(b.line, "X-ALMANAC-EDTF: %v", err)
		return false
	case t.start.day:
		exact.Span = events.On(v)
		exact.Span.AsWritten = in.asWritten()
	case b.text("X-ALMANAC-ZONE") == "" || !in.restoreStart(&exact):
		return false
	}
	if !in.restoreRule(&exact) {
		return false
	}
	written := in.writtenTimes(t)
	for _, lines := range ical.Times(&exact) {
		if slices.Equal(lines, written) {
			*e = exact
			return true
		}
	}
	if t.start.day {
		in.note(b.line, "X-ALMANAC-EDTF says %s, but the event has been moved to %s, which counts", text, edtf.DayOf(t.start.wall))
	}
	return false
}

// restoreStart takes a series back to where it starts in the record.
func (in *reader) restoreStart(e *events.Event) bool {
	text := in.current.text("X-ALMANAC-START")
	if text == "" {
		return true
	}
	words := e.Span.Words()
	words.Start, words.End = text, ""
	span, err := words.Span()
	if err != nil {
		return false
	}
	if !e.Span.End.IsZero() {
		span.End = span.Start.Add(e.Span.End.Sub(e.Span.Start))
	}
	e.Span = span
	return true
}

// restoreRule takes the repetition as it stands in the record, as far as our
// calendar says it in words of its own.
func (in *reader) restoreRule(e *events.Event) bool {
	b := in.current
	rule := b.text("X-ALMANAC-RRULE")
	if p, ok := b.get("RRULE"); ok && rule == "" {
		r, err := recurrence.Parse(p.value)
		if err != nil {
			return false
		}
		rule = r.String()
	}
	repeat := &events.Repetition{Rule: rule, Also: listed(b.text("X-ALMANAC-RDATE"))}
	switch exceptions := b.text("X-ALMANAC-EXDATE"); exceptions {
	case "-": // there are none in the record
	case "":
		for _, m := range in.moments("EXDATE", "leaves nothing out") {
			repeat.Except = append(repeat.Except, m.wall.Format(layoutOf(m.day)))
		}
	default:
		repeat.Except = listed(exceptions)
	}
	if repeat.Rule == "" && len(repeat.Also) == 0 {
		return len(repeat.Except) == 0
	}
	e.Repeat = repeat
	return in.check(e) == nil
}

func listed(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

func layoutOf(day bool) string {
	if day {
		return time.DateOnly
	}
	return "2006-01-02T15:04:05"
}

// writtenTimes are the properties of the component that say when it takes
// place, spelled as ical.Times does.
func (in *reader) writtenTimes(t times) []string {
	var lines []string
	if _, ok := in.current.get("DTEND"); !ok && t.start.day {
		lines = append(lines, ical.TimeLine("DTEND", "", t.end.Format(dateLayout)))
	}
	for i := range in.current.properties {
		p := &in.current.properties[i]
		value := p.value
		switch p.name {
		case "RRULE":
			if r, err := recurrence.Parse(value); err == nil {
				value = r.String()
			}
		case "DTSTART", "DTEND", "EXDATE":
			value = strings.NewReplacer("-", "", ":", "").Replace(value)
		default:
			continue
		}
		lines = append(lines, ical.TimeLine(p.name, p.param("TZID"), value))
	}
	slices.Sort(lines)
	return lines
}
