package operation_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"almanac.example/store/backup"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// listener is a program that is told of changes, and what it answers.
func listener(t *testing.T) (address string, status *atomic.Int32, calls *atomic.Int32) {
	t.Helper()
	status, calls = new(atomic.Int32), new(atomic.Int32)
	status.Store(http.StatusNoContent)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.WriteHeader(int(status.Load()))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/hook", status, calls
}

func TestAWebhookIsSetUpTriedAndPaused(t *testing.T) {
	h := desktest.New(t)
	address, status, calls := listener(t)
	form := h.Get("administrator", "/admin/en/webhooks").FormTo("/admin/en/webhooks")
	for field, bad := range map[string]url.Values{
		"url": desktest.With(form, "url", "ftp://x", "do", "create"), "about": desktest.With(form, "url", address, "about", strings.Repeat("x", 201), "do", "create"), "type-0": desktest.With(form, "url", address, "type", "none", "do", "create"),
	} {
		if a := h.Post("administrator", "/admin/en/webhooks", bad); a.Status != http.StatusUnprocessableEntity || a.Doc.Find(".errs a[href='#"+field+"']").Length() != 1 || a.Doc.Find("#"+field).Length() != 1 {
			t.Errorf("%s: %d %s", field, a.Status, a.Doc.Find(".errs").Text())
		}
	}
	made := h.Post("administrator", "/admin/en/webhooks", desktest.With(form, "url", address, "about", "Front page", "do", "create"))
	secret := made.Doc.Find(".key1").Text()
	list, err := h.Hooks.List(t.Context())
	h.Must(err)
	if !strings.HasPrefix(secret, "whsec_") || len(list) != 1 || len(list[0].Types) != 0 || list[0].About != "Front page" || strings.Contains(h.Get("administrator", "/admin/en/webhooks").Body, secret) {
		t.Fatalf("%q, %+v", secret, list)
	}
	at := "/admin/en/webhooks/" + list[0].ID
	press := func(pairs ...string) desktest.Answer {
		h.T.Helper()
		return h.Follow("administrator", h.Post("administrator", at, desktest.With(url.Values{}, pairs...)))
	}
	if page := press("do", "ping"); calls.Load() != 1 || !strings.Contains(page.Doc.Find(".say").Text(), "taken") || page.Doc.Find("tbody tr").Length() != 1 {
		t.Errorf("a test: %d calls, %s", calls.Load(), page.Doc.Find("main").Text())
	}
	status.Store(http.StatusTeapot)
	if page := press("do", "redeliver", "number", "1"); calls.Load() != 2 || !strings.Contains(page.Doc.Find(".say").Text(), "not taken") || !strings.Contains(page.Doc.Find("tbody .bad").First().Text(), "418") {
		t.Errorf("a test that is refused: %d calls, %s", calls.Load(), page.Doc.Find("main").Text())
	}
	settings := h.Get("administrator", at).Doc.Find("form:has(button[value=save])")
	press(pairsOf(desktest.With(desktest.Fields(settings), "type", "site.changed", "full", "1", "do", "save"))...)
	w, err := h.Hooks.Get(t.Context(), list[0].ID)
	h.Must(err)
	if len(w.Types) != 1 || w.Types[0] != "site.changed" || !w.Full || w.About != "Front page" {
		t.Errorf("%+v", w)
	}
	if page := press("do", "pause"); page.Doc.Find("button[value=resume]").Length() != 1 || page.Doc.Find("button[value=pause]").Length() != 0 {
		t.Error("it is not paused")
	}
	press("do", "skip")
	if w, _ := h.Hooks.Get(t.Context(), list[0].ID); w.Disabled != nil {
		t.Errorf("%+v", w.Disabled)
	}
	rotated := h.Post("administrator", at, url.Values{"do": {"rotate"}})
	if again := rotated.Doc.Find(".key1").Text(); !strings.HasPrefix(again, "whsec_") || again == secret {
		t.Errorf("another secret: %q", again)
	}
	if a := h.Post("administrator", at, url.Values{"do": {"check"}}); a.Status != http.StatusOK {
		t.Errorf("the Enter key: %d", a.Status)
	}
	press("do", "delete")
	if list, _ := h.Hooks.List(t.Context()); len(list) != 0 || h.Get("administrator", at).Status != http.StatusNotFound {
		t.Errorf("%+v", list)
	}
	id := w.ID
	want := "webhook " + id + " deleted; webhook " + id + " has another secret; webhook " + id + " enabled; webhook " + id + " disabled; webhook " + id + " changed; webhook " + id + " created"
	if got := strings.Join(h.Settings(), "; "); got != want {
		t.Errorf("the audit has %s", got)
	}
}

