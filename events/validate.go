package events

import (
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"almanac.example/events/edtf"
)

// The limits of an event, in characters unless said otherwise. They keep one
// event far below the store's limit for a commit.
const (
	maxTitle   = 300
	maxSummary = 2000
	maxBody    = 50_000
	maxLine    = 1000 // names, locators, alternative texts
	maxQuote   = 5000
	maxList    = 100 // tags, sources, links, former slugs
	maxURL     = 2000
	maxTag     = 64
	maxPixels  = 1 << 16
)

var (
	idPattern   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)
	slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	hexPattern  = regexp.MustCompile(`^[0-9a-f]{64}$`)
	typePattern = regexp.MustCompile(`^image/[a-z0-9.+-]+$`)
	wordPattern = regexp.MustCompile(`^[a-z]{3,24}$`)
)

// Validate checks everything that can be checked without the rest of the
// record. The error is an *Invalid that names each field and what would be
// right.
func (e *Event) Validate() error {
	bad := &Invalid{Subject: fmt.Sprintf("event %q", e.ID)}
	if !idPattern.MatchString(string(e.ID)) {
		bad.addf("id", "%q is no id; use 1 to 64 letters, digits, - or _", e.ID)
	}
	checkSlug(bad, "slug", e.Slug)
	for i, s := range e.FormerSlugs {
		checkSlug(bad, fmt.Sprintf("formerSlugs[%d]", i), s)
	}
	if !slices.Contains(statuses, e.Status) && e.Status != Deleted {
		bad.addf("status", "%q is none of draft, published, tentative, cancelled, withdrawn", e.Status)
	}
	if e.Status == Deleted {
		return bad.orNil() // a tombstone says nothing more
	}
	checkSpan(bad, "span", e.Span)
	if e.Span.Unread != "" && e.Status != Draft {
		bad.addf("span.unread", "is for drafts only; write the date so that it is understood, such as 2019-05-24")
	}
	checkTexts(bad, e.Text)
	checkTags(bad, e.Tags)
	e.checkDetails(bad)
	e.checkDraft(bad)
	checkSize(bad, e)
	return bad.orNil()
}

func (e *Event) checkDetails(bad *Invalid) {
	if e.Place != nil {
		checkPlace(bad, e.Place)
	}
	if e.Repeat != nil {
		checkRepetition(bad, e)
	}
	if e.Proposal != nil {
		checkProposal(bad, e.Proposal)
	}
	checkCount(bad, "sources", len(e.Sources))
	for i, s := range e.Sources {
		checkSource(bad, fmt.Sprintf("sources[%d]", i), s)
	}
	checkCount(bad, "links", len(e.Links))
	for i, l := range e.Links {
		checkURL(bad, fmt.Sprintf("links[%d].url", i), l.URL)
		checkLocalised(bad, fmt.Sprintf("links[%d].title", i), l.Title, false)
	}
	if e.Image != nil {
		checkImage(bad, e.Image)
	}
}

func checkSlug(bad *Invalid, field, slug string) {
	if len(slug) > 100 || !slugPattern.MatchString(slug) {
		bad.addf(field, "%q is no slug; use lower-case letters, digits and single hyphens, at most 100, such as museum-lit-up", slug)
	}
}

// checkSpan refuses dates that are surely slips: no date, and a clock that runs
// backwards. A year such as 0079 has its four digits and is meant.
func checkSpan(bad *Invalid, field string, s Span) {
	switch {
	case s.Unread != "":
		checkUnread(bad, field, s)
		return
	case s.IsZero():
		bad.addf(field, "missing; give a date such as 2019-05-24, 2019-05 or 2019")
		return
	case s.Timed() && !s.Date.IsZero():
		bad.addf(field, "has both date and start; give one of them")
	case s.Timed() && !s.End.IsZero() && s.End.Before(s.Start):
		bad.addf(field+".end", "is before the start")
	case !s.Timed() && s.Date.Precision() == edtf.PrecisionTime:
		bad.addf(field+".date", "%s has a time of day; write it as start, end and zone", s.Date)
	}
	checkCalendar(bad, field+".calendar", s)
	checkLocalised(bad, field+".asWritten", s.AsWritten, false)
}

