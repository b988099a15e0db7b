package web

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// feedCache says how long readers may keep a feed without asking
// (RFC 9111 §5.2, RFC 5861 §3).
const feedCache = "public, max-age=900, stale-while-revalidate=86400"

// feedFormat finds the format whose extension the path has.
func feedFormat(path string) (feeds.Format, bool) {
	ext := feedExtension(path)
	for _, f := range feeds.Formats() {
		if f.Extension == ext {
			return f, true
		}
	}
	return feeds.Format{}, false
}

// feedExtension returns the path's feed extension, or "".
func feedExtension(path string) string {
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 || strings.IndexByte(path[dot:], '/') >= 0 {
		return ""
	}
	for _, f := range feeds.Formats() {
		if f.Extension == path[dot:] {
			return f.Extension
		}
	}
	return ""
}

// getFeed answers with the selection of a page in somebody's format. Accept
// and User-Agent play no part, and there is never a redirect.
func (s *Server) getFeed(w http.ResponseWriter, r *http.Request) error {
	format, _ := feedFormat(r.URL.Path)
	query, err := cleanQuery(r.URL.RawQuery)
	if err != nil {
		return err
	}
	t, day := s.record.Timeline(), edtf.DayOf(s.today())
	tg, err := s.parseTarget(t, strings.TrimSuffix(r.URL.Path, format.Extension))
	if err != nil {
		return err
	}
	req := feedRequest{format: format}
	if req.options, err = takeOptions(query); err != nil {
		return err
	}
	if req.before, err = takeCursor(query); err != nil {
		return err
	}
	if req.days, err = tg.news.takeDays(query); err != nil {
		return err
	}
	if req.window, err = takeWindow(query); err != nil {
		return err
	}
	if req.anniversaries, err = tg.news.takeAnniversaries(query); err != nil {
		return err
	}
	if err := tg.forCalendar(&req); err != nil {
		return err
	}
	if err := tg.narrow(query); err != nil {
		return err
	}
	if req.window != "" {
		if err := tg.upcoming(s.today()); err != nil {
			return err
		}
	}
	if e, _, ok := t.BySlug(tg.slug); ok && !e.Status.Public() {
		return errGone
	}
	// Others may be waiting for the same answer when this reader gives up.
	a := s.feedAnswer(feedTask{context.WithoutCancel(r.Context()), t, tg, query, req})
	rep, err := s.cache.get(t.Rev(), a)
	if err != nil {
		return err
	}
	s.leads(r, destination{t.Rev(), day, a.key})
	rep.send(w, r)
	return nil
}

// feedRequest is what an address asks for beside the selection.
type feedRequest struct {
	format  feeds.Format
	options feeds.Options
	before  feeds.Cursor // the older page wanted, zero for the newest
	days    int          // of an upcoming feed
	window  string       // windowUpcoming: without what is over

	anniversaries feeds.Anniversaries // choices of a calendar of anniversaries; Today is set when it is made
}

// cursorKey is the query key of an older page.
const cursorKey = "before"

func takeCursor(q url.Values) (feeds.Cursor, error) {
	values := q[cursorKey]
	if len(values) == 0 {
		return feeds.Cursor{}, nil
	}
	if len(values) > 1 {
		return feeds.Cursor{}, badKey(cursorKey, "may stand only once")
	}
	q.Del(cursorKey)
	c, err := feeds.ParseCursor(values[0])
	if err != nil {
		return c, badKey(cursorKey, "is no page of this feed; follow the links that the feed gives")
	}
	return c, nil
}

// feedTask is one feed to be made: of which moment, of what, and how.
type feedTask struct {
	ctx      context.Context
	timeline *events.Timeline
	target   target
	query    url.Values
	feedRequest
}

