package entry_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/editing"
	"almanac.example/web/webtest"
)

// due lets the house do what is due at a time, as the server does by itself.
func due(h *desktest.Instance, after time.Duration) string {
	h.T.Helper()
	h.Pass(after)
	done, err := editing.New(h.Live, h.Now).PublishDue(h.T.Context())
	h.Must(err)
	h.SignIn("editor") // the session has ended meanwhile
	return done
}

// schedule plans an entry through its page.
func schedule(h *desktest.Instance, id, at string) {
	h.T.Helper()
	page := h.Get("editor", "/admin/en/e/"+id+"/publish")
	if a := h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(page.Form(), "when", "at", "at", at, "do", "publish")); a.Status != http.StatusSeeOther {
		h.T.Fatalf("%s is not scheduled: %d %s", id, a.Status, a.Doc.Find(".errs").Text())
	}
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
			h := desktest.New(t, webtest.Museum())
			chosen := h.Get("author", "/admin/en/e/museum").Doc.Find("#st option[selected]")
			if got := chosen.AttrOr("value", "") + ": " + chosen.Text(); got != "published: Published, as now" {
				t.Errorf("chosen beforehand: %s", got)
			}
			id := h.Amend("author", "museum", "becomes", string(c.status), "note", "The hall is flooded")
			if e := h.Stored("museum"); e.Status != events.Published {
				t.Fatalf("the author has made it %s", e.Status)
			}
			if a := h.Stored(id); a.Becomes != c.status || a.Status != events.Draft {
				t.Fatalf("the amendment is %s and becomes %q", a.Status, a.Becomes)
			}
			if got := h.Get("author", "/admin/en/e/"+id).Doc.Find("#st option[selected]").AttrOr("value", ""); got != string(c.status) {
				t.Errorf("the form goes on with %q", got)
			}
			row := h.Get("editor", "/admin/en/list?status=amendment").Doc.Find(".ent .flags").Text()
			if word := "to be: " + strings.ToUpper(string(c.status[:1])) + string(c.status[1:]); !strings.Contains(row, word) {
				t.Errorf("the list does not tell %q: %s", word, row)
			}
			publish := h.Get("editor", "/admin/en/e/"+id+"/publish")
			if got := publish.Doc.Find(".how").Text(); !strings.Contains(got, c.as) {
				t.Errorf("the page does not say %q: %s", c.as, got)
			}
			if got := publish.Doc.Find(".facts dt").Text(); got != "Status" {
				t.Errorf("differences in %q", got)
			}
			h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(publish.Form(), "do", "publish"))
			if e := h.Stored("museum"); e.Status != c.status {
				t.Errorf("it is %s", e.Status)
			}
			if a := h.Get("", "/en/e/museum-opens"); (a.Status == http.StatusGone) != c.gone {
				t.Errorf("readers get %d", a.Status)
			}
		})
	}
}

// TestAFormWithoutAnotherStatusAsksForNone holds that a form that is saved as it
// came changes no status, whatever the entry is.
func TestAFormWithoutAnotherStatusAsksForNone(t *testing.T) {
	cancelled := webtest.Museum()
	cancelled.Status = events.Cancelled
	tentative := desktest.Draft("d1")
	tentative.Becomes = events.Tentative
	h := desktest.New(t, cancelled, tentative, desktest.Draft("d2"))
	id := h.Amend("author", "museum", "title-en", "Museum closed")
	if a := h.Stored(id); a.Becomes != "" {
		t.Errorf("the amendment of what is cancelled becomes %q", a.Becomes)
	}
	for id, want := range map[string]events.Status{"d1": events.Tentative, "d2": ""} {
		h.Amend("author", id, "title-en", "Another")
		if e := h.Stored(id); e.Becomes != want || e.Text["en"].Title != "Another" {
			t.Errorf("%s becomes %q", id, e.Becomes)
		}
	}
	h.Amend("author", "d1", "becomes", "published")
	if e := h.Stored("d1"); e.Becomes != "" {
		t.Errorf("taken back it becomes %q", e.Becomes)
	}
	h.Amend("author", "d1", "becomes", "deleted", "title-en", "Once more")
	if e := h.Stored("d1"); e.Becomes != "" || e.Status != events.Draft {
		t.Errorf("what is no choice is taken: %q", e.Becomes)
	}
	if h.Get("author", "/admin/en/new").Doc.Find("#st option[value=withdrawn]").Length() != 0 {
		t.Error("a new entry can be withdrawn")
	}
	h.Get("editor", "/admin/en/e/d2")
	h.Amend("editor", "d2", "becomes", "tentative")
	out := h.Get("editor", "/admin/en/e/d2/publish")
	h.Post("editor", "/admin/en/e/d2/publish", desktest.With(out.Form(), "do", "publish"))
	if e := h.Stored("d2"); e.Status != events.Tentative {
		t.Errorf("it goes out as %s", e.Status)
	}
}

