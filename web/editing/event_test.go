package editing_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

func TestCreateMintsWhatIsMissing(t *testing.T) {
	w := newWorld(t)
	e := story("", events.Published)
	e.Text["en"] = events.Text{Title: "The museum is lit up"}
	first, err := w.Create(t.Context(), w.as(access.Editor), e)
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.Create(t.Context(), w.as(access.Editor), e)
	if err != nil {
		t.Fatal(err)
	}
	if got := first.Event; len(got.ID) < 20 || got.Slug != "2019-05-24-museum-is-lit-up" || first.Rev != got.Rev || got.Rev == 0 {
		t.Errorf("the first is %q at %q, revision %d", got.ID, got.Slug, got.Rev)
	}
	if got := second.Event; got.ID == first.Event.ID || got.Slug == first.Event.Slug {
		t.Errorf("the second is %q at %q, as the first", got.ID, got.Slug)
	}
	if s := w.states(t, first.Event.ID)[0]; s.Author != "editor" || !strings.HasPrefix(s.By, "token:") {
		t.Errorf("the history says %q by %q", s.Author, s.By)
	}
}

// What importers and the store say cannot be set by an account.
func TestAccountsCannotSetEverything(t *testing.T) {
	w := newWorld(t)
	forged := story("forged", events.Draft)
	forged.Proposal = &events.Proposal{Fingerprint: "f"}
	forged.Origin = &events.Origin{UID: "u"}
	forged.Created, forged.Published, forged.Updated = noon.AddDate(-9, 0, 0), noon.AddDate(-8, 0, 0), noon.AddDate(-7, 0, 0)
	forged.Sequence, forged.FormerSlugs = 99, []string{"another"}
	forged.Formerly = []events.Trace{{Until: noon}}
	got, err := w.Create(t.Context(), w.as(access.Author), forged)
	if err != nil {
		t.Fatal(err)
	}
	check := func(e *events.Event, sequence int) {
		t.Helper()
		if e.Proposal != nil || e.Origin != nil || !e.Created.Equal(noon) || !e.Published.IsZero() || e.Sequence != sequence || e.FormerSlugs != nil || e.Formerly != nil {
			t.Errorf("stored: %+v", e)
		}
	}
	check(got.Event, 0)
	forged.Key = true
	if got, err = w.Replace(t.Context(), w.as(access.Author), forged, got.Rev); err != nil {
		t.Fatal(err)
	}
	check(got.Event, 1)
}

func TestReplaceKeepsWhereAnEventWasFound(t *testing.T) {
	w := newWorld(t)
	found := story("found", events.Draft)
	found.Proposal = &events.Proposal{Fingerprint: "f", Name: "report.txt"}
	found.Origin = &events.Origin{UID: "u"}
	if _, err := w.live.Commit(t.Context(), events.Put(found, 0)); err != nil {
		t.Fatal(err)
	}
	plain := story("found", events.Draft)
	plain.Key, plain.Slug = true, ""
	got, err := w.Replace(t.Context(), w.as(access.Author), plain, w.get(t, "found").Rev)
	if err != nil {
		t.Fatal(err)
	}
	if e := got.Event; !e.Key || e.Slug != "found" || e.Proposal == nil || e.Proposal.Fingerprint != "f" || e.Origin == nil || e.Origin.UID != "u" {
		t.Errorf("stored: %+v", e)
	}
}

// asked is what is done to an event of a status, and the least role that may.
type asked struct {
	name   string
	status events.Status
	least  access.Role
	do     func(w *world, a editing.Act, e *events.Event) error
}

