package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api"
)

func TestWebhooks(t *testing.T) {
	w := newWorld(t)
	var posted atomic.Int32
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(r.Body); err == nil && strings.Contains(string(body), `"type"`) && r.Header.Get("Webhook-Signature") != "" {
			posted.Add(1)
		}
	}))
	defer receiver.Close()
	root := func(method, path string, body any) answered {
		return w.ask(t, asked{method: method, path: "/webhooks" + path, who: "administrator", body: body})
	}
	got := root("POST", "", map[string]any{"url": receiver.URL, "types": []string{"event.published"}, "about": "a mirror"})
	made := as[api.WebhookSecret](got, 201)
	if !strings.HasPrefix(made.Secret, "whsec_") || made.URL != receiver.URL || got.Header().Get("Location") != api.Prefix+"/webhooks/"+made.ID {
		t.Fatalf("made %+v", made)
	}
	path := "/" + made.ID
	if list := root("GET", "", nil).is(200); !strings.Contains(list.Body.String(), made.ID) || strings.Contains(list.Body.String(), "whsec_") {
		t.Errorf("listed %s", list.Body)
	}
	if d := as[api.Delivery](root("POST", path+"/ping", nil), 200); !d.Delivered || d.Type != "test.ping" || posted.Load() != 1 {
		t.Errorf("pinged %+v", d)
	}
	w.put(t, story("e", events.Published))
	if _, err := w.hooks.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	list := as[api.Deliveries](root("GET", path+"/deliveries", nil), 200)
	if len(list.Deliveries) != 2 || list.Deliveries[0].Event != "e" || list.Deliveries[0].Type != "event.published" || posted.Load() != 2 {
		t.Fatalf("delivered %+v", list)
	}
	if d := as[api.Delivery](root("POST", path+"/deliveries/2/redeliver", nil), 200); d.Message != list.Deliveries[0].Message || posted.Load() != 3 {
		t.Errorf("once more %+v", d)
	}
	root("POST", path+"/deliveries/9/redeliver", nil).problem(404)
	root("POST", path+"/deliveries/x/redeliver", nil).problem(404)
	if h := as[api.Webhook](root("POST", path+"/disable", map[string]any{"reason": "moving"}), 200); h.Disabled == nil || h.Disabled.Reason != "moving" {
		t.Errorf("disabled %+v", h)
	}
	if h := as[api.Webhook](root("POST", path+"/disable", nil), 200); h.Disabled == nil {
		t.Errorf("disabled without a reason %+v", h)
	}
	if h := as[api.Webhook](root("POST", path+"/enable", map[string]any{"skip": true}), 200); h.Disabled != nil || h.Told != w.live.Timeline().Rev() {
		t.Errorf("enabled %+v", h)
	}
	if s := as[api.WebhookSecret](root("POST", path+"/rotate", nil), 200); s.Secret == made.Secret || !strings.HasPrefix(s.Secret, "whsec_") {
		t.Errorf("rotated %+v", s)
	}
	root("POST", path+"/rotate", map[string]any{"hours": 721}).problem(422)
	if h := as[api.Webhook](root("PUT", path, map[string]any{"url": receiver.URL + "/other"}), 200); h.URL != receiver.URL+"/other" || len(h.Types) != 0 {
		t.Errorf("changed %+v", h)
	}
	for _, body := range []map[string]any{{"url": "ftp://example.org"}, {"url": receiver.URL, "types": []string{"event.eaten"}}, {"url": receiver.URL, "secret": "x"}} {
		if p := root("PUT", path, body).problem(422); len(p.Errors) == 0 {
			t.Errorf("%v: %+v", body, p)
		}
	}
	root("DELETE", path, nil).is(204)
	root("GET", path, nil).problem(404)
}

// TestTheAuditTellsOfSettings changes webhooks and settings, and asks the audit.
func TestTheAuditTellsOfSettings(t *testing.T) {
	w := newWorld(t)
	document := events.Document{Name: events.DocumentSite, Site: &events.Site{Authority: "almanac.example.org", Founded: noon}}
	_, err := w.live.Commit(t.Context(), events.PutDocument(document, 0))
	must(t, err)
	ask := func(a asked) answered {
		a.who = "administrator"
		return w.ask(t, a)
	}
	made := as[api.WebhookSecret](ask(asked{method: "POST", path: "/webhooks", body: map[string]any{"url": "https://hooks.example.org/a"}}), 201)
	ask(asked{method: "POST", path: "/webhooks/" + made.ID + "/disable"}).is(200)
	ask(asked{method: "POST", path: "/webhooks/none/disable"}).problem(404)
	site := as[api.Site](ask(asked{method: "GET", path: "/site"}), 200)
	ask(asked{method: "PATCH", path: "/site", body: `{"accent":"#0a5c8f"}`, header: match(site.Revision)}).is(200)
	ask(asked{method: "DELETE", path: "/webhooks/" + made.ID}).is(204)
	list, _, err := w.people.Audit(t.Context(), access.Local("root"), "", access.MaxAudit)
	must(t, err)
	var got []string
	for _, e := range list {
		if e.Kind == access.AuditSettings {
			got = append(got, e.Detail)
		}
	}
	if want := []string{"webhook " + made.ID + " deleted", "site accent", "webhook " + made.ID + " disabled", "webhook " + made.ID + " created"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
