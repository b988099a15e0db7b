package ical

import (
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds"
)

// What a reader needs to know of the writer, to take back what it wrote.

// SafeText is a text without what would break a line, and in valid UTF-8. Line
// breaks of every kind become "\n".
func SafeText(s string) string { return safeText(s) }

// SafeLine is SafeText in one line.
func SafeLine(s string) string { return safeLine(s) }

// everyImprecise are the choices that decide how a date is shown.
var everyImprecise = []feeds.Imprecise{feeds.ImpreciseDefault, feeds.ImpreciseRange, feeds.ImpreciseMarker}

// Times lists how calendars write when an event takes place, for each choice of
// feeds.Imprecise: the lines of DTSTART, DTEND, RRULE and EXDATE as TimeLine
// spells them, sorted. A calendar that does not show the event has none.
func Times(e *events.Event) [][]string {
	var all [][]string
	for _, how := range everyImprecise {
		_, c, why := timesOf(e, how)
		if why != shown {
			continue
		}
		var lines []string
		for i := range c.properties {
			p := &c.properties[i]
			if strings.HasPrefix(p.name, "X-") {
				continue
			}
			zone := ""
			if len(p.params) > 0 {
				zone = p.params[0].value
			}
			lines = append(lines, TimeLine(p.name, zone, p.value))
		}
		slices.Sort(lines)
		all = append(all, lines)
	}
	return all
}

// TimeLine spells a property that says when: its name, the zone, the value.
func TimeLine(name, zone, value string) string { return name + ";" + zone + ":" + value }

// IsTitleOf reports whether a title is what a calendar in the language, or one
// in a spoken language, makes of the event's plain one.
func IsTitleOf(e *events.Event, lang, plain, title string) bool {
	if plain == title {
		return true
	}
	for _, feedLang := range append([]string{lang}, events.SpokenLanguages()...) {
		w := newWriter(&feeds.Site{}, feedLang, feeds.ImpreciseDefault)
		for _, how := range everyImprecise {
			if w.title(e, plain, lang, showDate(e.Span, how)) == title {
				return true
			}
		}
	}
	return false
}

// noticeKeys are the sayings of those lines.
var noticeKeys = []string{"calendar.date", "calendar.first", "calendar.calledOff", "onlyIn"}

// IsNotice recognises the lines that calendars put before an event's text.
func IsNotice(line string) bool {
	for _, lang := range events.SpokenLanguages() {
		w := feeds.WordsIn(lang, nil)
		for _, key := range noticeKeys {
			before, after, _ := strings.Cut(w.Text(key), "%s")
			if strings.HasPrefix(line, before) && strings.HasSuffix(line, after) {
				return true
			}
		}
	}
	return false
}
