package desk

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"golang.org/x/text/language"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/access/oidc"
	"almanac.example/web/desk/frame"
	"almanac.example/web/desk/importing"
	"almanac.example/web/picture"
	"almanac.example/web/reply"
)

// Route is an address of the desk, and who may have it.
type Route struct {
	Pattern string        // below the language, as http.ServeMux has it: "/e/{id}/publish"
	Needs   access.Action // "": nobody has to be signed in
	Posts   bool          // it takes forms
	Page    frame.Page
}

// largest is how many bytes a file may have that is sent to the address; 0 where
// the visitor may send none.
func (rt Route) largest(v *frame.Visit) int64 {
	switch {
	case rt.Needs == "" || !v.May(rt.Needs):
		return 0
	case rt.Pattern == "/import":
		return importing.MostFile
	}
	return picture.MaxUpload
}

// Routes lists the addresses of the desk.
func (d *Desk) Routes() []Route {
	return []Route{
		{"/login", "", true, d.door.Login},
		{"/logout", "", true, d.door.Logout},
		{"/setup", "", true, d.door.Setup},
		{"/invite", "", true, d.door.Invited},
		{"/account", access.OwnAccount, true, d.door.Account},

		{"/tokens", access.OwnAccount, true, d.people.Tokens},
		{"/site", access.EditSite, true, d.site.Site},
		{"/site/{key}", access.EditSite, true, d.site.Text},
		{"/people", access.ManageAccounts, true, d.people.People},
		{"/people/{key}", access.ManageAccounts, true, d.people.Person},
		{"/webhooks", access.ManageWebhooks, true, d.operation.Webhooks},
		{"/webhooks/{key}", access.ManageWebhooks, true, d.operation.Webhook},
		{"/backup", access.BackUp, true, d.operation.Backup},
		{"/audit", access.ReadAudit, false, d.people.Audit},

		{"/{$}", access.ReadDrafts, false, d.overview.Home},
		{"/list", access.ReadDrafts, false, d.overview.List},
		{"/filters", access.OwnAccount, true, d.overview.Filters},
		{"/history", access.ReadDrafts, false, d.overview.History},

		{"/review", access.ReadDrafts, false, d.proposals.List},
		{"/review/{key}", access.ReadDrafts, true, d.proposals.Document},
		{"/review/{key}/{id}", access.ReadDrafts, true, d.proposals.Proposal},

		{"/new", access.WriteDrafts, true, d.entry.Fresh},
		{"/reads", access.WriteDrafts, false, d.entry.Reads},
		{"/picture/{key}", access.ReadDrafts, false, d.entry.Thumbnail},
		{"/e/{id}", access.WriteDrafts, true, d.entry.Edit},
		{"/e/{id}/read", access.ReadDrafts, false, d.entry.Read},
		{"/e/{id}/presence", access.WriteDrafts, false, d.entry.Presence},
		{"/e/{id}/history", access.ReadDrafts, false, d.entry.History},
		{"/e/{id}/back", access.WriteDrafts, true, d.entry.PutBack},
		{"/e/{id}/redact", access.BackUp, true, d.entry.Redact},
		{"/e/{id}/publish", access.Publish, true, d.entry.Publish},
		{"/e/{id}/discard", access.WriteDrafts, true, d.entry.Discard},
		{"/e/{id}/{key}", access.Publish, true, d.entry.Step},

		{"/bulk", access.EditMany, true, d.bulk.Plan},
		{"/batch/{key}", access.EditMany, true, d.bulk.Batch},

		{"/import", access.WriteDrafts, true, d.importing.Start},
		{"/import/{key}", access.WriteDrafts, true, d.importing.File},
		{"/import/{key}/refused", access.WriteDrafts, false, d.importing.Refused},

		{"/tags", access.EditVocabulary, true, d.words.Tags},
		{"/tags/{key}", access.EditVocabulary, true, d.words.Tag},
		{"/tags/{key}/merge", access.EditMany, true, d.words.MergeTag},
		{"/places", access.EditVocabulary, true, d.words.Places},
		{"/places/{key}", access.EditVocabulary, true, d.words.Place},
		{"/places/{key}/merge", access.EditMany, true, d.words.MergePlace},
		{"/views", access.EditVocabulary, true, d.words.Views},
		{"/views/{key}", access.EditVocabulary, true, d.words.View},
	}
}

