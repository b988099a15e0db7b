package api_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/api"
)

func TestReadingOneEvent(t *testing.T) {
	w := newWorld(t)
	hidden := story("public", events.Published)
	hidden.Proposal, hidden.Origin, hidden.Quiet = &events.Proposal{Fingerprint: "secret"}, &events.Origin{UID: "u1"}, true
	hidden.Outdated = []string{"en"}
	rev := w.put(t, hidden)
	w.put(t, story("draft", events.Draft))
	gone := story("gone", events.Published)
	w.put(t, gone)
	gone.Status = events.Withdrawn
	w.put(t, gone)
	deleted := w.put(t, story("deleted", events.Published))
	_, err := w.live.Commit(t.Context(), events.Delete("deleted", deleted))
	must(t, err)

	got := w.ask(t, asked{method: "GET", path: "/events/public"})
	e := as[api.Event](got, 200)
	if e.ID != "public" || e.Revision != rev || e.Span.Date != "2019-05-24" || e.Text["en"].Title != "Story public" || e.Origin != nil || e.Outdated != nil {
		t.Errorf("the public is told %+v", e)
	}
	if etag := got.Header().Get("ETag"); etag != fmt.Sprintf(`"%d"`, rev) || got.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("ETag %s, Cache-Control %s", etag, got.Header().Get("Cache-Control"))
	}
	for _, word := range []string{"proposal", "secret", "quiet", "formerly"} {
		if strings.Contains(got.Body.String(), word) {
			t.Errorf("the body has %q: %s", word, got.Body)
		}
	}
	if e := as[api.Event](w.ask(t, asked{method: "GET", path: "/events/public", who: "viewer"}), 200); e.Origin == nil || e.Origin.UID != "u1" || !slices.Equal(e.Outdated, []string{"en"}) {
		t.Errorf("a viewer is told %+v", e)
	}
	w.ask(t, asked{method: "GET", path: "/events/public", header: map[string]string{"If-None-Match": fmt.Sprintf(`W/"x", "%d"`, rev)}}).is(304)
	if head := w.ask(t, asked{method: "HEAD", path: "/events/public"}).is(200); head.Body.Len() != 0 || head.Header().Get("Content-Length") == "" {
		t.Errorf("HEAD has %d bytes of %s", head.Body.Len(), head.Header().Get("Content-Length"))
	}
	for _, test := range []struct {
		id, who string
		status  int
	}{
		{"draft", "", 404}, {"draft", "viewer", 200}, {"gone", "", 410}, {"gone", "viewer", 200}, {"deleted", "", 410}, {"deleted", "viewer", 410}, {"nothing", "", 404}, {"nothing", "viewer", 404},
	} {
		if got := w.ask(t, asked{method: "GET", path: "/events/" + test.id, who: test.who}); got.Code != test.status {
			t.Errorf("%s for %q: %d, want %d", test.id, test.who, got.Code, test.status)
		}
	}
}

func TestEventsAreFoundByTheirSlugs(t *testing.T) {
	w := newWorld(t)
	e := story("id1", events.Published)
	e.Slug = "first-slug"
	w.put(t, e)
	e.Slug = "second-slug"
	w.put(t, e)
	for _, name := range []string{"id1", "first-slug", "second-slug"} {
		if e := as[api.Event](w.ask(t, asked{method: "GET", path: "/events/" + name}), 200); e.ID != "id1" {
			t.Errorf("%s is %+v", name, e)
		}
	}
}

func TestListing(t *testing.T) {
	w := newWorld(t)
	for i := range 7 {
		e := story(fmt.Sprintf("e%d", i), events.Published)
		e.Span = events.On(edtf.MustParse([]string{"2019-05", "2019", "201X", "2019-05-24", "2018-01-01/2019-02-02", "-0220", "2019-05-24"}[i]))
		e.Key = i == 6
		w.put(t, e)
	}
	w.put(t, story("draft", events.Draft))
	taken := story("taken", events.Published)
	w.put(t, taken)
	taken.Status = events.Withdrawn
	w.put(t, taken)
	ids := func(path, who string) (list []events.ID) {
		t.Helper()
		for _, e := range as[api.Events](w.ask(t, asked{method: "GET", path: path, who: who}), 200).Events {
			list = append(list, e.ID)
		}
		return list
	}
	whole := ids("/events", "")
	if len(whole) != 7 || whole[0] != "e5" || slices.Index(whole, "e6") > slices.Index(whole, "e3") {
		t.Fatalf("the list is %v", whole)
	}
	for limit := 1; limit <= 8; limit++ {
		var list []events.ID
		path := fmt.Sprintf("/events?limit=%d", limit)
		for n := 0; path != "" && n < 20; n++ {
			got := w.ask(t, asked{method: "GET", path: path})
			page := as[api.Events](got, 200)
			for _, e := range page.Events {
				list = append(list, e.ID)
			}
			path = ""
			if page.Next != "" {
				link := got.Header().Get("Link")
				if !strings.HasSuffix(link, `>; rel="next"`) || !strings.Contains(link, url.QueryEscape(page.Next)) {
					t.Errorf("Link is %s", link)
				}
				path = strings.TrimPrefix(link[1:strings.Index(link, ">")], api.Prefix)
			}
		}
		if !slices.Equal(list, whole) {
			t.Errorf("by %d: %v, want %v", limit, list, whole)
		}
	}
	for path, want := range map[string]int{"/events?year=2018": 2, "/events?tag=policy&key=1": 1, "/events?status=published": 7, "/events?id=e1&id=e2": 2, "/events?q=e4": 1, "/events?tag=none": 0} {
		if got := ids(path, ""); len(got) != want {
			t.Errorf("%s: %v", path, got)
		}
	}
	for path, want := range map[string]int{"/events": 7, "/events?status=all": 9, "/events?status=draft": 1, "/events?status=draft&status=published": 8, "/events?status=withdrawn&year=2019": 1} {
		if got := ids(path, "viewer"); len(got) != want {
			t.Errorf("%s for a viewer: %v", path, got)
		}
	}
	w.ask(t, asked{method: "GET", path: "/events?status=draft"}).problem(401)
	w.ask(t, asked{method: "GET", path: "/events?status=all"}).problem(401)
}

