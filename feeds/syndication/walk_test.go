package syndication

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"

	"almanac.example/events"
)

// walker follows a feed from its first page to its last.
type walker struct {
	t      *testing.T
	format format
	feed   func() *Feed // the feed as it is now
	next   string       // address of the page to fetch
	pages  []string     // addresses fetched
	ids    []string     // items met
	size   int          // of the largest document
}

func newWalker(t *testing.T, format format, feed func() *Feed) *walker {
	return &walker{t: t, format: format, feed: feed, next: feed().Self}
}

// step fetches one page of not too many items; false after the last.
func (w *walker) step() bool {
	w.t.Helper()
	before := len(w.ids)
	more := w.unlimited()
	if n := len(w.ids) - before; n > maxItems {
		w.t.Errorf("a page has %d items", n)
	}
	return more
}

// unlimited fetches one page, the way a server would answer; false after the last.
func (w *walker) unlimited() bool {
	w.t.Helper()
	u, err := url.Parse(w.next)
	if err != nil {
		w.t.Fatal(err)
	}
	f := w.feed()
	if f.Before, err = ParseCursor(u.Query().Get("before")); err != nil {
		w.t.Fatal(err)
	}
	doc := write(w.t, w.format, f)
	_, items := readWithGofeed(w.t, doc)
	for _, it := range items {
		w.ids = append(w.ids, it.ID)
	}
	w.size = max(w.size, len(doc))
	w.pages = append(w.pages, w.next)
	if len(w.pages) > 1000 {
		w.t.Fatal("the walk does not end")
	}
	w.next = olderPage(w.t, w.format, doc)
	return w.next != ""
}

func (w *walker) all() *walker {
	for w.step() {
	}
	return w
}

func olderPage(t *testing.T, format format, doc []byte) string {
	t.Helper()
	if format.Extension == ".json" {
		var f jsonFeed
		if err := json.Unmarshal(doc, &f); err != nil {
			t.Fatal(err)
		}
		return f.NextURL
	}
	_, rest, ok := strings.Cut(string(doc), `rel="prev-archive"`)
	if !ok {
		return ""
	}
	_, rest, _ = strings.Cut(rest, `href="`)
	address, _, _ := strings.Cut(rest, `"`)
	return strings.ReplaceAll(address, "&amp;", "&")
}

// bigRecord is a record of several imports and many single publications.
func bigRecord(n int) []*events.Event {
	var list []*events.Event
	for i := range n {
		e := testEvent(fmt.Sprintf("b%04d", i), on(fmt.Sprintf("20%02d-%02d-%02d", i%20, i%12+1, i%28+1)), fmt.Sprintf("事件%d", i), "")
		switch i % 3 {
		case 0: // a quiet import, all in one second
			e.Quiet = true
		case 1: // an announced one
			e.Published = at("2026-11-02T00:00:00Z")
		default:
			e.Published = at("2026-11-03T00:00:00Z").Add(time.Duration(i) * time.Minute)
		}
		e.Updated = e.Published
		list = append(list, e)
	}
	return list
}

func eventsOnly(ids []string) []string {
	var list []string
	for _, id := range ids {
		if !strings.Contains(id, ";") {
			list = append(list, id)
		}
	}
	return list
}

func TestWalkMeetsEverythingOnce(t *testing.T) {
	for _, format := range formats() {
		for _, n := range []int{0, 1, 49, 50, 51, 99, 100, 101, 333} {
			list := bigRecord(n)
			w := newWalker(t, format, func() *Feed { return testFeed("zh", format.Extension, list) }).all()
			checkOnce(t, list, w.ids)
		}
	}
}

func checkOnce(t *testing.T, list []*events.Event, ids []string) {
	t.Helper()
	var want []string
	for _, e := range list {
		want = append(want, testSite().TagURI(eventID(e.ID)))
	}
	got := eventsOnly(ids)
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("of %d events, -want +met:\n%s", len(list), diff)
	}
}