// TestRestoringAFormerStateProposesNoStatus: a form that is filled in with a former
// state has the present status.
func TestRestoringAFormerStateProposesNoStatus(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	first := h.Stored("museum").Rev
	page := h.Get("editor", "/admin/en/e/museum/cancelled")
	h.Post("editor", "/admin/en/e/museum/cancelled", desktest.With(page.Form(), "do", "cancelled"))
	if e := h.Stored("museum"); e.Status != events.Cancelled {
		t.Fatalf("it is %s", e.Status)
	}
	form := h.Get("editor", "/admin/en/e/museum?from="+strconv.FormatInt(int64(first), 10)).Form()
	if got := form.Get("becomes"); got != "cancelled" {
		t.Errorf("the form proposes %q", got)
	}
}

func TestAScheduledAmendmentIsMergedWhenDue(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	id := h.Amend("editor", "museum", "title-en", "Museum opens again", "becomes", "tentative")
	schedule(h, id, "2 Mar 2026 09:00")
	// Another field is changed meanwhile: both changes are kept.
	other := h.Amend("editor", "museum", "place", "Wuhu")
	page := h.Get("editor", "/admin/en/e/"+other+"/publish")
	h.Post("editor", "/admin/en/e/"+other+"/publish", desktest.With(page.Form(), "do", "publish"))
	if got := due(h, time.Hour); got != "published: 0" {
		t.Errorf("before it is due: %s", got)
	}
	if got := due(h, 23*time.Hour); got != "published: 1" {
		t.Errorf("when it is due: %s", got)
	}
	e := h.Stored("museum")
	if e.Text["en"].Title != "Museum opens again" || e.PlaceSlug() != "wuhu" || e.Status != events.Tentative {
		t.Errorf("%q at %s, %s", e.Text["en"].Title, e.PlaceSlug(), e.Status)
	}
	if got := h.Get("editor", "/admin/en/").Doc.Find(".tally").Text(); strings.Contains(got, "could not go out") {
		t.Errorf("the desk complains: %s", got)
	}
}

