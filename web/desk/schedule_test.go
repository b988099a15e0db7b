package desk_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/editing"
	"almanac.example/web/webtest"
)

// due lets the house do what is due at a time, as the server does by itself.
func (h *house) due(after time.Duration) string {
	h.t.Helper()
	h.pass(after)
	done, err := editing.New(h.live, func() time.Time { return time.Unix(0, h.clock.Load()).UTC() }).PublishDue(h.t.Context())
	h.must(err)
	h.signIn("editor") // the session has ended meanwhile
	return done
}

// schedule plans an entry through its page.
func (h *house) schedule(id, at string) {
	h.t.Helper()
	page := h.get("editor", "/admin/en/e/"+id+"/publish")
	if a := h.post("editor", "/admin/en/e/"+id+"/publish", with(page.form(), "when", "at", "at", at, "do", "publish")); a.status != http.StatusSeeOther {
		h.t.Fatalf("%s is not scheduled: %d %s", id, a.status, a.doc.Find(".errs").Text())
	}
}

// amend proposes a change of an entry, and returns the amendment's ID.
func (h *house) amend(who, id string, pairs ...string) string {
	h.t.Helper()
	path := "/admin/en/e/" + id
	a := h.post(who, path, with(h.get(who, path).form(), append(pairs, "do", "save")...))
	if a.status != http.StatusSeeOther {
		h.t.Fatalf("no amendment: %d %s", a.status, a.doc.Find(".errs").Text())
	}
	return idIn(a.header.Get("Location"))
}

// TestAnAmendmentProposesAStatus holds that an author, who may not cancel, mark as
// tentative or withdraw, can propose it, that the page says what it would do, and
// that an editor's one step does it.
func TestAnAmendmentProposesAStatus(t *testing.T) {
	for _, c := range []struct {
		status events.Status
		as     string // on the page to publish
		gone   bool
	}{
		{events.Cancelled, "Cancelled: it did not take place", false},
		{events.Tentative, "Tentative: not certain", false},
		{events.Withdrawn, "Pages no longer have it", true},
	} {
		t.Run(string(c.status), func(t *testing.T) {
			h := newHouse(t, webtest.Museum())
			chosen := h.get("author", "/admin/en/e/museum").doc.Find("#st option[selected]")
			if got := chosen.AttrOr("value", "") + ": " + chosen.Text(); got != "published: Published, as now" {
				t.Errorf("chosen beforehand: %s", got)
			}
			id := h.amend("author", "museum", "becomes", string(c.status), "note", "The hall is flooded")
			if e := h.stored("museum"); e.Status != events.Published {
				t.Fatalf("the author has made it %s", e.Status)
			}
			if a := h.stored(id); a.Becomes != c.status || a.Status != events.Draft {
				t.Fatalf("the amendment is %s and becomes %q", a.Status, a.Becomes)
			}
			if got := h.get("author", "/admin/en/e/"+id).doc.Find("#st option[selected]").AttrOr("value", ""); got != string(c.status) {
				t.Errorf("the form goes on with %q", got)
			}
			row := h.get("editor", "/admin/en/list?status=amendment").doc.Find(".ent .flags").Text()
			if word := "to be: " + strings.ToUpper(string(c.status[:1])) + string(c.status[1:]); !strings.Contains(row, word) {
				t.Errorf("the list does not tell %q: %s", word, row)
			}
			publish := h.get("editor", "/admin/en/e/"+id+"/publish")
			if got := publish.doc.Find(".how").Text(); !strings.Contains(got, c.as) {
				t.Errorf("the page does not say %q: %s", c.as, got)
			}
			if got := publish.doc.Find(".facts dt").Text(); got != "Status" {
				t.Errorf("differences in %q", got)
			}
			h.post("editor", "/admin/en/e/"+id+"/publish", with(publish.form(), "do", "publish"))
			if e := h.stored("museum"); e.Status != c.status {
				t.Errorf("it is %s", e.Status)
			}
			if a := h.get("", "/en/e/museum-opens"); (a.status == http.StatusGone) != c.gone {
				t.Errorf("readers get %d", a.status)
			}
		})
	}
}

