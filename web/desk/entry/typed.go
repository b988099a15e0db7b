package entry

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
)

// The bounds of what is typed, in characters, as events.Validate has them: a
// form says at the field what the record would refuse.
const (
	maxTitle   = 300
	maxSummary = 2000
	maxBody    = 50_000
)

// typed is what the form says: the entry as it would be, and what is wrong with
// it.
type typed struct {
	form    frame.Form
	base    *events.Event // the state that the editor saw; nil for a new entry
	event   events.Event
	date    dated
	clock   clocked
	repeats repeats
	faults  frame.Faults // that keep the entry from being saved
}

// read makes an entry of a form. What the form does not hold stays as it is in
// base.
func read(v *frame.Visit, f frame.Form, base *events.Event) *typed {
	t := &typed{form: f, base: base}
	if base != nil {
		t.event = *base
	} else {
		t.event = events.Event{ID: events.ID(f.Line("id")), Status: events.Draft}
	}
	t.readSpan(v)
	t.readTexts(v)
	t.readTags(v)
	t.readPlace(v)
	t.event.Key = f.Checked("key")
	if f.Has("slug") {
		t.event.Slug = strings.ToLower(f.Line("slug"))
	}
	t.readSources(v)
	t.readLinks(v)
	t.readImage(v)
	t.readBecomes(v)
	t.validate(v)
	return t
}

// readSpan reads date, time, wording and repetition. A date that is not
// understood is kept as it was typed.
func (t *typed) readSpan(v *frame.Visit) {
	t.date = readDate(v, t.form)
	t.clock = clockOf(v, t.form, &t.date)
	t.repeats = repeatsOf(t.form)
	span := events.Span{AsWritten: t.readWording(v)}
	switch timed, ok := t.clock.timed(v, &t.date, &t.faults); {
	case ok:
		timed.AsWritten = span.AsWritten
		span = t.sameInstants(timed)
	case t.date.understood():
		span.Date = t.date.value
		if t.date.julian {
			span.Calendar = events.Julian
		}
	default:
		span.Unread = t.date.text
	}
	t.event.Span = span
	t.event.Repeat = nil
	if !t.date.understood() {
		return
	}
	t.event.Repeat = t.repeats.repetition(v, span, t.base, &t.faults)
}

// sameInstants gives back the instants of the entry where the form says the same:
// it knows no seconds.
func (t *typed) sameInstants(s events.Span) events.Span {
	if t.base == nil || !t.base.Span.Timed() || t.base.Span.Zone != s.Zone {
		return s
	}
	for _, pair := range []struct{ typed, stored *time.Time }{{&s.Start, &t.base.Span.Start}, {&s.End, &t.base.Span.End}} {
		if pair.typed.Truncate(time.Minute).Equal(pair.stored.Truncate(time.Minute)) {
			*pair.typed = *pair.stored
		}
	}
	return s
}

// readWording are the words with which the date is shown, by language: those
// typed for it, and those of the date itself where they say more.
func (t *typed) readWording(v *frame.Visit) events.Localised {
	written := events.Localised{}
	if t.base != nil {
		maps.Copy(written, t.base.Span.AsWritten)
	}
	for _, lang := range v.Contents(t.base) {
		if words := t.form.Line("written-" + lang); words != "" {
			written[lang] = words
		} else {
			delete(written, lang)
		}
	}
	if t.date.wording != "" {
		if lang := languageOfText(v, t.date.wording); written[lang] == "" {
			written[lang] = t.date.wording
		}
	}
	if len(written) == 0 {
		return nil
	}
	return written
}

// languageOfText is the language of the site in which somebody wrote a short
// text: Chinese if there are Han characters in it, otherwise the page's or the
// first that is not Chinese.
func languageOfText(v *frame.Visit, text string) string {
	chinese := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	for _, lang := range v.Contents(nil) {
		if strings.HasPrefix(lang, "zh") == chinese {
			return lang
		}
	}
	return v.Contents(nil)[0]
}

func (t *typed) readTexts(v *frame.Visit) {
	texts := map[string]events.Text{}
	if t.base != nil {
		maps.Copy(texts, t.base.Text)
	}
	langs := v.Contents(t.base)
	for _, lang := range langs {
		if !t.form.Has("title-" + lang) {
			continue
		}
		text := events.Text{
			Title:   t.form.Line("title-" + lang),
			Summary: t.form.Text("summary-" + lang),
			Body:    t.form.Text("body-" + lang),
		}
		t.checkText(v, lang, text)
		if texts[lang] = text; text == (events.Text{}) {
			delete(texts, lang)
		}
	}
	if len(texts) == 0 {
		t.faults.Add("t-"+langs[0], v.Text("edit.title"), v.Text("edit.noTitle"))
	}
	t.event.Text = texts
	t.event.Outdated = t.outdated(texts)
}

func (t *typed) checkText(v *frame.Visit, lang string, text events.Text) {
	name := v.LanguageName(lang)
	if text.Title == "" && text != (events.Text{}) {
		t.faults.Add("t-"+lang, v.Text("edit.titleIn", name), v.Text("edit.titleMissing"))
	}
	for _, part := range []struct {
		id, key, text string
		most          int
	}{{"t-", "edit.titleIn", text.Title, maxTitle}, {"s-", "edit.summaryIn", text.Summary, maxSummary}, {"b-", "edit.bodyIn", text.Body, maxBody}} {
		if n := utf8.RuneCountInString(part.text); n > part.most {
			t.faults.Add(part.id+lang, v.Text(part.key, name), v.Text("edit.tooLong", n, part.most))
		}
	}
}

