package table

import (
	_ "embed"
	"encoding/json"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// dateName is what the name of a column says of the dates in it.
type dateName string

// What a name says. A name may say several things: of "Date closed (last edit)"
// upkeep counts.
const (
	namesStart  dateName = "start"  // that it begins
	namesEnd    dateName = "end"    // that it ends
	namesFinish dateName = "finish" // that something is done: an end beside a start, else an event
	namesUpkeep dateName = "upkeep" // when the entry was written or changed
	namesOther  dateName = "other"  // when something else was: published, acquired, born

	namesEarliest dateName = "earliest" // that it is a bound
	namesLatest   dateName = "latest"   // that it is the other bound
	namesNumber   dateName = "number"   // that it is no date at all: inventory numbers look like some
)

//go:embed datewords.json
var dateWordsFile []byte

// dateWords are words in the names of columns with dates, folded. A * stands for
// any letters.
var dateWords = sync.OnceValue(func() map[dateName][]string {
	var file map[dateName][]string
	if err := json.Unmarshal(dateWordsFile, &file); err != nil {
		panic(err) // a test reads it
	}
	for _, list := range file {
		for i, word := range list {
			if !strings.Contains(word, "*") {
				list[i] = foldName(word)
			}
		}
	}
	return file
})

// nameSays reports whether a column's name says something of its dates.
func nameSays(name string, what dateName) bool {
	folded := plainName(name)
	words := strings.Fields(folded)
	return slices.ContainsFunc(dateWords()[what], func(pattern string) bool {
		if isUnspaced(pattern) {
			return strings.Contains(folded, pattern)
		}
		return slices.ContainsFunc(words, func(word string) bool {
			ok, err := path.Match(pattern, word)
			return ok && err == nil
		})
	})
}

// isUnspaced reports whether a word is of a writing in which words stand
// together, or have others in front.
func isUnspaced(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Arabic)
	})
}

// parted parts the words of a name such as acquisitionDate.
func parted(name string) string {
	var b strings.Builder
	small := false
	for _, r := range name {
		if small && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		small = unicode.IsLower(r)
		b.WriteRune(r)
	}
	return b.String()
}

// endWords are words in the name of a column of ends, each with those in the name
// of the column of beginnings beside it, folded.
func endWords() map[string][]string {
	return map[string][]string{
		"end": {"start", "begin", "beginning"}, "ends": {"starts", "begins"}, "ended": {"started", "began"}, "finish": {"start"}, "to": {"from"},
		"until": {"from"}, "last": {"first"}, "close": {"open"}, "closes": {"opens"}, "closing": {"opening"}, "stop": {"start"},
		"ende": {"beginn", "anfang", "start"}, "bis": {"von", "ab"}, "endet": {"beginnt"}, "fin": {"debut", "inicio", "comienzo"},
		"fine": {"inizio"}, "fim": {"inicio"}, "einde": {"begin", "start"}, "tot": {"van"}, "конец": {"начало"}, "slut": {"start"},
		"结束": {"开始", "起始"}, "截止": {"开始", "起始"}, "結束": {"開始"}, "終了": {"開始"}, "종료": {"시작"},
	}
}

// ends finds columns of ends by the names of those of beginnings: event_end beside
// event_start, of which the cells tell that it is the date.
func (g *guesser) ends() {
	for i := range g.mapping.Columns {
		c := &g.mapping.Columns[i]
		if c.Role != NoRole && c.Role != Date {
			continue
		}
		if end := g.endBeside(i); end != NoRole && g.fitting(end, g.look(i)) == end {
			c.Role = end
		}
	}
}

// endBeside is the end of the beginning that a column has beside it; NoRole if
// there is none.
func (g *guesser) endBeside(column int) Role {
	to := map[Role]Role{Date: End, Year: EndYear, Month: EndMonth, Day: EndDay, Time: EndTime}
	names := beginnings(plainName(g.mapping.Columns[column].Name))
	for _, from := range g.mapping.Columns {
		end := to[from.Role]
		if from.Index != column && end != NoRole && !g.taken(end, "") && contains(names, plainName(from.Name)) {
			return end
		}
	}
	return NoRole
}

// plainName is the name of a column, its words parted, without remarks and folded.
func plainName(name string) string { return foldName(withoutBrackets(parted(name))) }

// beginnings are the names that a column of beginnings may have, if that of ends
// has the name.
func beginnings(name string) []string {
	var list []string
	for end, starts := range endWords() {
		for _, start := range starts {
			if with := replaceWord(name, end, start); with != name {
				list = append(list, with)
			}
		}
	}
	return list
}

// replaceWord replaces a word; in writing without spaces it may be a part of one,
// and in others the end of one: tstop, Ausstellungsende.
func replaceWord(text, word, by string) string {
	if !isASCII(word) {
		return strings.Replace(text, word, by, 1)
	}
	const shortest = 3
	words := strings.Fields(text)
	for i := range words {
		before, isTail := strings.CutSuffix(words[i], word)
		if isTail && (before == "" || len(word) >= shortest) {
			words[i] = before + by
			return strings.Join(words, " ")
		}
	}
	return text
}
