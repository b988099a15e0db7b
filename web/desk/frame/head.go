package frame

import (
	"cmp"
	"net/url"

	"almanac.example/web/access"
	"almanac.example/web/words"
)

// Head is what every page of the desk has: the head of the document, the
// masthead, the foot, and what is said above the page. Page structs embed it.
type Head struct {
	lang     string
	HTMLLang string
	Theme    string
	Title    string // of the document
	Brand    Link
	Nav      []Link
	Tongues  []Link // the same page in the interface's other languages
	Person   Link   // the account's own page
	Home     string // the public site
	SiteName words.Run
	Clock    string // in which zone times are
	Fresh    string // address of the page for a new entry; "" if the account may write none
	Guard    string // words for changes that are not saved
	Crumbs   []Link
	Siblings []Link // pages of the same part
	Part     string // of the part
	Notice   *Notice
	Faults   Faults
	Mend     string // words for how many faults there are
	Assets   Assets
	SignedIn bool
	Account  string // ID of the account that the page is made for
	Out      string // address that signs out
}

func (h *Head) head() *Head { return h }

// Link leads somewhere.
type Link struct {
	Text    string
	Href    string
	Current bool
	Lang    string // of the text, as HTML has it; "": the page's
	N       string // a number behind it; "" for none
}

// Assets are the addresses of the files that a page loads.
type Assets struct{ Public, Desk, Script, Icon string }

// Notice says what has just happened, or what has not.
type Notice struct {
	Text  string
	Bold  string // said first
	Undo  *Undo
	Links []Link
}

// Undo is a button that takes back what has just happened.
type Undo struct {
	Action string // address the form is sent to
	Label  string
	Fields []Hidden
}

// Heading is what a page says of itself to its frame.
type Heading struct {
	Title  string // of the page, without the desk's name
	Nav    string // key of the item of the navigation that it belongs to
	Tab    string // path of the tab of that item that it belongs to; "": it has none
	Crumbs []Link // the way to the page, the page itself last
	Faults Faults
	Mend   string // words for the faults, where they are not that nothing was saved
	Notice *Notice
	Alone  bool // it is the same in no other language, as it answers a form
}

// sections of the navigation, as far as the account may see them.
var sections = []struct {
	key, path string
	needs     access.Action
}{
	{"entries", "/list", access.ReadDrafts},
	{"review", "/review", access.ReadDrafts},
	{"history", "/history", access.ReadDrafts},
	{"import", "/import", access.WriteDrafts},
	{"vocabulary", "/tags", access.EditVocabulary},
	{"site", "/site", access.EditSite},
}

// tabs are the pages of a part of the desk that has several, by the key of its
// item of the navigation.
var tabs = map[string][]tab{
	"vocabulary": {{"/tags", "vocabulary.tags", access.EditVocabulary}, {"/places", "vocabulary.places", access.EditVocabulary}, {"/views", "vocabulary.views", access.EditVocabulary}},
	"site":       {{"/site", "site.title", access.EditSite}, {"/people", "people.title", access.ManageAccounts}, {"/webhooks", "webhooks.title", access.ManageWebhooks}, {"/backup", "backup.title", access.BackUp}, {"/audit", "audit.title", access.ReadAudit}},
	"account":    {{"/account", "account.title", access.OwnAccount}, {"/tokens", "tokens.title", access.OwnAccount}},
}

// tab is one of them.
type tab struct {
	path  string
	text  string // key of its name
	needs access.Action
}

// Frame prepares what stands around a page.
func (v *Visit) Frame(h Heading) Head {
	name, lang := v.Site.Name.In(v.Lang)
	f := Head{
		lang: v.Lang, HTMLLang: words.Tag(v.Lang), Theme: v.Theme,
		Title:    h.Title + v.Text("desk.titleJoin") + v.Text("desk.name"),
		Brand:    Link{Text: v.Text("desk.name"), Href: v.Link("/"), Current: v.Path == "/"},
		Home:     v.SiteHome(),
		SiteName: v.Run(name, lang),
		Clock:    v.Text("desk.clock", v.ZoneName(), offset(v)),
		Guard:    v.Text("desk.guard"),
		Crumbs:   h.Crumbs, Notice: h.Notice, Faults: h.Faults,
		SignedIn: v.Who.Authenticated(), Account: v.Account().ID,
		Out: v.Link("/logout"),
	}
	if h.Title == v.Text("desk.name") {
		f.Title = h.Title + v.Text("desk.titleJoin") + name
	}
	if n := len(h.Faults); n > 0 {
		f.Title = v.Text("desk.errorTitle") + f.Title
		f.Mend = cmp.Or(h.Mend, v.Text("desk.mend", n))
	}
	if !h.Alone {
		f.Tongues = v.tongues()
	}
	if !f.SignedIn {
		f.Brand.Href = ""
		return f
	}
	f.Person = Link{Text: v.Account().ShownName(), Href: v.Link("/account"), Current: h.Nav == "account"}
	for _, s := range sections {
		if v.May(s.needs) {
			f.Nav = append(f.Nav, Link{Text: v.Text("desk.nav." + s.key), Href: v.Link(s.path), Current: s.key == h.Nav})
		}
	}
	if v.May(access.WriteDrafts) {
		f.Fresh = v.Link("/new")
	}
	if h.Tab != "" {
		f.Part, f.Siblings = v.Text("desk.nav."+h.Nav), v.tabs(h)
	}
	return f
}

// tabs are the pages of the part of a page, as far as the account may see them.
func (v *Visit) tabs(h Heading) []Link {
	var list []Link
	for _, t := range tabs[h.Nav] {
		if v.May(t.needs) {
			list = append(list, Link{Text: v.Text(t.text), Href: v.Link(t.path), Current: t.path == h.Tab})
		}
	}
	return list
}

// tongues are the same page in the other languages of the interface.
func (v *Visit) tongues() []Link {
	var list []Link
	for _, l := range Languages() {
		if l == v.Lang {
			continue
		}
		address := v.LinkIn(l, v.Path)
		if q := withoutOutcome(v.Query); len(q) > 0 {
			address += "?" + q.Encode()
		}
		list = append(list, Link{Text: words.NativeName(l), Href: address, Lang: words.Tag(l)})
	}
	return list
}

// withoutOutcome is a query without what it tells of the form before: that was
// said once.
func withoutOutcome(q url.Values) url.Values {
	out := url.Values{}
	for key, values := range q {
		if key != OutcomeKey {
			out[key] = values
		}
	}
	return out
}

// OutcomeKey is the key of a query under which a page that a form led to is told
// what happened.
const OutcomeKey = "done"

// offset is the present distance of the site's zone from UTC.
func offset(v *Visit) string {
	_, seconds := v.Now.Zone()
	return utc(seconds)
}
