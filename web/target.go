package web

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// target is what a path means: a language and a selection, or one event.
// Pages and feeds read paths through it, so that they cannot disagree.
type target struct {
	lang string
	path string // the canonical path, unescaped, without an extension
	sel  events.Selection
	slug string      // of the one event, "" otherwise
	view events.View // the saved view, zero otherwise
	news news        // what is made of the selection, "" for the events themselves

	windowed bool // From moves with the day
}

var (
	yearPath    = regexp.MustCompile(`^-?[0-9]{4,15}$`) // as far as events.MaxYear
	monthPath   = regexp.MustCompile(`^(0[1-9]|1[0-2])$`)
	dayPath     = regexp.MustCompile(`^(0[1-9]|[12][0-9]|3[01])$`)
	centuryPath = regexp.MustCompile(`^-?([1-9][0-9]?|100)$`)
	decadePath  = regexp.MustCompile(`^-?[0-9]{3}0s$`)
)

// parseTarget reads a path such as /zh/2019/05 or /en/tag/policy. A path that
// means nothing is events.ErrNotFound.
func (s *Server) parseTarget(t *events.Timeline, path string) (target, error) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if !slices.Contains(s.site.Languages, parts[0]) {
		return target{}, events.ErrNotFound
	}
	tg := target{lang: parts[0], path: "/" + strings.Join(parts, "/")}
	rest := parts[1:]
	if len(rest) == 0 {
		return tg, nil
	}
	var ok bool
	switch {
	case len(rest) == 1 && slices.Contains([]string{"all", "list", "search"}, rest[0]):
		ok = true
	case len(rest) == 1 && isNews(rest[0]):
		tg.news, ok = news(rest[0]), true
	case len(rest) == 1 && rest[0] == "today":
		tg.sel.On, ok = s.today().Format("01-02"), true
	case len(rest) <= 3 && yearPath.MatchString(rest[0]):
		ok = tg.period(rest)
	case len(rest) == 2:
		ok = tg.named(t, rest[0], rest[1])
	}
	if !ok {
		return target{}, events.ErrNotFound
	}
	return tg, nil
}

// period reads year, year/month and year/month/day.
func (tg *target) period(parts []string) bool {
	text := parts[0]
	if n, _ := strconv.ParseInt(text, 10, 64); !namedYear(n) {
		text = "Y" + text
	}
	if len(parts) > 1 && !monthPath.MatchString(parts[1]) || len(parts) > 2 && !dayPath.MatchString(parts[2]) {
		return false
	}
	v, err := edtf.Parse(strings.Join(append([]string{text}, parts[1:]...), "-"))
	if err != nil {
		return false
	}
	tg.sel.In = v
	return true
}

// named reads the two-part paths: tag/policy, c/21, e/museum-lit-up.
func (tg *target) named(t *events.Timeline, kind, name string) bool {
	switch kind {
	case "c":
		return tg.century(name)
	case "d":
		return tg.decade(name)
	case "tag":
		tg.sel.Tags = []string{name}
		return hasTag(t, name)
	case "place":
		tg.sel.Places = []string{name}
		return t.Any(tg.sel)
	case "v":
		return tg.saved(t, name)
	case "e":
		return tg.event(t, name)
	case "on":
		sel, err := events.ParseSelection(url.Values{"on": {name}})
		tg.sel = sel
		return err == nil && sel.On != ""
	}
	return false
}

// hasTag reports whether the tag is in the vocabulary or on a public event.
func hasTag(t *events.Timeline, tag string) bool {
	if _, ok := t.Site().Tag(tag); ok {
		return true
	}
	return t.Any(events.Selection{Tags: []string{tag}})
}

// century reads "21" as 20XX and "-3", the third century BCE, as -02XX.
func (tg *target) century(name string) bool {
	n, err := strconv.Atoi(name)
	if err != nil || !centuryPath.MatchString(name) {
		return false
	}
	text := fmt.Sprintf("%02dXX", n-1)
	if n < 0 {
		text = fmt.Sprintf("-%02dXX", -n-1)
	}
	tg.sel.In, err = edtf.Parse(text)
	return err == nil
}

// decade reads "2010s" as 201X. The nine years before the year 0 are no decade
// (see periodIn).
func (tg *target) decade(name string) bool {
	if !decadePath.MatchString(name) || name == "-0000s" {
		return false
	}
	v, err := edtf.Parse(strings.TrimSuffix(name, "0s") + "X")
	tg.sel.In = v
	return err == nil
}

func (tg *target) saved(t *events.Timeline, slug string) bool {
	v, ok := t.Site().View(slug)
	if !ok {
		return false
	}
	sel, err := events.ParseQuery(v.Selection)
	tg.sel, tg.view = sel, v
	return err == nil
}

func (tg *target) event(t *events.Timeline, slug string) bool {
	e, _, ok := t.AtAddress(slug)
	if !ok {
		return false
	}
	tg.slug = e.Slug
	tg.sel = events.Selection{IDs: []events.ID{e.ID}}
	return true
}

// narrow adds a query to the path's selection and returns the query in its
// canonical spelling. What the path has fixed already cannot be asked for
// again.
func (tg *target) narrow(t *events.Timeline, query url.Values) (url.Values, error) {
	sel, err := events.ParseSelection(query)
	if err != nil {
		return nil, err
	}
	sel = canonical(t, sel)
	if tg.slug != "" && !sel.IsZero() {
		return nil, &events.Invalid{Subject: "address", Problems: []events.Problem{{Field: firstKey(query), Reason: "an event's address takes no filter"}}}
	}
	fixed := tg.sel.Values()
	own, merged := sel.Values(), sel.Values()
	for key, values := range fixed {
		if key == "month" || key == "year" {
			key = "in"
		}
		if clash := clashing(merged, key); clash != "" {
			return nil, &events.Invalid{Subject: "address", Problems: []events.Problem{{Field: clash, Reason: "the address before the ? says that already"}}}
		}
		_ = values
	}
	for key, values := range fixed {
		merged[key] = values
	}
	tg.sel, err = events.ParseSelection(merged)
	return own, err
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
