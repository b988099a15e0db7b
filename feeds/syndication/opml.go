package syndication

import (
	"io"
	"time"

	"almanac.example/feeds"
)

// OPMLMediaType is how an outline is sent.
const OPMLMediaType = "text/x-opml; charset=utf-8"

// OPML is a list of feeds to subscribe to in one go (OPML 2.0, opml.org/spec2).
type OPML struct {
	Title    string    // plain text
	Updated  time.Time // last change of the list; zero: not told
	Outlines []Outline
}

// Outline is a feed, or a group of them if it has Outlines.
type Outline struct {
	Text        string // plain text, as readers will name the feed
	Description string // plain text; may be empty
	XMLURL      string // absolute address of the feed
	HTMLURL     string // absolute address of its page
	Lang        string
	Outlines    []Outline
}

// Write writes the outline. The same list always gives the same bytes.
func (o OPML) Write(w io.Writer) error {
	x := xmlWriter{b: []byte(xmlDeclaration)}
	x.open("opml", "version", "2.0")
	x.open("head")
	x.text("title", feeds.Clean(o.Title))
	if !o.Updated.IsZero() {
		x.text("dateModified", rssDate(o.Updated))
	}
	x.text("docs", "http://opml.org/spec2.opml")
	x.close("head")
	x.open("body")
	x.outlines(o.Outlines)
	x.close("body")
	x.close("opml")
	_, err := w.Write(x.b)
	return err
}

func (x *xmlWriter) outlines(list []Outline) {
	for _, o := range list {
		text := feeds.Clean(o.Text)
		if len(o.Outlines) > 0 {
			x.open("outline", "text", text, "title", text)
			x.outlines(o.Outlines)
			x.close("outline")
			continue
		}
		// "rss" stands for any feed; readers find out which kind it is.
		x.empty("outline", "type", "rss", "text", text, "title", text, "description", feeds.Clean(o.Description),
			"xmlUrl", o.XMLURL, "htmlUrl", o.HTMLURL, "language", o.Lang)
	}
}
