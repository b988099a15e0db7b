package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api"
)

// chance makes requests by a schema, now and then against it.
type chance struct {
	*rand.Rand
	doc   document
	known []string // names that there are
	// careful requests are made to be understood; the others are not.
	careful bool
}

func (c *chance) one(in int) bool { return c.IntN(in) == 0 }

// slip is one, but for careful requests ten times as seldom.
func (c *chance) slip(in int) bool { return c.one(in) && (!c.careful || c.one(10)) }

func pick[T any](c *chance, list []T) T { return list[c.IntN(len(list))] }

// strange are texts that programs stumble over.
var strange = []string{
	"", " ", "0", "-1", "null", "9223372036854775808", "a/b", "../..", "%00", "\x00", "é", "记事", "\u202e", "a b", "'\"<>", strings.Repeat("x", 3000), "site", "all", "1e999", "*", "\xff",
}

// meant are values that fields of a name understand.
var meant = map[string][]any{
	"date": {"2019-05-24", "2019", "201X"}, "slug": {"t1", "t2", "t3"}, "selection": {"tag=policy", "year=2019"}, "color": {"darkgreen"}, "accent": {"#0a5c8f"},
	"url": {"https://example.org/"}, "at": {"2030-06-01T00:00:00Z"}, "zone": {"UTC"}, "into": {"s-published"}, "delete": {"s-draft", "t1"}, "from": {1, 2, 3},
	"addTags": {[]any{"new"}}, "removeTags": {[]any{"new"}}, "tags": {[]any{"policy"}}, "ids": {[]any{"s-draft", "s-published"}}, "fields": {[]any{"tags", "text.en.title"}},
	"languages": {[]any{"en"}}, "user": {"viewer"}, "patch": {map[string]any{"id": "s-draft", "key": true}},
}

// seldom are fields that careful requests mostly leave out.
var seldom = []string{"id", "start", "end", "unread", "calendar", "repeat", "image", "amends", "becomes", "outdated", "sources", "links", "asWritten", "logo", "yearBegins", "authority", "founded", "disabled", "password"}

// text is a text, often one that means something here.
func (c *chance) text() string {
	if c.careful {
		return fmt.Sprintf("t%d", c.IntN(50))
	}
	switch c.IntN(4) {
	case 0:
		return pick(c, strange)
	case 1:
		return pick(c, []string{"2019-05-24", "2019", "201X", "2019-05-24T09:00:00", "2026-06-01T00:00:00Z", "Asia/Shanghai", "UTC", "https://example.org/", "policy", "en", "zh", "publish", "tag=policy", "#0a5c8f", "darkgreen"})
	case 2:
		return pick(c, c.known)
	}
	return fmt.Sprintf("t%d", c.IntN(50))
}

// value makes a JSON value by a schema.
func (c *chance) value(schema map[string]any, depth int) any {
	if ref, ok := schema["$ref"].(string); ok {
		return c.value(c.doc.Components.Schemas[ref[strings.LastIndexByte(ref, '/')+1:]], depth)
	}
	if enum, ok := schema["enum"].([]any); ok && !c.slip(8) {
		return pick(c, enum)
	}
	if c.slip(20) || depth > 6 {
		return pick(c, []any{nil, true, 7, -1.5, "x", []any{}, map[string]any{}, 1e30})
	}
	switch kindOf(schema) {
	case "object":
		return c.object(schema, depth)
	case "array":
		items, _ := schema["items"].(map[string]any)
		list := []any{}
		for range c.IntN(3) {
			list = append(list, c.value(items, depth+1))
		}
		return list
	case "integer":
		return pick(c, []any{0, 1, 2, 7, -1, 1 << 40})
	case "number":
		return pick(c, []any{0.5, 31.2, -200, 0})
	case "boolean":
		return c.one(2)
	}
	return c.text()
}

// kindOf is the type of a schema; of several the first that is not null.
func kindOf(schema map[string]any) string {
	switch kind := schema["type"].(type) {
	case string:
		return kind
	case []any:
		for _, k := range kind {
			if k != "null" {
				return fmt.Sprint(k)
			}
		}
	}
	return ""
}

func (c *chance) object(schema map[string]any, depth int) map[string]any {
	out := map[string]any{}
	properties, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		p, _ := properties[name].(map[string]any)
		needed := slices.Contains(required, any(name))
		if p["readOnly"] == true && !c.slip(20) || !needed && c.one(2) || needed && c.slip(20) || c.careful && slices.Contains(seldom, name) && !c.one(9) {
			continue
		}
		if values := meant[name]; c.careful && values != nil {
			out[name] = pick(c, values)
			continue
		}
		out[name] = c.value(p, depth+1)
	}
	if more, ok := schema["additionalProperties"].(map[string]any); ok {
		for range 1 + c.IntN(2) {
			out[pick(c, []string{"en", "zh", "de", c.text()})] = c.value(more, depth+1)
		}
	}
	if c.slip(15) {
		out[c.text()] = c.text()
	}
	return out
}

// request makes a request of an operation.
func (c *chance) request(w *world, t *testing.T, op *operation) *http.Request {
	path, query := op.path, url.Values{}
	header := map[string]string{}
	c.careful = !c.one(3)
	list := w.live.Timeline().All()
	e := pick(c, list)
	for _, p := range op.Parameters {
		switch {
		case p.In == "path":
			name := pick(c, c.known)
			switch {
			case c.careful && p.Name == "id" && !strings.HasPrefix(op.path, "/users"):
				name = string(e.ID)
			case c.careful && p.Name == "lang":
				name = "en"
			case c.slip(6):
				name = pick(c, strange[1:])
			}
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(name))
		case c.careful && p.Name == "If-Match" && !c.one(9):
			header[p.Name] = c.tag(w, op, e)
		case c.careful && p.Name == "If-None-Match":
		case p.In == "query" && c.one(4) && !c.careful:
			query.Add(p.Name, fmt.Sprint(c.value(p.Schema, 0)))
		case p.In == "header" && !c.one(4):
			header[p.Name] = pick(c, []string{`"1"`, `"2"`, "*", `W/"1"`, c.stored(w), c.stored(w), "k" + strconv.Itoa(c.IntN(9)), "x"})
		}
	}
	if c.slip(10) {
		query.Add(c.text(), c.text())
	}
	a := asked{method: op.method, path: path + "?" + query.Encode(), header: header}
	c.body(op, &a)
	return w.request(t, a)
}

