package editing_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

// many stores events and lists their IDs.
func (w *world) many(t *testing.T, n int, status events.Status) []events.ID {
	t.Helper()
	var ids []events.ID
	for i := range n {
		ids = append(ids, w.put(t, story(fmt.Sprintf("e%03d", i), status)).ID)
	}
	return ids
}

func TestEditMany(t *testing.T) {
	w := newWorld(t)
	ids := w.many(t, 70, events.Published)
	yes := true
	edit := editing.Edit{AddTags: []string{"new", "policy"}, RemoveTags: []string{"science"}, Key: &yes}
	plan, err := w.Plan(w.as(access.Editor), ids, edit)
	if err != nil || len(plan) != 70 || !slices.Equal(plan[3].After.Tags, []string{"new", "policy"}) || plan[3].Before.Key {
		t.Fatalf("planned %d: %v", len(plan), err)
	}
	first := w.live.Timeline().Rev()
	got, err := w.EditMany(t.Context(), w.as(access.Editor), ids, edit)
	if err != nil || len(got.Left) != 0 || !slices.Equal(got.Changed, ids) {
		t.Fatalf("%v: %d changed, %d left", err, len(got.Changed), len(got.Left))
	}
	if commits := w.live.Timeline().Rev() - first; commits != 3 {
		t.Errorf("%d commits", commits)
	}
	for i, id := range ids {
		s := w.states(t, id)[0]
		if !s.Event.Key || !slices.Equal(s.Event.Tags, []string{"new", "policy"}) || s.Batch == nil || s.Batch.ID != got.Batch.ID || s.Batch.Kind != events.BatchBulk || s.Batch.Last != (i >= 64) {
			t.Fatalf("%s: %+v of %+v", id, s.Event, s.Batch)
		}
	}
	if again, err := w.EditMany(t.Context(), w.as(access.Editor), ids, edit); err != nil || len(again.Changed) != 0 {
		t.Errorf("once more: %v, %d changed", err, len(again.Changed))
	}
}

func TestEditManyLeavesOutWhatCannotBe(t *testing.T) {
	w := newWorld(t)
	ids := w.many(t, 3, events.Published)
	pictured := story("pictured", events.Draft)
	pictured.Image = &events.Image{URL: "https://example.org/a.png"}
	draft := w.put(t, pictured)
	amendment := w.amended(t, ids[0], title("Another"))
	list := append(ids, "nothing", draft.ID, amendment.ID)
	got, err := w.EditMany(t.Context(), w.as(access.Editor), list, editing.Edit{Status: events.Tentative})
	if err != nil || !slices.Equal(got.Changed, ids) || len(got.Left) != 3 {
		t.Fatalf("%v: changed %v, left %v", err, got.Changed, got.Left)
	}
	for i, id := range []events.ID{"nothing", draft.ID, amendment.ID} {
		if got.Left[i].ID != id || got.Left[i].Err == nil {
			t.Errorf("left %v", got.Left[i])
		}
	}
	if !errors.Is(got.Left[0].Err, events.ErrNotFound) {
		t.Errorf("nothing: %v", got.Left[0].Err)
	}
}

func TestEditManyDeletesAndPlaces(t *testing.T) {
	w := newWorld(t)
	ids := w.many(t, 2, events.Published)
	place := &events.Place{Slug: "shanghai", Name: events.Localised{"en": "Shanghai"}}
	for _, edit := range []editing.Edit{{Place: place}, {NoPlace: true}, {Delete: true}} {
		if got, err := w.EditMany(t.Context(), w.as(access.Editor), ids, edit); err != nil || len(got.Changed) != 2 {
			t.Fatalf("%+v: %v, %v", edit, err, got)
		}
		e := w.get(t, ids[1])
		if (e.PlaceSlug() == "shanghai") != (edit.Place != nil) || (e.Status == events.Deleted) != edit.Delete {
			t.Errorf("%+v: %+v", edit, e)
		}
	}
}

