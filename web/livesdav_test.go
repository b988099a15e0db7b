package web

import (
	"encoding/xml"
	"math/rand/v2"
	"net/http"
	"strings"

	"almanac.example/web/webtest"
)

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
	answer := webtest.DAVClient{T: w.t, Handler: w.handler}.Send("REPORT", r.path, webtest.SyncRequest(r.token))
	if answer.Code == http.StatusNotFound && !r.known {
		return
	}
	var got webtest.Multistatus
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
