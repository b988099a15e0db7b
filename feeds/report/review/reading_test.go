package review_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/feeds/report/review"
)

// shelf is a vault in memory.
type shelf struct {
	values map[string]events.Value
	writes events.Version
	lost   int // writes that another is faster with, before one succeeds
}

func newShelf() *shelf { return &shelf{values: map[string]events.Value{}} }

func (s *shelf) Get(_ context.Context, key string) (events.Value, error) {
	v, ok := s.values[key]
	if !ok {
		return v, events.ErrNotFound
	}
	return v, nil
}

func (s *shelf) List(_ context.Context, prefix string) iter.Seq2[events.Value, error] {
	return func(yield func(events.Value, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(s.values)) {
			if strings.HasPrefix(key, prefix) && !yield(s.values[key], nil) {
				return
			}
		}
	}
}

func (s *shelf) Write(_ context.Context, changes ...events.ValueChange) (events.Version, error) {
	if s.lost > 0 {
		s.lost--
		return 0, events.ErrConflict
	}
	for _, c := range changes {
		if s.values[c.Value.Key].Version != c.Expect {
			return 0, events.ErrConflict
		}
	}
	s.writes++
	for _, c := range changes {
		if c.Value.Version = s.writes; c.Delete {
			delete(s.values, c.Value.Key)
		} else {
			s.values[c.Value.Key] = c.Value
		}
	}
	return s.writes, nil
}

const telling = `# Harbour report 2019

## Ships

On 3 March 2019 the harbour museum opened its new wing.

As of 31 May 2019 the museum had 40 staff.

The ferry has run since 4 May.

On 14 June 2019 the museum launched the lighthouse exhibition.
`