// mux is everything that answers.
func (d *Desk) mux(baseURL string) (http.Handler, error) {
	m := http.NewServeMux()
	m.HandleFunc("GET "+frame.Root+"/static/{name}", d.getFile)
	for _, path := range []string{"{$}", "setup", "invite", "login"} {
		m.HandleFunc("GET "+frame.Root+"/"+path, d.toLanguage)
	}
	m.HandleFunc("GET "+frame.Root, d.toLanguage)
	refused := map[string]bool{frame.Root + "/": true} // patterns of what no address has, or not by that method
	elsewhere := func(w http.ResponseWriter, r *http.Request) { d.elsewhere(m, refused, w, r) }
	m.HandleFunc(frame.Root+"/", elsewhere)
	if d.Provider != nil {
		m.HandleFunc("GET "+oidc.Path, d.finishExternal)
		for _, lang := range frame.Languages() {
			m.HandleFunc("GET "+frame.Root+"/"+lang+externalBegin, d.beginExternal)
		}
	}
	for _, lang := range frame.Languages() {
		for _, rt := range d.Routes() {
			m.HandleFunc("GET "+frame.Root+"/"+lang+rt.Pattern, d.handle(rt))
			// A page that takes no form must not be taken for one with a wider pattern.
			post, pattern := d.handle(rt), "POST "+frame.Root+"/"+lang+rt.Pattern
			if !rt.Posts {
				post, refused[pattern] = elsewhere, true
			}
			m.HandleFunc(pattern, post)
		}
	}
	refuse := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.fail(w, d.visit(r, access.Principal{}), errCrossSite)
	})
	sameSite, err := access.CrossSite(baseURL, refuse)
	if err != nil {
		return nil, err
	}
	guarded := sameSite(m)
	compressed, err := gzhttp.NewWrapper(
		gzhttp.ContentTypes([]string{"text/html"}), gzhttp.EnableZstd(false),
		gzhttp.RandomJitter(64, 0, false), // the length tells no stranger on the line what a page holds
	)
	if err != nil {
		return nil, fmt.Errorf("compressing pages of the desk: %w", err)
	}
	return compressed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		always(w.Header())
		defer d.recovered(w, r)
		guarded.ServeHTTP(w, r)
	})), nil
}

// elsewhere answers what no address has, and the methods that an address has not:
// with those that it has (RFC 9110 §15.5.6). refused are the patterns that lead here.
func (d *Desk) elsewhere(m *http.ServeMux, refused map[string]bool, w http.ResponseWriter, r *http.Request) {
	allowed := []string{}
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		other := *r
		other.Method = method
		if _, pattern := m.Handler(&other); !refused[pattern] {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		d.fail(w, d.visit(r, access.Principal{}), events.ErrNotFound)
		return
	}
	w.Header().Set("Allow", strings.Join(append(allowed, http.MethodOptions), ", "))
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	d.fail(w, d.visit(r, access.Principal{}), errNoForm)
}

// toLanguage leads from an address without a language to the same in that of the
// reader.
func (d *Desk) toLanguage(w http.ResponseWriter, r *http.Request) {
	rest := r.URL.Path[len(frame.Root):]
	if rest == "" {
		rest = "/"
	}
	to := d.base + frame.Root + "/" + preferred(r) + rest
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// preferred is the language of the interface that the browser asks for.
func preferred(r *http.Request) string {
	all := frame.Languages()
	if c, err := r.Cookie("lang"); err == nil && slices.Contains(all, c.Value) {
		return c.Value
	}
	tags := make([]language.Tag, len(all))
	for i, l := range all {
		tags[i] = language.Make(l)
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return all[0]
	}
	_, i, _ := language.NewMatcher(tags).Match(wanted...)
	return all[i]
}

// visit reads a request as pages see it.
func (d *Desk) visit(r *http.Request, who access.Principal) *frame.Visit {
	t := d.Timeline()
	lang, path := languageOf(r.URL.Path)
	if lang == "" {
		lang = preferred(r)
	}
	v := &frame.Visit{
		Language: d.templates.In(lang), Timeline: t, Site: d.Site(t), Who: who,
		Theme: themeOf(r), Base: d.base, Path: path,
		ID: events.ID(r.PathValue("id")), Key: r.PathValue("key"), Query: r.URL.Query(),
		Browser: access.Browser{Before: who, Network: reply.Network(r), Agent: r.UserAgent()},
	}
	v.Now = d.Now().In(v.Zone())
	return v
}

// languageOf is the language of a path and what follows it.
func languageOf(path string) (lang, rest string) {
	for _, l := range frame.Languages() {
		if rest, ok := cutPrefix(path, frame.Root+"/"+l); ok {
			return l, rest
		}
	}
	return "", "/"
}

// cutPrefix cuts whole parts off a path.
func cutPrefix(path, prefix string) (string, bool) {
	if len(path) <= len(prefix) || path[:len(prefix)] != prefix || path[len(prefix)] != '/' {
		return "", false
	}
	return path[len(prefix):], true
}

// themeOf reads the choice of colours that the public pages keep.
func themeOf(r *http.Request) string {
	c, err := r.Cookie("theme")
	if err != nil || c.Value != "light" && c.Value != "dark" {
		return ""
	}
	return c.Value
}
