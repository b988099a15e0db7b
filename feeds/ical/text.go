package ical

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
)

// The limits of what events take, in characters (events.Event.Validate), and
// up to where a description counts as a summary.
const (
	maxTitle   = 300
	maxSummary = 500
	maxBody    = 50_000
	maxOneLine = 1000
	maxTags    = 100
	maxSlug    = 60
)

// describe gives the event its texts.
func (in *reader) describe(e *events.Event) {
	b := in.current
	lang := in.language("SUMMARY", "DESCRIPTION")
	body := in.ownText(strings.TrimSpace(safeText(plainOfHTML(b.text("DESCRIPTION")))))
	title := safeLine(strings.TrimSpace(b.text("SUMMARY")))
	if title == "" {
		title, _, _ = strings.Cut(body, "\n")
		if title = shorten(strings.TrimSpace(title), 80); title == "" {
			title = map[bool]string{true: "无标题", false: "Untitled"}[feeds.IsChinese(lang)]
		}
		in.note(b.line, "has no SUMMARY; its title is %q", title)
	}
	if utf8.RuneCountInString(title) > maxTitle {
		in.note(b.line, "SUMMARY has more than %d characters; it is cut, and stands whole in the text", maxTitle)
		body = joinParts([]string{title, body}, "\n\n")
		title = shorten(title, maxTitle)
	}
	text := events.Text{Title: title}
	switch {
	case utf8.RuneCountInString(body) <= maxSummary && !strings.Contains(body, "\n\n"):
		text.Summary = body
	default:
		text.Body = escapeMarkdown(body)
		if utf8.RuneCountInString(text.Body) > maxBody {
			in.note(b.line, "DESCRIPTION has more than %d characters and is cut", maxBody)
			text.Body = strings.TrimRight(shorten(text.Body, maxBody), "\\")
		}
	}
	e.Text[lang] = text
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
		if !isNotice(line) {
			return body
		}
		body = strings.TrimSpace(rest)
	}
}

// isNotice recognises the lines that writer.notices writes.
func isNotice(line string) bool {
	for _, lang := range []string{"zh", "en"} {
		w := wordsIn(lang)
		for _, format := range []string{w.date, w.dateSince, w.calledOff, feeds.OnlyIn(lang, "%s")} {
			before, after, _ := strings.Cut(format, "%s")
			if strings.HasPrefix(line, before) && strings.HasSuffix(line, after) {
				return true
			}
		}
	}
	return false
}

// shorten cuts a text to n characters, the last an ellipsis.
func shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-1])) + "…"
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
	name := shorten(safeLine(strings.TrimSpace(in.current.text("LOCATION"))), maxOneLine)
	if name == "" {
		return
	}
	e.Place = &events.Place{Slug: tagSlug(name), Name: events.Localised{in.language("LOCATION", "SUMMARY"): name}}
	p, ok := in.current.get("GEO")
	if !ok {
		return
	}
	a, b, ok := strings.Cut(strings.ReplaceAll(p.value, "\\", ""), ";")
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	if !ok || err1 != nil || err2 != nil || !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		in.note(p.line, "GEO: %.40q is no latitude and longitude and is left out", p.value)
		return
	}
	e.Place.Latitude, e.Place.Longitude = &lat, &lon
}

// tag turns categories into tags: those of the record by their names in any
// language, others by their spelling.
func (in *reader) tag(e *events.Event) {
	for _, p := range in.current.all("CATEGORIES") {
		for _, name := range splitList(p.value) {
			if name = strings.TrimSpace(safeLine(name)); name == "" {
				continue
			}
			e.Tags = append(e.Tags, in.tagOf(name))
		}
	}
	slices.Sort(e.Tags)
	e.Tags = slices.Compact(e.Tags)
	if len(e.Tags) > maxTags {
		in.note(in.current.line, "has more than %d categories; the others are left out", maxTags)
		e.Tags = e.Tags[:maxTags]
	}
}

func (in *reader) tagOf(name string) string {
	if in.opts.Record == nil {
		return tagSlug(name)
	}
	folded := timeline.Fold(name)
	for _, t := range in.opts.Record.Tags {
		for n := range maps.Values(t.Name) {
			if timeline.Fold(n) == folded {
				return t.Slug
			}
		}
	}
	return tagSlug(name)
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

// tagSlug makes a tag of a name in any script.
func tagSlug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToLower(norm.NFKC.String(name))) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
	}
	slug := []rune(strings.Trim(b.String(), "-"))
	slug = slug[:min(len(slug), maxSlug)]
	if s := norm.NFC.String(strings.Trim(string(slug), "-")); events.IsTag(s) {
		return s
	}
	return "x-" + shortHash(name, 5)
}

// asciiSlug makes a slug of what is ASCII in a title, "" if that is nothing.
func asciiSlug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFKD.String(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '\u2019':
		default:
			if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
				b.WriteByte('-')
			}
		}
	}
	s := b.String()
	return strings.Trim(s[:min(len(s), maxSlug)], "-")
}

// link takes the address and the picture, unless the address is our own page.
func (in *reader) link(e *events.Event) {
	_, own := in.ownID(in.uid())
	if p, ok := in.current.get("URL"); ok {
		address := strings.TrimSpace(p.value)
		switch {
		case own:
			if _, slug, ok := strings.Cut(address, "/e/"); ok && slug == asciiSlug(slug) {
				e.Slug = slug
			}
		case isWebAddress(address):
			e.Links = []events.Link{{URL: address}}
		default:
			in.note(p.line, "URL: %.80q is no http or https address and is left out", address)
		}
	}
	if p, ok := in.current.get("IMAGE"); ok && isWebAddress(strings.TrimSpace(p.value)) {
		e.Image = &events.Image{URL: strings.TrimSpace(p.value)}
		if kind := strings.ToLower(p.param("FMTTYPE")); strings.HasPrefix(kind, "image/") {
			e.Image.Type = kind
		}
	}
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && len(s) <= 2000 &&
		!strings.ContainsAny(s, " \"<>\\^`{|}") && safeText(s) == s
}
