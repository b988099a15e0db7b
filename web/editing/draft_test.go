package editing_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

// amended is an amendment of a published event, by an author.
func (w *world) amended(t *testing.T, id events.ID, change func(*events.Event)) *events.Event {
	t.Helper()
	e := w.get(t, id)
	next := *e
	next.Text = map[string]events.Text{"zh": e.Text["zh"], "en": e.Text["en"]}
	change(&next)
	got, err := w.Amend(t.Context(), w.as(access.Author), seen(id, e.Rev), next)
	if err != nil {
		t.Fatal(err)
	}
	return got.Event
}

func title(text string) func(*events.Event) {
	return func(e *events.Event) { e.Text["en"] = events.Text{Title: text} }
}

func TestAmend(t *testing.T) {
	w := newWorld(t)
	e := w.put(t, story("e", events.Published))
	draft := w.amended(t, "e", title("A better story"))
	if draft.Status != events.Draft || draft.ID == e.ID || draft.Slug == e.Slug || *draft.Amends != (events.Amendment{ID: "e", Rev: e.Rev}) || draft.Becomes != "" {
		t.Errorf("the amendment is %+v", draft)
	}
	if w.get(t, "e").Rev != e.Rev {
		t.Error("the event was changed")
	}
	got, err := w.Accept(t.Context(), w.as(access.Editor), seen(draft.ID, draft.Rev), "")
	if err != nil {
		t.Fatal(err)
	}
	if n := got.Event; n.ID != "e" || n.Slug != "e" || n.Status != events.Published || n.Text["en"].Title != "A better story" || n.Amends != nil || !n.Published.Equal(e.Published) || n.Sequence != 1 {
		t.Errorf("accepted: %+v", n)
	}
	if w.get(t, draft.ID).Status != events.Deleted || w.get(t, draft.ID).Rev != got.Rev {
		t.Error("the draft is still there, or was removed in another commit")
	}
	if s := w.states(t, "e")[0]; !strings.Contains(s.Note, string(draft.ID)) || s.Author != "editor" {
		t.Errorf("the history says %+v", s)
	}
}

func TestAnAmendmentMayChangeTheStatus(t *testing.T) {
	w := newWorld(t)
	w.put(t, story("e", events.Published))
	draft := w.amended(t, "e", func(e *events.Event) { e.Status = events.Cancelled })
	if draft.Status != events.Draft || draft.Becomes != events.Cancelled {
		t.Fatalf("the amendment is %+v", draft)
	}
	got, err := w.Publish(t.Context(), w.as(access.Editor), seen(draft.ID, draft.Rev), editing.Publication{})
	if err != nil || got.Event.ID != "e" || got.Event.Status != events.Cancelled {
		t.Errorf("%v: %+v", err, got.Event)
	}
}

