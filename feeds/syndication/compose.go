package syndication

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// composer makes items of events for one feed.
type composer struct {
	site   *feeds.Site
	lang   string
	words  *feeds.Words
	markup *feeds.Markup
}

func newComposer(site *feeds.Site, lang string) *composer {
	return &composer{site: site, lang: lang, words: feeds.WordsIn(lang, site.Languages), markup: site.Renderer()}
}

// event says an event as an item.
func (c *composer) event(e *events.Event) *Item {
	text, lang := e.In(c.lang)
	it := &Item{
		ID:        c.site.TagURI(eventID(e.ID)),
		URL:       c.site.EventPage(c.lang, e.Slug),
		Lang:      lang,
		Published: published(c.site, e),
	}
	it.Updated = feeds.Later(it.Published, e.Updated)
	it.Title = c.title(e, text, lang)
	it.Summary = feeds.Clean(text.Summary)
	it.lead = c.lead(e, lang)
	it.HTML = it.lead + c.content(e, text, lang)
	it.Tags = c.categories(e)
	if m := e.Image; m != nil {
		alt, _ := m.Alt.In(lang)
		it.Image = &picture{webAddress(c.site.Picture(m, 0)), feeds.Clean(alt), feeds.Clean(m.Credit), m.Type, m.Length}
	}
	it.Facts = c.facts(e)
	return it
}

func (c *composer) categories(e *events.Event) []category {
	var list []category
	for _, tag := range e.Tags {
		list = append(list, category{tag, feeds.Clean(c.site.Record.TagName(tag, c.lang))})
	}
	return list
}

// title is plain text with the date and its precision in front.
func (c *composer) title(e *events.Event, text events.Text, lang string) string {
	title := c.titleDate(e.Span) + c.words.Text("dot") + c.ownTitle(text, lang)
	if e.Status == events.Cancelled {
		title = c.words.Text("item.cancelled") + title
	}
	return title
}

// ownTitle is the event's title, marked where it is in another language than
// the feed.
func (c *composer) ownTitle(text events.Text, lang string) string {
	title := c.words.Beside(feeds.Clean(text.Title), lang)
	if lang == c.lang {
		return title
	}
	return "[" + feeds.LanguageName(lang) + "] " + title
}

// date words a span for a sentence.
func (c *composer) date(s events.Span) string {
	return feeds.Clean(c.words.Date(s, c.site.Location(), edtf.Short))
}

// titleDate words a span for a title: its precision shows in what is named.
func (c *composer) titleDate(s events.Span) string {
	return feeds.Clean(c.words.Date(s, c.site.Location(), edtf.Compact))
}

// lead is the first paragraph: the date for people and programs, and the place.
func (c *composer) lead(e *events.Event, lang string) string {
	var b strings.Builder
	b.WriteString("<p" + c.block(c.words.Spoken, lang) + ">")
	b.WriteString(`<time datetime="` + escapeHTML(timeValue(e.Span)) + `">`)
	b.WriteString(escapeHTML(feeds.Clean(c.words.Date(e.Span, c.site.Location(), edtf.Long))) + "</time>")
	if e.Place != nil {
		name, nameLang := e.Place.Name.In(c.lang)
		b.WriteString(c.words.Text("comma") + c.span(name, nameLang, c.words.Spoken))
	}
	switch e.Status {
	case events.Cancelled:
		b.WriteString(c.words.Text("comma") + "<strong>" + c.words.Text("status.cancelled") + "</strong>")
	case events.Tentative:
		b.WriteString(c.words.Text("comma") + "<strong>" + c.words.Text("status.isTentative") + "</strong>")
	}
	b.WriteString("</p>\n")
	if lang != c.lang {
		b.WriteString("<p" + c.block(c.words.Spoken, lang) + ">" + escapeHTML(c.words.OnlyIn(e)) + "</p>\n")
	}
	return b.String()
}

// feedPicture is how wide, in pixels, a picture is that stands in an item: feed
// readers show it in a column.
const feedPicture = 1280

// content is what follows the first paragraph.
func (c *composer) content(e *events.Event, text events.Text, lang string) string {
	var b strings.Builder
	wrapped := lang != c.lang || direction(lang) != ""
	if wrapped {
		b.WriteString("<div" + c.langAttribute(lang, "") + ">\n")
	}
	if m := e.Image; m != nil {
		alt, _ := m.Alt.In(lang)
		b.WriteString(`<p><img src="` + escapeHTML(webAddress(c.site.Picture(m, feedPicture))) + `" alt="` + escapeHTML(feeds.Clean(alt)) + `">`)
		if m.Credit != "" {
			b.WriteString("<br><small>" + escapeHTML(feeds.Clean(m.Credit)) + "</small>")
		}
		b.WriteString("</p>\n")
	}
	if text.Summary != "" {
		b.WriteString("<p>" + escapeHTML(feeds.Clean(text.Summary)) + "</p>\n")
	}
	if body := c.markup.HTML(text.Body, c.site.EventPage(c.lang, e.Slug)); body != "" {
		b.WriteString(body + "\n")
	}
	if wrapped {
		b.WriteString("</div>\n")
	}
	c.references(&b, e, lang)
	return b.String()
}

