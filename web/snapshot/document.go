package snapshot

import (
	"fmt"
	"html"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	tokens "golang.org/x/net/html"
)

// site is where the addresses lie that are copied.
type site struct {
	host string
	root string // path of the site on its host, without a slash at the end
}

func newSite(base string) (site, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return site{}, fmt.Errorf("%q is no address of a site", base)
	}
	return site{host: u.Host, root: strings.TrimRight(u.EscapedPath(), "/")}, nil
}

// target is an address of the site.
type target struct {
	path     string // below the site's, escaped
	query    bool
	fragment string // with its sign, as written; "" if there is none
}

// schemes are those of addresses that lead to the site. Programs subscribe to
// calendars by the last two.
var schemes = []string{"http", "https", "webcal", "webcals"}

// resolve reads a link that stands on the page at the path; ok says that it leads
// to an address of the site.
func (s site) resolve(at, link string) (to target, ok bool) {
	here, err := url.Parse("https://" + s.host + s.root + at)
	if err != nil {
		return target{}, false
	}
	u, err := here.Parse(link)
	if err != nil || u.Host != s.host || !slices.Contains(schemes, u.Scheme) {
		return target{}, false
	}
	below, ok := strings.CutPrefix(u.EscapedPath(), s.root)
	if !ok || below != "" && below[0] != '/' {
		return target{}, false
	}
	to = target{path: below, query: u.RawQuery != ""}
	if to.path == "" {
		to.path = "/"
	}
	if _, fragment, found := strings.Cut(link, "#"); found {
		to.fragment = "#" + fragment
	}
	return to, true
}

// served are the paths, and what is below them, that only a server can answer.
// The search is a question, whatever is asked.
var served = []string{"/admin", "/api", "/dav", "/theme", "/healthz", "/readyz"}

// onlyServed reports whether no file can stand for an address.
func (t target) onlyServed() bool {
	if t.query || path.Base(t.path) == "search" && strings.Count(t.path, "/") == 2 {
		return true
	}
	return slices.ContainsFunc(served, func(p string) bool { return t.path == p || strings.HasPrefix(t.path, p+"/") })
}

// document is one page whose links are rewritten.
type document struct {
	site
	path  string // where it was served
	file  string // where it is kept
	dead  func(path string) bool
	found func(path string) // told of every address that the copy needs
}

// rewrite is the page with links to files. All other bytes stay.
func (d document) rewrite(page string) string {
	var b strings.Builder
	z := tokens.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		if kind == tokens.ErrorToken {
			return b.String()
		}
		raw := string(z.Raw())
		if kind == tokens.StartTagToken || kind == tokens.SelfClosingTagToken {
			raw = d.tag(raw)
		}
		b.WriteString(raw)
	}
}

// tag rewrites the links of one start tag.
func (d document) tag(raw string) string {
	name, list := attributes(raw)
	var b strings.Builder
	end := 0
	for _, a := range list {
		value := html.UnescapeString(raw[a.from:a.to])
		if changed := d.attribute(name, a.name, value); changed != value {
			b.WriteString(raw[end:a.from])
			b.WriteString(html.EscapeString(changed))
			end = a.to
		}
	}
	return b.String() + raw[end:]
}

// attribute is the value that an attribute has in the copy.
func (d document) attribute(tag, name, value string) string {
	switch name {
	case "href", "src", "poster":
		if tag == "link" && strings.Contains(value, "://") {
			return value // what the page is, not what it needs
		}
		return d.link(value)
	case "srcset":
		return d.sources(value)
	case "srcdoc":
		return d.rewrite(value)
	case "action":
		if tag == "form" {
			return d.explained()
		}
	case "method":
		if tag == "form" {
			return "get" // a server of files takes nothing
		}
	case "content":
		if to, ok := d.resolve(d.path, value); ok && strings.Contains(value, "://") && path.Ext(to.path) != "" {
			d.found(to.path) // the picture that other sites show
		}
	}
	return value
}

// sources rewrites the pictures of a srcset: addresses with a width each.
func (d document) sources(value string) string {
	list := strings.Split(value, ",")
	for i, s := range list {
		at, width, _ := strings.Cut(strings.TrimSpace(s), " ")
		list[i] = strings.TrimSpace(d.link(at) + " " + width)
	}
	return strings.Join(list, ", ")
}

// link is an address as the copy has it.
func (d document) link(value string) string {
	to, ok := d.resolve(d.path, value)
	switch {
	case !ok || value == "" || strings.HasPrefix(value, "#"):
		return value
	case to.onlyServed() || d.dead(to.path):
		return d.explained()
	}
	d.found(to.path)
	return d.relative(fileOf(to.path)) + to.fragment
}

// explanation is the page, below a language, that says what a copy cannot do.
const explanation = "/archive"

// isExplanation reports whether a path is one of its.
func isExplanation(p string) bool {
	return strings.HasSuffix(p, explanation) && strings.Count(p, "/") == 2
}

// explained leads to the page that says what a copy cannot do, in the language of
// this one.
func (d document) explained() string {
	lang, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(d.path, "/embed"), "/"), "/")
	at := "/" + lang + explanation
	d.found(at)
	return d.relative(fileOf(at))
}

// relative is a file as seen from this one.
func (d document) relative(file string) string {
	to, err := filepath.Rel(path.Dir(d.file), file)
	if err != nil {
		return "/" + file
	}
	return (&url.URL{Path: filepath.ToSlash(to)}).String()
}

// attribute is one of a start tag: its name in small letters, and where its value
// stands.
type attribute struct {
	name     string
	from, to int
}

// attributes reads a start tag (HTML §13.1.2.3). What has no value is left out.
func attributes(raw string) (tag string, list []attribute) {
	const space = " \t\r\n\f"
	i := 1
	until := func(stop string) string {
		from := i
		for i < len(raw) && !strings.ContainsRune(stop, rune(raw[i])) {
			i++
		}
		return raw[from:i]
	}
	skip := func(these string) {
		for i < len(raw) && strings.ContainsRune(these, rune(raw[i])) {
			i++
		}
	}
	tag = strings.ToLower(until(space + "/>"))
	for {
		skip(space + "/")
		if i >= len(raw) || raw[i] == '>' {
			return tag, list
		}
		name := strings.ToLower(until(space + "/>="))
		skip(space)
		if i >= len(raw) || raw[i] != '=' {
			continue
		}
		i++
		skip(space)
		if i >= len(raw) {
			return tag, list
		}
		a := attribute{name: name}
		if quote := raw[i]; quote == '"' || quote == '\'' {
			i++
			a.from = i
			until(string(quote))
			a.to = i
			i = min(i+1, len(raw))
		} else {
			a.from = i
			until(space + ">")
			a.to = i
		}
		list = append(list, a)
	}
}
