package edtf

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ErrLanguage means that there are no words of a language; see Languages.
var ErrLanguage = errors.New("no words for dates in this language")

// SyntaxError says why an expression is not EDTF: where, and what would be
// right there, in words an editor understands.
type SyntaxError struct {
	Input    string // the whole expression as it was given
	Offset   int    // byte offset in Input at which the trouble starts; len(Input) when it ends too soon
	Expected string // what would be right there, such as "a month from 01 to 12"
}

// Error names the character position (counted from 1), what stands there and
// what was expected. A very long input is cut.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s is not an EDTF date: at position %d expected %s, but %s",
		quoteShort(e.Input), position(e.Input, e.Offset), e.Expected, foundAt(e.Input, e.Offset))
}

func position(input string, offset int) int { return utf8.RuneCountInString(input[:offset]) + 1 }

func foundAt(input string, offset int) string {
	if offset < len(input) {
		return "found " + quoteShort(input[offset:])
	}
	return "it ends there"
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

// Refusal is why a text typed by a person is not read as a date.
type Refusal uint8

// The refusals. Each has one stable word (see String) by which a form can
// choose its own sentence.
const (
	RefusedWords    Refusal = iota // words or signs that are not known, or in no known order
	RefusedEmpty                   // "unknown", "n.d.": the text says that there is no date
	RefusedNoYear                  // a month or a day whose year is not said
	RefusedNoDate                  // a time of day without its day
	RefusedNoUnit                  // a part, such as "early", of nothing, or a decade without its century
	RefusedNoDay                   // a month or day that does not exist
	RefusedWeekday                 // the weekday is not that of the day
	RefusedReversed                // a range that ends before it starts
	RefusedTwo                     // two dates for two things: "1968, printed 2011"
	RefusedSerial                  // a number by which a spreadsheet keeps a day
	RefusedCalendar                // a calendar that is not converted, such as the Chinese one
	RefusedFiscal                  // a business year, of which is not known when it begins
	RefusedForm                    // understood, but EDTF has no form for it
	RefusedLong                    // a text that is too long to be a date
)

var refusalNames = [...]string{
	"words", "empty", "no-year", "no-date", "no-unit", "no-day", "weekday", "reversed", "two-dates", "serial",
	"calendar", "fiscal-year", "form", "long",
}

// String is the refusal as a stable lower-case word, such as "no-year".
func (r Refusal) String() string {
	if int(r) < len(refusalNames) {
		return refusalNames[r]
	}
	return fmt.Sprintf("Refusal(%d)", uint8(r))
}

// RefusedError says why a text typed by a person is not read as a date, and
// what to write instead.
type RefusedError struct {
	Input    string    // as it was given
	Offset   int       // byte offset in Input at which the trouble starts
	Reason   Refusal   // the kind of trouble
	Expected string    // what would be right there, such as "a month from 01 to 12"
	Readings []Reading // what was perhaps meant, to be offered; often none
}

// Error names the character position (counted from 1), what stands there, what
// was expected and what was perhaps meant. A very long input is cut.
func (e *RefusedError) Error() string {
	text := fmt.Sprintf("%s cannot be read as a date: at position %d expected %s, but %s",
		quoteShort(e.Input), position(e.Input, e.Offset), e.Expected, foundAt(e.Input, e.Offset))
	for i, r := range e.Readings {
		joint := " or "
		if i == 0 {
			joint = "; perhaps "
		}
		text += joint + fmt.Sprintf("%s (%s) is meant", r.ReadsAs("en"), r.Value)
	}
	return text
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