// outdated are the languages that do not follow yet: those that did not, those
// that need this change too, without those that now do.
func (t *typed) outdated(texts map[string]events.Text) []string {
	var list []string
	if t.base != nil {
		list = slices.Clone(t.base.Outdated)
	}
	for _, lang := range append(list, t.form.All("follow")...) {
		if _, ok := texts[lang]; ok && !slices.Contains(list, lang) {
			list = append(list, lang)
		}
	}
	list = slices.DeleteFunc(list, func(lang string) bool {
		_, ok := texts[lang]
		return !ok || t.form.Checked("ok-"+lang)
	})
	slices.Sort(list)
	if len(list) == 0 {
		return nil
	}
	return slices.Compact(list)
}

// sourcesMost bounds the rows of sources and of links on the page.
const sourcesMost = 40

func (t *typed) readSources(v *frame.Visit) {
	var list []events.Source
	for i := range t.form.Rows("src-title-", sourcesMost) {
		n := strconv.Itoa(i)
		s, _ := nth(t.sources(), t.form.Line("src-of-"+n))
		title, place, quote := t.form.Line("src-title-"+n), t.form.Line("src-locator-"+n), t.form.Text("src-quote-"+n)
		s.URL = t.form.Line("src-url-" + n)
		if title+place+quote+s.URL == "" {
			continue
		}
		lang := sourceLanguage(v, t.form, n, title)
		s.Title, s.Locator = put(s.Title, lang, title), put(s.Locator, lang, place)
		if s.Quote = quote; quote == "" {
			s.QuoteLang = ""
		} else if s.QuoteLang == "" {
			s.QuoteLang = languageOfText(v, quote)
		}
		if len(s.Title) == 0 {
			t.faults.Add("st-"+n, v.Text("edit.sourceN", i+1), v.Text("edit.sourceTitle"))
		}
		t.checkAddress(v, "su-"+n, v.Text("edit.sourceN", i+1), s.URL)
		list = append(list, s)
	}
	t.event.Sources = list
}

// sources are those of the state that the editor saw, in the order of the rows.
func (t *typed) sources() []events.Source {
	if t.base == nil {
		return nil
	}
	return t.base.Sources
}

// links are those of the state that the editor saw, in the order of the rows.
func (t *typed) links() []events.Link {
	if t.base == nil {
		return nil
	}
	return t.base.Links
}

// nth is an element by its number as a form spells it.
func nth[T any](list []T, number string) (element T, ok bool) {
	k, err := strconv.Atoi(number)
	if err != nil || k < 0 || k >= len(list) {
		return element, false
	}
	return list[k], true
}

// sourceLanguage is the language that a row about a source is written in.
func sourceLanguage(v *frame.Visit, f frame.Form, n, title string) string {
	if lang := f.Line("src-lang-" + n); lang != "" {
		return lang
	}
	return languageOfText(v, title)
}

// put is the text with that of one language replaced; nothing if it says nothing
// any more.
func put(l events.Localised, lang, text string) events.Localised {
	next := maps.Clone(l)
	if next == nil {
		next = events.Localised{}
	}
	if next[lang] = text; text == "" {
		delete(next, lang)
	}
	if len(next) == 0 {
		return nil
	}
	return next
}

func (t *typed) readLinks(v *frame.Visit) {
	var list []events.Link
	for i := range t.form.Rows("link-url-", sourcesMost) {
		n := strconv.Itoa(i)
		l, _ := nth(t.links(), t.form.Line("link-of-"+n))
		title := t.form.Line("link-title-" + n)
		if l.URL = t.form.Line("link-url-" + n); l.URL+title == "" {
			continue
		}
		lang := t.form.Line("link-lang-" + n)
		if lang == "" {
			lang = languageOfText(v, title)
		}
		l.Title = put(l.Title, lang, title)
		if l.URL == "" {
			t.faults.Add("lu-"+n, v.Text("edit.linkN", i+1), v.Text("edit.linkNoAddress"))
		}
		t.checkAddress(v, "lu-"+n, v.Text("edit.linkN", i+1), l.URL)
		list = append(list, l)
	}
	t.event.Links = list
}

// checkAddress notes what is no web address.
func (t *typed) checkAddress(v *frame.Visit, id, label, address string) {
	if address != "" && !isWebAddress(address) {
		t.faults.Add(id, label, v.Text("edit.noAddress"))
	}
}

func (t *typed) readImage(v *frame.Visit) {
	f := t.form
	var m events.Image
	if t.base != nil && t.base.Image != nil {
		m = *t.base.Image
	}
	m = typedImage(f, m)
	if f.Checked("no-picture") || m.URL == "" && m.Blob == "" {
		t.event.Image = nil
		if !f.Checked("no-picture") && t.saysOfPicture(v) {
			t.faults.Add("iu", v.Text("edit.picture"), v.Text("edit.pictureNoAddress"))
		}
		return
	}
	for _, lang := range v.Contents(t.base) {
		m.Alt = put(m.Alt, lang, f.Line("alt-"+lang))
	}
	m.Credit = f.Line("credit")
	t.checkAddress(v, "iu", v.Text("edit.picture"), m.URL)
	t.event.Image = &m
}

// saysOfPicture reports whether there are words for a picture.
func (t *typed) saysOfPicture(v *frame.Visit) bool {
	return t.form.Line("credit") != "" || slices.ContainsFunc(v.Contents(t.base), func(lang string) bool { return t.form.Line("alt-"+lang) != "" })
}
