package api_test

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api"
)

func TestTheSite(t *testing.T) {
	w := newWorld(t)
	site := events.Site{Authority: "almanac.example.org", Founded: noon, Names: events.Localised{"en": "A record"}, Languages: []string{"en"}}
	_, err := w.live.Commit(t.Context(), events.PutDocument(events.Document{Name: events.DocumentSite, Site: &site}, 0))
	must(t, err)
	w.put(t, story("e", events.Published)) // from now on it is fixed who the record is
	got := w.ask(t, asked{method: "GET", path: "/site"})
	told := as[api.Site](got, 200)
	if told.Names["en"] != "A record" || told.Revision == 0 || got.Header().Get("ETag") != match(told.Revision)["If-Match"] {
		t.Fatalf("told %+v", told)
	}
	patch := asked{method: "PATCH", path: "/site", who: "administrator", body: `{"names":{"de":"Chronik"},"accent":"#0a5c8f"}`, header: match(told.Revision)}
	next := as[api.Site](w.ask(t, patch), 200)
	if next.Names["de"] != "Chronik" || next.Names["en"] != "A record" || next.Accent != "#0a5c8f" || next.Authority != site.Authority {
		t.Errorf("patched %+v", next)
	}
	if p := w.ask(t, patch).problem(412); p.Revision == nil || *p.Revision != next.Revision {
		t.Errorf("once more: %+v", p)
	}
	for body, name := range map[string]string{
		`{"accent":"red"}`: "accent", `{"authority":"other.example.org"}`: "authority", `{"colour":1}`: "colour", `{"revision":1}`: "revision", `{"languages":["xx-bad-language-tag-x"]}`: "languages[0]",
	} {
		if p := w.ask(t, asked{method: "PATCH", path: "/site", who: "administrator", body: body, header: match(next.Revision)}).problem(422); field(p, name) == "" {
			t.Errorf("%s: %+v", body, p)
		}
	}
	next.Contact = "editors@example.org"
	if last := as[api.Site](w.ask(t, asked{method: "PUT", path: "/site", who: "administrator", body: next, header: match(next.Revision)}), 200); last.Contact != next.Contact || last.Names["de"] != "Chronik" {
		t.Errorf("replaced %+v", last)
	}
	w.ask(t, asked{method: "PUT", path: "/site", who: "administrator", body: next}).problem(428)
	w.ask(t, asked{method: "PATCH", path: "/site", who: "editor", body: `{}`, header: match(1)}).problem(403)
}

func TestTexts(t *testing.T) {
	w := newWorld(t)
	if texts := as[api.SiteTexts](w.ask(t, asked{method: "GET", path: "/texts/en"}), 200); texts.About != "" || texts.Revision != 0 {
		t.Errorf("none: %+v", texts)
	}
	made := as[api.SiteTexts](w.ask(t, asked{method: "PUT", path: "/texts/en", who: "administrator", body: `{"about":"# Hello"}`, header: map[string]string{"If-None-Match": "*"}}), 200)
	if made.About != "# Hello" || w.live.Timeline().Site().Texts["en"].About != "# Hello" {
		t.Errorf("made %+v", made)
	}
	w.ask(t, asked{method: "PUT", path: "/texts/en", who: "administrator", body: `{"about":"x"}`, header: map[string]string{"If-None-Match": "*"}}).problem(412)
	w.ask(t, asked{method: "PUT", path: "/texts/english", who: "administrator", body: `{"about":"x"}`, header: map[string]string{"If-None-Match": "*"}}).problem(422)
}

