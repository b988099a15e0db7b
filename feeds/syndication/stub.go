package syndication

import (
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
)

// mostStub is at most what a stub takes in a document, in bytes, unless its
// identity alone is that long.
const mostStub = 400

// stub is an item that stands for one that readers keep: nothing of what that
// said stays but its identity. It says nothing that could become untrue.
func (c *composer) stub(e *events.Event, why Gone, suffix string, changed time.Time) *Item {
	title, text := c.words.Text("item.left"), c.words.Text("item.itsPage")
	switch {
	case !e.Status.Public():
		why, title, text = GoneWithdrawn, c.words.Text("item.withdrawn"), c.words.Text("item.takenBack")
	case why == GoneSuperseded:
		title = c.words.Text("item.superseded")
	}
	it := &Item{
		ID: c.site.TagURI(eventID(e.ID) + suffix), URL: c.site.EventPage(c.lang, e.Slug), Lang: c.lang, Title: title,
		HTML: escapeHTML(text), Published: published(c.site, e), Facts: &Facts{Gone: why}, stub: true,
	}
	it.lead, it.Updated = it.HTML, feeds.Later(it.Published, changed)
	return it
}

// LastChanged is when a feed changed last: when its selection did, or when
// something became of an event that has lately left it.
func LastChanged(selection time.Time, past []events.Past) time.Time {
	last, since := selection, selection.Add(-events.TracesLast)
	for i := range past {
		p := &past[i]
		if n := p.Left(); n < 0 || p.Present || p.Event.Formerly[n].Until.Before(since) {
			continue
		}
		last = feeds.Later(last, p.Event.Updated)
	}
	return last
}

// spell encodes an item, in brief if it is too long. A stub that is too long is
// one whose address is: it leads to the first page instead.
func (p *page) spell(it *Item, encode func(*Item) ([]byte, error)) ([]byte, error) {
	b, err := encode(it)
	switch {
	case err != nil:
		return nil, err
	case it.stub && len(b) > mostStub:
		short := *it
		short.URL = homePage(p.feed.Site, p.feed.Lang)
		return encode(&short)
	case len(b) > maxItem:
		return encode(it.brief(p.compose.words))
	}
	return b, nil
}
