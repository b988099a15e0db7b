package editing_test

import (
	"context"
	"errors"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

const harbour = `Annual report 2019

On 3 March 2019 the harbour museum opened its new wing.

As of 31 May 2019 the museum had 40 staff.

On 14 June 2019 the museum launched the lighthouse exhibition.
`

// reads has a role import a report.
func (w *world) reads(t *testing.T, who access.Role, text string) (review.Proposals, error) {
	t.Helper()
	doc, err := document.Read(t.Context(), "harbour.txt", []byte(text), document.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	found, err := report.Extract(t.Context(), doc, report.Options{Year: 2019})
	if err != nil {
		t.Fatal(err)
	}
	p, err := review.Propose(w.live.Timeline(), doc, found, review.Options{NewID: events.NewID})
	if err != nil {
		t.Fatal(err)
	}
	act := w.as(who)
	act.Batch = events.NewBatch(events.BatchImport, "harbour.txt")
	return p, w.Propose(t.Context(), act, p, w.live)
}

// proposals has an author import the report and tells its drafts.
func (w *world) proposals(t *testing.T) (review.Reading, []*events.Event) {
	t.Helper()
	p, err := w.reads(t, access.Author, harbour)
	if err != nil {
		t.Fatal(err)
	}
	list := review.From(w.live.Timeline(), p.Reading.Document)
	p.Reading.Order(list)
	return p.Reading, list
}

// reviewing is a decision of a review by a role.
func (w *world) reviewing(who access.Role) editing.Act {
	a := w.as(who)
	a.Batch = events.NewBatch(events.BatchReview, "")
	a.Batch.Last = true
	return a
}

func TestProposeKeepsTheOtherDates(t *testing.T) {
	w := newWorld(t)
	k, list := w.proposals(t)
	if len(list) != 2 || list[0].Status != events.Draft {
		t.Fatalf("proposed %v", list)
	}
	got, err := w.Reading(t.Context(), w.as(access.Viewer), k.Document)
	if err != nil || len(got.Missed) != 1 || len(got.Drafts) != 2 || !got.Read.Equal(noon) {
		t.Errorf("%v %+v", err, got)
	}
	all, err := w.Readings(t.Context(), w.as(access.Viewer))
	if err != nil || len(all) != 1 {
		t.Errorf("%v %v", err, all)
	}
	if s := w.states(t, list[0].ID)[0]; s.Author != "author" || s.Batch == nil || s.Batch.Kind != events.BatchImport || s.By == "" {
		t.Errorf("the history says %+v", s)
	}
	for _, who := range []access.Role{"", access.Viewer} {
		if _, err := w.reads(t, who, harbour+" "); !denied(err) {
			t.Errorf("%q proposes: %v", who, err)
		}
	}
	for _, err := range []error{
		second(w.Readings(t.Context(), w.as(""))), second(w.Reading(t.Context(), w.as(""), k.Document)), w.Finish(t.Context(), w.as(access.Author), k.Document),
	} {
		if !denied(err) {
			t.Errorf("it is not refused: %v", err)
		}
	}
	if err := w.Finish(t.Context(), w.as(access.Editor), k.Document); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Reading(t.Context(), w.as(access.Editor), k.Document); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("finished: %v", err)
	}
	if w.get(t, list[0].ID).Status != events.Draft {
		t.Error("finishing has dropped a draft")
	}
}

func second[T any](_ T, err error) error { return err }

func denied(err error) bool {
	var d *access.Denied
	return errors.As(err, &d)
}

func TestWithoutAPlaceNothingIsKept(t *testing.T) {
	w := newWorld(t)
	w.Editor = editing.New(w.live, w.now)
	k, list := w.proposals(t)
	if len(list) != 2 {
		t.Fatalf("proposed %v", list)
	}
	if _, err := w.Reading(t.Context(), w.as(access.Editor), k.Document); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if all, err := w.Readings(t.Context(), w.as(access.Editor)); err != nil || all != nil {
		t.Errorf("%v %v", all, err)
	}
	if err := w.Finish(t.Context(), w.as(access.Editor), k.Document); err != nil {
		t.Error(err)
	}
	if err := second(w.DropAll(t.Context(), w.reviewing(access.Editor), editing.Many{Drafts: []editing.Seen{seen(list[0].ID, list[0].Rev)}, To: w.live})); err != nil {
		t.Error(err)
	}
}

// brokenReadings is a vault that nothing can be written to.
type brokenReadings struct{ review.Vault }

func (brokenReadings) Write(context.Context, ...events.ValueChange) (events.Version, error) {
	return 0, events.ErrUnavailable
}

func TestWhatCannotBeKeptIsSaid(t *testing.T) {
	w := newWorld(t)
	w.SetReadings(brokenReadings{w.vault})
	p, err := w.reads(t, access.Author, harbour)
	if !errors.Is(err, events.ErrUnavailable) || len(review.From(w.live.Timeline(), p.Reading.Document)) != 2 {
		t.Errorf("got %v", err)
	}
}

func TestDecisionsOfAReview(t *testing.T) {
	w := newWorld(t)
	_, list := w.proposals(t)
	next := *list[0]
	next.Text = map[string]events.Text{"en": {Title: "The museum has a new wing"}, "zh": {Title: "新翼"}}
	next.Proposal, next.Slug = nil, ""
	for _, decide := range []func(context.Context, editing.Act, events.Event, events.Rev) (editing.Written, error){w.AcceptAs, w.Editor.Keep} {
		if _, err := decide(t.Context(), w.reviewing(access.Author), next, list[0].Rev); !denied(err) {
			t.Errorf("an author decides: %v", err)
		}
		if _, err := decide(t.Context(), w.reviewing(access.Editor), next, list[0].Rev-1); !errors.Is(err, events.ErrConflict) {
			t.Errorf("of another revision: %v", err)
		}
		none := next
		none.Text = nil
		var bad *events.Invalid
		if _, err := decide(t.Context(), w.reviewing(access.Editor), none, list[0].Rev); !errors.As(err, &bad) {
			t.Errorf("without a title: %v", err)
		}
	}
	got, err := w.Editor.Keep(t.Context(), w.reviewing(access.Editor), next, list[0].Rev)
	if err != nil || got.Event.Status != events.Draft || review.Waits(got.Event) || got.Event.Text["zh"].Title != "新翼" || got.Event.Slug != list[0].Slug || got.Event.Proposal.Fingerprint != list[0].Proposal.Fingerprint {
		t.Fatalf("kept: %v %+v", err, got.Event)
	}
	back, err := w.TakeBack(t.Context(), w.reviewing(access.Editor), seen(got.Event.ID, got.Rev))
	if err != nil || !review.Waits(back.Event) || back.Event.Text["zh"].Title != "" {
		t.Fatalf("taken back: %v %+v", err, back.Event)
	}
	if s := w.states(t, list[0].ID)[0]; s.Batch == nil || s.Batch.Kind != events.BatchUndo || s.Batch.Undoes == "" || !s.Batch.Last || s.Note != "took back: looked at a draft from harbour.txt and kept it" {
		t.Errorf("the history says %+v of %+v", s, s.Batch)
	}
	got, err = w.AcceptAs(t.Context(), w.reviewing(access.Editor), next, back.Rev)
	if err != nil || got.Event.Status != events.Published || got.Event.Text["zh"].Title != "新翼" || len(got.Event.Sources) != 1 {
		t.Fatalf("accepted: %v %+v", err, got.Event)
	}
	var bad *events.Invalid
	if _, err := w.AcceptAs(t.Context(), w.reviewing(access.Editor), next, got.Rev); !errors.As(err, &bad) || bad.Problems[0].Field != "status" {
		t.Errorf("accepted twice: %v", err)
	}
	if _, err := w.TakeBack(t.Context(), w.reviewing(access.Editor), seen(got.Event.ID, got.Rev)); err != nil || w.get(t, got.Event.ID).Status != events.Draft {
		t.Errorf("taken back: %v, it is %s", err, w.get(t, got.Event.ID).Status)
	}
}

// TestAnOwnDraftIsKeptAsItIs holds that what no importer proposed can be decided
// about, too.
func TestAnOwnDraftIsKeptAsItIs(t *testing.T) {
	w := newWorld(t)
	e := w.put(t, story("own", events.Draft))
	next := *e
	next.Key = true
	got, err := w.Editor.Keep(t.Context(), w.reviewing(access.Editor), next, e.Rev)
	if err != nil || !got.Event.Key || got.Event.Status != events.Draft {
		t.Errorf("%v %+v", err, got.Event)
	}
	if same, err := w.Editor.Keep(t.Context(), w.reviewing(access.Editor), *got.Event, got.Rev); err != nil || same.Rev != got.Rev || len(w.states(t, "own")) != 2 {
		t.Errorf("kept as it is: %v, revision %d of %d", err, same.Rev, got.Rev)
	}
	pictured := *got.Event
	pictured.Image = &events.Image{URL: "https://example.org/a.jpg"}
	var bad *events.Invalid
	if _, err := w.AcceptAs(t.Context(), w.reviewing(access.Editor), pictured, got.Rev); !errors.As(err, &bad) || bad.Problems[0].Field != "image.alt" {
		t.Errorf("a picture nobody describes: %v", err)
	}
}

func TestTakeBackAMerge(t *testing.T) {
	w := newWorld(t)
	_, list := w.proposals(t)
	target := w.put(t, story("target", events.Published))
	merged, err := w.MergeInto(t.Context(), w.reviewing(access.Editor), seen(list[0].ID, list[0].Rev), editing.Merging{Into: "target"})
	if err != nil || len(merged.Event.Sources) != 1 {
		t.Fatalf("%v %+v", err, merged.Event)
	}
	if _, err := w.TakeBack(t.Context(), w.reviewing(access.Author), seen(list[0].ID, merged.Rev)); !denied(err) {
		t.Errorf("an author: %v", err)
	}
	if _, err := w.TakeBack(t.Context(), w.reviewing(access.Editor), seen(list[0].ID, merged.Rev)); err != nil {
		t.Fatal(err)
	}
	if got := w.get(t, "target"); len(got.Sources) != 0 || w.get(t, list[0].ID).Status != events.Draft {
		t.Errorf("left: %+v", got)
	}

	// Somebody goes on with the target: the merge stays as a whole.
	merged, err = w.MergeInto(t.Context(), w.reviewing(access.Editor), seen(list[0].ID, w.get(t, list[0].ID).Rev), editing.Merging{Into: "target"})
	if err != nil {
		t.Fatal(err)
	}
	next := *merged.Event
	next.Key = true
	if _, err := w.Replace(t.Context(), w.as(access.Editor), next, merged.Rev); err != nil {
		t.Fatal(err)
	}
	var conflict *editing.Conflict
	if _, err := w.TakeBack(t.Context(), w.reviewing(access.Editor), seen(list[0].ID, merged.Rev)); !errors.As(err, &conflict) || conflict.ID != "target" {
		t.Errorf("got %v", err)
	}
	if w.get(t, list[0].ID).Status != events.Deleted {
		t.Error("half of it was taken back")
	}
	for _, s := range []editing.Seen{seen("target", w.get(t, "target").Rev), seen("target", target.Rev), seen(list[1].ID, list[1].Rev), seen("none", merged.Rev)} {
		if _, err := w.TakeBack(t.Context(), w.reviewing(access.Editor), s); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%v is no decision: %v", s, err)
		}
	}
}