// feedAnswer describes the feed to the cache.
func (s *Server) feedAnswer(task feedTask) answer {
	sel, t := task.selection(), task.timeline
	a := answer{
		key:     task.key(),
		touched: func(since events.Rev) bool { return t.Touched(sel, since) },
		make:    func(before *representation) (*representation, error) { return s.makeFeed(task, before) },
	}
	switch {
	case task.target.news != "":
		// What is new depends on the day and on every change.
		a.key += "\x00" + s.today().Format(time.DateOnly)
		a.touched = nil
	case len(sel.Places) > 0:
		// The name of a place may be that of an event outside the selection.
		a.key += "\x00" + task.target.label(t)
	}
	return a
}

// key is everything the feed depends on but the record.
func (t feedTask) key() string {
	sel := t.selection()
	return strings.Join([]string{t.address(), sel.String(), t.before.String()}, "\x00")
}

// selection is what the format needs of the target: feeds also take back what
// was withdrawn.
func (t feedTask) selection() events.Selection {
	sel := t.target.sel
	if len(sel.Statuses) == 0 {
		sel.Statuses = t.format.Statuses
	}
	return sel
}

// address is the path and query of the feed, in canonical order.
func (t feedTask) address() string {
	q := encodeQuery(t.query, t.options)
	if t.days != 0 && t.days != usualDays {
		q = joinQuery(q, "days="+strconv.Itoa(t.days))
	}
	if t.window != "" && t.target.news == "" {
		q = joinQuery(q, windowKey+"="+t.window)
	}
	if a := t.anniversaries; a.LeapDay != feeds.LeapDayOnly {
		q = joinQuery(q, leapKey+"="+string(a.LeapDay))
	}
	if a := t.anniversaries; a.Round != 0 {
		q = joinQuery(q, roundKey+"="+strconv.Itoa(a.Round))
	}
	return t.target.path + t.format.Extension + q
}

func joinQuery(q, more string) string {
	if q == "" {
		return "?" + more
	}
	return q + "&" + more
}

func (s *Server) makeFeed(task feedTask, before *representation) (*representation, error) {
	f, err := s.news(task, s.feed(task))
	if err != nil {
		return nil, err
	}
	link := []string{"<" + f.Self + `>; rel="self"`, "<" + f.Page + `>; rel="alternate"; type="text/html"`}
	if f.Push {
		link = append(link, "<"+s.site.Hub+`>; rel="hub"`)
	}
	about := facts{
		mediaType: task.format.MediaType, language: task.target.lang, cacheControl: feedCache,
		modified: lastModified(task.timeline, f.Updated), now: s.now, public: true, link: link,
	}
	if task.format.Assemble != nil {
		a, err := task.format.Assemble(f, s.pieces(task, before))
		if err != nil {
			return nil, err
		}
		rep := newCalendar(a, about)
		rep.postpone(s.cache.slow)
		return rep, nil
	}
	var b bytes.Buffer
	if err := task.format.Write(&b, f); err != nil {
		return nil, err
	}
	rep := newRepresentation(b.Bytes(), about)
	rep.postpone(s.cache.slow)
	return rep, nil
}

// pieces finds an assembly that has pieces of the calendar to be made: the one
// at the same address before, or else the whole record's.
func (s *Server) pieces(task feedTask, before *representation) *feeds.Assembly {
	if before != nil {
		return before.assembly
	}
	whole := feedTask{target: target{lang: task.target.lang, path: "/" + task.target.lang + "/all"}}
	whole.format, whole.options = task.format, task.options
	if e, ok := s.cache.entries.GetIfPresent(whole.key()); ok {
		return e.rep.assembly
	}
	return nil
}