// A page that begins where an event has been removed meanwhile leaves nothing
// out.
func TestCursorsOutliveWhatTheyName(t *testing.T) {
	w := newWorld(t)
	var revs []events.Rev
	for i := range 4 {
		revs = append(revs, w.put(t, story(fmt.Sprintf("e%d", i), events.Published)))
	}
	first := as[api.Events](w.ask(t, asked{method: "GET", path: "/events?limit=2"}), 200)
	_, err := w.live.Commit(t.Context(), events.Delete("e1", revs[1]))
	must(t, err)
	second := as[api.Events](w.ask(t, asked{method: "GET", path: "/events?limit=2&cursor=" + first.Next}), 200)
	if len(second.Events) != 2 || second.Events[0].ID != "e2" || second.Next != "" {
		t.Errorf("goes on with %+v", second)
	}
}

func TestBadQueriesAreNamed(t *testing.T) {
	w := newWorld(t)
	for path, key := range map[string]string{
		"/events?colour=red": "colour", "/events?limit=0": "limit", "/events?limit=501": "limit", "/events?limit=x": "limit", "/events?limit=1&limit=2": "limit",
		"/events?cursor=x": "cursor", "/events?cursor=e30": "cursor", "/events?status=deleted": "status", "/events?year=abc": "year", "/events?tag=A": "tag", "/events?%zz": "query",
		"/events/x?q=1": "q", "/changes?since=-1": "since", "/changes?since=x": "since", "/tokens?all=2": "all", "/drafts?order=size": "order", "/drafts?min=2": "min", "/drafts?min=NaN": "min", "/history?before=0": "before",
	} {
		p := w.ask(t, asked{method: "GET", path: path, who: "administrator"}).problem(400)
		if field(p, key) == "" {
			t.Errorf("%s: %+v", path, p)
		}
	}
}

// writable is an event as a client writes it.
func writable(title string) map[string]any {
	return map[string]any{"span": map[string]any{"date": "2019-05-24"}, "text": map[string]any{"en": map[string]any{"title": title}}}
}

func TestCreating(t *testing.T) {
	w := newWorld(t)
	got := w.ask(t, asked{method: "POST", path: "/events?note=because&note-public=1", who: "author", body: writable("The lantern fair")})
	e := as[api.Event](got, 201)
	if e.Status != events.Draft || len(e.ID) < 20 || e.Slug != "2019-05-24-lantern-fair" || !e.Created.Equal(noon) {
		t.Errorf("made: %+v", e)
	}
	if got.Header().Get("Location") != api.Prefix+"/events/"+string(e.ID) || got.Header().Get("ETag") != fmt.Sprintf(`"%d"`, e.Revision) {
		t.Errorf("header: %v", got.Header())
	}
	for s, err := range w.live.History(t.Context(), events.HistoryQuery{ID: e.ID}) {
		must(t, err)
		if s.Note != "because" || !s.Public || s.Author != "author" || !strings.HasPrefix(s.By, "token:") {
			t.Errorf("the history says %+v", s)
		}
	}
	public := writable("Another")
	public["status"] = "published"
	if p := w.ask(t, asked{method: "POST", path: "/events", who: "author", body: public}).problem(403); !strings.Contains(p.Detail, "editor") {
		t.Errorf("the author is told %q", p.Detail)
	}
	as[api.Event](w.ask(t, asked{method: "POST", path: "/events", who: "editor", body: public}), 201)
	w.ask(t, asked{method: "POST", path: "/events", body: writable("x")}).problem(401)
}

