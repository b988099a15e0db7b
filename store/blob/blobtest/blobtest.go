// Package blobtest holds the contract of store/blob as a test for every engine.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"almanac.example/events"
	"almanac.example/store/blob"
)

// Run holds an engine against the contract. open gives an empty store; damage
// changes a byte of a blob that is kept.
func Run(t *testing.T, open func(t *testing.T) blob.Store, damage func(t *testing.T, s blob.Store, name string)) {
	for _, promise := range []struct {
		name string
		hold func(t *testing.T, s blob.Store)
	}{
		{"what was put comes back", comesBack},
		{"what is not there is not found", notFound},
		{"a blob may be put again, by many at once", again},
		{"names are listed in order", listed},
		{"what is deleted is gone", deleted},
		{"a blob that is too large is refused", tooLarge},
		{"a context that has ended ends the call", ended},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.hold(t, open(t)) })
	}
	t.Run("what is damaged is named", func(t *testing.T) {
		s := open(t)
		name := put(t, s, []byte("a picture"))
		damage(t, s, name)
		var d *blob.Damage
		if data, err := s.Get(t.Context(), name); !errors.As(err, &d) || d.Name != name || !strings.Contains(err.Error(), name) {
			t.Errorf("reading it gives %q, %v; want a Damage that names it", data, err)
		}
		if again := put(t, s, []byte("a picture")); again != name {
			t.Errorf("putting it again gives the name %s", again)
		}
		if data, err := s.Get(t.Context(), name); err != nil || string(data) != "a picture" {
			t.Errorf("after it was put again: %q, %v", data, err)
		}
	})
}

func put(t *testing.T, s blob.Store, data []byte) string {
	t.Helper()
	name, err := s.Put(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func comesBack(t *testing.T, s blob.Store) {
	for _, data := range [][]byte{nil, []byte("a"), bytes.Repeat([]byte{0, 255}, 1<<19)} {
		name := put(t, s, data)
		if name != blob.Name(data) {
			t.Errorf("the name of %d bytes is %s; want their SHA-256", len(data), name)
		}
		got, err := s.Get(t.Context(), name)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes come back as %d, %v", len(data), len(got), err)
		}
		if has, err := s.Has(t.Context(), name); !has || err != nil {
			t.Errorf("Has says %v, %v", has, err)
		}
	}
}

func notFound(t *testing.T, s blob.Store) {
	other := put(t, s, []byte("another"))
	for _, name := range []string{blob.Name([]byte("x")), "", "..", "../" + other, strings.ToUpper(other), other[:63], other + "0", strings.Repeat("/", 64)} {
		if data, err := s.Get(t.Context(), name); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("reading %q gives %q, %v; want ErrNotFound", name, data, err)
		}
		if has, err := s.Has(t.Context(), name); has || err != nil {
			t.Errorf("Has(%q) says %v, %v", name, has, err)
		}
		if err := s.Delete(t.Context(), name); err != nil {
			t.Errorf("deleting %q: %v", name, err)
		}
	}
	if has, err := s.Has(t.Context(), other); !has || err != nil {
		t.Errorf("the other one: %v, %v", has, err)
	}
}

func again(t *testing.T, s blob.Store) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := s.Put(t.Context(), []byte("the same")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if names := collect(t, s.List(t.Context())); len(names) != 1 {
		t.Errorf("there are %d blobs; want one: %q", len(names), names)
	}
}

func listed(t *testing.T, s blob.Store) {
	if names := collect(t, s.List(t.Context())); len(names) != 0 {
		t.Errorf("an empty store lists %q", names)
	}
	var want []string
	for i := range 40 {
		want = append(want, put(t, s, []byte{byte(i)}))
	}
	slices.Sort(want)
	if got := collect(t, s.List(t.Context())); !slices.Equal(got, want) {
		t.Errorf("got %d names %q\nwant %d %q", len(got), got, len(want), want)
	}
	n := 0
	for _, err := range s.List(t.Context()) {
		if n++; n == 3 || err != nil {
			break
		}
	}
	if n != 3 {
		t.Errorf("a listing that is broken off goes on to %d", n)
	}
}

func deleted(t *testing.T, s blob.Store) {
	one, two := put(t, s, []byte("one")), put(t, s, []byte("two"))
	for range 2 {
		if err := s.Delete(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Get(t.Context(), one); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("what was deleted gives %v", err)
	}
	if names := collect(t, s.List(t.Context())); !slices.Equal(names, []string{two}) {
		t.Errorf("left is %q", names)
	}
}

func tooLarge(t *testing.T, s blob.Store) {
	if _, err := s.Put(t.Context(), make([]byte, blob.MaxBytes+1)); !errors.Is(err, events.ErrTooLarge) {
		t.Errorf("it gives %v; want ErrTooLarge", err)
	}
}

func ended(t *testing.T, s blob.Store) {
	name := put(t, s, []byte("x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for what, do := range map[string]func() error{
		"Put":    func() error { _, err := s.Put(ctx, []byte("y")); return err },
		"Get":    func() error { _, err := s.Get(ctx, name); return err },
		"Has":    func() error { _, err := s.Has(ctx, name); return err },
		"Delete": func() error { return s.Delete(ctx, name) },
		"List": func() error {
			for _, err := range s.List(ctx) {
				if err != nil {
					return err
				}
			}
			return nil
		},
	} {
		if err := do(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s gives %v", what, err)
		}
	}
	if _, err := s.Get(t.Context(), name); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func collect(t *testing.T, names iter.Seq2[string, error]) []string {
	t.Helper()
	var list []string
	for name, err := range names {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, name)
	}
	return list
}
