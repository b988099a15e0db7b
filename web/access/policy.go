package access

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The bounds of passwords, in characters.
const (
	minPassword = 12
	maxPassword = 256
	minUnknown  = 8 // of which a guesser knows nothing beforehand; see weakness
)

// checkPassword says what is wrong with a password, as an *events.Invalid with a
// reason that can be shown; nil: nothing is. Names are those of the account and
// of the site.
func checkPassword(password string, names ...string) error {
	p, err := prepared(password)
	if err != nil {
		return err
	}
	if reason := weakness(p, names); reason != "" {
		return invalidf("account", "password", "%s", reason)
	}
	return nil
}

// commonWords are what people choose first: words and rows of keys, one a line,
// the way they read once plain has been applied.
//
//go:embed common.txt
var commonWords string

// common are the lines of commonWords, the longest first, so that a word is
// found before its part.
var common = sync.OnceValue(func() []string {
	list := strings.Fields(commonWords)
	slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
})

// weakness says why a password is refused; names are those of the account and
// of the site. "" means that it is not.
//
// What a guesser tries first counts as one character each: names, common words,
// sequences, repeats. A password is refused when little else is left of it.
func weakness(password string, names []string) string {
	n := utf8.RuneCountInString(password)
	switch {
	case n < minPassword:
		return fmt.Sprintf("has %d characters; at least %d are needed", n, minPassword)
	case n > maxPassword:
		return fmt.Sprintf("has %d characters; at most %d are allowed", n, maxPassword)
	}
	for _, spelling := range []string{plain(password), plain(unmasked(password)), plain(signs.Replace(password))} {
		unit := period(spelling)
		if unit != spelling && utf8.RuneCountInString(unit) < minPassword {
			return "repeats itself: a guesser tries that early"
		}
		left, found := reduce(unit, names)
		if found != "" && utf8.RuneCountInString(left) < minUnknown {
			return "is little more than " + found + ": a guesser tries that early"
		}
	}
	return ""
}

// plain is a password without what does not make it harder to guess: capitals,
// spaces and signs.
func plain(password string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, password)
}

// signs are those above the digits of a keyboard.
var signs = strings.NewReplacer("!", "1", "@", "2", "#", "3", "$", "4", "%", "5", "^", "6", "&", "7", "*", "8", "(", "9", ")", "0")

// lookalikes are the digits and signs that are written for letters.
var lookalikes = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// number is a row of digits that is meant as one.
var number = regexp.MustCompile(`[0-9]{3,}`)

// unmasked puts letters in the place of what looks like them.
func unmasked(password string) string {
	var b strings.Builder
	from := 0
	for _, at := range number.FindAllStringIndex(password, -1) {
		b.WriteString(lookalikes.Replace(password[from:at[0]]) + password[at[0]:at[1]])
		from = at[1]
	}
	return b.String() + lookalikes.Replace(password[from:])
}

// period is the shortest text of which s is a repetition, the last time perhaps
// cut off.
func period(s string) string {
	r := []rune(s)
	for n := 1; n <= len(r)/2; n++ {
		if slices.Equal(r[n:], r[:len(r)-n]) {
			return string(r[:n])
		}
	}
	return s
}

// mark stands for what a guesser knows. No password that was made plain has it.
const mark = "*"

// reduce puts a mark in the place of everything that a guesser tries first, and
// says what of that there was.
func reduce(s string, names []string) (left, found string) {
	replace := func(word, what string) {
		if strings.Contains(s, word) {
			s = strings.ReplaceAll(s, word, mark)
			found = cmp.Or(found, what)
		}
	}
	for _, name := range names {
		for _, word := range nameWords(name) {
			replace(word, "the name of the account or of the site")
		}
	}
	for _, word := range common() {
		replace(word, "a common password")
	}
	if shorter := sequences(s); shorter != s {
		s = shorter
		found = cmp.Or(found, "a sequence")
	}
	return s, found
}

// nameWords are the spellings of a name that are looked for: the whole and its
// words, if they are long enough to be meant.
func nameWords(name string) []string {
	words := []string{plain(name), plain(unmasked(name))}
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words = append(words, plain(w), plain(unmasked(w)))
	}
	return slices.DeleteFunc(words, func(w string) bool { return len(w) < 3 })
}

// leastSequence is how many characters in a row make a sequence.
const leastSequence = 3

// sequences puts a mark in the place of characters that count up or down by one,
// or stay the same: 1234, dcba, aaaa.
func sequences(s string) string {
	var b strings.Builder
	r := []rune(s)
	for len(r) > 0 {
		n := sequence(r)
		if n < leastSequence {
			b.WriteRune(r[0])
			n = 1
		} else {
			b.WriteString(mark)
		}
		r = r[n:]
	}
	return b.String()
}

// sequence is how many characters from the start on follow one another.
func sequence(r []rune) int {
	if len(r) < 2 {
		return len(r)
	}
	step := r[1] - r[0]
	if step < -1 || step > 1 {
		return 1
	}
	n := 2
	for n < len(r) && r[n]-r[n-1] == step {
		n++
	}
	return n
}