func TestWhoMay(t *testing.T) {
	soon := &events.Schedule{At: noon.Add(time.Hour), Zone: "Asia/Shanghai"}
	replace := func(change func(*events.Event)) func(*world, editing.Act, *events.Event) error {
		return func(w *world, a editing.Act, e *events.Event) error {
			next := *e
			change(&next)
			_, err := w.Replace(t.Context(), a, next, e.Rev)
			return err
		}
	}
	key := func(e *events.Event) { e.Key = !e.Key }
	for _, test := range []asked{
		{"change a draft", events.Draft, access.Author, replace(key)},
		{"publish by writing", events.Draft, access.Editor, replace(func(e *events.Event) { e.Status = events.Published })},
		{"schedule by writing", events.Draft, access.Editor, replace(func(e *events.Event) { e.Publish = soon })},
		{"change what is published", events.Published, access.Editor, replace(key)},
		{"change what is tentative", events.Tentative, access.Editor, replace(key)},
		{"change what is withdrawn", events.Withdrawn, access.Editor, replace(key)},
		{"delete a draft", events.Draft, access.Author, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.Delete(t.Context(), a, seen(e.ID, e.Rev))
			return err
		}},
		{"delete what is published", events.Published, access.Editor, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.Delete(t.Context(), a, seen(e.ID, e.Rev))
			return err
		}},
		{"publish", events.Draft, access.Editor, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.Publish(t.Context(), a, seen(e.ID, e.Rev), editing.Publication{})
			return err
		}},
		{"schedule", events.Draft, access.Editor, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.Schedule(t.Context(), a, seen(e.ID, e.Rev), *soon)
			return err
		}},
		{"withdraw", events.Published, access.Editor, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.SetStatus(t.Context(), a, seen(e.ID, e.Rev), events.Withdrawn)
			return err
		}},
		{"amend", events.Published, access.Author, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.Amend(t.Context(), a, seen(e.ID, e.Rev), story("", events.Draft))
			return err
		}},
		{"accept", events.Draft, access.Editor, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.Accept(t.Context(), a, seen(e.ID, e.Rev), "")
			return err
		}},
		{"drop", events.Draft, access.Editor, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.Drop(t.Context(), a, seen(e.ID, e.Rev))
			return err
		}},
		{"merge", events.Draft, access.Editor, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.MergeInto(t.Context(), a, seen(e.ID, e.Rev), editing.Merging{Into: "other"})
			return err
		}},
		{"edit many", events.Draft, access.Editor, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.EditMany(t.Context(), a, []events.ID{e.ID}, editing.Edit{AddTags: []string{"new"}})
			return err
		}},
		{"undo", events.Draft, access.Editor, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.Undo(t.Context(), a, "b1")
			return err
		}},
		{"restore a draft", events.Draft, access.Author, func(w *world, a editing.Act, e *events.Event) error {
			_, err := w.Restore(t.Context(), a, seen(e.ID, e.Rev), editing.Restoration{From: e.Rev, Fields: []string{"key"}})
			return err
		}},
		{"name tags", events.Draft, access.Editor, func(w *world, a editing.Act, _ *events.Event) error {
			_, err := w.UpdateDocument(t.Context(), a, events.DocumentTags, func(d events.Document) (events.Document, error) { return d, nil })
			return err
		}},
		{"change the site", events.Draft, access.Administrator, func(w *world, a editing.Act, _ *events.Event) error {
			_, err := w.UpdateDocument(t.Context(), a, events.DocumentText("en"), func(d events.Document) (events.Document, error) { return d, nil })
			return err
		}},
		{"operations", events.Draft, access.Author, func(w *world, a editing.Act, e *events.Event) error {
			_, _, err := w.Apply(t.Context(), a, []editing.Operation{{Delete: e.ID, Expect: e.Rev}})
			return err
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			w.put(t, story("other", events.Published))
			root := w.as(access.Administrator)
			root.Batch = &events.BatchPart{ID: "b1", Kind: events.BatchEdit}
			got, err := w.Create(t.Context(), root, story("one", test.status))
			if err != nil {
				t.Fatal(err)
			}
			allowed := false
			for _, role := range append([]access.Role{""}, access.Roles()...) {
				allowed = allowed || role == test.least
				err := test.do(w, w.as(role), got.Event)
				var denied *access.Denied
				if errors.As(err, &denied) == allowed {
					t.Errorf("%q: %v", role, err)
				}
				if allowed {
					if err != nil {
						t.Errorf("%q: %v", role, err)
					}
					return // what is done is done
				}
			}
		})
	}
}

