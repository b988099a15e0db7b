package syndication

import (
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// Upcoming returns f as the feed of what is about to begin: an event becomes
// an item the given number of days before the first day on which it may begin,
// and leaves when it has surely begun. today is the day in the site's zone.
//
// An item's identity holds the day, so a moved event and each instance of a
// repeating one is new to readers; Published is the midnight at which it
// entered (or when the event was published, if that was later), so it never
// moves and is never in the future. What an item said under another day, or
// before the event was taken back or changed, is corrected by a stub for ninety
// days.
func Upcoming(f *Feed, today edtf.Day, days int) *Feed {
	u := upcoming{site: f.Site, today: today, days: days, compose: newComposer(f.Site, f.Lang), listed: map[string]bool{}}
	u.since, _ = u.midnight(today.AddDays(-int(events.TracesLast.Hours() / 24)))
	for _, e := range f.Events {
		if e.Status.Public() {
			u.add(e)
		}
	}
	for i := range f.Past {
		u.past(&f.Past[i])
	}
	next := *f
	next.Items, next.Updated = u.items, feeds.Later(f.Updated, u.turned)
	if next.Items == nil {
		next.Items = []*Item{} // none is not the same as "all events"
	}
	return &next
}

// upcoming collects the items, and the last midnight at which one entered or
// left.
type upcoming struct {
	site    *feeds.Site
	today   edtf.Day
	days    int
	compose *composer
	items   []*Item
	listed  map[string]bool // identities
	turned  time.Time
	since   time.Time // what was over before is not corrected any more
}

// lookBack is how many days back a repeating event's instances count as having
// left.
const lookBack = 400

// occasion is a date under which an event is an item.
type occasion struct {
	event         *events.Event // of that date
	first         edtf.Day      // the first day on which it may begin
	entered, left time.Time     // midnights; left is zero if it has not begun
}

func (o *occasion) suffix() string { return ";upcoming=" + o.first.String() }

// occasions lists the dates under which an event is or was an item.
func (u *upcoming) occasions(e *events.Event) []occasion {
	dates := []*events.Event{e}
	if series, repeats := e.Series(); repeats {
		from, ok1 := u.today.AddDays(-lookBack).Time(time.UTC)
		to, ok2 := u.today.AddDays(u.days + 1).Time(time.UTC)
		if !ok1 || !ok2 {
			return nil
		}
		// An error other than too many instances means a rule that does not
		// validate; such an event has none.
		instances, _ := series.Between(from, to.Add(-time.Second))
		dates = dates[:0]
		for _, i := range instances {
			dates = append(dates, e.Occurrence(i))
		}
	}
	var list []occasion
	for _, once := range dates {
		if o, ok := u.occasion(once); ok {
			list = append(list, o)
		}
	}
	return list
}

func (u *upcoming) occasion(e *events.Event) (o occasion, ok bool) {
	first, last, ok := beginning(e.Span)
	if !ok || first.AddDays(-u.days).After(u.today) {
		return o, false
	}
	o = occasion{event: e, first: first}
	if o.entered, ok = u.midnight(first.AddDays(-u.days)); !ok {
		return o, false
	}
	if last.Before(u.today) {
		o.left, ok = u.midnight(last.AddDays(1))
	}
	return o, ok
}

// add adds an event's items: what is coming up, and of what has begun the stub if
// it changed after readers were told of it.
func (u *upcoming) add(e *events.Event) {
	for _, o := range u.occasions(e) {
		if o.left.IsZero() {
			u.turned = feeds.Later(u.turned, o.entered)
			u.list(o, u.compose.event(o.event), e.Updated)
			continue
		}
		u.turned = feeds.Later(u.turned, o.left)
		if shown := feeds.Later(published(u.site, e), o.entered); e.Updated.After(shown) && !o.left.Before(u.since) {
			u.stub(e, o, e.Updated)
		}
	}
}

// past adds the stubs of dates that an event had.
func (u *upcoming) past(p *events.Past) {
	for i, was := range slices.Backward(p.In) {
		if !was {
			continue
		}
		state := &p.Event.Formerly[i]
		begun := published(u.site, p.Event)
		if i > 0 {
			begun = p.Event.Formerly[i-1].Until
		}
		former := *p.Event
		former.Span, former.Repeat = state.Span, state.Repeat
		for _, o := range u.occasions(&former) {
			seen := o.entered.Before(state.Until) && (o.left.IsZero() || begun.Before(o.left))
			if seen && !state.Until.Before(u.since) {
				u.stub(p.Event, o, state.Until)
			}
		}
	}
}

// list adds an item under an occasion, unless there is one.
func (u *upcoming) list(o occasion, it *Item, changed time.Time) {
	id := eventID(o.event.ID) + o.suffix()
	if u.listed[id] {
		return
	}
	u.listed[id] = true
	it.ID = u.site.TagURI(id)
	it.Published = feeds.Later(published(u.site, o.event), o.entered)
	it.Updated = feeds.Later(it.Published, changed)
	it.order = Cursor{published: it.Published, id: id, date: orderDate(o.event.Span)}
	u.items = append(u.items, it)
}

func (u *upcoming) stub(e *events.Event, o occasion, changed time.Time) {
	u.list(o, u.compose.stub(e, GoneLeft, o.suffix(), changed), changed)
}

func (u *upcoming) midnight(d edtf.Day) (time.Time, bool) { return d.Time(u.site.Location()) }

// beginning gives the first and last day on which something may begin; false
// if the first is not known, or if it is known only to more than a year, so
// that no week before it means anything.
func beginning(s events.Span) (first, last edtf.Day, ok bool) {
	v := s.EDTF()
	if v.IsInterval() {
		if v, ok = v.Start(); !ok {
			return first, last, false
		}
	}
	first, ok1 := v.Earliest()
	last, ok2 := v.Latest()
	length, ok3 := first.DaysUntil(last)
	return first, last, ok1 && ok2 && ok3 && length <= 366
}