// Whatever is edited between two pages, what was there before the walk and is
// there after it is met once.
func TestWalkSurvivesEditing(t *testing.T) {
	for seed := range uint64(6) {
		format := formats()[seed%3]
		ed := &editor{rng: rand.New(rand.NewPCG(seed, 1)), list: bigRecord(300), now: at("2026-11-25T00:00:00Z")}
		before := ed.ids()
		w := newWalker(t, format, func() *Feed { return testFeed("zh", format.Extension, ed.list) })
		for w.step() {
			for range 20 {
				ed.edit()
			}
		}
		after := ed.ids()
		met := map[string]int{}
		for _, id := range w.ids {
			met[id]++
		}
		for id, n := range met {
			if n > 1 {
				t.Errorf("seed %d: %s was met %d times", seed, id, n)
			}
		}
		for id := range before {
			if after[id] && met[id] == 0 {
				t.Errorf("seed %d: %s was missed", seed, id)
			}
		}
	}
}

// editor changes a record at random, the way the store would.
type editor struct {
	rng  *rand.Rand
	list []*events.Event
	now  time.Time
}

func (ed *editor) ids() map[string]bool {
	m := map[string]bool{}
	for _, e := range ed.list {
		m[testSite().TagURI(eventID(e.ID))] = true
	}
	return m
}

func (ed *editor) edit() {
	ed.now = ed.now.Add(time.Second)
	i := ed.rng.IntN(len(ed.list))
	old := ed.list[i]
	next := *old
	switch ed.rng.IntN(7) {
	case 0: // it leaves the selection
		ed.list = slices.Delete(slices.Clone(ed.list), i, i+1)
		return
	case 1: // something new is published
		e := events.Revise(nil, *testEvent(fmt.Sprintf("n%d", ed.now.Unix()), on("2027-01-01"), "新", ""), ed.now)
		ed.list = append(slices.Clone(ed.list), &e)
		return
	case 2: // something old enters the selection
		e := testEvent(fmt.Sprintf("o%d", ed.now.Unix()), on("2019-01-01"), "旧", "")
		e.Quiet = ed.rng.IntN(2) == 0
		ed.list = append(slices.Clone(ed.list), e)
		return
	case 3:
		next.Span = on(fmt.Sprintf("%d", 1900+ed.rng.IntN(200)))
	case 4:
		next.Status = events.Cancelled
	case 5:
		next.Status = events.Withdrawn
	default:
		next.Text = map[string]events.Text{"zh": {Title: "改", Body: strings.Repeat("很长 ", ed.rng.IntN(3000))}}
	}
	e := events.Revise(old, next, ed.now)
	ed.list = slices.Clone(ed.list)
	ed.list[i] = &e
}

func TestArchivedPagesStayWhileTheFeedGoesOn(t *testing.T) {
	format := formats()[0]
	list := bigRecord(400)
	fetch := func(address string) []byte {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		f := testFeed("zh", format.Extension, list)
		if f.Before, err = ParseCursor(u.Query().Get("before")); err != nil {
			t.Fatal(err)
		}
		return write(t, format, f)
	}
	before := newWalker(t, format, func() *Feed { return testFeed("zh", format.Extension, list) }).all()
	docs := map[string][]byte{}
	for _, address := range before.pages[1:] {
		docs[address] = fetch(address)
	}
	for i := range 70 {
		e := events.Revise(nil, *testEvent(fmt.Sprintf("new%d", i), on("2027-01-01"), "新", ""), at("2026-11-25T00:00:00Z").Add(time.Duration(i)*time.Hour))
		list = append(list, &e)
	}
	for address, doc := range docs {
		if !bytes.Equal(doc, fetch(address)) {
			t.Errorf("%s changed although only new events were published", address)
		}
	}
	after := newWalker(t, format, func() *Feed { return testFeed("zh", format.Extension, list) }).all()
	known := 0
	for _, address := range after.pages {
		if docs[address] != nil {
			known++
		}
	}
	if want := len(docs) - 1; known < want {
		t.Errorf("a second walk meets %d of %d archived pages again, want at least %d", known, len(docs), want)
	}
}

