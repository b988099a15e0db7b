package page

import (
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"iter"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/syndication"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/words"
)

//go:embed templates
var templateFiles embed.FS

// Settings are what pages know beside the record.
type Settings struct {
	Site    func(*events.Site) *feeds.Site // the site as its record says it
	Formats []Format                       // the feeds that a page offers, the one that says most first
	Whole   []Format                       // in which the whole record is to be had

	// history tells past states of events, newest first.
	History func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	// corrections are what was corrected in a selection, and how far back that
	// reaches; the zero time if it is all.
	Corrections func(ctx context.Context, m *moment.Moment, tg address.Target) ([]*syndication.Item, time.Time, error)
}

// Format is a feed format as pages name it.
type Format struct {
	Name      string
	Extension string // with the dot
	MediaType string
	Calendar  bool // it has no items, only events
}

// Pages makes the pages of a site. Its templates are parsed once a language, so
// that a template asks for its words without being handed a language; that
// happens when a page is first asked for in it, since a site has few of the
// interface's languages and parsed templates take megabytes each.
type Pages struct {
	settings Settings
	assets   *assets
}

// A templateSet is the templates of one language by the names of their pages.
type templateSet = map[string]*template.Template

// Templates that every page may use; each other file is one page.
var sharedTemplates = []string{"layout", "parts", "figures"}

// New prepares the pages of a site.
func New(s Settings) (*Pages, error) {
	p := &Pages{settings: s}
	var err error
	if p.assets, err = newAssets(); err != nil {
		return nil, err
	}
	return p, nil
}

// byLanguage parses the templates of a language, once a process: nothing changes
// them.
var byLanguage = sync.OnceValue(func() map[string]func() (templateSet, error) {
	all := map[string]func() (templateSet, error){}
	for _, lang := range words.Languages() {
		all[lang] = sync.OnceValues(func() (templateSet, error) { return parsePages(words.In(lang)) })
	}
	return all
})

func parsePages(w words.Language) (templateSet, error) {
	shared := template.New("shared").Funcs(template.FuncMap{
		"t":       w.Text,
		"n":       w.Number,
		"entries": w.Entries,
		"address": webAddress,
	})
	for _, name := range sharedTemplates {
		if err := parseFile(shared, name); err != nil {
			return nil, err
		}
	}
	files, err := templateFiles.ReadDir("templates")
	if err != nil {
		return nil, fmt.Errorf("reading the embedded templates: %w", err)
	}
	set := templateSet{}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".html")
		if isShared(name) {
			continue
		}
		page, err := shared.Clone()
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		if err := parseFile(page, name); err != nil {
			return nil, err
		}
		set[name] = page
	}
	return set, nil
}

func isShared(name string) bool {
	return slices.Contains(sharedTemplates, name)
}

func parseFile(t *template.Template, name string) error {
	text, err := templateFiles.ReadFile(path.Join("templates", name+".html"))
	if err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	if _, err := t.Parse(string(text)); err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	return nil
}

// webAddress lets through the addresses that pages lead to, webcal and geo among
// them, which html/template does not know; anything else becomes "#".
func webAddress(s string) template.URL {
	u, err := url.Parse(s)
	if err != nil || !slices.Contains([]string{"", "http", "https", "webcal", "geo"}, u.Scheme) {
		return "#"
	}
	return template.URL(s)
}

// localised is a page struct: it knows its language through its frame.
type localised interface{ language() string }

// pageTemplate returns the template of a page in a language of the interface.
func pageTemplate(lang, name string) (*template.Template, error) {
	parsed, ok := byLanguage()[lang]
	if !ok {
		return nil, fmt.Errorf("no templates in language %q", lang)
	}
	set, err := parsed()
	if err != nil {
		return nil, err
	}
	t, ok := set[name]
	if !ok {
		return nil, fmt.Errorf("no template %q in language %q", name, lang)
	}
	return t, nil
}

// render writes the named page in the page's own language. page is the struct
// that belongs to the template; its frame fills the layout.
func (p *Pages) render(w io.Writer, name string, page any) error {
	l, ok := page.(localised)
	if !ok {
		return fmt.Errorf("rendering %s: %T has no frame", name, page)
	}
	t, err := pageTemplate(l.language(), name)
	if err != nil {
		return err
	}
	root := "layout"
	if t.Lookup("document") != nil { // a page without the frame
		root = "document"
	}
	if err := t.ExecuteTemplate(w, root, page); err != nil {
		return fmt.Errorf("rendering %s: %w", name, err)
	}
	return nil
}
