package address

import (
	"maps"
	"net/url"
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/ical"
)

// FeedAddress is the path and query of a feed, in canonical order.
func (tg Target) FeedAddress(extension string, c FeedChoices) string {
	q := encodeQuery(tg.Query, c.Options)
	if c.Days != 0 && c.Days != usualDays {
		q = joinQuery(q, daysKey+"="+strconv.Itoa(c.Days))
	}
	if c.Window != "" && tg.Derived == "" {
		q = joinQuery(q, WindowKey+"="+c.Window)
	}
	if a := c.Anniversaries; a.LeapDay != ical.LeapDayOnly {
		q = joinQuery(q, leapKey+"="+string(a.LeapDay))
	}
	if a := c.Anniversaries; a.Round != 0 {
		q = joinQuery(q, roundKey+"="+strconv.Itoa(a.Round))
	}
	return tg.Path + extension + q
}

// PageAddress is the path and query of the page whose selection the target is.
func (tg Target) PageAddress() string {
	return EscapePath(tg.Path) + encodeQuery(tg.Query, feeds.Options{})
}

func joinQuery(q, more string) string {
	if q == "" {
		return "?" + more
	}
	return q + "&" + more
}

// encodeQuery spells selection and options in canonical order, with the "?".
func encodeQuery(selection url.Values, o feeds.Options) string {
	q := maps.Clone(selection)
	if q == nil {
		q = url.Values{}
	}
	if o.Imprecise != feeds.ImpreciseDefault {
		q.Set("imprecise", string(o.Imprecise))
	}
	if o.NoNotices {
		q.Set("notices", "0")
	}
	if len(q) == 0 {
		return ""
	}
	for _, values := range q {
		slices.Sort(values)
	}
	return "?" + q.Encode()
}

// EscapePath is a path as addresses have it.
func EscapePath(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// PathFor is the shortest address of a selection: its period, its tag, its
// place or its day as a path, the rest as a query.
func PathFor(sel events.Selection) (path string, query url.Values) {
	q := sel.Values()
	drop := func(path string, keys ...string) (string, url.Values) {
		for _, k := range keys {
			q.Del(k)
		}
		return path, q
	}
	switch p := PeriodOf(sel.In); {
	case p.Unit != NoUnit:
		return drop(p.Path(), "in", "year", "month")
	case sel.On != "":
		return drop("/on/"+sel.On, "on")
	case len(sel.Tags) == 1:
		return drop("/tag/"+sel.Tags[0], "tag")
	case len(sel.Places) == 1:
		return drop("/place/"+sel.Places[0], "place")
	}
	return "/all", q
}
