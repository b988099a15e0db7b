package ical

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Everything that goes into a calendar passes through here: the library below
// writes carriage returns, invalid UTF-8, and line breaks in addresses and
// parameters as they are, and some readers end a line at characters that
// RFC 5545 does not (VT, FF, FS to US, NEL, U+2028, U+2029).

// The replacers below are built once: that costs more than most of what they
// replace.
var (
	lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n",
		"\u0085", "\n", "\u2028", "\n", "\u2029", "\n")
	carets = strings.NewReplacer("^", "^^", "\n", "^n", `"`, "^'", "\t", " ")
)

// safeText makes a TEXT value safe (RFC 5545 §3.3.11). Line breaks of every
// kind become "\n"; escaping is left to the encoder.
func safeText(s string) string {
	if isPlainText(s) {
		return s
	}
	s = lineBreaks.Replace(strings.ToValidUTF8(s, "\ufffd"))
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !unsafeInText(r) {
			return r
		}
		return -1
	}, s)
}

// safeLine makes a TEXT value safe that readers show on one line.
func safeLine(s string) string {
	s = safeText(s)
	if !strings.ContainsAny(s, "\n\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// isPlainText reports whether safeText leaves the text as it is, as it does with
// nearly every one.
func isPlainText(s string) bool {
	for i, r := range s {
		switch {
		case r >= ' ' && r < 0x7f || r == '\n':
		case r < 0xa0, r == '\u2028', r == '\u2029', unsafeInText(r):
			return false
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			return false
		}
	}
	return true
}

// unsafeInText finds controls, noncharacters, and the direction overrides that
// would turn the rest of a line around.
func unsafeInText(r rune) bool {
	return unicode.IsControl(r) || r == '\ufeff' ||
		r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe ||
		r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// safeURI makes a URI value safe (RFC 5545 §3.3.13): what RFC 3986 does not
// allow is percent-encoded.
func safeURI(s string) string {
	if u, err := url.Parse(s); err == nil {
		s = u.String()
	}
	escapes := 0
	for i := range len(s) {
		if outsideURI(s[i]) {
			escapes++
		}
	}
	if escapes == 0 {
		return s
	}
	b := make([]byte, 0, len(s)+2*escapes)
	for i := range len(s) {
		if c := s[i]; outsideURI(c) {
			const hex = "0123456789ABCDEF"
			b = append(b, '%', hex[c>>4], hex[c&15])
			continue
		}
		b = append(b, s[i])
	}
	return string(b)
}

// outsideURI finds octets that RFC 3986 allows nowhere.
func outsideURI(c byte) bool {
	return c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0
}

// safeToken makes a value safe that RFC 5545 builds of letters, digits and a
// few signs: dates, rules, colour names, coordinates.
func safeToken(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < utf8.RuneSelf && r != 0x7f {
			return r
		}
		return -1
	}, s)
}

// safeParam writes a parameter value, quoted where it has to be, with what
// cannot stand in quotes in the spelling of RFC 6868.
func safeParam(s string) string {
	s = safeText(s)
	quote := strings.ContainsAny(s, ",;:^\"\n\t ")
	s = carets.Replace(s)
	if quote {
		return `"` + s + `"`
	}
	return s
}