func TestVocabulary(t *testing.T) {
	w := newWorld(t)
	e := story("e", events.Published)
	e.Place = &events.Place{Slug: "wuhu", Name: events.Localised{"en": "Wuhu"}}
	w.put(t, e)
	bodies := map[string]string{
		"tags": `{"name":{"en":"Name"},"color":"darkgreen"}`, "places": `{"name":{"en":"Name"},"latitude":31.3,"longitude":118.4}`, "views": `{"name":{"en":"Name"},"selection":"tag=policy"}`,
	}
	used := map[string]string{"tags": "policy", "places": "wuhu", "views": "anything"}
	for kind, body := range bodies {
		for _, slug := range []string{used[kind], "unused"} {
			path := "/" + kind + "/" + slug
			if got := w.ask(t, asked{method: "PUT", path: path, who: "editor", body: body}).is(201); got.Header().Get("Location") != api.Prefix+path {
				t.Errorf("%s: %v", path, got.Header())
			}
			w.ask(t, asked{method: "PUT", path: path, who: "editor", body: body}).is(200)
			w.ask(t, asked{method: "PUT", path: path, who: "author", body: body}).problem(403)
			w.ask(t, asked{method: "DELETE", path: path, who: "editor"}).is(204)
		}
		list := as[map[string]any](w.ask(t, asked{method: "GET", path: "/" + kind}), 200)
		entries := list[kind].([]any)
		want := 1
		if kind == "views" {
			want = 2
		}
		first := entries[0].(map[string]any)
		if len(entries) != want || first["slug"] != used[kind] || first["retired"] != true {
			t.Errorf("%s: %v", kind, list)
		}
		w.ask(t, asked{method: "DELETE", path: "/" + kind + "/none", who: "editor"}).problem(404)
		if p := w.ask(t, asked{method: "PUT", path: "/" + kind + "/a", who: "editor", body: strings.Replace(body, "{", `{"slug":"b",`, 1)}).problem(422); field(p, "slug") == "" {
			t.Errorf("%s: %+v", kind, p)
		}
		if p := w.ask(t, asked{method: "PUT", path: "/" + kind + "/a", who: "editor", body: `{}`}).problem(422); len(p.Errors) == 0 {
			t.Errorf("%s: %+v", kind, p)
		}
		rev := events.Rev(list["revision"].(float64))
		if p := w.ask(t, asked{method: "PUT", path: "/" + kind, who: "editor", body: `{"` + kind + `":[]}`, header: match(rev)}).problem(422); len(p.Errors) != want {
			t.Errorf("%s left out: %+v", kind, p)
		}
		list[kind] = append(entries, map[string]any{"slug": "more", "name": map[string]any{"en": "More"}, "selection": "key=1"})
		if kind != "views" {
			delete(list[kind].([]any)[want].(map[string]any), "selection")
		}
		if next := as[map[string]any](w.ask(t, asked{method: "PUT", path: "/" + kind, who: "editor", body: list, header: match(rev)}), 200); len(next[kind].([]any)) != want+1 {
			t.Errorf("%s: %v", kind, next)
		}
	}
}

func TestUsers(t *testing.T) {
	w := newWorld(t)
	root := func(method, path string, body any) answered {
		return w.ask(t, asked{method: method, path: path, who: "administrator", body: body})
	}
	if list := as[api.Users](root("GET", "/users", nil), 200); len(list.Users) != 4 {
		t.Errorf("%+v", list)
	}
	got := root("POST", "/users", map[string]any{"name": "lin", "role": "author", "shown": "Lin", "password": "tides follow an old moon"})
	lin := as[api.User](got, 201)
	if lin.Role != access.Author || got.Header().Get("Location") != api.Prefix+"/users/"+lin.ID || strings.Contains(got.Body.String(), "tides") {
		t.Errorf("made %s", got.Body)
	}
	for _, body := range []any{map[string]any{"name": "lin", "role": "author"}, map[string]any{"name": "x", "role": "king"}, map[string]any{"name": "x", "role": "author", "password": "short"}, map[string]any{"role": "author"}, map[string]any{"name": "x", "role": "author", "id": "mine"}} {
		if p := root("POST", "/users", body).problem(422); len(p.Errors) == 0 {
			t.Errorf("%v: %+v", body, p)
		}
	}
	for _, name := range []string{lin.ID, "lin"} {
		if u := as[api.User](root("GET", "/users/"+name, nil), 200); u.ID != lin.ID {
			t.Errorf("%s is %+v", name, u)
		}
	}
	if u := as[api.User](root("PATCH", "/users/lin", `{"role":"editor","shown":"Lin Wei"}`), 200); u.Role != access.Editor || u.Shown != "Lin Wei" {
		t.Errorf("changed %+v", u)
	}
	if p := root("PATCH", "/users/lin", `{"role":"viewer","password":"short"}`).problem(422); len(p.Errors) == 0 {
		t.Errorf("%+v", p)
	}
	if u := as[api.User](root("GET", "/users/lin", nil), 200); u.Role != access.Editor {
		t.Error("a change that was refused is half made")
	}
	root("PATCH", "/users/lin", `{"password":"short"}`).problem(422)
	root("PATCH", "/users/lin", `{"password":"another moon over old tides"}`).is(200)
	root("PATCH", "/users/administrator", `{"disabled":true}`).problem(422) // the last one
	root("GET", "/users/none", nil).problem(404)
	root("DELETE", "/users/lin/sessions", nil).is(204)
	if u := as[api.User](root("PATCH", "/users/lin", `{"disabled":true}`), 200); !u.Disabled {
		t.Errorf("%+v", u)
	}
}

