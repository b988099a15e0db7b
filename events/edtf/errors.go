package edtf

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// SyntaxError says why an expression is not EDTF: where, and what would be
// right there, in words an editor understands.
type SyntaxError struct {
	Input    string // the whole expression as it was given
	Offset   int    // byte offset in Input at which the trouble starts; len(Input) when it ends too soon
	Expected string // what would be right there, such as "a month from 01 to 12"

	loose bool // from ParseLoose: the input need not be EDTF
}

// Error names the character position (counted from 1), what stands there and
// what was expected. A very long input is cut.
func (e *SyntaxError) Error() string {
	position := utf8.RuneCountInString(e.Input[:e.Offset]) + 1
	found := "it ends there"
	if e.Offset < len(e.Input) {
		found = "found " + quoteShort(e.Input[e.Offset:])
	}
	what := "is not an EDTF date"
	if e.loose {
		what = "cannot be read as a date"
	}
	return fmt.Sprintf("%s %s: at position %d expected %s, but %s",
		quoteShort(e.Input), what, position, e.Expected, found)
}

// AmbiguousError says that an input typed by a person has more than one
// reading, and names them all, so that the person can choose.
type AmbiguousError struct {
	Input    string    // as it was given
	Readings []Reading // every reading, at least two, earliest first
}

// Error names every reading in English with the EDTF expression to write
// instead.
func (e *AmbiguousError) Error() string {
	names := make([]string, len(e.Readings))
	for i, r := range e.Readings {
		names[i] = fmt.Sprintf("%s (write %s)", r.ReadsAs("en"), r.Value)
	}
	return fmt.Sprintf("%s is ambiguous: it may be %s", quoteShort(e.Input), strings.Join(names, " or "))
}

// quoteShort quotes s for a message and cuts it after 60 characters.
func quoteShort(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return fmt.Sprintf("%q", s)
	}
	runes := []rune(s[:min(len(s), most*utf8.UTFMax)])
	return fmt.Sprintf("%q…", string(runes[:min(len(runes), most)]))
}
