package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"
	"golang.org/x/text/language"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/page"
	"almanac.example/web/reply"
)

// pageRoutes are the addresses that people look at.
func (s *Server) pageRoutes(r chi.Router) {
	r.Get("/", s.handle(s.getRoot))
	r.Post("/theme", s.handle(s.postTheme))
	r.Get("/theme", s.handle(s.getTheme))
	r.Get(securityPath, s.handle(s.getSecurity))
	r.Get("/embed.js", s.handle(s.getComponent))
	r.Get("/embed/*", s.handle(s.tidy(s.getPage(page.Embedded()))))
	r.Get("/feeds.opml", s.handle(s.getOPML))
	r.Get("/og/*", s.handle(s.getCard))
	r.Get("/sitemap.xml", s.handle(s.getSitemap))
	r.Get("/sitemap-{n:[1-9][0-9]*}.xml", s.handle(s.getSitemap))
	r.Get("/robots.txt", s.handle(s.getRobots))
	r.Get("/favicon.ico", s.handle(s.getFavicon))
	for _, lang := range s.present().Languages {
		r.Get("/"+lang, s.handle(s.addSlash))
		r.Route("/"+lang+"/", s.languageRoutes)
	}
}

func (s *Server) languageRoutes(r chi.Router) {
	r.NotFound(s.handle(s.notFound))
	for path, k := range page.Kinds() {
		r.Get(path, s.handle(s.tidy(s.getPage(k))))
	}
	r.Get("/site.webmanifest", s.handle(s.getManifest))
}

// tidy sends readers on from an address that a form left full of empty fields
// to the short one that says the same, which is the one worth keeping.
func (s *Server) tidy(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		q, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil || r.Method != http.MethodGet {
			return h(w, r)
		}
		empty := false
		for k, values := range q {
			q[k] = slices.DeleteFunc(values, func(v string) bool { return v == "" })
			empty = empty || len(q[k]) < len(values)
			if len(q[k]) == 0 {
				delete(q, k)
			}
		}
		if !empty {
			return h(w, r)
		}
		to := r.URL.EscapedPath()
		if len(q) > 0 {
			to += "?" + q.Encode()
		}
		http.Redirect(w, r, to, http.StatusFound)
		return nil
	}
}

func (s *Server) addSlash(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, r.URL.EscapedPath()+"/", http.StatusMovedPermanently)
	return nil
}

// getRoot leads to the reader's language: the one chosen before, else the one
// the browser asks for, else the record's first.
func (s *Server) getRoot(w http.ResponseWriter, r *http.Request) error {
	w.Header().Add("Vary", "Cookie, Accept-Language")
	w.Header().Set("Cache-Control", "private, max-age=0")
	http.Redirect(w, r, s.rootPath()+"/"+s.preferred(r)+"/", http.StatusFound)
	return nil
}

func (s *Server) rootPath() string {
	u, err := url.Parse(s.site.BaseURL)
	if err != nil {
		return ""
	}
	return u.Path
}

// preferred is the reader's language among those of the record.
func (s *Server) preferred(r *http.Request) string {
	if c, err := r.Cookie("lang"); err == nil && slices.Contains(s.present().Languages, c.Value) {
		return c.Value
	}
	tags := make([]language.Tag, len(s.present().Languages))
	for i, l := range s.present().Languages {
		tags[i] = language.Make(l)
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return s.present().Languages[0]
	}
	_, i, _ := language.NewMatcher(tags).Match(wanted...)
	return s.present().Languages[i]
}

// postTheme keeps the reader's choice of colours and returns to the page it
// was made on.
func (s *Server) postTheme(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return address.BadKey("form", "is not well encoded")
	}
	theme := r.PostForm.Get("theme")
	c := &http.Cookie{Name: "theme", Value: theme, Path: s.rootPath() + "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: strings.HasPrefix(s.site.BaseURL, "https:")}
	switch theme {
	case "light", "dark":
	case "system":
		c.Value, c.MaxAge = "", -1
	default:
		return address.BadKey("theme", "must be light, dark or system")
	}
	http.SetCookie(w, c)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, s.localPath(r.PostForm.Get("back")), http.StatusSeeOther)
	return nil
}

// getTheme leads who asks for the address of the form, which is nothing to read, to
// the site.
func (s *Server) getTheme(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, s.rootPath()+"/", http.StatusSeeOther)
	return nil
}

// localPath lets a form lead only to pages of this site.
func (s *Server) localPath(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n") {
		return s.rootPath() + "/"
	}
	return back
}

// getRobots lets crawlers in, but not into every combination of filters.
func (s *Server) getRobots(w http.ResponseWriter, r *http.Request) error {
	var b strings.Builder
	root := s.rootPath()
	b.WriteString("User-agent: *\n")
	for _, l := range s.present().Languages {
		fmt.Fprintf(&b, "Disallow: %s/%s/search\nDisallow: %s/%s/subscribe?\n", root, l, root, l)
	}
	fmt.Fprintf(&b, "\nSitemap: %s/sitemap.xml\n", s.site.BaseURL)
	return reply.New([]byte(b.String()), reply.Facts{MediaType: "text/plain; charset=utf-8", CacheControl: "public, max-age=3600"}).Send(w, r)
}

// getFavicon answers browsers that ask for an icon without having been told of
// one.
func (s *Server) getFavicon(w http.ResponseWriter, r *http.Request) error {
	rep, ok := s.pages.Icon(s.present().Record.Accent)
	if !ok {
		return events.ErrNotFound
	}
	return rep.Send(w, r)
}

func (s *Server) getManifest(w http.ResponseWriter, r *http.Request) error {
	lang, _ := address.LanguageIn(r.URL.Path)
	b, err := s.pages.Manifest(s.atHome(lang, ""))
	if err != nil {
		return err
	}
	return reply.New(b, reply.Facts{MediaType: "application/manifest+json", CacheControl: "public, max-age=3600"}).Send(w, r)
}
