package bolt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

const pageSize = 4096

// damageable makes a store with a past, and gives its bytes and those that it
// had some commits before.
func damageable(t *testing.T) (data, earlier []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "almanac.db")
	b := mustOpen(t, path)
	revs := map[events.ID]events.Rev{}
	write := func(id events.ID, title string) {
		c := titled(id, title, revs[id])
		c.Event.Slug = fmt.Sprintf("%s-%s", id, title) // each state takes another one
		rev, err := b.Commit(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		revs[id] = rev
	}
	tags := func(slug string, expect events.Rev) events.Rev {
		rev, err := b.Commit(t.Context(), events.PutDocument(events.Document{
			Name: events.DocumentTags, Tags: []events.Tag{{Slug: slug, Name: events.Localised{"en": slug}}},
		}, expect))
		if err != nil {
			t.Fatal(err)
		}
		return rev
	}
	snapshot := func() []byte {
		return copied(t, b)
	}
	secret := func(text string, expect events.Version) events.Version {
		var changes []events.ValueChange
		for i := range 20 {
			changes = append(changes, events.PutValue(events.Value{Key: fmt.Sprintf("account/%02d", i), Schema: 1, Data: []byte(text)}, expect))
		}
		version, err := b.Vault().Write(t.Context(), changes...)
		if err != nil {
			t.Fatal(err)
		}
		return version
	}
	first := tags("one", 0)
	version := secret(`"first"`, 0)
	for round := range 3 {
		for i := range 25 {
			write(events.ID(fmt.Sprintf("e%02d", i)), fmt.Sprint("state", round))
		}
	}
	earlier = snapshot()
	tags("two", first)
	secret(`"other"`, version)
	for i := range 12 {
		write(events.ID(fmt.Sprintf("e%02d", 2*i)), "last")
	}
	write("new", "one")
	return snapshot(), earlier
}

// answers is everything that a store says, question by question. What follows an
// error is missing.
type answers map[string][]string

