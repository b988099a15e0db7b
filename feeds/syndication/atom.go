package syndication

import (
	"context"
	"io"
	"slices"

	"almanac.example/feeds"
)

// WriteAtom writes Atom 1.0 (RFC 4287) with archived documents (RFC 5005 §4)
// and the event dates of RSS 1.0's event module.
func WriteAtom(ctx context.Context, w io.Writer, f *Feed) error {
	p, err := f.page(ctx, func(it *Item) ([]byte, error) {
		var x xmlWriter
		x.atomEntry(it, f)
		return x.b, nil
	})
	if err != nil {
		return err
	}
	x := xmlWriter{b: []byte(xmlDeclaration)}
	x.open("feed", "xmlns", "http://www.w3.org/2005/Atom", "xmlns:ev", eventModule, "xmlns:fh", historyModule, "xmlns:media", mediaModule, "xml:lang", f.Lang)
	x.text("id", f.ID())
	x.text("title", feeds.Clean(f.Title))
	x.text("subtitle", p.description())
	x.text("updated", instant(p.updated))
	x.open("author")
	x.text("name", siteName(f.Site, f.Lang))
	x.text("uri", homePage(f.Site, f.Lang))
	x.close("author")
	x.empty("link", "rel", "alternate", "type", "text/html", "hreflang", f.Lang, "href", f.Page)
	x.pageLinks("link", p)
	x.text("icon", f.Site.Icon)
	x.text("generator", generator)
	if p.archived() {
		x.empty("fh:archive")
	}
	x.b = append(x.b, slices.Concat(p.items...)...)
	x.close("feed")
	_, err = w.Write(x.b)
	return err
}

const (
	xmlDeclaration = `<?xml version="1.0" encoding="utf-8"?>` + "\n"
	eventModule    = "http://purl.org/rss/1.0/modules/event/"
	historyModule  = "http://purl.org/syndication/history/1.0"
	mediaModule    = "http://search.yahoo.com/mrss/"
	generator      = "Almanac"
)

// pageLinks writes the links between the documents of a feed, as Atom links
// under the given element name.
func (x *xmlWriter) pageLinks(name string, p *page) {
	media := "application/atom+xml"
	if name != "link" {
		media = "application/rss+xml"
	}
	x.empty(name, "rel", "self", "type", media, "href", p.self)
	if p.archived() {
		x.empty(name, "rel", "current", "type", media, "href", p.feed.Self)
	}
	if p.older != "" {
		x.empty(name, "rel", "prev-archive", "type", media, "href", p.older)
	}
	if hub := p.hub(); hub != "" {
		x.empty(name, "rel", "hub", "href", hub)
	}
}

func (x *xmlWriter) atomEntry(it *Item, f *Feed) {
	lang := it.Lang
	if lang == f.Lang {
		lang = "" // said on the feed
	}
	x.open("entry", "xml:lang", lang)
	x.text("id", it.ID)
	x.text("title", it.Title)
	if it.stub {
		x.empty("link", "href", it.URL)
		x.text("published", instant(it.Published))
		x.text("updated", instant(it.Updated))
		x.text("content", it.HTML, "type", "html")
		x.close("entry")
		return
	}
	x.empty("link", "rel", "alternate", "type", "text/html", "href", it.URL)
	x.text("published", instant(it.Published))
	x.text("updated", instant(it.Updated))
	for _, t := range it.Tags {
		x.empty("category", "term", t.Term, "label", t.Label)
	}
	x.text("summary", it.Summary)
	x.text("content", it.HTML, "type", "html")
	if m := it.Image; m != nil && m.Type != "" {
		x.empty("link", "rel", "enclosure", "type", m.Type, "length", length(m.Length), "href", m.URL)
	}
	if it.Facts != nil && it.Facts.Calendar != "" {
		x.empty("link", "rel", "related", "type", "text/calendar", "href", it.Facts.Calendar)
	}
	x.eventModule(it)
	x.close("entry")
}

// eventModule writes when and where the event is, as finely as it is known.
func (x *xmlWriter) eventModule(it *Item) {
	if it.Facts != nil {
		x.text("ev:startdate", it.Facts.Start)
		x.text("ev:enddate", it.Facts.End)
		x.text("ev:location", it.Facts.Location)
	}
	m := it.Image
	if m == nil {
		return
	}
	x.open("media:content", "url", m.URL, "type", m.Type, "medium", "image", "fileSize", length(m.Length))
	x.text("media:description", m.Alt, "type", "plain")
	x.text("media:credit", m.Credit)
	x.close("media:content")
}

func length(n int64) string {
	if n <= 0 {
		return ""
	}
	return decimal(n)
}
