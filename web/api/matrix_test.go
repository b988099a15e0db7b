package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api"
)

// row says of one operation who may do it, and how it is asked for. {id} in
// path and body is an event of the row's own.
type row struct {
	role   access.Role    // the least that may, by session; "": the public may
	scopes []access.Scope // a token needs one of them; nil: any token may
	status events.Status  // of the row's event; "": draft
	ask    asked
	match  bool // the request names the revision of the event
}

var (
	drafts  = []access.Scope{access.ScopeReadDrafts, access.ScopeWriteDrafts, access.ScopePublish}
	write   = []access.Scope{access.ScopeWriteDrafts}
	publish = []access.Scope{access.ScopePublish}
	site    = []access.Scope{access.ScopeSite}
	admin   = []access.Scope{access.ScopeAdmin}
)

const draftBody = `{"span":{"date":"2019"},"text":{"en":{"title":"T"}}}`

// rows is the table of who may do what, by operationId. "+" begins a second row
// of an operation.
func rows() map[string]row {
	create := map[string]string{"If-None-Match": "*"}
	form := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n{\"almanac\":1,\"events\":[]}\r\n--x--\r\n"
	asForm := map[string]string{"Content-Type": "multipart/form-data; boundary=x"}
	pictured := strings.Replace(form, `{"almanac":1,"events":[]}`, onePixel, 1)
	public := strings.Replace(draftBody, "{", `{"status":"published",`, 1)
	return map[string]row{
		"list-events":         {},
		"list-events+drafts":  {role: access.Viewer, scopes: drafts, ask: asked{path: "/events?status=all"}},
		"get-event":           {status: events.Published},
		"get-event-history":   {role: access.Viewer, scopes: drafts},
		"get-history":         {role: access.Viewer, scopes: drafts},
		"get-states":          {role: access.Viewer, scopes: drafts},
		"get-changes":         {},
		"create-event":        {role: access.Author, scopes: write, ask: asked{body: draftBody}},
		"create-event+public": {role: access.Editor, scopes: publish, ask: asked{path: "/events", body: public}},
		"put-event":           {role: access.Author, scopes: write, match: true, ask: asked{body: draftBody}},
		"put-event+new":       {role: access.Author, scopes: write, ask: asked{path: "/events/{id}-new", body: draftBody, header: create}},
		"put-event+public":    {role: access.Editor, scopes: publish, status: events.Published, match: true, ask: asked{path: "/events/{id}", body: public}},
		"patch-event":         {role: access.Author, scopes: write, match: true, ask: asked{body: `{"key":true}`}},
		"patch-event+publish": {role: access.Editor, scopes: publish, match: true, ask: asked{path: "/events/{id}", body: `{"status":"published"}`}},
		"patch-event+plan":    {role: access.Editor, scopes: publish, match: true, ask: asked{path: "/events/{id}", body: `{"publish":{"at":"2027-01-01T00:00:00Z","zone":"UTC"}}`}},
		"delete-event":        {role: access.Author, scopes: write, match: true},
		"delete-event+public": {role: access.Editor, scopes: publish, status: events.Published, match: true, ask: asked{path: "/events/{id}"}},
		"publish-event":       {role: access.Editor, scopes: publish, match: true},
		"amend-event":         {role: access.Author, scopes: write, status: events.Published, match: true, ask: asked{body: draftBody}},
		"restore-event":       {role: access.Author, scopes: write, match: true, ask: asked{body: `{"from":{rev}}`}},
		"batch-events":        {role: access.Author, scopes: write, ask: asked{body: `{"operations":[{"create":` + draftBody + `}]}`}},
		"bulk-events":         {role: access.Editor, scopes: publish, ask: asked{body: `{"ids":["{id}"],"edit":{"key":true}}`}},
		"undo-batch":          {role: access.Editor, scopes: publish, ask: asked{path: "/batches/none/undo"}},
		"list-drafts":         {role: access.Viewer, scopes: drafts},
		"get-draft":           {role: access.Viewer, scopes: drafts},
		"decide-drafts":       {role: access.Editor, scopes: publish, ask: asked{body: `{"decision":"accept","drafts":[{"id":"{id}","revision":{rev}}]}`}},
		"accept-draft":        {role: access.Editor, scopes: publish, match: true},
		"merge-draft":         {role: access.Editor, scopes: publish, match: true, ask: asked{body: `{"into":"common"}`}},
		"keep-draft":          {role: access.Editor, scopes: publish, match: true},
		"drop-draft":          {role: access.Editor, scopes: publish, match: true},
		"list-reports":        {role: access.Viewer, scopes: drafts},
		"get-report":          {role: access.Viewer, scopes: drafts, ask: asked{path: "/reports/none"}},
		"take-date":           {role: access.Author, scopes: write, ask: asked{path: "/reports/none/dates/1", body: `{}`}},
		"finish-report":       {role: access.Editor, scopes: publish, ask: asked{path: "/reports/none/finish"}},
		"get-site":            {},
		"put-site":            {role: access.Administrator, scopes: site, ask: asked{body: `{}`, header: create}},
		"patch-site":          {role: access.Administrator, scopes: site, ask: asked{body: `{}`, header: create}},
		"get-texts":           {ask: asked{path: "/texts/en"}},
		"put-texts":           {role: access.Administrator, scopes: site, ask: asked{path: "/texts/en", body: `{}`, header: create}},
		"get-caller":          {},
		"list-users":          {role: access.Administrator, scopes: admin},
		"create-user":         {role: access.Administrator, scopes: admin, ask: asked{body: `{"name":"new","role":"viewer"}`}},
		"get-user":            {role: access.Administrator, scopes: admin, ask: asked{path: "/users/viewer"}},
		"patch-user":          {role: access.Administrator, scopes: admin, ask: asked{path: "/users/viewer", body: `{"shown":"V"}`}},
		"end-sessions":        {role: access.Administrator, scopes: admin, ask: asked{path: "/users/author/sessions"}},
		"list-tokens":         {role: access.Viewer},
		"list-tokens+all":     {role: access.Administrator, scopes: admin, ask: asked{path: "/tokens?all=1"}},
		"create-token":        {role: access.Viewer, scopes: admin, ask: asked{body: `{"scopes":["read:drafts"]}`}},
		"create-token+others": {role: access.Administrator, scopes: admin, ask: asked{path: "/tokens", body: `{"user":"other","scopes":["read:drafts"]}`}},
		"revoke-token":        {role: access.Viewer, ask: asked{path: "/tokens/none"}},
		"import":              {role: access.Author, scopes: write, ask: asked{body: form, header: asForm}},
		"get-export":          {role: access.Viewer, scopes: drafts},
		"get-backup":          {role: access.Administrator, scopes: admin},
		"redact-event":        {role: access.Administrator, scopes: admin, ask: asked{body: `{"before":1,"reason":"R"}`}},
		"compact-store":       {role: access.Administrator, scopes: admin},
		"create-invitation":   {role: access.Administrator, scopes: admin, ask: asked{body: `{"name":"guest","role":"viewer"}`}},
		"list-duties":         {role: access.Administrator, scopes: admin},
		"pause-duty":          {role: access.Administrator, scopes: admin, ask: asked{path: "/duties/none/pause", body: `{"reason":"R"}`}},
		"resume-duties":       {role: access.Administrator, scopes: admin, ask: asked{body: `{"names":["none"]}`}},
		"list-follows":        {role: access.Administrator, scopes: admin},
		"create-follow":       {role: access.Administrator, scopes: admin, ask: asked{body: `{"address":"https://example.org/a.ics"}`}},
		"pause-follow":        {role: access.Administrator, scopes: admin, ask: asked{path: "/follows/none/pause"}},
		"resume-follow":       {role: access.Administrator, scopes: admin, ask: asked{path: "/follows/none/resume"}},
		"delete-follow":       {role: access.Administrator, scopes: admin, ask: asked{path: "/follows/none"}},
		"create-picture":      {role: access.Author, scopes: write, ask: asked{body: pictured, header: asForm}},
		"create-picture+logo": {role: access.Administrator, scopes: site, ask: asked{path: "/pictures?logo=1", body: pictured, header: asForm}},
		"get-openapi":         {},
		"get-documentation":   {},
	}
}

// allRows are the rows, with those that differ in nothing but their names.
func allRows() map[string]row {
	all := rows()
	for kind, entry := range map[string]string{"tags": `{"name":{"en":"N"}}`, "places": `{"name":{"en":"N"}}`, "views": `{"name":{"en":"N"},"selection":"tag=a"}`} {
		all["list-"+kind] = row{}
		all["replace-"+kind] = row{role: access.Editor, scopes: site, ask: asked{body: `{"` + kind + `":[]}`, header: map[string]string{"If-None-Match": "*"}}}
		all["put-"+kind+"-entry"] = row{role: access.Editor, scopes: site, ask: asked{path: "/" + kind + "/one", body: entry}}
		all["delete-"+kind+"-entry"] = row{role: access.Editor, scopes: site, ask: asked{path: "/" + kind + "/none"}}
	}
	for id, body := range map[string]any{
		"list-webhooks": nil, "create-webhook": `{"url":"http://127.0.0.1:9/"}`, "get-webhook": nil, "put-webhook": `{"url":"http://127.0.0.1:9/"}`, "delete-webhook": nil,
		"enable-webhook": nil, "disable-webhook": nil, "rotate-webhook": nil, "ping-webhook": nil, "list-deliveries": nil, "redeliver": nil,
	} {
		all[id] = row{role: access.Administrator, scopes: admin, ask: asked{body: body}}
	}
	return all
}

// operation is one of the OpenAPI document.
type operation struct {
	OperationID string `json:"operationId"`
	Security    []map[string][]string
	Parameters  []struct {
		Name     string
		In       string
		Required bool
		Schema   map[string]any
	}
	RequestBody *struct {
		Required bool
		Content  map[string]struct{ Schema map[string]any }
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]struct{ Schema map[string]any }
	}
	method, path string
}