func TestUndo(t *testing.T) {
	w := newWorld(t)
	ids := w.many(t, 40, events.Published)
	got, err := w.EditMany(t.Context(), w.as(access.Editor), ids, editing.Edit{AddTags: []string{"wrong"}})
	if err != nil {
		t.Fatal(err)
	}
	later := *w.get(t, ids[7])
	later.Key = true
	if _, err := w.Replace(t.Context(), w.as(access.Editor), later, later.Rev); err != nil {
		t.Fatal(err)
	}
	u, err := w.Undo(t.Context(), w.as(access.Editor), got.Batch.ID)
	if err != nil || len(u.Changed) != 39 || len(u.Left) != 1 || u.Left[0].ID != ids[7] {
		t.Fatalf("%v: %d undone, left %v", err, len(u.Changed), u.Left)
	}
	for i, id := range ids {
		if e := w.get(t, id); e.HasTag("wrong") != (i == 7) {
			t.Errorf("%s has %v", id, e.Tags)
		}
	}
	if s := w.states(t, ids[0])[0]; s.Batch == nil || s.Batch.Kind != events.BatchUndo || s.Batch.Undoes != got.Batch.ID {
		t.Errorf("the history says %+v", s.Batch)
	}
	again, err := w.Undo(t.Context(), w.as(access.Editor), u.Batch.ID)
	if err != nil || len(again.Changed) != 39 || !w.get(t, ids[0]).HasTag("wrong") {
		t.Errorf("undoing the undo: %v, %d", err, len(again.Changed))
	}
	if _, err := w.Undo(t.Context(), w.as(access.Editor), "none"); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("no batch: %v", err)
	}
}