func checkTexts(bad *Invalid, texts map[string]Text) {
	if len(texts) == 0 {
		bad.addf("text", "missing; give a title in at least one language")
	}
	for _, lang := range sortedKeys(texts) {
		field, t := "text."+lang, texts[lang]
		checkLanguage(bad, field, lang)
		checkRequired(bad, field+".title", t.Title, maxTitle)
		checkText(bad, field+".summary", t.Summary, maxSummary)
		checkText(bad, field+".body", t.Body, maxBody)
	}
}

func checkTags(bad *Invalid, tags []string) {
	checkCount(bad, "tags", len(tags))
	for i, tag := range tags {
		checkTag(bad, fmt.Sprintf("tags[%d]", i), tag)
	}
}

// checkTag takes a tag or place slug: letters, marks and digits of any script
// with single hyphens between, lower case, in NFC.
func checkTag(bad *Invalid, field, tag string) {
	if !IsTag(tag) {
		bad.addf(field, "%q is no tag; use lower-case letters and digits of any script with hyphens between, at most %d", tag, maxTag)
	}
}

// IsTag reports whether s can be a tag or the slug of a place.
func IsTag(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > maxTag || !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
		return false
	}
	for _, part := range strings.Split(s, "-") {
		if part == "" || strings.ContainsFunc(part, notTagRune) {
			return false
		}
	}
	return true
}

func notTagRune(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) || unicode.ToLower(r) != r
}

func checkPlace(bad *Invalid, p *Place) {
	checkTag(bad, "place.slug", p.Slug)
	checkLocalised(bad, "place.name", p.Name, true)
	checkCoordinates(bad, "place", p.Latitude, p.Longitude)
}

// checkCoordinates takes both coordinates or none.
func checkCoordinates(bad *Invalid, field string, latitude, longitude *float64) {
	if (latitude == nil) != (longitude == nil) {
		bad.addf(field, "give both latitude and longitude, or neither")
		return
	}
	if latitude == nil {
		return
	}
	if math.IsNaN(*latitude) || math.Abs(*latitude) > 90 {
		bad.addf(field+".latitude", "must be between -90 and 90 degrees")
	}
	if math.IsNaN(*longitude) || math.Abs(*longitude) > 180 {
		bad.addf(field+".longitude", "must be between -180 and 180 degrees")
	}
}

func checkSource(bad *Invalid, field string, s Source) {
	checkLocalised(bad, field+".title", s.Title, true)
	checkLocalised(bad, field+".author", s.Author, false)
	checkLocalised(bad, field+".publisher", s.Publisher, false)
	checkLocalised(bad, field+".locator", s.Locator, false)
	checkText(bad, field+".quote", s.Quote, maxQuote)
	if s.QuoteLang != "" {
		checkLanguage(bad, field+".quoteLang", s.QuoteLang)
	}
	if s.Date != "" {
		if _, err := edtf.Parse(s.Date); err != nil {
			bad.addf(field+".date", "%v", err)
		}
	}
	if s.URL != "" {
		checkURL(bad, field+".url", s.URL)
	}
	if s.SHA256 != "" && !hexPattern.MatchString(s.SHA256) {
		bad.addf(field+".sha256", "must be 64 lower-case hexadecimal digits")
	}
}

func checkImage(bad *Invalid, m *Image) {
	switch {
	case (m.URL == "") == (m.Blob == ""):
		bad.addf("image", "give either url or blob")
	case m.URL != "":
		checkURL(bad, "image.url", m.URL)
	case !hexPattern.MatchString(m.Blob):
		bad.addf("image.blob", "must be 64 lower-case hexadecimal digits")
	}
	checkLocalised(bad, "image.alt", m.Alt, false)
	checkLine(bad, "image.credit", m.Credit, maxLine)
	checkLine(bad, "image.licence", m.Licence, maxLine)
	if m.Type != "" && !typePattern.MatchString(m.Type) {
		bad.addf("image.type", "%q is no image type such as image/jpeg", m.Type)
	}
	if m.Length < 0 {
		bad.addf("image.length", "must not be negative")
	}
	if m.Width < 0 || m.Height < 0 || m.Width > maxPixels || m.Height > maxPixels || (m.Width == 0) != (m.Height == 0) {
		bad.addf("image.width", "give both width and height, 1 to %d pixels, or neither", maxPixels)
	}
}