func TestWhatIsWrongWithABodyIsNamed(t *testing.T) {
	w := newWorld(t)
	with := func(change func(map[string]any)) map[string]any {
		b := writable("Title")
		change(b)
		return b
	}
	for _, test := range []struct {
		name   string
		body   any
		status int
		field  string
	}{
		{"unknown field", with(func(b map[string]any) { b["colour"] = 1 }), 422, "colour"},
		{"proposal", with(func(b map[string]any) { b["proposal"] = map[string]any{"fingerprint": "f"} }), 422, "proposal"},
		{"quiet", with(func(b map[string]any) { b["quiet"] = true }), 422, "quiet"},
		{"formerly", with(func(b map[string]any) { b["formerly"] = []any{} }), 422, "formerly"},
		{"revision", with(func(b map[string]any) { b["revision"] = 7 }), 422, "revision"},
		{"published", with(func(b map[string]any) { b["published"] = noon }), 422, "published"},
		{"created", with(func(b map[string]any) { b["created"] = noon }), 422, "created"},
		{"updated", with(func(b map[string]any) { b["updated"] = noon }), 422, "updated"},
		{"sequence", with(func(b map[string]any) { b["sequence"] = 9 }), 422, "sequence"},
		{"former slugs", with(func(b map[string]any) { b["formerSlugs"] = []string{"another"} }), 422, "formerSlugs"},
		{"origin", with(func(b map[string]any) { b["origin"] = map[string]any{"uid": "u"} }), 422, "origin"},
		{"another case", with(func(b map[string]any) { b["Slug"] = "a" }), 422, "Slug"},
		{"unknown field far inside", `{"span":{"date":"2019"},"text":{"en":{"title":"T","titel":"x"}}}`, 422, "text.en.titel"},
		{"unknown field in a list", `{"sources":[{"title":{"en":"T"}},{"titel":"x"}]}`, 422, "sources[1].titel"},
		{"twice", `{"slug":"a","slug":"b"}`, 422, "slug"},
		{"a number for a text", `{"slug":7}`, 422, "slug"},
		{"a text for a list", `{"tags":"policy"}`, 422, "tags"},
		{"a date that is none", with(func(b map[string]any) { b["span"] = map[string]any{"date": "yesterday"} }), 422, "span.date"},
		{"no date", `{"text":{"en":{"title":"T"}}}`, 422, "span"},
		{"no title", `{"span":{"date":"2019"},"text":{"en":{"title":""}}}`, 422, "text.en.title"},
		{"a bad slug", with(func(b map[string]any) { b["slug"] = "A B" }), 422, "slug"},
		{"a bad id", with(func(b map[string]any) { b["id"] = "a b" }), 422, "id"},
		{"a tombstone", with(func(b map[string]any) { b["status"] = "deleted" }), 422, "status"},
		{"no JSON", `{"slug":`, 400, "body"},
		{"two values", `{} {}`, 400, "body"},
		{"nothing", ``, 400, "body"},
		{"not UTF-8", "{\"slug\":\"\xff\"}", 400, "body"},
		{"very deep", strings.Repeat("[", 100) + strings.Repeat("]", 100), 400, "body"},
		{"a list", `[]`, 422, "body"},
		{"as deep as may be", strings.Repeat("[", 64) + strings.Repeat("]", 64), 422, "body"},
		{"a step deeper", strings.Repeat("[", 65) + strings.Repeat("]", 65), 400, "body"},
		{"an instant that is none", with(func(b map[string]any) { b["publish"] = map[string]any{"at": "soon", "zone": "UTC"} }), 422, "body"},
	} {
		before := w.live.Timeline().Rev()
		p := w.ask(t, asked{method: "POST", path: "/events", who: "administrator", body: test.body}).problem(test.status)
		if field(p, test.field) == "" {
			t.Errorf("%s: %+v", test.name, p)
		}
		if w.live.Timeline().Rev() != before {
			t.Errorf("%s: something was written", test.name)
		}
	}
}

