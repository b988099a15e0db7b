package bulk_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

func TestChangingManyAndUndo(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	list := h.Get("editor", "/admin/en/list?year=2019&status=published")
	n := list.Doc.Find(".ent tbody tr").Length()
	form := desktest.Fields(list.Doc.Find("form[action='/admin/en/bulk']"))
	none := h.Post("editor", "/admin/en/bulk", desktest.With(form, "op", "add-tag", "value", "reading"))
	if none.Status != http.StatusUnprocessableEntity {
		t.Errorf("nothing is ticked: %d", none.Status)
	}
	before := h.Live.Timeline().Rev()
	plan := h.Post("editor", "/admin/en/bulk", desktest.With(form, "scope", "all", "op", "add-tag", "value", "Reading room"))
	if got := plan.Doc.Find(".sums dd").First().Text(); got != strconv.Itoa(n) || h.Live.Timeline().Rev() != before {
		t.Fatalf("will change %s of %d", got, n)
	}
	again := h.Post("editor", "/admin/en/bulk", desktest.With(plan.Form(), "do", "check"))
	if again.Status != http.StatusOK || h.Live.Timeline().Rev() != before {
		t.Error("the Enter key has changed them")
	}
	stale := h.Post("editor", "/admin/en/bulk", desktest.With(plan.Form(), "do", "go", "expect", "3"))
	if stale.Status != http.StatusOK || h.Live.Timeline().Rev() != before {
		t.Error("others than those that were shown are changed")
	}
	done := h.Follow("editor", h.Post("editor", "/admin/en/bulk", desktest.With(plan.Form(), "do", "go")))
	tagged := events.Selection{Tags: []string{"reading-room"}}
	if got := len(h.Live.Timeline().Select(tagged)); got != n {
		t.Fatalf("%d are tagged", got)
	}
	undo := done.Doc.Find(".say form")
	// One that is changed afterwards is left as it is.
	e := *h.Stored("day")
	e.Key = !e.Key
	_, err := h.Live.Commit(t.Context(), events.Put(e, e.Rev))
	h.Must(err)
	undone := h.Follow("editor", h.Post("editor", undo.AttrOr("action", ""), desktest.Fields(undo)))
	if got := len(h.Live.Timeline().Select(tagged)); got != 1 {
		t.Errorf("%d are tagged still", got)
	}
	if !strings.Contains(undone.Doc.Find("ul.rows").Text(), "was changed since") {
		t.Errorf("the one that is left is not named: %s", undone.Doc.Find("main").Text())
	}
}
