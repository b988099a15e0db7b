package report

import (
	"strings"

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
		if l.kind == document.KindText && (isPageNumber(l.text) || isContents(l.text) || isHead(heads, l.text)) {
			if isHead(heads, l.text) && len(running) < 20 {
				running = append(running, string(l.text))
			}
			if !isPageNumber(l.text) {
				dropped = append(dropped, l)
			}
			gap += l.gap + 1
			continue
		}
		l.gap += gap
		gap = 0
		kept = append(kept, l)
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
		beside := atEdge(lines, i)
		for _, key := range headKeys(l.text) {
			count[key]++
			if beside {
				edge[key]++
			}
		}
	}
	heads := map[string]bool{}
	for key, n := range count {
		stamp := key != "" && isDigit([]rune(key)[0])
		if n >= 2 && edge[key] >= 1 && edge[key]*2 >= n && !(stamp && n < 4) {
			heads[key] = true
		}
	}
	return heads
}

// headKeys are the key of a line and that of what stands before its bar or
// dot: "年报 | 第二章" repeats only its first part.
func headKeys(s []rune) []string {
	key := headKey(s)
	if key == "" {
		return nil
	}
	keys := []string{key}
	for i, r := range s {
		if r != '|' && r != '｜' && r != '·' && r != '丨' {
			continue
		}
		if part := headKey(s[:i]); len([]rune(part)) >= 6 {
			keys = append(keys, part+"|")
		}
		break
	}
	return keys
}

func isHead(heads map[string]bool, s []rune) bool {
	for _, key := range headKeys(s) {
		if heads[key] {
			return true
		}
	}
	return false
}

// atEdge says whether the line is within two lines of a page number or of a
// page's beginning or end.
func atEdge(lines []line, i int) bool {
	for d := -2; d <= 2; d++ {
		j := i + d
		if j < 0 || j >= len(lines) || d == 0 {
			continue
		}
		if lines[j].page != lines[i].page || isPageNumber(lines[j].text) {
			return true
		}
	}
	return false
}

// headKey is a line without figures and blanks; empty for one that is a date
// or says too little.
func headKey(s []rune) string {
	if e, date := wholeDate(s); date {
		if e.from.day > 0 && e.from.saysYear() {
			return string(s) // perhaps the day of printing, on every page
		}
		return ""
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		if !isDigit(r) && !isSpace(r) {
			b.WriteRune(r)
			n++
		}
	}
	if n < 3 {
		return ""
	}
	return b.String()
}

// isPageNumber recognises 12, - 12 -, 第 12 页, Page 12 of 40, 01 02 03, xii;
// not a year, which may be a heading.
func isPageNumber(s []rune) bool {
	digits, other := 0, 0
	for _, r := range s {
		switch {
		case isDigit(r):
			digits++
		case isSpace(r) || isDash(r) || r == '|' || r == '/' || r == '·' || r == '第' || r == '页' || r == '共':
		default:
			other++
		}
	}
	if other == 0 && digits > 0 && digits <= 8 {
		if v, _, ok := (&scanner{s: s}).digits(0, 4); ok && len(s) == 4 && validYear(v) {
			return false
		}
		return !isNumericDate(s)
	}
	text := strings.ToLower(strings.TrimSpace(string(s)))
	if rest, ok := strings.CutPrefix(text, "page "); ok && len(rest) < 14 {
		return strings.Trim(rest, "0123456789 of/") == ""
	}
	return len(text) <= 6 && text != "" && strings.Trim(text, "ivxl") == ""
}

func isNumericDate(s []rune) bool {
	_, ok := wholeDate(s)
	return ok
}

// isContents recognises a line of a table of contents by its leaders.
func isContents(s []rune) bool {
	dots := 0
	for _, r := range s {
		switch r {
		case '.', '…', '·', '․', '⋯':
			dots++
			if r == '…' || r == '⋯' {
				dots += 2
			}
		case ' ':
		default:
			if dots >= 5 && isDigit(r) {
				return true
			}
			dots = 0
		}
	}
	return false
}
