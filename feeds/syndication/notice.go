package syndication

import (
	"slices"
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
	index    int       // of the state that came to its end, among the event's former ones
	over     time.Time // when the event changed again in what the notice says; zero: it is as it says
}

// notices derives them from what the event remembers of itself.
func notices(e *events.Event) []notice {
	states := append(slices.Clip(e.Formerly), events.Trace{Span: e.Span, Status: e.Status})
	var list []notice
	var over time.Time
	for i := len(e.Formerly) - 1; i >= 0; i-- {
		was, is := &states[i], &states[i+1]
		if kind := kindOf(was, is); kind != "" {
			list = append(list, notice{kind, feeds.Stamped(was.Until), was.Span, is.Span, i, over})
		}
		if !sameDate(was.Span, is.Span) || (was.Status == events.Cancelled) != (is.Status == events.Cancelled) || was.Status.Public() != is.Status.Public() {
			over = was.Until
		}
	}
	slices.Reverse(list)
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
func (n notice) id(e *events.Event) string { return eventID(e.ID) + n.suffix() }

func (n notice) suffix() string { return ";notice=" + string(n.kind) + "-" + n.at.Format(cursorTime) }

// notice says a notice as an item, of an event that is as the notice says.
func (c *composer) notice(e *events.Event, n notice) *Item {
	text, lang := e.In(c.lang)
	own := c.ownTitle(text, lang)
	it := &Item{
		ID: c.site.TagURI(n.id(e)), URL: c.site.EventPage(c.lang, e.Slug), Lang: lang,
		Published: n.at, Updated: feeds.Later(n.at, e.Updated), Tags: c.categories(e),
	}
	n.to = e.Span // the same date, in the editor's present words
	it.lead = c.lead(e, lang)
	saying := ""
	switch n.kind {
	case noticeMoved:
		it.Title = c.words.Text("item.moved") + c.titleDate(n.from) + " → " + c.titleDate(n.to) + c.words.Text("dot") + own
		saying = c.words.Text("item.movedSaying", c.date(n.from), c.date(n.to))
	case noticeReinstated:
		it.Title = c.words.Text("item.reinstated") + c.titleDate(n.to) + c.words.Text("dot") + own
		saying = c.words.Text("item.reinstatedSaying")
	default:
		it.Title = c.words.Text("item.cancelling") + c.titleDate(n.to) + c.words.Text("dot") + own
		saying = c.words.Text("item.cancelledSaying")
	}
	it.Summary = saying
	it.HTML = it.lead + "<p" + c.block(c.words.Spoken, lang) + "><strong>" + escapeHTML(saying) + "</strong></p>\n" +
		`<p><a href="` + escapeHTML(it.URL) + `">` + escapeHTML(own) + "</a></p>\n"
	it.Facts = c.facts(e)
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
