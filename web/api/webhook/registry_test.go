package webhook

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/feeds/fetch"
)

func TestSettings(t *testing.T) {
	h := newHouse(t)
	strict := New(Config{Record: h.live, Vault: h.vault, Now: h.now})
	const good = "https://example.org/hook?key=x"
	for _, test := range []struct {
		settings Settings
		field    string // the first that is wrong; "": none is
		reason   string
	}{
		{Settings{URL: good}, "", ""},
		{Settings{URL: "http://93.184.215.14:8080/", About: "mirror of 东方", Types: Types(), Full: true}, "", ""},
		{Settings{}, "url", "missing"},
		{Settings{URL: "example.org/hook"}, "url", "no http or https"},
		{Settings{URL: "ftp://example.org/"}, "url", "no http or https"},
		{Settings{URL: "https:///hook"}, "url", "no http or https"},
		{Settings{URL: "https://exa mple.org/"}, "url", "no http or https"},
		{Settings{URL: "https://user:word@example.org/"}, "url", "no user"},
		{Settings{URL: good + "#x"}, "url", "no fragment"},
		{Settings{URL: good + strings.Repeat("x", maxURL-len(good))}, "", ""},
		{Settings{URL: good + strings.Repeat("x", maxURL-len(good)+1)}, "url", "at most 2048"},
		{Settings{URL: "http://127.0.0.1/"}, "url", "private"},
		{Settings{URL: "http://[::1]:80/"}, "url", "private"},
		{Settings{URL: "http://LOCALHOST./"}, "url", "private"},
		{Settings{URL: "http://169.254.169.254/latest"}, "url", "private"},
		{Settings{URL: good, About: "two\nlines"}, "about", "one line"},
		{Settings{URL: good, About: strings.Repeat("x", maxAbout+1)}, "about", "at most 200"},
		{Settings{URL: good, About: strings.Repeat("x", maxAbout)}, "", ""},
		{Settings{URL: good, Types: []Type{Changed, "event.moved"}}, "types[1]", "there are event.published, "},
		{Settings{URL: good, Types: []Type{Ping}}, "types[0]", "is no type"},
		{Settings{URL: good, Types: []Type{Changed, Changed}}, "types[1]", "twice"},
	} {
		_, _, err := strict.Create(t.Context(), test.settings)
		var invalid *events.Invalid
		switch {
		case test.field == "" && err != nil:
			t.Errorf("%+v: %v", test.settings, err)
		case test.field != "" && (!errors.As(err, &invalid) || !strings.Contains(invalid.Field(test.field), test.reason)):
			t.Errorf("%+v: %v; want %s: … %s", test.settings, err, test.field, test.reason)
		}
	}
	list, err := strict.List(t.Context())
	if err != nil || len(list) != 4 {
		t.Fatalf("%d endpoints, %v", len(list), err)
	}
	if err := strict.Update(t.Context(), list[0].ID, Settings{URL: "http://10.0.0.1/"}); err == nil {
		t.Error("an update to a private address is accepted")
	}
	if _, _, err := h.sender.Create(t.Context(), Settings{URL: "http://127.0.0.1/"}); err != nil {
		t.Errorf("where they are allowed: %v", err)
	}
}