func TestWhatIsRefused(t *testing.T) {
	w := newWorld(t)
	public := w.put(t, story("public", events.Published))
	draft := w.put(t, story("draft", events.Draft))
	a := w.as(access.Editor)
	for _, test := range []struct {
		name, field string
		do          func() error
	}{
		{"a published event becomes no draft", "status", func() error {
			next := *public
			next.Status = events.Draft
			_, err := w.Replace(t.Context(), a, next, public.Rev)
			return err
		}},
		{"deleting by writing", "status", func() error {
			next := *public
			next.Status = events.Deleted
			_, err := w.Replace(t.Context(), a, next, public.Rev)
			return err
		}},
		{"an amendment of nothing", "amends.id", func() error {
			e := story("a", events.Draft)
			e.Amends = &events.Amendment{ID: "nothing", Rev: 1}
			_, err := w.Create(t.Context(), a, e)
			return err
		}},
		{"an amendment of a draft", "amends.id", func() error {
			e := story("a", events.Draft)
			e.Amends = &events.Amendment{ID: "draft", Rev: 1}
			_, err := w.Create(t.Context(), a, e)
			return err
		}},
		{"a picture nobody can be told of", "image.alt", func() error {
			e := story("a", events.Published)
			e.Image = &events.Image{URL: "https://example.org/a.png"}
			_, err := w.Create(t.Context(), a, e)
			return err
		}},
		{"a plan that is past", "publish.at", func() error {
			_, err := w.Schedule(t.Context(), a, seen("draft", draft.Rev), events.Schedule{At: noon, Zone: "UTC"})
			return err
		}},
		{"a status for a draft", "status", func() error {
			_, err := w.SetStatus(t.Context(), a, seen("draft", draft.Rev), events.Withdrawn)
			return err
		}},
		{"accepting what is public", "status", func() error {
			_, err := w.Accept(t.Context(), a, seen("public", public.Rev), "")
			return err
		}},
		{"dropping what is public", "status", func() error {
			_, err := w.Drop(t.Context(), a, seen("public", public.Rev))
			return err
		}},
		{"merging a draft into itself", "into", func() error {
			_, err := w.MergeInto(t.Context(), a, seen("draft", draft.Rev), editing.Merging{Into: "draft"})
			return err
		}},
		{"no title", "text.en.title", func() error {
			e := story("a", events.Draft)
			e.Text = map[string]events.Text{"en": {}}
			_, err := w.Create(t.Context(), a, e)
			return err
		}},
		{"a field that is none", "colour", func() error {
			_, err := w.Restore(t.Context(), a, seen("draft", draft.Rev), editing.Restoration{From: draft.Rev, Fields: []string{"colour"}})
			return err
		}},
	} {
		before := w.live.Timeline().Rev()
		err := test.do()
		var bad *events.Invalid
		if !errors.As(err, &bad) || bad.Field(test.field) == "" {
			t.Errorf("%s: %v, want something about %s", test.name, err, test.field)
		}
		if w.live.Timeline().Rev() != before {
			t.Errorf("%s: something was written", test.name)
		}
	}
}

// A picture without words may be drafted, and what is public already may be
// corrected whatever its picture lacks.
func TestAltIsAskedWhenSomethingIsPublished(t *testing.T) {
	w := newWorld(t)
	e := story("e", events.Draft)
	e.Image = &events.Image{URL: "https://example.org/a.png"}
	draft := w.put(t, e)
	if _, err := w.Publish(t.Context(), w.as(access.Editor), seen("e", draft.Rev), editing.Publication{}); err == nil {
		t.Error("published without words")
	}
	if _, err := w.Accept(t.Context(), w.as(access.Editor), seen("e", draft.Rev), ""); err == nil {
		t.Error("accepted without words")
	}
	if _, err := w.live.Commit(t.Context(), events.Put(func() events.Event { n := *draft; n.Status = events.Published; return n }(), draft.Rev)); err != nil {
		t.Fatal(err)
	}
	public := *w.get(t, "e")
	public.Key = true
	if _, err := w.Replace(t.Context(), w.as(access.Editor), public, public.Rev); err != nil {
		t.Errorf("correcting it: %v", err)
	}
}

