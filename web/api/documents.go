package api

import (
	"fmt"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

// Site is what the record says about itself.
type Site struct {
	Authority    string           `json:"authority" readOnly:"true" doc:"The name behind every UID; fixed."`
	Founded      time.Time        `json:"founded" readOnly:"true"`
	Names        events.Localised `json:"names,omitempty"`
	ShortNames   events.Localised `json:"shortNames,omitempty"`
	Descriptions events.Localised `json:"descriptions,omitempty"`
	Languages    []string         `json:"languages,omitempty" doc:"BCP 47, the default first."`
	Zone         string           `json:"zone,omitempty" doc:"IANA name of the zone in which a day begins."`
	YearBegins   string           `json:"yearBegins,omitempty" doc:"MM-DD"`
	Logo         string           `json:"logo,omitempty" doc:"Path of a picture of this site: /media/…"`
	Accent       string           `json:"accent,omitempty" doc:"#rrggbb; pages make it lighter or darker until it can be read."`
	Contact      string           `json:"contact,omitempty"`
	FooterLinks  []events.Link    `json:"footerLinks,omitempty"`
	Licence      *events.Licence  `json:"licence,omitempty"`
	HideProduct  bool             `json:"hideProduct,omitempty"`
	Revision     events.Rev       `json:"revision,omitempty" readOnly:"true"`
}

// Tags are the tags that have names.
type Tags struct {
	Tags     []events.Tag `json:"tags"`
	Revision events.Rev   `json:"revision,omitempty" readOnly:"true"`
}

// Places are the named places.
type Places struct {
	Places   []events.NamedPlace `json:"places"`
	Revision events.Rev          `json:"revision,omitempty" readOnly:"true"`
}

// Views are the saved selections.
type Views struct {
	Views    []events.View `json:"views"`
	Revision events.Rev    `json:"revision,omitempty" readOnly:"true"`
}

// SiteTexts is what the site says about itself in one language, in Markdown.
type SiteTexts struct {
	events.SiteText
	Revision events.Rev `json:"revision,omitempty" readOnly:"true"`
}

// forms are how the API tells and takes each document.
type forms[F any] struct {
	tell     func(*events.Document) F
	take     func(*F) events.Document
	revision func(*F) events.Rev
}

var siteForms = forms[Site]{
	tell: func(d *events.Document) Site {
		s := d.Site
		if s == nil {
			s = &events.Site{}
		}
		return Site{
			s.Authority, s.Founded, s.Names, s.ShortNames, s.Descriptions, s.Languages, s.Zone, s.YearBegins,
			s.Logo, s.Accent, s.Contact, s.FooterLinks, s.Licence, s.HideProduct, d.Rev,
		}
	},
	take: func(f *Site) events.Document {
		return events.Document{Name: events.DocumentSite, Site: &events.Site{
			Authority: f.Authority, Founded: f.Founded, Names: f.Names, ShortNames: f.ShortNames, Descriptions: f.Descriptions,
			Languages: f.Languages, Zone: f.Zone, YearBegins: f.YearBegins, Logo: f.Logo, Accent: f.Accent, Contact: f.Contact,
			FooterLinks: f.FooterLinks, Licence: f.Licence, HideProduct: f.HideProduct,
		}}
	},
	revision: func(f *Site) events.Rev { return f.Revision },
}

var tagForms = forms[Tags]{
	tell:     func(d *events.Document) Tags { return Tags{listed(d.Tags), d.Rev} },
	take:     func(f *Tags) events.Document { return events.Document{Name: events.DocumentTags, Tags: f.Tags} },
	revision: func(f *Tags) events.Rev { return f.Revision },
}

var placeForms = forms[Places]{
	tell:     func(d *events.Document) Places { return Places{listed(d.Places), d.Rev} },
	take:     func(f *Places) events.Document { return events.Document{Name: events.DocumentPlaces, Places: f.Places} },
	revision: func(f *Places) events.Rev { return f.Revision },
}

var viewForms = forms[Views]{
	tell:     func(d *events.Document) Views { return Views{listed(d.Views), d.Rev} },
	take:     func(f *Views) events.Document { return events.Document{Name: events.DocumentViews, Views: f.Views} },
	revision: func(f *Views) events.Rev { return f.Revision },
}

// textForms are those of the texts in a language.
func textForms(lang string) forms[SiteTexts] {
	return forms[SiteTexts]{
		tell: func(d *events.Document) SiteTexts { return SiteTexts{d.Text, d.Rev} },
		take: func(f *SiteTexts) events.Document {
			return events.Document{Name: events.DocumentText(lang), Text: f.SiteText}
		},
		revision: func(f *SiteTexts) events.Rev { return f.Revision },
	}
}

// listed is never null in JSON.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// tellDocument tells a document.
func tellDocument[F any](c *call, name events.DocumentName, f forms[F]) (*answer, error) {
	d := c.timeline().Site().Document(name)
	return okAt(d.Rev, f.tell(&d)), nil
}

// takeDocument replaces a document by what the body says, or by what a merge
// patch makes of it.
func takeDocument[F any](c *call, name events.DocumentName, f forms[F]) (*answer, error) {
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	was := c.timeline().Site().Document(name)
	expect, err := c.expected(was.Rev)
	if err != nil {
		return nil, err
	}
	form, err := f.read(c, &was)
	if err != nil {
		return nil, err
	}
	next, err := c.server.Editor.ReplaceDocument(c.ctx(), act, f.take(&form), expect)
	if err == nil {
		err = c.server.recordDocument(c, &was, &next)
	}
	if err != nil {
		return nil, err
	}
	return okAt(next.Rev, f.tell(&next)), nil
}

// recordDocument tells the audit of other settings or texts of the site. The
// vocabulary has its history.
func (s *Server) recordDocument(c *call, was, now *events.Document) error {
	if what := editing.Settings(was, now); what != "" {
		return s.record(c, what)
	}
	return nil
}

// read is the form that a body says.
func (f forms[F]) read(c *call, was *events.Document) (F, error) {
	form, err := decode[F](c)
	if c.route.media == mediaPatch {
		form, err = patched(c.body, f.tell(was))
	}
	if err != nil {
		return form, err
	}
	if rev := f.revision(&form); rev != 0 && rev != was.Rev {
		return form, unprocessable("revision", fmt.Sprintf("is %d, but revision %d is stored; send If-Match and leave this out", rev, was.Rev))
	}
	return form, nil
}

// entries are the named entries of a document of the vocabulary.
type entries[T any] struct {
	name   events.DocumentName
	list   func(*events.Document) *[]T
	slug   func(*T) *string
	retire func(*T)
	used   func(t *timeline.Timeline, slug string) bool // has it ever been public
}

var tagEntries = entries[events.Tag]{
	name: events.DocumentTags, list: func(d *events.Document) *[]events.Tag { return &d.Tags },
	slug: func(t *events.Tag) *string { return &t.Slug }, retire: func(t *events.Tag) { t.Retired = true },
	used: func(t *timeline.Timeline, slug string) bool {
		return everSelected(t, events.Selection{Tags: []string{slug}})
	},
}

var placeEntries = entries[events.NamedPlace]{
	name: events.DocumentPlaces, list: func(d *events.Document) *[]events.NamedPlace { return &d.Places },
	slug: func(p *events.NamedPlace) *string { return &p.Slug }, retire: func(p *events.NamedPlace) { p.Retired = true },
	used: func(t *timeline.Timeline, slug string) bool {
		return everSelected(t, events.Selection{Places: []string{slug}})
	},
}

var viewEntries = entries[events.View]{
	name: events.DocumentViews, list: func(d *events.Document) *[]events.View { return &d.Views },
	slug: func(v *events.View) *string { return &v.Slug }, retire: func(v *events.View) { v.Retired = true },
	used: func(*timeline.Timeline, string) bool { return true },
}

func everSelected(t *timeline.Timeline, sel events.Selection) bool {
	return !t.LastChanged(sel).IsZero()
}

// find is the place of an entry; -1: there is none.
func (k entries[T]) find(list []T, slug string) int {
	return slices.IndexFunc(list, func(v T) bool { return *k.slug(&v) == slug })
}

// put adds an entry or replaces it. It needs no precondition: it is one change of
// one entry, done to the list as it is.
func (k entries[T]) put(c *call) (*answer, error) {
	v, err := decode[T](c)
	if err != nil {
		return nil, err
	}
	slug := c.path("slug")
	if given := k.slug(&v); *given != "" && *given != slug {
		return nil, unprocessable("slug", fmt.Sprintf("is %q, but the address says %q", *given, slug))
	}
	*k.slug(&v) = slug
	isNew := false
	_, err = k.update(c, func(list []T) ([]T, error) {
		i := k.find(list, slug)
		if isNew = i < 0; isNew {
			return append(slices.Clone(list), v), nil
		}
		list = slices.Clone(list)
		list[i] = v
		return list, nil
	})
	if err != nil {
		return nil, err
	}
	if isNew {
		return created(addressOf(string(k.name), slug), v), nil
	}
	return ok(v), nil
}

// remove takes an entry out, or marks it as retired if it has been public.
func (k entries[T]) remove(c *call) (*answer, error) {
	slug := c.path("slug")
	_, err := k.update(c, func(list []T) ([]T, error) {
		i := k.find(list, slug)
		if i < 0 {
			return nil, fmt.Errorf("%s %q: %w", k.name, slug, events.ErrNotFound)
		}
		list = slices.Clone(list)
		if k.used(c.timeline(), slug) {
			k.retire(&list[i])
			return list, nil
		}
		return slices.Delete(list, i, i+1), nil
	})
	if err != nil {
		return nil, err
	}
	return done(), nil
}

func (k entries[T]) update(c *call, change func([]T) ([]T, error)) (events.Document, error) {
	act, err := c.act()
	if err != nil {
		return events.Document{}, err
	}
	return c.server.Editor.UpdateDocument(c.ctx(), act, k.name, func(d events.Document) (events.Document, error) {
		list, err := change(*k.list(&d))
		*k.list(&d) = list
		return d, err
	})
}

// vocabularyRoutes are the routes of one document of the vocabulary.
func vocabularyRoutes[F, T any](f forms[F], k entries[T]) []route {
	name := string(k.name)
	return []route{
		{method: "GET", path: "/" + name, id: "list-" + name, about: "The " + name + " that have names.", group: "Site", limit: reading,
			answers: []response{{status: 200, body: typeOf[F](), about: "All of them."}},
			handle:  func(c *call) (*answer, error) { return tellDocument(c, k.name, f) }},
		{method: "PUT", path: "/" + name, id: "replace-" + name, about: "Replace all " + name + ".", group: "Site", limit: writing,
			more:  "What has been public cannot be left out: mark it as retired.",
			needs: access.EditVocabulary, query: acts, body: typeOf[F](), expect: true,
			answers: []response{{status: 200, body: typeOf[F](), about: "As they are now."}}, refuses: []int{409, 413, 415, 422},
			handle: func(c *call) (*answer, error) { return takeDocument(c, k.name, f) }},
		{method: "PUT", path: "/" + name + "/{slug}", id: "put-" + name + "-entry", about: "Add one, or replace it.", group: "Site", limit: writing,
			more:  "Needs no precondition: it is done to the list as it is, and two editors do not get in each other's way.",
			needs: access.EditVocabulary, query: acts, body: typeOf[T](),
			answers: []response{{status: 200, body: typeOf[T](), about: "Replaced."}, {status: 201, body: typeOf[T](), about: "Added."}}, refuses: []int{409, 413, 415, 422},
			handle: k.put},
		{method: "DELETE", path: "/" + name + "/{slug}", id: "delete-" + name + "-entry", about: "Remove one, or retire it if it has been public.", group: "Site", limit: writing,
			needs: access.EditVocabulary, query: acts, answers: []response{{status: 204, about: "Removed or retired."}}, refuses: []int{404, 409, 422},
			handle: k.remove},
	}
}