// An amendment is merged with what others did meanwhile.
func TestAcceptMerges(t *testing.T) {
	w := newWorld(t)
	w.put(t, story("e", events.Published))
	draft := w.amended(t, "e", title("A better story"))
	theirs := *w.get(t, "e")
	theirs.Key, theirs.Status, theirs.Slug = true, events.Tentative, "another-slug"
	if _, err := w.Replace(t.Context(), w.as(access.Editor), theirs, theirs.Rev); err != nil {
		t.Fatal(err)
	}
	preview, err := w.Preview(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.Accept(t.Context(), w.as(access.Editor), seen(draft.ID, draft.Rev), "")
	if err != nil {
		t.Fatal(err)
	}
	if n := got.Event; !n.Key || n.Status != events.Tentative || n.Slug != "another-slug" || n.Text["en"].Title != "A better story" {
		t.Errorf("accepted: %+v", n)
	}
	if !events.Same(&preview, got.Event) {
		t.Errorf("the preview was %+v", preview)
	}
}

func TestAcceptTellsClashes(t *testing.T) {
	w := newWorld(t)
	base := w.put(t, story("e", events.Published))
	draft := w.amended(t, "e", func(e *events.Event) { title("A better story")(e); e.Key = true })
	theirs := *w.get(t, "e")
	theirs.Text = map[string]events.Text{"en": {Title: "The best story"}, "zh": theirs.Text["zh"]}
	if _, err := w.Replace(t.Context(), w.as(access.Editor), theirs, theirs.Rev); err != nil {
		t.Fatal(err)
	}
	_, err := w.Accept(t.Context(), w.as(access.Editor), seen(draft.ID, draft.Rev), "")
	var c *editing.Conflict
	if !errors.As(err, &c) || !errors.Is(err, events.ErrConflict) {
		t.Fatal(err)
	}
	if got := c.Merged.Clashes(); c.ID != "e" || !slices.Equal(got, []string{"text.en.title"}) || !c.Merged.Event.Key {
		t.Errorf("%q clashes in %v, merged %+v", c.ID, got, c.Merged.Event)
	}
	if c.Base.Rev != base.Rev || c.Yours.Text["en"].Title != "A better story" || c.Theirs.Text["en"].Title != "The best story" || c.Stored() != c.Theirs.Rev {
		t.Errorf("the conflict is %+v", c)
	}
	if w.get(t, draft.ID).Status != events.Draft {
		t.Error("the draft has gone")
	}
	// The person chooses, and saves it as an ordinary change.
	chosen := c.Merged.Event
	editing.Take(&chosen, c.Yours, "text.en.title")
	got, err := w.Replace(t.Context(), w.as(access.Editor), chosen, c.Stored())
	if err != nil || got.Event.Text["en"].Title != "A better story" || !got.Event.Key {
		t.Errorf("%v: %+v", err, got.Event)
	}
}

func TestAmendmentsOfWhatHasGone(t *testing.T) {
	w := newWorld(t)
	e := w.put(t, story("e", events.Published))
	draft := w.amended(t, "e", title("A better story"))
	if _, err := w.Delete(t.Context(), w.as(access.Editor), seen("e", e.Rev)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accept(t.Context(), w.as(access.Editor), seen(draft.ID, draft.Rev), ""); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("accepting: %v", err)
	}
	if _, err := w.Preview(t.Context(), draft); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("preview: %v", err)
	}
}

func TestAcceptAPlainDraft(t *testing.T) {
	w := newWorld(t)
	for _, test := range []struct{ becomes, asked, want events.Status }{
		{"", "", events.Published}, {events.Tentative, "", events.Tentative}, {events.Tentative, events.Cancelled, events.Cancelled},
	} {
		e := story("", events.Draft)
		e.Slug, e.Becomes = "", test.becomes
		draft := w.put(t, e)
		got, err := w.Accept(t.Context(), w.as(access.Editor), seen(draft.ID, draft.Rev), test.asked)
		if err != nil || got.Event.Status != test.want || got.Event.Becomes != "" {
			t.Errorf("%+v: %v, %+v", test, err, got.Event)
		}
	}
}

func TestMergeAndDrop(t *testing.T) {
	w := newWorld(t)
	into := w.put(t, story("into", events.Published))
	e := story("draft", events.Draft)
	e.Tags, e.Sources = []string{"new"}, []events.Source{{Title: events.Localised{"en": "A report"}, Quote: "words"}}
	draft := w.put(t, e)
	if _, err := w.MergeInto(t.Context(), w.as(access.Editor), seen("draft", draft.Rev), editing.Merging{Into: "into", Expect: into.Rev + 9}); !errors.Is(err, events.ErrConflict) {
		t.Errorf("into another revision: %v", err)
	}
	got, err := w.MergeInto(t.Context(), w.as(access.Editor), seen("draft", draft.Rev), editing.Merging{Into: "into", Expect: into.Rev})
	if err != nil || got.Event.ID != "into" || !got.Event.HasTag("new") || len(got.Event.Sources) != 1 {
		t.Fatalf("%v: %+v", err, got.Event)
	}
	if s := w.states(t, "draft")[0]; s.Event.Status != events.Deleted || s.Note != "merged into into" || !strings.HasPrefix(s.By, "token:") {
		t.Errorf("the draft's history says %+v", s)
	}
	other := w.put(t, story("other", events.Draft))
	if _, err := w.Drop(t.Context(), w.as(access.Editor), seen("other", other.Rev)); err != nil || w.get(t, "other").Status != events.Deleted {
		t.Errorf("dropping: %v", err)
	}
}

