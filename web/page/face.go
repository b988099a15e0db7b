package page

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"almanac.example/events"
	"almanac.example/web/words"
)

// face is what every page shows of the institution: its name and its picture in
// the masthead, its links, licence and ways of contact in the foot.
type face struct {
	Brand   words.Run // the short name, or the name
	Logo    string    // address of its picture, "" for the mark of the pages
	Links   []link    // its own, after those of the pages
	Licence link      // of the record; without Text there is none
	Credit  bool      // whether the program is named
}

func faceOf(v *Visit) face {
	record := v.site.Record
	f := face{Brand: v.siteName(), Credit: !record.HideProduct}
	if name, lang := record.ShortNames.In(v.Lang); name != "" {
		f.Brand = v.Run(name, lang)
	}
	if record.Logo != "" {
		f.Logo = v.root + record.Logo
	}
	for _, l := range record.FooterLinks {
		name, lang := l.Title.In(v.Lang)
		if name == "" {
			name, lang = l.URL, v.Lang
		}
		f.Links = append(f.Links, link{Run: v.Run(name, lang), Href: l.URL})
	}
	if l := record.Licence; l != nil {
		f.Licence = link{Run: words.Run{Text: l.Name}, Href: l.URL}
	}
	return f
}

// contactOf leads to those who answer: a mail or web address. Without one it has
// no Href.
func contactOf(v *Visit) link {
	contact := v.site.Record.Contact
	switch {
	case contact == "":
		return link{}
	case strings.Contains(contact, "://"):
		return link{Run: words.Run{Text: contact}, Href: contact}
	}
	return link{Run: words.Run{Text: contact}, Href: "mailto:" + url.PathEscape(contact)}
}

// reportOf is where an error in an entry is reported: to those who answer, with
// the entry's title and address filled in. It is "" where neither a way of contact
// nor a text about one is known.
func reportOf(v *Visit, e *events.Event) string {
	address := v.absolute(v.eventLink(e))
	contact := contactOf(v).Href
	switch {
	case strings.HasPrefix(contact, "mailto:"):
		say := func(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") } // RFC 6068 §5
		return contact + "?subject=" + say(v.Text("event.reportSubject", v.plainTitle(e))) + "&body=" + say(address+"\r\n\r\n")
	case contact != "":
		u, err := url.Parse(contact)
		if err != nil {
			return contact
		}
		q := u.Query()
		q.Set("about", address)
		u.RawQuery = q.Encode()
		return u.String()
	}
	for _, l := range textLinks(v) {
		if l.Href == v.link("/contact", nil) {
			return l.Href
		}
	}
	return ""
}

// textLinks lead to the site's own texts, as far as somebody wrote them. Without a
// text on contact, its link is the address itself.
func textLinks(v *Visit) []link {
	var list []link
	for _, st := range siteTexts {
		l := link{Run: words.Run{Text: v.Text("foot." + st.name)}}
		if text, _ := st.in(v.site, v.Lang); text != "" {
			l.Href = v.link("/"+st.name, nil)
		} else if st.name == "contact" {
			l.Href = contactOf(v).Href
		}
		if l.Href != "" {
			list = append(list, l)
		}
	}
	return list
}

// manifest is the web application manifest (W3C).
type manifest struct {
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	StartURL   string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Lang       string         `json:"lang"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src   string `json:"src"`
	Sizes string `json:"sizes"`
	Type  string `json:"type"`
}

// Manifest describes the site in the visit's language to a browser that installs
// it.
func (p *Pages) Manifest(v *Visit) ([]byte, error) {
	b, err := json.Marshal(manifest{
		Name: v.siteName().Text, ShortName: faceOf(v).Brand.Text, StartURL: v.link("/", nil), Scope: v.root + "/", Display: "browser",
		Lang: words.Tag(v.Lang), Background: "#fbfcfa", Theme: v.themeColor(),
		Icons: []manifestIcon{{v.asset("favicon.svg"), "any", "image/svg+xml"}},
	})
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return b, nil
}
