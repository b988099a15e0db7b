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
	"almanac.example/feeds/ical"
	"almanac.example/feeds/syndication"
	"almanac.example/web/reply"
)

// feedCache says how long readers may keep a feed without asking
// (RFC 9111 §5.2, RFC 5861 §3).
const feedCache = "public, max-age=900, stale-while-revalidate=86400"

// feedFormat finds the format whose extension the path has.
func feedFormat(path string) (format, bool) {
	ext := feedExtension(path)
	for _, f := range formats() {
		if f.Extension == ext {
			return f, true
		}
	}
	return format{}, false
}

// feedExtension returns the path's feed extension, or "".
func feedExtension(path string) string {
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 || strings.IndexByte(path[dot:], '/') >= 0 {
		return ""
	}
	for _, f := range formats() {
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
	query, err := readQuery(r.URL.RawQuery)
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
	if query, err = tg.narrow(t, query); err != nil {
		return err
	}
	if req.window != "" {
		if err := tg.upcoming(s.today()); err != nil {
			return err
		}
	}
	if e, _, ok := t.AtAddress(tg.slug); ok && !e.Status.Public() {
		return errGone
	}
	a := s.feedAnswer(feedTask{newMoment(t), tg, query, req})
	to := destination{reply.Revision(t.Rev()), day, a.Key}
	rep, err := s.cache.Get(r, to.rev, a)
	if err != nil {
		return err
	}
	s.leads(r, to)
	return rep.Send(w, r)
}

// feedRequest is what an address asks for beside the selection.
type feedRequest struct {
	format  format
	options feeds.Options
	before  syndication.Cursor // the older page wanted, zero for the newest
	days    int                // of an upcoming feed
	window  string             // windowUpcoming: without what is over

	anniversaries ical.Anniversaries // choices of a calendar of anniversaries; Today is set when it is made
}

// cursorKey is the query key of an older page.
const cursorKey = "before"

func takeCursor(q url.Values) (syndication.Cursor, error) {
	values := q[cursorKey]
	if len(values) == 0 {
		return syndication.Cursor{}, nil
	}
	if len(values) > 1 {
		return syndication.Cursor{}, badKey(cursorKey, "may stand only once")
	}
	q.Del(cursorKey)
	c, err := syndication.ParseCursor(values[0])
	if err != nil {
		return c, badKey(cursorKey, "is no page of this feed; follow the links that the feed gives")
	}
	return c, nil
}

// feedTask is one feed to be made: of which moment, of what, and how.
type feedTask struct {
	timeline *moment
	target   target
	query    url.Values
	feedRequest
}

// feedAnswer describes the feed to the cache.
func (s *Server) feedAnswer(task feedTask) reply.Answer {
	a := reply.Answer{
		Key: task.key(), Lane: s.lanes.feeds, Holds: holds(task.timeline.t),
		Main: task.target.sel.IsZero() && task.target.news == "",
		Make: func(ctx context.Context, turn *reply.Turn, before *reply.Representation) (*reply.Representation, error) {
			return s.makeFeed(ctx, making{task, turn, before})
		},
	}
	if task.target.news != "" || task.window != "" {
		a.Key += "\x00" + s.today().Format(time.DateOnly)
	}
	return a
}

// key is everything the feed depends on but the record.
func (t feedTask) key() string {
	return strings.Join([]string{t.address(), t.target.sel.String(), t.before.String()}, "\x00")
}

// events are what the format needs of the target: feeds also take back what was
// withdrawn.
func (t feedTask) events() []*events.Event {
	list := t.timeline.Select(t.target.sel)
	if !t.format.Stubs {
		return list
	}
	if stubs := t.timeline.TakenBack(t.target.sel); len(stubs) > 0 {
		return slices.Concat(list, stubs)
	}
	return list
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
	if a := t.anniversaries; a.LeapDay != ical.LeapDayOnly {
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

// making is a feed about to be made, in its turn; before is the last one at
// its address, nil if there was none.
type making struct {
	feedTask
	turn   *reply.Turn
	before *reply.Representation
}

func (s *Server) makeFeed(ctx context.Context, m making) (*reply.Representation, error) {
	f, err := s.news(ctx, m.feedTask, s.feed(m.feedTask))
	if err != nil {
		return nil, err
	}
	link := []string{"<" + f.Self + `>; rel="self"`, "<" + f.Page + `>; rel="alternate"; type="text/html"`}
	if f.Push {
		link = append(link, "<"+s.site.Hub+`>; rel="hub"`)
	}
	rep, err := s.writeFeed(ctx, m, f, reply.Facts{
		MediaType: m.format.MediaType, Language: m.target.lang, CacheControl: feedCache,
		Modified: lastModified(m.timeline.t, f.Updated), Now: s.now, Public: true, Link: link,
	})
	if err != nil {
		return nil, err
	}
	if rep.Basis == nil {
		rep.Basis = &basis{}
	}
	rep.Basis.(*basis).moment = m.timeline.forget()
	return rep, nil
}

// writeFeed writes the document. A format whose documents hold the whole
// selection takes a turn among large answers when there is much to write.
func (s *Server) writeFeed(ctx context.Context, m making, f *syndication.Feed, about reply.Facts) (*reply.Representation, error) {
	if size := documentSize(&f.Feed); isCalendarFormat(m.format) && size >= largeBytes {
		if err := m.turn.Move(ctx, s.lanes.large); err != nil {
			return nil, err
		}
		if err := m.turn.Reserve(2 * size); err != nil { // it is put together from parts
			return nil, err
		}
	}
	if m.format.Assemble == nil {
		var b bytes.Buffer
		if err := m.format.Write(ctx, &b, f); err != nil {
			return nil, err
		}
		return reply.New(b.Bytes(), about), nil
	}
	a, err := m.format.Assemble(ctx, &f.Feed, s.pieces(m))
	if err != nil {
		return nil, err
	}
	rep := reply.NewCoded(reply.Body{Bytes: a.Bytes(), Sum: a.Sum(), Gzip: a.Gzip}, about)
	rep.Basis = &basis{calendar: a}
	return rep, nil
}

// documentSize is about how many bytes a calendar of the feed's events has.
func documentSize(f *feeds.Feed) int64 {
	size := int64(0)
	for _, e := range f.Events {
		text, _ := e.In(f.Lang)
		size += int64(entryBytes + len(text.Title) + len(text.Summary) + len(text.Body))
	}
	return size
}

// pieces finds an assembly that has pieces of the calendar to be made: the one
// at the same address before, or else the whole record's.
func (s *Server) pieces(m making) *ical.Assembly {
	if m.before != nil {
		return m.before.Basis.(*basis).calendar
	}
	whole := feedTask{target: target{lang: m.target.lang, path: "/" + m.target.lang + "/all"}}
	whole.format, whole.options = m.format, m.options
	if rep := s.cache.Latest(whole.key()); rep != nil {
		return rep.Basis.(*basis).calendar
	}
	return nil
}

// feed describes the target's selection to a feed writer.
func (s *Server) feed(task feedTask) *syndication.Feed {
	t, tg := task.timeline, task.target
	site := s.settings(t.t)
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
	f := feeds.Feed{
		Site: site, Lang: tg.lang, Title: title, Description: description, Color: tg.color(t),
		Page: site.BaseURL + escapePath(tg.path) + encodeQuery(task.query, feeds.Options{}), Self: self,
		Events: task.events(), Updated: t.LastChanged(tg.sel), Options: task.options,
	}
	return &syndication.Feed{Feed: f, Before: task.before, Push: s.pushed(task)}
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

func escapePath(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// optionsFeed answers the preflight of scripts that send validators
// (the Fetch standard's CORS protocol; If-None-Match is not safelisted).
func (s *Server) optionsFeed(w http.ResponseWriter, _ *http.Request) error {
	h := w.Header()
	h["Access-Control-Allow-Origin"] = reply.AnyOrigin
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since, Accept, Cache-Control")
	h.Set("Access-Control-Max-Age", "86400")
	h.Set("Allow", "GET, HEAD, OPTIONS")
	w.WriteHeader(http.StatusNoContent)
	return nil
}
