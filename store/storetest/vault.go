package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// VaultEngine is a vault under test.
type VaultEngine struct {
	// Open opens the vault that belongs to dir, an existing directory, and makes
	// it if need be; the backend is that of the record beside it, whose Close
	// closes both. It must be possible to close it and to open it again.
	Open func(t testing.TB, dir string) (store.Vault, store.Backend)
}

// RunVault holds the vault against every promise of store.Vault, each with a
// store of its own.
func RunVault(t *testing.T, e VaultEngine) {
	for _, promise := range []struct {
		name string
		test func(*testing.T, VaultEngine)
	}{
		{"an empty vault has nothing", testVaultEmpty},
		{"put, replace and delete", testVaultPut},
		{"a change names the version it replaces", testVaultVersions},
		{"a version is never given twice", testVaultVersionsGrow},
		{"a write is all or nothing", testVaultAllOrNothing},
		{"limits and malformed changes", testVaultLimits},
		{"data are kept compact, instants in milliseconds", testVaultForm},
		{"nothing is shared with the caller", testVaultNotShared},
		{"a list is what begins with the prefix, in order", testVaultList},
		{"a long list is told in parts and whole", testVaultLongList},
		{"a list waits for its reader and holds nobody up", testVaultSlowReader},
		{"what has expired is not there", testVaultExpiry},
		{"what has expired may be written anew, once", testVaultExpiredWinner},
		{"of twenty writers one wins", testVaultOneWinner},
		{"twenty writers lose no update", testVaultNoLostUpdate},
		{"everything first, then news", testVaultWatch},
		{"a watch hears of its prefix only", testVaultWatchPrefix},
		{"a watch begun among writes misses nothing", testVaultWatchAmongWrites},
		{"a slow watcher is told every last state", testVaultSlowWatcher},
		{"a watch ends with its context and its loop", testVaultWatchEnds},
		{"the record and its revision stay as they are", testVaultBesideRecord},
		{"reopening keeps values and versions", testVaultReopen},
		{"a cancelled write writes nothing", testVaultCancelled},
		{"after closing everything is unavailable", testVaultClosed},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.test(t, e) })
	}
}

func (e VaultEngine) open(t *testing.T) store.Vault {
	t.Helper()
	v, _ := e.openIn(t, t.TempDir())
	return v
}

func (e VaultEngine) openIn(t *testing.T, dir string) (store.Vault, store.Backend) {
	t.Helper()
	v, b := e.Open(t, dir)
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return v, b
}

// said is a value whose data is a text.
func said(key, text string) events.Value {
	return events.Value{Key: key, Schema: 1, Data: []byte(fmt.Sprintf("%q", text))}
}

// write makes changes that must go through.
func write(t *testing.T, v store.Vault, changes ...events.ValueChange) events.Version {
	t.Helper()
	version, err := v.Write(t.Context(), changes...)
	if err != nil {
		t.Fatalf("writing %+v: %v", changes, err)
	}
	return version
}

// listed is what is stored under a prefix, spelt as key, version and data.
func listed(t *testing.T, v store.Vault, prefix string) (list []string) {
	t.Helper()
	for value, err := range v.List(t.Context(), prefix) {
		if err != nil {
			t.Fatalf("listing %q: %v", prefix, err)
		}
		list = append(list, spellValue(value))
	}
	return list
}

func spellValue(v events.Value) string {
	return fmt.Sprintf("%s v%d schema %d %s %s", v.Key, v.Version, v.Schema, v.Expires.Format(time.RFC3339Nano), v.Data)
}

func holds(t *testing.T, v store.Vault, want events.Value) {
	t.Helper()
	got, err := v.Get(t.Context(), want.Key)
	if err != nil {
		t.Errorf("getting %q: %v", want.Key, err)
	}
	if diff := cmp.Diff(spellValue(want), spellValue(got)); diff != "" {
		t.Errorf("%q (-want +got):\n%s", want.Key, diff)
	}
}

func holdsNot(t *testing.T, v store.Vault, key string) {
	t.Helper()
	if got, err := v.Get(t.Context(), key); !errors.Is(err, events.ErrNotFound) || !strings.Contains(err.Error(), key) {
		t.Errorf("getting %q gives %+v, %v; want an ErrNotFound that names it", key, got, err)
	}
}

// conflict makes a write that must be refused.
func conflict(t *testing.T, v store.Vault, why string, changes ...events.ValueChange) {
	t.Helper()
	if version, err := v.Write(t.Context(), changes...); !errors.Is(err, events.ErrConflict) {
		t.Errorf("%s: version %d, %v; want ErrConflict", why, version, err)
	}
}

func at(v events.Value, version events.Version) events.Value {
	v.Version = version
	return v
}

