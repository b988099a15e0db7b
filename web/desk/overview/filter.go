package overview

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
)

// Filter says which entries an editor wants to see: a selection in the public
// grammar, and what only editors ask for.
type Filter struct {
	Selection events.Selection
	Statuses  []string // words of the filter; none: all
	Missing   []string // languages in which there is no title
	Unsourced bool
	Coarse    bool
	NoAlt     bool
	Outdated  bool
	Unread    bool
	Stale     bool   // it amends what was changed since
	By        string // account:ID and so on, who changed it
	Batch     string // in which it was changed
	Sort      string // "" by date, sortChanged
	Reach     int    // how many past states are searched for By and Batch; 0: as many as usual
}

// sortChanged lists what was changed last first.
const sortChanged = "changed"

// ownKeys are the keys of a query that are the list's own.
var ownKeys = []string{"status", "lang-missing", "unsourced", "coarse", "alt-missing", "outdated", "unread", "stale", "by", "batch", "sort", "page", "reach", frame.OutcomeKey}

// ParseFilter reads a filter from a query. The faults name what is not
// understood; the rest counts.
func ParseFilter(v *frame.Visit, q url.Values) (Filter, frame.Faults) {
	f := Filter{
		Missing:   kept(q["lang-missing"], v.Contents(nil)),
		Statuses:  kept(q["status"], statusWords),
		Unsourced: q.Get("unsourced") != "", Coarse: q.Get("coarse") != "", NoAlt: q.Get("alt-missing") != "",
		Outdated: q.Get("outdated") != "", Unread: q.Get("unread") != "", Stale: q.Get("stale") != "",
		By: q.Get("by"), Batch: q.Get("batch"),
	}
	if q.Get("sort") == sortChanged {
		f.Sort = sortChanged
	}
	if reach, err := strconv.Atoi(q.Get("reach")); err == nil && reach > lookedAt {
		f.Reach = min(reach, reachMost)
	}
	public := url.Values{}
	for key, values := range q {
		if !slices.Contains(ownKeys, key) && slices.Contains(events.SelectionKeys(), key) {
			public[key] = values
		}
	}
	sel, err := events.SelectionOf(public)
	f.Selection = sel
	var faults frame.Faults
	var invalid *events.Invalid
	if errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			id := map[string]string{"q": "lq", "from": "lfrom", "to": "lto"}[p.Field]
			if id == "" {
				id = "main"
			}
			faults.Add(id, v.Text("list.key."+p.Field), v.Text("list.notUnderstood"))
		}
	}
	return f, faults
}

// kept are the values that are among those known.
func kept(values, known []string) []string {
	var list []string
	for _, value := range values {
		if slices.Contains(known, value) && !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return list
}

// Values spells the filter as a query.
func (f Filter) Values() url.Values {
	q := f.Selection.Values()
	q.Del("status")
	for key, values := range map[string][]string{"status": f.Statuses, "lang-missing": f.Missing} {
		if len(values) > 0 {
			q[key] = values
		}
	}
	for key, on := range map[string]bool{"unsourced": f.Unsourced, "coarse": f.Coarse, "alt-missing": f.NoAlt, "outdated": f.Outdated, "unread": f.Unread, "stale": f.Stale} {
		if on {
			q.Set(key, "1")
		}
	}
	for key, value := range map[string]string{"by": f.By, "batch": f.Batch, "sort": f.Sort} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if f.Reach > 0 {
		q.Set("reach", strconv.Itoa(f.Reach))
	}
	return q
}

// narrows reports whether the filter leaves anything out.
func (f Filter) narrows() bool {
	q := f.Values()
	q.Del("sort")
	q.Del("reach")
	return len(q) > 0
}

// wants are the marks that an entry must have: one of some if they are any, and
// all of the others.
func (f Filter) wants(n *tally) (oneOf, all mark) {
	for _, word := range f.Statuses {
		oneOf |= statusMark(word)
	}
	for i, lang := range n.langs {
		if slices.Contains(f.Missing, lang) {
			all |= missingMark(i)
		}
	}
	for _, flag := range []struct {
		on  bool
		bit mark
	}{{f.Unsourced, markUnsourced}, {f.Coarse, markCoarse}, {f.NoAlt, markNoAlt}, {f.Outdated, markOutdated}, {f.Unread, markUnread}, {f.Stale, markStale}} {
		if flag.on {
			all |= flag.bit
		}
	}
	return oneOf, all
}

// list lists the entries that pass, of those that changed lists if it is not nil.
func (f Filter) list(v *frame.Visit, n *tally, changed map[events.ID]bool) []*events.Event {
	oneOf, every := f.wants(n)
	passes := func(e *events.Event, m mark) bool {
		return (oneOf == 0 || m&oneOf != 0) && m&every == every && (changed == nil || changed[e.ID])
	}
	list := n.all
	switch {
	case !f.Selection.IsZero():
		list = slices.DeleteFunc(slices.Clone(v.Timeline.ForEditors(f.Selection)), func(e *events.Event) bool { return !passes(e, markOf(v.Timeline, e, n.langs)) })
	case oneOf|every != 0 || changed != nil:
		list = nil
		for i, e := range n.all {
			if passes(e, n.marks[i]) {
				list = append(list, e)
			}
		}
	}
	if f.Sort == sortChanged {
		return newestFirst(list)
	}
	return list
}

// newestFirst orders entries by the revision that wrote them. The revisions are
// gathered first: to follow a pointer for each comparison would take longer than
// to compare.
func newestFirst(list []*events.Event) []*events.Event {
	type dated struct {
		rev events.Rev
		at  int
	}
	order := make([]dated, len(list))
	for i, e := range list {
		order[i] = dated{e.Rev, i}
	}
	slices.SortFunc(order, func(a, b dated) int { return cmp.Or(cmp.Compare(b.rev, a.rev), cmp.Compare(a.at, b.at)) })
	out := make([]*events.Event, len(list))
	for i, d := range order {
		out[i] = list[d.at]
	}
	return out
}

// words describes the filter in one line.
func (f Filter) words(v *frame.Visit) string {
	var parts []string
	for _, s := range f.Statuses {
		parts = append(parts, v.Text("state."+s))
	}
	for _, lang := range f.Missing {
		parts = append(parts, v.Text("list.without", v.LanguageName(lang)))
	}
	for _, flag := range []struct {
		on  bool
		key string
	}{{f.Unsourced, "list.unsourced"}, {f.Coarse, "list.coarse"}, {f.NoAlt, "list.noAlt"}, {f.Outdated, "list.outdated"}, {f.Unread, "list.unread"}, {f.Stale, "list.stale"}} {
		if flag.on {
			parts = append(parts, v.Text(flag.key))
		}
	}
	for key, values := range f.Selection.Values() {
		parts = append(parts, v.Text("list.key."+key)+" "+strings.Join(values, " "))
	}
	slices.Sort(parts[len(parts)-len(f.Selection.Values()):])
	return v.Join(parts)
}
