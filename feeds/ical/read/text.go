package read

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/foreign"
	"almanac.example/feeds/ical"
)

// The limits of what events take, in characters (events.Event.Validate), and
// up to where a description counts as a summary.
const (
	maxTitle   = 300
	maxSummary = 500
	maxBody    = 50_000
	maxOneLine = 1000
	maxTags    = 100
	maxLinks   = 100
	maxSlug    = 60
)

// describe gives the event its texts. g tells the title of its series.
func (in *reader) describe(e *events.Event, g *group) {
	b := in.current
	lang := in.language("SUMMARY", "DESCRIPTION")
	body, markdown := in.body()
	title := ical.SafeLine(strings.TrimSpace(b.text("SUMMARY")))
	if title == "" && g != nil && b != g.master {
		title = ical.SafeLine(strings.TrimSpace(g.title))
	}
	if title == "" {
		title, _, _ = strings.Cut(body, "\n")
		if title = foreign.Shorten(strings.TrimSpace(title), 80); title == "" {
			title = map[bool]string{true: "无标题", false: "Untitled"}[feeds.IsChinese(lang)]
		}
		in.note(b.line, "has no SUMMARY; its title is %q", title)
	}
	if utf8.RuneCountInString(title) > maxTitle {
		in.note(b.line, "SUMMARY has more than %d characters; it is cut, and stands whole in the text", maxTitle)
		if markdown {
			body = joinParts(foreign.EscapeMarkdown(title), body)
		} else {
			body = joinParts(title, body)
		}
		title = foreign.Shorten(title, maxTitle)
	}
	text := events.Text{Title: title}
	switch {
	case !markdown && utf8.RuneCountInString(body) <= maxSummary && !strings.Contains(body, "\n\n"):
		text.Summary = body
	case markdown:
		text.Body = body
	default:
		text.Body = foreign.EscapeMarkdown(body)
	}
	if utf8.RuneCountInString(text.Body) > maxBody {
		in.note(b.line, "DESCRIPTION has more than %d characters and is cut", maxBody)
		text.Body = strings.TrimRight(foreign.Shorten(text.Body, maxBody), "\\")
	}
	e.Text[lang] = text
}

func joinParts(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n\n")
}

// body is what is said at length: DESCRIPTION, or where that is missing one of
// the properties that say it with markup. markdown says that it is Markdown.
func (in *reader) body() (text string, markdown bool) {
	text = strings.TrimSpace(ical.SafeText(in.current.text("DESCRIPTION")))
	for _, name := range []string{"STYLED-DESCRIPTION", "X-ALT-DESC"} {
		if p, ok := in.current.get(name); ok && text == "" {
			text = strings.TrimSpace(ical.SafeText(p.text()))
		}
	}
	if _, own := in.ownID(in.uid()); foreign.LooksLikeHTML(text) || !own && foreign.HasEntity(text) {
		plain, marked := foreign.ReadHTML(text)
		if marked == foreign.EscapeMarkdown(plain) {
			return plain, false // nothing but paragraphs
		}
		return marked, true
	}
	return in.ownText(text), false
}

// ownText takes off what our own calendars put around a text: what is said
// about the date in front, the address of the page at the end.
func (in *reader) ownText(body string) string {
	if _, own := in.ownID(in.uid()); !own {
		return body
	}
	if page := in.current.text("URL"); page != "" {
		body = strings.TrimSpace(strings.TrimSuffix(body, page))
	}
	for {
		line, rest, _ := strings.Cut(body, "\n")
		if !ical.IsNotice(line) {
			return body
		}
		body = strings.TrimSpace(rest)
	}
}

// language is what the first of the properties says about its language.
func (in *reader) language(names ...string) string {
	for _, name := range names {
		p, ok := in.current.get(name)
		if !ok || p.param("LANGUAGE") == "" {
			continue
		}
		tag, err := language.Parse(p.param("LANGUAGE"))
		if err != nil || tag == language.Und {
			continue
		}
		if base, _ := tag.Base(); slices.Contains([]string{"zh", "en"}, base.String()) {
			return base.String()
		}
		return tag.String()
	}
	return in.opts.Lang
}

// locate gives the event its place.
func (in *reader) locate(e *events.Event) {
	name := foreign.Shorten(ical.SafeLine(strings.TrimSpace(in.current.text("LOCATION"))), maxOneLine)
	p, ok := in.current.get("GEO")
	if name == "" {
		if ok {
			tally(in.out.NotKept).count("GEO")
		}
		return
	}
	e.Place = &events.Place{Slug: foreign.TagSlug(name), Name: events.Localised{in.language("LOCATION", "SUMMARY"): name}}
	if !ok {
		return
	}
	a, b, ok := strings.Cut(strings.ReplaceAll(strings.ReplaceAll(p.value, "\\", ""), ",", ";"), ";")
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	if !ok || err1 != nil || err2 != nil || !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		in.note(p.line, "GEO: %.40q is no latitude and longitude and is left out", p.value)
		return
	}
	e.Place.Latitude, e.Place.Longitude = &lat, &lon
}