func testVaultEmpty(t *testing.T, e VaultEngine) {
	v := e.open(t)
	holdsNot(t, v, "a")
	if got := listed(t, v, ""); got != nil {
		t.Errorf("it lists %v", got)
	}
	for batch, err := range v.Watch(t.Context(), "") {
		if err != nil || !batch.Reset || len(batch.Values)+len(batch.Gone) > 0 {
			t.Errorf("the first batch is %+v, %v; want an empty Reset", batch, err)
		}
		break
	}
}

func testVaultPut(t *testing.T, e VaultEngine) {
	v := e.open(t)
	one := write(t, v, events.PutValue(said("a", "one"), 0), events.PutValue(said("b", "one"), 0))
	holds(t, v, at(said("a", "one"), one))
	holds(t, v, at(said("b", "one"), one))
	next := said("a", "two")
	next.Schema, next.Expires = 7, day.Add(time.Hour)
	two := write(t, v, events.PutValue(next, one))
	holds(t, v, at(next, two))
	write(t, v, events.DeleteValue("a", two))
	holdsNot(t, v, "a")
	holds(t, v, at(said("b", "one"), one))
}

func testVaultVersions(t *testing.T, e VaultEngine) {
	v := e.open(t)
	conflict(t, v, "replacing what is not there", events.PutValue(said("a", "one"), 1))
	conflict(t, v, "deleting what is not there", events.DeleteValue("a", 1))
	one := write(t, v, events.PutValue(said("a", "one"), 0))
	conflict(t, v, "making what is there", events.PutValue(said("a", "two"), 0))
	conflict(t, v, "replacing a version that is not yet", events.PutValue(said("a", "two"), one+1))
	two := write(t, v, events.PutValue(said("a", "two"), one))
	conflict(t, v, "replacing an old version", events.PutValue(said("a", "three"), one))
	conflict(t, v, "deleting an old version", events.DeleteValue("a", one))
	holds(t, v, at(said("a", "two"), two))
	write(t, v, events.DeleteValue("a", two))
	conflict(t, v, "replacing what was deleted", events.PutValue(said("a", "three"), two))
}

func testVaultVersionsGrow(t *testing.T, e VaultEngine) {
	v := e.open(t)
	last := events.Version(0)
	for i := range 5 {
		for _, key := range []string{"a", "b"} {
			version := write(t, v, events.PutValue(said(key, "one"), 0))
			if version <= last {
				t.Fatalf("round %d: %q was given version %d after %d", i, key, version, last)
			}
			last = version
			write(t, v, events.DeleteValue(key, version))
		}
	}
}