func TestReading(t *testing.T) {
	r := newRecord()
	k := r.propose(t, "in/harbour.md", telling).Reading
	if k.Name != "harbour.md" || k.Title != "Harbour report 2019" || k.Lang != "en" || k.Called() != k.Title || len(k.Document) != 64 {
		t.Errorf("got %+v", k)
	}
	if diff := cmp.Diff([]events.ID{"id1", "id2"}, k.Drafts); diff != "" || k.Kept != 2 {
		t.Errorf("%d kept, drafts %s", k.Kept, diff)
	}
	var told []string
	for _, m := range k.Missed {
		before, date, after := m.Parts()
		told = append(told, fmt.Sprintf("%s|%s|%s|%s|%s|%s", m.Date, m.Section, before, date, after, m.Why()["en"]))
	}
	want := []string{
		"2019-05-31|Ships|As of |31 May 2019| the museum had 40 staff.|a figure as of a date",
		"2019-05-04|Ships|The ferry has run since |4 May|.|since a date",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	if q := k.Missed[0].Passage; !strings.Contains(q.Before, "opened its new wing") || !strings.Contains(q.After, "The ferry") || q.Line != 7 {
		t.Errorf("its surroundings are %+v", q)
	}
	r.propose(t, "in/harbour.md", telling) // nothing new: the drafts are found again
	if again := r.propose(t, "in/harbour.md", telling).Reading; !cmp.Equal(again, k) {
		t.Errorf("read again: %s", cmp.Diff(k, again))
	}
}

func TestADateThatWasMissedIsMadeADraft(t *testing.T) {
	r := newRecord()
	k := r.propose(t, "harbour.md", telling).Reading
	for _, n := range []int{0, -1, 3} {
		if _, ok := k.Draft(n); ok {
			t.Errorf("there is a date number %d", n)
		}
	}
	e, ok := k.Draft(1)
	if !ok || e.Status != events.Draft || e.Span.EDTF().String() != "2019-05-31" || len(e.Text) != 0 {
		t.Fatalf("got %+v", e)
	}
	s := e.Sources[0]
	if s.Quote != "As of 31 May 2019 the museum had 40 staff." || s.QuoteLang != "en" || s.Title["en"] != "Harbour report 2019" || s.SHA256 != k.Document || s.Locator["en"] != "“Ships”, line 7" || s.Locator["zh"] != "“Ships”，第7行" {
		t.Errorf("the source is %+v", s)
	}
	if p := e.Proposal; p.Document != k.Document || p.Name != "harbour.md" || p.Wording != "31 May 2019" || p.Section != "Ships" || p.Quotes[0] != k.Missed[0].Passage || p.Confidence != 1 {
		t.Errorf("the proposal is %+v", p)
	}
	e.ID, e.Slug, e.Text = "taken", "taken", map[string]events.Text{"en": {Title: "The museum has 40 staff"}}
	r.commit(t, events.Put(e, 0))
	if taken := k.Taken(r.Timeline); len(taken) != 1 || taken[1].ID != "taken" {
		t.Errorf("taken: %v", taken)
	}
	if len(review.Queue(r.Timeline, review.Filter{}, review.ByDocument)) != 3 {
		t.Error("it does not wait with the others")
	}

	// Another edition tells nothing of it being gone; the same does not lose it.
	r.commit(t, events.Delete("taken", r.get(t, "taken").Rev))
	p := r.propose(t, "harbour.md", telling)
	if len(p.Gone) != 0 || p.Reading.Taken(r.Timeline)[1].Status != events.Deleted {
		t.Errorf("gone: %v; taken: %v", p.Gone, p.Reading.Taken(r.Timeline))
	}
	other, _ := k.Draft(2)
	if other.Proposal.Fingerprint == e.Proposal.Fingerprint || !strings.HasPrefix(other.Proposal.Fingerprint, "missed-") {
		t.Errorf("fingerprints %q and %q", other.Proposal.Fingerprint, e.Proposal.Fingerprint)
	}
}

func TestNoEditionLosesWhatAPersonTook(t *testing.T) {
	r := newRecord()
	k := r.propose(t, "harbour.md", telling).Reading
	e, _ := k.Draft(1)
	e.ID, e.Slug, e.Text = "taken", "taken", map[string]events.Text{"en": {Title: "Staff of forty"}}
	r.commit(t, events.Put(e, 0))
	next := strings.Replace(telling, "since 4 May", "since 5 May", 1)
	if p := r.propose(t, "harbour.md", next); !p.Edition || len(p.Gone) != 0 {
		t.Errorf("edition %v, gone %v", p.Edition, p.Gone)
	}
}

func TestADateThatCannotBeReadStaysAsItIsWritten(t *testing.T) {
	r := newRecord()
	doc, found := read(t, "a.txt", "The ferry was sold on 4 May.\n\nAs of 4 May 2019 he had none.\n", 0)
	p, err := review.Propose(r.Timeline, doc, found, review.Options{NewID: r.id})
	if err != nil {
		t.Fatal(err)
	}
	e, _ := p.Reading.Draft(1)
	if e.Span.Unread != "4 May" || !e.Span.IsZero() || p.Reading.Lang != "en" || p.Reading.Called() != "a.txt" {
		t.Errorf("%+v of %+v", e.Span, p.Reading)
	}
}

func TestDoubtsOfAMissedDate(t *testing.T) {
	r := newRecord()
	k := r.propose(t, "报告.txt", "客流比去年5月增长5%。\n").Reading
	if d := k.Missed[0].Doubts(); len(d) != 1 || d[0].Text["en"] != "the year comes from the text before" {
		t.Errorf("doubts %v", d)
	}
	e, _ := k.Draft(1)
	if diff := cmp.Diff([]string{"year-guessed"}, e.Proposal.Flags); diff != "" {
		t.Error(diff)
	}
}

// TestReadingsAreBounded holds that a document full of dates leaves no more than
// there is room for, and that what is left out is counted.
func TestReadingsAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("2019年大事\n\n")
	for i := range 1100 {
		fmt.Fprintf(&b, "截至2019年%d月%d日，第%d座仓库共有%s余吨。\n\n", i%12+1, i%28+1, i, strings.Repeat("很多很多", 200))
	}
	r := newRecord()
	k := r.propose(t, "long.txt", b.String()).Reading
	if k.Dates < 1100 || len(k.Missed) != 1000 || k.Kept != 1000 {
		t.Fatalf("%d dates, %d are kept", k.Dates, k.Kept)
	}
	s := newShelf()
	if err := review.Remember(t.Context(), s, k, noon); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for key, v := range s.values {
		if sum += len(v.Data); len(v.Data) > 256<<10 {
			t.Errorf("%s has %d bytes", key, len(v.Data))
		}
	}
	if sum > 600<<10 || len(s.values) > 100 {
		t.Errorf("%d values of %d bytes", len(s.values), sum)
	}
	back, err := review.Recall(t.Context(), s, k.Document)
	if err != nil || back.Kept != len(back.Missed) || back.Kept == 0 || back.Kept >= 1000 || back.Dates != k.Dates {
		t.Errorf("of %d dates %d are kept, %d there: %v", back.Dates, back.Kept, len(back.Missed), err)
	}
	if diff := cmp.Diff(k.Missed[:back.Kept], back.Missed); diff != "" {
		t.Error(diff)
	}
}

