package table

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"almanac.example/events/edtf"
)

// respell spells a date that tables write in a way of their own as edtf.Reader
// reads it. What it does not know it leaves as it is. It loses words if these
// say more than the date that is read.
func respell(s string) (text string, loses bool) {
	if s == "" {
		return s, false
	}
	if s[0] == '+' && isoDay.MatchString(s[1:]) { // as Wikidata writes years of our era
		s = s[1:]
	}
	if strings.ContainsRune(s, '0') {
		if zero, ok := withoutZeros(noClock.ReplaceAllString(s, "$1")); ok {
			return zero, false
		}
	}
	if m := basicTime.FindStringSubmatch(s); m != nil {
		return m[1] + "-" + m[2] + "-" + m[3] + "T" + m[4] + ":" + m[5] + m[6], false
	}
	if m := shortEnd.FindStringSubmatch(s); m != nil {
		return m[1] + m[2] + "/" + m[1] + m[3], false
	}
	if isPlainNumbers(s) {
		return s, false
	}
	s = footnote.ReplaceAllString(s, "$1")
	s = copyrightSign.ReplaceAllString(s, "")
	s = dutchAfter.ReplaceAllString(s, "after $1")
	s = spacedYears.ReplaceAllString(s, "$1–$2")
	s = romanWiek.ReplaceAllString(s, "$1 wieku$2")
	s = bothDays.ReplaceAllStringFunc(s, asDays)
	if isASCII(s) && !shortEra.MatchString(s) && !dottedRange.MatchString(s) && !dottedMonths.MatchString(s) {
		return translated(s), false
	}
	east := inKorean(russianTens.ReplaceAllString(s, "${1}s"))
	for _, spell := range []func(string) string{bracketed, ofShortEra, ofMinguo, ofEra, withoutRemarks} {
		text := spell(east)
		loses = loses || text != east
		east = text
	}
	return translated(east), loses
}

// isPlainNumbers reports whether a text has digits and the signs between them
// alone. A range of dotted dates is none.
func isPlainNumbers(s string) bool {
	return s[0] != 'T' && strings.Trim(s, "0123456789-/.: T") == "" && !dottedRange.MatchString(s) && !dottedMonths.MatchString(s)
}