// TestAFormWithoutAnotherStatusAsksForNone holds that a form that is saved as it
// came changes no status, whatever the entry is.
func TestAFormWithoutAnotherStatusAsksForNone(t *testing.T) {
	cancelled := webtest.Museum()
	cancelled.Status = events.Cancelled
	tentative := draft("d1")
	tentative.Becomes = events.Tentative
	h := newHouse(t, cancelled, tentative, draft("d2"))
	id := h.amend("author", "museum", "title-en", "Museum closed")
	if a := h.stored(id); a.Becomes != "" {
		t.Errorf("the amendment of what is cancelled becomes %q", a.Becomes)
	}
	for id, want := range map[string]events.Status{"d1": events.Tentative, "d2": ""} {
		h.amend("author", id, "title-en", "Another")
		if e := h.stored(id); e.Becomes != want || e.Text["en"].Title != "Another" {
			t.Errorf("%s becomes %q", id, e.Becomes)
		}
	}
	h.amend("author", "d1", "becomes", "published")
	if e := h.stored("d1"); e.Becomes != "" {
		t.Errorf("taken back it becomes %q", e.Becomes)
	}
	h.amend("author", "d1", "becomes", "deleted", "title-en", "Once more")
	if e := h.stored("d1"); e.Becomes != "" || e.Status != events.Draft {
		t.Errorf("what is no choice is taken: %q", e.Becomes)
	}
	if h.get("author", "/admin/en/new").doc.Find("#st option[value=withdrawn]").Length() != 0 {
		t.Error("a new entry can be withdrawn")
	}
	h.get("editor", "/admin/en/e/d2")
	h.amend("editor", "d2", "becomes", "tentative")
	out := h.get("editor", "/admin/en/e/d2/publish")
	h.post("editor", "/admin/en/e/d2/publish", with(out.form(), "do", "publish"))
	if e := h.stored("d2"); e.Status != events.Tentative {
		t.Errorf("it goes out as %s", e.Status)
	}
}

// TestRestoringAFormerStateProposesNoStatus: a form that is filled in with a former
// state has the present status.
func TestRestoringAFormerStateProposesNoStatus(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	first := h.stored("museum").Rev
	page := h.get("editor", "/admin/en/e/museum/cancelled")
	h.post("editor", "/admin/en/e/museum/cancelled", with(page.form(), "do", "cancelled"))
	if e := h.stored("museum"); e.Status != events.Cancelled {
		t.Fatalf("it is %s", e.Status)
	}
	form := h.get("editor", "/admin/en/e/museum?from="+strconv.FormatInt(int64(first), 10)).form()
	if got := form.Get("becomes"); got != "cancelled" {
		t.Errorf("the form proposes %q", got)
	}
}

func TestAScheduledAmendmentIsMergedWhenDue(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	id := h.amend("editor", "museum", "title-en", "Museum opens again", "becomes", "tentative")
	h.schedule(id, "2 Mar 2026 09:00")
	// Another field is changed meanwhile: both changes are kept.
	other := h.amend("editor", "museum", "place", "Wuhu")
	page := h.get("editor", "/admin/en/e/"+other+"/publish")
	h.post("editor", "/admin/en/e/"+other+"/publish", with(page.form(), "do", "publish"))
	if got := h.due(time.Hour); got != "published: 0" {
		t.Errorf("before it is due: %s", got)
	}
	if got := h.due(23 * time.Hour); got != "published: 1" {
		t.Errorf("when it is due: %s", got)
	}
	e := h.stored("museum")
	if e.Text["en"].Title != "Museum opens again" || e.PlaceSlug() != "wuhu" || e.Status != events.Tentative {
		t.Errorf("%q at %s, %s", e.Text["en"].Title, e.PlaceSlug(), e.Status)
	}
	if got := h.get("editor", "/admin/en/").doc.Find(".tally").Text(); strings.Contains(got, "could not go out") {
		t.Errorf("the desk complains: %s", got)
	}
}