// document is the OpenAPI document.
type document struct {
	OpenAPI    string `json:"openapi"`
	Paths      map[string]map[string]*operation
	Components struct{ Schemas map[string]map[string]any }
}

// operations reads the OpenAPI document as a client would.
func (w *world) operations(t testing.TB) (document, map[string]*operation) {
	t.Helper()
	doc := as[document](w.ask(t, asked{method: "GET", path: "/openapi.json"}), 200)
	all := map[string]*operation{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			op.method, op.path = strings.ToUpper(method), path
			if all[op.OperationID] != nil {
				t.Errorf("there are two operations %s", op.OperationID)
			}
			all[op.OperationID] = op
		}
	}
	return doc, all
}

func TestEveryOperationHasARow(t *testing.T) {
	w := newWorld(t)
	_, ops := w.operations(t)
	known := allRows()
	for id := range ops {
		if _, ok := known[id]; !ok {
			t.Errorf("operation %s has no row in the table of who may do what", id)
		}
	}
	for id := range known {
		name, _, _ := strings.Cut(id, "+")
		if ops[name] == nil {
			t.Errorf("there is no operation %s", name)
		}
	}
}

// client is somebody who asks.
type client struct {
	name  string
	role  access.Role  // "": none that counts
	scope access.Scope // of a token; "": it is a session
	bad   bool         // what is sent is not accepted
	// join lets the client into a world and returns how it signs its requests.
	join func(t testing.TB, w *world) func(*http.Request)
}