func TestConflictsHoldAllThree(t *testing.T) {
	w := newWorld(t)
	base := w.put(t, story("e", events.Draft))
	theirs := *base
	theirs.Tags = []string{"policy", "space"} // without science, with space
	if _, err := w.Replace(t.Context(), w.as(access.Author), theirs, base.Rev); err != nil {
		t.Fatal(err)
	}
	yours := *base
	yours.Key, yours.Tags = true, []string{"policy", "science", "trade"}
	_, err := w.Replace(t.Context(), w.as(access.Author), yours, base.Rev)
	var c *editing.Conflict
	if !errors.As(err, &c) {
		t.Fatal(err)
	}
	if c.Base.Rev != base.Rev || !c.Yours.Key || c.Theirs.Rev != w.get(t, "e").Rev || c.Expected != base.Rev {
		t.Errorf("the conflict is %+v", c)
	}
	if m := c.Merged; len(m.Clashes()) != 0 || !m.Event.Key || !slices.Equal(m.Event.Tags, []string{"policy", "space", "trade"}) {
		t.Errorf("merged: %+v", m)
	}
	want := []editing.Difference{{Path: "tags", Outcome: editing.TakenBoth}, {Path: "key", Outcome: editing.TakenYours}}
	if !slices.Equal(c.Merged.Differences, want) {
		t.Errorf("differences %v, want %v", c.Merged.Differences, want)
	}
	// A slug that is another's is a conflict in the words of the store.
	w.put(t, story("other", events.Draft))
	yours = *w.get(t, "e")
	yours.Slug = "other"
	if _, err := w.Replace(t.Context(), w.as(access.Author), yours, yours.Rev); !errors.As(err, &c) || !strings.Contains(err.Error(), `"other"`) {
		t.Errorf("another's slug: %v", err)
	}
}

func TestMergeTable(t *testing.T) {
	base := story("e", events.Draft)
	with := func(change func(*events.Event)) *events.Event {
		e := story("e", events.Draft)
		change(&e)
		return &e
	}
	year := func(y string) func(*events.Event) {
		return func(e *events.Event) { e.Span = events.On(edtf.MustParse(y)) }
	}
	for _, test := range []struct {
		name          string
		base          *events.Event
		yours, theirs func(*events.Event)
		want          []editing.Difference
		check         func(*events.Event) bool
	}{
		{"both the same", &base, year("2020"), year("2020"), []editing.Difference{{"span", editing.TakenBoth}}, func(e *events.Event) bool { return e.Span.Words().Date == "2020" }},
		{"each otherwise", &base, year("2020"), year("2021"), []editing.Difference{{"span", editing.Clash}}, func(e *events.Event) bool { return e.Span.Words().Date == "2021" }},
		{"two languages", &base, func(e *events.Event) { e.Text["zh"] = events.Text{Title: "新"} }, title("New"),
			[]editing.Difference{{"text.en.title", editing.TakenTheirs}, {"text.zh.title", editing.TakenYours}, {"text.zh.summary", editing.TakenYours}},
			func(e *events.Event) bool {
				return e.Text["en"].Title == "New" && e.Text["zh"] == events.Text{Title: "新"}
			}},
		{"a language goes", &base, func(e *events.Event) { delete(e.Text, "zh") }, year("2020"),
			[]editing.Difference{{"span", editing.TakenTheirs}, {"text.zh.title", editing.TakenYours}, {"text.zh.summary", editing.TakenYours}},
			func(e *events.Event) bool { _, ok := e.Text["zh"]; return !ok }},
		{"nothing is known of before", nil, func(e *events.Event) { e.Key = true }, year("2020"),
			[]editing.Difference{{"span", editing.Clash}, {"key", editing.TakenYours}}, nil},
		{"plans", &base, func(e *events.Event) { e.Publish = &events.Schedule{At: noon, Zone: "UTC"} }, func(e *events.Event) { e.Becomes = events.Tentative },
			[]editing.Difference{{"publish", editing.TakenYours}, {"becomes", editing.TakenTheirs}}, func(e *events.Event) bool { return e.Publish != nil }},
		{"languages that lag behind", &base, func(e *events.Event) { e.Outdated = []string{"en"} }, func(e *events.Event) { e.Outdated = []string{"zh"} },
			[]editing.Difference{{"outdated", editing.TakenBoth}}, func(e *events.Event) bool { return slices.Equal(e.Outdated, []string{"en", "zh"}) && len(e.Tags) == 2 }},
	} {
		m := editing.Merge(test.base, with(test.yours), with(test.theirs))
		got := slices.DeleteFunc(m.Differences, func(d editing.Difference) bool { return test.base == nil && d.Outcome == editing.TakenBoth })
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
		if test.check != nil && !test.check(&m.Event) {
			t.Errorf("%s: merged %+v", test.name, m.Event)
		}
	}
}