// TestAScheduledAmendmentThatClashes holds that it stays a draft, that the desk says
// so where it says what needs care, and that from there a person finishes it.
func TestAScheduledAmendmentThatClashes(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	id := h.amend("editor", "museum", "title-en", "Museum opens again")
	h.schedule(id, "2 Mar 2026 09:00")
	other := h.amend("editor", "museum", "title-en", "Museum opens late")
	page := h.get("editor", "/admin/en/e/"+other+"/publish")
	h.post("editor", "/admin/en/e/"+other+"/publish", with(page.form(), "do", "publish"))
	if got := h.get("editor", "/admin/en/").doc.Find(".tally a[href*='stale=1']").Closest("li").Text(); !strings.Contains(got, "1") {
		t.Errorf("before it is due the desk does not say that it clashes: %q", got)
	}
	if got := h.due(48 * time.Hour); !strings.Contains(got, "stay drafts: 1") {
		t.Errorf("when it is due: %s", got)
	}
	if e := h.stored("museum"); e.Text["en"].Title != "Museum opens late" {
		t.Errorf("public: %q", e.Text["en"].Title)
	}
	if e := h.stored(id); e.Status != events.Draft || e.Publish != nil || e.Text["en"].Title != "Museum opens again" {
		t.Errorf("the amendment: %s, %v, %q", e.Status, e.Publish, e.Text["en"].Title)
	}
	care := h.get("editor", "/admin/en/").doc.Find(".tally a").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(s.Text(), "could not go out") })
	if care.Length() != 1 {
		t.Fatalf("the desk says: %s", h.get("editor", "/admin/en/").doc.Find(".tally").Text())
	}
	list := h.get("editor", care.AttrOr("href", ""))
	if list.doc.Find(".ent a[href$='/e/"+id+"']").Length() != 1 || list.doc.Find("#lby option[selected]").Text() != "The schedule" {
		t.Fatalf("the list has %s", list.doc.Find(".ent").Text())
	}
	if got := h.get("editor", "/admin/en/e/"+id).doc.Find(".say").Text(); !strings.Contains(got, "could not") {
		t.Errorf("its page says %q", got)
	}
	conflict := h.get("editor", "/admin/en/e/"+id+"/publish")
	if conflict.status != http.StatusConflict {
		t.Fatalf("its page to publish: %d", conflict.status)
	}
	h.follow("editor", h.post("editor", "/admin/en/e/"+id+"/publish", with(conflict.form(), "do", "resolve")))
	out := h.get("editor", "/admin/en/e/"+id+"/publish")
	h.post("editor", "/admin/en/e/"+id+"/publish", with(out.form(), "do", "publish"))
	if e := h.stored("museum"); e.Text["en"].Title != "Museum opens again" {
		t.Errorf("public: %q", e.Text["en"].Title)
	}
	if got := h.get("editor", "/admin/en/").doc.Find(".tally").Text(); strings.Contains(got, "could not go out") {
		t.Error("the desk still complains")
	}
}

// TestWhatWasMissedIsStampedWhenItGoesOut: a plan that fell into a time when nothing
// ran is kept at the next start, with the instant of then.
func TestWhatWasMissedIsStampedWhenItGoesOut(t *testing.T) {
	h := newHouse(t, draft("d1"))
	h.schedule("d1", "2 Mar 2026 09:00")
	h.due(100 * time.Hour)
	e := h.stored("d1")
	if want := time.Unix(0, h.clock.Load()).UTC(); e.Status != events.Published || !e.Published.Equal(want) {
		t.Errorf("%s, published %v instead of %v", e.Status, e.Published, want)
	}
}

// TestAListThatStoppedNeverSaysNone holds what is said of a search that did not
// reach the end of the history, and that a bulk change reaches as far as the list.
func TestAListThatStoppedNeverSaysNone(t *testing.T) {
	h := newHouse(t, draft("d1"))
	own := h.amend("editor", "d1", "title-en", "Mine")
	changes := make([]events.Change, 5001) // more states than one search reads
	for i := range changes {
		changes[i] = events.Put(webtest.Story(fmt.Sprintf("s%d", i), "2019-07-03", nil), 0)
	}
	_, err := h.live.Import(t.Context(), slices.Values(changes), nil)
	h.must(err)
	query := url.Values{"by": {"account:" + accountID(h, "editor")}}.Encode()
	stopped := h.get("editor", "/admin/en/list?"+query)
	if text := stopped.doc.Find("main").Text(); strings.Contains(text, "No entry matches") || !strings.Contains(text, "so far") {
		t.Errorf("a list that stopped says: %s", stopped.doc.Find(".empty").Text())
	}
	further := h.get("editor", stopped.doc.Find(".note2 a").AttrOr("href", "no link leads on"))
	if further.doc.Find(".ent a[href$='/e/"+own+"']").Length() != 1 {
		t.Fatalf("further on it is not found: %s", further.doc.Find(".sub").Text())
	}
	form := fields(further.doc.Find("form[action='/admin/en/bulk']"))
	plan := h.post("editor", "/admin/en/bulk", with(form, "scope", "all", "op", "key"))
	if got := plan.doc.Find(".sums dd").First().Text(); got != "1" {
		t.Errorf("of the one entry listed, %s would change", got)
	}
}