// bearer signs requests with a token.
func bearer(secret string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret) }
}

// signIn gives an account a session.
func signIn(name string) func(testing.TB, *world) func(*http.Request) {
	return func(t testing.TB, w *world) func(*http.Request) {
		t.Helper()
		a, err := w.people.AccountNamed(name)
		must(t, err)
		must(t, w.people.SetPassword(t.Context(), access.Local("root"), a.ID, "tides follow an old moon"))
		_, cookie, err := w.people.Login(t.Context(), access.Attempt{Name: name, Password: "tides follow an old moon", Browser: access.Browser{Network: netip.MustParsePrefix("192.0.2.0/24")}})
		must(t, err)
		return func(r *http.Request) { r.AddCookie(cookie) }
	}
}

// clients are a session of each role, a token of an administrator with each
// scope alone, and those who must not get in.
func clients() []client {
	list := []client{{name: "public", join: func(testing.TB, *world) func(*http.Request) { return func(*http.Request) {} }}}
	for _, role := range access.Roles() {
		list = append(list, client{name: "session of " + string(role), role: role, join: signIn(string(role))})
	}
	token := func(life time.Duration, scopes ...access.Scope) func(testing.TB, *world) func(*http.Request) {
		return func(t testing.TB, w *world) func(*http.Request) {
			t.Helper()
			owner, err := w.people.AccountNamed("administrator")
			must(t, err)
			_, secret, err := w.people.CreateToken(t.Context(), access.Local("root"), access.NewToken{Account: owner.ID, Scopes: scopes, Life: life})
			must(t, err)
			return bearer(secret)
		}
	}
	for _, scope := range access.Scopes() {
		list = append(list, client{name: "token for " + string(scope), role: access.Administrator, scope: scope, join: token(48*time.Hour, scope)})
	}
	return append(list,
		client{name: "expired token", bad: true, join: func(t testing.TB, w *world) func(*http.Request) {
			sign := token(time.Minute, access.Scopes()...)(t, w)
			w.ahead.Add(3600)
			return sign
		}},
		client{name: "token of a disabled account", bad: true, join: func(t testing.TB, w *world) func(*http.Request) {
			_, secret := w.account(t, "gone", access.Administrator, access.Scopes()...)
			w.disable(t, "gone")
			return bearer(secret)
		}})
}