// TestRunningHeadsAreKeptOnce holds that furniture does not take the room of
// dates that may be an event's.
func TestRunningHeadsAreKeptOnce(t *testing.T) {
	var b strings.Builder
	for range 40 {
		b.WriteString("第一章 2019年3月大事 ........ 3\n\n")
	}
	b.WriteString("截至9月底，全市有企业一万家。\n")
	r := newRecord()
	k := r.propose(t, "a.txt", b.String()).Reading
	if k.Dates != 41 || len(k.Missed) != 2 || k.Missed[1].Wording != "9月底" {
		t.Errorf("%d dates, kept %v", k.Dates, k.Missed)
	}
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestReadingsInTheVault(t *testing.T) {
	r, s := newRecord(), newShelf()
	ctx := t.Context()
	s.values["memory/other"] = events.Value{Key: "memory/other", Version: 1}
	k := r.propose(t, "harbour.md", telling).Reading
	s.lost = 4
	for range 2 { // once more in place of the first
		if err := review.Remember(ctx, s, k, noon); err != nil {
			t.Fatal(err)
		}
	}
	k.Read = noon
	if got, err := review.Recall(ctx, s, k.Document); err != nil || !cmp.Equal(k, got) {
		t.Errorf("%v: %s", err, cmp.Diff(k, got))
	}
	for _, v := range s.values {
		if v.Key != "memory/other" && !v.Expires.Equal(noon.Add(730*24*time.Hour)) {
			t.Errorf("%s expires %s", v.Key, v.Expires)
		}
	}
	other := r.propose(t, "other.md", strings.ReplaceAll(telling, "museum", "library")).Reading
	if err := review.Remember(ctx, s, other, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	list, err := review.Readings(ctx, s)
	if err != nil || len(list) != 2 || list[0].Name != "other.md" || list[1].Name != "harbour.md" || list[0].Kept != 2 || list[0].Missed != nil {
		t.Errorf("%v %+v", err, list)
	}

	// Fewer dates than before leave no old piece behind.
	k.Missed = nil
	if err := review.Remember(ctx, s, k, noon); err != nil {
		t.Fatal(err)
	}
	if got, err := review.Recall(ctx, s, k.Document); err != nil || len(got.Missed) != 0 || got.Kept != 0 || got.Dates != 2 {
		t.Errorf("%v %+v", err, got)
	}
	s.lost = 4
	for range 2 {
		if err := review.Forget(ctx, s, k.Document); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := review.Recall(ctx, s, k.Document); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("forgotten: %v", err)
	}
	k.Drafts = nil
	if err := review.Remember(ctx, s, k, noon); err != nil || len(s.values) != 3 {
		t.Errorf("nothing to keep: %v, %d values", err, len(s.values))
	}
	if err := review.Forget(ctx, s, other.Document); err != nil || len(s.values) != 1 {
		t.Errorf("%v, %d values are left", err, len(s.values))
	}
	s.lost = 5
	if err := review.Remember(ctx, s, other, noon); !errors.Is(err, events.ErrConflict) {
		t.Errorf("five others were faster: %v", err)
	}
}

func TestOrderOfADocument(t *testing.T) {
	r := newRecord()
	k := r.propose(t, "museum.txt", first).Reading
	r.commit(t, events.Delete("id2", r.get(t, "id2").Rev))
	e := *r.draft(t, "aa", "2019-05", "标题") // made of a date between the second and the third
	p := *e.Proposal
	p.Document, p.Quotes = k.Document, []events.Quote{{Text: "x", Offset: r.get(t, "id3").Proposal.Quotes[0].Offset - 1}}
	e.Proposal = &p
	r.commit(t, events.Put(e, r.get(t, "aa").Rev))
	order := func(k review.Reading) string {
		list := review.From(r.Timeline, k.Document)
		if k.Document == "" {
			list = review.From(r.Timeline, p.Document)
		}
		k.Order(list)
		var ids []string
		for _, e := range list {
			ids = append(ids, string(e.ID))
		}
		return strings.Join(ids, " ")
	}
	if got := order(k); got != "id1 aa id2 id3 id4" && got != "id1 id2 aa id3 id4" {
		t.Errorf("as kept: %s", got)
	}
	if got := order(review.Reading{}); got != "id1 aa id3 id4 id2" {
		t.Errorf("nothing is kept: %s", got)
	}
}

func TestKeptDraftsWaitForNobody(t *testing.T) {
	r := newRecord()
	r.propose(t, "museum.txt", first)
	draft := r.get(t, "id2")
	d, err := review.Keep(draft, review.By{Author: "Lin"})
	if err != nil || d.Kind != review.Kept || len(d.Changes) != 1 {
		t.Fatalf("%v %+v", err, d)
	}
	if slices.Contains(draft.Proposal.Flags, "kept") {
		t.Error("the stored draft was changed")
	}
	r.commit(t, d.Changes...)
	now := r.get(t, "id2")
	if now.Status != events.Draft || now.Proposal.Fingerprint != draft.Proposal.Fingerprint || review.Waits(now) {
		t.Errorf("kept: %+v", now)
	}
	if got := len(review.Queue(r.Timeline, review.Filter{}, review.ByDocument)); got != 3 {
		t.Errorf("%d wait", got)
	}
	if got := review.Queue(r.Timeline, review.Filter{Names: []string{"id2"}}, review.ByDocument); len(got) != 1 {
		t.Errorf("asked for by name: %v", got)
	}
	if doubts := review.Show(r.Timeline, now).Doubts; len(doubts) != 0 {
		t.Errorf("doubts %v", doubts)
	}
	if p := r.propose(t, "museum.txt", first); p.Count(review.Known) != 4 {
		t.Errorf("proposed again: %v", told(p))
	}
	if again, err := review.Keep(now, review.By{}); err != nil || len(again.Changes) != 0 {
		t.Errorf("kept twice, it writes %+v, %v", again.Changes, err)
	}
	r.commit(t, d.Undo(func(events.ID) events.Rev { return now.Rev }, review.By{}).Changes...)
	if !review.Waits(r.get(t, "id2")) {
		t.Error("taken back, it does not wait")
	}
	for _, e := range []*events.Event{r.put(t, "public", "2019-05", "A museum"), r.get(t, "id1")} {
		next := *e
		if next.Status == events.Draft {
			next.Publish = &events.Schedule{At: noon}
		}
		if review.Waits(&next) {
			t.Errorf("%s waits", e.ID)
		}
	}
	if _, err := review.Keep(r.get(t, "public"), review.By{}); !errors.Is(err, review.ErrNotDraft) {
		t.Errorf("what is public is kept a draft: %v", err)
	}
	own := events.Event{ID: "own", Status: events.Draft}
	if d, err := review.Keep(&own, review.By{}); err != nil || len(d.Changes) != 0 || review.Waits(&own) {
		t.Errorf("an editor's own draft: %+v, %v", d, err)
	}
}
