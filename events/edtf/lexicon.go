package edtf

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// class is what a word in a typed date does.
type class uint8

const (
	clsNone        class = iota
	clsFiller            // says nothing: the, of, 第
	clsComma             // a sign that may part two dates
	clsNumber            // digits, or a number in Chinese, Roman numerals or words
	clsDate              // a date in digits, or several readings of one
	clsHyphen            // "-"
	clsSlash             // "/"
	clsTilde             // "~": a dash between two dates, about after one
	clsYear              // 年
	clsMonthUnit         // 月
	clsDayUnit           // 日
	clsMonth             // 1 to 12
	clsWeekday           // 0 to 6, checked against the day
	clsCentury           // 世纪, century
	clsDecade            // 年代, années
	clsPlural            // the s of 1960s
	clsDecadeNote        // "(decade)" behind the 1900s
	clsDecadeOf          // the twenties (2) to nineties (9)
	clsFirstTen          // 头十年
	clsMillennium        // 千年
	clsQuarter           // of a year or century
	clsQuarterOf         // Q1 to Q4
	clsHalf              // of a year, century and so on
	clsHalfOf            // 1 and 2, of the unit beside it
	clsTierce            // Drittel
	clsFourths           // four months: 1, 2 or 3
	clsSeason            // 1 spring to 4 winter
	clsHemisphere        // 1 north, 2 south
	clsThird             // 1 early, 2 middle, 3 late
	clsEdge              // 1 beginning, 2 middle, 3 end
	clsLast              // last: the second half, the fourth quarter
	clsSuffix            // st, nd, rd, th
	clsBC                // BC, 公元前
	clsAD                // AD, 公元
	clsAbout             // 约, c.
	clsUncertain         // 存疑, ?
	clsFrom              // from, 从
	clsOnwards           // since, 起
	clsTo                // to, –, 至
	clsUntil             // until, 截至
	clsStop              // 止
	clsBefore            // before, 以前
	clsAfter             // after, 以后
	clsNoLater           // or earlier, 不晚于
	clsNoEarlier         // or later, 不早于
	clsBetween           // between, 间
	clsAnd               // and
	clsOr                // or, 或
	clsSomeYear          // 某年
	clsSomeMonth         // 某月
	clsSomeDay           // 某日
	clsInYear            // "a day in": of a month or of a year
	clsNoEnd             // 结束时间不详
	clsNoStart           // 开始时间不详
	clsEmpty             // unknown, n.d.
	clsLunar             // a calendar that is not converted
	clsJulian            // O.S.
	clsGregorian         // N.S.
	clsFiscal            // FY before a year
	clsFiscalAfter       // 年度
	clsEra               // 民国, 昭和: n is the place in the list of eras
	clsOrdinal           // first, second, in words
)

// named is the class of a key of "read" in a language file. after tells the
// words that stand behind the date, such as 以前, from those before it.
type named struct {
	class        class
	after        bool
	dayMayFollow bool // in the language at hand
}

// classNames are those keys. The words of a class with values are lists by
// value, counted from 1 (weekdays from 0).
var classNames = map[string]named{
	"filler": {class: clsFiller}, "year": {class: clsYear}, "monthUnit": {class: clsMonthUnit}, "dayUnit": {class: clsDayUnit},
	"month": {class: clsMonth}, "weekday": {class: clsWeekday}, "ordinal": {class: clsOrdinal}, "suffix": {class: clsSuffix},
	"century": {class: clsCentury}, "decade": {class: clsDecade}, "plural": {class: clsPlural}, "decadeOf": {class: clsDecadeOf},
	"decadeNote": {class: clsDecadeNote}, "firstDecade": {class: clsFirstTen}, "millennium": {class: clsMillennium},
	"quarter": {class: clsQuarter}, "quarterOf": {class: clsQuarterOf}, "half": {class: clsHalf}, "halfOf": {class: clsHalfOf},
	"tierce": {class: clsTierce}, "fourths": {class: clsFourths}, "season": {class: clsSeason}, "hemisphere": {class: clsHemisphere},
	"third": {class: clsThird}, "edge": {class: clsEdge}, "last": {class: clsLast}, "ad": {class: clsAD},
	"bc": {class: clsBC}, "bcOrBefore": {class: clsBC, after: true},
	"about": {class: clsAbout}, "uncertain": {class: clsUncertain}, "to": {class: clsTo}, "and": {class: clsAnd}, "or": {class: clsOr},
	"from": {class: clsFrom}, "fromAfter": {class: clsFrom, after: true}, "stop": {class: clsStop, after: true},
	"onwards": {class: clsOnwards}, "onwardsAfter": {class: clsOnwards, after: true},
	"until": {class: clsUntil}, "untilAfter": {class: clsUntil, after: true},
	"before": {class: clsBefore}, "beforeAfter": {class: clsBefore, after: true},
	"after": {class: clsAfter}, "afterAfter": {class: clsAfter, after: true},
	"noLater": {class: clsNoLater}, "noLaterAfter": {class: clsNoLater, after: true},
	"noEarlier": {class: clsNoEarlier}, "noEarlierAfter": {class: clsNoEarlier, after: true},
	"between": {class: clsBetween}, "betweenAfter": {class: clsBetween, after: true},
	"someYear": {class: clsSomeYear}, "someMonth": {class: clsSomeMonth}, "someDay": {class: clsSomeDay}, "inYear": {class: clsInYear},
	"noEnd": {class: clsNoEnd}, "noStart": {class: clsNoStart}, "empty": {class: clsEmpty}, "lunar": {class: clsLunar},
	"julian": {class: clsJulian}, "gregorian": {class: clsGregorian}, "fiscal": {class: clsFiscal}, "fiscalAfter": {class: clsFiscalAfter},
}

