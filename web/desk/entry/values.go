package entry

import (
	"net/url"
	"strconv"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
)

// valuesOf fills in the form with what an entry says: what read makes of it is
// the entry again.
func valuesOf(v *frame.Visit, e *events.Event) url.Values {
	q := url.Values{}
	q.Set("id", string(e.ID))
	q.Set("rev", strconv.FormatInt(int64(e.Rev), 10))
	spanValues(v, q, e)
	for _, lang := range v.Contents(e) {
		text := e.Text[lang]
		q.Set("title-"+lang, text.Title)
		q.Set("summary-"+lang, text.Summary)
		q.Set("body-"+lang, text.Body)
	}
	q["tag"] = e.Tags
	if e.Place != nil {
		name, _ := e.Place.Name.In(v.Lang)
		q.Set("place", name)
	}
	if e.Key {
		q.Set("key", "1")
	}
	q.Set("slug", e.Slug)
	q.Set(fieldBecomes, string(becomesOf(v, e)))
	for i, s := range e.Sources {
		n := strconv.Itoa(i)
		title, lang := s.Title.In(v.Lang)
		q.Set("src-of-"+n, n)
		q.Set("src-lang-"+n, lang)
		q.Set("src-title-"+n, title)
		q.Set("src-locator-"+n, s.Locator[lang])
		q.Set("src-quote-"+n, s.Quote)
		q.Set("src-url-"+n, s.URL)
	}
	for i, l := range e.Links {
		n := strconv.Itoa(i)
		title, lang := l.Title.In(v.Lang)
		q.Set("link-of-"+n, n)
		q.Set("link-lang-"+n, lang)
		q.Set("link-url-"+n, l.URL)
		q.Set("link-title-"+n, title)
	}
	if e.Image != nil {
		q.Set("image-url", e.Image.URL)
		q.Set(fieldBlob, e.Image.Blob)
		q.Set(fieldBlob+"-type", e.Image.Type)
		q.Set(fieldBlob+"-length", strconv.FormatInt(e.Image.Length, 10))
		q.Set(fieldBlob+"-width", strconv.Itoa(e.Image.Width))
		q.Set(fieldBlob+"-height", strconv.Itoa(e.Image.Height))
		q.Set("credit", e.Image.Credit)
		for lang, alt := range e.Image.Alt {
			q.Set("alt-"+lang, alt)
		}
	}
	return q
}

// spanValues are the fields about date, time and repetition.
func spanValues(v *frame.Visit, q url.Values, e *events.Event) {
	if e.Span.IsZero() && e.Span.Unread == "" {
		return
	}
	text := dateWords(v, daysOf(e.Span))
	q.Set("date", text)
	if !e.Span.IsZero() {
		q.Set("dated", e.Span.EDTF().String())
		q.Set("dated-as", text)
		q.Set("dated-in", e.Span.Calendar)
	}
	for _, lang := range v.Contents(e) {
		q.Set("written-"+lang, shownWords(v, lang, text, e.Span))
	}
	if e.Span.Timed() {
		q.Set("from-time", spellInstant(e.Span.Start, false))
		if !e.Span.End.IsZero() {
			q.Set("to-time", spellInstant(e.Span.End, e.Span.End.After(e.Span.Start)))
		}
		q.Set("zone", e.Span.Zone)
	}
	r := fieldsFor(v, e)
	q.Set("repeat", r.every)
	q.Set("repeat-on", r.on)
	q.Set("until", r.until)
	q.Set("rule", r.rule)
	if len(r.not) > 0 {
		lines := ""
		for _, l := range r.not {
			lines += l + "\n"
		}
		q.Set("not", lines)
	}
}

// daysOf is a span without its time of day.
func daysOf(s events.Span) events.Span {
	return events.Span{Date: s.EDTF(), AsWritten: s.AsWritten, Calendar: s.Calendar, Unread: s.Unread}
}
