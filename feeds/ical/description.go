package ical

import (
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// description is the event in plain text: what has to be said about its
// date first, then summary and body, sources, further reading, and last the
// address of its page, as several clients do not show URL.
func (w *writer) description(e *events.Event) string {
	text, _ := e.In(w.lang)
	parts := []string{w.notices(e), text.Summary, w.markup.Text(text.Body, w.page(e))}
	var lines []string
	for _, s := range e.Sources {
		lines = append(lines, w.words.Text("calendar.source", w.source(s)))
	}
	for _, l := range e.Links {
		lines = append(lines, w.link(l))
	}
	parts = append(parts, strings.Join(lines, "\n"), w.page(e))
	return joinParts(parts, "\n\n")
}

// notices are the lines before the text: the precision of the date where
// it is less than a day or in doubt, a cancellation, the language.
func (w *writer) notices(e *events.Event) string {
	var lines []string
	if w.dateNeedsWords(e.Span) {
		lines = append(lines, w.words.Text("calendar.date", w.words.Date(e.Span, nil, edtf.Long)))
	}
	if series, ok := seriesOf(e); ok && series.moved {
		lines = append(lines, w.words.Text("calendar.first", w.words.Date(e.Span, nil, edtf.Long)))
	}
	if e.Status == events.Cancelled {
		lines = append(lines, w.words.Text("calendar.calledOff"))
	}
	if _, lang := e.In(w.lang); lang != w.lang {
		lines = append(lines, w.words.OnlyIn(e))
	}
	return strings.Join(lines, "\n")
}

func (w *writer) dateNeedsWords(s events.Span) bool {
	_, written := s.AsWritten[w.lang]
	return written || !isExact(s) || s.Uncertain() || s.Approximate()
}

// source names document, author, publisher, date and place in it.
func (w *writer) source(s events.Source) string {
	title, titleLang := s.Title.In(w.lang)
	if feeds.IsChinese(titleLang) && !strings.HasPrefix(title, "《") {
		title = "《" + title + "》"
	}
	author, _ := s.Author.In(w.lang)
	publisher, _ := s.Publisher.In(w.lang)
	locator, _ := s.Locator.In(w.lang)
	if publisher == author {
		publisher = ""
	}
	date := ""
	if v, err := edtf.Parse(s.Date); err == nil {
		date = events.DescribeDate(v, w.words.Spoken, edtf.Compact)
	}
	return feeds.WithAddress(joinParts([]string{title, author, publisher, date, locator}, w.words.Text("comma")), s.URL)
}

func (w *writer) link(l events.Link) string {
	title, _ := l.Title.In(w.lang)
	return feeds.WithAddress(title, l.URL)
}

// joinParts joins what is not empty.
func joinParts(parts []string, separator string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}
