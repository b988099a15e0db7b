package address

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
)

var (
	yearPath    = regexp.MustCompile(`^-?[0-9]{4,15}$`) // as far as events.MaxYear
	monthPath   = regexp.MustCompile(`^(0[1-9]|1[0-2])$`)
	dayPath     = regexp.MustCompile(`^(0[1-9]|[12][0-9]|3[01])$`)
	centuryPath = regexp.MustCompile(`^-?([1-9][0-9]?|100)$`)
	decadePath  = regexp.MustCompile(`^-?[0-9]{3}0s$`)
)

// Target is what an address asks for: in a language, a selection, one event, or
// what is made of a selection. Pages and feeds read paths through it, so that
// they cannot disagree.
type Target struct {
	Lang      string
	Path      string           // the canonical path, unescaped, without an extension
	Selection events.Selection // of path and query together
	Query     url.Values       // the selection's part of the query, canonical
	Slug      string           // of the one event, "" otherwise
	View      events.View      // the saved view, zero otherwise
	Derived   Derived          // what is made of the selection, "" for the events themselves
	windowed  bool             // From moves with the day
}

// Target reads a path such as /zh/2019/05 or /en/tag/policy. A path that means
// nothing is events.ErrNotFound.
func (g Grammar) Target(t *timeline.Timeline, path string) (Target, error) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if !slices.Contains(g.Languages, parts[0]) {
		return Target{}, events.ErrNotFound
	}
	tg := Target{Lang: parts[0], Path: "/" + strings.Join(parts, "/"), Query: url.Values{}}
	rest := parts[1:]
	if len(rest) == 0 {
		return tg, nil
	}
	var ok bool
	switch {
	case len(rest) == 1 && slices.Contains([]string{"all", "list", "search"}, rest[0]):
		ok = true
	case len(rest) == 1 && isDerived(rest[0]):
		tg.Derived, ok = Derived(rest[0]), true
	case len(rest) == 1 && rest[0] == "today":
		tg.Selection.On, ok = DayOf(g.Today).Text(), true
	case len(rest) <= 3 && yearPath.MatchString(rest[0]):
		ok = tg.period(rest)
	case len(rest) == 2:
		ok = tg.named(t, rest[0], rest[1])
	}
	if !ok {
		return Target{}, events.ErrNotFound
	}
	return tg, nil
}

// period reads year, year/month and year/month/day.
func (tg *Target) period(parts []string) bool {
	text := parts[0]
	if n, _ := strconv.ParseInt(text, 10, 64); !Named(n) {
		text = "Y" + text
	}
	if len(parts) > 1 && !monthPath.MatchString(parts[1]) || len(parts) > 2 && !dayPath.MatchString(parts[2]) {
		return false
	}
	v, err := edtf.Parse(strings.Join(append([]string{text}, parts[1:]...), "-"))
	if err != nil {
		return false
	}
	tg.Selection.In = v
	return true
}

// named reads the two-part paths: tag/policy, c/21, e/museum-lit-up.
func (tg *Target) named(t *timeline.Timeline, kind, name string) bool {
	switch kind {
	case "c":
		return tg.century(name)
	case "d":
		return tg.decade(name)
	case "tag":
		tg.Selection.Tags = []string{name}
		return hasTag(t, name)
	case "place":
		tg.Selection.Places = []string{name}
		return hasPlace(t, name)
	case "v":
		return tg.saved(t, name)
	case "e":
		return tg.event(t, name)
	case "on":
		sel, err := events.SelectionOf(url.Values{"on": {name}})
		tg.Selection = sel
		return err == nil && sel.On != ""
	}
	return false
}

// century reads "21" as 20XX and "-3", the third century BCE, as -02XX.
func (tg *Target) century(name string) bool {
	n, err := strconv.Atoi(name)
	if err != nil || !centuryPath.MatchString(name) {
		return false
	}
	text := fmt.Sprintf("%02dXX", n-1)
	if n < 0 {
		text = fmt.Sprintf("-%02dXX", -n-1)
	}
	tg.Selection.In, err = edtf.Parse(text)
	return err == nil
}

// decade reads "2010s" as 201X. The nine years before the year 0 are no decade
// (see PeriodIn).
func (tg *Target) decade(name string) bool {
	if !decadePath.MatchString(name) || name == "-0000s" {
		return false
	}
	v, err := edtf.Parse(strings.TrimSuffix(name, "0s") + "X")
	tg.Selection.In = v
	return err == nil
}

func (tg *Target) saved(t *timeline.Timeline, slug string) bool {
	v, ok := t.Site().View(slug)
	if !ok {
		return false
	}
	sel, err := events.ParseSelection(v.Selection)
	tg.Selection, tg.View = sel, v
	return err == nil
}

func (tg *Target) event(t *timeline.Timeline, slug string) bool {
	e, _, ok := t.AtAddress(slug)
	if !ok {
		return false
	}
	tg.Slug = e.Slug
	tg.Selection = events.Selection{IDs: []events.ID{e.ID}}
	return true
}

// Home is the target of a language's first page.
func Home(lang string) Target {
	return Target{Lang: lang, Path: "/" + lang, Query: url.Values{}}
}

// NamedYear is the selection of a year as addresses spell it: 2019, -0220.
func NamedYear(text string) (year int64, sel events.Selection, ok bool) {
	year, err := strconv.ParseInt(text, 10, 64)
	if err != nil || !yearPath.MatchString(text) {
		return 0, sel, false
	}
	tg := Target{}
	ok = tg.period([]string{text})
	return year, tg.Selection, ok
}

// IsYear reports whether a part of a path is spelled as a year.
func IsYear(part string) bool { return yearPath.MatchString(part) }
