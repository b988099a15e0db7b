package table

import "strings"

// Guard keeps a cell from being taken for a formula when the table is opened in
// a spreadsheet: an apostrophe stands before what would begin one, and before
// what begins with such an apostrophe.
func Guard(text string) string {
	if isDangerous(text) {
		return "'" + text
	}
	return text
}

// unguard takes off what Guard puts in front.
func unguard(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && isDangerous(rest) {
		return rest
	}
	return text
}

// isDangerous reports whether a spreadsheet may reckon with a text, apostrophes
// in front left aside.
func isDangerous(text string) bool {
	bare := strings.TrimLeft(text, "'")
	return bare != "" && strings.IndexByte("=+-@\t\r\x00", bare[0]) >= 0
}