var (
	// noClock is midnight behind a day that is zero.
	noClock   = regexp.MustCompile(`(-00)[ T]00:00(?::00(?:\.0+)?)?Z?$`)
	zeroParts = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.]00?$`)
	zeroFirst = regexp.MustCompile(`^(?:00?[-/.](\d{1,2})|(\d{1,2})[-/.]00?)[-/.](\d{4})$`)
	zeroMonth = regexp.MustCompile(`^(\d{4})[-/.]00?$|^00?[-/.](\d{4})$`)
)

// withoutZeros leaves out days and months that are zero: so databases write
// dates of which they are not known (2019-05-00, 00.05.1945).
func withoutZeros(s string) (string, bool) {
	year, month := "", ""
	switch m := zeroParts.FindStringSubmatch(s); {
	case m != nil:
		year, month = m[1], m[2]
	default:
		if m := zeroFirst.FindStringSubmatch(s); m != nil {
			year, month = m[3], m[1]+m[2]
		} else if m := zeroMonth.FindStringSubmatch(s); m != nil {
			year = m[1] + m[2]
		}
	}
	if year == "" || year == "0000" {
		return "", false
	}
	n, _ := strconv.Atoi(month)
	switch {
	case n == 0:
		return year, true
	case n > 12:
		return "", false
	}
	return fmt.Sprintf("%s-%02d", year, n), true
}

var (
	// footnote is the number of a note behind a year of four digits or a date in
	// Chinese.
	footnote      = regexp.MustCompile(`(\d{4}|\d ?(?:BC|AD|BCE|CE)|[年月日])(?: ?\[(?:\d{1,2}|[a-z]|(?:note|nb|n) \d+)\]| \(\d\)|[¹²³⁴⁵⁶⁷⁸⁹]+)+$`)
	copyrightSign = regexp.MustCompile(`^(?:©|\(c\)|\(C\)|copyright|Copyright|cop\.) ?`)

	shortEra    = regexp.MustCompile(`^([MTSHR]|[明大昭平令])\.? ?(\d{1,2}|元)[./\-年](\d{1,2})(?:[./\-月](\d{1,2})日?|月)?$`)
	minguo      = regexp.MustCompile(`^(民[國国])(\d{1,3})[./\-](\d{1,2})(?:[./\-](\d{1,2}))?$`)
	beforeFirst = regexp.MustCompile(`^民(?:國|国)?前([\d一二三四五六七八九十]{1,3})年(.*)$`)

	// westernBehind is a date with its year of the common era in brackets.
	westernBehind = regexp.MustCompile(`^([^（(\[]+)[（(\[](?:公元|公曆|公历|西元|西暦|阳历)?(\d{4}(?:年.*|[-./].*)?)[）)\]]$`)
	reignBehind   = regexp.MustCompile(`^(\d{4}年[^（(\[]*)[（(\[]([^）)\]]+)[）)\]]$`)
	partOfDay     = regexp.MustCompile(`([日号號])(?:上午|下午|晚上|晚间|晚|凌晨|清晨|早晨|早上|中午|傍晚|黎明|夜间|深夜|夜|午后|午前|午後|夜半|正午|未明|朝|夕方)$`)
	notKnown      = regexp.MustCompile(`([年月])[（(][^（()）]*(?:不详|不詳|不明|未详|未詳|不祥|缺)[）)]$`)
	russianTens   = regexp.MustCompile(`(\d{3}0)-?(?:е|х|ые|ых)(?: гг?\.?| год[ыао]в?)?$`)
	dottedMonths  = regexp.MustCompile(`^(\d{4})\.(\d{1,2}) ?(?:-|–|—|~|～|至|到) ?(\d{1,2})$`)
	// basicTime is a time as iCalendar writes it (RFC 5545 §3.3.5).
	basicTime = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:\d\d)?(Z?)$`)
	// shortEnd is a range whose end leaves out the year (ISO 8601-1:2019 §5.5.2.4).
	shortEnd = regexp.MustCompile(`^(\d{4}-)(\d\d-\d\d)/(\d\d-\d\d)$`)
	// spacedYears is a range of years about which a word in front says something.
	spacedYears = regexp.MustCompile(`^(\D+\d{4}) [-–—] (\d{4})$`)
	dutchAfter  = regexp.MustCompile(`^[Nn]a (\d)`)
	romanWiek   = regexp.MustCompile(`\b([IVX]+) w\.?($| )`)
	// bothDays are two days of a month: 5 and 6 October 1789, October 5 & 6, 1789.
	bothDays      = regexp.MustCompile(`(?i)^(\D*)(\d{1,2}\.?) (?:and|&|\+|und|u\.|et|y|e|en|og|och|i|и) (\d{1,2})((?:\.|,)? .*\d{4})$`)
	japaneseAbout = regexp.MustCompile(`([年月日])[くぐ]らい$`)
	listed        = regexp.MustCompile(`(\d{1,2})、(\d{1,2})([月日])`)
	dottedRange   = regexp.MustCompile(`^(\d{4})[./](\d{1,2})[./](\d{1,2}) ?(?:-|–|—|~|～|至|到) ?(\d{1,2})[./](\d{1,2})$`)
)

// japaneseEras are the eras by the letter or character that stands for them.
func japaneseEras() map[string]string {
	return map[string]string{
		"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和",
		"明": "明治", "大": "大正", "昭": "昭和", "平": "平成", "令": "令和",
	}
}

// ofShortEra spells S20.8.15 as 昭和20年8月15日.
func ofShortEra(s string) string {
	m := shortEra.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	text := japaneseEras()[m[1]] + m[2] + "年" + m[3] + "月"
	if m[4] != "" {
		text += m[4] + "日"
	}
	return text
}

