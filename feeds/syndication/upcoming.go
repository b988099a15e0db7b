package syndication

import (
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
// moves and is never in the future.
func Upcoming(f *Feed, today edtf.Day, days int) *Feed {
	u := upcoming{site: f.Site, today: today, days: days, compose: newComposer(f.Site, f.Lang)}
	for _, e := range f.Events {
		if e.Status.Public() {
			u.add(e)
		}
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
	turned  time.Time
}

// lookBack is how many days back a repeating event's instances count as having
// left.
const lookBack = 400

func (u *upcoming) add(e *events.Event) {
	series, repeats := e.Series()
	if !repeats {
		u.addOnce(e)
		return
	}
	from, ok1 := u.today.AddDays(-lookBack).Time(time.UTC)
	to, ok2 := u.today.AddDays(u.days + 1).Time(time.UTC)
	if !ok1 || !ok2 {
		return
	}
	// An error other than too many instances means a rule that does not
	// validate; such an event has none.
	instances, _ := series.Between(from, to.Add(-time.Second))
	for _, i := range instances {
		u.addOnce(e.Occurrence(i))
	}
}

func (u *upcoming) addOnce(e *events.Event) {
	first, last, ok := beginning(e.Span)
	if !ok {
		return
	}
	enters := first.AddDays(-u.days)
	if enters.After(u.today) {
		return
	}
	entered, ok := u.midnight(enters)
	if !ok {
		return
	}
	if last.Before(u.today) {
		if left, ok := u.midnight(last.AddDays(1)); ok {
			u.turned = feeds.Later(u.turned, left)
		}
		return
	}
	u.turned = feeds.Later(u.turned, entered)
	it := u.compose.event(e)
	suffix := ";upcoming=" + first.String()
	it.ID += suffix
	it.Published = feeds.Later(published(u.site, e), entered)
	it.Updated = feeds.Later(it.Published, e.Updated)
	it.order = Cursor{published: it.Published, id: eventID(e.ID) + suffix, date: orderDate(e.Span)}
	u.items = append(u.items, it)
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