// tag turns categories into tags.
func (in *reader) tag(e *events.Event) {
	for _, p := range in.current.all("CATEGORIES") {
		for _, name := range splitList(p.value) {
			if name = foreign.Shorten(strings.TrimSpace(ical.SafeLine(name)), maxOneLine); name != "" {
				e.Tags = append(e.Tags, in.tags.Slug(name, in.language("CATEGORIES", "SUMMARY")))
			}
		}
	}
	slices.Sort(e.Tags)
	e.Tags = slices.Compact(e.Tags)
	if len(e.Tags) > maxTags {
		in.note(in.current.line, "has more than %d categories; the others are left out", maxTags)
		e.Tags = e.Tags[:maxTags]
	}
}

// splitList splits a list of TEXT values at its commas and unescapes each.
func splitList(s string) []string {
	var list []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ',':
			list = append(list, (&input{value: s[start:i]}).text())
			start = i + 1
		}
	}
	return append(list, (&input{value: s[start:]}).text())
}

// link takes addresses and the picture. The address of our own page names the
// event.
func (in *reader) link(e *events.Event) {
	if p, ok := in.current.get("URL"); ok {
		in.linkTo(e, p, "")
	}
	for _, name := range []string{"IMAGE", "ATTACH"} {
		for _, p := range in.current.all(name) {
			in.attach(e, p)
		}
	}
	for _, name := range []string{"CONFERENCE", "X-GOOGLE-CONFERENCE"} {
		for _, p := range in.current.all(name) {
			in.linkTo(e, p, p.param("LABEL"))
		}
	}
	if len(e.Links) > maxLinks {
		in.note(in.current.line, "has more than %d links; the others are left out", maxLinks)
		e.Links = e.Links[:maxLinks]
	}
}

// address is the value of a URI property (RFC 5545 §3.3.13). It is no text, but
// many programs escape it like one.
func (p *input) address() string {
	return strings.NewReplacer(`\,`, ",", `\;`, ";").Replace(strings.TrimSpace(p.value))
}

// linkTo adds a link, unless it is there or is that of our own page.
func (in *reader) linkTo(e *events.Event, p *input, label string) {
	address := p.address()
	if _, own := in.ownID(in.uid()); own && p.name == "URL" {
		page, slug, ok := strings.Cut(address, "/e/")
		if i := strings.LastIndexByte(page, '/'); ok && i > 0 && in.out.Own.Lang == "" {
			in.out.Own = Own{page[:i], page[i+1:]}
		}
		if ok && slug == foreign.ASCIISlug(slug) {
			e.Slug = slug
		}
		return
	}
	if !foreign.IsWebAddress(address) {
		if address != "" {
			in.note(p.line, "%s: %.80q is no http or https address and is left out", p.name, address)
		}
		return
	}
	if slices.ContainsFunc(e.Links, func(l events.Link) bool { return l.URL == address }) {
		return
	}
	l := events.Link{URL: address}
	if label = foreign.Shorten(strings.TrimSpace(ical.SafeLine(label)), maxOneLine); label != "" {
		l.Title = events.Localised{in.language("SUMMARY"): label}
	}
	e.Links = append(e.Links, l)
}

// attach makes the first picture the event's, and other files links. What is
// in the calendar itself is counted.
func (in *reader) attach(e *events.Event, p *input) {
	address := p.address()
	inline := strings.EqualFold(p.param("VALUE"), "BINARY") || strings.EqualFold(p.param("ENCODING"), "BASE64") || strings.HasPrefix(strings.ToLower(address), "data:")
	kind := strings.ToLower(strings.TrimSpace(p.param("FMTTYPE")))
	switch {
	case inline || p.cut:
		tally(in.out.NotKept).count(p.name + " in the file")
	case e.Image == nil && foreign.IsWebAddress(address) && (p.name == "IMAGE" || foreign.IsPicture(kind, address)):
		e.Image = &events.Image{URL: address}
		if strings.HasPrefix(kind, "image/") && foreign.IsPicture(kind, "") {
			e.Image.Type = kind
		}
	default:
		in.linkTo(e, p, cmp.Or(p.param("FILENAME"), p.param("X-FILENAME"), p.param("LABEL")))
	}
}

// safeName is the name of a calendar in one line.
func safeName(s string) string { return foreign.Shorten(ical.SafeLine(s), maxOneLine) }
