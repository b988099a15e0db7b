package web

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// subscribed are the addresses that readers subscribe to, without language and
// extension.
func subscribed() (feeds, calendars []string) {
	both := []string{
		"/all", "/2026", "/2027", "/2026/12", "/2026/12/03", "/d/2020s", "/c/21", "/tag/red", "/tag/green", "/place/hall", "/v/mine", "/all?-tag=blue&tag=red", "/all?key=1",
		"/all?precision=day", "/all?from=2026-12-10&to=2027-01", "/all?status=cancelled", "/on/12-05", "/e/e0", "/e/e1",
	}
	feeds = append(slices.Clone(both), "/upcoming", "/upcoming?days=60&tag=green", "/on-this-day", "/on-this-day?key=1", "/changes", "/changes?tag=red", "/all?notices=0")
	return feeds, append(both, "/all?window=upcoming", "/on-this-day")
}

// reader is a program that keeps what it was told under an identity until it is
// told something else. A calendar forgets what is no longer there.
type reader struct {
	path    string
	ext     string
	byDate  bool // it knows Last-Modified only
	dav     bool // it keeps up by a sync token
	token   string
	known   bool // the address has answered before
	asked   time.Time
	headers http.Header
	shown   map[string]*shownItem
}

// shownItem is what a reader shows under an identity.
type shownItem struct {
	text   string   // all that it says, without markup
	marks  []string // of texts, as "e7-31"
	stands string   // text without what a notice says of former dates
	seen   time.Time
}

func newReaders(random *rand.Rand) []*reader {
	syndicated, calendars := subscribed()
	var list []*reader
	add := func(paths, extensions []string) {
		for _, path := range paths {
			before, query, _ := strings.Cut(path, "?")
			ext := extensions[random.IntN(len(extensions))]
			r := &reader{path: "/" + []string{"zh", "en"}[random.IntN(2)] + before + ext, ext: ext, byDate: random.IntN(3) == 0, shown: map[string]*shownItem{}}
			if query != "" {
				r.path += "?" + query
			}
			list = append(list, r)
		}
	}
	add(syndicated, []string{".atom", ".rss", ".json"})
	add(calendars, []string{".ics", ".ics", ".jcal"})
	return append(list, davReaders(random)...)
}

// poll asks the feed and takes over what it says.
func (r *reader) poll(w *world) {
	if r.dav {
		r.sync(w)
		return
	}
	r.asked = w.now()
	answer := w.ask(r.path, r.headers)
	switch {
	case answer.Code == http.StatusNotFound && !r.known:
		return // nothing was there yet
	case answer.Code == http.StatusNotModified:
	case answer.Code != http.StatusOK:
		w.t.Errorf("%s answers %d after it has answered 200: %s", r.path, answer.Code, answer.Body)
		return
	default:
		r.take(w, answer.Body.String())
		r.headers = http.Header{"If-Modified-Since": {answer.Header().Get("Last-Modified")}}
		if !r.byDate {
			r.headers["If-None-Match"] = []string{answer.Header().Get("ETag")}
		}
	}
	r.known = true
	r.check(w)
}

func (r *reader) isCalendar() bool { return r.ext == ".ics" || r.ext == ".jcal" }

func (r *reader) take(w *world, body string) {
	items := itemsOf(w, r.ext, body)
	if r.isCalendar() {
		clear(r.shown)
	}
	seen := map[string]bool{}
	for _, it := range items {
		if seen[it[0]] {
			w.t.Errorf("%s has %s twice", r.path, it[0])
		}
		seen[it[0]] = true
		if was := r.shown[it[0]]; was != nil && was.text == it[1] {
			was.seen = w.now()
			continue
		}
		shown := &shownItem{text: it[1], marks: slices.Compact(between(it[1], "§", "§")), stands: it[1], seen: w.now()}
		if strings.Contains(it[0], ";notice=") {
			shown.stands = formerly.ReplaceAllString(it[1], "")
		}
		r.shown[it[0]] = shown
	}
}

