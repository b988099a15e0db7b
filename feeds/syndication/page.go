package syndication

import (
	"context"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
)

// The size of a document. JSON Feed 1.1 calls 250 kB fine; readers have given
// up on feeds with thousands of entries.
const (
	maxItems    = 50
	maxBytes    = 250_000
	maxEnvelope = 10_000  // what of it is kept for everything around the items
	maxItem     = 100_000 // a longer item is sent in brief
)

// page is one document of a feed: its items encoded, in the order shown.
type page struct {
	feed    *Feed
	compose *composer
	items   [][]byte
	updated time.Time // last change of anything on it
	self    string    // its own address
	older   string    // address of the document that continues it; "" on the last

	overflows bool // there were more corrections than it has room for
}

// archived reports whether the page is one of the older ones, which stay as
// they are (RFC 5005 §4).
func (p *page) archived() bool { return !p.feed.Before.IsZero() }

// hub is the hub to advertise: only on the page that is subscribed to.
func (p *page) hub() string {
	if p.archived() || !p.feed.Push {
		return ""
	}
	return p.feed.Site.Hub
}

// slot is an item that has not been composed yet.
type slot struct {
	place   Cursor
	event   *events.Event
	notice  *notice
	item    *Item
	gone    Gone      // it is a stub, and why
	changed time.Time // when what it says changed last
}

// encoded is an item of a page.
type encoded struct {
	place Cursor
	bytes []byte
}

// page composes the asked page with the encoder of a format.
func (f *Feed) page(ctx context.Context, encode func(*Item) ([]byte, error)) (*page, error) {
	p := &page{feed: f, compose: newComposer(f.Site, f.Lang), self: withCursor(f.Self, f.Before)}
	w := f.window()
	p.overflows = w.overflows
	taken, size, err := p.take(ctx, w.stubs, 0, encode)
	if err != nil {
		return nil, err
	}
	slots := w.slots
	if p.archived() {
		slots = w.page()
	}
	items, size, err := p.take(ctx, slots, size, encode)
	if err != nil {
		return nil, err
	}
	if n := len(items); n > 0 && n < w.ahead {
		p.older = withCursor(f.Self, items[n-1].place)
	}
	corrected, _, err := p.take(ctx, w.corrected(items), size, encode)
	if err != nil {
		return nil, err
	}
	taken = slices.Concat(taken, items, corrected)
	slices.SortFunc(taken, func(a, b encoded) int { return a.place.shown(b.place) })
	for _, t := range taken {
		p.items = append(p.items, t.bytes)
	}
	p.date()
	return p, nil
}

// take composes as many of the slots as there is room for, and at least one if
// there is nothing on the page yet.
func (p *page) take(ctx context.Context, slots []slot, size int, encode func(*Item) ([]byte, error)) ([]encoded, int, error) {
	var taken []encoded
	for _, s := range slots {
		if ctx.Err() != nil {
			return nil, 0, context.Cause(ctx)
		}
		it := p.compose.item(s)
		b, err := p.spell(it, encode)
		if err != nil {
			return nil, 0, err
		}
		if size+len(b) > maxBytes-maxEnvelope && size > 0 {
			return taken, size, nil
		}
		size += len(b)
		taken = append(taken, encoded{s.place, b})
		p.updated = feeds.Later(p.updated, it.Updated)
	}
	return taken, size, nil
}

// date settles when the page last changed. The first one also changes when
// something leaves it, which only the timeline knows; the record was empty
// before it was founded.
func (p *page) date() {
	if !p.archived() {
		p.updated = feeds.Later(p.updated, p.feed.Updated)
	}
	if p.updated.IsZero() {
		p.updated = feeds.Stamped(p.feed.Site.Record.Founded)
	}
}

// description is what the feed says about itself, and whether it cannot tell
// all that was corrected.
func (p *page) description() string {
	text := feeds.Clean(p.feed.Description)
	if !p.overflows || p.archived() {
		return text
	}
	if text != "" {
		text += "\n"
	}
	return text + p.compose.words.Text("item.overflow")
}

// item composes what stands in a slot.
func (c *composer) item(s slot) *Item {
	switch {
	case s.item != nil && s.gone != "" && s.item.gone != nil:
		return s.item.gone
	case s.item != nil:
		return s.item
	case s.notice != nil && s.gone != "":
		it := c.stub(s.event, s.gone, s.notice.suffix(), s.changed)
		it.Published = s.notice.at
		return it
	case s.gone != "":
		return c.stub(s.event, s.gone, "", s.changed)
	case s.notice != nil:
		return c.notice(s.event, *s.notice)
	}
	return c.event(s.event)
}
