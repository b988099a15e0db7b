package bolt

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/store"
)

// ledger is what commits change, on its way into one write: they are held
// against what is stored and against one another, and written together.
type ledger struct {
	*buckets
	rows   map[string]row    // new rows of the current bucket
	owners map[string]string // new owners of slugs; "": given up
	steps  []step            // new entries of the past bucket
}

// step is a new state and the one before it of the same event or document.
type step struct {
	name      string
	rev, prev events.Rev
}

func newLedger(s *buckets) *ledger {
	return &ledger{buckets: s, rows: map[string]row{}, owners: map[string]string{}}
}

// row is how an event or document stands.
func (l *ledger) row(name string) (row, error) {
	if r, ok := l.rows[name]; ok {
		return r, nil
	}
	return l.rowOf(name)
}

// owner is whose the slug is; "" if it is free.
func (l *ledger) owner(slug string) (string, error) {
	if name, ok := l.owners[slug]; ok {
		return name, nil
	}
	value, err := l.slugs.get([]byte(slug))
	return string(value), err
}

// admit holds the changes of one commit against how things stand.
func (l *ledger) admit(entries []store.Entry) error {
	free := map[string]bool{} // slugs that this commit gives up
	for _, e := range entries {
		old, err := l.row(e.Name())
		if err == nil {
			err = store.CheckRevision(e.Key, old.rev)
		}
		if err != nil {
			return err
		}
		if old.slug != "" {
			free[old.slug] = true
		}
	}
	taken := map[string]string{}
	for _, e := range entries {
		if e.Slug == "" {
			continue
		}
		owner, again := taken[e.Slug]
		if !again && !free[e.Slug] {
			var err error
			if owner, err = l.owner(e.Slug); err != nil {
				return err
			}
		}
		if owner != "" {
			return store.SlugConflict(e.Key, events.ID(owner))
		}
		taken[e.Slug] = e.Name()
	}
	return nil
}

// note enters the changes of one commit that has been admitted.
func (l *ledger) note(entries []store.Entry, rev events.Rev) error {
	for _, e := range entries { // first all that is given up, for others to take
		old, err := l.row(e.Name())
		if err != nil {
			return err
		}
		if old.slug != "" {
			l.owners[old.slug] = ""
		}
		l.steps = append(l.steps, step{e.Name(), rev, old.rev})
		l.rows[e.Name()] = row{rev, e.Slug}
	}
	for _, e := range entries {
		if e.Slug != "" {
			l.owners[e.Slug] = e.Name()
		}
	}
	return nil
}

// append stores the states of one commit in the history, in the order of keys:
// that is how they are counted.
func (s *buckets) append(entries []store.Entry, rev events.Rev) error {
	slices.SortFunc(entries, func(a, b store.Entry) int { return strings.Compare(a.Name(), b.Name()) })
	for i := range entries {
		e := &entries[i]
		if err := e.NotBefore(s.head.at); err != nil {
			return err
		}
		s.head.at = e.At
		k := stateKey(rev, e.Name())
		if err := s.history.put(k, historyValue(e.State, s.counts.history.count+1)); err != nil {
			return err
		}
	}
	return nil
}

// write stores what was entered, in the order of keys.
func (l *ledger) write() error {
	for _, name := range slices.Sorted(maps.Keys(l.rows)) {
		if err := l.current.put([]byte(name), l.rows[name].bytes()); err != nil {
			return err
		}
	}
	if err := l.writeSlugs(); err != nil {
		return err
	}
	slices.SortFunc(l.steps, func(a, b step) int {
		return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.rev, b.rev))
	})
	for _, st := range l.steps {
		if err := l.past.put(pastKey(st.name, st.rev), key(st.prev)); err != nil {
			return err
		}
	}
	return l.writeMeta()
}

func (l *ledger) writeSlugs() error {
	for _, slug := range slices.Sorted(maps.Keys(l.owners)) {
		var err error
		if name := l.owners[slug]; name != "" {
			err = l.slugs.put([]byte(slug), []byte(name))
		} else {
			err = l.slugs.drop([]byte(slug))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
