package edtf

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// Times is a time of day as it was typed beside a date.
type Times struct {
	// Start is the time; its shift from UTC is set where the text gives one.
	Start Clock
	// End is the end of a range of times, nil when there is none.
	End *Clock
	// Zone are the words that name the zone, such as Berlin, CET or 悉尼; ""
	// when there are none. Finding the zone is left to the caller.
	Zone string
}

// clockPatterns find a time of day in a folded text. Their groups are named h,
// m and s for numbers, half for half past, and p for the part of the day.
var clockPatterns = sync.OnceValue(func() []*regexp.Regexp {
	const part = `(?P<p>[ap]\.?\s?m\b\.?)`
	const chinese = `(?P<p>上午|下午|晚上|早上|中午|凌晨|午前|午后)?\s?`
	patterns := []string{
		chinese + `(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?(?:\s?` + `(?P<p>[ap]\.?m\b\.?))?(?:\s(?:uhr\b))?`,
		`(?P<h>\d{1,2})\.(?P<m>\d{2})\s?` + part,
		`(?P<h>\d{1,2})\s?` + part,
		`(?P<h>\d{1,2})(?:\.(?P<m>\d{2}))?\suhr\b`,
		`(?P<h>\d{1,2})h(?P<m>\d{2})?\b`,
		chinese + `(?P<h>\d{1,2}|[一二三四五六七八九十]{1,3})[点时](?:(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})分?|(?P<half>半)|整)?`,
	}
	list := make([]*regexp.Regexp, len(patterns))
	for i, p := range patterns {
		list[i] = regexp.MustCompile(`^t?` + p)
	}
	return list
})

// clockRange finds what stands between two times of a range.
var clockRange = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s?(?:–|-|to|bis|a|至|到|~|から)\s?`)
})

// shortStart finds the first time of "2–4pm", whose part of the day follows
// the second.
var shortStart = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\d{1,2})(\s?[–-]\s?)\d{1,2}(?::\d{2})?\s?[ap]\.?m\b`)
})

// clockLead finds a preposition that belongs to the time after it.
var clockLead = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|\b)(?:at|a|um|a las|kl\.?)\s$`)
})

// zoneShift finds a shift from UTC after a time.
var zoneShift = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s?\(?(?:(?:utc|gmt)\s?)?([+-])(\d{1,2})(?::?(\d{2}))?\)?`)
})

// cutTimes takes the time of day out of the text, and leaves spaces where it
// stood. A midnight alone is taken out and forgotten.
func (l *looseParser) cutTimes() ([]rune, *Times) {
	for i, r := range l.text {
		if !l.timeMayStart(i) {
			continue
		}
		t, n := l.timesAt(i)
		if n == 0 {
			continue
		}
		rest := append([]rune{}, l.text...)
		for j := i - len(lead(string(l.text[:i]))); j < i+n; j++ {
			rest[j] = ' '
		}
		midnight := t.Start == Clock{} && t.End == nil && t.Zone == "" && (r == '0' || r == 't')
		if midnight && strings.TrimSpace(string(rest)) != "" {
			return rest, nil
		}
		return rest, t
	}
	return l.text, nil
}

// timeMayStart reports whether a time of day may begin at i: not within a number,
// a date or a word, but with the T of ISO 8601 between two digits.
func (l *looseParser) timeMayStart(i int) bool {
	if i == 0 {
		return true
	}
	before := l.text[i-1]
	if l.text[i] == 't' {
		return digit(before) && i+1 < len(l.text) && digit(l.text[i+1])
	}
	return !digit(before) && !letter(before) && !strings.ContainsRune(":./-", before)
}

// lead is the preposition at the end of a folded text that belongs to the time
// after it; its characters are ASCII.
func lead(text string) string {
	return clockLead().FindString(text)
}

// timesAt reads a time or a range of times with its zone.
func (l *looseParser) timesAt(i int) (*Times, int) {
	text := string(l.text[i:])
	start, n, ok := clockAt(text)
	if m := shortStart().FindStringSubmatch(text); m != nil {
		n = len(m[1])
		start, ok = clockOf(m[1], "", "", partOfDay(text))
	}
	if !ok {
		return nil, 0
	}
	t := &Times{Start: start}
	if m := clockRange().FindString(text[n:]); m != "" {
		if end, length, ok := clockAt(text[n+len(m):]); ok {
			t.End = &end
			n += len(m) + length
		}
	}
	length := len([]rune(text[:n]))
	return t, length + l.zoneAt(i+length, t)
}