// pairsOf are the fields of a form, keys and values in turns.
func pairsOf(form url.Values) []string {
	var pairs []string
	for key, values := range form {
		pairs = append(pairs, key, values[0])
	}
	return pairs
}

func TestABackupIsDownloadedAndNoted(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	page := h.Get("administrator", "/admin/en/backup")
	if !strings.Contains(page.Doc.Find(".sub").Text(), "None was downloaded") {
		t.Errorf("%s", page.Doc.Find(".sub").Text())
	}
	if a := h.Post("administrator", "/admin/en/backup", desktest.With(page.Form(), "do", "check")); a.Header.Get("Content-Disposition") != "" || len(h.Settings()) != 0 {
		t.Error("the Enter key downloads")
	}
	for do, accounts := range map[string]bool{"download": false, "with-accounts": true} {
		a := h.Post("administrator", "/admin/en/backup", desktest.With(page.Form(), "do", do))
		sum, err := backup.Verify(t.Context(), strings.NewReader(a.Body))
		if err != nil || sum.States != 2 || slices.Contains(sum.Parts, "accounts.jsonl") != accounts || a.Header.Get("Content-Type") != "application/x-tar" || a.Header.Get("Cache-Control") != "no-store" || a.Header.Get("Content-Disposition") != `attachment; filename="almanac-2026-03-01-1100.tar"` {
			t.Errorf("%s: %v, %+v, %v", do, err, sum, a.Header)
		}
	}
	if n := len(h.Settings()); n != 2 {
		t.Errorf("the audit has %v", h.Settings())
	}
	if got := h.Get("administrator", "/admin/en/backup").Doc.Find(".sub").Text(); !strings.Contains(got, "11:00, by The administrator") {
		t.Errorf("%s", got)
	}
}

func TestOperationPagesAreWellMade(t *testing.T) {
	h := desktest.New(t)
	address, status, _ := listener(t)
	made := h.Post("administrator", "/admin/en/webhooks", url.Values{"url": {address}, "do": {"create"}})
	list, err := h.Hooks.List(t.Context())
	h.Must(err)
	if made.Status != http.StatusOK || len(list) != 1 {
		t.Fatalf("%d %+v", made.Status, list)
	}
	status.Store(http.StatusTeapot)
	for _, lang := range []string{"zh", "en"} {
		at := "/admin/" + lang
		hook := at + "/webhooks/" + list[0].ID
		h.Post("administrator", hook, url.Values{"do": {"ping"}})
		pages := map[string]desktest.Answer{
			"webhooks": h.Get("administrator", at+"/webhooks"), "webhook": h.Get("administrator", hook), "backup": h.Get("administrator", at+"/backup"),
			"faults": h.Post("administrator", at+"/webhooks", url.Values{"do": {"create"}}), "faults of one": h.Post("administrator", hook, url.Values{"do": {"save"}, "url": {"x"}}),
			"rotated": h.Post("administrator", hook, url.Values{"do": {"rotate"}}), "audit": h.Get("administrator", at+"/audit"),
		}
		h.Post("administrator", hook, url.Values{"do": {"pause"}})
		pages["paused"] = h.Get("administrator", hook+"?done=paused")
		h.Post("administrator", hook, url.Values{"do": {"resume"}})
		for name, page := range pages {
			t.Run(lang+" "+name, func(t *testing.T) { desktest.CheckPage(t, page) })
		}
	}
}
