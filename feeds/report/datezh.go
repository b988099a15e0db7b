package report

import (
	"cmp"
	"strings"
)

// Chinese date expressions.

// zhTriggers are the characters that Chinese expressions begin with, zhUnits
// those one of which stands in every Chinese date.
var (
	zhTriggers = runeSet("春夏秋冬中月是一二三四五六七八九十〇零廿卅元民公西明大昭光宣道咸同嘉乾康雍今去前本当當该該次翌上下第年隔此")
	zhUnits    = runeSet("年月日号季旬天世春夏秋冬半")
)

// zhLeans are the words by which a year, month or day leans on another.
var zhLeans = map[string]anchor{
	"同": anchorSame, "当": anchorSame, "當": anchorSame, "该": anchorSame, "該": anchorSame, "此": anchorSame, "是": anchorSame,
	"今": anchorThis, "本": anchorThis, "去": anchorPrevious, "上": anchorPrevious,
	"次": anchorNext, "翌": anchorNext, "明": anchorNext, "隔": anchorNext, "第": anchorNext,
}

// lean is what the word in a group leans on.
func (m match) lean(name string) anchor { return zhLeans[firstRunes(m.word(name), 1)] }

// zhParts are the parts of a month or year by their first character.
var zhParts = map[string]part{"上": partEarly, "初": partEarly, "中": partMiddle, "下": partLate, "底": partLate, "末": partLate}

func partOf(word string) part { return zhParts[firstRunes(strings.TrimPrefix(word, "月"), 1)] }

// zhMayBegin says whether a unit follows soon enough for a date at i.
func (c *scanner) zhMayBegin(i int) bool {
	for j := i; j < len(c.s) && j < i+14; j++ {
		if zhUnits[c.s[j]] {
			return true
		}
	}
	return false
}

// zhPoint reads one Chinese date.
func (c *scanner) zhPoint(i int) (p point, end int, annual, ok bool) {
	if !c.zhMayBegin(i) {
		return p, i, false, false
	}
	end = i
	year, yearRead := c.fit(zhYearForm, i)
	short := yearRead && year.has("short") // 24年, which is a year only before a month
	if yearRead {
		end = year.end()
		named := short && p.year == 0 && !isDigit(c.s[i]) && isHan(c.rune(i-1)) && !strings.ContainsRune("于於在至到自从從及和与與", c.rune(i-1)) // 光绪三十一年
		ofEra := year.has("decade") && strings.ContainsRune("国國", c.rune(i-1)) || !year.has("decade") && year.after == '代'            // 民国六十年代
		if !year.zhYear(&p) || named || ofEra {
			return p, i, false, false
		}
		if year.has("decade") || year.has("annual") {
			return p, end, year.has("annual"), true
		}
	}
	if last, ok := c.zhWithin(c.skip(end), &p, yearRead); ok {
		return p, last, false, p.month > 0 || !short || p.republic && (p.part == partEarly || p.part == partLate) // 七十八年初
	}
	if begins := beginsClause(string(c.s[max(0, i-1):i])); short && begins && end < len(c.s) {
		_, verb := actAt(c.s, end)
		p.republic = p.short
		return p, end, false, p.short && (verb || c.s[end] == '始') // 43年始復館, where the text counts so
	}
	return p, end, false, yearRead && !short && (p.yearTo == anchorNone || p.yearTo == anchorSame || p.yearTo == anchorNext)
}

