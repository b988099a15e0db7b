package operation_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"almanac.example/web/access"
	"almanac.example/web/api/webhook"
	"almanac.example/web/desk/desktest"
)

// Webhooks and backups are for administrators, by a form of the desk itself.
func TestWhoMayRunTheServer(t *testing.T) {
	h := desktest.New(t)
	address, _, calls := listener(t)
	e, _, err := h.Hooks.Create(t.Context(), webhook.Settings{URL: address})
	h.Must(err)
	hook := "/admin/en/webhooks/" + e.ID
	for path, forms := range map[string][]url.Values{
		"/admin/en/webhooks": {{"do": {"create"}, "url": {address}}},
		"/admin/en/backup":   {{"do": {"download"}}, {"do": {"with-accounts"}}},
		hook: {
			{"do": {"save"}, "url": {address}, "about": {"Taken over"}}, {"do": {"pause"}}, {"do": {"rotate"}}, {"do": {"ping"}}, {"do": {"delete"}},
		},
	} {
		for _, form := range forms {
			h.CheckForm(access.Administrator, path, form)
		}
		if a := h.Get("editor", path); a.Status != http.StatusForbidden {
			t.Errorf("%s as an editor: %d", path, a.Status)
		}
	}
	list, err := h.Hooks.List(t.Context())
	h.Must(err)
	if len(list) != 1 || list[0].About != "" || list[0].Disabled != nil || calls.Load() != 0 {
		t.Errorf("%+v, %d calls", list, calls.Load())
	}
}

// Which types are chosen is kept; all of them are the same as none: new ones count.
func TestTypesOfAWebhook(t *testing.T) {
	h := desktest.New(t)
	address, _, _ := listener(t)
	form := h.Get("administrator", "/admin/en/webhooks").FormTo("/admin/en/webhooks")
	if got := len(form["type"]); got != len(webhook.Types()) {
		t.Errorf("%d types are chosen beforehand", got)
	}
	h.Post("administrator", "/admin/en/webhooks", desktest.With(form, "url", address, "do", "create"))
	list, err := h.Hooks.List(t.Context())
	h.Must(err)
	at := "/admin/en/webhooks/" + list[0].ID
	for _, types := range [][]string{{"site.changed"}, {string(webhook.Types()[0]), "site.changed"}} {
		settings := h.Get("administrator", at).FormWith("save")
		settings["type"] = types
		page := h.Follow("administrator", h.Post("administrator", at, desktest.With(settings, "do", "save")))
		if got := page.FormWith("save")["type"]; strings.Join(got, " ") != strings.Join(types, " ") || !page.Has(".say") {
			t.Errorf("%v are kept as %v", types, got)
		}
	}
}