// ofMinguo spells 民國108.5.24 with its units, and years before the republic as
// those of the common era.
func ofMinguo(s string) string {
	if m := minguo.FindStringSubmatch(s); m != nil {
		text := m[1] + m[2] + "年" + m[3] + "月"
		if m[4] != "" {
			text += m[4] + "日"
		}
		return text
	}
	if m := beforeFirst.FindStringSubmatch(s); m != nil {
		return strconv.Itoa(1912-numeral(m[1])) + "年" + m[2]
	}
	return s
}

// chineseEra is a reign by its name, which begins with its first year and lasts
// so many.
type chineseEra struct{ first, years int }

// chineseEras are the reigns of Ming and Qing. Their years begin with the lunar
// new year, so that a day or month of one is not found by them.
func chineseEras() map[string]chineseEra {
	return map[string]chineseEra{
		"洪武": {1368, 31}, "建文": {1399, 4}, "永乐": {1403, 22}, "永樂": {1403, 22}, "洪熙": {1425, 1}, "宣德": {1426, 10},
		"正统": {1436, 14}, "正統": {1436, 14}, "景泰": {1450, 8}, "天顺": {1457, 8}, "天順": {1457, 8}, "成化": {1465, 23},
		"弘治": {1488, 18}, "正德": {1506, 16}, "嘉靖": {1522, 45}, "隆庆": {1567, 6}, "隆慶": {1567, 6}, "万历": {1573, 48},
		"萬曆": {1573, 48}, "天启": {1621, 7}, "天啟": {1621, 7}, "崇祯": {1628, 17}, "崇禎": {1628, 17}, "顺治": {1644, 18},
		"順治": {1644, 18}, "康熙": {1662, 61}, "雍正": {1723, 13}, "乾隆": {1736, 60}, "嘉庆": {1796, 25}, "嘉慶": {1796, 25},
		"道光": {1821, 30}, "咸丰": {1851, 11}, "咸豐": {1851, 11}, "同治": {1862, 13}, "光绪": {1875, 34}, "光緒": {1875, 34},
		"宣统": {1909, 3}, "宣統": {1909, 3},
	}
}

// eraYear reads the year of the common era of a year of a reign; rest is what
// stands behind it, and 0 means that the text is none.
func eraYear(s string) (year int, rest string) {
	s = strings.TrimLeft(s, "清明朝代 ")
	name, rest, ok := cutRunes(s, 2)
	era, known := chineseEras()[name]
	count, rest, unit := strings.Cut(rest, "年")
	if !ok || !known || !unit {
		return 0, ""
	}
	n := numeral(count)
	if n < 1 || n > era.years {
		return 0, ""
	}
	return era.first + n - 1, rest
}

// numeral is the number of a year, in digits or Chinese characters; 0 if it is none.
func numeral(count string) int {
	read, err := edtf.ParseLoose("公元" + count + "年")
	if err != nil {
		return 0
	}
	return yearOf(read.Value)
}

// cutRunes cuts a text behind so many characters.
func cutRunes(s string, n int) (before, after string, ok bool) {
	at := 0
	for range n {
		_, size := utf8.DecodeRuneInString(s[at:])
		if size == 0 {
			return s, "", false
		}
		at += size
	}
	return s[:at], s[at:], true
}

// ofEra spells the whole year of a reign as one of the common era.
func ofEra(s string) string {
	if year, rest := eraYear(s); year != 0 && strings.TrimSpace(rest) == "" {
		return strconv.Itoa(year) + "年"
	}
	return s
}

// bracketed takes the date of the common era that stands in brackets behind one
// of a reign, or has one in brackets behind it, if it lies in that year or, for
// lunar years end later, in the next.
func bracketed(s string) string {
	western, reign := "", ""
	if m := westernBehind.FindStringSubmatch(s); m != nil {
		reign, western = m[1], m[2]
	} else if m := reignBehind.FindStringSubmatch(s); m != nil {
		western, reign = m[1], m[2]
	} else {
		return s
	}
	year, rest := eraYear(reign)
	n, err := strconv.Atoi(western[:4])
	if year == 0 || err != nil || n != year && (n != year+1 || rest == "") {
		return s
	}
	return western
}

