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
	place  Cursor
	event  *events.Event
	notice *notice
	item   *Item
}

// page composes the asked page with the encoder of a format.
func (f *Feed) page(ctx context.Context, encode func(*Item) ([]byte, error)) (*page, error) {
	p := &page{feed: f, compose: newComposer(f.Site, f.Lang), self: withCursor(f.Self, f.Before)}
	w := f.window()
	type encoded struct {
		place Cursor
		bytes []byte
	}
	var taken []encoded
	size := 0
	for i, s := range w.slots {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		it := p.compose.item(s)
		b, err := p.encode(it, encode)
		if err != nil {
			return nil, err
		}
		if size += len(b); size > maxBytes-maxEnvelope && len(taken) > 0 {
			break
		}
		taken = append(taken, encoded{s.place, b})
		p.updated = feeds.Later(p.updated, it.Updated)
		if p.archived() && w.closes(i) {
			break
		}
	}
	if n := len(taken); n > 0 && n < w.ahead {
		p.older = withCursor(f.Self, taken[n-1].place)
	}
	slices.SortFunc(taken, func(a, b encoded) int { return a.place.shown(b.place) })
	for _, t := range taken {
		p.items = append(p.items, t.bytes)
	}
	p.date()
	return p, nil
}

// encode spells an item, in brief if it is too long.
func (p *page) encode(it *Item, encode func(*Item) ([]byte, error)) ([]byte, error) {
	b, err := encode(it)
	if err == nil && len(b) > maxItem {
		return encode(it.brief(p.compose.words))
	}
	return b, err
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

// window is what a page can be made of.
type window struct {
	before    Cursor
	slots     []slot // the next items of the walk, at most as many as a page takes
	ahead     int    // how many there are behind the cursor in all
	skipped   int    // how many there are before it
	announced int    // how many there are that are not quiet
}

// window picks the items behind the cursor. It does not sort what the page
// does not need, nor look closer at it than its age: a page of a large record
// costs one glance at each event.
func (f *Feed) window() window {
	w := window{before: f.Before}
	if f.Items != nil {
		for _, it := range f.Items {
			if w.wants(it.order, func() Cursor { return it.order }) {
				w.insert(slot{place: it.order, item: it})
			}
		}
		return w
	}
	// From the last to the first: the later event stands earlier in the walk,
	// so that what is not needed is found at once.
	for _, e := range slices.Backward(f.Events) {
		if e.Status.Public() || e.Status == events.Withdrawn {
			w.event(f, e)
		}
	}
	return w
}

// event offers an event and what is to be told of its changes.
func (w *window) event(f *Feed, e *events.Event) {
	place := Cursor{quiet: e.Quiet, published: published(f.Site, e)}
	whole := func() Cursor {
		place.id, place.date = eventID(e.ID), originalDate(e)
		return place
	}
	if w.wants(place, whole) {
		w.insert(slot{event: e, place: whole()})
	}
	if f.Options.NoNotices || len(e.Formerly) == 0 {
		return
	}
	date := originalDate(e)
	for _, n := range notices(e) {
		c := Cursor{published: n.at, id: n.id(e), date: date}
		if w.wants(c, func() Cursor { return c }) {
			w.insert(slot{event: e, notice: &n, place: c})
		}
	}
}

// wants counts an item and reports whether the page has room for it. The age is
// as much of its place as mostly decides; whole gives the rest.
func (w *window) wants(age Cursor, whole func() Cursor) bool {
	if !age.quiet {
		w.announced++
	}
	if !w.before.IsZero() {
		d := w.before.age(age)
		if d == 0 {
			d = w.before.within(whole())
		}
		if d >= 0 {
			w.skipped++
			return false
		}
	}
	w.ahead++
	n := len(w.slots)
	if n < maxItems {
		return true
	}
	last := w.slots[n-1].place
	d := last.age(age)
	return d > 0 || d == 0 && last.within(whole()) >= 0
}

func (w *window) insert(s slot) {
	i, _ := slices.BinarySearchFunc(w.slots, s.place, func(t slot, c Cursor) int { return t.place.compare(c) })
	w.slots = slices.Insert(w.slots, i, s)
	w.slots = w.slots[:min(len(w.slots), maxItems)]
}

// closes reports whether an archived page ends with its i-th item: every
// fiftieth, counted from the ends of the walk that do not grow. So pages keep
// their addresses while the feed goes on.
func (w *window) closes(i int) bool {
	if i += w.skipped; i < w.announced {
		return (w.announced-1-i)%maxItems == 0
	}
	return (i-w.announced)%maxItems == maxItems-1
}

// item composes what stands in a slot.
func (c *composer) item(s slot) *Item {
	switch {
	case s.item != nil:
		return s.item
	case s.notice != nil:
		return c.notice(s.event, *s.notice)
	}
	return c.event(s.event)
}