func TestReplacing(t *testing.T) {
	w := newWorld(t)
	rev := w.put(t, story("e", events.Published))
	got := w.ask(t, asked{method: "GET", path: "/events/e", who: "editor"})
	whole := as[map[string]any](got, 200)
	whole["key"] = true
	// What was told may be sent back.
	next := as[api.Event](w.ask(t, asked{method: "PUT", path: "/events/e", who: "editor", body: whole, header: map[string]string{"If-Match": got.Header().Get("ETag")}}), 200)
	if !next.Key || next.Revision <= rev || next.Sequence != 1 {
		t.Errorf("replaced: %+v", next)
	}
	// A race that is lost tells what there is.
	lost := w.ask(t, asked{method: "PUT", path: "/events/e", who: "editor", body: whole, header: match(rev)})
	if p := lost.problem(412); p.Revision == nil || *p.Revision != next.Revision || lost.Header().Get("ETag") != fmt.Sprintf(`"%d"`, next.Revision) {
		t.Errorf("%+v with %v", p, lost.Header())
	}
	for _, test := range []struct {
		header map[string]string
		status int
	}{
		{nil, 428}, {map[string]string{"If-Match": `W/"` + fmt.Sprint(next.Revision) + `"`}, 412}, {map[string]string{"If-Match": `"abc"`}, 412}, {map[string]string{"If-Match": fmt.Sprint(next.Revision)}, 400},
		{map[string]string{"If-None-Match": "*"}, 412}, {map[string]string{"If-None-Match": `"1"`}, 400}, {map[string]string{"If-Match": `"1"`, "If-None-Match": "*"}, 428},
		{map[string]string{"If-Match": `"abc", "` + fmt.Sprint(next.Revision) + `"`}, 200},
	} {
		body := writable("Title")
		body["status"] = "published"
		if got := w.ask(t, asked{method: "PUT", path: "/events/e", who: "editor", body: body, header: test.header}); got.Code != test.status {
			t.Errorf("%v: %d, want %d: %s", test.header, got.Code, test.status, got.Body)
		}
	}
	// A slug and a status that are left out stay.
	e := as[api.Event](w.ask(t, asked{method: "PUT", path: "/events/e", who: "editor", body: writable("x"), header: map[string]string{"If-Match": "*"}}), 200)
	if e.Slug != "e" || e.Status != events.Published || e.Text["en"].Title != "x" || len(e.Tags) != 0 {
		t.Errorf("replaced: %+v", e)
	}
}

func TestPutCreates(t *testing.T) {
	w := newWorld(t)
	create := asked{method: "PUT", path: "/events/mine", who: "author", body: writable("Title"), header: map[string]string{"If-None-Match": "*"}}
	got := w.ask(t, create)
	if e := as[api.Event](got, 201); e.ID != "mine" || got.Header().Get("Location") != api.Prefix+"/events/mine" {
		t.Errorf("made: %+v", e)
	}
	if p := w.ask(t, create).problem(412); p.Revision == nil || *p.Revision == 0 {
		t.Errorf("once more: %+v", p)
	}
	w.ask(t, asked{method: "PUT", path: "/events/other", who: "author", body: writable("Title"), header: match(3)}).problem(404)
	w.ask(t, asked{method: "PUT", path: "/events/other", who: "author", body: writable("Title"), header: map[string]string{"If-Match": "*"}}).problem(404)
	body := writable("Title")
	body["id"] = "third"
	if p := w.ask(t, asked{method: "PUT", path: "/events/other", who: "author", body: body, header: map[string]string{"If-None-Match": "*"}}).problem(422); field(p, "id") == "" {
		t.Errorf("another ID: %+v", p)
	}
}

func TestWhatTheServerSetsCannotBeForged(t *testing.T) {
	w := newWorld(t)
	rev := w.put(t, story("e", events.Published))
	for name, value := range map[string]any{
		"revision": rev + 1, "created": noon.Add(time.Hour), "published": noon.AddDate(-1, 0, 0), "updated": noon.AddDate(1, 0, 0), "sequence": 4, "formerSlugs": []string{"x"}, "origin": map[string]any{"uid": "u"},
	} {
		whole := as[map[string]any](w.ask(t, asked{method: "GET", path: "/events/e", who: "editor"}), 200)
		whole[name] = value
		if p := w.ask(t, asked{method: "PUT", path: "/events/e", who: "editor", body: whole, header: match(rev)}).problem(422); field(p, name) == "" {
			t.Errorf("PUT %s: %+v", name, p)
		}
		if p := w.ask(t, asked{method: "PATCH", path: "/events/e", who: "editor", body: map[string]any{name: value}, header: match(rev)}).problem(422); field(p, name) == "" {
			t.Errorf("PATCH %s: %+v", name, p)
		}
	}
}

func TestPatching(t *testing.T) {
	w := newWorld(t)
	e := story("e", events.Published)
	e.Place = &events.Place{Slug: "wuhu", Name: events.Localised{"en": "Wuhu"}}
	e.Proposal = &events.Proposal{Fingerprint: "f"}
	rev := w.put(t, e)
	patch := `{"key":true,"place":null,"text":{"en":{"title":"New"},"zh":null,"de":{"title":"Neu"}},"tags":["trade"]}`
	got := as[api.Event](w.ask(t, asked{method: "PATCH", path: "/events/e", who: "editor", body: patch, header: match(rev)}), 200)
	if _, zh := got.Text["zh"]; !got.Key || got.Place != nil || zh || got.Text["en"].Title != "New" || got.Text["de"].Title != "Neu" || !slices.Equal(got.Tags, []string{"trade"}) {
		t.Errorf("patched: %+v", got)
	}
	if stored, _ := w.live.Timeline().Event("e"); stored.Proposal == nil {
		t.Error("the proposal is lost")
	}
	for _, test := range []struct {
		body   string
		header map[string]string
		status int
	}{
		{`{"key":false}`, nil, 428}, {`{"key":false}`, match(rev), 412}, {`{"key":false}`, map[string]string{"If-None-Match": "*"}, 400}, {`{"colour":1}`, match(got.Revision), 422},
		{`{"colour":null}`, match(got.Revision), 422}, {`{"Key":false}`, match(got.Revision), 422}, {`[]`, match(got.Revision), 422}, {`{"id":"other"}`, match(got.Revision), 422}, {`{"id":null}`, match(got.Revision), 422},
		{`{"span":null}`, match(got.Revision), 422}, {`{`, match(got.Revision), 400}, {`{}`, match(got.Revision), 200},
	} {
		if got := w.ask(t, asked{method: "PATCH", path: "/events/e", who: "editor", body: test.body, header: test.header}); got.Code != test.status {
			t.Errorf("%s with %v: %d, want %d: %s", test.body, test.header, got.Code, test.status, got.Body)
		}
	}
	w.ask(t, asked{method: "PATCH", path: "/events/nothing", who: "editor", body: `{}`, header: match(1)}).problem(404)
}

