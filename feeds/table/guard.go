package table

import "strings"

// Guard keeps a cell from being taken for a formula when the table is opened in
// a spreadsheet: an apostrophe stands before what would begin one.
func Guard(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\x00", rune(text[0])) {
		return "'" + text
	}
	return text
}

// Unguard takes off what Guard puts in front.
func Unguard(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && rest != "" && Guard(rest) != rest {
		return rest
	}
	return text
}