// between lists what stands between two marks in a document.
func between(body, begin, end string) (parts []string) {
	for {
		_, rest, ok := strings.Cut(body, begin)
		if !ok {
			return parts
		}
		part, rest, _ := strings.Cut(rest, end)
		parts, body = append(parts, part), rest
	}
}

// first is what stands first between two marks.
func first(body, begin, end string) string {
	for _, part := range between(body, begin, end) {
		return part
	}
	return ""
}

// itemsOf lists identity and text of what a document holds.
func itemsOf(w *world, ext, body string) (list [][2]string) {
	switch ext {
	case ".atom":
		for _, part := range between(body, "<entry", "</entry>") {
			list = append(list, [2]string{first(part, "<id>", "</id>"), html.UnescapeString(html.UnescapeString(part))})
		}
	case ".rss":
		for _, part := range between(body, "<item>", "</item>") {
			said := strings.ReplaceAll(part, first(part, "<pubDate>", "</pubDate>"), "")
			list = append(list, [2]string{first(part, `<guid isPermaLink="false">`, "</guid>"), html.UnescapeString(html.UnescapeString(said))})
		}
	case ".json":
		list = jsonItemsOf(w, body)
	case ".ics":
		for _, part := range between(strings.ReplaceAll(body, "\r\n ", ""), "BEGIN:VEVENT", "END:VEVENT") {
			list = append(list, [2]string{first(part, "\r\nUID:", "\r\n"), part})
		}
		if !strings.Contains(body, "BEGIN:VEVENT") && !strings.Contains(body, "BEGIN:VTIMEZONE") {
			w.t.Error("a calendar without a component (RFC 5545 §3.6)")
		}
	case ".jcal":
		list = jcalItemsOf(w, body)
	}
	return list
}

func jsonItemsOf(w *world, body string) (list [][2]string) {
	var doc struct{ Items []json.RawMessage }
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		w.t.Error(err)
	}
	for _, raw := range doc.Items {
		var it struct {
			ID   string
			HTML string `json:"content_html"`
		}
		if err := json.Unmarshal(raw, &it); err != nil {
			w.t.Error(err)
		}
		list = append(list, [2]string{it.ID, string(raw) + html.UnescapeString(it.HTML)})
	}
	return list
}

func jcalItemsOf(w *world, body string) (list [][2]string) {
	var doc [3]json.RawMessage
	var components [][3]json.RawMessage
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		w.t.Error(err)
	}
	if err := json.Unmarshal(doc[2], &components); err != nil || len(components) == 0 {
		w.t.Errorf("a calendar of %d components: %v", len(components), err)
	}
	for _, c := range components {
		if string(c[0]) != `"vevent"` {
			continue
		}
		var properties [][4]any
		if err := json.Unmarshal(c[1], &properties); err != nil {
			w.t.Error(err)
		}
		uid := ""
		for _, p := range properties {
			if p[0] == "uid" {
				uid = fmt.Sprint(p[3])
			}
		}
		list = append(list, [2]string{uid, string(c[1])})
	}
	return list
}

// longAgo is the age from which on nobody corrects what a reader keeps.
const longAgo = 90 * 24 * time.Hour

// itsTime is when an identity says that an item came to its end by itself.
var itsTime = regexp.MustCompile(`(;upcoming=|day/)(\d+-\d+-\d+)|;notice=[a-z]+-(\d+T\d+Z)`)

// isLongPast reports whether what stands under the identity is so old that nobody
// corrects it any more: on-this-day items leave after a week.
func isLongPast(id string, now time.Time) bool {
	m := itsTime.FindStringSubmatch(id)
	if m == nil {
		return false
	}
	at, err := time.Parse("20060102T150405Z", m[3])
	if m[3] == "" {
		at, err = time.Parse(time.DateOnly, m[2])
	}
	if m[1] == "day/" {
		at = at.AddDate(0, 0, 7)
	}
	return err == nil && now.Sub(at) > longAgo
}