func TestDeleting(t *testing.T) {
	w := newWorld(t)
	rev := w.put(t, story("e", events.Draft))
	w.ask(t, asked{method: "DELETE", path: "/events/e", who: "author"}).problem(428)
	w.ask(t, asked{method: "DELETE", path: "/events/e", who: "author", header: match(rev + 5)}).problem(412)
	if got := w.ask(t, asked{method: "DELETE", path: "/events/e", who: "author", header: match(rev)}).is(204); got.Body.Len() != 0 {
		t.Errorf("the body is %s", got.Body)
	}
	w.ask(t, asked{method: "DELETE", path: "/events/e", who: "author", header: match(rev)}).problem(404)
	if p := w.ask(t, asked{method: "DELETE", path: "/events/e", who: "author", body: `{}`, header: match(rev)}).problem(400); field(p, "body") == "" {
		t.Errorf("with a body: %+v", p)
	}
}

func TestActions(t *testing.T) {
	w := newWorld(t)
	rev := w.put(t, story("e", events.Draft))
	plan := map[string]any{"at": map[string]any{"at": noon.Add(time.Hour), "zone": "Asia/Shanghai"}}
	planned := as[api.Event](w.ask(t, asked{method: "POST", path: "/events/e/publish", who: "editor", body: plan, header: match(rev)}), 200)
	if planned.Status != events.Draft || planned.Publish == nil || !planned.Publish.At.Equal(noon.Add(time.Hour)) {
		t.Fatalf("planned: %+v", planned)
	}
	public := as[api.Event](w.ask(t, asked{method: "POST", path: "/events/e/publish", who: "editor", header: match(planned.Revision)}), 200)
	if public.Status != events.Published || public.Publish != nil {
		t.Fatalf("published: %+v", public)
	}
	amendment := writable("A better title")
	draft := as[api.Event](w.ask(t, asked{method: "POST", path: "/events/e/amendments", who: "author", body: amendment, header: match(public.Revision)}), 201)
	if draft.Amends == nil || draft.Amends.ID != "e" || draft.Status != events.Draft {
		t.Fatalf("amendment: %+v", draft)
	}
	w.ask(t, asked{method: "POST", path: "/drafts/" + string(draft.ID) + "/accept", who: "author", header: match(draft.Revision)}).problem(403)
	accepted := as[api.Event](w.ask(t, asked{method: "POST", path: "/drafts/" + string(draft.ID) + "/accept", who: "editor", header: match(draft.Revision)}), 200)
	if accepted.ID != "e" || accepted.Text["en"].Title != "A better title" || accepted.Status != events.Published {
		t.Fatalf("accepted: %+v", accepted)
	}
	restored := as[api.Event](w.ask(t, asked{method: "POST", path: "/events/e/restore", who: "editor", body: map[string]any{"from": rev, "fields": []string{"text.en.title"}}, header: match(accepted.Revision)}), 200)
	if restored.Text["en"].Title != "Story e" || restored.Status != events.Published {
		t.Fatalf("restored: %+v", restored)
	}
	for path, body := range map[string]any{
		"/events/e/publish":                map[string]any{"status": "draft"},
		"/events/e/restore":                map[string]any{"from": rev, "fields": []string{"colour"}},
		"/drafts/e/accept":                 map[string]any{"status": "draft"},
		"/drafts/e/merge":                  map[string]any{},
		"/events/e/amendments":             map[string]any{"id": "x"},
		"/events/e/publish?note-public=1":  map[string]any{"status": "published", "at": plan["at"]},
		"/events/e/publish?note=x&batch=b": map[string]any{"colour": "red"},
	} {
		w.ask(t, asked{method: "POST", path: path, who: "editor", body: body, header: match(restored.Revision)}).problem(422)
	}
	w.ask(t, asked{method: "POST", path: "/events/e/publish?batch=a/b", who: "editor", header: match(restored.Revision)}).problem(400)
}

