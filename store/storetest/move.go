package storetest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// RunMove moves a record from one engine into another and back again: events,
// documents, revisions and histories stay, and each goes on where it was.
func RunMove(t *testing.T, from, to Engine) {
	here, there, back := from.open(t), to.open(t), from.open(t)
	first := commit(t, here, put("a", "one", 0), put("b", "one", 0), putTags("a", 0))
	renamed := commit(t, here, withSlug(put("a", "two", first), "elsewhere"))
	commit(t, here, remove("b", first), large("c", store.MaxBytes/3), putTags("b", first))
	last := fill(t, here, 500)
	queries := []events.HistoryQuery{
		{}, {Limit: 7}, {Before: last}, {ID: "a"}, {ID: "b"}, {ID: "fill0123"}, {Document: events.DocumentTags},
	}
	for _, step := range []struct {
		what     string
		from, to store.Backend
	}{{"there", here, there}, {"back", there, back}} {
		if err := archive(t, step.to).Load(t.Context(), archive(t, step.from).Dump(t.Context(), 0)); err != nil {
			t.Fatalf("moving %s: %v", step.what, err)
		}
		if diff := cmp.Diff(read(t, here), read(t, step.to)); diff != "" {
			t.Errorf("moved %s (-before +after):\n%s", step.what, diff)
		}
		if diff := cmp.Diff(spellAll(t, dump(t, here)), spellAll(t, dump(t, step.to))); diff != "" {
			t.Errorf("the dump, moved %s (-before +after):\n%s", step.what, diff)
		}
		for _, q := range queries {
			if diff := cmp.Diff(history(t, here, q), history(t, step.to, q)); diff != "" {
				t.Errorf("the history %+v, moved %s (-before +after):\n%s", q, step.what, diff)
			}
		}
	}
	goOn := func(b store.Backend) []string {
		refused(t, b, "a slug from before", withSlug(put("d", "one", 0), "elsewhere"))
		refused(t, b, "an old revision", put("a", "three", first))
		at := commit(t, b, withSlug(put("d", "takes what was given up", 0), "a"), withSlug(put("a", "three", renamed), "elsewhere"))
		if at != last+1 {
			t.Errorf("the next revision is %d after %d", at, last)
		}
		return spellAll(t, dump(t, b))
	}
	want := goOn(here)
	for what, b := range map[string]store.Backend{"there": there, "back": back} {
		if got := goOn(b); !slices.Equal(want, got) {
			t.Errorf("%s it went on differently (-here +%s):\n%s", what, what, cmp.Diff(want, got))
		}
	}
}