func TestPublish(t *testing.T) {
	w := newWorld(t)
	e := story("e", events.Draft)
	e.Becomes, e.Publish = events.Tentative, &events.Schedule{At: noon.Add(time.Hour), Zone: "UTC"}
	draft := w.put(t, e)
	got, err := w.Publish(t.Context(), w.as(access.Editor), seen("e", draft.Rev), editing.Publication{Quiet: true})
	if err != nil {
		t.Fatal(err)
	}
	if p := got.Event; p.Status != events.Tentative || p.Becomes != "" || p.Publish != nil || !p.Quiet || p.Published.IsZero() {
		t.Errorf("published: %+v", p)
	}
	// What was announced or not stays so.
	next := *got.Event
	next.Status, next.Quiet = events.Cancelled, false
	if got, err = w.Replace(t.Context(), w.as(access.Editor), next, got.Rev); err != nil || !got.Event.Quiet {
		t.Errorf("%v, quiet %v", err, got.Event.Quiet)
	}
	got, err = w.SetStatus(t.Context(), w.as(access.Editor), seen("e", got.Rev), events.Withdrawn)
	if err != nil || got.Event.Status != events.Withdrawn {
		t.Fatalf("withdrawn: %v", err)
	}
	got, err = w.Publish(t.Context(), w.as(access.Editor), seen("e", got.Rev), editing.Publication{Status: events.Published, Quiet: true})
	if err != nil || got.Event.Status != events.Published {
		t.Errorf("published again: %v", err)
	}
}

func TestDeletingLeavesATombstone(t *testing.T) {
	w := newWorld(t)
	e := w.put(t, story("e", events.Published))
	if _, err := w.Delete(t.Context(), w.as(access.Editor), seen("e", e.Rev-1)); !errors.Is(err, events.ErrConflict) {
		t.Errorf("of another revision: %v", err)
	}
	a := w.as(access.Editor)
	a.Note, a.Public = "wrong", true
	got, err := w.Delete(t.Context(), a, seen("e", e.Rev))
	if err != nil || got.Event.Status != events.Deleted {
		t.Fatalf("%v: %+v", err, got.Event)
	}
	if s := w.states(t, "e")[0]; s.Note != "wrong" || !s.Public {
		t.Errorf("the history says %+v", s)
	}
	if _, err := w.Delete(t.Context(), a, seen("e", got.Rev)); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("once more: %v", err)
	}
	if _, err := w.Create(t.Context(), a, story("e", events.Published)); err != nil {
		t.Errorf("bringing it back: %v", err)
	}
}

// Who may not read drafts learns nothing of them, not even that they are there.
func TestDraftsAreNotToldOf(t *testing.T) {
	w := newWorld(t)
	draft := w.put(t, story("draft", events.Draft))
	public := w.put(t, story("public", events.Published))
	var denied *access.Denied
	if _, err := w.Delete(t.Context(), w.as(""), seen("public", public.Rev)); !errors.As(err, &denied) || denied.Action != access.Publish {
		t.Errorf("what is public: %v", err)
	}
	for _, id := range []events.ID{"draft", "nothing"} {
		_, err := w.Delete(t.Context(), w.as(""), seen(id, draft.Rev))
		if !errors.As(err, &denied) || denied.Cause != access.NotSignedIn || denied.Action != access.ReadDrafts {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestModifyIsDoneToWhateverIsStored(t *testing.T) {
	w := newWorld(t)
	e := w.put(t, story("e", events.Draft))
	calls := 0
	got, err := w.Modify(t.Context(), w.as(access.Author), seen("e", 0), func(e events.Event) (events.Event, error) {
		if calls++; calls < 4 { // another is faster, three times
			other := e
			other.Span = events.On(edtf.MustParse([]string{"2019-01", "2019-02", "2019-03"}[calls-1]))
			if _, err := w.Replace(t.Context(), w.as(access.Author), other, e.Rev); err != nil {
				t.Fatal(err)
			}
		}
		e.Key = true
		return e, nil
	})
	if err != nil || !got.Event.Key || got.Event.Span.Words().Date != "2019-03" || calls != 4 {
		t.Errorf("%v after %d: %+v", err, calls, got.Event)
	}
	if _, err := w.Modify(t.Context(), w.as(access.Author), seen("e", e.Rev), func(e events.Event) (events.Event, error) { return e, nil }); !errors.Is(err, events.ErrConflict) {
		t.Errorf("of a former revision: %v", err)
	}
}
