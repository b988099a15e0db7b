package events

import (
	"cmp"
	"maps"
	"slices"
	"sync/atomic"
	"time"
)

// Timeline is the record at one revision, arranged for reading. It never
// changes once built and is safe for any number of readers; With gives the
// next one. The slices it hands out are shared: read them only.
type Timeline struct {
	rev     Rev
	site    *Site
	ordered []*entry // every event but tombstones, as a chronicle sorts them
	byID    map[ID]*entry
	bySlug  map[string]*entry // present slugs, tombstones included
	former  map[string]*entry // slugs that events have given up
	traced  []*entry          // events that left some selection once
	counted atomic.Pointer[Count]
	arena   arena // for searches
}

// entry is an event with what selecting needs, computed once per revision.
type entry struct {
	*Event
	days   window
	folded foldedText
}

// NewTimeline returns the empty record.
func NewTimeline() *Timeline {
	return &Timeline{site: &Site{}, byID: map[ID]*entry{}, bySlug: map[string]*entry{}, former: map[string]*entry{}}
}

// Rev is the revision that the timeline shows.
func (t *Timeline) Rev() Rev { return t.rev }

// Site is the record's identity and vocabulary.
func (t *Timeline) Site() *Site { return t.site }

// Len counts the events, drafts included, tombstones not.
func (t *Timeline) Len() int { return len(t.ordered) }

// Event returns the event of that ID, whatever its status, tombstones
// included.
func (t *Timeline) Event(id ID) (*Event, bool) {
	e, ok := t.byID[id]
	if !ok {
		return nil, false
	}
	return e.Event, true
}

// BySlug returns the event that has the slug. moved means that it had it once
// and has another now: send readers on to Event.Slug.
func (t *Timeline) BySlug(slug string) (e *Event, moved, ok bool) {
	if e, ok := t.bySlug[slug]; ok {
		return e.Event, false, true
	}
	if e, ok := t.former[slug]; ok {
		return e.Event, true, true
	}
	return nil, false, false
}

// All lists every event, drafts and withdrawn ones included, in order.
func (t *Timeline) All() []*Event {
	list := make([]*Event, len(t.ordered))
	for i, e := range t.ordered {
		list[i] = e.Event
	}
	return list
}

// Tombstones lists what was deleted, by ID.
func (t *Timeline) Tombstones() []*Event {
	var list []*Event
	for _, id := range sortedIDs(t.byID) {
		if e := t.byID[id]; e.Status == Deleted {
			list = append(list, e.Event)
		}
	}
	return list
}

// Select lists the events that the selection means, as a chronicle sorts them
// (Span.Compare, then important ones first, then by ID). Drafts and tombstones
// are never among them, withdrawn events only if asked for by status.
func (t *Timeline) Select(sel Selection) []*Event {
	m := newMatcher(sel)
	var list []*Event
	for e := range t.matching(m) {
		list = append(list, e.Event)
	}
	return list
}

// LastChanged is when the selection's answer last changed: the newest update
// of what it holds, or the instant at which something left it, whichever is
// later. Zero if nothing was ever in it.
func (t *Timeline) LastChanged(sel Selection) time.Time {
	m := newMatcher(sel)
	var last time.Time
	for _, e := range t.candidates(m) {
		if e.Updated.After(last) && m.match(e) {
			last = e.Updated
		}
	}
	for _, e := range t.traced {
		for i := range e.Formerly {
			if f := &e.Formerly[i]; f.Until.After(last) && m.matchTrace(e.Event, f) {
				last = f.Until
			}
		}
	}
	return last
}

// With returns the timeline after the batch; the receiver stays as it is.
// Events are shared between both, only the arrangement is copied.
func (t *Timeline) With(b Batch) *Timeline {
	next := &Timeline{rev: max(t.rev, b.Rev), site: t.site}
	changed := make([]*entry, 0, len(b.Events))
	if b.Reset {
		next.rev = b.Rev
		next.site = &Site{}
		next.byID = make(map[ID]*entry, len(b.Events))
	} else {
		next.byID = maps.Clone(t.byID)
	}
	if b.Site != nil {
		next.site = b.Site
	}
	for _, e := range b.Events {
		entry := newEntry(e)
		changed = append(changed, entry)
		next.byID[e.ID] = entry
	}
	next.arrange(t, b, changed)
	return next
}

func newEntry(e *Event) *entry {
	if e.Status == Deleted {
		return &entry{Event: e}
	}
	return &entry{Event: e, days: e.reach(), folded: foldEvent(e)}
}

// arrange fills the order and the names. After a reset everything is sorted
// anew; otherwise the few changed entries are merged into the old order.
func (t *Timeline) arrange(old *Timeline, b Batch, changed []*entry) {
	// Only the last state of an event counts where a batch folds several.
	changed = slices.DeleteFunc(changed, func(e *entry) bool { return t.byID[e.ID] != e || e.Status == Deleted })
	slices.SortFunc(changed, compareEntries)
	if b.Reset {
		t.ordered = changed
	} else {
		t.ordered = merge(old.ordered, changed, func(e *entry) bool { return t.byID[e.ID] == e })
	}
	t.name()
}

// merge joins two sorted lists, dropping from the first what is no longer
// current.
func merge(old, changed []*entry, current func(*entry) bool) []*entry {
	list := make([]*entry, 0, len(old)+len(changed))
	for _, e := range old {
		if !current(e) {
			continue
		}
		for len(changed) > 0 && compareEntries(changed[0], e) < 0 {
			list, changed = append(list, changed[0]), changed[1:]
		}
		list = append(list, e)
	}
	return append(list, changed...)
}

// name fills the slugs. A slug belongs to the event that has it now; a
// tombstone keeps its slug only as long as nobody else wants it.
func (t *Timeline) name() {
	t.bySlug = make(map[string]*entry, len(t.byID))
	t.former = map[string]*entry{}
	for _, e := range t.byID {
		for _, s := range e.FormerSlugs {
			if f, ok := t.former[s]; !ok || newer(e, f) {
				t.former[s] = e
			}
		}
		if len(e.Formerly) > 0 {
			t.traced = append(t.traced, e)
		}
		if s, ok := t.bySlug[e.Slug]; !ok || s.Status == Deleted && e.Status != Deleted || s.Status == e.Status && newer(e, s) {
			t.bySlug[e.Slug] = e
		}
	}
}

func newer(a, b *entry) bool { return cmp.Or(cmp.Compare(a.Rev, b.Rev), cmp.Compare(a.ID, b.ID)) > 0 }

func compareEntries(a, b *entry) int {
	if d := a.Span.Compare(b.Span); d != 0 {
		return d
	}
	if a.Key != b.Key {
		if a.Key {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.ID, b.ID)
}

func sortedIDs(m map[ID]*entry) []ID {
	return slices.Sorted(maps.Keys(m))
}
