package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/reply"
	"almanac.example/web/words"
)

// errorPage tells a visitor what went wrong and where to go on.
type errorPage struct {
	frame
	Status   int
	Heading  string
	Text     string
	Problems []events.Problem
	Request  string // to quote when asking for help
	Box      *searchBox
	Links    []link
}

// writeErrorPage answers with a page in the visitor's language; false if it
// cannot, and a line of text must do.
func (s *Server) writeErrorPage(w http.ResponseWriter, r *http.Request, p problem) bool {
	if !strings.Contains(r.Header.Get("Accept"), "text/html") && r.Header.Get("Accept") != "" && r.Header.Get("Accept") != "*/*" {
		return false
	}
	lang, ok := address.LanguageIn(r.URL.Path)
	if !ok || !slices.Contains(s.site.Languages, lang) {
		lang = s.preferred(r)
	}
	v := s.visit(moment.New(s.record.Timeline()), address.Home(lang), address.Choices{Page: 1, Theme: themeOf(r)})
	// Looking for what resembles an address takes a look at every event: that
	// is work like making a page, and left undone if there is much to do.
	search := false
	if p.status == http.StatusNotFound || p.status == http.StatusGone {
		if leave, ok := s.lanes.pages.TryEnter(reply.Network(r)); ok {
			defer leave()
			search = true
		}
	}
	var b bytes.Buffer
	if err := s.pages.render(&b, "error", v.errorPage(r, p, search)); err != nil {
		s.log.Error("error page", "error", err)
		return false
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", lang)
	h.Set("Content-Security-Policy", strictPolicy)
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		w.Write(b.Bytes())
	}
	return true
}

// statusWords are the statuses that have words of their own.
var statusWords = []int{400, 404, 409, 410, 413, 500, 503}

func (v *visit) errorPage(r *http.Request, p problem, search bool) *errorPage {
	key := "error.500"
	if slices.Contains(statusWords, p.status) {
		key = "error." + strconv.Itoa(p.status)
	} else if p.status < 500 {
		key = "error.400"
	}
	page := &errorPage{Status: p.status, Heading: v.Text(key), Text: v.Text(key + ".text"), Problems: p.problems, Request: p.request}
	if p.status == http.StatusBadRequest {
		page.Links = append(page.Links, link{Run: words.Run{Text: v.Text("error.without")}, Href: r.URL.EscapedPath()})
	}
	page.Box = &searchBox{v.link("/search", nil), v.guess(r.URL.Path)}
	page.Links = append(page.Links, v.suggestions(r.URL.Path, search)...)
	page.frame = v.frame(heading{title: page.Heading, description: page.Text, noIndex: true, feedPath: "/all"})
	page.frame.Translated = nil
	page.frame.Data = structuredData(v.collection(page.Heading, v.absolute(v.link("/", nil)), nil))
	return page
}

// guess turns the last part of an address into words to look for.
func (v *visit) guess(path string) string {
	last := path[strings.LastIndexByte(path, '/')+1:]
	last, err := url.PathUnescape(last)
	if err != nil {
		return ""
	}
	last = strings.TrimSuffix(last, ".html")
	asked := strings.Join(strings.FieldsFunc(last, func(r rune) bool { return r == '-' || r == '_' || r == '.' }), " ")
	if len(asked) > 60 || slices.Contains(v.site.Languages, asked) {
		return ""
	}
	return asked
}

// suggestions are where a visitor may have wanted to go: events whose address
// resembles the one asked for, the year in it, and the ways in.
func (v *visit) suggestions(path string, search bool) []link {
	var list []link
	var asked []string
	if search {
		asked = strings.Fields(strings.ToLower(v.guess(path)))
	}
	for _, e := range v.resembling(asked) {
		text, lang := e.In(v.Lang)
		list = append(list, link{Run: v.Run(text.Title, lang), Href: v.eventLink(e)})
	}
	for part := range strings.SplitSeq(path, "/") {
		if y, err := strconv.ParseInt(part, 10, 64); err == nil && v.timeline.Year(y).Total > 0 {
			list = append(list, v.yearLink(y))
		}
	}
	return append(list, link{Run: words.Run{Text: v.Text("nav.home")}, Href: v.link("/", nil)}, link{Run: words.Run{Text: v.Text("nav.all")}, Href: v.link("/all", nil)})
}

// resembling finds events that share most asked with an address.
func (v *visit) resembling(asked []string) []*events.Event {
	if len(asked) == 0 || len(asked) > 12 {
		return nil
	}
	var found []*events.Event
	best := (len(asked) + 1) / 2
	for _, e := range v.timeline.Select(events.Selection{}) {
		n := 0
		for _, w := range asked {
			if strings.Contains(e.Slug, w) {
				n++
			}
		}
		switch {
		case n < best:
		case n > best:
			best, found = n, append(found[:0], e)
		case len(found) < 3:
			found = append(found, e)
		}
	}
	return found
}
