package frame

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/access"
	"almanac.example/web/picture"
	"almanac.example/web/words"
)

// Root is the path below which the desk stands, on the public site's host.
const Root = "/admin"

// Visit is what a page of the desk is made from: one moment of the record, who
// asks, in which language, what the address names, and what was sent.
type Visit struct {
	words.Language
	Timeline *timeline.Timeline
	Site     *feeds.Site // Record is that of the Timeline
	Who      access.Principal
	Now      time.Time // in the site's zone
	Browser  access.Browser
	Theme    string    // light, dark or "" for the system's
	Base     string    // path of the public site without its last slash, mostly ""
	Path     string    // of the page after the language: "/e/m01/publish"
	ID       events.ID // that the path names; "" if it names none
	Key      string    // what else the path names: a batch, an invitation
	Query    url.Values
	Form     Form
	Sent     bool // the form was sent: the request is a POST
}

// PictureRefused words why a picture that was sent with a form is not kept, so that
// all else that was typed can stay: "" if there is no error. Other errors are
// returned.
func (v *Visit) PictureRefused(err error) (string, error) {
	var refused *picture.Refused
	switch {
	case errors.As(err, &refused):
		return v.Text("picture.refused." + string(refused.Reason)), nil
	case errors.Is(err, events.ErrUnavailable):
		return v.Text("picture.away"), nil
	}
	return "", err
}

// Account is the account of who is signed in; the zero one before that.
func (v *Visit) Account() access.Account {
	a, _ := v.Who.Account()
	return a
}

// May reports whether who asks may do the action.
func (v *Visit) May(a access.Action) bool { return v.Who.May(a) == nil }

// Do is what the button that was pressed asks for; "check" where none was named,
// which is what the Enter key sends.
func (v *Visit) Do() string {
	if do := v.Form.Values.Get("do"); do != "" {
		return do
	}
	return DoCheck
}

// DoCheck is the button that changes nothing: the page is shown again with what
// was typed, read and checked.
const DoCheck = "check"

// Link is the address of a page of the desk in the page's language; path begins
// with a slash. Queries without a value are left out.
func (v *Visit) Link(path string, query ...string) string {
	return v.LinkIn(v.Lang, path, query...)
}

// LinkIn is Link in another language of the interface. query are keys and values
// in turns.
func (v *Visit) LinkIn(lang, path string, query ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			q.Add(query[i], query[i+1])
		}
	}
	address := v.Base + Root + "/" + lang + path
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}

// EntryLink is the address of a page about an entry; "" is the page on which it
// is edited.
func (v *Visit) EntryLink(id events.ID, page string, query ...string) string {
	path := "/e/" + url.PathEscape(string(id))
	if page == "" && v.Who.Authenticated() && !v.May(access.WriteDrafts) {
		page = "read"
	}
	if page != "" {
		path += "/" + page
	}
	return v.Link(path, query...)
}

// Local is an address of the desk that was sent along, or the desk's first page
// where it leads anywhere else.
func (v *Visit) Local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.ContainsAny(address, "\\\r\n") || !strings.HasPrefix(u.Path, v.Base+Root+"/") {
		return v.Link("/")
	}
	return address
}

// OnSite is the public address of an entry in the page's language; "" if readers
// do not see it.
func (v *Visit) OnSite(e *events.Event) string {
	if !e.Status.Public() {
		return ""
	}
	return v.Base + "/" + v.publicLanguage() + "/e/" + e.Slug
}

// SiteHome is the public site in the page's language.
func (v *Visit) SiteHome() string { return v.Base + "/" + v.publicLanguage() + "/" }

// publicLanguage is the page's language, or the site's first where the site does
// not speak it.
func (v *Visit) publicLanguage() string {
	for _, l := range v.Site.Languages {
		if l == v.Lang {
			return l
		}
	}
	return v.Site.Languages[0]
}

// Contents are the languages in which entries are written, that of the page
// first: those of the site, and those that the entry has besides.
func (v *Visit) Contents(e *events.Event) []string {
	var list []string
	add := func(langs ...string) {
		for _, l := range langs {
			if !contains(list, l) {
				list = append(list, l)
			}
		}
	}
	add(v.publicLanguage())
	add(v.Site.Languages...)
	if e != nil {
		add(e.Languages()...)
	}
	return list
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// Zone is the zone in which the site's days begin.
func (v *Visit) Zone() *time.Location { return v.Site.Location() }

// ZoneName is its IANA name, as forms and schedules keep it.
func (v *Visit) ZoneName() string { return v.Zone().String() }