// TestPrivateAddresses are refused when a name leads there, too.
func TestPrivateAddresses(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: strings.Replace(r.url, "127.0.0.1", "localhost", 1)})
	strict := New(Config{Record: h.live, Vault: h.vault, Now: h.now})
	d, err := strict.Ping(t.Context(), id)
	if err != nil || d.Delivered || !strings.Contains(d.Failure, fetch.ErrPrivate.Error()) || len(r.taken()) != 0 {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestLimitOfEndpoints(t *testing.T) {
	h := newHouse(t)
	for range maxEndpoints {
		h.create(t, Settings{URL: "https://example.org/"})
		h.advance(time.Second)
	}
	if _, _, err := h.sender.Create(t.Context(), Settings{URL: "https://example.org/"}); !errors.Is(err, events.ErrTooLarge) {
		t.Errorf("one more: %v", err)
	}
	list, err := h.sender.List(t.Context())
	if err != nil || len(list) != maxEndpoints || !slices.IsSortedFunc(list, func(a, b Standing) int { return a.Created.Compare(b.Created) }) {
		t.Errorf("%d, %v", len(list), err)
	}
}

// TestRotation signs with both secrets until the overlap ends.
func TestRotation(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, first := h.create(t, Settings{URL: r.url})
	ping := func() received {
		t.Helper()
		if d, err := h.sender.Ping(t.Context(), id); err != nil || !d.Delivered {
			t.Fatalf("%+v, %v", d, err)
		}
		return r.taken()[0]
	}
	second, err := h.sender.Rotate(t.Context(), id, time.Minute)
	if err != nil || second == first {
		t.Fatal(second, err)
	}
	for _, secret := range []string{first, second} {
		if key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_")); err != nil || len(key) != 32 {
			t.Errorf("%s is no secret: %v", secret, err)
		}
	}
	m := ping()
	if m.verify(t, first) != nil || m.verify(t, second) != nil {
		t.Errorf("the signatures are %s", m.head.Get("webhook-signature"))
	}
	h.advance(time.Minute - time.Millisecond)
	if m := ping(); m.verify(t, first) != nil || m.verify(t, second) != nil {
		t.Error("the former secret ended early")
	}
	h.advance(time.Millisecond)
	if m := ping(); m.verify(t, first) == nil || m.verify(t, second) != nil {
		t.Error("the former secret still signs")
	}
	third, err := h.sender.Rotate(t.Context(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	if m := ping(); m.verify(t, second) == nil || m.verify(t, third) != nil {
		t.Error("without overlap the former secret still signs")
	}
	for range 3 {
		if _, err := h.sender.Rotate(t.Context(), id, time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Count(ping().head.Get("webhook-signature"), "v1,"); got != 4 {
		t.Errorf("%d signatures; want those of the new secret and the three before", got)
	}
	if _, err := h.sender.Rotate(t.Context(), id, 10*time.Minute); err != nil {
		t.Fatal(err)
	}
	h.advance(10 * time.Minute)
	if got := strings.Count(ping().head.Get("webhook-signature"), "v1,"); got != 1 {
		t.Errorf("%d signatures; a shorter overlap counts for all", got)
	}
	for _, overlap := range []time.Duration{-1, patience + 1} {
		if _, err := h.sender.Rotate(t.Context(), id, overlap); err == nil {
			t.Errorf("an overlap of %s", overlap)
		}
	}
}

// TestWithoutSecret is what a restored backup begins with.
func TestWithoutSecret(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	if err := h.sender.remove(t.Context(), secretKey(id)); err != nil {
		t.Fatal(err)
	}
	h.put(t, story("a", events.Published))
	h.send(t)
	if e := h.get(t, id); e.Disabled == nil || !strings.Contains(e.Disabled.Reason, "secret") || len(r.taken()) != 0 {
		t.Errorf("%+v", e)
	}
	secret, err := h.sender.Rotate(t.Context(), id, 0)
	if err == nil {
		err = h.sender.Enable(t.Context(), id, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	h.send(t)
	if got := r.taken(); len(got) != 1 || got[0].verify(t, secret) != nil {
		t.Errorf("got %v", got)
	}
}

func TestPing(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, secret := h.create(t, Settings{URL: r.url, Types: []Type{Deleted}})
	if err := h.sender.Disable(t.Context(), id, "for a while"); err != nil {
		t.Fatal(err)
	}
	d, err := h.sender.Ping(t.Context(), id)
	got := r.taken()
	if err != nil || !d.Delivered || d.Status != 204 || d.Type != Ping || d.Number != 1 || d.Attempts != 1 || d.Event != "" || len(got) != 1 {
		t.Fatalf("%+v, %v", d, err)
	}
	if got[0].Type != Ping || got[0].text("webhook") != id || got[0].ID != d.Message || got[0].verify(t, secret) != nil {
		t.Errorf("%+v", got[0])
	}
	r.answers(status(500))
	again, err := h.sender.Redeliver(t.Context(), id, 1)
	if err != nil || again.Delivered || again.Number != 2 || again.Message == d.Message {
		t.Errorf("%+v, %v", again, err)
	}
	if e := h.get(t, id); e.Failures != 0 || e.Disabled == nil {
		t.Errorf("a ping counts for the endpoint: %+v", e)
	}
}

func TestRedeliver(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	h.put(t, story("a", events.Published))
	h.putDocument(t, events.Document{Name: events.DocumentText("en"), Text: events.SiteText{About: "x"}})
	h.put(t, story("b", events.Published))
	h.send(t)
	sent := r.taken()
	h.put(t, story("a", events.Withdrawn)) // what comes later is not told instead
	// A type given up later does not matter either.
	if err := h.sender.Update(t.Context(), id, Settings{URL: r.url, Types: []Type{Deleted}}); err != nil {
		t.Fatal(err)
	}
	for n, was := range sent {
		h.advance(time.Minute)
		r.answers(status(500 * (1 - n%2)))
		if n%2 == 1 {
			r.answers(nil)
		}
		d, err := h.sender.Redeliver(t.Context(), id, n+1)
		got := r.taken()
		if err != nil || len(got) != 1 || got[0].ID != was.ID || string(got[0].body) != string(was.body) {
			t.Fatalf("delivery %d: %+v, %v, %v", n+1, d, got, err)
		}
		if d.Attempts != 2 || d.Delivered != (n%2 == 1) || d.Last.Sub(d.First) < time.Minute {
			t.Errorf("delivery %d: %+v", n+1, d)
		}
	}
	for _, n := range []int{-1, 0, 4, 101} {
		if _, err := h.sender.Redeliver(t.Context(), id, n); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("delivery %d: %v", n, err)
		}
	}
	list := h.deliveries(t, id)
	if len(list) != 3 || list[0].Event != "b" || list[1].Document != "text/en" || list[1].Event != "" || list[2].Event != "a" {
		t.Errorf("the log is %+v", list)
	}
}

// TestLog remembers the last hundred deliveries.
func TestLog(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	for i := range maxDeliveries + 5 {
		h.put(t, story(fmt.Sprintf("e%03d", i), events.Published))
	}
	h.send(t)
	list := h.deliveries(t, id)
	if len(list) != maxDeliveries || list[0].Number != maxDeliveries+5 || list[0].Event != "e104" || list[99].Number != 6 || list[99].Attempts != 1 {
		t.Errorf("%d deliveries, from %+v to %+v", len(list), list[0], list[len(list)-1])
	}
	// What fails keeps its number, and gives way to newer ones.
	r.answers(status(500))
	h.put(t, story("late", events.Published))
	h.send(t)
	r.answers(nil)
	for range maxDeliveries {
		if _, err := h.sender.Ping(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	h.advance(time.Minute)
	if done := h.send(t); done != "delivered: 1, not taken: 0" {
		t.Error(done)
	}
	if list := h.deliveries(t, id); slices.ContainsFunc(list, func(d Delivery) bool { return d.Event == "late" }) || len(list) != maxDeliveries {
		t.Errorf("an old delivery has displaced a newer one")
	}
}

func TestSkipping(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	r.answers(status(500))
	h.put(t, story("a", events.Published))
	h.put(t, story("b", events.Published))
	h.send(t)
	r.taken()
	r.answers(nil)
	if err := h.sender.Enable(t.Context(), id, true); err != nil {
		t.Fatal(err)
	}
	h.put(t, story("c", events.Published))
	h.send(t)
	if got := r.taken(); len(got) != 1 || got[0].text("id") != "c" {
		t.Errorf("got %v", got)
	}
}

// TestUpdate sends what was not taken to the new address at once.
func TestUpdate(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url + "/old"})
	r.answers(status(404))
	h.put(t, story("a", events.Published))
	h.send(t)
	r.taken()
	r.answers(nil)
	if err := h.sender.Update(t.Context(), id, Settings{URL: r.url, About: "new"}); err != nil {
		t.Fatal(err)
	}
	h.send(t)
	if got := r.taken(); len(got) != 1 {
		t.Errorf("got %v", got)
	}
	if e := h.get(t, id); e.About != "new" || e.Failures != 0 {
		t.Errorf("%+v", e)
	}
}

func TestDelete(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	other, _ := h.create(t, Settings{URL: r.url})
	for i := range 110 {
		h.put(t, story(fmt.Sprintf("e%03d", i), events.Published))
	}
	h.send(t)
	if err := h.sender.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	for v, err := range h.vault.List(t.Context(), "") {
		if err != nil || strings.Contains(v.Key, id) {
			t.Errorf("%s stayed: %v", v.Key, err)
		}
	}
	if list := h.deliveries(t, other); len(list) != maxDeliveries {
		t.Errorf("the other has %d", len(list))
	}
	for name, err := range map[string]error{
		"delete":  h.sender.Delete(t.Context(), id),
		"update":  h.sender.Update(t.Context(), id, Settings{URL: r.url}),
		"enable":  h.sender.Enable(t.Context(), id, true),
		"cursor":  h.sender.Enable(t.Context(), other+"/cursor", false),
		"nothing": h.sender.Enable(t.Context(), "", false),
	} {
		if !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.sender.Get(t.Context(), id); !errors.Is(err, events.ErrNotFound) {
		t.Error(err)
	}
	if _, err := h.sender.Rotate(t.Context(), id, 0); !errors.Is(err, events.ErrNotFound) {
		t.Error(err)
	}
	if _, err := h.sender.Ping(t.Context(), id); !errors.Is(err, events.ErrNotFound) {
		t.Error(err)
	}
	if _, err := h.sender.Deliveries(t.Context(), id); !errors.Is(err, events.ErrNotFound) {
		t.Error(err)
	}
}

// TestStoredForm is read by later versions.
func TestStoredForm(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	h.at = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	id, _ := h.create(t, Settings{URL: r.url, About: "mirror", Types: []Type{Changed}, Full: true})
	if err := h.sender.Disable(t.Context(), id, "moved"); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"webhook/" + id: `{"created":"2026-11-29T12:00:00Z","url":"` + r.url + `","about":"mirror","types":["event.changed"],"full":true,` +
			`"disabled":{"since":"2026-11-29T12:00:00Z","reason":"moved"}}`,
		"webhook/" + id + "/cursor": `{"rev":0,"subject":"~"}`,
		"sending/" + id:             `{}`,
	}
	got := map[string]string{}
	for v, err := range h.vault.List(t.Context(), "") {
		if err != nil || v.Schema != 1 {
			t.Fatal(v, err)
		}
		if strings.HasPrefix(v.Key, "secret/") {
			var ring struct{ Keys []struct{ Bytes []byte } }
			if err := json.Unmarshal(v.Data, &ring); err != nil || len(ring.Keys) != 1 || len(ring.Keys[0].Bytes) != 32 {
				t.Errorf("%s: %s", v.Key, v.Data)
			}
			continue
		}
		got[v.Key] = string(v.Data)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	newer := events.Value{Key: endpointKey("x"), Schema: 2, Data: []byte("{}")}
	if _, err := h.vault.Write(t.Context(), events.PutValue(newer, 0)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.sender.List(t.Context()); err == nil || !strings.Contains(err.Error(), "webhook/x") {
		t.Errorf("a newer schema: %v", err)
	}
}