// TestAScheduledAmendmentThatClashes holds that it stays a draft, that the desk says
// so where it says what needs care, and that from there a person finishes it.
func TestAScheduledAmendmentThatClashes(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	id := h.Amend("editor", "museum", "title-en", "Museum opens again")
	schedule(h, id, "2 Mar 2026 09:00")
	other := h.Amend("editor", "museum", "title-en", "Museum opens late")
	page := h.Get("editor", "/admin/en/e/"+other+"/publish")
	h.Post("editor", "/admin/en/e/"+other+"/publish", desktest.With(page.Form(), "do", "publish"))
	if got := h.Get("editor", "/admin/en/").Doc.Find(".tally a[href*='stale=1']").Closest("li").Text(); !strings.Contains(got, "1") {
		t.Errorf("before it is due the desk does not say that it clashes: %q", got)
	}
	if got := due(h, 48*time.Hour); !strings.Contains(got, "stay drafts: 1") {
		t.Errorf("when it is due: %s", got)
	}
	if e := h.Stored("museum"); e.Text["en"].Title != "Museum opens late" {
		t.Errorf("public: %q", e.Text["en"].Title)
	}
	if e := h.Stored(id); e.Status != events.Draft || e.Publish != nil || e.Text["en"].Title != "Museum opens again" {
		t.Errorf("the amendment: %s, %v, %q", e.Status, e.Publish, e.Text["en"].Title)
	}
	care := h.Get("editor", "/admin/en/").Doc.Find(".tally a").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(s.Text(), "could not go out") })
	if care.Length() != 1 {
		t.Fatalf("the desk says: %s", h.Get("editor", "/admin/en/").Doc.Find(".tally").Text())
	}
	list := h.Get("editor", care.AttrOr("href", ""))
	if list.Doc.Find(".ent a[href$='/e/"+id+"']").Length() != 1 || list.Doc.Find("#lby option[selected]").Text() != "The schedule" {
		t.Fatalf("the list has %s", list.Doc.Find(".ent").Text())
	}
	if got := h.Get("editor", "/admin/en/e/"+id).Doc.Find(".say").Text(); !strings.Contains(got, "could not") {
		t.Errorf("its page says %q", got)
	}
	conflict := h.Get("editor", "/admin/en/e/"+id+"/publish")
	if conflict.Status != http.StatusConflict {
		t.Fatalf("its page to publish: %d", conflict.Status)
	}
	h.Follow("editor", h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(conflict.Form(), "do", "resolve")))
	out := h.Get("editor", "/admin/en/e/"+id+"/publish")
	h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(out.Form(), "do", "publish"))
	if e := h.Stored("museum"); e.Text["en"].Title != "Museum opens again" {
		t.Errorf("public: %q", e.Text["en"].Title)
	}
	if got := h.Get("editor", "/admin/en/").Doc.Find(".tally").Text(); strings.Contains(got, "could not go out") {
		t.Error("the desk still complains")
	}
}

// TestWhatWasMissedIsStampedWhenItGoesOut: a plan that fell into a time when nothing
// ran is kept at the next start, with the instant of then.
func TestWhatWasMissedIsStampedWhenItGoesOut(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	schedule(h, "d1", "2 Mar 2026 09:00")
	due(h, 100*time.Hour)
	e := h.Stored("d1")
	if want := h.Now(); e.Status != events.Published || !e.Published.Equal(want) {
		t.Errorf("%s, published %v instead of %v", e.Status, e.Published, want)
	}
}

// TestWhatGoesOutByItselfIsNotSaidToBeMissed: the page of an entry says so of a draft
// only, and until somebody has seen to it.
func TestWhatGoesOutByItselfIsNotSaidToBeMissed(t *testing.T) {
	h := desktest.New(t, webtest.Museum(), desktest.Draft("d1"))
	schedule(h, "d1", "2 Mar 2026 09:00")
	id := h.Amend("editor", "museum", "title-en", "Museum opens again")
	schedule(h, id, "2 Mar 2026 09:00")
	publish(h, h.Amend("editor", "museum", "title-en", "Museum opens late"))
	if h.Get("editor", "/admin/en/e/d1").Has(".say") {
		t.Error("before it is due it is missed")
	}
	due(h, 48*time.Hour)
	missed := func(id string) bool {
		return strings.Contains(h.Get("editor", "/admin/en/e/"+id).Text(".say"), "It was to go out by itself and could not")
	}
	if missed("d1") || h.Stored("d1").Status != events.Published || !missed(id) {
		t.Errorf("missed: %v, %v; it is %s", missed("d1"), missed(id), h.Stored("d1").Status)
	}
	h.Amend("editor", id, "title-zh", "再看过")
	if missed(id) {
		t.Error("it is still missed once somebody has changed it")
	}
}