// disable lets an account in no more.
func (w *world) disable(t testing.TB, name string) {
	t.Helper()
	a, err := w.people.AccountNamed(name)
	must(t, err)
	yes := true
	_, err = w.people.ChangeAccount(t.Context(), access.Local("root"), a.ID, access.AccountChange{Disabled: &yes})
	must(t, err)
}

// may is what the table says: 0 if the request is let through, otherwise the
// status that it is refused with.
func (r row) may(c client) int {
	switch {
	case c.bad:
		return http.StatusUnauthorized
	case r.role == "":
		return 0
	case c.role == "":
		return http.StatusUnauthorized
	case c.scope == "" && !c.role.Includes(r.role):
		return http.StatusForbidden
	case c.scope != "" && r.scopes != nil && !slices.Contains(r.scopes, c.scope):
		return http.StatusForbidden
	}
	return 0
}

func TestWhoMayDoWhat(t *testing.T) {
	for _, c := range clients() {
		t.Run(c.name, func(t *testing.T) { newWorld(t).checkAll(t, c) })
	}
}

func (w *world) checkAll(t *testing.T, c client) {
	sign := c.join(t, w)
	_, ops := w.operations(t)
	w.put(t, story("common", events.Published))
	w.account(t, "other", access.Author, access.ScopeWriteDrafts)
	for _, id := range slices.Sorted(maps.Keys(allRows())) {
		r := allRows()[id]
		name, _, _ := strings.Cut(id, "+")
		op := ops[name]
		if op == nil {
			continue
		}
		status := r.status
		if status == "" {
			status = events.Draft
		}
		own := "x-" + strings.ReplaceAll(id, "+", "-")
		rev := w.put(t, story(own, status))
		a := r.request(op, own)
		if body, ok := a.body.(string); ok {
			a.body = strings.ReplaceAll(body, "{rev}", fmt.Sprint(rev))
		}
		if r.match {
			a.header = match(rev)
		}
		req := w.request(t, a)
		sign(req)
		before := w.live.Timeline().Rev()
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, req)
		want := r.may(c)
		refused := rec.Code == http.StatusUnauthorized || rec.Code == http.StatusForbidden
		switch {
		case want != 0 && rec.Code != want:
			t.Errorf("%s: %d, want %d: %.200s", id, rec.Code, want, rec.Body)
		case want == 0 && refused:
			t.Errorf("%s is refused: %d: %.200s", id, rec.Code, rec.Body)
		case rec.Code >= 500:
			t.Errorf("%s: %d: %.200s", id, rec.Code, rec.Body)
		case refused && w.live.Timeline().Rev() != before:
			t.Errorf("%s was refused and changed something", id)
		}
		w.ahead.Add(60) // limits are another test's
	}
}

// request is how the row asks for the operation.
func (r row) request(op *operation, own string) asked {
	a := r.ask
	a.method = op.method
	if a.path == "" {
		a.path = op.path
	}
	a.path = strings.NewReplacer("{id}", own, "{slug}", "one", "{number}", "1", "{lang}", "en").Replace(a.path)
	if body, ok := a.body.(string); ok {
		a.body = strings.ReplaceAll(body, "{id}", own)
	}
	return a
}