func TestTokens(t *testing.T) {
	w := newWorld(t)
	got := w.ask(t, asked{method: "POST", path: "/tokens", who: "administrator", body: map[string]any{"user": "author", "name": "nightly", "scopes": []string{"write:drafts"}, "days": 7}})
	made := as[api.TokenSecret](got, 201)
	if !access.IsToken(made.Secret) || made.Name != "nightly" || !made.Expires.Equal(noon.AddDate(0, 0, 7)) {
		t.Fatalf("made %+v", made)
	}
	w.tokens["nightly"] = made.Secret
	as[api.Event](w.ask(t, asked{method: "POST", path: "/events", who: "nightly", body: writable("At night")}), 201)
	if list := as[api.Tokens](w.ask(t, asked{method: "GET", path: "/tokens?user=author", who: "administrator"}), 200); len(list.Tokens) != 2 || strings.Contains(w.ask(t, asked{method: "GET", path: "/tokens?all=1", who: "administrator"}).Body.String(), "secret") {
		t.Errorf("%+v", list)
	}
	if list := as[api.Tokens](w.ask(t, asked{method: "GET", path: "/tokens", who: "viewer"}), 200); len(list.Tokens) != 1 {
		t.Errorf("a viewer's: %+v", list)
	}
	for path, who := range map[string]string{"/tokens?all=1": "editor", "/tokens?user=author": "viewer"} {
		w.ask(t, asked{method: "GET", path: path, who: who}).problem(403)
	}
	w.ask(t, asked{method: "POST", path: "/tokens", who: "editor", body: map[string]any{"user": "administrator", "scopes": []string{"admin"}}}).problem(403)
	for _, body := range []map[string]any{{"user": "none", "scopes": []string{"admin"}}, {"user": "author", "scopes": []string{"king"}}, {"user": "author", "scopes": []string{}}, {"user": "viewer", "scopes": []string{"publish"}}, {"user": "author", "scopes": []string{"read:drafts"}, "days": -1}} {
		w.ask(t, asked{method: "POST", path: "/tokens", who: "administrator", body: body}).problem(422)
	}
	w.ask(t, asked{method: "DELETE", path: "/tokens/" + made.ID, who: "viewer"}).problem(404)
	w.ask(t, asked{method: "DELETE", path: "/tokens/" + made.ID, who: "administrator"}).is(204)
	w.ask(t, asked{method: "GET", path: "/me", who: "nightly"}).problem(401)
	w.ask(t, asked{method: "DELETE", path: "/tokens/" + made.ID, who: "administrator"}).problem(404)
}

func TestWhoAsks(t *testing.T) {
	w := newWorld(t)
	if me := as[api.Caller](w.ask(t, asked{method: "GET", path: "/me"}), 200); me.By != "" || len(me.Actions) != 0 {
		t.Errorf("the public: %+v", me)
	}
	me := as[api.Caller](w.ask(t, asked{method: "GET", path: "/me", who: "author"}), 200)
	if me.Role != access.Author || me.User.Name != "author" || me.Token == nil || !strings.HasPrefix(me.By, "token:") || len(me.Actions) != 2 {
		t.Errorf("an author: %+v", me)
	}
}

