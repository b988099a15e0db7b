package web

import (
	"encoding/xml"
	"html"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
)

// multistatus is what a CalDAV client reads of an answer.
type multistatus struct {
	Responses []struct {
		Href   string `xml:"href"`
		Status string `xml:"status"` // of a resource that has gone
		Props  []struct {
			Status string `xml:"status"`
			Prop   struct {
				ETag string `xml:"getetag"`
				Data string `xml:"calendar-data"`
				All  []struct {
					XMLName xml.Name
					Inner   string `xml:",innerxml"`
				} `xml:",any"`
			} `xml:"prop"`
		} `xml:"propstat"`
	} `xml:"response"`
	Token string `xml:"sync-token"`
}

// davAsk sends a CalDAV request to a handler, with header fields in pairs.
func davAsk(h http.Handler, method, path, body string, fields ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// syncRequest asks for what has changed since a token.
func syncRequest(token string) string {
	return `<D:sync-collection xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:sync-token>` + html.EscapeString(token) +
		`</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/><C:calendar-data/></D:prop></D:sync-collection>`
}

// davReaders are programs that keep a calendar up to date by its sync token.
func davReaders(random *rand.Rand) []*reader {
	var list []*reader
	for _, path := range []string{"all", "2026", "2027", "tag/red", "place/hall", "v/mine"} {
		list = append(list, &reader{path: "/dav/" + []string{"zh", "en"}[random.IntN(2)] + "/" + path + "/", ext: ".ics", dav: true, shown: map[string]*shownItem{}})
	}
	return list
}

// sync asks for what has changed, and takes it over.
func (r *reader) sync(w *world) {
	r.asked = w.now()
	answer := davAsk(w.handler, "REPORT", r.path, syncRequest(r.token))
	if answer.Code == http.StatusNotFound && !r.known {
		return
	}
	var got multistatus
	if err := xml.Unmarshal(answer.Body.Bytes(), &got); answer.Code != http.StatusMultiStatus || err != nil {
		w.t.Errorf("%s answers %d, %v: %s", r.path, answer.Code, err, answer.Body)
		return
	}
	for _, it := range got.Responses {
		if strings.Contains(it.Status, "404") {
			delete(r.shown, it.Href)
			continue
		}
		data := strings.ReplaceAll(it.Props[0].Prop.Data, "\r\n ", "")
		data = strings.ReplaceAll(strings.ReplaceAll(data, "\n ", ""), "\r", "")
		r.shown[it.Href] = &shownItem{text: data, marks: between(data, "§", "§"), stands: data, seen: w.now()}
	}
	r.token, r.known = got.Token, true
	r.check(w)
	r.checkWhole(w)
}

// checkWhole holds that the program has exactly what the calendar beside it has.
func (r *reader) checkWhole(w *world) {
	path := strings.TrimSuffix(strings.TrimPrefix(r.path, "/dav"), "/") + ".ics"
	feed := itemsOf(w, ".ics", w.ask(path, nil).Body.String())
	if len(feed) != len(r.shown) {
		w.t.Errorf("%s has %d events, %s %d", r.path, len(r.shown), path, len(feed))
	}
	for _, it := range feed {
		id, _, _ := strings.Cut(it[0], "@")
		own := r.shown[r.path+id+".ics"]
		if own == nil || !strings.Contains(own.text, strings.ReplaceAll(it[1], "\r", "")) {
			w.t.Errorf("%s has not %s as the feed has it:\n%v", r.path, id, own)
		}
	}
}