func testVaultAllOrNothing(t *testing.T, e VaultEngine) {
	v := e.open(t)
	one := write(t, v, events.PutValue(said("a", "one"), 0), events.PutValue(said("b", "one"), 0))
	for name, last := range map[string]events.ValueChange{
		"a put that conflicts":    events.PutValue(said("c", "one"), one),
		"a delete that conflicts": events.DeleteValue("b", one+1),
		"a put that exists":       events.PutValue(said("b", "two"), 0),
	} {
		conflict(t, v, name, events.PutValue(said("new", "one"), 0), events.DeleteValue("a", one), last)
		holdsNot(t, v, "new")
		holds(t, v, at(said("a", "one"), one))
	}
	two := write(t, v, events.PutValue(said("new", "one"), 0), events.DeleteValue("a", one), events.PutValue(said("b", "two"), one))
	if diff := cmp.Diff([]string{spellValue(at(said("b", "two"), two)), spellValue(at(said("new", "one"), two))}, listed(t, v, "")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func testVaultLimits(t *testing.T, e VaultEngine) {
	v := e.open(t)
	many := func(n int) (list []events.ValueChange) {
		for i := range n {
			list = append(list, events.PutValue(said(fmt.Sprintf("many/%03d", i), "one"), 0))
		}
		return list
	}
	large := func(n int) events.Value {
		return events.Value{Key: "large", Schema: 1, Data: []byte(`"` + strings.Repeat("x", n-2) + `"`)}
	}
	sum := []events.ValueChange{events.PutValue(large(store.MaxValueBytes), 0)}
	for _, key := range []string{"l2", "l3"} {
		next := large(store.MaxValueBytes)
		next.Key = key
		sum = append(sum, events.PutValue(next, 0))
	}
	for name, changes := range map[string][]events.ValueChange{
		"too many": many(store.MaxValues + 1), "too large": {events.PutValue(large(store.MaxValueBytes+1), 0)}, "too large together": sum,
	} {
		if _, err := v.Write(t.Context(), changes...); !errors.Is(err, events.ErrTooLarge) {
			t.Errorf("%s: %v; want ErrTooLarge", name, err)
		}
	}
	bad := func(set func(*events.Value)) events.ValueChange {
		value := said("a", "one")
		set(&value)
		return events.PutValue(value, 0)
	}
	for name, changes := range map[string][]events.ValueChange{
		"no key":             {bad(func(v *events.Value) { v.Key = "" })},
		"a long key":         {bad(func(v *events.Value) { v.Key = strings.Repeat("k", store.MaxValueKey+1) })},
		"a key of bytes":     {bad(func(v *events.Value) { v.Key = "a\xff" })},
		"a key with a zero":  {bad(func(v *events.Value) { v.Key = "a\x00b" })},
		"no schema":          {bad(func(v *events.Value) { v.Schema = 0 })},
		"no data":            {bad(func(v *events.Value) { v.Data = nil })},
		"data that is none":  {bad(func(v *events.Value) { v.Data = []byte("{") })},
		"data that is bytes": {bad(func(v *events.Value) { v.Data = []byte("\"\xff\"") })},
		"expired in 1969":    {bad(func(v *events.Value) { v.Expires = time.Unix(-1, 0) })},
		"a negative version": {events.PutValue(said("a", "one"), -1)},
		"deleting none":      {events.DeleteValue("a", 0)},
		"a key twice":        {events.PutValue(said("b", "one"), 0), events.PutValue(said("a", "one"), 0), events.PutValue(said("a", "two"), 0)},
	} {
		var invalid *events.Invalid
		if _, err := v.Write(t.Context(), changes...); !errors.As(err, &invalid) {
			t.Errorf("%s: %v; want Invalid", name, err)
		}
	}
	if got := listed(t, v, ""); got != nil {
		t.Errorf("refused writes left %v", got)
	}
	write(t, v, many(store.MaxValues)...)
	write(t, v, events.PutValue(large(store.MaxValueBytes), 0))
	longest := said(strings.Repeat("k", store.MaxValueKey), "one")
	holds(t, v, at(longest, write(t, v, events.PutValue(longest, 0))))
}

func testVaultForm(t *testing.T, e VaultEngine) {
	v := e.open(t)
	given := events.Value{
		Key: "a", Schema: 2, Data: []byte(" {\"é <&\" : [1.50,\n null ]}\n"),
		Expires: time.Date(2026, 3, 1, 12, 0, 0, 1_999_999, time.FixedZone("", 3600)),
	}
	want := given
	want.Version = write(t, v, events.PutValue(given, 0))
	want.Data, want.Expires = []byte(`{"é <&":[1.50,null]}`), time.Date(2026, 3, 1, 11, 0, 0, 1_000_000, time.UTC)
	holds(t, v, want)
	if got, _ := v.Get(t.Context(), "a"); got.Expires.Location() != time.UTC {
		t.Errorf("it expires in zone %v; want UTC", got.Expires.Location())
	}
}

func testVaultNotShared(t *testing.T, e VaultEngine) {
	v := e.open(t)
	watcher := followVault(t, v, "")
	value := said("a", "one")
	version := write(t, v, events.PutValue(value, 0))
	value.Data[1] = 'X'
	want := at(said("a", "one"), version)
	holds(t, v, want)
	got, err := v.Get(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	got.Data[1] = 'X'
	holds(t, v, want)
	told := watcher.at(t, version)["a"]
	if spellValue(told) != spellValue(want) {
		t.Errorf("the watcher was told %s", spellValue(told))
	}
	told.Data[1] = 'X'
	holds(t, v, want)
}

func testVaultList(t *testing.T, e VaultEngine) {
	v := e.open(t)
	// The last code point ends in a byte that cannot be counted up within it.
	keys := []string{"a", "a/", "a/1", "a/2", "a0", "a\U0010ffff", "a\U0010ffff/1", "b", "é/1", "é/2", "\U0010ffff", "\U0010ffff\U0010ffff"}
	var changes []events.ValueChange
	for _, key := range keys {
		changes = append(changes, events.PutValue(said(key, "one"), 0))
	}
	slices.Reverse(changes)
	write(t, v, changes...)
	for _, prefix := range []string{"", "a", "a/", "a/1", "a/12", "a0", "a\U0010ffff", "a\xf4", "a\xff", "b", "c", "é", "\xc3", "\U0010ffff", "\xf4", "\xff", "\xff\xff"} {
		var want, got []string
		for _, key := range keys {
			if strings.HasPrefix(key, prefix) {
				want = append(want, key)
			}
		}
		for value, err := range v.List(t.Context(), prefix) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, value.Key)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("under %q (-want +got):\n%s", prefix, diff)
		}
		for batch, err := range v.Watch(t.Context(), prefix) {
			if err != nil || len(batch.Values) != len(want) {
				t.Errorf("watching %q begins with %d values, %v; want %d", prefix, len(batch.Values), err, len(want))
			}
			break
		}
	}
}
