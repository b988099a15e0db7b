package address

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/feeds/ical"
	"almanac.example/feeds/syndication"
)

// FeedChoices are what the address of a feed asks for beside the selection.
type FeedChoices struct {
	Options feeds.Options
	Before  syndication.Cursor // the older page wanted, zero for the newest
	Days    int                // of an upcoming feed
	Window  string             // windowUpcoming: without what is over

	Anniversaries ical.Anniversaries // choices of a calendar of anniversaries; Today is set when it is made
}

// Form is what the grammar has to know of a feed's format.
type Form struct {
	Extension string // with the dot
	Calendar  bool   // it shows events at their dates and knows no items
}

// Feed reads the address of a feed. An unknown key is an error that names it:
// a program that is told nothing would subscribe to the wrong thing.
func (g Grammar) Feed(t *timeline.Timeline, u *url.URL, f Form) (Target, FeedChoices, error) {
	query, err := readQuery(u.RawQuery)
	if err != nil {
		return Target{}, FeedChoices{}, err
	}
	tg, err := g.Target(t, strings.TrimSuffix(u.Path, f.Extension))
	if err != nil {
		return Target{}, FeedChoices{}, err
	}
	c, err := tg.Derived.choices(query)
	if err != nil {
		return Target{}, FeedChoices{}, err
	}
	if f.Calendar { // what is coming up is a window, and a log of corrections cannot be one
		switch tg.Derived {
		case Corrections:
			return Target{}, FeedChoices{}, events.ErrNotFound
		case Upcoming:
			c.Window = WindowUpcoming
		}
	}
	if err := tg.Narrow(t, tg.Derived.selection(query)); err != nil {
		return Target{}, FeedChoices{}, err
	}
	if c.Window != "" {
		err = tg.upcoming(g.Today)
	}
	return tg, c, err
}

// choices reads what a feed understands of a query beside the selection.
func (n Derived) choices(q url.Values) (c FeedChoices, err error) {
	if c.Options, err = readOptions(q); err != nil {
		return c, err
	}
	if c.Before, err = readCursor(q); err != nil {
		return c, err
	}
	if c.Days, err = n.readDays(q); err != nil {
		return c, err
	}
	if c.Window, err = readWindow(q); err != nil {
		return c, err
	}
	if _, err = orderIn(q); err != nil { // a page's: a feed has an order of its own
		return c, err
	}
	c.Anniversaries, err = n.readAnniversaries(q)
	return c, err
}

// selection is the part of a query that is left for the selection.
func (n Derived) selection(q url.Values) url.Values {
	q = maps.Clone(q)
	for _, key := range []string{"imprecise", "notices", cursorKey, WindowKey, orderKey} {
		q.Del(key)
	}
	switch n {
	case Upcoming:
		q.Del(daysKey)
	case Anniversary:
		q.Del(roundKey)
		q.Del(leapKey)
	}
	return q
}

// readOptions reads how the subscriber wants events shown.
func readOptions(q url.Values) (feeds.Options, error) {
	o := feeds.Options{Imprecise: feeds.Imprecise(q.Get("imprecise"))}
	known := []feeds.Imprecise{feeds.ImpreciseDefault, feeds.ImpreciseRange, feeds.ImpreciseMarker, feeds.ImpreciseOmit}
	if !slices.Contains(known, o.Imprecise) || len(q["imprecise"]) > 1 {
		return o, BadKey("imprecise", "must be range, marker or omit")
	}
	switch q.Get("notices") {
	case "", "1":
	case "0":
		o.NoNotices = true
	default:
		return o, BadKey("notices", "must be 0 or absent")
	}
	return o, nil
}

// cursorKey is the query key of an older page.
const cursorKey = "before"

func readCursor(q url.Values) (syndication.Cursor, error) {
	values := q[cursorKey]
	if len(values) == 0 {
		return syndication.Cursor{}, nil
	}
	if len(values) > 1 {
		return syndication.Cursor{}, BadKey(cursorKey, "may stand only once")
	}
	c, err := syndication.ParseCursor(values[0])
	if err != nil {
		return c, BadKey(cursorKey, "is no page of this feed; follow the links that the feed gives")
	}
	return c, nil
}

// The window of the upcoming feed, in days.
const (
	daysKey   = "days"
	usualDays = 7
	maxDays   = 366
)

// readDays reads the length of the window.
func (n Derived) readDays(q url.Values) (int, error) {
	values := q[daysKey]
	if n != Upcoming || len(values) == 0 {
		return usualDays, nil
	}
	days, err := strconv.Atoi(values[0])
	if err != nil || len(values) > 1 || days < 1 || days > maxDays {
		return 0, BadKey(daysKey, "must be a number from 1 to "+strconv.Itoa(maxDays))
	}
	return days, nil
}

// The choices of a calendar of anniversaries.
const (
	roundKey = "round" // only every so many years
	leapKey  = "leap"  // where other years keep 29 February: 28 or 1
	maxRound = 1000
)

// readAnniversaries reads the choices of the calendar of anniversaries.
func (n Derived) readAnniversaries(q url.Values) (ical.Anniversaries, error) {
	var a ical.Anniversaries
	if n != Anniversary {
		return a, nil
	}
	round, leap := q[roundKey], q[leapKey]
	if len(round) > 0 {
		years, err := strconv.Atoi(round[0])
		if err != nil || len(round) > 1 || years < 1 || years > maxRound {
			return a, BadKey(roundKey, "must be a number of years such as 5")
		}
		a.Round = years
	}
	if len(leap) > 0 {
		a.LeapDay = ical.LeapDay(leap[0])
		if len(leap) > 1 || a.LeapDay != ical.LeapDayBefore && a.LeapDay != ical.LeapDayAfter {
			return a, BadKey(leapKey, "must be 28 or 1: the day that stands for 29 February")
		}
	}
	return a, nil
}

// A window keeps a calendar small: what is not over, and what ended lately.
const (
	WindowKey      = "window"
	WindowUpcoming = "upcoming"
	windowPast     = 30 // days back that still belong to the window
)

// readWindow reads the window.
func readWindow(q url.Values) (string, error) {
	values := q[WindowKey]
	if len(values) == 0 {
		return "", nil
	}
	if len(values) > 1 || values[0] != WindowUpcoming {
		return "", BadKey(WindowKey, "must be upcoming or absent")
	}
	return WindowUpcoming, nil
}

// upcoming narrows the target to the window that ends with today's future.
func (tg *Target) upcoming(today edtf.Day) error {
	if !tg.Selection.From.IsZero() {
		return BadKey(WindowKey, "cannot stand together with from")
	}
	tg.windowed = true
	tg.Selection.From = edtf.FromDay(today.AddDays(-windowPast))
	return nil
}

// leftWithin is how many days back an event counts as one that has lately left
// the window.
const leftWithin = 400

// Unwindowed is the selection without its window, and the part of it that has
// lately left the window. Both are zero if the target has none.
func (tg *Target) Unwindowed() (whole, left events.Selection, ok bool) {
	if !tg.windowed {
		return whole, left, false
	}
	whole, left = tg.Selection, tg.Selection
	whole.From = edtf.Value{}
	from, _ := tg.Selection.From.Earliest()
	left.From = edtf.FromDay(from.AddDays(-leftWithin))
	if to := edtf.FromDay(from.AddDays(-1)); left.To.IsZero() || edtf.Compare(to, left.To) < 0 {
		left.To = to
	}
	return whole, left, true
}
