package intake_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/feeds/intake"
)

// TestMemoryOfManyEvents is more than one write to the vault takes.
func TestMemoryOfManyEvents(t *testing.T) {
	f := newFixture(t)
	var ids []events.ID
	for i := range 1234 {
		ids = append(ids, events.ID(fmt.Sprintf("e%04d", i)))
	}
	feed := events.FeedMemory{Source: "https://example.org/?key=secret", ETag: `"1"`}
	for round, want := range [][]events.ID{ids, ids[:1000], nil, ids} {
		if err := intake.Remember(t.Context(), f.vault, feed, append(slices.Clone(want), want...)); err != nil {
			t.Fatal(err)
		}
		got, err := intake.Recall(t.Context(), f.vault, feed.Source)
		if err != nil || !slices.Equal(got.IDs(), want) || got.FeedMemory != feed {
			t.Errorf("round %d: %d events, %v, %+v", round, len(got.IDs()), err, got.FeedMemory)
		}
	}
	other, err := intake.Recall(t.Context(), f.vault, "https://example.org/")
	if diff := cmp.Diff(events.FeedMemory{Source: "https://example.org/"}, other.FeedMemory); err != nil || len(other.IDs()) != 0 || diff != "" {
		t.Errorf("another source is remembered: %v, %v, %s", other.IDs(), err, diff)
	}
	for v, err := range f.vault.List(t.Context(), "") {
		if err != nil || strings.Contains(v.Key, "secret") {
			t.Fatalf("the key %q tells the address: %v", v.Key, err)
		}
	}
}

// TestNothingNewIsNotWritten leaves the vault as it is.
func TestNothingNewIsNotWritten(t *testing.T) {
	f := newFixture(t)
	feed := events.FeedMemory{Source: "a.ics", ETag: `"1"`}
	versions := func(ids ...events.ID) string {
		if err := intake.Remember(t.Context(), f.vault, feed, ids); err != nil {
			t.Fatal(err)
		}
		var list []string
		for v, err := range f.vault.List(t.Context(), "") {
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, fmt.Sprint(v.Version))
		}
		return strings.Join(list, " ")
	}
	if first, second := versions("a", "b"), versions("b", "a"); first != second {
		t.Errorf("versions %s became %s", first, second)
	}
	feed.ETag = `"2"`
	if first, second := versions("a", "b"), versions("b", "a"); first != second {
		t.Errorf("versions %s became %s", first, second)
	}
}

// fullVault refuses a write after so many.
type fullVault struct {
	intake.Vault
	left int
}

var errFull = errors.New("full")

func (v *fullVault) Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error) {
	if v.left--; v.left < 0 {
		return 0, errFull
	}
	return v.Vault.Write(ctx, changes...)
}

// TestValidatorsComeLast: if remembering fails half-way, the next import asks
// for everything.
func TestValidatorsComeLast(t *testing.T) {
	ids := []events.ID{"a", "b"}
	for writes := range 3 {
		f := newFixture(t)
		if err := intake.Remember(t.Context(), f.vault, events.FeedMemory{Source: "a.ics", ETag: `"1"`}, ids[:1]); err != nil {
			t.Fatal(err)
		}
		err := intake.Remember(t.Context(), &fullVault{f.vault, writes}, events.FeedMemory{Source: "a.ics", ETag: `"2"`}, ids)
		if !errors.Is(err, errFull) || !strings.Contains(err.Error(), "a.ics") {
			t.Errorf("after %d writes: %v", writes, err)
		}
		m, err := intake.Recall(t.Context(), f.vault, "a.ics")
		if want := map[int]string{0: `"1"`}[writes]; err != nil || m.ETag != want {
			t.Errorf("after %d writes the validator is %s, %v; want %s", writes, m.ETag, err, want)
		}
	}
}

// TestStrangeMemory is refused instead of being taken for nothing.
func TestStrangeMemory(t *testing.T) {
	for _, key := range []string{events.FeedKey("a.ics"), events.FeedItemKey("a.ics", "x")} {
		for _, v := range []events.Value{{Schema: 2, Data: []byte(`{}`)}, {Schema: 1, Data: []byte(`[]`)}} {
			f := newFixture(t)
			v.Key = key
			if _, err := f.vault.Write(t.Context(), events.PutValue(v, 0)); err != nil {
				t.Fatal(err)
			}
			if _, err := intake.Recall(t.Context(), f.vault, "a.ics"); err == nil || !strings.Contains(err.Error(), key) {
				t.Errorf("%s: %v", key, err)
			}
		}
	}
}

// TestBatches are named after files and hosts, and by what a label may be.
func TestBatches(t *testing.T) {
	for source, want := range map[string]string{
		"/home/wu/a.ics": "a.ics", `C:\Users\wu\a.ics`: "a.ics", "https://example.org/private/token.ics": "example.org", "-": "-",
		"\ufeffa.ics": "a.ics", "a\u202eb.ics": "ab.ics", "a\nb.ics": "a b.ics", "\xff.ics": "\ufffd.ics", " a ": "a",
		strings.Repeat("长", 300): strings.Repeat("长", 200), strings.Repeat("x", 199) + " y": strings.Repeat("x", 199),
	} {
		b := intake.Batch(source)
		change := events.Change{Batch: b}
		if err := change.Validate(); err != nil || b.Label != want || b.Kind != events.BatchImport || b.ID == "" {
			t.Errorf("%q: %+v, %v", source, b, err)
		}
	}
}
