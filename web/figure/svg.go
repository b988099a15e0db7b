package figure

import (
	"html/template"
	"strconv"
	"strings"
)

func escape(s string) string { return template.HTMLEscapeString(s) }

func put(b *strings.Builder, parts ...string) {
	for _, p := range parts {
		b.WriteString(p)
	}
}

// decimal writes a length with at most one digit after the point.
func decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', 1, 64)
	return strings.TrimSuffix(s, ".0")
}
