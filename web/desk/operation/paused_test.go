package operation_test

import (
	"net/url"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
)

// TestARestoredRecordSaysThatNothingIsTold: its webhooks are not said to be told.
func TestARestoredRecordSaysThatNothingIsTold(t *testing.T) {
	h := desktest.New(t)
	address, _, _ := listener(t)
	h.Post("administrator", "/admin/en/webhooks", url.Values{"url": {address}, "do": {"create"}})
	list, err := h.Hooks.List(t.Context())
	h.Must(err)
	paths := []string{"/admin/en/webhooks", "/admin/en/webhooks/" + list[0].ID}
	for _, path := range paths {
		if page := h.Get("administrator", path); !page.Has("main .st-pub") || page.Has(".say") {
			t.Errorf("%s before: %s", path, page.Text("main"))
		}
	}
	v, err := events.JSONValue(events.DutyPrefix+events.OutgoingDuties, events.DutySchema, events.DutyState{Paused: &events.DutyPause{Since: h.Now()}})
	h.Must(err)
	_, err = h.Vault.Write(t.Context(), events.PutValue(v, 0))
	h.Must(err)
	for _, path := range paths {
		page := h.Get("administrator", path)
		desktest.CheckPage(t, page)
		if !strings.Contains(page.Text(".say"), "almanac duty resume") || page.Has("main .st-pub") || page.Text("main .st-off") != "paused" {
			t.Errorf("%s after: %s", path, page.Text("main"))
		}
	}
}

// TestWhyAProgramIsNotReachedIsSaidInWords, in both languages, and without any
// address of this network.
func TestWhyAProgramIsNotReachedIsSaidInWords(t *testing.T) {
	h := desktest.New(t)
	for address, want := range map[string][2]string{
		"http://no-such-host.invalid/hook": {"the name is not known", "查不到这个名字"},
		"http://127.0.0.1:1/hook":          {"nothing listens there", "那里没有程序在接收"},
	} {
		h.Post("administrator", "/admin/en/webhooks", url.Values{"url": {address}, "do": {"create"}})
		list, err := h.Hooks.List(t.Context())
		h.Must(err)
		for _, w := range list {
			if w.URL != address {
				continue
			}
			page := h.Follow("administrator", h.Post("administrator", "/admin/en/webhooks/"+w.ID, url.Values{"do": {"ping"}}))
			got := page.Text("tbody .bad")
			if offline := strings.Contains(got, "the name could not be looked up"); !strings.Contains(got, want[0]) && !offline || strings.Contains(got, "dial") || strings.Contains(got, ":53") {
				t.Errorf("%s: %q", address, got)
			}
			if got := h.Get("administrator", "/admin/zh/webhooks/"+w.ID); got.Has("tbody .bad [lang=en]") {
				t.Errorf("%s in Chinese: %q", address, got.Text("tbody .bad"))
			}
		}
	}
}
