package report

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"almanac.example/feeds/report/document"
)

// Page furniture: page numbers, running heads, box numbers, lines of a table
// of contents. None of it is text, and dates in it are no events.

// dropFurniture removes it and leaves the gap it filled.
func dropFurniture(lines []line) (kept []line, running []string, dropped []line) {
	heads := runningHeads(lines)
	kept = lines[:0]
	gap := 0
	for _, l := range lines {
		head, number := slices.ContainsFunc(headKeys(l.text), func(key string) bool { return heads[key] }), isPageNumber(l.text)
		l.gap += gap
		if l.kind != document.KindText || !head && !number && !contentsLine.MatchString(string(l.text)) {
			kept, gap = append(kept, l), 0
			continue
		}
		gap = l.gap + 1
		if head && len(running) < 20 {
			running = append(running, string(l.text))
		}
		if !number {
			dropped = append(dropped, l)
		}
	}
	return kept, running, dropped
}

// runningHeads finds the lines that are printed again and again at the edge of
// pages: short, equal but for figures, and at least once beside a page number
// or a page's edge.
func runningHeads(lines []line) map[string]bool {
	count, edge := map[string]int{}, map[string]int{}
	for i, l := range lines {
		if l.kind != document.KindText || l.whole || len(l.text) > 120 {
			continue
		}
		for _, key := range headKeys(l.text) {
			count[key]++
			if atEdge(lines, i) {
				edge[key]++
			}
		}
	}
	heads := map[string]bool{}
	for key, n := range count {
		day := isDigit(rune(key[0])) // perhaps that of printing
		heads[key] = n >= 2 && (n >= 4 || !day) && edge[key]*2 >= n
	}
	return heads
}

// headKeys are the key of a line and that of what stands before its bar or
// dot: "年报 | 第二章" repeats only its first part.
func headKeys(s []rune) []string {
	text := string(s)
	key := headKey(text)
	if key == "" {
		return nil
	}
	if i := strings.IndexAny(text, "|｜·丨"); i >= 0 {
		if part := headKey(text[:i]); utf8.RuneCountInString(part) >= 6 {
			return []string{key, part + "|"}
		}
	}
	return []string{key}
}

// headKey is a line without figures and blanks; empty for one that is a date
// or says too little.
func headKey(line string) string {
	if e, date := wholeDate([]rune(line)); date && e.from.day > 0 && e.from.saysYear() {
		return line
	} else if date {
		return ""
	}
	key := figuresAndBlanks.ReplaceAllString(line, "")
	if utf8.RuneCountInString(key) < 3 {
		return ""
	}
	return key
}

var figuresAndBlanks = regexp.MustCompile(`[0-9 \t\x{3000}]+`)

// atEdge says whether the line is within two lines of a page number or of a
// page's beginning or end.
func atEdge(lines []line, i int) bool {
	for j := max(0, i-2); j < min(len(lines), i+3); j++ {
		if j != i && (lines[j].page != lines[i].page || isPageNumber(lines[j].text)) {
			return true
		}
	}
	return false
}

// pageNumber matches 12, - 12 -, 第 12 页, Page 12 of 40, 01 02 03, xii.
var pageNumber = regexp.MustCompile(`(?i)^[ \t\x{3000}]*(?:(?:[-–—―~ \t\x{3000}|/·第页共]*[0-9]){1,8}[-–—―~ \t\x{3000}|/·第页共]*|page [0-9 of/]{0,13}|[ivxl]{1,6})$`)

// isPageNumber says whether a line is nothing else; a year may be a heading.
func isPageNumber(s []rune) bool {
	return len(s) <= 60 && pageNumber.MatchString(string(s)) && !dateOnly(s)
}

// contentsLine matches a line of a table of contents by its leaders, and the address
// and page that a browser prints under a page.
var contentsLine = regexp.MustCompile(`^(?:https?|file)://\S+[ \t]+[0-9]+/[0-9]+[ \t]*$|(?:(?:[.·․] *){5}|(?:[…⋯] *){2})[.·․…⋯ ]*[0-9]`)
