package page

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/words"
)

// arrangeError tells a visitor what went wrong and where to go on.
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

// statusWords are the statuses that have words of their own.
var statusWords = []int{400, 404, 409, 410, 413, 500, 503}

// Fault is what an error page tells.
type Fault struct {
	Status   int
	Problems []events.Problem // what is wrong with the address, field by field
	Request  string           // to quote when asking for help, "" if there is nothing to ask
	Address  *url.URL         // that was asked for
	Search   bool             // look for what resembles the address
}

// ErrorPage renders the page that tells of a fault.
func (p *Pages) ErrorPage(v *Visit, f Fault) ([]byte, error) {
	var b bytes.Buffer
	err := p.render(&b, "error", arrangeError(v, f))
	return b.Bytes(), err
}

func arrangeError(v *Visit, p Fault) *errorPage {
	key := "error.500"
	if slices.Contains(statusWords, p.Status) {
		key = "error." + strconv.Itoa(p.Status)
	} else if p.Status < 500 {
		key = "error.400"
	}
	page := &errorPage{Status: p.Status, Heading: v.Text(key), Text: v.Text(key + ".text"), Problems: p.Problems, Request: p.Request}
	if p.Status == http.StatusBadRequest {
		page.Links = append(page.Links, link{Run: words.Run{Text: v.Text("error.without")}, Href: p.Address.EscapedPath()})
	}
	page.Box = &searchBox{v.link("/search", nil), guess(v, p.Address.Path)}
	page.Links = append(page.Links, suggestions(v, p.Address.Path, p.Search)...)
	page.frame = frameOf(v, heading{title: words.Plain(page.Heading), description: page.Text, noIndex: true, feedPath: "/all"})
	page.frame.Translated = nil
	page.frame.Data = structuredData(collection(v, page.Heading, v.absolute(v.link("/", nil)), nil))
	return page
}

// guess turns the last part of an address into words to look for.
func guess(v *Visit, path string) string {
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
func suggestions(v *Visit, path string, search bool) []link {
	var list []link
	var asked []string
	if search {
		asked = strings.Fields(strings.ToLower(guess(v, path)))
	}
	for _, e := range resembling(v, asked) {
		text, lang := e.In(v.Lang)
		list = append(list, link{Run: v.Run(text.Title, lang), Href: v.eventLink(e)})
	}
	for part := range strings.SplitSeq(path, "/") {
		if y, err := strconv.ParseInt(part, 10, 64); err == nil && v.timeline.Year(y).Total > 0 {
			list = append(list, yearLink(v, y))
		}
	}
	return append(list, link{Run: words.Run{Text: v.Text("nav.home")}, Href: v.link("/", nil)}, link{Run: words.Run{Text: v.Text("nav.all")}, Href: v.link("/all", nil)})
}

// resembling finds events that share most asked with an address.
func resembling(v *Visit, asked []string) []*events.Event {
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