// Browsers send cookies along from everywhere; only pages of our own may make
// them change something.
func TestCrossSiteRequestsAreRefused(t *testing.T) {
	w := newWorld(t)
	sign := signIn("editor")(t, w)
	for _, test := range []struct {
		header map[string]string
		status int
	}{
		{map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{map[string]string{"Origin": "https://elsewhere.example"}, 403},
		{map[string]string{"Sec-Fetch-Site": "same-origin"}, 201},
		{map[string]string{"Origin": base}, 201},
		{nil, 201},
	} {
		req := w.request(t, asked{method: "POST", path: "/events", body: draftBody, header: test.header})
		sign(req)
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, req)
		if rec.Code != test.status {
			t.Errorf("%v: %d, want %d: %s", test.header, rec.Code, test.status, rec.Body)
		}
	}
	req := w.request(t, asked{method: "POST", path: "/events", who: "author", body: draftBody, header: map[string]string{"Sec-Fetch-Site": "cross-site"}})
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, req)
	if rec.Code != 201 {
		t.Errorf("a token from anywhere: %d", rec.Code)
	}
}

// One server answers on listeners that identify who asks in different ways.
func TestIdentifiedByTheListener(t *testing.T) {
	w := newWorld(t)
	local := w.server.Handler(api.Always(access.Local("lin")))
	for _, a := range []asked{{method: "GET", path: "/users"}, {method: "POST", path: "/events", body: strings.Replace(draftBody, "{", `{"id":"mine","status":"published",`, 1)}} {
		req := w.request(t, a)
		rec := httptest.NewRecorder()
		local.ServeHTTP(rec, req)
		if rec.Code >= 300 || rec.Header().Get("RateLimit") != "" {
			t.Errorf("%s %s: %d %v", a.method, a.path, rec.Code, rec.Header())
		}
	}
	for s, err := range w.live.History(t.Context(), events.HistoryQuery{ID: "mine"}) {
		must(t, err)
		if s.By != "local:lin" || s.Author != "lin" {
			t.Errorf("the history says %q by %q", s.Author, s.By)
		}
	}
	w.ask(t, asked{method: "GET", path: "/users"}).problem(401)
}

func TestTheDocument(t *testing.T) {
	w := newWorld(t)
	doc, ops := w.operations(t)
	if doc.OpenAPI != "3.1.0" || len(ops) < 50 {
		t.Errorf("version %s with %d operations", doc.OpenAPI, len(ops))
	}
	for id, op := range ops {
		for _, name := range []string{"400", "401", "429", "500", "503"} {
			if _, ok := op.Responses[name]; !ok {
				t.Errorf("%s does not say that it may answer %s", id, name)
			}
		}
		open := slices.ContainsFunc(op.Security, func(s map[string][]string) bool { return len(s) == 0 })
		if public := allRows()[id].role == ""; public != open {
			t.Errorf("%s: the document says that the public may: %v", id, open)
		}
	}
	// What an event is to programs changes on purpose or not at all.
	properties, _ := doc.Components.Schemas["Event"]["properties"].(map[string]any)
	want := []string{
		"amends", "becomes", "created", "formerSlugs", "id", "image", "key", "links", "origin", "outdated", "place", "publish", "published", "repeat", "revision",
		"sequence", "slug", "sources", "span", "status", "tags", "text", "updated",
	}
	if got := slices.Sorted(maps.Keys(properties)); !slices.Equal(got, want) {
		t.Errorf("an event has %v, want %v", got, want)
	}
}

func TestThePage(t *testing.T) {
	w := newWorld(t)
	_, ops := w.operations(t)
	got := w.ask(t, asked{method: "GET", path: "/"}).is(200)
	page := got.Body.String()
	if !strings.HasPrefix(got.Header().Get("Content-Type"), "text/html") || !strings.Contains(got.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%v", got.Header())
	}
	for id, op := range ops {
		if !strings.Contains(page, fmt.Sprintf(`id="%s"`, id)) || !strings.Contains(page, op.path) {
			t.Errorf("the page does not tell of %s", id)
		}
	}
	for _, bad := range []string{"<script", "http://", "https://"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	// Each problem leads to a place on the page.
	for _, path := range []string{"/nothing", "/users", "/events?x=1"} {
		p := as[api.Problem](w.ask(t, asked{method: "GET", path: path}), w.ask(t, asked{method: "GET", path: path}).Code)
		_, anchor, _ := strings.Cut(p.Type, "#")
		if !strings.Contains(page, fmt.Sprintf(`id="%s"`, anchor)) {
			t.Errorf("%s leads nowhere", p.Type)
		}
	}
}
