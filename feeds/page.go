package feeds

import (
	"slices"
	"time"

	"almanac.example/events"
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
func (f *Feed) page(encode func(*Item) ([]byte, error)) (*page, error) {
	p := &page{feed: f, compose: newComposer(f.Site, f.Lang), self: withCursor(f.Self, f.Before)}
	slots := f.slots()
	closing := closingPlaces(slots)
	first := slices.IndexFunc(slots, func(s slot) bool { return f.Before.IsZero() || f.Before.compare(s.place) < 0 })
	if first < 0 {
		first = len(slots)
	}
	type encoded struct {
		place Cursor
		bytes []byte
	}
	var taken []encoded
	size := 0
	for i := first; i < len(slots) && len(taken) < maxItems; i++ {
		it := p.compose.item(slots[i])
		b, err := p.encode(it, encode)
		if err != nil {
			return nil, err
		}
		if size += len(b); size > maxBytes-maxEnvelope && len(taken) > 0 {
			break
		}
		taken = append(taken, encoded{slots[i].place, b})
		p.updated = later(p.updated, it.Updated)
		if p.archived() && closing[i] {
			break
		}
	}
	if end := first + len(taken); end < len(slots) && len(taken) > 0 {
		p.older = withCursor(f.Self, slots[end-1].place)
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
		p.updated = later(p.updated, p.feed.Updated)
	}
	if p.updated.IsZero() {
		p.updated = p.feed.Site.Record.Founded.UTC().Truncate(time.Second)
	}
}

// slots lists everything in the order of the walk.
func (f *Feed) slots() []slot {
	var list []slot
	for _, it := range f.Items {
		list = append(list, slot{place: it.order, item: it})
	}
	if f.Items == nil {
		list = f.eventSlots()
	}
	slices.SortFunc(list, func(a, b slot) int { return a.place.compare(b.place) })
	return list
}

func (f *Feed) eventSlots() []slot {
	list := make([]slot, 0, len(f.Events))
	for _, e := range f.Events {
		if !e.Status.Public() && e.Status != events.Withdrawn {
			continue
		}
		date := originalDate(e)
		list = append(list, slot{event: e, place: Cursor{e.Quiet, published(f.Site, e), eventID(e.ID), date}})
		if f.Options.NoNotices {
			continue
		}
		for _, n := range notices(e) {
			list = append(list, slot{event: e, notice: &n, place: Cursor{false, n.at, n.id(e), date}})
		}
	}
	return list
}

// closingPlaces marks the items with which an archived page ends: every
// fiftieth, counted from the ends that do not grow. So pages keep their
// addresses while the feed goes on.
func closingPlaces(slots []slot) []bool {
	closing := make([]bool, len(slots))
	announced := 0
	for announced < len(slots) && !slots[announced].place.quiet {
		announced++
	}
	for i := range slots {
		if i < announced {
			closing[i] = (announced-1-i)%maxItems == 0
		} else {
			closing[i] = (i-announced)%maxItems == maxItems-1
		}
	}
	return closing
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
