package syndication

import (
	"fmt"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// noticeKind is what a notice tells of.
type noticeKind string

// The kinds of notice. Each is an item of its own, because readers never show
// again an item they have seen, whatever becomes of it.
const (
	noticeCancelled  noticeKind = "cancelled"  // will not or did not take place
	noticeMoved      noticeKind = "moved"      // has another date than before
	noticeReinstated noticeKind = "reinstated" // was cancelled and takes place after all
)

// notice is one such change after publication.
type notice struct {
	kind     noticeKind
	at       time.Time
	from, to events.Span
}

// notices derives them from what the event remembers of itself. An event that
// was withdrawn has none: they would repeat what was taken back.
func notices(e *events.Event) []notice {
	if !e.Status.Public() {
		return nil
	}
	var list []notice
	for i := range e.Formerly {
		was := &e.Formerly[i]
		is := events.Trace{Span: e.Span, Status: e.Status}
		if i+1 < len(e.Formerly) {
			is = e.Formerly[i+1]
		}
		if kind := kindOf(was, &is); kind != "" {
			list = append(list, notice{kind, feeds.Stamped(was.Until), was.Span, is.Span})
		}
	}
	return list
}

func kindOf(was, is *events.Trace) noticeKind {
	switch {
	case !was.Status.Public() || !is.Status.Public():
		return "" // nothing that readers have seen, or nothing they should
	case was.Status != events.Cancelled && is.Status == events.Cancelled:
		return noticeCancelled
	case was.Status == events.Cancelled && is.Status != events.Cancelled:
		return noticeReinstated
	case !sameDate(was.Span, is.Span):
		return noticeMoved
	}
	return ""
}

// sameDate leaves aside the words in which the editor put a date.
func sameDate(a, b events.Span) bool {
	a.AsWritten, b.AsWritten = nil, nil
	return a.Equal(b)
}

// id is unique among an event's notices: no two changes of one event have the
// same second.
func (n notice) id(e *events.Event) string {
	return eventID(e.ID) + ";notice=" + string(n.kind) + "-" + n.at.Format(cursorTime)
}

// notice says a notice as an item. Its text never changes but for the event's
// title.
func (c *composer) notice(e *events.Event, n notice) *Item {
	text, lang := e.In(c.lang)
	own := c.ownTitle(text, lang)
	it := &Item{
		ID: c.site.TagURI(n.id(e)), URL: c.site.EventPage(c.lang, e.Slug), Lang: lang,
		Published: n.at, Updated: n.at, Tags: c.categories(e),
	}
	now := *e
	now.Span, now.Status = n.to, events.Published
	it.lead = c.lead(&now, lang)
	saying := ""
	switch n.kind {
	case noticeMoved:
		it.Title = c.words.moved + c.titleDate(n.from) + " → " + c.titleDate(n.to) + c.words.dot + own
		saying = fmt.Sprintf(c.words.movedFrom, c.date(n.from), c.date(n.to))
	case noticeReinstated:
		it.Title = c.words.reinstated + c.titleDate(n.to) + c.words.dot + own
		saying = c.words.backOn
	default:
		it.Title = c.words.cancelled + c.titleDate(n.to) + c.words.dot + own
		saying = c.words.cancelledOn
	}
	it.Summary = saying
	it.HTML = it.lead + "<p" + c.langAttribute(c.lang, lang) + "><strong>" + escapeHTML(saying) + "</strong></p>\n" +
		`<p><a href="` + escapeHTML(it.URL) + `">` + escapeHTML(own) + "</a></p>\n"
	it.Facts = c.facts(&now)
	it.Facts.Status = e.Status
	it.Facts.Notice = &noticeFacts{Kind: n.kind, Formerly: formerly(n)}
	it.Facts.Sources = nil
	return it
}

func formerly(n notice) string {
	if n.kind != noticeMoved {
		return ""
	}
	return exact(n.from)
}

// exact is the EDTF expression of a span; with a time of day, if it has one.
func exact(s events.Span) string {
	if s.Timed() {
		return s.Start.Format(time.RFC3339)
	}
	return s.EDTF().String()
}

// originalDate is the date an event had when it was published. It is part of
// the order of feeds, which must not change when the date does.
func originalDate(e *events.Event) edtf.Value {
	span := e.Span
	if len(e.Formerly) > 0 {
		span = e.Formerly[0].Span
	}
	return orderDate(span)
}
