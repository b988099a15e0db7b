package review_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/feeds/report/review"
)

// run gives a session commands as the terminal does: a, d, e (a longer title),
// m ID, s, u.
func run(t *testing.T, r *record, s *review.Session, commands ...string) {
	t.Helper()
	for _, command := range commands {
		draft, ok := s.Current(r.Timeline)
		switch {
		case command == "s":
			s.Skip()
			continue
		case command == "u":
			d, ok := s.Undo(review.By{})
			if !ok {
				t.Fatal("there is nothing to undo")
			}
			s.Undid(d, r.commit(t, d.Changes...))
			continue
		case !ok:
			t.Fatalf("%s: there is no draft left", command)
		}
		d, err := decision(r, draft, command)
		if err != nil {
			t.Fatal(err)
		}
		s.Commit(d, r.commit(t, d.Changes...))
	}
}

func decision(r *record, draft *events.Event, command string) (review.Decision, error) {
	switch command[0] {
	case 'a':
		return review.Accept(draft, review.By{})
	case 'd':
		return review.Drop(draft, review.By{})
	case 'e':
		next := *draft
		next.Text = map[string]events.Text{"zh": {Title: draft.Text["zh"].Title + "！"}}
		return review.Edit(draft, next, review.By{})
	}
	into, _ := r.Event(events.ID(strings.TrimPrefix(command, "m ")))
	return review.Merge(draft, into, true, review.By{})
}

func TestSession(t *testing.T) {
	for _, test := range []struct {
		name     string
		commands []string
		current  string // the draft that is asked about next
		states   string // of d1, d2, d3 and e
	}{
		{"nothing yet", nil, "d1", "draft draft draft published 0"},
		{"each in turn", []string{"a", "d", "s"}, "", "published deleted draft published 0"},
		{"edit and stay", []string{"e"}, "d1", "draft! draft draft published 0"},
		{"edit and accept", []string{"e", "a"}, "d2", "published! draft draft published 0"},
		{"merge", []string{"m e"}, "d2", "deleted draft draft published 1"},
		{"undo accept", []string{"a", "u"}, "d1", "draft draft draft published 0"},
		{"undo drop", []string{"s", "d", "u"}, "d2", "draft draft draft published 0"},
		{"undo merge", []string{"m e", "u"}, "d1", "draft draft draft published 0"},
		{"undo edit", []string{"e", "u"}, "d1", "draft draft draft published 0"},
		{"undo all of one draft", []string{"e", "a", "u", "u"}, "d1", "draft draft draft published 0"},
		{"undo two merges into one event", []string{"m e", "m e", "u", "u"}, "d1", "draft draft draft published 0"},
		{"undo one of two merges", []string{"m e", "m e", "u"}, "d2", "deleted draft draft published 1"},
		{"undo over a skip", []string{"a", "s", "s", "u"}, "d1", "draft draft draft published 0"},
		{"decide again", []string{"d", "u", "a"}, "d2", "published draft draft published 0"},
		{"merge into a draft of the queue", []string{"m d2", "a"}, "d3", "deleted published draft published 0"},
		{"undo at the end", []string{"a", "a", "d", "u"}, "d3", "published published draft published 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRecord()
			e := r.put(t, "e", "2019", "Title")
			for _, id := range []string{"d1", "d2", "d3"} {
				r.draft(t, id, "2019-05", "标题 "+id)
			}
			s := review.NewSession(review.Queue(r.Timeline, review.Filter{}, review.ByDocument))
			run(t, r, s, test.commands...)
			current := ""
			if d, ok := s.Current(r.Timeline); ok {
				current = string(d.ID)
			}
			if current != test.current {
				t.Errorf("asks about %q next, want %q", current, test.current)
			}
			if got := states(t, r); got != test.states {
				t.Errorf("got %s, want %s", got, test.states)
			}
			if test.states == "draft draft draft published 0" && !events.Same(e, r.get(t, "e")) {
				t.Errorf("the event is not what it was: %+v", r.get(t, "e"))
			}
		})
	}
}

func states(t *testing.T, r *record) string {
	var list []string
	for _, id := range []string{"d1", "d2", "d3"} {
		e := r.get(t, id)
		edited := ""
		if strings.HasSuffix(e.Text["zh"].Title, "！") {
			edited = "!"
		}
		list = append(list, string(e.Status)+edited)
	}
	e := r.get(t, "e")
	return strings.Join(append(list, string(e.Status), string(rune('0'+len(e.Sources)))), " ")
}

func TestSessionCounts(t *testing.T) {
	r := newRecord()
	for _, id := range []string{"d1", "d2", "d3"} {
		r.draft(t, id, "2019-05", "标题 "+id)
	}
	s := review.NewSession(review.Queue(r.Timeline, review.Filter{}, review.ByDocument))
	if _, ok := s.Undo(review.By{}); ok {
		t.Error("there is something to undo at the start")
	}
	run(t, r, s, "e", "a", "d", "u")
	got := map[review.Kind]int{}
	for _, k := range []review.Kind{review.Accepted, review.Edited, review.Dropped, review.Merged} {
		got[k] = s.Count(k)
	}
	want := map[review.Kind]int{review.Accepted: 1, review.Edited: 1, review.Dropped: 0, review.Merged: 0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n, of := s.Place(); n != 2 || of != 3 {
		t.Errorf("at %d of %d", n, of)
	}
}

func TestUndoDoesNotOverwriteOthers(t *testing.T) {
	r := newRecord()
	r.draft(t, "d1", "2019-05", "标题")
	s := review.NewSession(review.Queue(r.Timeline, review.Filter{}, review.ByDocument))
	run(t, r, s, "a")
	accepted := r.get(t, "d1")
	changed := *accepted
	changed.Key = true
	r.commit(t, events.Put(changed, accepted.Rev))
	d, ok := s.Undo(review.By{})
	if !ok || d.Changes[0].Expect != accepted.Rev {
		t.Errorf("the undo expects revision %d; want %d, which a store refuses", d.Changes[0].Expect, accepted.Rev)
	}
}

func TestSessionPassesOverWhatOthersDecided(t *testing.T) {
	r := newRecord()
	first := r.draft(t, "d1", "2019-05", "标题")
	r.draft(t, "d2", "2019-05", "标题")
	s := review.NewSession(review.Queue(r.Timeline, review.Filter{}, review.ByDocument))
	d, err := review.Drop(first, review.By{})
	if err != nil {
		t.Fatal(err)
	}
	r.commit(t, d.Changes...)
	if e, ok := s.Current(r.Timeline); !ok || e.ID != "d2" {
		t.Errorf("asks about %v", e)
	}
}
