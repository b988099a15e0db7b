package syndication

import (
	"cmp"
	"slices"
	"time"

	"almanac.example/events"
)

// What of former items stands on the first page beside the newest ones.
const (
	mostStubs     = 375 // stubs, which take three fifths of a document
	mostCorrected = 50  // older items that were corrected
)

// window is what a page can be made of.
type window struct {
	before    Cursor
	slots     []slot // the next items of the walk, at most as many as a page takes
	ahead     int    // how many there are behind the cursor in all
	skipped   int    // how many there are before it
	announced int    // how many there are that are not quiet

	// On the page that people subscribe to, what was corrected lately is told to
	// those who keep it, wherever its place is.
	since     time.Time // what changed before is not told
	changed   []slot    // announced items that were corrected, the latest first; more than are told
	quiets    []slot    // the first quiet ones of the walk, which have stood on the page
	young     []slot    // stubs
	stubs     []slot    // those that are told
	overflows bool
}

// window picks the items behind the cursor. It does not sort what the page
// does not need, nor look closer at it than its age: a page of a large record
// costs one glance at each event.
func (f *Feed) window() window {
	w := window{before: f.Before, since: f.Updated.Add(-events.TracesLast)}
	for _, it := range f.Items {
		s := slot{place: it.order, item: it, changed: it.Updated}
		if it.stub {
			s.gone = it.Facts.Gone
		}
		w.offer(s)
	}
	if f.Items == nil {
		// From the last to the first: the later event stands earlier in the walk,
		// so that what is not needed is found at once.
		for _, e := range slices.Backward(f.Events) {
			if e.Status.Public() {
				w.event(f, e)
			}
		}
		for i := range f.Past {
			if p := &f.Past[i]; !p.Present {
				w.past(f, p)
			}
		}
	}
	w.settle()
	return w
}

// event offers an event and what is to be told of its changes.
func (w *window) event(f *Feed, e *events.Event) {
	place := Cursor{quiet: e.Quiet, published: published(f.Site, e)}
	whole := func() Cursor {
		place.id, place.date = eventID(e.ID), originalDate(e)
		return place
	}
	ordinary := w.wants(place, whole)
	if corrected := w.isCorrected(e.Updated, place); ordinary || corrected || w.mayStand(place) {
		s := slot{event: e, place: whole(), changed: e.Updated}
		if ordinary {
			w.insert(s)
		}
		w.correct(s, corrected)
	}
	if f.Options.NoNotices || len(e.Formerly) == 0 {
		return
	}
	date := originalDate(e)
	for _, n := range notices(e) {
		s := slot{event: e, notice: &n, place: Cursor{published: n.at, id: n.id(e), date: date}, changed: e.Updated}
		if !n.over.IsZero() {
			s.gone, s.changed = GoneSuperseded, n.over
		}
		w.offer(s)
	}
}

// past offers what is to be told of an event that is in the selection no more.
func (w *window) past(f *Feed, p *events.Past) {
	e, last := p.Event, p.Left()
	if last < 0 {
		return
	}
	left := e.Formerly[last].Until
	if !e.Status.Public() {
		left = e.Updated // it may have been elsewhere before it was taken back
	}
	date := originalDate(e)
	place := Cursor{quiet: e.Quiet, published: published(f.Site, e), id: eventID(e.ID), date: date}
	w.offer(slot{event: e, place: place, gone: GoneLeft, changed: left})
	if f.Options.NoNotices {
		return
	}
	for _, n := range notices(e) {
		if n.index > last {
			continue // readers of this feed have never seen it
		}
		s := slot{event: e, notice: &n, place: Cursor{published: n.at, id: n.id(e), date: date}, changed: e.Updated}
		switch {
		case !e.Status.Public():
			s.gone = GoneWithdrawn
		case !n.over.IsZero():
			s.gone, s.changed = GoneSuperseded, n.over
		case n.index < last: // it was told before the event left
			s.gone, s.changed = GoneSuperseded, left
		case n.at.Before(w.since):
			continue
		}
		w.offer(s)
	}
}

