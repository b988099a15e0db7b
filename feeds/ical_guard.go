package feeds

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

// icalText makes a TEXT value safe (RFC 5545 §3.3.11). Line breaks of every
// kind become "\n"; escaping is left to the encoder.
func icalText(s string) string {
	if isPlainText(s) {
		return s
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n",
		"\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(s, "\ufffd"))
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !unsafeInText(r) {
			return r
		}
		return -1
	}, s)
}

// icalLine makes a TEXT value safe that readers show on one line.
func icalLine(s string) string {
	s = icalText(s)
	if !strings.ContainsAny(s, "\n\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

func isPlainText(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\n' || s[i] >= 0x7f {
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

// icalURI makes a URI value safe (RFC 5545 §3.3.13): what RFC 3986 does not
// allow is percent-encoded.
func icalURI(s string) string {
	if u, err := url.Parse(s); err == nil {
		s = u.String()
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// icalToken makes a value safe that RFC 5545 builds of letters, digits and a
// few signs: dates, rules, colour names, coordinates.
func icalToken(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < utf8.RuneSelf && r != 0x7f {
			return r
		}
		return -1
	}, s)
}

// icalParam writes a parameter value, quoted where it has to be, with what
// cannot stand in quotes in the spelling of RFC 6868.
func icalParam(s string) string {
	s = icalText(s)
	quote := strings.ContainsAny(s, ",;:^\"\n\t ")
	s = strings.NewReplacer("^", "^^", "\n", "^n", `"`, "^'", "\t", " ").Replace(s)
	if quote {
		return `"` + s + `"`
	}
	return s
}
