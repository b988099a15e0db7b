package events

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"time"
)

var (
	accentPattern = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	logoPattern   = regexp.MustCompile(`^/media/[0-9A-Za-z_-]+(\.[0-9A-Za-z]+)+$`)
)

// Validate checks everything that the site says.
func (s *Site) Validate() error {
	bad := &Invalid{Subject: "site"}
	for _, d := range s.Documents() {
		d.check(bad)
	}
	return bad.orNil()
}

// Validate checks the document, its name and its size included.
func (d *Document) Validate() error {
	bad := &Invalid{Subject: fmt.Sprintf("document %q", d.Name)}
	d.check(bad)
	return bad.orNil()
}

func (d *Document) check(bad *Invalid) {
	lang, isText := d.Name.lang()
	if isText {
		checkLanguage(bad, string(d.Name), lang)
	}
	value := d.value()
	if value == nil {
		bad.addf("name", "%v", errDocumentName(d.Name))
		return
	}
	if d.holdsMore() {
		bad.addf(string(d.Name), "holds what belongs to another document")
	}
	switch {
	case isText:
		d.Text.check(bad, "texts."+lang)
	case d.Name == DocumentSite && d.Site == nil:
		bad.addf("site", "missing")
	case d.Name == DocumentSite:
		d.Site.checkSettings(bad)
	default:
		d.checkVocabulary(bad)
	}
	text, err := json.Marshal(value)
	if err == nil && len(text) > maxDocument {
		bad.addf(string(d.Name), "has %d bytes; at most %d are allowed", len(text), maxDocument)
	}
}

// holdsMore reports whether anything is set that does not belong to the name.
func (d *Document) holdsMore() bool {
	only := Document{Name: d.Name}
	switch into := only.value().(type) {
	case **Site:
		*into = d.Site
	case *[]Tag:
		*into = d.Tags
	case *[]NamedPlace:
		*into = d.Places
	case *[]View:
		*into = d.Views
	case *SiteText:
		*into = d.Text
	}
	mixed := d.Site != nil && len(d.Site.Tags)+len(d.Site.Places)+len(d.Site.Views)+len(d.Site.Texts) > 0
	return mixed || (d.Site != nil) != (only.Site != nil) || len(d.Tags) != len(only.Tags) ||
		len(d.Places) != len(only.Places) || len(d.Views) != len(only.Views) || d.Text != only.Text
}

func (t SiteText) check(bad *Invalid, field string) {
	checkText(bad, field+".about", t.About, maxBody)
	checkText(bad, field+".imprint", t.Imprint, maxBody)
	checkText(bad, field+".privacy", t.Privacy, maxBody)
	checkText(bad, field+".accessibility", t.Accessibility, maxBody)
	checkText(bad, field+".contact", t.Contact, maxBody)
}

// checkSettings checks identity and settings.
func (s *Site) checkSettings(bad *Invalid) {
	if u, err := url.Parse("https://" + s.Authority); err != nil || u.Host != s.Authority || s.Authority == "" || u.Port() != "" {
		bad.addf("authority", "%q is no domain name", s.Authority)
	}
	if s.Founded.IsZero() {
		bad.addf("founded", "missing")
	} else {
		checkEpoch(bad, stamp{"founded", s.Founded})
	}
	checkLocalised(bad, "names", s.Names, false)
	checkLocalised(bad, "shortNames", s.ShortNames, false)
	checkLocalised(bad, "descriptions", s.Descriptions, false)
	checkCount(bad, "languages", len(s.Languages))
	for i, lang := range s.Languages {
		field := fmt.Sprintf("languages[%d]", i)
		checkLanguage(bad, field, lang)
		if slices.Contains(s.Languages[:i], lang) {
			bad.addf(field, "%q is there twice", lang)
		}
	}
	if s.Zone != "" {
		if _, err := LoadZone(s.Zone); err != nil {
			bad.addf("zone", "%v", err)
		}
	}
	if _, err := time.Parse("2006-01-02", "2001-"+s.YearBegins); s.YearBegins != "" && err != nil {
		bad.addf("yearBegins", "%.40q is no day of every year such as 09-01", s.YearBegins)
	}
	s.checkFace(bad)
}

// checkFace checks what pages show of the site beside its name.
func (s *Site) checkFace(bad *Invalid) {
	if s.Logo != "" && (len(s.Logo) > maxLine || !logoPattern.MatchString(s.Logo)) {
		bad.addf("logo", "%.80q is no picture of this site; write the path it is served at, such as /media/0a1b….svg", s.Logo)
	}
	if s.Accent != "" && !accentPattern.MatchString(s.Accent) {
		bad.addf("accent", "%.40q is no colour such as #0a5c8f", s.Accent)
	}
	if s.Contact != "" {
		if address, err := mail.ParseAddress(s.Contact); err != nil || address.Address != s.Contact {
			checkURL(bad, "contact", s.Contact)
		}
	}
	checkCount(bad, "footerLinks", len(s.FooterLinks))
	for i, l := range s.FooterLinks {
		checkURL(bad, fmt.Sprintf("footerLinks[%d].url", i), l.URL)
		checkLocalised(bad, fmt.Sprintf("footerLinks[%d].title", i), l.Title, false)
	}
	if l := s.Licence; l != nil {
		checkRequired(bad, "licence.name", l.Name, maxLine)
		if l.URL != "" {
			checkURL(bad, "licence.url", l.URL)
		}
	}
}

// checkVocabulary checks tags, places and views.
func (d *Document) checkVocabulary(bad *Invalid) {
	seen := map[string]bool{}
	named := func(field, slug string, name Localised, color string) {
		checkTag(bad, field+".slug", slug)
		checkLocalised(bad, field+".name", name, true)
		checkNamed(bad, field, color, seen[slug])
		seen[slug] = true
	}
	for i, t := range d.Tags {
		named(fmt.Sprintf("tags[%d]", i), t.Slug, t.Name, t.Color)
	}
	for i, p := range d.Places {
		field := fmt.Sprintf("places[%d]", i)
		named(field, p.Slug, p.Name, p.Color)
		checkCoordinates(bad, field, p.Latitude, p.Longitude)
	}
	for i, v := range d.Views {
		field := fmt.Sprintf("views[%d]", i)
		named(field, v.Slug, v.Name, v.Color)
		if sel, err := ParseSelection(v.Selection); err != nil {
			bad.addf(field+".selection", "%v", err)
		} else if sel.String() != v.Selection {
			bad.addf(field+".selection", "is not canonical; write %q", sel.String())
		}
	}
}

func checkNamed(bad *Invalid, field, color string, double bool) {
	if double {
		bad.addf(field+".slug", "is there twice")
	}
	if color != "" && !wordPattern.MatchString(color) {
		bad.addf(field+".color", "%q is no CSS colour name such as darkgreen", color)
	}
}
