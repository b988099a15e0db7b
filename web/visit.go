package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/words"
)

// visit is everything a page is made from: one moment of the record, what the
// address asks for, one language, one day.
type visit struct {
	words.Language
	site     *feeds.Site
	timeline *moment.Moment
	target   address.Target
	choices  address.Choices
	today    edtf.Day
	root     string // path of the base URL, "" at the root of the host
	origin   string // scheme and host of the base URL
	asset    func(string) string
}

// grammar is what addresses mean today.
func (s *Server) grammar() address.Grammar {
	return address.Grammar{Languages: s.site.Languages, Today: edtf.DayOf(s.today())}
}

// visit gathers what a page is made from.
func (s *Server) visit(m *moment.Moment, tg address.Target, c address.Choices) *visit {
	root := ""
	origin := s.site.BaseURL
	if u, err := url.Parse(s.site.BaseURL); err == nil {
		root = u.Path
		origin = u.Scheme + "://" + u.Host
	}
	return &visit{
		Language: words.In(tg.Lang), site: s.settings(m.Timeline()), timeline: m, target: tg,
		choices: c, today: edtf.DayOf(s.today()),
		root: root, origin: origin, asset: s.assets.path,
	}
}

// link is the address of a page in this language: path after the language,
// query may be nil.
func (v *visit) link(path string, query url.Values) string {
	return v.linkIn(v.Lang, path, query)
}

func (v *visit) linkIn(lang, path string, query url.Values) string {
	text := v.root + address.EscapePath("/"+lang+path)
	if len(query) > 0 {
		text += "?" + query.Encode()
	}
	return text
}

// absolute makes an address of this site absolute.
func (v *visit) absolute(link string) string { return v.origin + link }

// place is the target's path after the language: "/2019/05", "" for home.
func (v *visit) place() string { return strings.TrimPrefix(v.target.Path, "/"+v.target.Lang) }

// here is the address of this page with other values of its query; nil
// removes a key.
func (v *visit) here(change map[string][]string) string {
	q := maps.Clone(v.target.Query)
	maps.Copy(q, v.choices.Values())
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