// check holds everything that the reader shows against the record.
func (r *reader) check(w *world) {
	twice := map[string]string{}
	for id, it := range r.shown {
		if isLongPast(id, w.now()) || strings.Contains(r.path, "/changes") && w.now().Sub(it.seen) > longAgo {
			continue
		}
		r.checkMarks(w, id, it)
		r.checkDates(w, id, it)
		if strings.Contains(r.path, "/changes") || strings.Contains(r.path, "/on-this-day") || strings.Contains(id, ";notice=") {
			continue
		}
		key := ""
		if len(it.marks) > 0 {
			key = it.marks[0]
		}
		_, day, _ := strings.Cut(id, ";upcoming=")
		if e, ok := w.record.Timeline().Event(eventIn(id)); ok && e.Repeat != nil {
			key = strings.Repeat(key+day, min(1, len(key))) // each instance is there once
		}
		if key != "" && twice[key] != "" {
			w.t.Errorf("%s shows %s under %s and %s", r.path, key, twice[key], id)
		}
		twice[key] = id
	}
}

// checkMarks holds that no text is shown that is not an event's present one. The
// log of corrections quotes former texts, of what is public.
func (r *reader) checkMarks(w *world, id string, it *shownItem) {
	for _, m := range it.marks {
		name, _, _ := strings.Cut(m, "-")
		e, ok := w.record.Timeline().Event(events.ID(name))
		switch {
		case !ok || !e.Status.Public():
			w.t.Errorf("%s at %s shows %s under %s, which is %s: %s", r.path, w.now(), m, id, e.Status, it.text)
		case strings.Contains(r.path, "/changes"):
		case !strings.HasSuffix(e.Text["en"].Title, "§"+m+"§"):
			w.t.Errorf("%s at %s shows %s under %s instead of %s: %s", r.path, w.now(), m, id, e.Text["en"].Title, it.text)
		default:
			continue
		}
		return
	}
}

// formerly is where a notice tells what is no longer so.
var formerly = regexp.MustCompile(`(?s)(Date changed: |【日期变更】).*? → |(Former date: |原日期：).*?[.；]( |新)|"formerly": ?".*?"`)

// eventIn is the event that an identity names.
func eventIn(id string) events.ID {
	_, rest, _ := strings.Cut(id, ":event/")
	rest, _, _ = strings.Cut(rest, ";")
	return events.ID(rest)
}

// checkDates holds that no date is shown that is not the event's present one.
func (r *reader) checkDates(w *world, id string, it *shownItem) {
	e, ok := w.record.Timeline().Event(eventIn(id))
	if !ok || r.isCalendar() || strings.Contains(r.path, "/changes") || e.Repeat != nil {
		return
	}
	now := []string{e.Span.DescribeFor(time.UTC, "zh", edtf.Compact), e.Span.DescribeFor(time.UTC, "en", edtf.Compact)}
	for _, words := range w.told[e.ID] {
		if !strings.Contains(now[0], words) && !strings.Contains(now[1], words) && mentions(it.stands, words) {
			w.t.Errorf("%s at %s shows the date %q under %s instead of %q: %s", r.path, w.now(), words, id, now, it.text)
		}
	}
}

// mentions reports whether a date stands in the text by itself, and not as a
// part of another one.
func mentions(text, date string) bool {
	for {
		i := strings.Index(text, date)
		if i < 0 {
			return false
		}
		before, after := text[:i], text[i+len(date):]
		if (before == "" || !strings.ContainsAny(before[len(before)-1:], "0123456789")) && (after == "" || !strings.ContainsAny(after[:1], "0123456789")) && !strings.HasPrefix(after, "日") {
			return true
		}
		text = after
	}
}