func TestClashesAreNamed(t *testing.T) {
	w := newWorld(t)
	rev := w.put(t, story("e", events.Published))
	draft := as[api.Event](w.ask(t, asked{method: "POST", path: "/events/e/amendments", who: "author", body: writable("Mine"), header: match(rev)}), 201)
	as[api.Event](w.ask(t, asked{method: "PATCH", path: "/events/e", who: "editor", body: `{"text":{"en":{"title":"Theirs"}}}`, header: match(rev)}), 200)
	p := w.ask(t, asked{method: "POST", path: "/drafts/" + string(draft.ID) + "/accept", who: "editor", header: match(draft.Revision)}).problem(412)
	if !slices.Contains(p.Clashes, "text.en.title") || p.Revision == nil {
		t.Errorf("%+v", p)
	}
}

func TestHistory(t *testing.T) {
	w := newWorld(t)
	var revs []events.Rev
	e := story("e", events.Published)
	e.Origin = &events.Origin{UID: "u1"}
	for i := range 5 {
		e.Key = i%2 == 0
		revs = append(revs, w.put(t, e))
	}
	w.put(t, story("other", events.Draft))
	var told []events.Rev
	path := "/events/e/history?limit=2"
	for path != "" {
		got := w.ask(t, asked{method: "GET", path: path, who: "viewer"})
		page := as[api.History](got, 200)
		for _, s := range page.States {
			told = append(told, s.Revision)
			if s.Event == nil || s.Event.ID != "e" || s.Event.Revision != s.Revision || s.Event.Origin == nil {
				t.Errorf("state %+v", s)
			}
		}
		path = ""
		if page.Next != "" {
			path = "/events/e/history?limit=2&before=" + page.Next
		}
	}
	slices.Reverse(revs)
	if !slices.Equal(told, revs) {
		t.Errorf("told %v, want %v", told, revs)
	}
	if all := as[api.History](w.ask(t, asked{method: "GET", path: "/history", who: "viewer"}), 200); len(all.States) != 6 {
		t.Errorf("all: %d", len(all.States))
	}
	w.ask(t, asked{method: "GET", path: "/events/e/history"}).problem(401)
	w.ask(t, asked{method: "GET", path: "/events/nothing/history", who: "viewer"}).problem(404)
}

func TestMediaTypes(t *testing.T) {
	w := newWorld(t)
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=latin1", "application/merge-patch+json"} {
		w.ask(t, asked{method: "POST", path: "/events", who: "author", body: writable("x"), header: map[string]string{"Content-Type": kind}}).problem(415)
	}
	as[api.Event](w.ask(t, asked{method: "POST", path: "/events", who: "author", body: writable("x"), header: map[string]string{"Content-Type": "Application/JSON; charset=UTF-8"}}), 201)
	w.ask(t, asked{method: "PATCH", path: "/events/e", who: "author", body: `{}`, header: map[string]string{"Content-Type": "application/json"}}).problem(415)
	w.ask(t, asked{method: "POST", path: "/events", who: "author", body: writable("x"), header: map[string]string{"Content-Encoding": "gzip"}}).problem(415)
	w.ask(t, asked{method: "POST", path: "/events", who: "author", body: `{"slug":"` + strings.Repeat("x", 1<<20) + `"}`}).problem(413)
}

func TestOtherMethodsAndAddresses(t *testing.T) {
	w := newWorld(t)
	got := w.ask(t, asked{method: "POST", path: "/site", body: `{}`, who: "administrator"})
	if got.problem(405); got.Header().Get("Allow") != "GET, HEAD, PUT, PATCH, OPTIONS" {
		t.Errorf("Allow: %s", got.Header().Get("Allow"))
	}
	w.ask(t, asked{method: "GET", path: "/nothing"}).problem(404)
	if got := w.ask(t, asked{method: "GET", path: ""}).is(301); got.Header().Get("Location") != api.Prefix+"/" {
		t.Errorf("Location: %s", got.Header().Get("Location"))
	}
}