// references lists sources and links.
func (c *composer) references(b *strings.Builder, e *events.Event, lang string) {
	if len(e.Sources) > 0 {
		b.WriteString("<p" + c.block(c.words.Spoken, lang) + ">" + c.words.Text("item.sources") + "</p>\n<ul>\n")
		for _, s := range e.Sources {
			b.WriteString("<li" + c.block(c.words.Spoken, lang) + ">" + c.source(s) + "</li>\n")
		}
		b.WriteString("</ul>\n")
	}
	if len(e.Links) > 0 {
		b.WriteString("<p" + c.block(c.words.Spoken, lang) + ">" + c.words.Text("item.links") + "</p>\n<ul>\n")
		for _, l := range e.Links {
			title, titleLang := l.Title.In(c.lang)
			if title == "" {
				title, titleLang = webAddress(l.URL), lang
			}
			b.WriteString("<li" + c.block(lang, lang) + `><a href="` + escapeHTML(webAddress(l.URL)) + `">` + c.span(title, titleLang, lang) + "</a></li>\n")
		}
		b.WriteString("</ul>\n")
	}
}

func (c *composer) source(s events.Source) string {
	title, lang := s.Title.In(c.lang)
	cite := "<cite>" + c.span(title, lang, c.words.Spoken) + "</cite>"
	if s.URL != "" {
		cite = `<a href="` + escapeHTML(webAddress(s.URL)) + `">` + cite + "</a>"
	}
	parts := []string{cite}
	for _, l := range []events.Localised{s.Author, s.Publisher, s.Locator} {
		if text, lang := l.In(c.lang); text != "" {
			parts = append(parts, c.span(text, lang, c.words.Spoken))
		}
	}
	if v, err := edtf.Parse(s.Date); err == nil {
		parts = append(parts, escapeHTML(events.DescribeDate(v, c.words.Spoken, edtf.Short)))
	}
	return strings.Join(parts, c.words.Text("comma"))
}

// span marks text whose language differs from its surroundings'.
func (c *composer) span(text, lang, around string) string {
	if attribute := c.langAttribute(lang, around); attribute != "" {
		return "<span" + attribute + ">" + escapeHTML(feeds.Clean(text)) + "</span>"
	}
	return escapeHTML(feeds.Clean(text))
}

func (c *composer) langAttribute(lang, around string) string {
	if lang == around {
		return ""
	}
	attribute := ` lang="` + escapeHTML(lang) + `"`
	if dir := direction(lang); dir != direction(around) {
		if dir == "" {
			dir = "ltr"
		}
		attribute += ` dir="` + dir + `"`
	}
	return attribute
}

// block is the attribute of an element that no other one is around: readers show
// an item as it comes, whatever language it is in.
func (c *composer) block(lang, item string) string {
	attribute := c.langAttribute(lang, item)
	if rtl := direction(lang); rtl != "" && rtl == direction(item) {
		attribute += ` dir="` + rtl + `"`
	}
	return attribute
}

// direction is the dir attribute of a language that is written from right to left,
// "" for all others.
func direction(lang string) string {
	if events.Direction(lang) == "rtl" {
		return "rtl"
	}
	return ""
}

func (c *composer) facts(e *events.Event) *Facts {
	f := &Facts{
		About: aboutPage(c.site, c.lang), ID: e.ID, EDTF: e.Span.EDTF().String(), Precision: e.Span.Precision().String(),
		Status: e.Status, Key: e.Key, Tags: slices.Clone(e.Tags), Languages: e.Languages(),
		Calendar: c.site.EventPage(c.lang, e.Slug) + ".ics",
	}
	f.Start, f.End = period(e.Span)
	if e.Span.Timed() {
		f.Zone = e.Span.Zone
	}
	if p := e.Place; p != nil {
		name, _ := p.Name.In(c.lang)
		f.Location = feeds.Clean(name)
		f.Place = &placeFacts{p.Slug, p.Latitude, p.Longitude}
	}
	for _, s := range e.Sources {
		in := func(l events.Localised) string { text, _ := l.In(c.lang); return feeds.Clean(text) }
		f.Sources = append(f.Sources, sourceFacts{in(s.Title), in(s.Author), in(s.Publisher), s.Date, in(s.Locator), webAddress(s.URL)})
	}
	return f
}

// published is when the event became public. Every stored event has the
// instant; one that was never stored counts as old as the record.
func published(site *feeds.Site, e *events.Event) time.Time {
	for _, t := range []time.Time{e.Published, e.Created, e.Updated} {
		if !t.IsZero() {
			return feeds.Stamped(t)
		}
	}
	return feeds.Stamped(site.Record.Founded)
}

// escapeHTML escapes text and values of attributes. It spells a quotation mark
// as a name: readers in use cut values off at its number.
func escapeHTML(s string) string { return strings.ReplaceAll(html.EscapeString(s), "&#34;", "&quot;") }

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