func TestADropIsTakenBack(t *testing.T) {
	w := newWorld(t)
	_, list := w.proposals(t)
	got, err := w.Drop(t.Context(), w.reviewing(access.Editor), seen(list[1].ID, list[1].Rev))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.TakeBack(t.Context(), w.reviewing(access.Editor), seen(list[1].ID, got.Rev)); err != nil || !review.Waits(w.get(t, list[1].ID)) {
		t.Errorf("%v, %+v", err, w.get(t, list[1].ID))
	}
}

func TestOneOfManyIsTakenBackByItself(t *testing.T) {
	w := newWorld(t)
	_, list := w.proposals(t)
	many := editing.Many{To: w.live}
	for _, e := range list[:2] {
		many.Drafts = append(many.Drafts, seen(e.ID, e.Rev))
	}
	for name, decide := range map[string]func() ([]editing.Written, error){
		"dropped":  func() ([]editing.Written, error) { return w.DropAll(t.Context(), w.reviewing(access.Editor), many) },
		"accepted": func() ([]editing.Written, error) { return w.AcceptAll(t.Context(), w.reviewing(access.Editor), many) },
	} {
		if _, err := decide(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i := range many.Drafts {
			e, _ := w.live.Timeline().Event(list[i].ID)
			if _, err := w.TakeBack(t.Context(), w.reviewing(access.Editor), seen(e.ID, e.Rev)); err != nil {
				t.Errorf("%s: No. %d: %v", name, i+1, err)
			}
			other, _ := w.live.Timeline().Event(list[1].ID)
			if got := w.get(t, e.ID); got.Status != events.Draft || i == 0 && other.Status == events.Draft {
				t.Errorf("%s: No. %d is %s, the other %s", name, i+1, got.Status, other.Status)
			}
			many.Drafts[i] = seen(e.ID, w.get(t, e.ID).Rev)
		}
	}
}

func TestADateIsTaken(t *testing.T) {
	w := newWorld(t)
	k, _ := w.proposals(t)
	found, _ := k.Draft(1)
	e := found
	e.Proposal, e.Text = nil, map[string]events.Text{"en": {Title: "Forty staff"}}
	e.ID, e.Status = "another", events.Published
	got, err := w.TakeDate(t.Context(), w.as(access.Author), found, e)
	if err != nil || got.Event.Status != events.Draft || !review.Waits(got.Event) || got.Event.Proposal.Document != k.Document || got.Event.Slug == "" {
		t.Fatalf("%v %+v", err, got.Event)
	}
	if _, err := w.TakeDate(t.Context(), w.as(access.Author), found, e); !errors.Is(err, events.ErrConflict) {
		t.Errorf("the form was sent twice: %v", err)
	}
	if _, err := w.TakeDate(t.Context(), w.as(access.Viewer), found, e); !denied(err) {
		t.Errorf("a viewer: %v", err)
	}
	var bad *events.Invalid
	e.ID = "second"
	if _, err := w.TakeDate(t.Context(), w.as(access.Author), found, e); !errors.Is(err, editing.ErrDateTaken) {
		t.Errorf("somebody else took it: %v", err)
	}
	if _, err := w.Drop(t.Context(), w.reviewing(access.Editor), seen(got.Event.ID, got.Rev)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.TakeDate(t.Context(), w.as(access.Author), found, e); !errors.Is(err, editing.ErrDateTaken) {
		t.Errorf("what was made of it was dropped: %v", err)
	}
	if e.ID = "other"; true {
		if _, err := w.TakeDate(t.Context(), w.as(access.Author), events.Event{Proposal: &events.Proposal{}}, e); !errors.As(err, &bad) {
			t.Errorf("a proposal of nothing: %v", err)
		}
	}
}

// TestADateIsTakenOnce holds that of many who take one date in the same instant
// one makes a draft, and the others are told.
func TestADateIsTakenOnce(t *testing.T) {
	w := newWorld(t)
	k, _ := w.proposals(t)
	found, _ := k.Draft(1)
	who, errs := w.as(access.Author), make(chan error)
	for range 16 {
		go func() {
			e := found
			e.Text = map[string]events.Text{"en": {Title: "Forty staff"}}
			_, err := w.TakeDate(t.Context(), who, found, e)
			errs <- err
		}()
	}
	made := 0
	for range 16 {
		switch err := <-errs; {
		case err == nil:
			made++
		case !errors.Is(err, editing.ErrDateTaken):
			t.Error(err)
		}
	}
	if drafts := len(k.Taken(w.live.Timeline())); made != 1 || drafts != 1 {
		t.Errorf("%d were told that they made one, the record has %d", made, drafts)
	}
}

// TestADroppedQueueIsForgotten holds when what is kept of a document goes by
// itself: with the last of its events, by one decision about all or by undoing
// the import, not while somebody works through it.
func TestADroppedQueueIsForgotten(t *testing.T) {
	kept := func(w *world, document string) bool {
		_, err := w.Reading(context.Background(), w.as(access.Editor), document)
		return err == nil
	}
	all := func(list []*events.Event) (many []editing.Seen) {
		for _, e := range list {
			many = append(many, seen(e.ID, e.Rev))
		}
		return many
	}
	w := newWorld(t)
	k, list := w.proposals(t)
	if _, err := w.DropAll(t.Context(), w.reviewing(access.Editor), editing.Many{Drafts: all(list[:1]), To: w.live}); err != nil || !kept(w, k.Document) {
		t.Errorf("half of it: %v, kept %v", err, kept(w, k.Document))
	}
	if _, err := w.Drop(t.Context(), w.reviewing(access.Editor), all(list)[1]); err != nil || !kept(w, k.Document) {
		t.Errorf("one by one: %v, kept %v", err, kept(w, k.Document))
	}

	w = newWorld(t)
	k, list = w.proposals(t)
	if _, err := w.DropAll(t.Context(), w.reviewing(access.Editor), editing.Many{Drafts: all(list), To: w.live}); err != nil || kept(w, k.Document) {
		t.Errorf("all: %v, kept %v", err, kept(w, k.Document))
	}

	w = newWorld(t)
	k, list = w.proposals(t)
	batch := w.states(t, list[0].ID)[0].Batch.ID
	if _, err := w.Undo(t.Context(), w.as(access.Editor), batch); err != nil || kept(w, k.Document) {
		t.Errorf("undone: %v, kept %v", err, kept(w, k.Document))
	}
}
