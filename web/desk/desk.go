package desk

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/feeds/intake"
	"almanac.example/web/access"
	"almanac.example/web/access/oidc"
	"almanac.example/web/api/webhook"
	"almanac.example/web/desk/bulk"
	"almanac.example/web/desk/door"
	"almanac.example/web/desk/entry"
	"almanac.example/web/desk/frame"
	"almanac.example/web/desk/importing"
	"almanac.example/web/desk/operation"
	"almanac.example/web/desk/overview"
	"almanac.example/web/desk/people"
	"almanac.example/web/desk/proposals"
	"almanac.example/web/desk/site"
	"almanac.example/web/desk/vocabulary"
	"almanac.example/web/editing"
	"almanac.example/web/picture"
	"almanac.example/web/reply"
)

// Config is what a Desk needs. All fields but URL, Log, Webhooks, Backup, Imports,
// Vault, Redact and those of a Provider are required.
type Config struct {
	Timeline  func() *timeline.Timeline
	History   func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	Editor    *editing.Editor
	URL       string // address at which the desk is found; "": that of the site
	Directory *access.Directory
	Site      func(t *timeline.Timeline) *feeds.Site // the settings as a timeline sees them
	Preview   func(ctx context.Context, s entry.Shown) (body []byte, mediaType string, err error)
	Accent    func(accent string) (light, dark string) // what pages make of an accent #rrggbb on light and on dark paper
	Pictures  *picture.Library                         // nil: there are none
	Assets    Assets
	Now       func() time.Time
	Log       *slog.Logger // nil: nothing is logged

	Imports intake.Record // takes in what is imported; nil: nothing can be
	Vault   intake.Vault  // in which files to be imported wait; nil: nothing can be

	Provider     *oidc.Provider // with which people may sign in, too; nil: none
	ProviderName string         // as the page to sign in calls it

	Webhooks *webhook.Sender // nil: there are none
	// Backup writes a portable backup, with accounts if asked; nil: none is to be
	// had here.
	Backup func(ctx context.Context, w io.Writer, accounts bool) error
	Redact entry.Redact // nil: nothing is redacted here
}

// Assets are the addresses of public files that the desk's pages load, too.
type Assets struct{ CSS, Icon string }

// Desk answers what is below frame.Root.
type Desk struct {
	Config
	base      string // path of the desk's address
	templates *frame.Templates
	assets    frame.Assets
	files     map[string]*reply.Representation // style sheet and script, by name
	door      *door.Pages
	overview  *overview.Pages
	entry     *entry.Pages
	proposals *proposals.Pages
	bulk      *bulk.Pages
	words     *vocabulary.Pages
	people    *people.Pages
	operation *operation.Pages
	site      *site.Pages
	importing *importing.Pages
	handler   http.Handler
}

//go:embed static
var staticFiles embed.FS

// New prepares a desk. Close it when the server has stopped.
func New(c Config) (*Desk, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.URL == "" {
		c.URL = c.Site(c.Timeline()).BaseURL
	}
	base, err := url.Parse(strings.TrimRight(c.URL, "/"))
	if err != nil {
		return nil, fmt.Errorf("address of the desk: %w", err)
	}
	d := &Desk{Config: c, base: base.Path, files: map[string]*reply.Representation{}}
	if d.templates, err = frame.NewTemplates(); err != nil {
		return nil, err
	}
	d.assets = frame.Assets{Public: c.Assets.CSS, Icon: c.Assets.Icon}
	if d.assets.Desk, err = d.asset("desk.css", "text/css; charset=utf-8"); err != nil {
		return nil, err
	}
	if d.assets.Script, err = d.asset("desk.js", "text/javascript; charset=utf-8"); err != nil {
		return nil, err
	}
	if d.Pictures == nil {
		if d.Pictures, err = picture.New(nil, c.Timeline); err != nil {
			return nil, err
		}
	}
	d.door = door.New(c.Directory, d.external())
	d.overview = overview.New(c.History, c.Directory.Accounts, c.Directory)
	d.entry = entry.New(entry.Config{Editor: c.Editor, History: c.History, Preview: c.Preview, People: c.Directory.Accounts, Pictures: d.Pictures, Redact: c.Redact})
	d.bulk = bulk.New(c.Editor, d.overview, c.History, c.Directory.Record)
	d.importing = importing.New(importing.Config{Editor: c.Editor, Timeline: c.Timeline, History: c.History, Record: c.Imports, Vault: c.Vault, Now: c.Now, Log: c.Log})
	d.proposals = proposals.New(proposals.Config{Editor: c.Editor, History: c.History, People: c.Directory.Accounts, Many: d.bulk})
	d.words = vocabulary.New(vocabulary.Config{Timeline: c.Timeline, Editor: c.Editor, History: c.History, Many: d.bulk})
	d.operation = operation.New(operation.Config{Directory: c.Directory, Hooks: c.Webhooks, Backup: c.Backup})
	d.site = site.New(site.Config{Editor: c.Editor, Directory: c.Directory, Accent: c.Accent, Pictures: d.Pictures})
	d.people = people.New(c.Directory, strings.TrimRight(c.URL, "/"))
	d.handler, err = d.mux(c.URL)
	return d, err
}

