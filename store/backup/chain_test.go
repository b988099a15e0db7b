package backup

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/events"
)

// chained writes a whole backup and two segments of a store into a folder.
func chained(t *testing.T) (dir string, whole []byte) {
	t.Helper()
	b := filled(t)
	dir = t.TempDir()
	var last Summary
	keep := func(name string, s *Segment, upTo events.Rev) {
		t.Helper()
		var out bytes.Buffer
		sum, err := Write(t.Context(), &out, Source{Archive: limited{b, upTo}, Vault: b.Vault(), Dir: t.TempDir(), Segment: s})
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), out.Bytes(), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		read, err := Verify(t.Context(), &out)
		if err != nil || read.Sum != sum.Sum || read.States != sum.States {
			t.Errorf("%s: wrote %+v, read %+v, %v", name, sum, read, err)
		}
		last = sum
	}
	keep("1.full.tar", nil, 2)
	keep(SegmentName("1", 3), &Segment{After: last.Last, Previous: last.Sum}, 3)
	keep(SegmentName("1", 4), &Segment{After: last.Last, Previous: last.Sum, Values: true}, 9)
	return dir, written(t, b, false)
}

// told spells what a set holds.
func toldBy(t *testing.T, s *Set) string {
	t.Helper()
	var lines strings.Builder
	note := func(v any, err error) {
		text, wrong := json.Marshal(v)
		if err != nil || wrong != nil {
			t.Fatal(err, wrong)
		}
		lines.Write(append(text, '\n'))
	}
	for state, err := range s.Dump(t.Context(), 0) {
		note(state, err)
	}
	for v, err := range s.Vault(t.Context()) {
		note(v, err)
	}
	return lines.String()
}

// TestChainIsTheWhole reads a chain as if it were one file.
func TestChainIsTheWhole(t *testing.T) {
	dir, whole := chained(t)
	one := filepath.Join(t.TempDir(), "whole.tar")
	if err := os.WriteFile(one, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := Open(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	// Of an older chain nothing counts, nor what was not completed.
	for _, other := range []string{"0.full.tar", SegmentName("0", 9), ".1-5.segment.tar", ".2.full.tar"} {
		if err := os.WriteFile(filepath.Join(dir, other), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if toldBy(t, got) != toldBy(t, want) {
		t.Errorf("the chain tells\n%s\nthe whole backup\n%s", toldBy(t, got), toldBy(t, want))
	}
	if got.States != want.States || got.First != want.First || got.Last != want.Last || got.Authority != want.Authority || got.Values != want.Values {
		t.Errorf("the chain is %+v, the whole backup %+v", got.Summary, want.Summary)
	}
	if _, err := Open(t.Context(), filepath.Join(dir, SegmentName("1", 3))); err == nil || !strings.Contains(err.Error(), "segment") {
		t.Errorf("a segment alone: %v", err)
	}
}

// TestBrokenChain names the file at which a chain is broken.
func TestBrokenChain(t *testing.T) {
	second, third := SegmentName("1", 3), SegmentName("1", 4)
	for _, test := range []struct {
		name  string
		spoil func(dir string) error
		want  []string
	}{
		{"a segment is missing", func(dir string) error { return os.Remove(filepath.Join(dir, second)) },
			[]string{third + ", states.jsonl line 1", "goes on from another backup", "sound up to revision 2"}},
		{"segments exchanged", func(dir string) error {
			a, b := filepath.Join(dir, second), filepath.Join(dir, third)
			if err := os.Rename(a, a+"x"); err != nil {
				return err
			}
			if err := os.Rename(b, a); err != nil {
				return err
			}
			return os.Rename(a+"x", b)
		}, []string{second, "goes on from another backup"}},
		{"a segment was changed", func(dir string) error {
			name := filepath.Join(dir, third)
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			return os.WriteFile(name, bytes.Replace(data, []byte(`"rev":4`), []byte(`"rev":5`), 1), 0o600)
		}, []string{third, "sound up to revision 3"}},
		{"no whole backup", func(dir string) error { return os.Remove(filepath.Join(dir, "1.full.tar")) },
			[]string{"no whole backup"}},
	} {
		dir, _ := chained(t)
		if err := test.spoil(dir); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), dir)
		for _, want := range test.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v; want %q", test.name, err, want)
			}
		}
	}
}

// limited is a store as it was at a revision.
type limited struct {
	History
	last events.Rev
}

func (l limited) Dump(ctx context.Context, after events.Rev) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		for s, err := range l.History.Dump(ctx, after) {
			if err == nil && s.Rev > l.last || !yield(s, err) {
				return
			}
		}
	}
}
