package proposals_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
)

const harbour = `# Harbour report 2019

## Ships

On 3 March 2019 the harbour museum opened its new wing.

As of 31 May 2019 the museum had 40 staff.

The ferry has run since 4 May.

On 14 June 2019 the museum launched the lighthouse exhibition.

On 21 September 2019 the city council awarded the museum the heritage prize.
`

// prize is an entry that the third proposal tells of, too.
var prize = events.Event{ID: "prize", Slug: "prize", Status: events.Published, Span: events.On(edtf.MustParse("2019-09")), Text: map[string]events.Text{"en": {Title: "City council awarded the museum the heritage prize"}}}

func rows(a desktest.Answer, part string) []string {
	return a.Doc.Find(part).Map(func(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") })
}

func TestTheListCountsWhatIsDoneAndLeft(t *testing.T) {
	h := newHouse(t)
	if a := h.ask(access.Viewer, address("", ""), nil); a.Doc.Find("table").Length() != 0 || !strings.Contains(a.Text("main"), "Nothing waits for a decision") {
		t.Errorf("with nothing imported: %q", a.Text("main"))
	}
	document, list := h.imported(harbour)
	for i, do := range []string{"accept", "keep"} {
		at := address(document, list[i].ID)
		h.done(h.ask(access.Editor, at, h.filled(access.Editor, at, "do", do)))
	}
	a := h.ask(access.Viewer, address("", ""), nil)
	cells := rows(a, "tbody tr th, tbody tr td")
	if len(cells) != 5 || cells[0] != "Harbour report 2019Go on with No. 3" || cells[1] != "1" || cells[2] != "2" || cells[3] != "2" || cells[4] == "" {
		t.Errorf("the row says %q", cells)
	}
	links := a.Doc.Find("tbody a").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
	if want := []string{address(document, ""), address(document, list[2].ID), address(document, "") + "#missed"}; !slices.Equal(links, want) {
		t.Errorf("links %q, want %q", links, want)
	}
	third := address(document, list[2].ID)
	h.done(h.ask(access.Editor, third, h.filled(access.Editor, third, "do", "drop")))
	a = h.ask(access.Viewer, address("", ""), nil)
	if cells := rows(a, "tbody tr th, tbody tr td"); cells[0] != "Harbour report 2019" || cells[1] != "0" || cells[2] != "3" {
		t.Errorf("with all decided: %q", cells)
	}
}

func TestTheDocumentShowsItsDatesAndProposals(t *testing.T) {
	h := newHouse(t)
	document, list := h.imported(harbour)
	for i, do := range []string{"accept", "drop"} {
		at := address(document, list[i].ID)
		h.done(h.ask(access.Editor, at, h.filled(access.Editor, at, "do", do)))
	}
	a := h.ask(access.Editor, address(document, ""), nil)
	if got := a.Text(".dh .sub"); got != "3 proposals: 1 waiting, 1 published, 0 kept as drafts, 1 dropped or merged" {
		t.Errorf("it says %q", got)
	}
	if got := a.Doc.Find(".dh a").AttrOr("href", ""); got != address(document, list[2].ID) || a.Text(".dh a") != "Go on with No. 3" {
		t.Errorf("it goes on at %s %q", got, a.Text(".dh a"))
	}
	want := []string{
		"1", "3 March 2019", "The harbour museum opened its new wing", "published",
		"2", "", "Dropped or merged", "dropped or merged",
		"3", "21 September 2019", "The city council awarded the museum the heritage prize", "waiting",
	}
	if got := rows(a, "table tbody td"); !slices.Equal(got, want) {
		t.Errorf("the table says %q", got)
	}
	missed := rows(a, ".missed li")
	if len(missed) != 2 || !strings.Contains(missed[0], "Ships, line 7") || !strings.Contains(missed[0], "Reads as Friday 31 May 2019") || !strings.Contains(missed[0], "Not proposed: a figure as of a date") || !strings.Contains(missed[1], "Not proposed: since a date") {
		t.Errorf("missed: %q", missed)
	}
	if got := a.Text("#missed span"); got != "2" {
		t.Errorf("%s are open", got)
	}
	if got := a.Doc.Find(".missed a.btn").First().AttrOr("href", ""); got != "/admin/en/new?document="+document+"&found=1" {
		t.Errorf("a draft is made at %s", got)
	}
	if !strings.Contains(a.Text("main"), "otherwise kept until 29 February 2028") {
		t.Errorf("until when: %q", a.Text("main"))
	}
	for role, buttons := range map[access.Role]int{access.Viewer: 0, access.Author: 0, access.Editor: 2} {
		a := h.ask(role, address(document, ""), nil)
		if n := a.Doc.Find("main section form button:not(.vh)").Length(); n != buttons {
			t.Errorf("a %s has %d buttons", role, n)
		}
		if n := a.Doc.Find(".missed a.btn").Length(); (n == 2) != (role != access.Viewer) {
			t.Errorf("a %s may take %d dates", role, n)
		}
	}
	h.Must(h.Editor.Finish(t.Context(), h.act(access.Editor), document))
	a = h.ask(access.Editor, address(document, ""), nil)
	if a.Doc.Find(".missed li, button[value=finish]").Length() != 0 || !strings.Contains(a.Text("main"), "no longer. Import it again") || a.Text("h1") != "Harbour report 2019" {
		t.Errorf("after the end: %q", a.Text("main"))
	}
	if a := h.ask(access.Editor, address("none", ""), nil); a.Status != http.StatusNotFound {
		t.Errorf("no such document: %v", a.Status)
	}
}

func TestALongDocumentHasPages(t *testing.T) {
	var text strings.Builder
	text.WriteString("# Ships of the harbour\n\n")
	for i := range 201 {
		fmt.Fprintf(&text, "On %d March %d the museum opened exhibition number %d.\n\n", 1+i%28, 1700+i, i)
	}
	h := newHouse(t)
	document, list := h.imported(text.String())
	if len(list) != 201 {
		t.Fatalf("%d proposals", len(list))
	}
	for query, want := range map[string]struct {
		rows          int
		first         string
		before, after string
	}{
		"": {100, "1", "", "2"}, "?page=1": {100, "1", "", "2"}, "?page=2": {100, "101", "1", "3"}, "?page=3": {1, "201", "2", ""},
		"?page=4": {100, "1", "", "2"}, "?page=0": {100, "1", "", "2"}, "?page=x": {100, "1", "", "2"},
	} {
		a := h.ask(access.Viewer, address(document, "")+query, nil)
		list := a.Doc.Find("table tbody tr")
		if list.Length() != want.rows || list.First().Find("td").First().Text() != want.first {
			t.Errorf("%q: %d rows from %s", query, list.Length(), list.First().Text())
		}
		for rel, page := range map[string]string{"prev": want.before, "next": want.after} {
			href := ""
			if page != "" {
				href = address(document, "") + "?page=" + page
			}
			if got := a.Doc.Find(".pager a[rel="+rel+"]").AttrOr("href", ""); got != href {
				t.Errorf("%q: %s leads to %q", query, rel, got)
			}
		}
	}
	for at, want := range map[int][2]string{0: {"1", "31"}, 100: {"71", "131"}, 200: {"171", "201"}} {
		got := rows(h.ask(access.Viewer, address(document, list[at].ID), nil), ".queue li")
		if got[0] != want[0] || got[len(got)-1] != want[1] {
			t.Errorf("at %d there are squares from %s to %s", at+1, got[0], got[len(got)-1])
		}
	}
}

func TestAProposalIsShownWithItsPassage(t *testing.T) {
	h := newHouse(t, prize)
	document, list := h.imported(harbour)
	at := address(document, list[2].ID)
	a := h.ask(access.Editor, at, nil)
	if a.Text("h1") != "Proposal 3 of 3" || a.Text(".dh .sub") != "0 decided: 0 published, 0 kept as drafts, 0 dropped or merged" || a.Text(".dh a") != "The document, and its dates not proposed (2)" {
		t.Errorf("head: %q", a.Text(".dh"))
	}
	if got := a.Text(".doc mark"); !strings.HasPrefix(got, "On 21 September 2019") || a.Text(".rv p.any") != "Ships, line 13" || a.Text(".doc .q1 .no") != "13" {
		t.Errorf("the passage: %q at %q, line %q", got, a.Text(".rv p.any"), a.Text(".doc .q1 .no"))
	}
	if like := a.Text(".like"); !strings.Contains(like, "heritage prize") || !strings.Contains(like, "September 2019") || !strings.Contains(like, "Published") || a.Doc.Find(".like button[name=compare]").AttrOr("value", "") != "prize" {
		t.Errorf("similar: %q", like)
	}
	if got := h.ask(access.Viewer, at, nil); got.Doc.Find(".like a.btn").AttrOr("href", "") != at+"?into=prize" || got.Doc.Find("main form").Length() != 0 || got.Doc.Find("main p a.btn").AttrOr("href", "") != address(document, list[0].ID) {
		t.Error("a viewer cannot compare or go on, or may write")
	}
	if got := h.ask(access.Author, at, nil).Text("main form"); !strings.Contains(got, "Deciding is for editors: The administrator, The editor.") || strings.Contains(got, "The viewer") || strings.Contains(got, "The author") {
		t.Errorf("who decides: %q", got)
	}
	if got := rows(a, ".queue [aria-current]"); !slices.Equal(got, []string{"3"}) {
		t.Errorf("the step is %q", got)
	}
	if a := h.ask(access.Editor, address(document, "none"), nil); a.Status != http.StatusNotFound {
		t.Errorf("no such proposal: %v", a.Status)
	}
	if a := h.ask(access.Editor, address("none", list[2].ID), nil); a.Status != http.StatusNotFound {
		t.Errorf("no such document: %v", a.Status)
	}
}

func TestEachDecisionLeadsOnAndCanBeTakenBack(t *testing.T) {
	for do, want := range map[string]struct {
		status   events.Status
		waits    bool
		done     string
		said     string
		became   string
		square   string
		tookBack bool
	}{
		"accept": {events.Published, false, "accepted", "No. 2 was published.", "Published.", "yes", true},
		"keep":   {events.Draft, false, "kept", "No. 2 was kept as a draft.", "Kept as a draft.", "part", true},
		"drop":   {events.Deleted, false, "dropped", "No. 2 was dropped.", "Dropped or merged.", "no", true},
		"skip":   {events.Draft, true, "skipped", "No. 2 was left for later.", "", "", false},
	} {
		h := newHouse(t)
		document, list := h.imported(harbour)
		second, third := list[1].ID, list[2].ID
		at := address(document, second)
		a := h.ask(access.Editor, at, h.filled(access.Editor, at, "do", do, "title-zh", "灯塔展"))
		to := address(document, third) + "?done=" + want.done + "&of=" + string(second)
		if a.To != to {
			t.Fatalf("%s: to %s (%v)", do, a.To, a.Status)
		}
		e := h.get(second)
		if e.Status != want.status || e.Status != events.Deleted && (review.Waits(e) != want.waits || e.Text["zh"].Title != "灯塔展") {
			t.Errorf("%s: %+v", do, e)
		}
		next := h.ask(access.Editor, to, nil)
		if got := next.Text(".say"); !strings.Contains(got, want.said) || (next.Doc.Find(".say form").Length() == 1) != want.tookBack {
			t.Errorf("%s says %q", do, got)
		}
		if got := h.ask(access.Author, to, nil); got.Doc.Find(".say form").Length() != 0 {
			t.Errorf("%s: an author is offered to take it back", do)
		}
		if got := next.Doc.Find(".queue li:nth-child(2) a").AttrOr("class", ""); got != want.square && want.square != "" {
			t.Errorf("%s: its square is %q", do, got)
		}
		if !want.tookBack {
			continue
		}
		page := h.ask(access.Editor, at, nil)
		if got := page.Text("main"); !strings.Contains(got, want.became+" The editor, today, 11:") || page.Doc.Find("[data-guard]").Length() != 0 {
			t.Errorf("%s: its page says %q", do, got)
		}
		const takingBack = "section[aria-labelledby=de] form"
		if !page.Has(takingBack) || h.ask(access.Author, at, nil).Has(takingBack) {
			t.Errorf("%s: its page offers the editor to take it back: %v, an author: %v", do, page.Has(takingBack), !page.Has(takingBack))
		}
		if n := page.Doc.Find("a[href$='/e/" + string(second) + "']").Length(); (n > 0) != (do != "drop") {
			t.Errorf("%s: %d links to the entry", do, n)
		}
		if a := h.ask(access.Author, at, h.undo(second)); a.Status != http.StatusForbidden {
			t.Errorf("%s: an author takes it back: %v", do, a.Status)
		}
		a = h.ask(access.Editor, at, h.undo(second))
		if a.To != at+"?done=undone&of="+string(second) || !review.Waits(h.get(second)) {
			t.Errorf("%s taken back: to %s, %v", do, a.To, a.Status)
		}
		// What was typed with a drop comes back, too: it was saved before it.
		if e := h.get(second); (e.Text["zh"].Title == "灯塔展") != (do == "drop") {
			t.Errorf("%s taken back: the title is %q", do, e.Text["zh"].Title)
		}
		if a := h.ask(access.Editor, at, h.undo(second)); a.Status != http.StatusConflict || !strings.Contains(a.Text(".say"), "no longer be undone") {
			t.Errorf("%s taken back twice: %d", do, a.Status)
		}
	}
}

func TestTheLastDecisionLeadsToTheDocument(t *testing.T) {
	h := newHouse(t)
	document, list := h.imported(harbour)
	for i, want := range []events.ID{list[2].ID, list[1].ID, ""} {
		of := list[[]int{0, 2, 1}[i]].ID
		if i == 0 {
			want = list[1].ID
		}
		at := address(document, of)
		if a := h.ask(access.Editor, at, h.filled(access.Editor, at, "do", "keep")); a.To != address(document, want)+"?done=kept&of="+string(of) {
			t.Errorf("after No. %d: to %s (%v)", i+1, a.To, a.Status)
		}
	}
	a := h.ask(access.Editor, address(document, "")+"?done=kept&of="+string(list[0].ID), nil)
	if !strings.Contains(a.Text(".say"), "No. 1 was kept as a draft.") {
		t.Errorf("of the first it says %q", a.Text(".say"))
	}
	a = h.ask(access.Editor, address(document, "")+"?done=kept&of="+string(list[1].ID), nil)
	if !strings.Contains(a.Text(".say"), "No. 2 was kept as a draft.") || a.Doc.Find(".dh a").Length() != 0 || a.Doc.Find("[value=drop-all]").Length() != 0 {
		t.Errorf("the document says %q", a.Text("main"))
	}
	for _, query := range []string{"?done=&of=" + string(list[1].ID), "?done=eaten&of=" + string(list[1].ID), "?done=kept&of=none"} {
		if a := h.ask(access.Editor, address(document, "")+query, nil); a.Doc.Find(".say").Length() != 0 {
			t.Errorf("%s says %q", query, a.Text(".say"))
		}
	}
}

func TestWhatCannotBeDoneKeepsWhatWasTyped(t *testing.T) {
	h := newHouse(t)
	document, list := h.imported(harbour)
	first := list[0]
	at := address(document, first.ID)
	for name, typed := range map[string][]string{
		"no title": {"do", "accept", "title-en", ""}, "no date": {"do", "accept", "date", ""}, "ambiguous": {"do", "accept", "date", "04/05/2019"},
		"too long, dropped": {"do", "drop", "title-en", strings.Repeat("long ", 2000)}, "too long, compared": {"compare", "prize", "title-en", strings.Repeat("long ", 2000)},
	} {
		a := h.ask(access.Editor, at, h.filled(access.Editor, at, append(typed, "title-zh", "新翼")...))
		if a.Status != http.StatusUnprocessableEntity || a.Doc.Find(".errs a").Length() == 0 || a.Text("#t-zh") != "新翼" || h.get(first.ID).Rev != first.Rev {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	for _, do := range []string{"accept", "keep", "drop", "merge"} {
		if a := h.ask(access.Author, at, h.filled(access.Author, at, "do", do, "title-zh", "新翼")); a.Status != http.StatusForbidden || h.get(first.ID).Rev != first.Rev {
			t.Errorf("an author may %s: %v", do, a.Status)
		}
	}
	if a := h.ask(access.Editor, at, h.filled(access.Editor, at, "do", "eat")); a.Status != http.StatusNotFound {
		t.Errorf("an unknown button: %v", a.Status)
	}
	if a := h.ask(access.Author, at, h.filled(access.Author, at, "do", "save", "title-zh", "新翼")); a.To != at+"?done=saved&of="+string(first.ID) || h.get(first.ID).Text["zh"].Title != "新翼" {
		t.Errorf("saved: to %s, %v", a.To, a.Status)
	}
	rev := h.get(first.ID).Rev
	a := h.ask(access.Author, at, h.filled(access.Author, at, "title-zh", "新的一翼"))
	if a.Text("#t-zh") != "新的一翼" || a.Status == http.StatusUnprocessableEntity || h.get(first.ID).Rev != rev {
		t.Errorf("checked: %d %q", a.Status, a.Text("#t-zh"))
	}
}

func TestSomebodyElseWasFaster(t *testing.T) {
	h := newHouse(t)
	document, list := h.imported(harbour)
	at := address(document, list[0].ID)
	mine := h.filled(access.Editor, at, "title-zh", "我写的")
	h.done(h.ask(access.Author, at, h.filled(access.Author, at, "do", "save", "title-en", "Their title", "date", "4 March 2019")))
	for _, do := range []string{"accept", "keep", "save", "skip", "drop"} {
		mine.Set("do", do)
		a := h.ask(access.Editor, at, mine)
		if a.Status != http.StatusConflict || !strings.Contains(a.Text(".say"), "Somebody changed it meanwhile") || a.Text("#t-zh") != "我写的" {
			t.Errorf("%s: %d", do, a.Status)
			continue
		}
		if got := a.Text(".facts"); !strings.Contains(got, "Their title") || !strings.Contains(got, "4 March 2019") || strings.Contains(got, "Chinese") {
			t.Errorf("%s: theirs is %q", do, got)
		}
	}
	h.done(h.ask(access.Editor, at, h.filled(access.Editor, at, "do", "keep")))
	for _, do := range []string{"accept", "keep", "save", "skip", "drop"} {
		mine.Set("do", do)
		if a := h.ask(access.Editor, at, mine); a.Status != http.StatusConflict || !strings.Contains(a.Text(".say"), "decided about it already") {
			t.Errorf("%s of what is decided: %d", do, a.Status)
		} else if got := a.Text(".facts"); !strings.Contains(got, "我写的") || !strings.Contains(got, "3 March 2019") {
			t.Errorf("%s of what is decided: of what was typed there is %q", do, got)
		}
	}
}

func TestTwoAreComparedAndMerged(t *testing.T) {
	h := newHouse(t, prize)
	document, list := h.imported(harbour)
	third := list[2]
	at := address(document, third.ID)
	typed := h.filled(access.Editor, at, "compare", "prize", "title-zh", "遗产奖")
	if a := h.ask(access.Editor, at, h.filled(access.Editor, at, "compare", "prize")); a.To != at+"?into=prize" || h.get(third.ID).Rev != third.Rev {
		t.Errorf("with nothing typed: to %s, %v", a.To, a.Status)
	}
	a := h.ask(access.Editor, at, typed)
	if a.To != at+"?done=saved&into=prize&of="+string(third.ID) || h.get(third.ID).Text["zh"].Title != "遗产奖" || !review.Waits(h.get(third.ID)) {
		t.Fatalf("what was typed is lost: to %s, %v", a.To, a.Status)
	}
	page := h.ask(access.Editor, a.To, nil)
	if got := page.Text(".say"); !strings.Contains(got, "No. 3 was saved") {
		t.Errorf("it does not say that it was saved: %q", got)
	}
	sides := rows(page, ".pairs .sec")
	if len(sides) != 2 || !strings.Contains(sides[0], "Proposal No. 3") || !strings.Contains(sides[0], "遗产奖") || !strings.Contains(sides[0], "On 21 September 2019") || !strings.Contains(sides[1], "September 2019") || !strings.Contains(page.Text("main"), "Take over the date of the proposal, which is more exact: 21 September 2019") || page.Doc.Find("button.go[value=merge]").Length() != 1 {
		t.Fatalf("beside each other: %q", sides)
	}
	if h.ask(access.Author, a.To, nil).Doc.Find("button[value=merge]").Length() != 0 {
		t.Error("an author is offered to merge")
	}
	form := url.Values{"do": {"merge"}}
	for _, name := range []string{"rev", "into", "into-rev"} {
		form.Set(name, page.Doc.Find("input[name="+name+"]").AttrOr("value", ""))
	}
	form.Set("into-rev", "1")
	if a := h.ask(access.Editor, at, form); a.Status != http.StatusConflict || !strings.Contains(a.Text(".say"), "other entry was changed") {
		t.Errorf("the other was changed: %d", a.Status)
	}
	form.Set("into-rev", page.Doc.Find("input[name=into-rev]").AttrOr("value", ""))
	if a := h.ask(access.Editor, at, form); !strings.HasSuffix(a.To, "?done=merged&of="+string(third.ID)) {
		t.Errorf("merged: to %s, %v", a.To, a.Status)
	}
	if e := h.get("prize"); e.Text["zh"].Title != "遗产奖" || len(e.Sources) != 1 || e.Span.EDTF().String() != "2019-09" {
		t.Errorf("merged: %+v", e)
	}
	if a := h.ask(access.Editor, at+"?into=prize", nil); a.Status != http.StatusNotFound {
		t.Errorf("merged already: %v", a.Status)
	}
	h.done(h.ask(access.Editor, at, h.undo(third.ID)))
	if e := h.get("prize"); len(e.Sources) != 0 || h.get(third.ID).Status != events.Draft {
		t.Errorf("taken back: %+v", e)
	}
	for _, into := range []string{"none", string(third.ID)} {
		if a := h.ask(access.Editor, at+"?into="+into, nil); a.Status != http.StatusNotFound {
			t.Errorf("into %s: %v", into, a.Status)
		}
	}
}

func TestAllThatWaitsIsDroppedInTwoSteps(t *testing.T) {
	h := newHouse(t)
	document, list := h.imported(harbour)
	at := address(document, "")
	first := address(document, list[0].ID)
	h.done(h.ask(access.Editor, first, h.filled(access.Editor, first, "do", "keep")))
	form := url.Values{"op": {"drop-all"}}
	if a := h.ask(access.Author, at, form); a.Status != http.StatusForbidden {
		t.Errorf("an author: %v", a.Status)
	}
	a := h.ask(access.Editor, at, form)
	if a.Text("h1") != "Drop proposals: 2 entries?" || !strings.Contains(a.Text("main"), "Harbour report 2019") || a.Doc.Find("tbody tr").Length() != 2 || !strings.Contains(a.Text("main"), "drafts are not public") || h.get(list[1].ID).Status != events.Draft {
		t.Fatalf("the first step: %v %q", a.Status, a.Text("main"))
	}
	if n := a.Doc.Find("nav.scale a").Length(); n != 3 {
		t.Errorf("%d steps lead to it", n)
	}
	if a.Doc.Find("main form").AttrOr("action", "") != at || a.Doc.Find("main form a").AttrOr("href", "") != at {
		t.Error("it does not lead back to the document")
	}
	form = url.Values{"do": {"go"}}
	for _, in := range a.Doc.Find("main form input[type=hidden]").EachIter() {
		form.Set(in.AttrOr("name", ""), in.AttrOr("value", ""))
	}
	a = h.ask(access.Editor, at, form)
	if !strings.HasPrefix(a.To, "/admin/en/batch/") {
		t.Fatalf("the second step: to %s, %v", a.To, a.Status)
	}
	for i, want := range []events.Status{events.Draft, events.Deleted, events.Deleted} {
		if got := h.get(list[i].ID).Status; got != want {
			t.Errorf("No. %d is %s", i+1, got)
		}
	}
	if page := h.ask(access.Editor, address(document, list[1].ID), nil); page.Doc.Find(".rv a[href='"+a.To+"']").Length() != 1 || page.Doc.Find(".rv form").Length() != 0 {
		t.Errorf("its page does not lead to the undo: %q", page.Text(".rv"))
	}
	if page := h.ask(access.Viewer, address(document, list[1].ID), nil); page.Doc.Find(".rv a[href='"+a.To+"']").Length() != 0 {
		t.Error("a viewer is led to the undo")
	}
	if n := h.ask(access.Editor, at, nil).Doc.Find(".missed li").Length(); n != 2 {
		t.Errorf("%d dates are left", n)
	}
	_, again := h.imported(harbour)
	if n := len(again); n != 3 || h.get(list[1].ID).Status != events.Deleted {
		t.Errorf("read again: %d proposals", n)
	}
	_, err := h.Editor.Undo(t.Context(), h.act(access.Editor), strings.TrimPrefix(a.To, "/admin/en/batch/"))
	h.Must(err)
	if !review.Waits(h.get(list[1].ID)) || !review.Waits(h.get(list[2].ID)) || review.Waits(h.get(list[0].ID)) {
		t.Error("the undo does not bring them back")
	}
}

func TestTheReviewIsEnded(t *testing.T) {
	h := newHouse(t)
	document, _ := h.imported(harbour)
	end := url.Values{"do": {"finish"}}
	if a := h.ask(access.Author, address(document, ""), end); a.Status != http.StatusForbidden {
		t.Errorf("an author: %v", a.Status)
	}
	a := h.ask(access.Editor, address(document, ""), end)
	if a.To != "/admin/en/review?done=finished" {
		t.Fatalf("to %s, %v", a.To, a.Status)
	}
	if got := h.ask(access.Editor, a.To, nil); !strings.Contains(got.Text(".say"), "The review of the document has ended.") || strings.Contains(h.ask(access.Editor, address("", ""), nil).Text("main"), "has ended") {
		t.Errorf("it says %q", got.Text(".say"))
	}
}

// What somebody did to a draft outside of the review is not taken back there; only
// the button ends a review, and a page that lost no date says nothing of lost ones.
func TestOnlyAReviewIsTakenBackInIt(t *testing.T) {
	h := newHouse(t)
	document, list := h.imported(harbour)
	first := h.get(list[0].ID)
	published := *first
	published.Status = events.Published
	if _, err := h.Live.Commit(t.Context(), events.Put(published, first.Rev)); err != nil {
		t.Fatal(err)
	}
	if page := h.ask(access.Editor, address(document, first.ID), nil); !page.Has("section[aria-labelledby=de]") || page.Has("section[aria-labelledby=de] form") {
		t.Errorf("its page is %s", page.Text("main"))
	}
	for _, form := range []url.Values{nil, {"do": {"nothing"}}} {
		page := h.ask(access.Editor, address(document, ""), form)
		if page.To != "" || !page.Has("button[value=finish]") || strings.Contains(page.Text("main"), "0 more") {
			t.Errorf("asked with %v: to %q, %s", form, page.To, page.Text("main"))
		}
	}
}