// ask asks a store everything. faults are the errors it gave.
func ask(t *testing.T, path string) (said answers, faults []error) {
	t.Helper()
	said = answers{}
	b, err := Open(path)
	if err != nil {
		return said, []error{err}
	}
	defer b.Close()
	add := func(question string, v any, err error) {
		if err != nil {
			faults = append(faults, err)
			return
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		said[question] = append(said[question], string(text))
	}
	for batch, err := range b.Watch(t.Context()) {
		if err != nil {
			faults = append(faults, err)
			break
		}
		slices.SortFunc(batch.Events, func(a, b *events.Event) int { return strings.Compare(string(a.ID), string(b.ID)) })
		add("record", []any{batch.Rev, batch.At, batch.Documents}, nil)
		for _, e := range batch.Events {
			add("record", []any{e.Rev, e}, nil)
		}
		break
	}
	for s, err := range b.Dump(t.Context(), 0) {
		add("dump", s, err)
	}
	for _, q := range []events.HistoryQuery{
		{}, {Before: 40}, {ID: "e00"}, {ID: "e07"}, {ID: "e13", Before: 50}, {ID: "none"},
		{Document: events.DocumentTags}, {Document: events.DocumentSite},
	} {
		for s, err := range b.History(t.Context(), q) {
			add(fmt.Sprintf("history %+v", q), s, err)
		}
	}
	for _, prefix := range []string{"", "account/1"} {
		for v, err := range b.Vault().List(t.Context(), prefix) {
			add("vault "+prefix, v, err)
		}
	}
	return said, faults
}

// spoilt is a way to damage a file.
type spoilt struct {
	name string
	data []byte
}

// spoil makes damaged files: bits flipped, the end cut off, pages emptied,
// exchanged, copied over one another, or as they were some commits before.
func spoil(data, earlier []byte) (list []spoilt) {
	random := rand.New(rand.NewPCG(1, 2))
	change := func(name string, do func(d []byte) []byte) {
		list = append(list, spoilt{name, do(bytes.Clone(data))})
	}
	for range 250 {
		at, bit := random.IntN(len(data)), random.IntN(8)
		change(fmt.Sprintf("bit %d of byte %d (page %d)", bit, at, at/pageSize), func(d []byte) []byte {
			d[at] ^= 1 << bit
			return d
		})
	}
	pages := len(data) / pageSize
	page := func(d []byte, n int) []byte { return d[n*pageSize : (n+1)*pageSize] }
	for n := range pages {
		// Where a page says what it is and how much there is on it.
		for _, at := range []int{8, 10, 11, 12, 16, 20, 24, 28} {
			change(fmt.Sprintf("byte %d of page %d", at, n), func(d []byte) []byte {
				page(d, n)[at] ^= 1
				return d
			})
		}
		change(fmt.Sprintf("page %d emptied", n), func(d []byte) []byte {
			clear(page(d, n))
			return d
		})
		change(fmt.Sprintf("page %d written over", n), func(d []byte) []byte {
			copy(page(d, n), bytes.Repeat([]byte{0xff}, pageSize))
			return d
		})
		other := (n + 1 + random.IntN(pages-1)) % pages
		change(fmt.Sprintf("pages %d and %d exchanged", n, other), func(d []byte) []byte {
			was := bytes.Clone(page(d, n))
			copy(page(d, n), page(d, other))
			copy(page(d, other), was)
			return d
		})
		change(fmt.Sprintf("page %d a copy of page %d", n, other), func(d []byte) []byte {
			copy(page(d, n)[8:], page(d, other)[8:]) // under its own number
			return d
		})
		if len(earlier) >= (n+1)*pageSize {
			change(fmt.Sprintf("page %d as it was before", n), func(d []byte) []byte {
				copy(page(d, n), page(earlier, n))
				return d
			})
		}
		change(fmt.Sprintf("cut off within page %d", n), func(d []byte) []byte { return d[:n*pageSize+random.IntN(pageSize)] })
	}
	return list
}

// places are words of which one stands in every error about damage.
var places = []string{"page ", "Page ", "history", "current", "past", "slugs", "vault", "bucket", "almanac, ", "byte ", "its beginning", "too short", "the file: its pages"}

// TestDamageIsNeverAnswered asks damaged stores everything: each answer is right
// as far as it goes, and if it does not go to its end there is an error that
// names a place. A check of the file finds whatever led to an error.
func TestDamageIsNeverAnswered(t *testing.T) {
	data, earlier := damageable(t)
	path := filepath.Join(t.TempDir(), "sound.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	want, faults := ask(t, path)
	if len(faults) > 0 || len(want) < 7 {
		t.Fatalf("a sound store: %d answers, %v", len(want), faults)
	}
	checkSound(t, path)
	noticed, found, all := 0, 0, spoil(data, earlier)
	for _, s := range all {
		path := filepath.Join(t.TempDir(), "damaged.db")
		if err := os.WriteFile(path, s.data, 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := Check(t.Context(), path)
		if err != nil {
			t.Errorf("%s: checking: %v", s.name, err)
		}
		got, faults := ask(t, path)
		checkAnswers(t, s.name, want, got, faults)
		if len(faults) > 0 {
			noticed++
		}
		if len(report.Faults) > 0 {
			found++
		}
		if len(faults) > 0 && len(report.Faults) == 0 {
			t.Errorf("%s: the check found nothing, but %v", s.name, faults[0])
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("of %d damaged stores %d gave errors, and the check found %d", len(all), noticed, found)
	if noticed < len(all)/2 {
		t.Error("most damage went unnoticed")
	}
}

func checkAnswers(t *testing.T, name string, want, got answers, faults []error) {
	t.Helper()
	for _, err := range faults {
		text := err.Error()
		if !slices.ContainsFunc(places, func(p string) bool { return strings.Contains(text, p) }) || !strings.Contains(text, "damaged.db") {
			t.Errorf("%s: no place in %q", name, text)
		}
	}
	for question, right := range want {
		said := got[question]
		if len(said) > len(right) || !slices.Equal(said, right[:len(said)]) {
			t.Errorf("%s: a wrong answer to %s (-want +got):\n%s", name, question, cmp.Diff(right, said))
		}
		if len(said) < len(right) && len(faults) == 0 {
			t.Errorf("%s: %d of %d to %s, and no error", name, len(said), len(right), question)
		}
	}
	for question := range got {
		if want[question] == nil {
			t.Errorf("%s: an answer to %s", name, question)
		}
	}
}

// TestCheckNamesThePlace damages one entry of each kind.
func TestCheckNamesThePlace(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(s *buckets) error
		where string
		what  string
	}{
		{"a state's text", func(s *buckets) error {
			k := stateKey(2, "b")
			return s.history.Put(k, bytes.Replace(s.history.Get(k), []byte("seminar"), []byte("Seminar"), 1))
		}, `history, revision 2 of event "b"`, "checksum"},
		{"a state under another key", func(s *buckets) error {
			return s.history.Put(stateKey(2, "b"), bytes.Clone(s.history.Get(stateKey(1, "a"))))
		}, `history, revision 2 of event "b"`, "checksum"},
		{"a state that is missing", func(s *buckets) error { return s.history.Delete(stateKey(1, "a")) }, "bucket history", "of 3"},
		{"a row that is missing", func(s *buckets) error { return s.current.Delete([]byte("b")) }, "bucket current", "of 2"},
		{"a row of before", func(s *buckets) error {
			return s.current.Put([]byte("a"), sealed(currentBucket, []byte("a"), row{1, "a"}.bytes()))
		}, `current, event "a"`, "by its history at 3"},
		{"a slug that leads elsewhere", func(s *buckets) error {
			return s.slugs.Put([]byte("a"), sealed(slugsBucket, []byte("a"), []byte("b")))
		}, `slugs, "a"`, `leads to "b"`},
		{"a slug that is missing", func(s *buckets) error { return s.slugs.Delete([]byte("a")) }, `slugs, "a"`, `leads to ""`},
		{"a slug too many", func(s *buckets) error {
			return s.slugs.Put([]byte("c"), sealed(slugsBucket, []byte("c"), []byte("a")))
		}, `slugs, "c"`, "which has the slug"},
		{"a way to a state", func(s *buckets) error { return s.past.Delete(pastKey("a", 3)) }, `past, revision 3 of event "a"`, "missing"},
		{"a way to another state", func(s *buckets) error {
			k := pastKey("a", 3)
			return s.past.Put(k, sealed(pastBucket, k, key(2)))
		}, `past, revision 3 of event "a"`, "revision 1 comes before"},
		{"the last revision", func(s *buckets) error { return s.meta.Put([]byte(headKey), []byte("x")) }, `almanac, "head"`, "checksum"},
		{"the schema", func(s *buckets) error { return s.meta.Put([]byte(schemaKey), key(1)) }, `almanac, "schema"`, "says 1"},
		{"the counts", func(s *buckets) error { return s.meta.Delete([]byte(tallyKey)) }, `almanac, "tally"`, "missing"},
		{"a bucket", func(s *buckets) error { return s.tx.DeleteBucket([]byte(slugsBucket)) }, "bucket slugs", "missing"},
	} {
		path := filepath.Join(t.TempDir(), "almanac.db")
		b := mustOpen(t, path)
		for i, id := range []events.ID{"a", "b", "a"} {
			if _, err := b.Commit(t.Context(), titled(id, fmt.Sprint(i), events.Rev(i/2))); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(b.within(b.update, test.spoil), b.Close()); err != nil {
			t.Fatal(err)
		}
		report, err := Check(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range report.Faults {
			found = found || f.Where == test.where && strings.Contains(f.What, test.what)
		}
		if !found {
			t.Errorf("%s: the faults are %q; want one at %q with %q", test.name, report.Faults, test.where, test.what)
		}
	}
}

func TestCheckErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	if _, err := Check(t.Context(), path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	b := mustOpen(t, path)
	if _, err := b.Commit(t.Context(), titled("a", "one", 0)); err != nil {
		t.Fatal(err)
	}
	if _, err := Check(t.Context(), path); !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("a file in use: %v", err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Check(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if report, err := Check(t.Context(), path); err != nil || report.States != 1 || len(report.Faults) != 0 {
		t.Errorf("a sound store: %+v, %v", report, err)
	}
	if report, err := Check(t.Context(), schemaTwo(t)); err != nil || len(report.Faults) != 1 || !strings.Contains(report.Faults[0].What, "schema 2") {
		t.Errorf("a store of layout 2: %+v, %v", report, err)
	}
}