// Every field that an editor can change takes part in a merge, is named when it
// differs, and can be taken by itself.
func TestEveryFieldIsMerged(t *testing.T) {
	lat, long := 31.2, 121.4
	full := events.Event{
		ID: "e", Slug: "full", Span: events.On(edtf.MustParse("1900")), Status: events.Tentative, Key: true,
		Repeat: &events.Repetition{Rule: "FREQ=YEARLY"}, Text: map[string]events.Text{"de": {Title: "T", Summary: "S", Body: "B"}},
		Place: &events.Place{Slug: "p", Name: events.Localised{"en": "P"}, Latitude: &lat, Longitude: &long}, Tags: []string{"t"},
		Sources: []events.Source{{Title: events.Localised{"en": "S"}}}, Links: []events.Link{{URL: "https://example.org"}},
		Image: &events.Image{URL: "https://example.org/i.png"}, Amends: &events.Amendment{ID: "x", Rev: 1},
		Publish: &events.Schedule{At: noon, Zone: "UTC"}, Becomes: events.Cancelled, Outdated: []string{"de"},
	}
	want := []string{"amends", "becomes", "image", "key", "links", "outdated", "place", "publish", "repeat", "slug", "sources", "span", "status", "tags",
		"text.de.body", "text.de.summary", "text.de.title"}
	empty := events.Event{ID: "e"}
	paths := editing.Changed(&empty, &full)
	slices.Sort(paths)
	if !slices.Equal(paths, want) {
		t.Fatalf("changed: %v, want %v", paths, want)
	}
	taken := events.Event{ID: "e"}
	for _, path := range paths {
		if !editing.Take(&taken, &full, path) {
			t.Errorf("%s cannot be taken", path)
		}
	}
	if !events.Same(&taken, &full) {
		t.Errorf("taken one by one: %+v", taken)
	}
	if m := editing.Merge(&empty, &full, &empty); !events.Same(&m.Event, &full) {
		t.Errorf("merged: %+v", m.Event)
	}
	for _, path := range []string{"", "text", "text.de", "text.de.colour", "id", "created"} {
		if editing.Take(&taken, &full, path) {
			t.Errorf("%q is taken for a field", path)
		}
	}
}

func TestScheduledDraftsArePublishedWhenDue(t *testing.T) {
	w := newWorld(t)
	if !w.NextDue().IsZero() {
		t.Error("something is due in an empty record")
	}
	plan := func(id string, in time.Duration) {
		d := w.put(t, story(id, events.Draft))
		if _, err := w.Schedule(t.Context(), w.as(access.Editor), seen(d.ID, d.Rev), events.Schedule{At: noon.Add(in), Zone: "Asia/Shanghai"}); err != nil {
			t.Fatal(err)
		}
	}
	plan("later", time.Hour)
	plan("soon", time.Minute)
	w.put(t, story("unplanned", events.Draft))
	if got := w.NextDue(); !got.Equal(noon.Add(time.Minute)) {
		t.Errorf("due next: %v", got)
	}
	if done, err := w.PublishDue(t.Context()); err != nil || done != "published: 0" {
		t.Errorf("too early: %q %v", done, err)
	}
	w.ahead.Store(60)
	if done, err := w.PublishDue(t.Context()); err != nil || done != "published: 1" {
		t.Errorf("%q %v", done, err)
	}
	e := w.get(t, "soon")
	if e.Status != events.Published || e.Publish != nil || w.get(t, "later").Status != events.Draft || w.get(t, "unplanned").Status != events.Draft {
		t.Errorf("published: %+v", e)
	}
	if s := w.states(t, "soon")[0]; s.By != "duty:schedule" || s.Batch == nil || s.Batch.Kind != events.BatchSchedule {
		t.Errorf("the history says %+v", s)
	}
	later := w.get(t, "later")
	if _, err := w.Schedule(t.Context(), w.as(access.Editor), seen("later", later.Rev), events.Schedule{}); err != nil || !w.NextDue().IsZero() {
		t.Errorf("taking the plan back: %v, due %v", err, w.NextDue())
	}
}