// offer takes a slot to where it belongs, if anywhere.
func (w *window) offer(s slot) {
	place := func() Cursor { return s.place }
	switch {
	case s.gone == "":
		if w.wants(s.place, place) {
			w.insert(s)
		}
		if corrected := w.isCorrected(s.changed, s.place); s.item == nil || s.item.gone == nil {
			w.correct(s, corrected)
		} else if corrected { // it is not shown in full on a page that is not its own
			s.gone = GoneWithdrawn
			w.young = append(w.young, s)
		}
	case s.event != nil && s.changed.Before(w.since) && (s.notice != nil || s.event.Status.Public()):
		// Nobody needs to be told of it any more.
	case w.before.IsZero():
		w.correct(s, false)
		w.young = append(w.young, s)
	case w.wants(s.place, place):
		w.insert(s)
	}
}

// isCorrected reports whether something has lately changed after its
// publication.
func (w *window) isCorrected(changed time.Time, place Cursor) bool {
	return w.before.IsZero() && changed.After(place.published) && !changed.Before(w.since)
}

// mayStand reports whether a quiet item of that age may be one of the first.
func (w *window) mayStand(age Cursor) bool {
	return age.quiet && w.before.IsZero() && (len(w.quiets) < maxItems || w.quiets[maxItems-1].place.age(age) >= 0)
}

// correct remembers what may have to be corrected.
func (w *window) correct(s slot, corrected bool) {
	switch {
	case !w.before.IsZero():
	case s.place.quiet:
		w.quiets = inserted(w.quiets, s, maxItems, func(a, b *slot) int { return a.place.compare(b.place) })
	case corrected:
		w.changed = inserted(w.changed, s, maxItems+mostCorrected+1, latestFirst)
	}
}

func latestFirst(a, b *slot) int {
	return cmp.Or(b.changed.Compare(a.changed), a.place.compare(b.place))
}

// inserted puts a slot into a sorted list that has at most so many.
func inserted(list []slot, s slot, most int, compare func(a, b *slot) int) []slot {
	if len(list) == most && compare(&list[most-1], &s) <= 0 {
		return list
	}
	i, _ := slices.BinarySearchFunc(list, &s, func(t slot, s *slot) int { return compare(&t, s) })
	list = slices.Insert(list, i, s)
	return list[:min(len(list), most)]
}

// settle decides which stubs stand on the first page; the others stay in their
// place in the walk.
func (w *window) settle() {
	if !w.before.IsZero() {
		return
	}
	slices.SortFunc(w.young, func(a, b slot) int { return latestFirst(&a, &b) })
	for _, s := range w.young {
		stands := s.item != nil && s.item.gone != nil // in full, in its place
		told := !s.changed.Before(w.since) && (!s.place.quiet || w.hasStood(s.place))
		switch {
		case told && stands && among(w.slots, s.place):
		case told && len(w.stubs) < mostStubs:
			w.stubs = append(w.stubs, s)
		default:
			w.overflows = w.overflows || told
			if !stands && w.wants(s.place, func() Cursor { return s.place }) {
				w.insert(s)
			}
		}
	}
}

// hasStood reports whether a quiet item has stood on the first page.
func (w *window) hasStood(place Cursor) bool { return among(w.quiets, place) }

func among(list []slot, place Cursor) bool {
	return slices.ContainsFunc(list, func(s slot) bool { return s.place.id == place.id })
}

// corrected are the older items that were corrected lately, the latest in front,
// beside the ones that are on the page.
func (w *window) corrected(items []encoded) []slot {
	if !w.before.IsZero() {
		return nil
	}
	list := w.changed
	for _, s := range w.quiets {
		if s.gone == "" && w.isCorrected(s.changed, s.place) {
			list = inserted(list, s, len(list)+1, latestFirst)
		}
	}
	list = slices.DeleteFunc(slices.Clone(list), func(s slot) bool {
		return slices.ContainsFunc(items, func(it encoded) bool { return it.place.id == s.place.id })
	})
	return list[:min(len(list), mostCorrected)]
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
	w.slots = inserted(w.slots, s, maxItems, func(a, b *slot) int { return a.place.compare(b.place) })
}

// page are the items of an archived page: as far as to the next one of those
// that end a page.
func (w *window) page() []slot {
	for i := range w.slots {
		if w.closes(i) {
			return w.slots[:i+1]
		}
	}
	return w.slots
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
