package report

import "strings"

// Chinese date expressions.

const (
	langZh = "zh"
	langEn = "en"
)

// zhTrigger says whether a Chinese expression can begin with r.
func zhTrigger(r rune) bool {
	switch r {
	case '春', '夏', '秋', '冬', '中', '月', '是', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '〇', '零', '廿', '元',
		'民', '公', '西', '明', '大', '昭', '光', '宣', '道', '咸', '同', '嘉', '乾', '康', '雍', '今', '去', '前', '本', '当', '當', '该', '該', '次', '翌', '上', '下', '第', '年', '隔', '此':
		return true
	}
	return false
}

// chinese reads a Chinese expression at i: a point, or a range of two.
func (c *scanner) chinese(i int) (expression, bool) {
	p, end, annual, ok := c.zhPoint(i)
	if !ok {
		return c.zhShortRange(i)
	}
	if r, ok := c.zhShortRange(c.skip(end)); ok && p.yearOnly() && p.saysYear() && r.from.month > 0 && !r.to.saysYear() {
		r.start, r.from.year, r.from.era = i, p.year, true // 2019年5—6月
		return r, true
	}
	e := expression{start: i, end: end, from: p, annual: annual, lang: langZh, about: c.aboutBefore(i)}
	if next, found := c.dash(end); found {
		if q, last, ok := c.zhEnd(next, p); ok {
			e.to, e.end, e.ranged = q, last, true
		}
	} else if q, last, ok := c.zhNextDay(end, p); ok {
		e.to, e.end, e.ranged = q, last, true
	}
	return e, true
}

// zhEnd reads the second point of a range.
func (c *scanner) zhEnd(i int, from point) (point, int, bool) {
	if q, last, _, ok := c.zhPoint(i); ok && (q.day > 0 || from.day == 0 || q.month > 0 && q.saysYear()) {
		return q, last, true
	}
	// 5月30日至6月2日 is a point; 29日—31 without 日 is not taken.
	d, j, ok := c.zhNumber(i)
	if !ok || from.day == 0 || !validDay(d) {
		return point{}, i, false
	}
	if j = c.skip(j); c.is(j, '日') || c.is(j, '号') {
		return point{day: d}, j + 1, true
	}
	return point{}, i, false
}

// zhNextDay reads 3日、4日 and 3日和4日, two days in a row, as a range.
func (c *scanner) zhNextDay(i int, from point) (point, int, bool) {
	if from.day == 0 || i >= len(c.s) || c.s[i] != '、' && c.s[i] != '和' && c.s[i] != '及' {
		return point{}, i, false
	}
	d, j, ok := c.zhNumber(i + 1)
	end := c.dayOrTwo(j)
	if !ok || d != from.day+1 || end == j {
		return point{}, i, false
	}
	return point{day: d}, end, true
}

// zhShortRange reads a range whose first point has no unit of its own:
// 3—5月, 2015—2018年, 一至三月; and with a month before it 10月29—31日.
func (c *scanner) zhShortRange(i int) (expression, bool) {
	a, j, ok := c.zhNumber(i)
	if !ok {
		if a, j, ok = c.zhYearDigits(i); !ok {
			return expression{}, false
		}
	}
	if e, ok := c.zhQuarters(i, a, j); ok {
		return e, true
	}
	next, found := c.dash(j)
	if !found {
		return expression{}, false
	}
	e := expression{start: i, lang: langZh, ranged: true}
	if q, last, _, ok := c.zhPoint(next); ok {
		e.to, e.end = q, last
	} else if b, k, ok := c.zhNumber(next); ok && (c.is(c.skip(k), '日') || c.is(c.skip(k), '号')) {
		e.to, e.end = point{day: b}, c.skip(k)+1
	} else {
		return expression{}, false
	}
	switch {
	case e.to.saysYear() && e.to.month == 0 && validYear(a) && a < e.to.year:
		e.from = point{year: a}
	case !e.to.saysYear() && e.to.month > 0 && e.to.day == 0 && validMonth(a) && a < e.to.month:
		e.from = point{month: a}
	case e.to.day > 0 && e.to.month == 0 && validDay(a) && a < e.to.day:
		e.from = point{day: a}
	default:
		return expression{}, false
	}
	return e, true
}

// zhQuarters reads two quarters in a row: 三、四季度, 一至二季度.
func (c *scanner) zhQuarters(i, first, after int) (expression, bool) {
	next := after + 1
	if !c.is(after, '、') {
		var ok bool
		if next, ok = c.dash(after); !ok {
			return expression{}, false
		}
	}
	var q point
	end, ok := c.zhQuarter(next, &q)
	if !ok || first < 1 || q.quarter != first+1 {
		return expression{}, false
	}
	return expression{start: i, end: end, from: point{quarter: first}, to: q, ranged: true, lang: langZh}, true
}