func TestDrafts(t *testing.T) {
	w := newWorld(t)
	found := func(id string, confidence float64) {
		e := story(id, events.Draft)
		e.Text = map[string]events.Text{"en": {Title: "The museum of " + id + " opens its new halls"}}
		e.Proposal = &events.Proposal{Fingerprint: "f-" + id, Name: "report.txt", Document: strings.Repeat("0", 64), Confidence: confidence, Quotes: []events.Quote{{Text: "words", Offset: len(id)}}}
		w.put(t, e)
	}
	found("a", 0.9)
	found("bb", 0.4)
	w.put(t, story("mine", events.Draft))
	list := as[api.Drafts](w.ask(t, asked{method: "GET", path: "/drafts", who: "viewer"}), 200)
	if len(list.Drafts) != 2 || list.Drafts[0].Event.ID != "a" || list.Drafts[0].Proposal.Quotes[0].Text != "words" {
		t.Fatalf("%+v", list)
	}
	first := as[api.Drafts](w.ask(t, asked{method: "GET", path: "/drafts?limit=1", who: "viewer"}), 200)
	second := as[api.Drafts](w.ask(t, asked{method: "GET", path: "/drafts?limit=1&cursor=" + first.Next, who: "viewer"}), 200)
	if len(second.Drafts) != 1 || second.Drafts[0].Event.ID != "bb" || second.Next != "" {
		t.Errorf("the second page: %+v", second)
	}
	for path, want := range map[string]int{"/drafts?min=0.5": 1, "/drafts?max=0.5": 1, "/drafts?document=report.txt": 2, "/drafts?document=other": 0} {
		if got := as[api.Drafts](w.ask(t, asked{method: "GET", path: path, who: "viewer"}), 200); len(got.Drafts) != want {
			t.Errorf("%s: %d", path, len(got.Drafts))
		}
	}
	twin := story("public", events.Published)
	twin.Text["en"] = events.Text{Title: "The museum of a opens its new halls"}
	w.put(t, twin)
	draft := as[api.Draft](w.ask(t, asked{method: "GET", path: "/drafts/a", who: "viewer"}), 200)
	if len(draft.Similar) != 1 || draft.Similar[0].ID != "public" || draft.Event.Revision == 0 {
		t.Errorf("%+v", draft)
	}
	w.ask(t, asked{method: "GET", path: "/drafts/public", who: "viewer"}).problem(404)
	merged := as[api.Event](w.ask(t, asked{method: "POST", path: "/drafts/a/merge", who: "editor", body: map[string]any{"into": "public"}, header: match(draft.Event.Revision)}), 200)
	if merged.ID != "public" {
		t.Errorf("merged: %+v", merged)
	}
	w.ask(t, asked{method: "POST", path: "/drafts/bb/drop", who: "editor", header: match(list.Drafts[1].Event.Revision)}).is(204)
	if left := as[api.Drafts](w.ask(t, asked{method: "GET", path: "/drafts", who: "viewer"}), 200); len(left.Drafts) != 0 {
		t.Errorf("left: %+v", left)
	}
}

func TestExportAndBackup(t *testing.T) {
	w := newWorld(t)
	site := events.Site{Authority: "almanac.example.org", Founded: noon}
	_, err := w.live.Commit(t.Context(), events.PutDocument(events.Document{Name: events.DocumentSite, Site: &site}, 0))
	must(t, err)
	w.put(t, story("e", events.Draft))
	got := w.ask(t, asked{method: "GET", path: "/export", who: "viewer"}).is(200)
	rec, err := events.ReadRecord(got.Body)
	if err != nil || len(rec.Events) != 1 || !strings.Contains(got.Header().Get("Content-Disposition"), "almanac.json") {
		t.Errorf("%v: %+v", err, rec)
	}
	if got := w.ask(t, asked{method: "GET", path: "/backup?accounts=1", who: "administrator"}).is(200); got.Body.String() != "backup, accounts true" || got.Header().Get("Content-Type") != "application/x-tar" {
		t.Errorf("%s", got.Body)
	}
	w.ask(t, asked{method: "GET", path: "/backup", who: "editor"}).problem(403)
	sum := strings.Repeat("ab", 32)
	if got := w.ask(t, asked{method: "GET", path: "/backup?values=1&after=0&previous=" + sum, who: "administrator"}).is(200); got.Body.String() != "backup, accounts false, after 0 of ab, values true" {
		t.Errorf("a segment: %s", got.Body)
	}
	for _, query := range []string{"after=1", "values=1", "previous=ab", "previous=" + sum + "&after=x"} {
		w.ask(t, asked{method: "GET", path: "/backup?" + query, who: "administrator"}).problem(400)
	}
}
