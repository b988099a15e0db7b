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