// tag is the ETag of what an operation changes.
func (c *chance) tag(w *world, op *operation, e *events.Event) string {
	rev := e.Rev
	if name, _, _ := strings.Cut(op.path[1:], "/"); name != "events" && name != "drafts" {
		if name == "texts" {
			name = "text/en"
		}
		if rev = w.live.Timeline().Site().Revs[events.DocumentName(name)]; rev == 0 {
			return "*"
		}
	}
	return fmt.Sprintf(`"%d"`, rev)
}

// stored is the ETag of an event that there is.
func (c *chance) stored(w *world) string {
	if list := w.live.Timeline().All(); len(list) > 0 {
		return fmt.Sprintf(`"%d"`, pick(c, list).Rev)
	}
	return `"1"`
}

func (c *chance) body(op *operation, a *asked) {
	if op.RequestBody == nil {
		if c.one(10) {
			a.body = "{}"
		}
		return
	}
	for media, content := range op.RequestBody.Content {
		a.header["Content-Type"] = media
		if media == "multipart/form-data" {
			a.header["Content-Type"] += "; boundary=x"
			a.body = "--x\r\nContent-Disposition: form-data; name=\"" + pick(c, []string{"file", "file", "other"}) + "\"; filename=\"" + pick(c, []string{"a.json", "a.ics", "a.txt"}) +
				"\"\r\n\r\n" + pick(c, []string{recordOf("published", "imported"), fmt.Sprintf(calendar, ""), "On 24 May 2019 a museum was opened.", c.text()}) + "\r\n--x--\r\n"
			return
		}
		text, err := json.Marshal(c.value(content.Schema, 0))
		if err != nil {
			text = []byte("null")
		}
		a.body = string(text)
	}
	if c.slip(30) {
		a.header["Content-Type"] = "text/plain"
	}
	if body, ok := a.body.(string); ok && c.slip(20) {
		a.body = body[:c.IntN(len(body)+1)]
	}
}

// TestNothingUndocumentedIsAnswered sends requests made by the OpenAPI document
// to every operation: whatever they say, the answer is one that the document
// knows, and never a fault of ours. FUZZ_ROUNDS and FUZZ_SEED go further.
func TestNothingUndocumentedIsAnswered(t *testing.T) {
	rounds, seed := number("FUZZ_ROUNDS", 25), uint64(number("FUZZ_SEED", 1))
	w := newWorld(t)
	doc, ops := w.operations(t)
	c := &chance{Rand: rand.New(rand.NewPCG(seed, 0)), doc: doc}
	stock := func() {
		for _, status := range events.Statuses() {
			w.put(t, story("s-"+string(status), status))
		}
	}
	site := events.Site{Authority: "almanac.example.org", Founded: noon}
	_, err := w.live.Commit(t.Context(), events.PutDocument(events.Document{Name: events.DocumentSite, Site: &site}, 0))
	must(t, err)
	c.known = []string{"s-draft", "s-published", "s-withdrawn", "s-draft", "none", "policy", "en", "viewer", "tags", "1", "imported"}
	var signs []func(*http.Request)
	for _, c := range clients() {
		signs = append(signs, c.join(t, w))
	}
	local := w.server.Handler(api.Always(access.Local("root")))
	order := slices.Sorted(maps.Keys(ops))
	statuses := map[int]int{}
	for range rounds {
		stock()
		for _, id := range order {
			op := ops[id]
			r := c.request(w, t, op)
			handler := w.handler
			if c.one(2) {
				handler = local
			} else {
				pick(c, signs)(r)
			}
			rec := httptest.NewRecorder()
			handler.ServeHTTP(rec, r)
			statuses[rec.Code]++
			check(t, op, r, rec)
			w.ahead.Add(1)
		}
	}
	if statuses[200] == 0 || statuses[201] == 0 || statuses[204] == 0 || statuses[412] == 0 || statuses[422] == 0 {
		t.Errorf("the requests reached too little: %v", statuses)
	}
	t.Log(statuses)
	if t.Failed() {
		t.Log(w.log.String())
	}
}

func number(name string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return usual
}

// check holds an answer against the document.
func check(t *testing.T, op *operation, r *http.Request, rec *httptest.ResponseRecorder) {
	t.Helper()
	told, ok := op.Responses[strconv.Itoa(rec.Code)]
	if !ok || rec.Code >= 500 {
		t.Errorf("%s %s answers %d: %.300s", r.Method, r.URL, rec.Code, rec.Body)
		return
	}
	media, _, _ := mime.ParseMediaType(rec.Header().Get("Content-Type"))
	if _, ok := told.Content[media]; !ok && (len(told.Content) > 0 || rec.Body.Len() > 0) {
		t.Errorf("%s %s answers %d as %q: %.300s", r.Method, r.URL, rec.Code, media, rec.Body)
	}
	if strings.HasSuffix(media, "json") && !json.Valid(rec.Body.Bytes()) {
		t.Errorf("%s %s answers what is no JSON: %.300s", r.Method, r.URL, rec.Body)
	}
}
