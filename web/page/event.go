package page

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/ical"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// arrangeEvent is one event in every language it has.
type eventPage struct {
	frame
	Scale         []link
	Before, After *entry // in the chronicle
	Headline      words.Run
	Key           bool
	Notes         []note
	Mark          string
	When          words.Run
	Datetime      string
	Known         string // how finely the date is known
	EDTF          string
	Repeats, Next string // in words, "" if it happens once
	Place         link
	PlaceExtra    string // coordinates
	Geo, Map      string // addresses of them: for a map program (RFC 5870), and of OpenStreetMap's page
	Tags          []link
	Texts         []eventText
	Image         *eventImage
	Sources       []eventSource
	Links         []link
	Calendar      []link
	QR            template.HTML // of the page's address, inside <svg>
	QRSize        int
	Citations     []citation
	Corrections   []correction
	Dates         string // published, updated
	Report        string // address at which an error is reported, "" if nobody answers
}

// eventText is what the event says in one language.
type eventText struct {
	Heading words.Run         // its title, for all but the page's own language
	Attr    template.HTMLAttr // lang and dir, as far as they are not the page's
	Name    string            // of the language, in the page's
	Summary string
	Body    template.HTML
	Own     bool // in the page's language
	First   bool // its title is the heading of the page
}

type eventSource struct {
	Title     words.Run
	By        string
	Date      string
	Locator   words.Run
	Quote     words.Run
	Href      string
	QuoteLang string
}

type citation struct{ Name, Text string }

// correction is one public entry of the event's history.
type correction struct {
	Date string
	ISO  string
	What string
	Note string
}

// eventMoved leads readers from a slug that an event had once to its present
// one.
func eventMoved(v *Visit) (to string, status int, err error) {
	e, moved, ok := v.timeline.Timeline().AtAddress(slugInPath(v))
	switch {
	case !ok:
		return "", 0, events.ErrNotFound
	case !e.Status.Public():
		return "", 0, address.ErrGone
	case moved:
		return v.eventLink(e), http.StatusMovedPermanently, nil
	}
	return "", 0, nil
}

func buildEvent(ctx context.Context, v *Visit) (answer, error) {
	e, _, ok := v.timeline.AtAddress(slugInPath(v))
	if !ok {
		return answer{}, events.ErrNotFound
	}
	page := arrangeEvent(v, e)
	var err error
	if page.QR, page.QRSize, err = figure.QR(page.Canonical); err != nil {
		return answer{}, err
	}
	if page.Corrections, err = correctionsOf(ctx, v, e); err != nil {
		return answer{}, err
	}
	return answer{template: "event", page: page, lang: v.Lang}, nil
}

func slugInPath(v *Visit) string {
	return v.target.Path[strings.LastIndexByte(v.target.Path, '/')+1:]
}

func arrangeEvent(v *Visit, e *events.Event) *eventPage {
	text, lang := e.In(v.Lang)
	when := v.When(e.Span, v.site.Zone, edtf.Long)
	page := &eventPage{
		Headline: v.Run(text.Title, lang), Key: e.Key, Notes: v.notes(e, lang), Mark: words.MarkClass(e.Span), When: words.Run{Text: when},
		Known: knownAs(v, e.Span), EDTF: e.Span.EDTF().String(), Repeats: v.Repetition(e), Next: nextDates(v, e), Tags: v.tagLinks(e.Tags),
		Texts: eventTexts(v, e), Citations: citations(v, e), Calendar: eventCalendars(v, e),
	}
	if page.Datetime = isoDate(e.Span.EDTF()); strings.HasPrefix(page.Datetime, "-") || page.Datetime == "0000" {
		page.Datetime = ""
	}
	if e.Span.Timed() {
		page.Datetime = isoTime(e.Span.Start)
	}
	page.Scale = eventScale(v, e)
	page.Before, page.After = eventNeighbours(v, e)
	describeWhere(v, page, e)
	describeSources(v, page, e)
	page.Dates = publication(v, e)
	page.Report = reportOf(v, e)
	head := heading{
		title: words.Phrase{page.Headline}, description: eventDescription(v, text, when), kind: "article", image: "/og/e/" + e.Slug + ".png", path: "/e/" + e.Slug,
	}
	if d, ok := eventData(v, e); ok {
		d.Description, d.Keywords = cmpOr(text.Summary, eventDescription(v, text, when)), v.tagNames(e.Tags)
		d.Image = []string{v.absolute(v.root + head.image)}
		if e.Image != nil && page.Image.Src != "" {
			d.Image = []string{v.site.Picture(e.Image, 0)}
		}
		for _, s := range page.Sources {
			d.Sources = append(d.Sources, ldSource{"CreativeWork", s.Title.Text, s.Href})
		}
		head.data = ldGraph{"https://schema.org", []any{siteData(v), d}}
	} else {
		head.data = ldGraph{"https://schema.org", []any{siteData(v)}}
	}
	if m := e.Image; m != nil && m.Blob != "" && m.Width >= cardPictureLeast && m.Type != "image/svg+xml" {
		head.picture = m
	}
	page.frame = frameOf(v, head)
	page.frame.Find.Query = ""
	return page
}