// partOfDay is a or p, whichever stands first before an m.
func partOfDay(text string) string { return text[strings.IndexAny(text, "ap"):][:1] }

// clockAt reads one time of day at the start of text, and how many bytes it
// takes.
func clockAt(text string) (Clock, int, bool) {
	for _, p := range clockPatterns() {
		m := p.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		group := func(name string) string {
			found := ""
			for i, n := range p.SubexpNames() {
				if n == name && m[2*i] >= 0 && found == "" {
					found = text[m[2*i]:m[2*i+1]]
				}
			}
			return found
		}
		rest := []rune(text[m[1]:])
		if len(rest) > 0 && (strings.ContainsRune("期间代候", rest[0]) || digit(rest[0])) {
			continue // 时期 is no time
		}
		minute := group("m")
		if group("half") != "" {
			minute = "30"
		}
		c, ok := clockOf(group("h"), minute, group("s"), group("p"))
		return c, m[1], ok
	}
	return Clock{}, 0, false
}

// clockOf puts a time together; false when it does not exist.
func clockOf(h, m, s, part string) (Clock, bool) {
	hour, minute, second := clockNumber(h), clockNumber(m), clockNumber(s)
	afternoon := strings.HasPrefix(part, "p") || part == "下午" || part == "晚上" || part == "午后" || part == "中午" && hour < 3
	morning := part != "" && !afternoon && part != "中午"
	switch {
	case (afternoon || morning) && hour > 12 && part[0] < 'z':
		return Clock{}, false
	case afternoon && hour < 12:
		hour += 12
	case morning && hour == 12:
		hour = 0
	}
	if hour > 23 || minute > 59 || second > 59 || hour < 0 || minute < 0 {
		return Clock{}, false
	}
	return Clock{Hour: uint8(hour), Minute: uint8(minute), Second: uint8(second)}, true
}

// clockNumber reads digits or Chinese numerals; "" is 0.
func clockNumber(s string) int {
	if n, err := strconv.Atoi(s); err == nil || s == "" {
		return n
	}
	return int(chineseValue([]rune(s)))
}

// zoneAt reads the zone after a time, and how many characters it takes: a
// shift from UTC, or words with a capital that no language knows otherwise.
func (l *looseParser) zoneAt(i int, t *Times) int {
	text := string(l.text[min(i, len(l.text)):])
	if m := zoneShift().FindStringSubmatch(text); m != nil {
		hours, minutes := clockNumber(m[2]), clockNumber(m[3])
		if hours <= 14 && minutes < 60 {
			t.Start.Zoned, t.Start.Offset = true, int16(hours*60+minutes)
			if m[1] == "-" {
				t.Start.Offset = -t.Start.Offset
			}
			if t.End != nil {
				t.End.Zoned, t.End.Offset = true, t.Start.Offset
			}
			return len([]rune(m[0]))
		}
	}
	original := []rune(l.in)
	from := i
	for from < len(original) && (original[from] == ' ' || original[from] == '(' || original[from] == '（') {
		from++
	}
	end := from
	for end < len(original) && (unicode.IsLetter(original[end]) || strings.ContainsRune("/_", original[end])) {
		end++
	}
	name := string(original[from:end])
	if han, ok := strings.CutSuffix(name, "时间"); ok {
		t.Zone = han
		return end - i
	}
	if name == "" || !unicode.IsUpper(original[from]) {
		return 0
	}
	if meanings, n := words().at(l.text, from); len(meanings) > 0 && n == end-from {
		return 0
	}
	t.Zone = name
	after := end
	for after < len(original) && (original[after] == ')' || original[after] == '）') {
		after++
	}
	if strings.HasPrefix(string(l.text[after:]), " time") {
		after += len(" time")
	}
	if name == "Z" || name == "UTC" || name == "GMT" {
		t.Start.Zoned = true
	}
	return after - i
}
