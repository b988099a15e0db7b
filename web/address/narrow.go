package address

import (
	"errors"
	"maps"
	"net/url"
	"slices"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// Narrow adds a query to the path's selection. What the path has fixed already cannot be asked for
// again.
func (tg *Target) Narrow(t *timeline.Timeline, query url.Values) error {
	sel, err := events.SelectionOf(query)
	if err != nil {
		return err
	}
	sel = canonical(t, sel)
	if tg.Slug != "" && !sel.IsZero() {
		return BadKey(firstKey(query), "an event's address takes no filter")
	}
	fixed := tg.Selection.Values()
	own, merged := sel.Values(), sel.Values()
	for key := range fixed {
		if key == "month" || key == "year" {
			key = "in"
		}
		if clash := clashing(merged, key); clash != "" {
			return BadKey(clash, "the address before the ? says that already")
		}
	}
	maps.Copy(merged, fixed)
	tg.Query = own
	tg.Selection, err = events.SelectionOf(merged)
	return err
}

// clashing names the key of the query that says the same as a key of the path.
func clashing(query url.Values, key string) string {
	same := []string{key}
	if key == "in" {
		same = []string{"in", "year", "month"}
	}
	for _, k := range same {
		if _, ok := query[k]; ok {
			return k
		}
	}
	return ""
}

func firstKey(q url.Values) string {
	first := ""
	for k := range q {
		if first == "" || k < first {
			first = k
		}
	}
	return first
}

// canonical leaves out of a selection what changes nothing at present: the
// absence of tags that nothing public has.
func canonical(t *timeline.Timeline, sel events.Selection) events.Selection {
	sel.Without = slices.DeleteFunc(slices.Clone(sel.Without), func(tag string) bool { return !hasTag(t, tag) })
	return sel
}

// hasTag reports whether the tag is in the vocabulary, or is or was on a public
// event: what once had events may lose the last one, and its address stays.
func hasTag(t *timeline.Timeline, tag string) bool {
	if _, ok := t.Site().Tag(tag); ok {
		return true
	}
	return t.Knows(events.DocumentTags, tag)
}

// hasPlace is hasTag for places.
func hasPlace(t *timeline.Timeline, place string) bool {
	if _, ok := t.Site().Place(place); ok {
		return true
	}
	return t.Knows(events.DocumentPlaces, place)
}

// BadKey is the error of a key of a query; it names the key and what would be
// right.
func BadKey(key, reason string) error {
	return &events.Invalid{Subject: "address", Problems: []events.Problem{{Field: key, Reason: reason}}}
}

// ErrGone says that what was at an address is no longer public.
var ErrGone = errors.New("gone")