// withoutRemarks takes off the part of the day and the remark that a part of
// the date is not known, and gives the second day of a range its units.
func withoutRemarks(s string) string {
	s = partOfDay.ReplaceAllString(s, "$1")
	s = notKnown.ReplaceAllString(s, "$1")
	s = japaneseAbout.ReplaceAllString(s, "${1}頃")
	s = listed.ReplaceAllStringFunc(s, asRange)
	if m := dottedMonths.FindStringSubmatch(s); m != nil && isLaterMonth(m[2], m[3]) {
		return m[1] + "年" + m[2] + "月-" + m[3] + "月"
	}
	if m := dottedRange.FindStringSubmatch(s); m != nil {
		return m[1] + "年" + m[2] + "月" + m[3] + "日-" + m[4] + "月" + m[5] + "日"
	}
	return s
}

// asDays spells two days that follow each other as a range.
func asDays(s string) string {
	m := bothDays.FindStringSubmatch(s)
	a, _ := strconv.Atoi(strings.TrimSuffix(m[2], "."))
	if b, _ := strconv.Atoi(m[3]); b != a+1 {
		return s
	}
	return m[1] + m[2] + "–" + m[3] + m[4]
}

// asRange spells two days or months of a list as a range if the one follows the
// other; of others each gets its unit, so that none is taken for the day of a month.
func asRange(s string) string {
	m := listed.FindStringSubmatch(s)
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	if b == a+1 {
		return m[1] + m[3] + "-" + m[2] + m[3]
	}
	return m[1] + m[3] + "、" + m[2] + m[3]
}

func isLaterMonth(from, to string) bool {
	a, _ := strconv.Atoi(from)
	b, _ := strconv.Atoi(to)
	return a >= 1 && a < b && b <= 12
}

// koreanUnits are the words of Korean dates in Chinese characters. Longer ones
// stand before those that they begin with.
var koreanUnits = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer(
		"월요일", "月曜日", "화요일", "火曜日", "수요일", "水曜日", "목요일", "木曜日", "금요일", "金曜日", "토요일", "土曜日", "일요일", "日曜日",
		"기원전", "紀元前", "서기", "西暦", "세기", "世紀", "년대", "年代", "년", "年", "월", "月", "일", "日",
		"오전", "午前", "오후", "午後", "무렵", "頃", "경", "頃", "봄", "春", "여름", "夏", "가을", "秋", "겨울", "冬",
	)
})

func inKorean(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) {
		return s
	}
	s = koreanUnits().Replace(s)
	for _, unit := range []string{"年 ", "月 ", "日 ", " 月曜", " 火曜", " 水曜", " 木曜", " 金曜", " 土曜", " 日曜"} {
		s = strings.ReplaceAll(s, unit, strings.TrimSpace(unit))
	}
	return s
}

//go:embed words.json
var wordsFile []byte

// foreignWords are words of dates in languages that edtf.Reader does not read,
// with those that it does.
var foreignWords = sync.OnceValue(func() map[string]string {
	var file map[string]map[string]string
	if err := json.Unmarshal(wordsFile, &file); err != nil {
		panic(err) // a test reads it
	}
	words := map[string]string{}
	for _, list := range file {
		for word, meaning := range list {
			words[word] = meaning
		}
	}
	return words
})

// translated replaces words of other languages; a text without one stays as it
// is.
func translated(s string) string {
	if len(s) > 80 {
		return s
	}
	var b strings.Builder
	found := false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			b.WriteString(s[i : i+size])
			i += size
			continue
		}
		end := i + size
		for end < len(s) {
			r, size := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) {
				break
			}
			end += size
		}
		meaning, ok := foreignWords()[strings.ToLower(s[i:end])]
		if ok {
			found = true
			if end < len(s) && s[end] == '.' { // of an abbreviation
				end++
			}
			b.WriteString(meaning)
		} else {
			b.WriteString(s[i:end])
		}
		i = end
	}
	if !found {
		return s
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
