package web

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"time"

	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/feeds/ical"
	"almanac.example/feeds/syndication"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/page"
	"almanac.example/web/reply"
)

// feedCache says how long readers may keep a feed without asking
// (RFC 9111 §5.2, RFC 5861 §3).
const feedCache = "public, max-age=900, stale-while-revalidate=300"

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
	t, g := s.record.Timeline(), s.grammar()
	tg, choices, err := g.Feed(t, r.URL, address.Form{Extension: format.Extension, Calendar: format.Whole})
	if err != nil {
		return err
	}
	a := s.feedAnswer(feedTask{moment.New(t), tg, format, choices, s.month()})
	to := destination{reply.Revision(t.Rev()), g.Today, a.Key}
	rep, err := s.cache.Get(r, to.rev, a)
	if err != nil {
		return err
	}
	s.remember(r, to)
	return rep.Send(w, r)
}

// feedTask is one feed to be made: of which moment, of what, and how.
type feedTask struct {
	timeline *moment.Moment
	target   address.Target
	format   format
	address.FeedChoices
	month edtf.Day // the first day of the current one, around which calendars write out what repeats
}

// month is the first day of the current month in the site's zone.
func (s *Server) month() edtf.Day {
	today := edtf.DayOf(s.today())
	return today.AddDays(1 - today.Day())
}

// feedAnswer describes the feed to the cache.
func (s *Server) feedAnswer(task feedTask) reply.Answer {
	a := reply.Answer{
		Key: task.key(), Lane: s.lanes.feeds, Holds: holds(task.timeline.Timeline()),
		Main: task.target.Selection.IsZero() && task.target.Derived == "",
		Make: func(ctx context.Context, turn *reply.Turn, before *reply.Representation) (*reply.Representation, error) {
			return s.makeFeed(ctx, making{task, turn, before})
		},
	}
	if task.target.Derived != "" || task.Window != "" {
		a.Key += "\x00" + s.today().Format(time.DateOnly)
	}
	return a
}

// key is everything the feed depends on but the record.
func (t feedTask) key() string {
	key := []string{t.target.FeedAddress(t.format.Extension, t.FeedChoices), t.target.Selection.String(), t.Before.String()}
	if isCalendarFormat(t.format) {
		key = append(key, t.month.String())
	}
	return strings.Join(key, "\x00")
}

// making is a feed about to be made, in its turn; before is the last one at
// its address, nil if there was none.
type making struct {
	feedTask
	turn   *reply.Turn
	before *reply.Representation
}

func (s *Server) makeFeed(ctx context.Context, m making) (*reply.Representation, error) {
	f, err := s.derive(ctx, m.feedTask, s.feed(m.feedTask))
	if err != nil {
		return nil, err
	}
	link := []string{"<" + f.Self + `>; rel="self"`, "<" + f.Page + `>; rel="alternate"; type="text/html"`}
	if f.Push {
		link = append(link, "<"+s.site.Hub+`>; rel="hub"`)
	}
	rep, err := s.writeFeed(ctx, m, f, reply.Facts{
		MediaType: m.format.MediaType, Language: m.target.Lang, CacheControl: feedCache,
		Modified: m.timeline.LastModified(f.Updated), Now: s.now, Public: true, Link: link,
	})
	if err != nil {
		return nil, err
	}
	if rep.Basis == nil {
		rep.Basis = &basis{}
	}
	rep.Basis.(*basis).moment = m.timeline.Forget()
	return rep, nil
}

// writeFeed writes the document. A format whose documents hold the whole
// selection takes a turn among large answers when there is much to write.
func (s *Server) writeFeed(ctx context.Context, m making, f *syndication.Feed, about reply.Facts) (*reply.Representation, error) {
	if size := page.CalendarBytes(f.Lang, f.Events); m.format.Whole && size >= page.LargeCalendar {
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
	before := s.pieces(m)
	a, err := m.format.Assemble(ctx, &f.Feed, before)
	if err != nil {
		return nil, err
	}
	rep := reply.NewCoded(reply.Body{Bytes: a.Bytes(), Sum: a.Sum(), Gzip: a.Gzip}, about)
	rep.Basis = &basis{calendar: a}
	return rep, nil
}

// pieces finds an assembly that has pieces of the calendar to be made: the one
// at the same address before, or else the whole record's.
func (s *Server) pieces(m making) *ical.Assembly {
	if m.before != nil {
		return m.before.Basis.(*basis).calendar
	}
	whole := feedTask{target: address.Target{Lang: m.target.Lang, Path: "/" + m.target.Lang + "/all"}, format: m.format, month: m.month}
	whole.Options = m.Options
	if rep := s.cache.Latest(whole.key()); rep != nil {
		return rep.Basis.(*basis).calendar
	}
	return nil
}

// feed describes the target's selection to a feed writer, with what feeds have to
// correct of former ones.
func (s *Server) feed(task feedTask) *syndication.Feed {
	f := &syndication.Feed{Feed: *s.selection(task), Before: task.Before, Push: s.pushed(task)}
	if !task.format.Whole {
		f.Past = task.timeline.Past(task.target.Selection)
		f.Updated = syndication.LastChanged(f.Updated, f.Past)
	}
	return f
}

// selection describes what the target's selection is now.
func (s *Server) selection(task feedTask) *feeds.Feed {
	t, tg := task.timeline, task.target
	site := s.settings(t.Timeline())
	title, _ := site.Name.In(tg.Lang)
	if label := tg.Label(t); label != "" {
		title += " · " + label
	}
	description, _ := site.Description.In(tg.Lang)
	path, query, _ := strings.Cut(task.target.FeedAddress(task.format.Extension, task.FeedChoices), "?")
	self := site.BaseURL + address.EscapePath(path)
	if query != "" {
		self += "?" + query
	}
	return &feeds.Feed{
		Site: site, Lang: tg.Lang, Title: title, Description: description, Color: tg.Color(t),
		Page: site.BaseURL + tg.PageAddress(), Self: self,
		Events: t.Select(tg.Selection), Updated: s.lastChanged(t, tg),
		Options: task.Options,
	}
}

// lastChanged is when a target's selection changed last. A window also changes at
// the midnight at which something leaves it.
func (s *Server) lastChanged(t *moment.Moment, tg address.Target) time.Time {
	whole, left, ok := tg.Unwindowed()
	if !ok {
		return t.LastChanged(tg.Selection)
	}
	changed := t.LastChanged(whole)
	from, _ := tg.Selection.From.Earliest()
	for _, e := range t.Select(left) {
		last, ok := e.Span.Last()
		if !ok || !last.Before(from) {
			continue
		}
		n, _ := last.DaysUntil(from)
		if midnight, ok := edtf.DayOf(s.today()).AddDays(1 - int(n)).Time(s.present().Location()); ok {
			changed = feeds.Later(changed, midnight)
		}
	}
	return changed
}

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

// offered are the formats that a page names, the one that says most first.
func offered() []page.Format {
	var list []page.Format
	for _, ext := range []string{".atom", ".rss", ".json", ".ics"} {
		if f, ok := feedFormat(ext); ok {
			list = append(list, named(f))
		}
	}
	return list
}

// whole are the formats whose documents hold a whole selection.
func whole() []page.Format {
	var list []page.Format
	for _, f := range formats() {
		if f.Whole {
			list = append(list, named(f))
		}
	}
	return list
}

// named is a format as pages name it.
func named(f format) page.Format {
	return page.Format{Name: f.Name, Extension: f.Extension, MediaType: f.MediaType, Calendar: isCalendarFormat(f)}
}
