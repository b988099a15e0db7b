package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

// TestPrepareValues holds every limit from both sides.
func TestPrepareValues(t *testing.T) {
	good := events.Value{Key: "k", Schema: 1, Data: []byte("1")}
	with := func(set func(*events.Value)) []events.ValueChange {
		v := good
		set(&v)
		return []events.ValueChange{events.PutValue(v, 0)}
	}
	many := func(n, size int) (list []events.ValueChange) {
		for i := range n {
			list = append(list, events.PutValue(events.Value{
				Key: fmt.Sprintf("%04d", i), Schema: 1, Data: []byte(`"` + strings.Repeat("x", size-6) + `"`),
			}, 0))
		}
		return list
	}
	invalid := func(err error) bool { var i *events.Invalid; return errors.As(err, &i) }
	large := func(err error) bool { return errors.Is(err, events.ErrTooLarge) }
	fine := func(err error) bool { return err == nil }
	for name, test := range map[string]struct {
		changes []events.ValueChange
		want    func(error) bool
	}{
		"nothing":                   {nil, fine},
		"the longest key":           {with(func(v *events.Value) { v.Key = strings.Repeat("k", store.MaxValueKey) }), fine},
		"a longer key":              {with(func(v *events.Value) { v.Key = strings.Repeat("k", store.MaxValueKey+1) }), invalid},
		"no key":                    {with(func(v *events.Value) { v.Key = "" }), invalid},
		"a key with a line break":   {with(func(v *events.Value) { v.Key = "a\nb" }), invalid},
		"the first schema":          {with(func(v *events.Value) { v.Schema = 1 }), fine},
		"schema 0":                  {with(func(v *events.Value) { v.Schema = 0 }), invalid},
		"the last schema":           {with(func(v *events.Value) { v.Schema = 1<<31 - 1 }), fine},
		"a schema beyond":           {with(func(v *events.Value) { v.Schema = 1 << 31 }), invalid},
		"the first expiry":          {with(func(v *events.Value) { v.Expires = time.UnixMilli(1) }), fine},
		"an expiry that means none": {with(func(v *events.Value) { v.Expires = time.Unix(0, 999_999) }), invalid},
		"the largest data":          {with(func(v *events.Value) { v.Data = many(1, store.MaxValueBytes+4)[0].Value.Data }), fine},
		"larger data":               {with(func(v *events.Value) { v.Data = many(1, store.MaxValueBytes+5)[0].Value.Data }), large},
		"the most values":           {many(store.MaxValues, 10), fine},
		"more values":               {many(store.MaxValues+1, 10), large},
		"the most bytes":            {many(4, store.MaxBytes/4), fine},
		"more bytes":                {many(4, store.MaxBytes/4+1), large},
		"deleting a version":        {[]events.ValueChange{events.DeleteValue("k", 1)}, fine},
		"deleting nothing":          {[]events.ValueChange{events.DeleteValue("k", 0)}, invalid},
		"a version below 0":         {[]events.ValueChange{events.PutValue(good, -1)}, invalid},
		"a key twice":               {[]events.ValueChange{events.PutValue(good, 0), events.DeleteValue("k", 1)}, invalid},
	} {
		if _, err := store.PrepareValues(test.changes); !test.want(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	given := with(func(v *events.Value) { v.Data = []byte("[ 1 ]") })
	ready, err := store.PrepareValues(given)
	if err != nil || string(ready[0].Value.Data) != "[1]" || string(given[0].Value.Data) != "[ 1 ]" {
		t.Errorf("%q was made of %q: %v", ready[0].Value.Data, given[0].Value.Data, err)
	}
}

// TestUnexpired is store.Unexpired at the instant at which a value ends.
func TestUnexpired(t *testing.T) {
	b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	end := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	now := end.Add(-time.Millisecond)
	v := store.Unexpired(b.Vault(), func() time.Time { return now })
	value := events.Value{Key: "a", Schema: 1, Data: []byte("1"), Expires: end}
	version, err := v.Write(t.Context(), events.PutValue(value, 0))
	if err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		for _, err := range v.List(t.Context(), "") {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	if got, err := v.Get(t.Context(), "a"); err != nil || got.Version != version || count() != 1 {
		t.Errorf("before its end: %+v, %v, %d listed", got, err, count())
	}
	if _, err := v.Write(t.Context(), events.PutValue(value, 0)); !errors.Is(err, events.ErrConflict) {
		t.Errorf("making it anew before its end: %v", err)
	}
	now = end
	if got, err := v.Get(t.Context(), "a"); !errors.Is(err, events.ErrNotFound) || count() != 0 {
		t.Errorf("at its end: %+v, %v, %d listed", got, err, count())
	}
	for _, c := range []events.ValueChange{events.PutValue(value, version), events.DeleteValue("a", version)} {
		if _, err := v.Write(t.Context(), c); !errors.Is(err, events.ErrConflict) {
			t.Errorf("writing what has expired by its version: %v", err)
		}
	}
	value.Expires = time.Time{}
	other := events.Value{Key: "b", Schema: 1, Data: []byte("1")}
	if _, err := v.Write(t.Context(), events.PutValue(value, 0), events.PutValue(other, 0)); err != nil || count() != 2 {
		t.Errorf("making it anew: %v, %d listed", err, count())
	}
}

// swept is a vault whose expired values are removed, and made again if need be,
// just before a write.
type swept struct {
	store.Vault
	writes, most int
	renew        bool
}

func (s *swept) Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error) {
	if s.writes++; s.writes <= s.most {
		old, err := s.Get(ctx, "a")
		if err != nil {
			return 0, err
		}
		change := events.DeleteValue("a", old.Version)
		if s.renew {
			change = events.PutValue(old, old.Version)
		}
		if _, err := s.Vault.Write(ctx, change); err != nil {
			return 0, err
		}
	}
	return s.Vault.Write(ctx, changes...)
}

// TestExpiredIsSweptMeanwhile writes anew what is removed at that moment, and
// gives up when that never ends.
func TestExpiredIsSweptMeanwhile(t *testing.T) {
	for _, test := range []struct {
		vault  swept
		writes int
		fine   bool
	}{
		{swept{most: 1}, 2, true},
		{swept{most: 3, renew: true}, 4, true},
		{swept{most: 1000, renew: true}, 10, false},
	} {
		b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		value := events.Value{Key: "a", Schema: 1, Data: []byte("1"), Expires: now}
		if _, err := b.Vault().Write(t.Context(), events.PutValue(value, 0)); err != nil {
			t.Fatal(err)
		}
		test.vault.Vault = b.Vault()
		value.Expires = time.Time{}
		_, err = store.Unexpired(&test.vault, func() time.Time { return now }).Write(t.Context(), events.PutValue(value, 0))
		if (err == nil) != test.fine || err != nil && !errors.Is(err, events.ErrConflict) || test.vault.writes != test.writes {
			t.Errorf("after %d writes: %v; want %d", test.vault.writes, err, test.writes)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
