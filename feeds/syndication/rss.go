package syndication

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"almanac.example/feeds"
)

// WriteRSS writes RSS 2.0 after the RSS Advisory Board's profile 1.0, with
// Dublin Core, content, media, event and Atom elements.
func WriteRSS(ctx context.Context, w io.Writer, f *Feed) error {
	creator := siteName(f.Site, f.Lang)
	p, err := f.page(ctx, func(it *Item) ([]byte, error) {
		var x xmlWriter
		x.rssItem(it, creator)
		return x.b, nil
	})
	if err != nil {
		return err
	}
	x := xmlWriter{b: []byte(xmlDeclaration)}
	x.open("rss", "version", "2.0", "xmlns:atom", "http://www.w3.org/2005/Atom",
		"xmlns:content", "http://purl.org/rss/1.0/modules/content/", "xmlns:dc", "http://purl.org/dc/elements/1.1/",
		"xmlns:ev", eventModule, "xmlns:fh", historyModule, "xmlns:media", mediaModule)
	x.open("channel")
	x.rssText("title", feeds.Clean(f.Title))
	x.text("link", f.Page)
	description := p.description()
	if description == "" {
		description = feeds.Clean(f.Title) // the element is required
	}
	x.rssText("description", description)
	x.text("language", f.Lang)
	x.text("lastBuildDate", rssDate(p.updated))
	x.text("ttl", decimal(int64(pollInterval/time.Minute)))
	x.text("docs", "https://www.rssboard.org/rss-specification")
	x.text("generator", generator)
	x.pageLinks("atom:link", p)
	if f.Site.Icon != "" {
		x.open("image")
		x.text("url", f.Site.Icon)
		x.rssText("title", feeds.Clean(f.Title))
		x.text("link", f.Page)
		x.close("image")
	}
	if p.archived() {
		x.empty("fh:archive")
	}
	x.b = append(x.b, slices.Concat(p.items...)...)
	x.close("channel")
	x.close("rss")
	_, err = w.Write(x.b)
	return err
}

func (x *xmlWriter) rssItem(it *Item, creator string) {
	x.open("item")
	x.rssText("title", it.Title)
	x.text("link", it.URL)
	description := it.lead
	if it.Summary != "" {
		description = escapeHTML(it.Summary) // the element holds HTML
	}
	x.text("description", description)
	if it.stub { // readers take the description for the content where there is no other
		x.text("guid", it.ID, "isPermaLink", "false")
		x.text("pubDate", rssDate(it.Published))
		x.close("item")
		return
	}
	x.text("content:encoded", it.HTML)
	x.text("dc:creator", creator)
	x.text("dc:language", it.Lang)
	for _, t := range it.Tags {
		x.rssText("category", t.Label)
	}
	// An enclosure must tell its true length; without one there is
	// media:content alone.
	if m := it.Image; m != nil && m.Type != "" && m.Length > 0 {
		x.empty("enclosure", "url", m.URL, "length", decimal(m.Length), "type", m.Type)
	}
	x.text("guid", it.ID, "isPermaLink", "false")
	x.text("pubDate", rssDate(it.Published))
	x.text("atom:updated", instant(it.Updated))
	x.eventModule(it)
	x.close("item")
}

// rssDate spells an instant after RFC 822 with the four digits of RFC 2822.
func rssDate(t time.Time) string { return t.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT") }

// rssText writes plain text into an element of which readers disagree whether
// it holds HTML. The profile advises numeric references for & and <: the most
// of them show these right.
func (x *xmlWriter) rssText(name, value string) {
	if value == "" {
		return
	}
	x.tag(name, nil)
	x.b = append(x.b, '>')
	x.b = append(x.b, strings.NewReplacer("&", "&#x26;", "<", "&#x3C;", ">", "&#x3E;").Replace(value)...)
	x.close(name)
}

// pollInterval is how often a feed is worth asking for.
const pollInterval = 15 * time.Minute