func TestBatchOfOperations(t *testing.T) {
	w := newWorld(t)
	one, two := w.put(t, story("one", events.Draft)), w.put(t, story("two", events.Draft))
	three := w.put(t, story("three", events.Draft))
	replaced := writable("Replaced")
	replaced["id"], replaced["slug"] = "one", "one"
	list := map[string]any{"operations": []any{
		map[string]any{"create": writable("New")},
		map[string]any{"replace": replaced, "revision": one},
		map[string]any{"patch": map[string]any{"id": "two", "key": true}, "revision": two},
		map[string]any{"delete": "three", "revision": three},
	}}
	before := w.live.Timeline().Rev()
	got := as[api.Operated](w.ask(t, asked{method: "POST", path: "/events:batch", who: "author", body: list}), 200)
	if len(got.Events) != 4 || got.Events[0].Revision != before+1 || got.Events[3].Revision != before+1 || !got.Events[3].Deleted || got.Batch != "" {
		t.Fatalf("%+v", got)
	}
	if e, _ := w.live.Timeline().Event("two"); !e.Key || e.Text["en"].Title != "Story two" {
		t.Errorf("patched: %+v", e)
	}
	for _, test := range []struct {
		operation map[string]any
		status    int
		field     string
	}{
		{map[string]any{}, 422, "operations[1]"},
		{map[string]any{"create": writable("x"), "delete": "one"}, 422, "operations[1]"},
		{map[string]any{"create": writable("x"), "revision": 3}, 422, "operations[1].revision"},
		{map[string]any{"delete": "one"}, 422, "operations[1].revision"},
		{map[string]any{"patch": map[string]any{"key": true}, "revision": 3}, 422, "operations[1].patch.id"},
		{map[string]any{"patch": map[string]any{"id": "one", "colour": true}, "revision": 3}, 422, "operations[1].patch.colour"},
		{map[string]any{"create": map[string]any{"colour": 1}}, 422, "operations[1].create.colour"},
		{map[string]any{"create": map[string]any{"span": map[string]any{"date": "2019"}}}, 422, "operations[1].text"},
		{map[string]any{"delete": "one", "revision": one}, 409, ""},
		{map[string]any{"delete": "nothing", "revision": 3}, 404, ""},
	} {
		before := w.live.Timeline().Rev()
		p := w.ask(t, asked{method: "POST", path: "/events:batch", who: "author", body: map[string]any{"operations": []any{map[string]any{"create": writable("First")}, test.operation}}}).problem(test.status)
		if test.field != "" && field(p, test.field) == "" {
			t.Errorf("%v: %+v", test.operation, p)
		}
		if w.live.Timeline().Rev() != before {
			t.Errorf("%v: a part was written", test.operation)
		}
	}
	w.ask(t, asked{method: "POST", path: "/events:batch", who: "author", body: map[string]any{"operations": []any{}}}).problem(422)
}

func TestLongBatchesAreUndoneAsOne(t *testing.T) {
	w := newWorld(t)
	var list []any
	for i := range 40 {
		list = append(list, map[string]any{"create": writable(fmt.Sprintf("Event %d", i))})
	}
	made := as[api.Operated](w.ask(t, asked{method: "POST", path: "/events:batch", who: "editor", body: map[string]any{"operations": list}}), 200)
	if made.Batch == "" || len(made.Events) != 40 {
		t.Fatalf("%+v", made)
	}
	as[api.Event](w.ask(t, asked{method: "PATCH", path: "/events/" + string(made.Events[7].ID), who: "editor", body: `{"key":true}`, header: match(made.Events[7].Revision)}), 200)
	undone := as[api.Undone](w.ask(t, asked{method: "POST", path: "/batches/" + made.Batch + "/undo", who: "editor"}), 200)
	if len(undone.Changed) != 39 || len(undone.Left) != 1 || undone.Left[0].ID != made.Events[7].ID || undone.Left[0].Reason == "" {
		t.Errorf("%d undone, left %+v", len(undone.Changed), undone.Left)
	}
	w.ask(t, asked{method: "POST", path: "/batches/none/undo", who: "editor"}).problem(404)
}

func TestBulk(t *testing.T) {
	w := newWorld(t)
	for i := range 5 {
		w.put(t, story(fmt.Sprintf("e%d", i), events.Published))
	}
	w.put(t, story("draft", events.Draft))
	body := map[string]any{"selection": "year=2019&tag=policy", "edit": map[string]any{"addTags": []string{"new"}, "key": true}, "dryRun": true}
	before := w.live.Timeline().Rev()
	if plan := as[api.Batch](w.ask(t, asked{method: "POST", path: "/events:bulk", who: "editor", body: body}), 200); len(plan.Changed) != 5 || plan.Batch != "" || w.live.Timeline().Rev() != before {
		t.Fatalf("planned: %+v", plan)
	}
	delete(body, "dryRun")
	made := as[api.Batch](w.ask(t, asked{method: "POST", path: "/events:bulk", who: "editor", body: body}), 200)
	if len(made.Changed) != 5 || made.Batch == "" {
		t.Fatalf("%+v", made)
	}
	if e, _ := w.live.Timeline().Event("e3"); !e.HasTag("new") || !e.Key {
		t.Errorf("changed: %+v", e)
	}
	body = map[string]any{"ids": []string{"e1", "none", "draft"}, "edit": map[string]any{"status": "withdrawn"}}
	if made = as[api.Batch](w.ask(t, asked{method: "POST", path: "/events:bulk", who: "editor", body: body}), 200); len(made.Changed) != 2 || len(made.Left) != 1 || made.Left[0].ID != "none" {
		t.Errorf("%+v", made)
	}
	for _, body := range []map[string]any{{"edit": map[string]any{}}, {"selection": "colour=red", "edit": map[string]any{}}, {"selection": "year=2019", "ids": []string{"e1"}, "edit": map[string]any{}}, {"selection": "%zz", "edit": map[string]any{}}} {
		w.ask(t, asked{method: "POST", path: "/events:bulk", who: "editor", body: body}).problem(422)
	}
}

