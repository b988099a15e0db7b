package access

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

func TestFiltersAreKept(t *testing.T) {
	h := newHouse(t)
	a, b := h.account("lin", Viewer), h.account("bo", Viewer)
	lin, bo := h.signedIn("lin"), h.signedIn("bo")
	keep := func(who Principal, name, query string) error {
		return h.KeepFilter(t.Context(), who, KeptFilter{Name: name, Query: query})
	}
	for _, f := range [][2]string{{"Without English", "lang-missing=en"}, {" Coarse  dates ", "coarse=1"}, {"Without English", "lang-missing=en&status=published"}} {
		if err := keep(lin, f[0], f[1]); err != nil {
			t.Fatal(err)
		}
	}
	want := []KeptFilter{{"Coarse dates", "coarse=1"}, {"Without English", "lang-missing=en&status=published"}}
	if diff := cmp.Diff(want, h.Filters(a.ID)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, h.open("https://almanac.example.org").Filters(a.ID)); diff != "" {
		t.Errorf("another replica (-want +got):\n%s", diff)
	}
	if list := h.Filters(b.ID); len(list) != 0 {
		t.Errorf("another account has %v", list)
	}
	if err := h.ForgetFilter(t.Context(), bo, "Coarse dates"); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("another's filter is forgotten: %v", err)
	}
	if err := h.ForgetFilter(t.Context(), lin, "Coarse dates"); err != nil || len(h.Filters(a.ID)) != 1 {
		t.Errorf("%v, left %v", err, h.Filters(a.ID))
	}
	if _, _, err := h.login("lin", goodPassword); err != nil {
		t.Errorf("the password is lost: %v", err)
	}
}

func TestFiltersAreChecked(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Viewer)
	lin := h.signedIn("lin")
	for _, c := range []struct {
		f             KeptFilter
		field, reason string
	}{
		{KeptFilter{"", "q=a"}, "name", "1 to 80 characters"},
		{KeptFilter{" \t", "q=a"}, "name", "1 to 80 characters"},
		{KeptFilter{strings.Repeat("年", 81), "q=a"}, "name", "1 to 80 characters"},
		{KeptFilter{"bell\x07", "q=a"}, "name", "one line"},
		{KeptFilter{"long", strings.Repeat("q", 2001)}, "query", "has 2001 bytes; at most 2000"},
	} {
		if err := h.KeepFilter(t.Context(), lin, c.f); !strings.Contains(problem(err, c.field), c.reason) {
			t.Errorf("%.20q: %v", c.f.Name, err)
		}
	}
	for i := range 30 {
		if err := h.KeepFilter(t.Context(), lin, KeptFilter{fmt.Sprintf("%s%d", strings.Repeat("年", 78), i), strings.Repeat("q", 2000)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.KeepFilter(t.Context(), lin, KeptFilter{"one more", "q=a"}); !strings.Contains(problem(err, "name"), "30 filters already") {
		t.Errorf("more than 30: %v", err)
	}
	if err := h.KeepFilter(t.Context(), lin, KeptFilter{strings.Repeat("年", 78) + "0", "q=a"}); err != nil {
		t.Errorf("one of 30 is changed: %v", err)
	}
	var denied *Denied
	if err := h.KeepFilter(t.Context(), Principal{}, KeptFilter{"a", "q=a"}); !errors.As(err, &denied) {
		t.Errorf("the public: %v", err)
	}
}
