package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/store"
)

// fillVault writes so many values under the prefix.
func fillVault(t *testing.T, v store.Vault, prefix string, count int) {
	t.Helper()
	for start := 0; start < count; start += store.MaxValues {
		var changes []events.ValueChange
		for i := start; i < min(start+store.MaxValues, count); i++ {
			changes = append(changes, events.PutValue(said(fmt.Sprintf("%s%05d", prefix, i), "one"), 0))
		}
		write(t, v, changes...)
	}
}

func testVaultLongList(t *testing.T, e VaultEngine) {
	v := e.open(t)
	fillVault(t, v, "a/", 1234)
	write(t, v, events.PutValue(said("b", "one"), 0))
	for prefix, want := range map[string]struct{ first, count int }{"a/": {0, 1234}, "a/001": {100, 100}, "": {0, 1235}} {
		got := listed(t, v, prefix)
		if len(got) != want.count {
			t.Errorf("under %q are %d values; want %d", prefix, len(got), want.count)
		}
		for i, value := range got {
			if key := fmt.Sprintf("a/%05d ", want.first+i); !strings.HasPrefix(value, key) && !strings.HasPrefix(value, "b ") {
				t.Fatalf("the %d. value under %q is %s; want %s", i, prefix, value, key)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	count := 0
	for _, err := range v.List(ctx, "") {
		if last = err; err == nil {
			count++
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || count >= 1235 {
		t.Errorf("a cancelled list ended with %v after %d values", last, count)
	}
}

func testVaultSlowReader(t *testing.T, e VaultEngine) {
	v := e.open(t)
	fillVault(t, v, "a/", 500)
	seen := map[string]bool{}
	for value, err := range v.List(t.Context(), "a/") {
		if err != nil {
			t.Fatal(err)
		}
		if seen[value.Key] {
			t.Fatalf("%q was told twice", value.Key)
		}
		seen[value.Key] = true
		// Writing while the reader has the word must not wait for it.
		write(t, v, events.PutValue(said("z/"+value.Key, "one"), 0))
	}
	if len(seen) != 500 {
		t.Errorf("%d values were told; want 500", len(seen))
	}
}