// What cannot be published as planned stays a draft, and says so.
func TestAPlanThatCannotBeKept(t *testing.T) {
	w := newWorld(t)
	w.put(t, story("e", events.Published))
	draft := w.amended(t, "e", title("A better story"))
	if _, err := w.Schedule(t.Context(), w.as(access.Editor), seen(draft.ID, draft.Rev), events.Schedule{At: noon.Add(time.Minute), Zone: "UTC"}); err != nil {
		t.Fatal(err)
	}
	theirs := *w.get(t, "e")
	theirs.Text = map[string]events.Text{"en": {Title: "The best story"}}
	if _, err := w.Replace(t.Context(), w.as(access.Editor), theirs, theirs.Rev); err != nil {
		t.Fatal(err)
	}
	w.ahead.Store(61)
	if done, err := w.PublishDue(t.Context()); err != nil || done != "published: 0; could not be published and stay drafts: 1" {
		t.Errorf("%q %v", done, err)
	}
	now := w.get(t, draft.ID)
	if now.Status != events.Draft || now.Publish != nil || w.get(t, "e").Text["en"].Title != "The best story" {
		t.Errorf("left: %+v", now)
	}
	if s := w.states(t, draft.ID)[0]; s.Note != `not published as planned: event "e" was changed meanwhile in text.en.title` {
		t.Errorf("the history says %q", s.Note)
	}
	if done, err := w.PublishDue(t.Context()); err != nil || done != "published: 0" {
		t.Errorf("once more: %q %v", done, err)
	}
}

// Many drafts are accepted or dropped together or not at all, and what is
// published in one go is stamped in the order of the chronicle.
func TestDecidingAboutMany(t *testing.T) {
	w := newWorld(t)
	var list []editing.Seen
	for id, date := range map[string]string{"a": "2019-07", "b": "2019-01", "c": "2019-04"} {
		e := story(id, events.Draft)
		e.Span = events.On(edtf.MustParse(date))
		stored := w.put(t, e)
		list = append(list, seen(stored.ID, stored.Rev))
	}
	w.ahead.Store(3600)
	public := w.put(t, story("p", events.Published))
	amendment := w.amended(t, "p", title("A better story"))
	for name, x := range map[string]struct {
		role access.Role
		more editing.Seen
		want string
	}{
		"an author":    {access.Author, editing.Seen{}, ""},
		"what is none": {access.Editor, seen("p", public.Rev), "is no draft"},
		"an amendment": {access.Editor, seen(amendment.ID, amendment.Rev), "accept it by itself"},
		"an old state": {access.Editor, seen("a", list[0].Rev+1000), "conflict"},
		"nothing":      {access.Editor, seen("none", 1), "not found"},
	} {
		asked := list
		if x.more.ID != "" {
			asked = append(slices.Clone(list), x.more)
		}
		if _, err := w.AcceptAll(t.Context(), w.as(x.role), editing.Many{Drafts: asked, To: w.live}); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
	if w.get(t, "a").Status != events.Draft {
		t.Error("something was accepted")
	}
	act := w.as(access.Editor)
	act.Batch = events.NewBatch(events.BatchReview, "")
	written, err := w.AcceptAll(t.Context(), act, editing.Many{Drafts: list, To: w.live})
	if err != nil || len(written) != 3 || written[0].Event.ID != list[0].ID {
		t.Fatalf("%d are accepted, %v", len(written), err)
	}
	b, c, a := w.get(t, "b"), w.get(t, "c"), w.get(t, "a")
	if !b.Published.Before(c.Published) || !c.Published.Before(a.Published) || a.Published.After(w.now()) || a.Status != events.Published {
		t.Errorf("published at %s, %s and %s", b.Published, c.Published, a.Published)
	}
	if s := w.states(t, "a")[0]; s.Batch == nil || s.Batch.ID != act.Batch.ID || s.Author != "editor" {
		t.Errorf("the history says %+v", s)
	}
	d := w.put(t, story("d", events.Draft))
	if _, err := w.DropAll(t.Context(), w.as(access.Editor), editing.Many{Drafts: []editing.Seen{seen("d", d.Rev)}, To: w.live}); err != nil || w.get(t, "d").Status != events.Deleted {
		t.Errorf("dropped: %v, %s", err, w.get(t, "d").Status)
	}
}