func eventDescription(v *Visit, text events.Text, when string) string {
	if text.Summary != "" {
		return v.Text("event.when", when, text.Summary)
	}
	return v.Sentence(v.Text("event.when", when, text.Title), v.Text("describe.event", v.siteName().Text))
}

// knownAs says in words how finely the date is known.
func knownAs(v *Visit, s events.Span) string {
	known := v.Text("known." + s.Precision().String())
	if s.Approximate() {
		known += v.Text("comma") + v.Text("known.approximate")
	}
	if s.Uncertain() {
		known += v.Text("comma") + v.Text("known.uncertain")
	}
	return known
}

// eventScale leads out to the periods around the event, as far as they are
// known.
func eventScale(v *Visit, e *events.Event) []link {
	p := address.Period{}
	if y, ok := yearOf(e); ok {
		p = address.Period{Unit: address.Year, Year: y}
		if m, ok := monthIn(e.Span, y); ok && m > 0 {
			p = address.Period{Unit: address.Month, Year: y, Month: m}
		}
		if first, _ := e.Span.First(); e.Span.Kind() == events.KindDay {
			p.Unit, p.Day = address.Day, first.Day()
		}
	}
	list := scaleLinks(v, p)
	list[len(list)-1].Current = false
	return list
}

func eventNeighbours(v *Visit, e *events.Event) (before, after *entry) {
	b, a := v.timeline.Neighbours(e.ID)
	to := func(e *events.Event, rel string) *entry {
		if e == nil {
			return nil
		}
		beside := v.line(e, "")
		beside.Title.Text, beside.Rel = words.Cut(beside.Title.Text, 90), rel
		return &beside
	}
	return to(b, "prev"), to(a, "next")
}

// eventTexts lists the texts, the page's language first.
func eventTexts(v *Visit, e *events.Event) []eventText {
	_, first := e.In(v.Lang)
	langs := []string{first}
	for _, l := range e.Languages() {
		if l != first {
			langs = append(langs, l)
		}
	}
	m := v.site.Markup
	var list []eventText
	for _, l := range langs {
		t := e.Text[l]
		et := eventText{Heading: v.Run(t.Title, l), Attr: v.Run("x", l).Attr(), Name: v.LanguageName(l), Summary: t.Summary, Own: l == v.Lang, First: l == first}
		if t.Body != "" {
			et.Body = template.HTML(m.HTML(t.Body, v.absolute(v.eventLink(e))))
		}
		list = append(list, et)
	}
	return list
}

func describeWhere(v *Visit, page *eventPage, e *events.Event) {
	if e.Place != nil {
		name, lang := e.Place.Name.In(v.Lang)
		page.Place = link{Run: v.Run(name, lang), Href: v.link("/place/"+e.Place.Slug, nil)}
		if e.Place.Latitude != nil && e.Place.Longitude != nil {
			lat, long := *e.Place.Latitude, *e.Place.Longitude
			page.PlaceExtra = fmt.Sprintf("%.4f, %.4f", lat, long)
			page.Geo = fmt.Sprintf("geo:%g,%g", lat, long)
			page.Map = fmt.Sprintf("https://www.openstreetmap.org/?mlat=%g&mlon=%g#map=14/%g/%g", lat, long, lat, long)
		}
	}
	if e.Image != nil {
		page.Image = imageOf(v, e.Image)
	}
}

func describeSources(v *Visit, page *eventPage, e *events.Event) {
	for _, s := range e.Sources {
		title, lang := s.Title.In(v.Lang)
		es := eventSource{Title: v.Run(title, lang), Href: s.URL}
		author, _ := s.Author.In(v.Lang)
		publisher, _ := s.Publisher.In(v.Lang)
		var by []string
		for _, p := range []string{author, publisher} {
			if p != "" && (len(by) == 0 || by[0] != p) {
				by = append(by, p)
			}
		}
		es.By = v.Join(by)
		if d, err := edtf.Parse(s.Date); err == nil {
			es.Date = address.PeriodName(d, v.Spoken)
		}
		locator, lang := s.Locator.In(v.Lang)
		es.Locator = v.Run(locator, lang)
		if s.Quote != "" {
			es.Quote = v.Run(s.Quote, cmpOr(s.QuoteLang, v.Lang))
		}
		page.Sources = append(page.Sources, es)
	}
	for _, l := range e.Links {
		title, lang := l.Title.In(v.Lang)
		page.Links = append(page.Links, link{Run: v.Run(cmpOr(title, l.URL), lang), Href: l.URL})
	}
}