// feed describes the target's selection to a feed writer.
func (s *Server) feed(task feedTask) *feeds.Feed {
	t, tg, sel := task.timeline, task.target, task.selection()
	site := s.settings(t)
	title, _ := site.Name.In(tg.lang)
	if label := tg.label(t); label != "" {
		title += " · " + label
	}
	description, _ := site.Description.In(tg.lang)
	path, query, _ := strings.Cut(task.address(), "?")
	self := site.BaseURL + escapePath(path)
	if query != "" {
		self += "?" + query
	}
	return &feeds.Feed{
		Site: site, Lang: tg.lang, Title: title, Description: description, Color: tg.color(t),
		Page: site.BaseURL + escapePath(tg.path) + encodeQuery(task.query, feeds.Options{}), Self: self,
		Events: t.Select(sel), Updated: lastModified(t, t.LastChanged(sel)),
		Options: task.options, Before: task.before, Push: s.pushed(task),
	}
}

// lastModified is when an answer last changed; one that never held an event is
// as old as the record.
func lastModified(t *events.Timeline, changed time.Time) time.Time {
	if changed.IsZero() {
		return t.Site().Founded
	}
	return changed
}

// takeOptions removes the subscriber's choices from the query, leaving the
// selection.
func takeOptions(q url.Values) (feeds.Options, error) {
	o := feeds.Options{Imprecise: feeds.Imprecise(q.Get("imprecise"))}
	known := []feeds.Imprecise{feeds.ImpreciseDefault, feeds.ImpreciseRange, feeds.ImpreciseMarker, feeds.ImpreciseOmit}
	if !slices.Contains(known, o.Imprecise) || len(q["imprecise"]) > 1 {
		return o, badKey("imprecise", "must be range, marker or omit")
	}
	switch q.Get("notices") {
	case "", "1":
	case "0":
		o.NoNotices = true
	default:
		return o, badKey("notices", "must be 0 or absent")
	}
	q.Del("imprecise")
	q.Del("notices")
	return o, nil
}

func badKey(key, reason string) error {
	return &events.Invalid{Subject: "address", Problems: []events.Problem{{Field: key, Reason: reason}}}
}

// encodeQuery spells selection and options in canonical order, with the "?".
func encodeQuery(selection url.Values, o feeds.Options) string {
	q := maps.Clone(selection)
	if q == nil {
		q = url.Values{}
	}
	if o.Imprecise != feeds.ImpreciseDefault {
		q.Set("imprecise", string(o.Imprecise))
	}
	if o.NoNotices {
		q.Set("notices", "0")
	}
	if len(q) == 0 {
		return ""
	}
	for _, values := range q {
		slices.Sort(values)
	}
	return "?" + q.Encode()
}

// cleanQuery reads a query and drops what trackers add to links, so that it
// neither fails nor splits the cache. Empty values are dropped too.
func cleanQuery(raw string) (url.Values, error) {
	if raw == "" {
		return url.Values{}, nil
	}
	q, err := url.ParseQuery(raw)
	if err != nil {
		return nil, badKey("query", "is not well encoded")
	}
	for key, values := range q {
		q[key] = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(q[key]) == 0 || isTracking(key) {
			delete(q, key)
		}
	}
	return q, nil
}

// isTracking reports whether a query key is one that mailers, advertisers and
// social networks append to any link.
func isTracking(key string) bool {
	if strings.HasPrefix(key, "utm_") || strings.HasPrefix(key, "mc_") || strings.HasPrefix(key, "pk_") || strings.HasPrefix(key, "mtm_") {
		return true
	}
	return slices.Contains([]string{"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "gbraid", "wbraid", "twclid", "ref_src", "_hsenc", "_hsmi", "mkt_tok", "spm", "scm"}, key)
}

func escapePath(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// optionsFeed answers the preflight of scripts that send validators
// (the Fetch standard's CORS protocol; If-None-Match is not safelisted).
func (s *Server) optionsFeed(w http.ResponseWriter, _ *http.Request) error {
	h := w.Header()
	h["Access-Control-Allow-Origin"] = anyOrigin
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since, Accept, Cache-Control")
	h.Set("Access-Control-Max-Age", "86400")
	h.Set("Allow", "GET, HEAD, OPTIONS")
	w.WriteHeader(http.StatusNoContent)
	return nil
}
