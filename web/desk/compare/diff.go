package compare

import (
	"html/template"
	"slices"
	"strings"
	"unicode"
)

// segment is a stretch of a comparison of two texts.
type segment struct {
	Kind segmentKind
	Text string
}

type segmentKind int

const (
	same segmentKind = iota
	added
	removed
)

// comparedMost bounds the work of a comparison: texts whose tokens, multiplied,
// are more are shown as wholly removed and added.
const comparedMost = 4_000_000

// texts tells what of two texts is the same, by words and single Han
// characters.
func texts(before, after string) []segment {
	if before == after {
		return merged([]segment{{same, before}})
	}
	a, b := tokens(before), tokens(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var list []segment
	list = append(list, segment{same, strings.Join(a[:head], "")})
	list = append(list, middle(a[head:len(a)-tail], b[head:len(b)-tail])...)
	list = append(list, segment{same, strings.Join(a[len(a)-tail:], "")})
	return merged(list)
}

// tokens cuts a text into words, Han characters and signs, of which blanks are
// some.
func tokens(text string) []string {
	var list []string
	start, inWord := 0, false
	for i, r := range text {
		word := (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) && !unicode.Is(unicode.Han, r)
		if i > start && (!word || !inWord) {
			list = append(list, text[start:i])
			start = i
		}
		inWord = word
	}
	if start < len(text) {
		list = append(list, text[start:])
	}
	return list
}

// middle compares what is between the common ends, by the longest common
// subsequence.
func middle(a, b []string) []segment {
	if len(a)*len(b) > comparedMost {
		return []segment{{removed, strings.Join(a, "")}, {added, strings.Join(b, "")}}
	}
	longest := make([][]int32, len(a)+1)
	for i := range longest {
		longest[i] = make([]int32, len(b)+1)
	}
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			if x == y {
				longest[i][j] = longest[i+1][j+1] + 1
				continue
			}
			longest[i][j] = max(longest[i+1][j], longest[i][j+1])
		}
	}
	var list []segment
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			list = append(list, segment{same, a[i]})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			list = append(list, segment{removed, a[i]})
			i++
		default:
			list = append(list, segment{added, b[j]})
			j++
		}
	}
	list = append(list, segment{removed, strings.Join(a[i:], "")})
	return append(list, segment{added, strings.Join(b[j:], "")})
}

// merged joins neighbours of one kind, and brings what was removed in a stretch
// before what was added there.
func merged(list []segment) []segment {
	var out []segment
	gone, come := "", ""
	flush := func() {
		if gone != "" {
			out = append(out, segment{removed, gone})
		}
		if come != "" {
			out = append(out, segment{added, come})
		}
		gone, come = "", ""
	}
	for _, s := range list {
		switch {
		case s.Text == "":
		case s.Kind == removed:
			gone += s.Text
		case s.Kind == added:
			come += s.Text
		default:
			flush()
			if n := len(out); n > 0 && out[n-1].Kind == same {
				out[n-1].Text += s.Text
				continue
			}
			out = append(out, s)
		}
	}
	flush()
	return out
}

// lists tells what of two lists is the same, by whole members: what is in both or
// was removed in its old order, then what was added.
func lists(before, after []string, separator string) []segment {
	var list []segment
	put := func(kind segmentKind, member string) {
		if len(list) > 0 {
			list = append(list, segment{same, separator})
		}
		list = append(list, segment{kind, member})
	}
	for _, member := range before {
		if slices.Contains(after, member) {
			put(same, member)
		} else {
			put(removed, member)
		}
	}
	for _, member := range after {
		if !slices.Contains(before, member) {
			put(added, member)
		}
	}
	return list
}

// marked are the changes of a text with what was removed struck through and what
// was added underlined, and the words for both for those who listen.
func marked(segments []segment, wordRemoved, wordAdded string) template.HTML {
	var b strings.Builder
	for _, s := range segments {
		text := template.HTMLEscapeString(s.Text)
		text = strings.ReplaceAll(text, "\n", "<br>")
		switch s.Kind {
		case removed:
			b.WriteString(`<del><span class="vh">` + template.HTMLEscapeString(wordRemoved) + `</span>` + text + `</del>`)
		case added:
			b.WriteString(`<ins><span class="vh">` + template.HTMLEscapeString(wordAdded) + `</span>` + text + `</ins>`)
		default:
			b.WriteString(text)
		}
	}
	return template.HTML(b.String())
}
