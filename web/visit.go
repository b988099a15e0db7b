package web

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/web/words"
)

// visit is everything a page is made from: one moment of the record, what the
// address asks for, one language, one day.
type visit struct {
	words.Language
	site     *feeds.Site
	timeline *moment
	target   target
	address  string     // the path as the page is known by it
	query    url.Values // the selection's part of the query, canonical
	choices  choices
	today    edtf.Day
	root     string // path of the base URL, "" at the root of the host
	origin   string // scheme and host of the base URL
	asset    func(string) string
}

// choices are the reader's wishes that change a page and not its selection.
type choices struct {
	page  int    // of a long list, from 1
	mono  bool   // hide the lines in the other language
	print bool   // everything on one page, for printing
	theme string // "light", "dark" or "" for the system's
	frame frameChoices

	strange bool // the address had more than is understood
}

// maxPage bounds ?page=, which no list of a record can exceed.
const maxPage = 100_000

// choiceKeys are the keys of the query that are no selection.
var choiceKeys = []string{"page", "mono", "print"}

// visit reads a request for a page. What the page does not understand of the
// address is left out; so is what changes nothing, which makes the same page
// one answer.
func (s *Server) visit(r *http.Request, p page) (*visit, error) {
	query, err := readQuery(r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	v, err := s.visitAt(newMoment(s.record.Timeline()), p.selectionPath(r.URL.Path))
	if err != nil {
		return nil, err
	}
	v.choices.theme = themeOf(r)
	v.address = strings.TrimRight(r.URL.Path, "/")
	if p.beside || p.plain {
		v.target.path = v.address
	}
	if p.framed {
		if err := v.choices.frame.take(query); err != nil {
			return nil, err
		}
	}
	if err := v.choices.take(query); err != nil {
		return nil, err
	}
	if !p.paged {
		v.choices.page, v.choices.print = 1, false
	}
	v.choices.strange = drop(query, events.SelectionKeys())
	if p.plain {
		return v, nil
	}
	return v, v.narrow(query)
}

// selectionPath is the path whose selection the page at a path shows.
func (p page) selectionPath(path string) string {
	switch {
	case p.at != nil:
		return p.at(path)
	case p.beside || p.plain:
		lang, _ := languageIn(path)
		return "/" + lang + "/all"
	}
	return path
}

// visitAt is a visit to a path that is asked for without a query.
func (s *Server) visitAt(m *moment, path string) (*visit, error) {
	tg, err := s.parseTarget(m.t, path)
	if err != nil {
		return nil, err
	}
	return s.visitor(m, tg), nil
}

// narrow adds a query to the page's selection.
func (v *visit) narrow(query url.Values) error {
	own, err := v.target.narrow(v.timeline.t, query)
	v.query = own
	return err
}

// visitor is a visit to a page whose address has no selection.
func (s *Server) visitor(m *moment, tg target) *visit {
	root := ""
	origin := s.site.BaseURL
	if u, err := url.Parse(s.site.BaseURL); err == nil {
		root = u.Path
		origin = u.Scheme + "://" + u.Host
	}
	return &visit{
		Language: words.In(tg.lang), site: s.settings(m.t), timeline: m, target: tg, query: url.Values{},
		choices: choices{page: 1}, today: edtf.DayOf(s.today()),
		root: root, origin: origin, asset: s.assets.path,
	}
}

// take removes the reader's choices from the query, leaving the selection.
func (c *choices) take(q url.Values) error {
	if text := q.Get("page"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxPage {
			return badKey("page", "is no page number; pages are counted from 1")
		}
		c.page = n
	}
	for key, set := range map[string]*bool{"mono": &c.mono, "print": &c.print} {
		switch q.Get(key) {
		case "", "0":
		case "1":
			*set = true
		default:
			return badKey(key, "must be 1 or absent")
		}
	}
	for _, key := range choiceKeys {
		q.Del(key)
	}
	return nil
}

// values spells the choices that belong to an address, except the page number.
func (c choices) values() url.Values {
	q := url.Values{}
	if c.mono {
		q.Set("mono", "1")
	}
	if c.print {
		q.Set("print", "1")
	}
	return q
}

// link is the address of a page in this language: path after the language,
// query may be nil.
func (v *visit) link(path string, query url.Values) string {
	return v.linkIn(v.Lang, path, query)
}

func (v *visit) linkIn(lang, path string, query url.Values) string {
	text := v.root + escapePath("/"+lang+path)
	if len(query) > 0 {
		text += "?" + query.Encode()
	}
	return text
}

// absolute makes an address of this site absolute.
func (v *visit) absolute(link string) string { return v.origin + link }

// place is the target's path after the language: "/2019/05", "" for home.
func (v *visit) place() string { return strings.TrimPrefix(v.target.path, "/"+v.target.lang) }

// here is the address of this page with other values of its query; nil
// removes a key.
func (v *visit) here(change map[string][]string) string {
	q := maps.Clone(v.query)
	maps.Copy(q, v.choices.values())
	for key, values := range change {
		if len(values) == 0 {
			delete(q, key)
			continue
		}
		q[key] = values
	}
	return v.link(v.place(), q)
}

// eventLink is the address of an event's own page.
func (v *visit) eventLink(e *events.Event) string { return v.link("/e/"+e.Slug, nil) }

// otherLanguage is the second language a reader is shown, "" if there is none.
func (v *visit) otherLanguage() string {
	for _, l := range v.site.Languages {
		if l != v.Lang {
			return l
		}
	}
	return ""
}

// siteName is the record's name in the page's language where there is one.
func (v *visit) siteName() words.Run {
	name, lang := v.site.Name.In(v.Lang)
	return v.Run(name, lang)
}

// tagRun is a tag's name with the language it is in.
func (v *visit) tagRun(slug string) words.Run {
	t, _ := v.timeline.Site().Tag(slug)
	if name, lang := t.Name.In(v.Lang); name != "" {
		return v.Run(name, lang)
	}
	return words.Run{Text: slug}
}

// themeOf reads the reader's choice of colours from its cookie.
func themeOf(r *http.Request) string {
	c, err := r.Cookie("theme")
	if err != nil || c.Value != "light" && c.Value != "dark" {
		return ""
	}
	return c.Value
}