// What a batch created is removed, what it deleted comes back, and what it
// changed twice gets the state before both.
func TestUndoOfEveryKind(t *testing.T) {
	w := newWorld(t)
	changed, deleted, planned := w.put(t, story("changed", events.Published)), w.put(t, story("deleted", events.Published)), w.put(t, story("planned", events.Draft))
	p, err := w.Schedule(t.Context(), w.as(access.Editor), seen("planned", planned.Rev), events.Schedule{At: noon.Add(time.Minute), Zone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	a := w.as(access.Administrator)
	a.Batch = events.NewBatch(events.BatchEdit, "a sitting")
	for range 2 {
		next := *w.get(t, "changed")
		next.Tags = append(slices.Clone(next.Tags), fmt.Sprintf("t%d", next.Rev))
		if _, err := w.Replace(t.Context(), a, next, next.Rev); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Delete(t.Context(), a, seen("deleted", deleted.Rev)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Create(t.Context(), a, story("created", events.Published)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Publish(t.Context(), a, seen("planned", p.Rev), editing.Publication{}); err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"policy", "trade"} {
		if _, err := w.UpdateDocument(t.Context(), a, events.DocumentTags, addTag(slug)); err != nil {
			t.Fatal(err)
		}
	}
	w.ahead.Store(3600)
	u, err := w.Undo(t.Context(), w.as(access.Administrator), a.Batch.ID)
	if err != nil || len(u.Changed) != 4 || len(u.Left) != 0 {
		t.Fatalf("%v: %+v", err, u)
	}
	if e := w.get(t, "changed"); !slices.Equal(e.Tags, changed.Tags) {
		t.Errorf("changed: %v", e.Tags)
	}
	if w.get(t, "deleted").Status != events.Published || w.get(t, "created").Status != events.Deleted {
		t.Error("what was deleted is still gone, or what was created still there")
	}
	if e := w.get(t, "planned"); e.Status != events.Draft || e.Publish != nil {
		t.Errorf("planned: %+v", e)
	}
	// A tag whose page has been public stays, retired; the other one goes.
	if !slices.Equal(u.Documents, []events.DocumentName{events.DocumentTags}) || len(u.LeftDocuments) != 0 {
		t.Errorf("documents %v, left %v", u.Documents, u.LeftDocuments)
	}
	if tags := w.live.Timeline().Site().Tags; len(tags) != 1 || !tags[0].Retired {
		t.Errorf("tags %+v", tags)
	}
}

func TestUndoOfDocuments(t *testing.T) {
	w := newWorld(t)
	a := w.as(access.Editor)
	a.Batch = events.NewBatch(events.BatchEdit, "")
	if _, err := w.UpdateDocument(t.Context(), a, events.DocumentTags, addTag("trade")); err != nil {
		t.Fatal(err)
	}
	u, err := w.Undo(t.Context(), w.as(access.Editor), a.Batch.ID)
	if err != nil || !slices.Equal(u.Documents, []events.DocumentName{events.DocumentTags}) || len(w.live.Timeline().Site().Tags) != 0 {
		t.Errorf("%v: %+v", err, u)
	}
	u, err = w.Undo(t.Context(), w.as(access.Editor), a.Batch.ID)
	if err != nil || len(u.LeftDocuments) != 1 {
		t.Errorf("once more: %v, %+v", err, u)
	}
}

func addTag(slug string) func(events.Document) (events.Document, error) {
	return func(d events.Document) (events.Document, error) {
		d.Tags = append(slices.Clone(d.Tags), events.Tag{Slug: slug, Name: events.Localised{"en": slug}})
		return d, nil
	}
}

func TestApply(t *testing.T) {
	w := newWorld(t)
	old := w.put(t, story("old", events.Draft))
	gone := w.put(t, story("gone", events.Draft))
	created, replaced := story("created", events.Draft), story("old", events.Draft)
	replaced.Key = true
	before := w.live.Timeline().Rev()
	list := []editing.Operation{{Create: &created}, {Replace: &replaced, Expect: old.Rev}, {Delete: "gone", Expect: gone.Rev}}
	got, done, err := w.Apply(t.Context(), w.as(access.Author), list)
	if err != nil || done != 3 || w.live.Timeline().Rev() != before+1 {
		t.Fatalf("%v: %d done in %d commits", err, done, w.live.Timeline().Rev()-before)
	}
	if got[0].Event.ID != "created" || !got[1].Event.Key || got[2].Event.Status != events.Deleted || got[1].Rev != before+1 {
		t.Errorf("%+v", got)
	}
	other := story("other", events.Draft)
	_, done, err = w.Apply(t.Context(), w.as(access.Author), []editing.Operation{{Create: &other}, {Replace: &replaced, Expect: old.Rev}})
	var at *editing.OperationError
	if !errors.As(err, &at) || at.Index != 1 || !errors.Is(err, events.ErrConflict) || done != 0 {
		t.Errorf("with one that is stale: %v", err)
	}
	if _, ok := w.live.Timeline().Event("other"); ok {
		t.Error("a part was written")
	}
	public := story("public", events.Published)
	_, _, err = w.Apply(t.Context(), w.as(access.Author), []editing.Operation{{Create: &other}, {Create: &public}})
	var denied *access.Denied
	if !errors.As(err, &at) || at.Index != 1 || !errors.As(err, &denied) {
		t.Errorf("with one that is not allowed: %v", err)
	}
}

func TestApplyManyIsABatch(t *testing.T) {
	w := newWorld(t)
	var list []editing.Operation
	for i := range 33 {
		e := story(fmt.Sprintf("e%d", i), events.Draft)
		list = append(list, editing.Operation{Create: &e})
	}
	a := w.as(access.Author)
	a.Batch = events.NewBatch(events.BatchEdit, "")
	if _, _, err := w.Apply(t.Context(), a, list); err == nil {
		t.Error("an author makes a large batch")
	}
	a.Who = w.who[access.Editor]
	before := w.live.Timeline().Rev()
	got, done, err := w.Apply(t.Context(), a, list)
	if err != nil || done != 33 || len(got) != 33 || w.live.Timeline().Rev() != before+2 {
		t.Fatalf("%v: %d", err, done)
	}
	if b := w.states(t, "e0")[0].Batch; b.ID != a.Batch.ID || b.Last {
		t.Errorf("the first is part of %+v", b)
	}
	if b := w.states(t, "e32")[0].Batch; b.ID != a.Batch.ID || !b.Last {
		t.Errorf("the last is part of %+v", b)
	}
}

func TestRestore(t *testing.T) {
	w := newWorld(t)
	first := w.put(t, story("e", events.Draft))
	next := *first
	next.Key, next.Text = true, map[string]events.Text{"en": {Title: "Another"}}
	second, err := w.Replace(t.Context(), w.as(access.Author), next, first.Rev)
	if err != nil {
		t.Fatal(err)
	}
	third, err := w.Restore(t.Context(), w.as(access.Author), seen("e", second.Rev), editing.Restoration{From: first.Rev, Fields: []string{"text.en.title", "text.zh.title"}})
	if err != nil || !third.Event.Key || third.Event.Text["en"].Title != "A story" || third.Event.Text["zh"] != (events.Text{Title: "记事"}) {
		t.Fatalf("%v: %+v", err, third.Event)
	}
	if _, err := w.Restore(t.Context(), w.as(access.Author), seen("e", second.Rev), editing.Restoration{From: first.Rev}); !errors.Is(err, events.ErrConflict) {
		t.Errorf("of a former revision: %v", err)
	}
	whole, err := w.Restore(t.Context(), w.as(access.Author), seen("e", third.Rev), editing.Restoration{From: first.Rev})
	if err != nil || !events.Same(whole.Event, first) || whole.Event.Sequence != 3 {
		t.Errorf("%v: %+v", err, whole.Event)
	}
	if _, err := w.Restore(t.Context(), w.as(access.Author), seen("e", whole.Rev), editing.Restoration{From: whole.Rev + 5}); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("from nowhere: %v", err)
	}
}

// Two editors who change the vocabulary do not get in each other's way.
func TestDocumentsAreChangedAgain(t *testing.T) {
	w := newWorld(t)
	calls := 0
	doc, err := w.UpdateDocument(t.Context(), w.as(access.Editor), events.DocumentTags, func(d events.Document) (events.Document, error) {
		if calls++; calls < 5 {
			if _, err := w.UpdateDocument(t.Context(), w.as(access.Editor), events.DocumentTags, addTag(fmt.Sprintf("t%d", calls))); err != nil {
				t.Fatal(err)
			}
		}
		return addTag("mine")(d)
	})
	if err != nil || len(doc.Tags) != 5 || doc.Tags[4].Slug != "mine" || doc.Rev != w.live.Timeline().Rev() {
		t.Fatalf("%v after %d: %+v", err, calls, doc)
	}
	_, err = w.ReplaceDocument(t.Context(), w.as(access.Editor), events.Document{Name: events.DocumentTags}, doc.Rev-1)
	var c *editing.DocumentConflict
	if !errors.As(err, &c) || c.Stored() != doc.Rev || !errors.Is(err, events.ErrConflict) {
		t.Errorf("of a former revision: %v", err)
	}
	calls = 0
	_, err = w.UpdateDocument(t.Context(), w.as(access.Editor), events.DocumentTags, func(d events.Document) (events.Document, error) {
		calls++
		if _, err := w.UpdateDocument(t.Context(), w.as(access.Editor), events.DocumentTags, addTag(fmt.Sprintf("u%d", calls))); err != nil {
			t.Fatal(err)
		}
		return addTag("mine-too")(d)
	})
	if !errors.Is(err, events.ErrConflict) || calls != 5 {
		t.Errorf("if another is always faster: %v after %d", err, calls)
	}
}

func TestWhatWasPublicStaysInTheVocabulary(t *testing.T) {
	w := newWorld(t)
	e := story("e", events.Published)
	e.Place = &events.Place{Slug: "wuhu", Name: events.Localised{"en": "Wuhu"}}
	w.put(t, e)
	name := events.Localised{"en": "Name"}
	docs := map[string]events.Document{
		"tags":   {Name: events.DocumentTags, Tags: []events.Tag{{Slug: "policy", Name: name}, {Slug: "unused", Name: name}}},
		"places": {Name: events.DocumentPlaces, Places: []events.NamedPlace{{Slug: "wuhu", Name: name}, {Slug: "unused", Name: name}}},
		"views":  {Name: events.DocumentViews, Views: []events.View{{Slug: "v", Name: name, Selection: "tag=policy"}}},
	}
	public := map[string]string{"tags": "tags.policy", "places": "places.wuhu", "views": "views.v"}
	for name, doc := range docs {
		stored, err := w.ReplaceDocument(t.Context(), w.as(access.Editor), doc, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.ReplaceDocument(t.Context(), w.as(access.Editor), events.Document{Name: doc.Name}, stored.Rev)
		var bad *events.Invalid
		if !errors.As(err, &bad) || len(bad.Problems) != 1 || bad.Field(public[name]) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	tags := w.live.Timeline().Site().Document(events.DocumentTags)
	tags.Tags = []events.Tag{{Slug: "policy", Name: name, Retired: true}}
	if _, err := w.ReplaceDocument(t.Context(), w.as(access.Editor), tags, tags.Rev); err != nil {
		t.Errorf("retiring one and removing what nothing has: %v", err)
	}
}