// meaning is what one word of one language says.
type meaning struct {
	text  []rune // folded; a space stands for any dots, spaces, hyphens and apostrophes, or none
	class class
	n     int64
	after bool // it stands behind the date
	// dayMayFollow: in a language of this month a day follows its name.
	dayMayFollow bool
}

// era is a way to count years from a reign or a state: year 1 is first + 1.
type era struct {
	first       int64
	begin, last Day // zero last: it goes on
}

// lexicon are the words of all languages.
type lexicon struct {
	byRune map[rune][]meaning // by first character
	eras   []era
}

var words = sync.OnceValue(func() *lexicon {
	x := &lexicon{byRune: map[rune][]meaning{}}
	for _, l := range languageList() {
		if err := x.addLanguage(l); err != nil {
			panic(fmt.Errorf("edtf: %s: %w", l.Tags[0], err))
		}
	}
	return x
})

func (x *lexicon) addLanguage(l *language) error {
	for i := range 12 {
		x.add(l.CLDR.Months[i], meaning{class: clsMonth, n: int64(i + 1), dayMayFollow: l.full.MonthFirst})
		x.add(l.CLDR.MonthsShort[i], meaning{class: clsMonth, n: int64(i + 1), dayMayFollow: l.full.MonthFirst})
	}
	for i := range 7 {
		x.add(l.CLDR.Weekdays[i], meaning{class: clsWeekday, n: int64(i)})
		x.add(l.CLDR.WeekdaysShort[i], meaning{class: clsWeekday, n: int64(i)})
	}
	for _, name := range slices.Sorted(maps.Keys(l.Read)) {
		raw := l.Read[name]
		if name == "era" {
			if err := x.addEras(raw); err != nil {
				return fmt.Errorf("read.era: %w", err)
			}
			continue
		}
		c, ok := classNames[name]
		if !ok {
			return fmt.Errorf("read.%s: no such class of words", name)
		}
		c.dayMayFollow = l.full.MonthFirst
		if err := x.addClass(c, raw); err != nil {
			return fmt.Errorf("read.%s: %w", name, err)
		}
	}
	return nil
}

func (x *lexicon) addClass(c named, raw json.RawMessage) error {
	var plain []string
	if json.Unmarshal(raw, &plain) == nil {
		for _, word := range plain {
			x.add(word, meaning{class: c.class, after: c.after})
		}
		return nil
	}
	var valued [][]string
	if err := json.Unmarshal(raw, &valued); err != nil {
		return err
	}
	for i, list := range valued {
		n := int64(i + 1)
		if c.class == clsWeekday {
			n--
		}
		for _, word := range list {
			x.add(word, meaning{class: c.class, n: n, after: c.after, dayMayFollow: c.dayMayFollow})
		}
	}
	return nil
}

func (x *lexicon) addEras(raw json.RawMessage) error {
	var list [][4]string // name, year 0, first day, last day
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	for _, row := range list {
		var e era
		if _, err := fmt.Sscan(row[1], &e.first); err != nil {
			return err
		}
		if err := e.begin.UnmarshalText([]byte(row[2])); err != nil {
			return err
		}
		if err := e.last.UnmarshalText([]byte(row[3])); err != nil {
			return err
		}
		x.add(row[0], meaning{class: clsEra, n: int64(len(x.eras))})
		x.eras = append(x.eras, e)
	}
	return nil
}

// add takes in a word; a single character that is a numeral, such as 一 for
// Monday, is left to numbers. Names with a final dot are known without it.
func (x *lexicon) add(word string, m meaning) {
	text := fold(word)
	for i, r := range text {
		if r == '.' || r == '-' || r == '\'' {
			text[i] = ' '
		}
	}
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	if len(text) == 0 || digit(text[0]) && m.class == clsMonth || len(text) == 1 && m.class == clsWeekday {
		return
	}
	m.text = text
	for i, known := range x.byRune[text[0]] {
		if known.class == m.class && known.n == m.n && slices.Equal(known.text, text) {
			x.byRune[text[0]][i].dayMayFollow = known.dayMayFollow || m.dayMayFollow
			return
		}
	}
	x.byRune[text[0]] = append(x.byRune[text[0]], m)
}

// at finds the longest word at i and everything it may mean.
func (x *lexicon) at(text []rune, i int) (meanings []meaning, length int) {
	for _, m := range x.byRune[text[i]] {
		switch n := m.matches(text, i); {
		case n == 0 || n < length:
		case n > length:
			meanings, length = []meaning{m}, n
		default:
			meanings = append(meanings, m)
		}
	}
	return meanings, length
}

// matches is how many characters the word takes at i, 0 when it does not
// stand there as a whole word.
func (m meaning) matches(text []rune, i int) int {
	pos := i
	for _, r := range m.text {
		if r == ' ' {
			for pos < len(text) && (text[pos] == ' ' || text[pos] == '.' || strings.ContainsRune("-'/", text[pos])) {
				pos++
			}
			continue
		}
		if pos >= len(text) || text[pos] != r {
			return 0
		}
		pos++
	}
	if letter(text[pos-1]) && pos < len(text) {
		switch {
		case letter(text[pos]):
			return 0
		case text[pos] == '.':
			pos++
		}
	}
	return pos - i
}
