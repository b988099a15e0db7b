package store

import (
	"time"

	"almanac.example/events"
)

// The stored form of documents, as in stored.go. What a document holds stands
// under a number of its own for each kind.

type storedDocument struct {
	Name   string             `cbor:"1,keyasint"`
	Site   *storedSite        `cbor:"2,keyasint,omitempty"`
	Tags   []storedTag        `cbor:"3,keyasint,omitempty"`
	Places []storedNamedPlace `cbor:"4,keyasint,omitempty"`
	Views  []storedView       `cbor:"5,keyasint,omitempty"`
	Text   *storedSiteText    `cbor:"6,keyasint,omitempty"`
}

type storedSite struct {
	Authority    string         `cbor:"1,keyasint,omitempty"`
	Founded      time.Time      `cbor:"2,keyasint"`
	Tags         []storedTag    `cbor:"3,keyasint,omitempty"` // up to schema 2
	Views        []storedView   `cbor:"4,keyasint,omitempty"` // up to schema 2
	Names        localised      `cbor:"5,keyasint,omitempty"`
	ShortNames   localised      `cbor:"6,keyasint,omitempty"`
	Descriptions localised      `cbor:"7,keyasint,omitempty"`
	Languages    []string       `cbor:"8,keyasint,omitempty"`
	Zone         string         `cbor:"9,keyasint,omitempty"`
	YearBegins   string         `cbor:"10,keyasint,omitempty"`
	Logo         string         `cbor:"11,keyasint,omitempty"`
	Accent       string         `cbor:"12,keyasint,omitempty"`
	Contact      string         `cbor:"13,keyasint,omitempty"`
	FooterLinks  []storedLink   `cbor:"14,keyasint,omitempty"`
	Licence      *storedLicence `cbor:"15,keyasint,omitempty"`
	HideProduct  bool           `cbor:"16,keyasint,omitempty"`
}

type storedLicence struct {
	Name string `cbor:"1,keyasint,omitempty"`
	URL  string `cbor:"2,keyasint,omitempty"`
}

type storedTag struct {
	Slug    string    `cbor:"1,keyasint,omitempty"`
	Name    localised `cbor:"2,keyasint"`
	Color   string    `cbor:"3,keyasint,omitempty"`
	Retired bool      `cbor:"4,keyasint,omitempty"`
}

type storedNamedPlace struct {
	Slug      string    `cbor:"1,keyasint,omitempty"`
	Name      localised `cbor:"2,keyasint"`
	Color     string    `cbor:"3,keyasint,omitempty"`
	Latitude  *float64  `cbor:"4,keyasint,omitempty"`
	Longitude *float64  `cbor:"5,keyasint,omitempty"`
	Retired   bool      `cbor:"6,keyasint,omitempty"`
}

type storedView struct {
	Slug      string    `cbor:"1,keyasint,omitempty"`
	Name      localised `cbor:"2,keyasint"`
	Color     string    `cbor:"3,keyasint,omitempty"`
	Selection string    `cbor:"4,keyasint,omitempty"`
	Retired   bool      `cbor:"5,keyasint,omitempty"`
}

type storedSiteText struct {
	About         string `cbor:"1,keyasint,omitempty"`
	Imprint       string `cbor:"2,keyasint,omitempty"`
	Privacy       string `cbor:"3,keyasint,omitempty"`
	Accessibility string `cbor:"4,keyasint,omitempty"`
	Contact       string `cbor:"5,keyasint,omitempty"`
}

func documentForm(d *events.Document) *storedDocument {
	if d == nil {
		return nil
	}
	form := &storedDocument{
		Name: string(d.Name), Site: siteForm(d.Site), Tags: each(d.Tags, tagForm),
		Places: each(d.Places, func(p *events.NamedPlace) storedNamedPlace {
			return storedNamedPlace{p.Slug, spelt(p.Name), p.Color, p.Latitude, p.Longitude, p.Retired}
		}),
		Views: each(d.Views, viewForm),
	}
	if d.Text != (events.SiteText{}) {
		form.Text = (*storedSiteText)(&d.Text)
	}
	return form
}

func siteForm(s *events.Site) *storedSite {
	if s == nil {
		return nil
	}
	return &storedSite{
		Authority: s.Authority, Founded: s.Founded, Names: spelt(s.Names), ShortNames: spelt(s.ShortNames),
		Descriptions: spelt(s.Descriptions), Languages: s.Languages, Zone: s.Zone, YearBegins: s.YearBegins,
		Logo: s.Logo, Accent: s.Accent, Contact: s.Contact, FooterLinks: each(s.FooterLinks, linkForm),
		Licence: (*storedLicence)(s.Licence), HideProduct: s.HideProduct,
	}
}

func tagForm(t *events.Tag) storedTag { return storedTag{t.Slug, spelt(t.Name), t.Color, t.Retired} }

func viewForm(v *events.View) storedView {
	return storedView{v.Slug, spelt(v.Name), v.Color, v.Selection, v.Retired}
}

func (r *reader) document(form *storedDocument) *events.Document {
	if form == nil {
		return nil
	}
	d := &events.Document{
		Name: events.DocumentName(form.Name), Site: r.site(form.Site), Tags: each(form.Tags, r.tag),
		Places: each(form.Places, func(p *storedNamedPlace) events.NamedPlace {
			return events.NamedPlace{Slug: p.Slug, Name: r.text(p.Name), Color: p.Color, Latitude: p.Latitude, Longitude: p.Longitude, Retired: p.Retired}
		}),
		Views: each(form.Views, r.view),
	}
	if form.Text != nil {
		d.Text = events.SiteText(*form.Text)
	}
	return d
}

func (r *reader) site(form *storedSite) *events.Site {
	if form == nil {
		return nil
	}
	return &events.Site{
		Authority: form.Authority, Founded: form.Founded, Tags: each(form.Tags, r.tag), Views: each(form.Views, r.view),
		Names: r.text(form.Names), ShortNames: r.text(form.ShortNames), Descriptions: r.text(form.Descriptions),
		Languages: form.Languages, Zone: form.Zone, YearBegins: form.YearBegins, Logo: form.Logo, Accent: form.Accent,
		Contact: form.Contact, FooterLinks: each(form.FooterLinks, r.link), Licence: (*events.Licence)(form.Licence),
		HideProduct: form.HideProduct,
	}
}

func (r *reader) tag(form *storedTag) events.Tag {
	return events.Tag{Slug: form.Slug, Name: r.text(form.Name), Color: form.Color, Retired: form.Retired}
}

func (r *reader) view(form *storedView) events.View {
	return events.View{Slug: form.Slug, Name: r.text(form.Name), Color: form.Color, Selection: form.Selection, Retired: form.Retired}
}

func (r *reader) link(form *storedLink) events.Link {
	return events.Link{URL: form.URL, Title: r.text(form.Title)}
}