// Close stops what goes on by itself.
func (d *Desk) Close() {
	d.importing.Close()
	d.bulk.Close()
}

// ServeHTTP answers a request below frame.Root.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.handler.ServeHTTP(w, r) }

// asset reads a file, and gives it an address that changes with its content.
func (d *Desk) asset(name, media string) (string, error) {
	body, err := staticFiles.ReadFile("static/" + name)
	if err != nil {
		return "", fmt.Errorf("reading the desk's files: %w", err)
	}
	sum := sha256.Sum256(body)
	stem, ext, _ := strings.Cut(name, ".")
	hashed := stem + "." + hex.EncodeToString(sum[:5]) + "." + ext
	d.files[hashed] = reply.New(body, reply.Facts{MediaType: media, CacheControl: "private, max-age=31536000, immutable", Policy: Policy})
	return d.base + frame.Root + "/static/" + hashed, nil
}

// maxBody bounds what a form may hold: the longest entry in two scripts, escaped.
const maxBody = 4 << 20

// Policy lets a page of the desk use this server's own files and nothing else,
// and lets no page frame it.
const Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"

// always sets the fields that every answer of the desk carries beside those that
// all answers of the server do.
func always(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", Policy)
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Robots-Tag", "noindex")
}

// getFile answers with a style sheet or script. It holds nothing of anybody, and
// its address changes with it: the browser may keep it, shared caches may not.
func (d *Desk) getFile(w http.ResponseWriter, r *http.Request) {
	f, ok := d.files[r.PathValue("name")]
	if !ok {
		d.fail(w, d.visit(r, access.Principal{}), events.ErrNotFound)
		return
	}
	if err := f.Send(w, r); err != nil {
		d.fail(w, d.visit(r, access.Principal{}), err)
	}
}

// handle makes a handler of a route.
func (d *Desk) handle(rt Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, cookie, err := d.Directory.Identify(r.Context(), r)
		if cookie != nil {
			http.SetCookie(w, cookie)
		}
		v := d.visit(r, who)
		if err != nil {
			d.fail(w, v, err)
			return
		}
		if r.Method == http.MethodPost {
			if v.Form, err = readForm(w, r, rt.largest(v)); err != nil {
				d.fail(w, v, err)
				return
			}
			v.Sent = true
		}
		d.answer(w, r, v, rt)
	}
}

// answer makes the answer of a route, if who asks may have it.
func (d *Desk) answer(w http.ResponseWriter, r *http.Request, v *frame.Visit, rt Route) {
	a, err := d.made(r.Context(), v, rt)
	if err != nil {
		d.fail(w, v, err)
		return
	}
	if a.Cookie != nil {
		http.SetCookie(w, a.Cookie)
	}
	if a.Again != nil {
		d.again(w, r, a)
		return
	}
	d.send(w, v, a)
}

// made asks whether the action is allowed, and makes the answer. Who has not
// signed in is sent to do so, with what was typed.
func (d *Desk) made(ctx context.Context, v *frame.Visit, rt Route) (frame.Answer, error) {
	if rt.Needs == "" {
		return rt.Page(ctx, v)
	}
	err := v.Who.May(rt.Needs)
	var denied *access.Denied
	if !errors.As(err, &denied) || denied.Cause != access.NotSignedIn {
		if err != nil {
			return frame.Answer{}, err
		}
		return rt.Page(ctx, v)
	}
	if v.Sent {
		return d.door.Expired(v), nil
	}
	if !d.Directory.HasAdministrator() {
		return frame.Answer{}, errNotSetUp
	}
	return frame.See(v.Link("/login", "to", v.LinkIn(v.Lang, v.Path)+queryOf(v.Query))), nil
}

func queryOf(q url.Values) string {
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// again takes a form that was sent before its session had ended, as if it were
// sent now by who has just signed in.
func (d *Desk) again(w http.ResponseWriter, r *http.Request, a frame.Answer) {
	u, err := url.Parse(a.Again.Path)
	if err != nil {
		d.fail(w, d.visit(r, access.Principal{}), events.ErrNotFound)
		return
	}
	next := r.Clone(r.Context())
	next.URL.Path, next.URL.RawPath, next.URL.RawQuery = strings.TrimPrefix(u.Path, d.base), "", u.RawQuery
	next.Form, next.PostForm = a.Again.Form, a.Again.Form
	next.Header.Set("Cookie", a.Cookie.String())
	d.handler.ServeHTTP(w, next)
}
