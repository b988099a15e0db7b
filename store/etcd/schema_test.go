package etcd

import (
	"errors"
	"testing"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/etcd/etcdtest"
)

// TestNewerSchema raises a record while a process serves it that does not know
// the newer schema. That one says so, serves what it has and writes no more; a
// new one does not even start. Until it is raised the newer one writes what the
// older one understands.
func TestNewerSchema(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	config := configOf(c, t.Name())
	old := openReplica(t, config)
	newer, err := open(t.Context(), config, Schema+1)
	must(t, err)
	defer newer.Close()
	if had, err := newer.Raise(t.Context()); had != 0 || err != nil {
		t.Errorf("raising what is not there: schema %d, %v", had, err)
	}
	rev, err := old.live.Commit(t.Context(), events.Put(draft("a", "one"), 0))
	must(t, err)
	next, err := newer.Commit(t.Context(), events.Put(draft("b", "one"), 0))
	must(t, err)
	eventually(t, "the older one shows what the newer one wrote", func() bool { return old.live.Timeline().Rev() == next })
	if f, _, err := newer.readFence(t.Context()); err != nil || f.Schema != Schema {
		t.Errorf("the schema that stands in the store is %d, %v", f.Schema, err)
	}
	if had, err := newer.Raise(t.Context()); had != Schema || err != nil {
		t.Errorf("raising: from schema %d, %v", had, err)
	}
	tooNew := new(errNewer)
	eventually(t, "the older one says so", func() bool { return errors.As(old.live.Healthy(t.Context()), &tooNew) })
	if _, err := old.live.Commit(t.Context(), events.Put(draft("a", "two"), rev)); !errors.As(err, &tooNew) || errors.Is(err, events.ErrUnknown) {
		t.Errorf("the older one writes: %v", err)
	}
	if n := old.live.Timeline().Len(); n != 2 {
		t.Errorf("readers of the older one see %d events", n)
	}
	for _, err := range old.backend.History(t.Context(), events.HistoryQuery{}) {
		if !errors.As(err, &tooNew) {
			t.Errorf("the older one reads the history: %v", err)
		}
	}
	if _, err := Open(t.Context(), config); !errors.As(err, &tooNew) {
		t.Errorf("an older one starts: %v", err)
	}
	if _, err := newer.Commit(t.Context(), events.Put(draft("b", "two"), next)); err != nil {
		t.Errorf("the newer one writes: %v", err)
	}
	if had, err := newer.Raise(t.Context()); had != Schema+1 || err != nil {
		t.Errorf("raising again: from schema %d, %v", had, err)
	}
	if found, schema, err := Found(t.Context(), config); !found || schema != Schema+1 || err != nil {
		t.Errorf("found %v with schema %d, %v", found, schema, err)
	}
}

// TestDoubt settles commits of which it was not known whether they were written:
// those that were are not written twice, those that were not are.
func TestDoubt(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	for name, written := range map[string]bool{"written": true, "not written": false} {
		t.Run(name, func(t *testing.T) {
			b := opened(t, configOf(c, t.Name()))
			defer b.Close()
			entries, err := store.Entries([]events.Change{events.Put(draft("a", "one"), 0)})
			must(t, err)
			g := &group{all: []*request{{entries: entries, done: make(chan struct{})}}}
			if written {
				s, err := b.look(t.Context(), g.question())
				must(t, err)
				first := &group{all: []*request{{entries: entries, done: make(chan struct{})}}}
				mine := doubt{"token", 1, map[*request]events.Rev{}}
				puts, err := first.puts(s, mine)
				must(t, err)
				s.fence.Schema = Schema
				puts[fenceKey] = s.fence.value()
				_, err = b.ask(t.Context(), transaction{do: b.putAll(puts)})
				must(t, err)
			}
			g.doubts = []doubt{{"token", 1, map[*request]events.Rev{g.all[0]: 1}}}
			b.writeGroup(t.Context(), g)
			if r := g.all[0]; r.rev != 1 || r.err != nil {
				t.Errorf("revision %d, %v", r.rev, r.err)
			}
			if report, err := Check(t.Context(), configOf(c, t.Name())); err != nil || len(report.Faults) > 0 || report.States != 1 {
				t.Errorf("%d states, %v, %v", report.States, report.Faults, err)
			}
		})
	}
}

// TestVaultDoubt is the same for the vault.
func TestVaultDoubt(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	b := opened(t, configOf(c, t.Name()))
	defer b.Close()
	v := b.Vault()
	put := func(key string, expect events.Version) events.ValueChange {
		return events.PutValue(events.Value{Key: key, Schema: 1, Data: []byte("1")}, expect)
	}
	a, err := v.Write(t.Context(), put("a", 0), put("b", 0), put("c", 0))
	must(t, err)
	mine := &writing{Vault: v, changes: []events.ValueChange{put("a", a), events.DeleteValue("b", a)}, token: "12345678901234567890123456"}
	must(t, mine.try(t.Context()))
	first := mine.version
	mine.doubt, mine.version = true, 0
	if err := mine.try(t.Context()); err != nil || mine.version != first {
		t.Errorf("a write that was made: version %d instead of %d, %v", mine.version, first, err)
	}
	gone := &writing{Vault: v, changes: []events.ValueChange{events.DeleteValue("b", a)}, token: mine.token, doubt: true}
	if err := gone.try(t.Context()); err != nil || gone.version <= a {
		t.Errorf("a removal that was made: version %d, %v", gone.version, err)
	}
	other := &writing{Vault: v, changes: []events.ValueChange{put("a", a)}, token: "another token, 26 letters.", doubt: true}
	if err := other.try(t.Context()); !errors.Is(err, events.ErrConflict) {
		t.Errorf("a write that another was faster than: %v", err)
	}
}