func TestDocumentsStayBelowTheirSize(t *testing.T) {
	list := bigRecord(45)
	for i, e := range list {
		e.Text = map[string]events.Text{"zh": {Title: "长", Summary: "摘要", Body: strings.Repeat("很长。<&>\"\n\n", 60*(i%20))}}
	}
	endless := list[7]
	endless.Text["zh"] = events.Text{Title: "很长", Summary: "摘要", Body: strings.Repeat("<", 49_000)}
	for range 100 {
		endless.Sources = append(endless.Sources, events.Source{Title: events.Localised{"zh": strings.Repeat("源", 900)}})
	}
	if err := endless.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, format := range formats() {
		w := newWalker(t, format, func() *Feed { return testFeed("zh", format.Extension, list) }).all()
		checkOnce(t, list, w.ids)
		if w.size > maxBytes {
			t.Errorf("%s: the largest document has %d bytes, want at most %d", format.Name, w.size, maxBytes)
		}
		if w.size < maxBytes/2 {
			t.Errorf("%s: the largest document has %d bytes; the test does not reach the limit", format.Name, w.size)
		}
	}
}

func TestQuietImportShowsSubscribersNothingNew(t *testing.T) {
	announced := 60
	var list []*events.Event
	for i := range announced {
		e := testEvent(fmt.Sprintf("a%02d", i), on("2026-12-01"), "会", "")
		e.Published = at("2026-11-10T00:00:00Z").Add(time.Duration(i) * time.Hour)
		list = append(list, e)
	}
	first := func() []string {
		_, items := readWithGofeed(t, write(t, formats()[0], testFeed("zh", ".atom", list)))
		var ids []string
		for _, it := range items {
			ids = append(ids, it.ID)
		}
		return ids
	}
	before := first()
	for i := range 500 {
		e := testEvent(fmt.Sprintf("q%03d", i), on("1919-05-04"), "史", "")
		e.Published, e.Quiet = at("2026-11-20T00:00:00Z"), true
		list = append(list, e)
	}
	if diff := cmp.Diff(before, first()); diff != "" {
		t.Errorf("a quiet import changed the first page (-before +after):\n%s", diff)
	}
	list = list[announced-20:] // twenty announced ones: the rest of the page is free
	if got := len(first()); got != maxItems {
		t.Errorf("%d items on the first page of 20 announced and 500 quiet events, want %d", got, maxItems)
	}
	checkNewestFirst(t, list)
}

func checkNewestFirst(t *testing.T, list []*events.Event) {
	t.Helper()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(write(t, formats()[0], testFeed("zh", ".atom", list))))
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(feed.Items); i++ {
		if feed.Items[i].PublishedParsed.After(*feed.Items[i-1].PublishedParsed) {
			t.Fatalf("item %d is newer than the one before it", i)
		}
	}
}

func TestCursorIsReadBack(t *testing.T) {
	for _, s := range slotsOf(testFeed("zh", ".atom", testEvents())) {
		got, err := ParseCursor(s.place.String())
		if err != nil || got.compare(s.place) != 0 || got.quiet != s.place.quiet {
			t.Errorf("ParseCursor(%q) = %v, %v", s.place, got, err)
		}
		if n := len(withCursor("https://almanac.example/zh/all.atom", s.place)); n > 255 {
			t.Errorf("the address behind %s has %d characters", s.place, n)
		}
	}
	for _, bad := range []string{"x", "20261101T020304Z", "20261101T020304Z..2019", "20261301T020304Z.event/a.", "20261101T020304Z.event/a.not a date", strings.Repeat("a", 400)} {
		if _, err := ParseCursor(bad); err == nil || !strings.Contains(err.Error(), "before") {
			t.Errorf("ParseCursor(%.40q) gives the error %v, want one that names the key", bad, err)
		}
	}
}