// zhYear reads the year of a match: 2019年, 二〇一九年, 民国八年, 公元前221年
// (-220, astronomical count), 同年, and 24年 or 113年 before a month.
func (m match) zhYear(p *point) bool {
	p.era = true
	switch era := m.word("era"); {
	case m.has("decade"):
		century, tens := cmp.Or(m.number("century"), 20), m.number("decade")
		if p.year, p.decade = (century-1)*100+tens, true; tens > 99 {
			p.year = tens // 1920年代
		}
		return p.year >= 1000 && p.year < 2100 && tens%10 == 0 && (tens > 10 || m.has("century"))
	case m.has("ya"):
		p.yearTo, p.era = m.lean("ya"), false
	case m.has("short"):
		if p.year = m.number("short"); p.year < 100 {
			p.era, p.short = false, true
			p.republic = !isDigit([]rune(m.word("short"))[0]) // 四十二年九月, which only that era writes
			return true
		}
		p.year, p.republic = p.year+1911, true
		return p.year < 2061
	case era == "公元前":
		p.year = 1 - m.number("n")
		return p.year < 1
	case strings.Contains(era, "民"):
		p.year, p.republic = m.number("n")+1911, true
		return p.year > 1911
	case era != "":
		p.year = m.number("n")
		return p.year > 0
	default:
		p.year = m.number("y")
		return validYear(p.year)
	}
	return true
}

// zhWithin reads what stands within a year, and where it ends.
func (c *scanner) zhWithin(i int, p *point, yearRead bool) (int, bool) {
	m, ok := c.fit(zhWithinForm, i)
	if !ok {
		return i, false
	}
	before, end := c.rune(i-1), m.end()
	free := !isHan(before) && !isDigit(before)
	switch {
	case m.has("month"):
		return c.zhMonth(m, p)
	case m.has("newyear"):
		p.month, p.day = 1, 1
		return end, yearRead && !strings.ContainsRune("期晚假春", m.after)
	case m.has("q"):
		p.quarter = m.number("q")
		return end, p.quarter <= 4 && (yearRead || before != '前' && before != '每')
	case m.has("half"):
		p.half = ordinalOf(m.word("half"))
		return end, true
	case m.has("yp"):
		own, word := m.has("own"), m.word("yp")
		if !yearRead {
			p.yearTo = anchorThis
		}
		p.part = partOf(word)
		return end, yearRead && word != "内" && (own || word != "中") || !yearRead && own && (free || before == '于' || before == '在')
	case m.has("s"):
		if strings.ContainsRune("节節耕运運招奥奧令游分", m.after) {
			return i, false // 2021年春节
		}
		p.season = 1 + strings.Index("春夏秋冬", m.word("s"))/len("春")
		opens := beginsText(c.s, m.at) || before == '。'
		return end, yearRead || opens && (m.after == 0 || m.after == '，' || m.after == ',' || isSpace(m.after))
	case yearRead:
		return i, false
	case m.has("open"):
		p.monthTo, p.part = anchorThis, partOf(m.word("open"))
		return end, free
	case m.has("bare"):
		p.day = m.number("bare")
		return end, validDay(p.day) && c.dayStands(i, end)
	}
	p.dayTo = m.lean("da")
	return end, m.after != '本' // 于是日本
}

// zhMonth reads a month, and its day or part.
func (c *scanner) zhMonth(m match, p *point) (int, bool) {
	p.month, p.monthTo = m.number("m"), m.lean("ma")
	_, end := m.group("month")
	_, lunar := zhDigit(c.rune(end + 1))
	_, figure := zhDigit(c.rune(m.at - 2))
	unread := p.year == 0 && p.yearTo == anchorNone && c.rune(m.at-1) == '年' && (figure || strings.ContainsRune("十百", c.rune(m.at-2))) // 光绪三十一年八月
	if p.monthTo == anchorNone && !validMonth(p.month) || strings.ContainsRune("龄球租嫂", c.rune(end)) || unread || c.is(end, '初') && (lunar || c.is(end+1, '十')) {
		return end, false
	}
	d, to := m.number("dr"), m.number("dto")
	switch {
	case validDay(m.number("d")) && (m.word("unit") == "日" || !isHan(m.after)):
		p.day, end = m.number("d"), m.end()
	case m.has("part"):
		p.part, end = partOf(m.word("part")), m.end()
	case validDay(d) && validDay(to) && to > d && (m.word("to") != "、" || to == d+1):
		// 10月29—31日, 3月4、5日: the range or the next day follows.
		p.day = d
		_, end = m.group("dr")
	}
	return end, true
}