// eventCalendars put the one event into a calendar, once.
func eventCalendars(v *Visit, e *events.Event) []link {
	if !ical.Shows(e) {
		return nil
	}
	file := v.link("/e/"+e.Slug+".ics", nil)
	list := []link{
		{Run: words.Run{Text: v.Text("event.file")}, Href: file},
		{Run: words.Run{Text: v.Text("event.follow")}, Href: webcal(v.absolute(file))},
	}
	if to, ok := ical.AddressesOf(v.site, v.Lang, e); ok {
		list = append(list,
			link{Run: words.Run{Text: v.Text("event.google")}, Href: to.Google},
			link{Run: words.Run{Text: v.Text("event.outlook")}, Href: to.Outlook})
	}
	return list
}

func publication(v *Visit, e *events.Event) string {
	at := func(key string, t string) string { return v.Text(key, t) }
	zone := v.site.Zone
	out := at("event.published", v.Date(edtf.DayOf(e.Published.In(zone))))
	if e.Updated.Sub(e.Published) >= 1e9 {
		out += v.Text("comma") + at("event.updated", v.Date(edtf.DayOf(e.Updated.In(zone))))
	}
	return out
}

// correctionsMost bounds the history that a page shows.
const correctionsMost = 20

// correctionsOf tells what was changed since the event was published. Notes and
// drafts stay with the editors unless they were made public.
func correctionsOf(ctx context.Context, v *Visit, e *events.Event) ([]correction, error) {
	var states []events.State
	for st, err := range v.pages.settings.History(ctx, events.HistoryQuery{ID: e.ID, Before: v.timeline.Rev() + 1, Limit: correctionsMost + 1}) {
		if err != nil {
			return nil, fmt.Errorf("history of event %s: %w", e.ID, err)
		}
		if st.Event == nil || st.Event.Status == events.Draft {
			break
		}
		if states = append(states, st); len(states) > correctionsMost {
			break
		}
	}
	var list []correction
	hidden := false // the event has been taken back since: quoting what was before would undo that
	for i := 0; i+1 < len(states); i++ {
		hidden = hidden || !states[i].Event.Status.Public()
		what := changesBetween(v, states[i+1].Event, states[i].Event, hidden)
		if len(what) == 0 {
			continue
		}
		d := edtf.DayOf(states[i].At.In(v.site.Zone))
		c := correction{Date: v.Date(d), ISO: d.String(), What: v.Join(what)}
		if states[i].Public {
			c.Note = events.Harmless(states[i].Note) // older ones were stored unseen
		}
		list = append(list, c)
	}
	return list, nil
}

// changesBetween names what differs between two states, as a reader would. Where one
// of them is not public it is the status alone; hidden leaves out what a date
// was and is.
func changesBetween(v *Visit, old, next *events.Event, hidden bool) []string {
	if !old.Status.Public() || !next.Status.Public() {
		return statusChange(v, old, next)
	}
	var list []string
	say := func(key string, changed bool) {
		if changed {
			list = append(list, v.Text("changed."+key))
		}
	}
	was, is := v.When(old.Span, v.site.Zone, edtf.Short), v.When(next.Span, v.site.Zone, edtf.Short)
	switch {
	case was != is && hidden:
		list = append(list, v.Text("changed.aDate"))
	case was != is:
		list = append(list, v.Text("changed.date", was, is))
	}
	a, _ := old.In(v.Lang)
	b, _ := next.In(v.Lang)
	say("title", a.Title != b.Title)
	say("text", a.Summary != b.Summary || a.Body != b.Body || len(old.Text) != len(next.Text))
	say("place", old.PlaceSlug() != next.PlaceSlug())
	say("tags", strings.Join(old.Tags, " ") != strings.Join(next.Tags, " "))
	say("sources", fmt.Sprint(old.Sources) != fmt.Sprint(next.Sources))
	return append(list, statusChange(v, old, next)...)
}

// statusChange says that an event was taken back, cancelled or published again;
// what editors do unseen is not told.
func statusChange(v *Visit, old, next *events.Event) []string {
	if old.Status == next.Status || !old.Status.Public() && !next.Status.Public() {
		return nil
	}
	return []string{v.Text("changed.status." + string(next.Status))}
}
