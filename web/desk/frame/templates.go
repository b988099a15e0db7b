package frame

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"

	"almanac.example/web/words"
)

//go:embed templates
var templateFiles embed.FS

//go:embed zh.json en.json
var textFiles embed.FS

// Templates are the desk's pages and its texts. The pages are parsed once a
// language of the interface, when the first is shown in it: parsed templates
// take megabytes, which a process that only serves readers does without.
type Templates struct {
	languages map[string]words.Language
	pages     map[string]func() (templateSet, error)
}

// A templateSet is the templates of one language by the names of their pages.
type templateSet = map[string]*template.Template

// common is the folder of templates that every page may use. Each other folder
// is a group of pages, each file one page, named as "group/page".
const common = "shared"

// Languages are the languages that the desk speaks, as addresses name them. They
// are fewer than those of the pages for readers.
func Languages() []string { return []string{"zh", "en"} }

// NewTemplates reads the texts and makes the templates ready to be parsed. They are
// the same for every desk of a process, as nothing changes them.
func NewTemplates() (*Templates, error) { return shared() }

var shared = sync.OnceValues(newTemplates)

func newTemplates() (*Templates, error) {
	languages, err := words.With(textFiles, Languages())
	if err != nil {
		return nil, err
	}
	t := &Templates{languages: languages, pages: map[string]func() (templateSet, error){}}
	for lang, w := range languages {
		t.pages[lang] = sync.OnceValues(func() (templateSet, error) { return parse(w) })
	}
	return t, nil
}

// In is the desk's interface in a language.
func (t *Templates) In(lang string) words.Language { return t.languages[lang] }

func parse(w words.Language) (templateSet, error) {
	parts, err := fs.Glob(templateFiles, path.Join("templates", common, "*.html"))
	if err != nil {
		return nil, fmt.Errorf("reading the desk's templates: %w", err)
	}
	base, err := template.New(common).Funcs(template.FuncMap{
		"t": w.Text, "n": w.Number, "entries": w.Entries, "join": w.Join,
		"tag":    words.Tag,
		"square": func(i int) int { return 14 * i },
	}).ParseFS(templateFiles, parts...)
	if err != nil {
		return nil, fmt.Errorf("the desk's shared templates: %w", err)
	}
	files, err := fs.Glob(templateFiles, "templates/*/*.html")
	if err != nil {
		return nil, fmt.Errorf("reading the desk's templates: %w", err)
	}
	pages := templateSet{}
	for _, file := range files {
		group := path.Base(path.Dir(file))
		if group == common {
			continue
		}
		name := group + "/" + strings.TrimSuffix(path.Base(file), ".html")
		page, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		if pages[name], err = page.ParseFS(templateFiles, file); err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
	}
	return pages, nil
}

// page returns the template of a page in a language of the desk.
func (t *Templates) page(lang, name string) (*template.Template, error) {
	parsed, ok := t.pages[lang]
	if !ok {
		return nil, fmt.Errorf("no templates of the desk in language %q", lang)
	}
	set, err := parsed()
	if err != nil {
		return nil, err
	}
	tmpl, ok := set[name]
	if !ok {
		return nil, fmt.Errorf("no template %q of the desk in language %q", name, lang)
	}
	return tmpl, nil
}

// Render writes a page into the desk's frame, in memory, so that an error is
// still one. The assets are the same on every page.
func (t *Templates) Render(name string, page Framed, assets Assets) ([]byte, error) {
	h := page.head()
	h.Assets = assets
	tmpl, err := t.page(h.lang, name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := tmpl.ExecuteTemplate(&b, "layout", page); err != nil {
		return nil, fmt.Errorf("rendering %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// Part writes one block of a page's template without the frame, for scripts.
func (t *Templates) Part(lang, name, block string, data any) ([]byte, error) {
	tmpl, err := t.page(lang, name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := tmpl.ExecuteTemplate(&b, block, data); err != nil {
		return nil, fmt.Errorf("rendering %s of %s: %w", block, name, err)
	}
	return b.Bytes(), nil
}
