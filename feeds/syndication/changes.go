package syndication

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
)

// fieldChange is one field of an event that was changed. A long text is cut to
// where it differs.
type fieldChange struct {
	Field string `json:"field"`         // as the JSON form of an event names it: "span", "text.zh.title"
	Old   string `json:"old,omitempty"` // "" where there was nothing, or where it was taken back
	New   string `json:"new,omitempty"`
}

// Corrections returns f as the correction log: one item for each change of an
// event after its publication, saying what changed, from what, to what, when,
// and why if the editor's note is public. Who made it is not told.
//
// states is the history as far as it is known, in any order; a state whose
// predecessor is missing tells nothing. Of changes before an event was
// withdrawn or deleted only the names of fields are told: quoting them would
// undo the withdrawal.
func Corrections(f *Feed, states []events.State) *Feed {
	next := *f
	next.Items = []*Item{}
	c := newComposer(f.Site, f.Lang)
	for _, history := range byEvent(states) {
		var hidden time.Time
		for i := len(history) - 1; i > 0; i-- {
			if !history[i].Event.Status.Public() {
				hidden = history[i].At
			}
			x := correction{was: history[i-1].Event, is: history[i], hidden: hidden}
			if it := c.correction(x); it != nil {
				next.Items = append(next.Items, it)
				next.Updated = feeds.Later(next.Updated, it.Updated)
			}
		}
	}
	return &next
}

// byEvent groups states by event, each group from the oldest to the newest.
func byEvent(states []events.State) [][]events.State {
	sorted := slices.DeleteFunc(slices.Clone(states), func(s events.State) bool { return s.Event == nil })
	slices.SortFunc(sorted, func(a, b events.State) int {
		return cmp.Or(cmp.Compare(a.Event.ID, b.Event.ID), cmp.Compare(a.Rev, b.Rev))
	})
	var groups [][]events.State
	for i, s := range sorted {
		if i == 0 || s.Event.ID != sorted[i-1].Event.ID {
			groups = append(groups, nil)
		}
		last := &groups[len(groups)-1]
		*last = append(*last, s)
	}
	return groups
}

// correction is one step of an event's history.
type correction struct {
	was    *events.Event
	is     events.State
	hidden time.Time // when the event was taken back, in this change or since; zero: it was not
}

// correction says a step as an item; nil if it is none that concerns readers.
func (c *composer) correction(x correction) *Item {
	is := x.is.Event
	if x.was.Status == events.Draft || x.was.Status == events.Deleted {
		return nil // not seen by anybody before
	}
	changes := c.differences(x.was, is)
	if len(changes) == 0 {
		return nil
	}
	id := eventID(is.ID) + changeMark + decimal(int64(x.is.Rev))
	at := x.is.At.UTC()
	it := &Item{
		ID: c.site.TagURI(id), URL: c.correctionPage(is), Lang: c.lang,
		Title:     c.correctionTitle(x),
		Published: feeds.Later(at, at), Updated: feeds.Later(at, at),
		Facts: &Facts{About: aboutPage(c.site, c.lang), ID: is.ID, Status: is.Status, Revision: x.is.Rev},
	}
	it.order = Cursor{published: it.Published, id: id, change: x.is.Rev}
	it.lead = "<p" + c.block(c.words.Spoken, c.lang) + `><time datetime="` + instant(at) + `">` + c.moment(at) + "</time></p>\n"
	var b strings.Builder
	b.WriteString(it.lead + "<ul>\n")
	for _, d := range changes {
		if !x.hidden.IsZero() && d.Field != "status" {
			d = difference{fieldChange: fieldChange{Field: d.Field}, label: d.label}
		}
		b.WriteString("<li" + c.block(c.words.Spoken, c.lang) + ">" + d.html(c.words.Text("colon")) + "</li>\n")
		it.Facts.Changes = append(it.Facts.Changes, d.fieldChange)
	}
	b.WriteString("</ul>\n")
	if note := feeds.Clean(x.is.Note); x.is.Public && note != "" {
		it.Summary = note
		b.WriteString("<p" + c.block(c.words.Spoken, c.lang) + ">" + c.words.Text("change.note") + escapeHTML(note) + "</p>\n")
	}
	it.HTML = b.String()
	if is.Status.Public() && !x.hidden.IsZero() {
		it.Updated = feeds.Later(it.Published, x.hidden)
		it.gone = c.stub(&events.Event{ID: is.ID, Slug: is.Slug, Status: events.Withdrawn}, GoneWithdrawn, "", it.Updated)
		it.gone.ID, it.gone.URL, it.gone.Published = it.ID, it.URL, it.Published
	}
	return it
}

func (c *composer) correctionTitle(x correction) string {
	is := x.is.Event
	prefix := c.words.Text("change.corrected")
	switch {
	case !is.Status.Public():
		return c.words.Text("item.withdrawn")
	case x.was.Status == events.Withdrawn:
		prefix = c.words.Text("change.restored")
	case x.was.Status != is.Status && is.Status == events.Cancelled:
		prefix = c.words.Text("item.cancelled")
	}
	if !x.hidden.IsZero() {
		return prefix + c.words.Text("change.hidden")
	}
	text, lang := is.In(c.lang)
	return prefix + c.titleDate(is.Span) + c.words.Text("dot") + c.ownTitle(text, lang)
}

// moment words an instant on the site's clock, and how far that is from UTC: the
// usual letters for a zone mean several.
func (c *composer) moment(t time.Time) string {
	t = t.In(c.site.Location())
	return t.Format("2006-01-02 15:04") + " (" + events.Offset(t) + ")"
}

// correctionPage is the event's page, or the log's where that has gone.
func (c *composer) correctionPage(e *events.Event) string {
	if e.Status == events.Deleted || e.Status == events.Draft {
		return c.site.BaseURL + "/" + c.lang + "/changes"
	}
	return c.site.EventPage(c.lang, e.Slug)
}
