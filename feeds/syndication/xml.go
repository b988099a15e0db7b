package syndication

import "strings"

// xmlWriter spells elements one a line. Text is always escaped, never put into
// CDATA, which would let "]]>" and control characters through.
type xmlWriter struct{ b []byte }

// open starts an element. Attributes come in pairs; those with an empty value
// are left out.
func (x *xmlWriter) open(name string, attributes ...string) {
	x.tag(name, attributes)
	x.b = append(x.b, ">\n"...)
}

func (x *xmlWriter) close(name string) {
	x.b = append(x.b, "</"...)
	x.b = append(x.b, name...)
	x.b = append(x.b, ">\n"...)
}

// empty writes an element without content.
func (x *xmlWriter) empty(name string, attributes ...string) {
	x.tag(name, attributes)
	x.b = append(x.b, "/>\n"...)
}

// text writes an element that holds text; nothing if there is no text.
func (x *xmlWriter) text(name, value string, attributes ...string) {
	if value == "" {
		return
	}
	x.tag(name, attributes)
	x.b = append(x.b, '>')
	x.escape(value, textEscapes)
	x.close(name)
}

func (x *xmlWriter) tag(name string, attributes []string) {
	x.b = append(x.b, '<')
	x.b = append(x.b, name...)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] == "" {
			continue
		}
		x.b = append(x.b, ' ')
		x.b = append(x.b, attributes[i]...)
		x.b = append(x.b, `="`...)
		x.escape(attributes[i+1], attributeEscapes)
		x.b = append(x.b, '"')
	}
}

// The characters that need a reference in text and in attributes.
const (
	textEscapes      = "&<>\r"
	attributeEscapes = "&<>\"\r\n\t"
)

func (x *xmlWriter) escape(s, special string) {
	for {
		i := strings.IndexAny(s, special)
		if i < 0 {
			x.b = append(x.b, s...)
			return
		}
		x.b = append(x.b, s[:i]...)
		x.b = append(x.b, reference(s[i])...)
		s = s[i+1:]
	}
}

func reference(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	case '\n':
		return "&#10;"
	case '\t':
		return "&#9;"
	default:
		return "&#13;"
	}
}
