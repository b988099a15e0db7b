package web

import (
	"context"
	"html"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/store"
)

// countedRecord counts the states that are read of the history.
type countedRecord struct {
	*store.Live
	states, queries int
}

// History counts what Live tells.
func (r *countedRecord) History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error] {
	r.queries++
	return func(yield func(events.State, error) bool) {
		for st, err := range r.Live.History(ctx, q) {
			r.states++
			if !yield(st, err) {
				return
			}
		}
	}
}

// much is a record with a long history: every event of the first half has been
// changed once, and some often.
func much(t testing.TB, n int) (*countedRecord, *Server) {
	t.Helper()
	r := &countedRecord{Live: filled(t, n)}
	var changes []events.Change
	change := func(e *events.Event, summary string) {
		next := *e
		next.Text = map[string]events.Text{"en": {Title: "Title of " + string(e.ID), Summary: summary}}
		changes = append(changes, events.Put(next, e.Rev))
	}
	flush := func() {
		for part := range slices.Chunk(changes, store.MaxChanges) {
			if _, err := r.Commit(context.Background(), part...); err != nil {
				t.Fatal(err)
			}
		}
		changes = nil
	}
	for _, e := range r.Timeline().All()[:n/2] {
		change(e, "changed once")
	}
	flush()
	for k := range 150 {
		e, _ := r.Timeline().Event(r.Timeline().All()[0].ID)
		change(e, "changed "+strconv.Itoa(k))
		flush()
	}
	return r, serving(t, r, -1)
}

// revisions are those of the changes in a feed or on a page, as they are listed.
func revisions(body string) []int {
	var list []int
	for _, m := range regexp.MustCompile(`;change=([0-9]+)</id>`).FindAllStringSubmatch(body, -1) {
		n, _ := strconv.Atoi(m[1])
		list = append(list, n)
	}
	return list
}

// TestALogOfCorrectionsReadsABoundedHistory counts the states read under every
// kind of filter, in a record whose history is longer than the bound.
func TestALogOfCorrectionsReadsABoundedHistory(t *testing.T) {
	r, s := much(t, 3000)
	h := s.Handler()
	first := r.Timeline().All()[0]
	for query, most := range map[string]int{
		"": maxStates + maxFormer, "tag=" + first.Tags[0]: maxStates + maxFormer, "year=1999": maxStates + maxFormer, "q=title": maxStates + maxFormer, "precision=day": maxStates + maxFormer,
		"id=zzz": 0, "tag=nobody": 0, "q=zebra": 0, "from=2200": 0,
		"id=" + string(first.ID): 152, "id=" + string(first.ID) + "&id=" + string(r.Timeline().All()[2900].ID): 153,
	} {
		for _, address := range []string{"/en/changes?" + query, "/zh/changes.atom?" + query, "/en/changes.json?" + query} {
			r.states, r.queries = 0, 0
			if w := ask(h, address); w.Code != 200 {
				t.Errorf("%s: status %d", address, w.Code)
			}
			if r.states > most || most == 0 && r.queries > 0 {
				t.Errorf("%s: %d states read with %d queries, at most %d wanted", address, r.states, r.queries, most)
			}
		}
	}
}

// TestTheLogIsInTheOrderOfItsRevisions compares what is told with the whole
// history: the newest changes, each from its former state, and none left out.
func TestTheLogIsInTheOrderOfItsRevisions(t *testing.T) {
	r, s := much(t, 3000)
	h := s.Handler()
	var all []int
	for st, err := range r.Live.History(context.Background(), events.HistoryQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if st.Event.Sequence > 0 {
			all = append(all, int(st.Rev))
		}
	}
	body := html.UnescapeString(ask(h, "/en/changes.atom").Body.String())
	got := revisions(body)
	if len(got) == 0 || !slices.Equal(got, all[:len(got)]) {
		t.Errorf("the feed begins with %v, the history with %v", got, all[:len(got)])
	}
	if !strings.Contains(body, "<del>changed 148</del> → <ins>changed 149</ins>") {
		t.Error("the newest change is not told from its former state")
	}
}

// TestALogThatStopsSaysWhere holds that the page never says that there is
// nothing where it has not looked.
func TestALogThatStopsSaysWhere(t *testing.T) {
	r, s := much(t, 3000)
	h := s.Handler()
	untouched := r.Timeline().All()[2000:2200]
	r2 := make([]string, 0, 20)
	for _, e := range untouched[:20] {
		r2 = append(r2, "id="+string(e.ID))
	}
	for address, want := range map[string]string{
		"/en/changes":                               "These are the changes since ",
		"/zh/changes":                               "以上是",
		"/en/changes?id=zzz":                        "Nothing has been changed since publication.",
		"/en/changes?" + strings.Join(r2, "&"):      "Nothing has been changed since publication.",
		"/en/changes?id=" + string(untouched[0].ID): "Nothing has been changed since publication.",
	} {
		if body := ask(h, address).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s does not say %q", address, want)
		}
	}
	// What was changed last lies before all that is read.
	const old = "/en/changes?from=2024"
	body := ask(h, old).Body.String()
	if strings.Contains(body, "Nothing has been changed since publication.") || !strings.Contains(body, "since ") {
		t.Errorf("%s says that nothing was changed, or not since when", old)
	}
}