// zhPoint reads one Chinese date.
func (c *scanner) zhPoint(i int) (p point, end int, annual, ok bool) {
	if end, ok := c.zhDecade(i, &p); ok {
		return p, end, false, true
	}
	j, yearRead := c.zhYear(i, &p)
	if yearRead && c.is(j, '度') {
		return p, j + 1, true, true
	}
	k := c.skip(j)
	if end, ok := c.zhWithin(k, &p, yearRead); ok {
		return p, end, false, true
	}
	if yearRead {
		return p, j, false, p.yearTo == anchorNone || p.yearTo == anchorSame || p.yearTo == anchorNext
	}
	if end, ok := c.zhOpenYear(i, &p); ok {
		return p, end, false, true
	}
	if end, ok := c.zhOpenSeason(i, &p); ok {
		return p, end, false, true
	}
	if end, ok := c.zhDayAnchor(i, &p); ok {
		return p, end, false, true
	}
	return point{}, i, false, false
}

// zhOpenSeason reads a season without a year at the beginning of an entry:
// "春，土地改革展开". The year is a heading's.
func (c *scanner) zhOpenSeason(i int, p *point) (int, bool) {
	if i >= len(c.s) {
		return i, false
	}
	season := strings.IndexRune("春夏秋冬", c.s[i]) / len("春")
	if !strings.ContainsRune("春夏秋冬", c.s[i]) || !c.beginsText(i) && c.s[i-1] != '。' {
		return i, false
	}
	j := i + 1
	if c.is(j, '季') || c.is(j, '天') {
		j++
	}
	if j < len(c.s) && c.s[j] != '，' && c.s[j] != ',' && !isSpace(c.s[j]) {
		return i, false
	}
	p.season = season + 1
	return j, true
}

// zhDecade reads 20世纪80年代.
func (c *scanner) zhDecade(i int, p *point) (int, bool) {
	century, j, ok := c.zhNumber(i)
	if !ok || century < 11 || century > 21 || !c.has(j, "世纪") && !c.has(j, "世紀") {
		return i, false
	}
	tens, k, ok := c.zhNumber(j + 2)
	if !ok || tens%10 != 0 || !c.has(k, "年代") {
		return i, false
	}
	p.year, p.era, p.decade = (century-1)*100+tens, true, true
	return k + 2, true
}

// zhWithin reads what stands within a year: month and day, quarter, half,
// season, beginning or end.
func (c *scanner) zhWithin(i int, p *point, yearRead bool) (int, bool) {
	if end, ok := c.zhMonth(i, p); ok {
		return end, true
	}
	if end, ok := c.zhQuarter(i, p); ok {
		return end, true
	}
	switch {
	case c.has(i, "上半年"):
		p.half = 1
		return i + 3, true
	case c.has(i, "下半年"):
		p.half = 2
		return i + 3, true
	}
	if yearRead {
		return c.zhYearPart(i, p)
	}
	return c.zhBareDay(i, p)
}

// zhYearPart reads 年初, 底, 春季 after a year.
func (c *scanner) zhYearPart(i int, p *point) (int, bool) {
	j := i
	if c.is(j, '年') {
		j++
	}
	if j >= len(c.s) {
		return i, false
	}
	switch c.s[j] {
	case '初':
		p.part = partEarly
	case '底', '末':
		p.part = partLate
	case '中':
		if j == i {
			return i, false
		}
		p.part = partMiddle
	case '春':
		p.season = 1
	case '夏':
		p.season = 2
	case '秋':
		p.season = 3
	case '冬':
		p.season = 4
	default:
		return i, false
	}
	if c.is(j+1, '季') || c.is(j+1, '天') {
		j++
	}
	return j + 1, true
}

// zhOpenYear reads 年初, 年底, 年内, 年末 without a year: the report's own.
func (c *scanner) zhOpenYear(i int, p *point) (int, bool) {
	if !c.is(i, '年') || i+1 >= len(c.s) || i > 0 && (isHan(c.s[i-1]) && c.s[i-1] != '于' && c.s[i-1] != '在' || isDigit(c.s[i-1])) {
		return i, false
	}
	switch c.s[i+1] {
	case '初':
		p.part = partEarly
	case '底', '末':
		p.part = partLate
	case '中':
		p.part = partMiddle
	case '内':
	default:
		return i, false
	}
	p.yearTo = anchorThis
	return i + 2, true
}

// zhQuarter reads 第三季度, 三季度, 3季度; 前三季度 is a period, not a
// quarter.
func (c *scanner) zhQuarter(i int, p *point) (int, bool) {
	if i > 0 && (c.s[i-1] == '前' || c.s[i-1] == '每') {
		return i, false
	}
	j := i
	if c.is(j, '第') {
		j++
	}
	q, k, ok := c.zhNumber(j)
	if !ok || q < 1 || q > 4 {
		return i, false
	}
	k = c.skip(k)
	if !c.has(k, "季度") && !(j > i && c.is(k, '季')) {
		return i, false
	}
	p.quarter = q
	if c.has(k, "季度") {
		return k + 2, true
	}
	return k + 1, true
}