// dayStands says whether a bare day is one of the month: where a clause
// begins, or after a preposition. Elsewhere it counts days (罢课三日), and so
// before some words (3日内, 5日游).
func (c *scanner) dayStands(i, end int) bool {
	apart := i > 0 && isSpace(c.s[i-1]) && (c.is(end, '，') || c.is(end, '至')) // 恢复渔会 2日，… behind an entry's name
	for i > 0 && isSpace(c.s[i-1]) {
		i--
	}
	if before := c.rune(i - 1); !apart && isHan(before) && !strings.ContainsRune("于在至和及与从自", before) {
		return false
	}
	if !strings.ContainsRune("内游后前间均元语本志常报刊楼线馆院门令文店公", c.rune(end)) || c.has(end, "前往") || c.has(end, "后勤") {
		return true
	}
	_, verb := actAt(c.s, end)
	return verb // 17日公布
}

// chinese reads a Chinese expression at i: a point, or a range of two.
func (c *scanner) chinese(i int) (expression, bool) {
	p, end, annual, ok := c.zhPoint(i)
	if !ok {
		return c.zhShortRange(i)
	}
	about := c.rune(i-1) == '约' && !strings.ContainsRune("条合签公", c.rune(i-2)) // not 条约
	e := expression{start: i, end: end, from: p, annual: annual, lang: langZh, about: about}
	if r, ok := c.zhShortRange(c.skip(end)); ok && p.yearOnly() && p.saysYear() && r.from.month > 0 && !r.to.saysYear() {
		r.start, r.from.year, r.from.era = i, p.year, true // 2019年5—6月
		return r, true
	}
	if q, last, ok := c.zhEnd(end, p); ok {
		e = e.until(q, last)
	}
	return e, true
}

// zhEnd reads the second point of a range: after a dash, or the next day of two
// in a row, as in 3日、4日.
func (c *scanner) zhEnd(i int, from point) (point, int, bool) {
	joint, dash := c.fit(dashMark, i)
	next := i + 1
	if dash {
		next = joint.end()
		if q, last, _, ok := c.zhPoint(next); ok && (q.day > 0 || from.day == 0 || q.month > 0 && q.saysYear()) {
			return q, last, true
		}
	} else if !strings.ContainsRune("、和及", c.rune(i)) {
		return point{}, i, false
	}
	m, ok := c.fit(zhDay, next)
	if !ok {
		return point{}, i, false
	}
	d := m.number("d")
	return point{day: d}, m.end(), (dash || d == from.day+1) && from.day > 0 && validDay(d)
}

// zhShortRange reads a range whose first point has no unit of its own: 3—5月,
// 2015—2018年, 29—31日, 三、四季度.
func (c *scanner) zhShortRange(i int) (expression, bool) {
	e := expression{start: i, lang: langZh}
	if _, figure := zhDigit(c.rune(i)); !figure && c.rune(i) != '十' && c.rune(i) != '廿' {
		return e, false
	}
	m, ok := c.fit(zhAhead, i)
	if !ok {
		return e, false
	}
	to, end, _, ok := c.zhPoint(m.end())
	if !ok {
		day, unit := c.fit(zhDay, m.end())
		if !unit {
			return e, false
		}
		to, end = point{day: day.number("d")}, day.end()
	}
	switch a, dash := m.number("n"), m.has("dash"); {
	case to.quarter == a+1 && a > 0 && !to.saysYear():
		e.from.quarter = a
	case !dash && to.month == a+1 && a > 0 && to.day == 0 && !to.saysYear() && !beginsText(c.s, i):
		e.from.month = a // 3、4月间
	case !dash:
		return e, false
	case to.saysYear() && to.yearOnly() && validYear(a) && a < to.year:
		e.from.year = a
	case !to.saysYear() && to.month > 0 && to.day == 0 && validMonth(a) && a < to.month:
		e.from.month = a
	case to.day > 0 && to.month == 0 && validDay(a) && a < to.day:
		e.from.day = a
	default:
		return e, false
	}
	return e.until(to, end), true
}
