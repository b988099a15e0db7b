package page

import (
	"maps"
	"net/url"
	"strings"

	"almanac.example/events"
	"almanac.example/web/address"
)

// links spells the addresses to which a page leads, as seen from its own.
type links struct {
	root    string // path of the base URL, "" at the root of the host
	origin  string // scheme and host of the base URL
	target  address.Target
	choices address.Choices
}

func linksFrom(base string, tg address.Target, c address.Choices) links {
	l := links{origin: base, target: tg, choices: c}
	if u, err := url.Parse(base); err == nil {
		l.root = u.Path
		l.origin = u.Scheme + "://" + u.Host
	}
	return l
}

// link is the address of a page in this language: path after the language,
// query may be nil.
func (l *links) link(path string, query url.Values) string {
	return l.linkIn(l.target.Lang, path, query)
}

func (l *links) linkIn(lang, path string, query url.Values) string {
	text := l.root + address.EscapePath("/"+lang+path)
	if len(query) > 0 {
		text += "?" + query.Encode()
	}
	return text
}

// absolute makes an address of this site absolute.
func (l *links) absolute(link string) string { return l.origin + link }

// place is the target's path after the language: "/2019/05", "" for home.
func (l *links) place() string { return strings.TrimPrefix(l.target.Path, "/"+l.target.Lang) }

// here is the address of this page with other values of its query; nil
// removes a key.
func (l *links) here(change map[string][]string) string {
	q := maps.Clone(l.target.Query)
	maps.Copy(q, l.choices.Values())
	for key, values := range change {
		if len(values) == 0 {
			delete(q, key)
			continue
		}
		q[key] = values
	}
	return l.link(l.place(), q)
}

// newest reports whether the newest entry of a list stands first.
func (l *links) newest() bool { return l.choices.Order == address.NewestFirst }

// inOrder are the values of an address that keep the order in which the reader
// wants entries; nil if it is the usual one.
func (l *links) inOrder() url.Values {
	if !l.choices.Turned() {
		return nil
	}
	return l.choices.OrderValues(l.choices.Order)
}

// eventLink is the address of an event's own page.
func (l *links) eventLink(e *events.Event) string { return l.link("/e/"+e.Slug, nil) }