func checkCount(bad *Invalid, field string, n int) {
	if n > maxList {
		bad.addf(field, "has %d entries; at most %d are allowed", n, maxList)
	}
}

func checkURL(bad *Invalid, field, raw string) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(raw) > maxURL || !utf8.ValidString(raw) || hasControl(raw, "") || strings.ContainsAny(raw, " \"<>\\^`{|}") {
		bad.addf(field, "%.80q is no http or https address", raw)
	}
}

// IsLanguage reports whether the text is a language tag in its usual spelling
// (BCP 47): zh, en, pt-BR.
func IsLanguage(lang string) bool {
	if lang == "zh" || lang == "en" {
		return true // nearly all are, and parsing takes its time
	}
	tag, err := language.Parse(lang)
	return err == nil && tag.String() == lang
}

func checkLanguage(bad *Invalid, field, lang string) {
	if !IsLanguage(lang) {
		bad.addf(field, "%q is no known language tag such as zh, en or pt-BR", lang)
	}
}

func checkLocalised(bad *Invalid, field string, l Localised, required bool) {
	if required && len(l) == 0 {
		bad.addf(field, "missing")
	}
	for _, lang := range sortedKeys(l) {
		checkLanguage(bad, field+"."+lang, lang)
		checkRequired(bad, field+"."+lang, l[lang], maxLine)
	}
}

// checkRequired is checkLine for a text that must not be empty.
func checkRequired(bad *Invalid, field, s string, most int) {
	if strings.TrimSpace(s) == "" {
		bad.addf(field, "is empty")
		return
	}
	checkLine(bad, field, s, most)
}

func checkLine(bad *Invalid, field, s string, most int) {
	switch {
	case !utf8.ValidString(s):
		bad.addf(field, "is not valid UTF-8")
	case hasControl(s, ""):
		bad.addf(field, "has a control character or a line break")
	case strings.TrimSpace(s) != s:
		bad.addf(field, "has space at its start or end")
	case len(s) > most && utf8.RuneCountInString(s) > most:
		bad.addf(field, "has %d characters; at most %d are allowed", utf8.RuneCountInString(s), most)
	}
}

func checkText(bad *Invalid, field, s string, most int) {
	switch {
	case !utf8.ValidString(s):
		bad.addf(field, "is not valid UTF-8")
	case hasControl(s, "\n\t"):
		bad.addf(field, "has a control character (line breaks are a single \\n)")
	case len(s) > most && utf8.RuneCountInString(s) > most:
		bad.addf(field, "has %d characters; at most %d are allowed", utf8.RuneCountInString(s), most)
	}
}

// hasControl finds what IsControl refuses and is not allowed.
func hasControl(s, allowed string) bool {
	for _, r := range s {
		if plain := r >= ' ' && r < 0x7f || r > '\u2fff' && r < 0xd800; !plain && IsControl(r) && !strings.ContainsRune(allowed, r) {
			return true
		}
	}
	return false
}

// Harmless is a text without what no text may have: control characters but line
// breaks and tabs (see IsControl), and what is not UTF-8. It is for what was
// stored before that was refused, and for names from outside.
func Harmless(s string) string {
	if utf8.ValidString(s) && !hasControl(s, "\n\t") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// IsControl reports what would break a line or a document of some format, or do
// something to a terminal: C0 and C1 controls, line and paragraph separators,
// noncharacters, and the direction overrides that hide what a reader sees
// (U+202A-202E, U+2066-2069).
func IsControl(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' ||
		r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe ||
		r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
