package events

import (
	"maps"
	"slices"
	"time"
)

// Site is what the record says about itself: its identity, fixed at first
// start, its settings, and the vocabulary its editors share. It is stored as
// several documents (see Document) and read as one.
type Site struct {
	// Authority is the domain-like name behind every UID and tag: URI
	// (RFC 4151). It never changes, whatever host serves the record, unless it
	// was provisional.
	Authority string `json:"authority"`
	// Founded is the day of the first start; its date stands in the tag: URIs.
	Founded time.Time `json:"founded"`
	Tags    []Tag     `json:"tags,omitempty"`
	Views   []View    `json:"views,omitempty"`

	Names        Localised           `json:"names,omitempty"`        // of the record
	ShortNames   Localised           `json:"shortNames,omitempty"`   // the same where there is little room
	Descriptions Localised           `json:"descriptions,omitempty"` // one sentence
	Languages    []string            `json:"languages,omitempty"`    // BCP 47, the default first
	Zone         string              `json:"zone,omitempty"`         // IANA name of the zone in which a day begins
	YearBegins   string              `json:"yearBegins,omitempty"`   // MM-DD; "": 01-01
	Logo         string              `json:"logo,omitempty"`         // path of a picture of this site: /media/…
	Accent       string              `json:"accent,omitempty"`       // #rrggbb; pages make it lighter or darker until it can be read
	Contact      string              `json:"contact,omitempty"`      // mail address, or http or https address
	FooterLinks  []Link              `json:"footerLinks,omitempty"`
	Licence      *Licence            `json:"licence,omitempty"`     // of the record's texts
	HideProduct  bool                `json:"hideProduct,omitempty"` // do not name the software on pages
	Places       []NamedPlace        `json:"places,omitempty"`
	Texts        map[string]SiteText `json:"texts,omitempty"` // by language

	Rev  Rev                  `json:"-"` // of the document "site"; 0: the record has not been founded
	Revs map[DocumentName]Rev `json:"-"` // of each document
}

// Licence says on which terms the record may be used.
type Licence struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"` // http or https
}

// SiteText is what the site says about itself in one language, in Markdown.
type SiteText struct {
	About         string `json:"about,omitempty"`
	Imprint       string `json:"imprint,omitempty"`
	Privacy       string `json:"privacy,omitempty"`
	Accessibility string `json:"accessibility,omitempty"`
	Contact       string `json:"contact,omitempty"`
}

// Tag gives a tag its names.
type Tag struct {
	Slug    string    `json:"slug"`
	Name    Localised `json:"name"`
	Color   string    `json:"color,omitempty"`   // CSS colour name, for calendars
	Retired bool      `json:"retired,omitempty"` // is offered to editors no more; what was public stays
}

// NamedPlace is a place that events refer to by its slug. What it says wins
// over what they say.
type NamedPlace struct {
	Slug      string    `json:"slug"`
	Name      Localised `json:"name"`
	Color     string    `json:"color,omitempty"`     // CSS colour name
	Latitude  *float64  `json:"latitude,omitempty"`  // degrees, -90 to 90
	Longitude *float64  `json:"longitude,omitempty"` // degrees, -180 to 180
	Retired   bool      `json:"retired,omitempty"`   // see Tag
}

// View is a saved selection with a name.
type View struct {
	Slug      string    `json:"slug"`
	Name      Localised `json:"name"`
	Color     string    `json:"color,omitempty"`
	Selection string    `json:"selection"`         // canonical spelling
	Retired   bool      `json:"retired,omitempty"` // see Tag
}

// Tag returns the tag of that slug.
func (s *Site) Tag(slug string) (Tag, bool) {
	for _, t := range s.Tags {
		if t.Slug == slug {
			return t, true
		}
	}
	return Tag{Slug: slug}, false
}

// OfferedViews are the saved views that are not retired.
func (s *Site) OfferedViews() []View {
	return slices.DeleteFunc(slices.Clone(s.Views), func(v View) bool { return v.Retired })
}

// Place returns the named place of that slug.
func (s *Site) Place(slug string) (NamedPlace, bool) {
	for _, p := range s.Places {
		if p.Slug == slug {
			return p, true
		}
	}
	return NamedPlace{Slug: slug}, false
}

// View returns the saved view of that slug.
func (s *Site) View(slug string) (View, bool) {
	for _, v := range s.Views {
		if v.Slug == slug {
			return v, true
		}
	}
	return View{}, false
}

// TagName is the name of a tag in a language, or the slug where nobody gave it
// one.
func (s *Site) TagName(slug, lang string) string {
	t, _ := s.Tag(slug)
	if name, _ := t.Name.In(lang); name != "" {
		return name
	}
	return slug
}

// Changed is the revision of the newest of the documents.
func (s *Site) Changed() Rev {
	newest := s.Rev
	for _, rev := range s.Revs {
		newest = max(newest, rev)
	}
	return newest
}

// With is the site after new states of some of its documents. The receiver
// stays as it is.
func (s *Site) With(documents []*Document) *Site {
	if len(documents) == 0 {
		return s
	}
	next := *s
	next.Revs, next.Texts = maps.Clone(s.Revs), maps.Clone(s.Texts)
	if next.Revs == nil {
		next.Revs = map[DocumentName]Rev{}
	}
	for _, d := range documents {
		d.apply(&next)
		next.Revs[d.Name] = d.Rev
	}
	return &next
}

// Document is the part of the site that is stored under the name.
func (s *Site) Document(name DocumentName) Document {
	d := Document{Name: name, Rev: s.Revs[name]}
	if s.Revs == nil {
		d.Rev = s.Rev
	}
	switch lang, isText := name.lang(); {
	case isText:
		d.Text = s.Texts[lang]
	case name == DocumentSite:
		own := *s
		own.Tags, own.Places, own.Views, own.Texts, own.Revs, own.Rev = nil, nil, nil, nil, nil, d.Rev
		d.Site = &own
	case name == DocumentTags:
		d.Tags = s.Tags
	case name == DocumentPlaces:
		d.Places = s.Places
	case name == DocumentViews:
		d.Views = s.Views
	}
	return d
}

// Documents are the documents that the site is made of, without those that say
// nothing and are not stored. "site" is always among them.
func (s *Site) Documents() []*Document {
	names := []DocumentName{DocumentSite, DocumentTags, DocumentPlaces, DocumentViews}
	for _, lang := range sortedKeys(s.Texts) {
		names = append(names, DocumentText(lang))
	}
	var list []*Document
	for _, name := range names {
		if d := s.Document(name); !d.isEmpty() || d.Rev != 0 {
			list = append(list, &d)
		}
	}
	return list
}