func TestRepeatedRequests(t *testing.T) {
	w := newWorld(t)
	create := asked{method: "POST", path: "/events", who: "author", body: writable("Once"), header: map[string]string{"Idempotency-Key": "k1"}}
	first := w.ask(t, create)
	e := as[api.Event](first, 201)
	again := w.ask(t, create)
	if f := as[api.Event](again, 201); f.ID != e.ID || again.Header().Get("Location") != first.Header().Get("Location") || again.Header().Get("ETag") != first.Header().Get("ETag") {
		t.Errorf("once more: %+v", f)
	}
	if n := w.live.Timeline().Len(); n != 1 {
		t.Errorf("%d events", n)
	}
	other := create
	other.body = writable("Other")
	if p := w.ask(t, other).problem(422); field(p, "Idempotency-Key") == "" {
		t.Errorf("another request: %+v", p)
	}
	other = create
	other.who = "editor" // a key is its account's
	if f := as[api.Event](w.ask(t, other), 201); f.ID == e.ID {
		t.Error("another account got the answer")
	}
	// What was refused may be repeated.
	wrong := asked{method: "POST", path: "/events", who: "author", body: `{}`, header: map[string]string{"Idempotency-Key": "k2"}}
	w.ask(t, wrong).problem(422)
	wrong.body = writable("Right")
	as[api.Event](w.ask(t, wrong), 201)
	// After a day it is a new request.
	w.ahead.Store(24*3600 + 1)
	w.ask(t, create).is(201)
	for _, test := range []asked{
		{method: "POST", path: "/tokens", who: "administrator", body: map[string]any{"user": "viewer", "scopes": []string{"read:drafts"}}, header: map[string]string{"Idempotency-Key": "k"}},
		{method: "POST", path: "/events", who: "author", body: writable("x"), header: map[string]string{"Idempotency-Key": "a b"}},
		{method: "POST", path: "/events", who: "author", body: writable("x"), header: map[string]string{"Idempotency-Key": strings.Repeat("k", 256)}},
	} {
		if p := w.ask(t, test).problem(400); field(p, "Idempotency-Key") == "" {
			t.Errorf("%v: %+v", test.header, p)
		}
	}
}

// The event that a request made is found again even if its answer was lost
// before it could be remembered.
func TestARepeatedRequestMakesNothingTwice(t *testing.T) {
	w := newWorld(t)
	create := asked{method: "POST", path: "/events", who: "author", body: writable("Once"), header: map[string]string{"Idempotency-Key": "k1"}}
	e := as[api.Event](w.ask(t, create), 201)
	for v, err := range w.vault.List(t.Context(), "idempotency/") {
		must(t, err)
		_, err = w.vault.Write(t.Context(), events.DeleteValue(v.Key, v.Version))
		must(t, err)
	}
	if f := as[api.Event](w.ask(t, create), 201); f.ID != e.ID || w.live.Timeline().Len() != 1 {
		t.Errorf("once more: %+v of %d", f, w.live.Timeline().Len())
	}
	// While it is being made, another attempt has to wait.
	for v, err := range w.vault.List(t.Context(), "idempotency/") {
		must(t, err)
		var m map[string]any
		must(t, json.Unmarshal(v.Data, &m))
		m["status"] = 0
		v.Data, err = json.Marshal(m)
		must(t, err)
		_, err = w.vault.Write(t.Context(), events.PutValue(v, v.Version))
		must(t, err)
	}
	w.ask(t, create).problem(409)
}

func TestLimits(t *testing.T) {
	w := newWorld(t)
	me := asked{method: "GET", path: "/tokens", who: "viewer"}
	got := w.ask(t, me).is(200)
	if p, l := got.Header().Get("RateLimit-Policy"), got.Header().Get("RateLimit"); p != `"manage";q=120;w=60` || l != `"manage";r=119;t=60` {
		t.Errorf("%s, %s", p, l)
	}
	for range 119 {
		w.ask(t, me).is(200)
	}
	late := w.ask(t, me)
	if late.problem(429); late.Header().Get("Retry-After") != "60" {
		t.Errorf("Retry-After %s", late.Header().Get("Retry-After"))
	}
	w.ask(t, asked{method: "GET", path: "/tokens", who: "author"}).is(200) // another token
	w.ask(t, asked{method: "GET", path: "/events", who: "viewer"}).is(200) // other work
	w.ahead.Store(60)
	w.ask(t, me).is(200)
}

func TestTokensInAddressesAreRefused(t *testing.T) {
	w := newWorld(t)
	w.ask(t, asked{method: "GET", path: "/events?access_token=" + w.tokens["administrator"]}).problem(400)
	for _, value := range []string{"Bearer alm_x", "Basic YTpi", "Bearer"} {
		got := w.ask(t, asked{method: "GET", path: "/events", header: map[string]string{"Authorization": value}})
		if got.problem(401); !strings.HasPrefix(got.Header().Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%s: %v", value, got.Header())
		}
	}
}
