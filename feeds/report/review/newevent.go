package review

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"almanac.example/events"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
)

// The limits within which an event validates, in characters, and those that
// keep a draft with many quotes far below the store's limit for a commit.
const (
	maxTitle    = 300
	maxSummary  = 2000
	maxLine     = 1000
	maxQuotes   = 20
	maxQuote    = 2000
	maxAround   = 300
	maxHeading  = 80 // of a section in a locator
	aroundLines = 2  // lines with text before and after a quote
)

// newEvent is the draft as an event of the record, without its slug.
func newEvent(doc *document.Document, d report.Draft, o Options) *events.Event {
	lang := cmp.Or(o.Lang, d.Lang)
	quotes := passages(doc, d.Quotes)
	e := &events.Event{
		ID: o.NewID(), Status: events.Draft, Span: events.On(d.Value),
		Text:     map[string]events.Text{lang: {Title: title(d, quotes), Summary: cut(plain(d.Summary), maxSummary)}},
		Sources:  sources(doc, d, quotes),
		Proposal: proposal(d, quotes),
	}
	if e.Text[lang].Summary == e.Text[lang].Title {
		e.Text[lang] = events.Text{Title: e.Text[lang].Title}
	}
	return e
}

// title is never empty: without one of its own a draft is called by its words,
// or by its date.
func title(d report.Draft, quotes []events.Quote) string {
	own := line(d.Title, maxTitle)
	if own == "" && len(quotes) > 0 {
		own = line(quotes[0].Text, maxTitle)
	}
	return cmp.Or(own, d.Date)
}

func proposal(d report.Draft, quotes []events.Quote) *events.Proposal {
	p := &events.Proposal{
		Fingerprint: d.Fingerprint, Document: d.Source.SHA256, Name: line(fileName(d.Source.Document), maxLine),
		Wording: line(d.Wording, maxLine), Section: line(d.Section, maxLine),
		Quotes: quotes, Confidence: d.Confidence,
	}
	for _, r := range d.Rules {
		p.Rules = append(p.Rules, string(r))
	}
	for _, f := range d.Flags {
		p.Flags = append(p.Flags, string(f))
	}
	return p
}

// passages are the quotes with what stands around them.
func passages(doc *document.Document, list []report.Quote) []events.Quote {
	var quotes []events.Quote
	for _, q := range list[:min(len(list), maxQuotes)] {
		before, after := around(doc, q.Start, q.End)
		quotes = append(quotes, events.Quote{
			Text: first(plain(q.Text), maxQuote), Before: last(plain(before), maxAround), After: first(plain(after), maxAround),
			Page: q.Page, Line: q.Line, Offset: q.Start,
		})
	}
	return quotes
}

// around is the text beside a byte range: the rest of its lines and a few more
// lines with text.
func around(doc *document.Document, start, end int) (before, after string) {
	if len(doc.Lines) == 0 || start < 0 || end < start || end > len(doc.Text) {
		return "", ""
	}
	from := reach(doc, doc.Position(start).Line-1, -1)
	to := reach(doc, doc.Position(end).Line-1, +1)
	return doc.Text[min(doc.Lines[from].Start, start):start], doc.Text[end:max(end, doc.Lines[to].End)]
}

// reach goes over aroundLines lines that have text, and a few blank ones, in
// one direction.
func reach(doc *document.Document, i, step int) int {
	for found, n := 0, 0; found < aroundLines && n < 4*aroundLines && i+step >= 0 && i+step < len(doc.Lines); n++ {
		i += step
		if l := doc.Lines[i]; strings.TrimSpace(doc.Text[l.Start:l.End]) != "" {
			found++
		}
	}
	return i
}

// sources cite the document once for each quote.
func sources(doc *document.Document, d report.Draft, quotes []events.Quote) []events.Source {
	lang := cmp.Or(d.Lang, "zh")
	called := cmp.Or(line(d.Source.Title, maxLine), line(fileName(d.Source.Document), maxLine), d.Source.SHA256)
	var list []events.Source
	for _, q := range quotes {
		list = append(list, events.Source{
			Title: events.Localised{lang: called}, Locator: locator(doc.Format, d.Section, q),
			Quote: q.Text, QuoteLang: lang, SHA256: d.Source.SHA256,
		})
	}
	return list
}

// locator tells a reader of the document where the quote stands. The lines of
// a document that was laid out by somebody's program are not the reader's.
func locator(format document.Format, section string, q events.Quote) events.Localised {
	var zh, en []string
	if s := line(section, maxHeading); s != "" {
		zh, en = append(zh, "“"+s+"”"), append(en, "“"+s+"”")
	}
	if q.Page > 0 {
		zh, en = append(zh, fmt.Sprintf("第%d页", q.Page)), append(en, fmt.Sprintf("page %d", q.Page))
	}
	if q.Line > 0 && (format == document.FormatText || format == document.FormatMarkdown) {
		zh, en = append(zh, fmt.Sprintf("第%d行", q.Line)), append(en, fmt.Sprintf("line %d", q.Line))
	}
	if len(en) == 0 {
		return nil
	}
	return events.Localised{"zh": strings.Join(zh, "，"), "en": strings.Join(en, ", ")}
}

// fileName is the last part of a path, of whichever system.
func fileName(path string) string {
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

// plain drops the characters that no text of an event may have.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\ufeff',
			r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe,
			r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// line makes one line of a text.
func line(s string, most int) string {
	return strings.TrimSpace(cut(strings.Join(strings.Fields(plain(s)), " "), most))
}

// cut shortens a text and shows that it did.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return first(s, most-1) + "…"
}

// first is the start of a text, at most so many characters.
func first(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i]
		}
		n++
	}
	return s
}

// last is the end of a text, at most so many characters.
func last(s string, most int) string {
	for surplus := utf8.RuneCountInString(s) - most; surplus > 0; surplus-- {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return s
}