// A webhook that is wrong keeps what was typed; one that is gone or not there is not
// found, and the most that there may be is told.
func TestWhatAWebhookCannotBe(t *testing.T) {
	h := desktest.New(t)
	address, _, _ := listener(t)
	e, _, err := h.Hooks.Create(t.Context(), webhook.Settings{URL: address, About: "Front page"})
	h.Must(err)
	at := "/admin/en/webhooks/" + e.ID
	form := h.Get("administrator", at).FormWith("save")
	a := h.Post("administrator", at, desktest.With(form, "url", "ftp://x", "about", "Another", "full", "1", "do", "save"))
	if got := a.FormWith("save"); a.Status != http.StatusUnprocessableEntity || !a.Has("#url[aria-invalid]") || got.Get("url") != "ftp://x" || got.Get("about") != "Another" || got.Get("full") != "1" {
		t.Errorf("%d %s", a.Status, a.Text(".errs"))
	}
	if w, _ := h.Hooks.Get(t.Context(), e.ID); w.URL != address || w.About != "Front page" || w.Full {
		t.Errorf("%+v", w)
	}
	zh := h.Post("administrator", strings.Replace(at, "/en/", "/zh/", 1), desktest.With(form, "url", "ftp://x", "do", "save"))
	if got := zh.Text(".errs a"); got == "" || strings.Contains(got, "must") || zh.Doc.Find(".errs a [lang]").Length() != 0 {
		t.Errorf("in Chinese: %q", got)
	}
	for _, path := range []string{"/admin/en/webhooks/none", at + "x"} {
		if a := h.Get("administrator", path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
		if a := h.Post("administrator", path, url.Values{"do": {"pause"}}); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	if a := h.Post("administrator", at, url.Values{"do": {"redeliver"}, "number": {"9"}}); a.Status != http.StatusNotFound {
		t.Errorf("a message that there is not: %d", a.Status)
	}
	for range 100 {
		if _, _, err := h.Hooks.Create(t.Context(), webhook.Settings{URL: address}); err != nil {
			break
		}
	}
	full := h.Post("administrator", "/admin/en/webhooks", url.Values{"do": {"create"}, "url": {address + "/more"}})
	if full.Status != http.StatusUnprocessableEntity || !full.Has(".errs") || full.FormTo("/admin/en/webhooks").Get("url") != address+"/more" || full.Has(".key1") {
		t.Errorf("one too many: %d %s", full.Status, full.Text(".errs"))
	}
}

// Two administrators who change different settings of a webhook do not undo each
// other's.
func TestTwoAdministratorsOfOneWebhook(t *testing.T) {
	h := desktest.New(t)
	h.As("administrator-b")
	address, _, _ := listener(t)
	e, _, err := h.Hooks.Create(t.Context(), webhook.Settings{URL: address, About: "Front page"})
	h.Must(err)
	at := "/admin/en/webhooks/" + e.ID
	mine, theirs := h.Get("administrator", at).FormWith("save"), h.Get("administrator-b", at).FormWith("save")
	theirs["type"] = []string{"site.changed"}
	h.Follow("administrator-b", h.Post("administrator-b", at, desktest.With(theirs, "url", address+"/new", "do", "save")))
	h.Follow("administrator", h.Post("administrator", at, desktest.With(mine, "about", "Back page", "do", "save")))
	if w, _ := h.Hooks.Get(t.Context(), e.ID); w.URL != address+"/new" || w.About != "Back page" || len(w.Types) != 1 {
		t.Errorf("%+v", w.Settings)
	}
	late := h.Post("administrator", at, desktest.With(mine, "url", address+"/other", "do", "save"))
	if late.Status != http.StatusUnprocessableEntity || !late.Has(".errs a[href='#url']") || late.FormWith("save").Get("url") != address+"/other" {
		t.Errorf("%d %s", late.Status, late.Text(".errs"))
	}
	if w, _ := h.Hooks.Get(t.Context(), e.ID); w.URL != address+"/new" {
		t.Errorf("%+v", w.Settings)
	}
	h.Follow("administrator", h.Post("administrator", at, desktest.With(late.FormWith("save"), "do", "save")))
	if w, _ := h.Hooks.Get(t.Context(), e.ID); w.URL != address+"/other" || len(w.Types) != 1 {
		t.Errorf("%+v", w.Settings)
	}
}

// How a webhook is getting on is told in its list and on its page.
func TestHowAWebhookIsGettingOn(t *testing.T) {
	h := desktest.New(t)
	address, status, _ := listener(t)
	e, _, err := h.Hooks.Create(t.Context(), webhook.Settings{URL: address})
	h.Must(err)
	at := "/admin/en/webhooks/" + e.ID
	row := func() string { return h.Get("administrator", "/admin/en/webhooks").Text("tbody tr") }
	if got := row(); !strings.Contains(got, "nothing is left to tell") || !strings.Contains(got, "is told") {
		t.Errorf("at first: %s", got)
	}
	h.Follow("editor", h.Post("editor", "/admin/en/tags", desktest.With(h.Get("editor", "/admin/en/tags").FormTo("/admin/en/tags"), "name-en", "Law", "do", "save")))
	behind := row()
	if !strings.Contains(behind, "1 revision behind") {
		t.Errorf("after a change: %s", behind)
	}
	status.Store(http.StatusTeapot)
	_, err = h.Hooks.Send(t.Context())
	h.Must(err)
	if got := row(); !strings.Contains(got, "does not answer, tried 1 time") || !h.Get("administrator", at).Has("tbody .bad") {
		t.Errorf("after it was refused: %s", got)
	}
	h.Follow("administrator", h.Post("administrator", at, url.Values{"do": {"pause"}}))
	page := h.Get("administrator", at)
	if !strings.Contains(page.Text("main"), "11:00") || page.Has("button[value=pause]") || !page.Has("button[value=resume]") || !page.Has("button[value=skip]") {
		t.Errorf("paused: %s", page.Text("main"))
	}
	status.Store(http.StatusNoContent)
	h.Follow("administrator", h.Post("administrator", at, url.Values{"do": {"skip"}}))
	if got := row(); !strings.Contains(got, "nothing is left to tell") {
		t.Errorf("after what it missed is left out: %s", got)
	}
}
