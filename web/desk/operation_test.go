package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"almanac.example/web/access"
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

// settings are the details that the audit has of settings, the newest first.
func (h *house) settings() []string {
	h.t.Helper()
	list, _, err := h.directory.Audit(h.t.Context(), access.Local("root"), "", access.MaxAudit)
	h.must(err)
	var details []string
	for _, e := range list {
		if e.Kind == access.AuditSettings {
			details = append(details, e.Detail)
		}
	}
	return details
}

func TestAWebhookIsSetUpTriedAndPaused(t *testing.T) {
	h := newHouse(t)
	address, status, calls := listener(t)
	form := h.get("administrator", "/admin/en/webhooks").formTo("/admin/en/webhooks")
	for field, bad := range map[string]url.Values{
		"url": with(form, "url", "ftp://x", "do", "create"), "about": with(form, "url", address, "about", strings.Repeat("x", 201), "do", "create"), "type-0": with(form, "url", address, "type", "none", "do", "create"),
	} {
		if a := h.post("administrator", "/admin/en/webhooks", bad); a.status != http.StatusUnprocessableEntity || a.doc.Find(".errs a[href='#"+field+"']").Length() != 1 || a.doc.Find("#"+field).Length() != 1 {
			t.Errorf("%s: %d %s", field, a.status, a.doc.Find(".errs").Text())
		}
	}
	made := h.post("administrator", "/admin/en/webhooks", with(form, "url", address, "about", "Front page", "do", "create"))
	secret := made.doc.Find(".key1").Text()
	list, err := h.hooks.List(t.Context())
	h.must(err)
	if !strings.HasPrefix(secret, "whsec_") || len(list) != 1 || len(list[0].Types) != 0 || list[0].About != "Front page" || strings.Contains(h.get("administrator", "/admin/en/webhooks").body, secret) {
		t.Fatalf("%q, %+v", secret, list)
	}
	at := "/admin/en/webhooks/" + list[0].ID
	press := func(pairs ...string) answer {
		h.t.Helper()
		return h.follow("administrator", h.post("administrator", at, with(url.Values{}, pairs...)))
	}
	if page := press("do", "ping"); calls.Load() != 1 || !strings.Contains(page.doc.Find(".say").Text(), "taken") || page.doc.Find("tbody tr").Length() != 1 {
		t.Errorf("a test: %d calls, %s", calls.Load(), page.doc.Find("main").Text())
	}
	status.Store(http.StatusTeapot)
	if page := press("do", "redeliver", "number", "1"); calls.Load() != 2 || !strings.Contains(page.doc.Find(".say").Text(), "not taken") || !strings.Contains(page.doc.Find("tbody .bad").First().Text(), "418") {
		t.Errorf("a test that is refused: %d calls, %s", calls.Load(), page.doc.Find("main").Text())
	}
	settings := h.get("administrator", at).doc.Find("form:has(button[value=save])")
	press(pairsOf(with(fields(settings), "type", "site.changed", "full", "1", "do", "save"))...)
	w, err := h.hooks.Get(t.Context(), list[0].ID)
	h.must(err)
	if len(w.Types) != 1 || w.Types[0] != "site.changed" || !w.Full || w.About != "Front page" {
		t.Errorf("%+v", w)
	}
	if page := press("do", "pause"); page.doc.Find("button[value=resume]").Length() != 1 || page.doc.Find("button[value=pause]").Length() != 0 {
		t.Error("it is not paused")
	}
	press("do", "skip")
	if w, _ := h.hooks.Get(t.Context(), list[0].ID); w.Disabled != nil {
		t.Errorf("%+v", w.Disabled)
	}
	rotated := h.post("administrator", at, url.Values{"do": {"rotate"}})
	if again := rotated.doc.Find(".key1").Text(); !strings.HasPrefix(again, "whsec_") || again == secret {
		t.Errorf("another secret: %q", again)
	}
	if a := h.post("administrator", at, url.Values{"do": {"check"}}); a.status != http.StatusOK {
		t.Errorf("the Enter key: %d", a.status)
	}
	press("do", "delete")
	if list, _ := h.hooks.List(t.Context()); len(list) != 0 || h.get("administrator", at).status != http.StatusNotFound {
		t.Errorf("%+v", list)
	}
	id := w.ID
	want := "webhook " + id + " deleted; webhook " + id + " has another secret; webhook " + id + " enabled; webhook " + id + " disabled; webhook " + id + " changed; webhook " + id + " created"
	if got := strings.Join(h.settings(), "; "); got != want {
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
	h := newHouse(t)
	page := h.get("administrator", "/admin/en/backup")
	if !strings.Contains(page.doc.Find(".sub").Text(), "None was downloaded") {
		t.Errorf("%s", page.doc.Find(".sub").Text())
	}
	if a := h.post("administrator", "/admin/en/backup", with(page.form(), "do", "check")); a.header.Get("Content-Disposition") != "" || len(h.settings()) != 0 {
		t.Error("the Enter key downloads")
	}
	for do, want := range map[string]string{"download": "accounts: false", "with-accounts": "accounts: true"} {
		a := h.post("administrator", "/admin/en/backup", with(page.form(), "do", do))
		if a.body != want || a.header.Get("Content-Type") != "application/x-tar" || a.header.Get("Cache-Control") != "no-store" || a.header.Get("Content-Disposition") != `attachment; filename="almanac-2026-03-01-1100.tar"` {
			t.Errorf("%s: %q %v", do, a.body, a.header)
		}
	}
	if n := len(h.settings()); n != 2 {
		t.Errorf("the audit has %v", h.settings())
	}
	if got := h.get("administrator", "/admin/en/backup").doc.Find(".sub").Text(); !strings.Contains(got, "11:00, by The administrator") {
		t.Errorf("%s", got)
	}
}

func TestOperationPagesAreWellMade(t *testing.T) {
	h := newHouse(t)
	address, status, _ := listener(t)
	made := h.post("administrator", "/admin/en/webhooks", url.Values{"url": {address}, "do": {"create"}})
	list, err := h.hooks.List(t.Context())
	h.must(err)
	if made.status != http.StatusOK || len(list) != 1 {
		t.Fatalf("%d %+v", made.status, list)
	}
	status.Store(http.StatusTeapot)
	for _, lang := range []string{"zh", "en"} {
		at := "/admin/" + lang
		hook := at + "/webhooks/" + list[0].ID
		h.post("administrator", hook, url.Values{"do": {"ping"}})
		pages := map[string]answer{
			"webhooks": h.get("administrator", at+"/webhooks"), "webhook": h.get("administrator", hook), "backup": h.get("administrator", at+"/backup"),
			"faults": h.post("administrator", at+"/webhooks", url.Values{"do": {"create"}}), "faults of one": h.post("administrator", hook, url.Values{"do": {"save"}, "url": {"x"}}),
			"rotated": h.post("administrator", hook, url.Values{"do": {"rotate"}}), "audit": h.get("administrator", at+"/audit"),
		}
		h.post("administrator", hook, url.Values{"do": {"pause"}})
		pages["paused"] = h.get("administrator", hook+"?done=paused")
		h.post("administrator", hook, url.Values{"do": {"resume"}})
		for name, page := range pages {
			t.Run(lang+" "+name, func(t *testing.T) { checkPage(t, page) })
		}
	}
}
