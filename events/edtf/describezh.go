package edtf

import (
	"fmt"
	"strings"
)

// zhWords is Chinese, after the conventions of chronicles: 公元前 before
// Christ, 世纪 and 年代, ranges with a dash, 某 for what is not recorded.
type zhWords struct{ style Style }

func (w zhWords) alone(n *node) string {
	d := &n.date
	text := w.date(n)
	if w.style == Compact {
		return text
	}
	switch {
	case d.exact() && w.style == Long && !d.timed:
		return text + WeekdayName("zh", n.first.Weekday(), Long)
	case d.plain() && d.depth == 2 && d.marks == [3]Qualifier{}:
		return text + "（日期不详）"
	case w.style == Long && d.seasonNoted():
		return text + "（" + w.months(n.first, n.last) + "）"
	}
	return text
}

func (w zhWords) date(n *node) string { return w.doubted(w.base(n), &n.date) }

// doubted adds the doubts of d to its words.
func (w zhWords) doubted(text string, d *date) string {
	whole, partial := d.doubt()
	if w.style == Compact {
		all := whole | partial[0] | partial[1] | partial[2]
		return w.wrap(text, all)
	}
	notes := d.partialNotes([4]string{"年份", "月份", "日期", "季节"}, [3]string{"存疑", "为约数", "为约数且存疑"}, "、")
	text = w.wrap(text, whole)
	if notes != nil {
		text += "（" + strings.Join(notes, "，") + "）"
	}
	return text
}

// wrap adds a doubt about the whole.
func (w zhWords) wrap(text string, q Qualifier) string {
	if q.Approximate() {
		text = "约" + text
	}
	switch {
	case q.Uncertain() && w.style == Compact:
		return text + "？"
	case q.Uncertain():
		return text + "（存疑）"
	}
	return text
}

// base is the date without its doubts.
func (w zhWords) base(n *node) string {
	d := &n.date
	if d.long != nil || d.sig != 0 {
		return w.longYear(n)
	}
	shape, number := d.shape()
	if shape == yearIrregular || !d.regular() {
		return w.between(n)
	}
	text := w.year(n, shape, number)
	if code := d.season(); code != 0 {
		text = fmt.Sprintf(seasonNames[code-21].zh, text)
		if half, _ := hemisphere(code); half != "" {
			text += "（" + half + "）"
		}
		return text
	}
	if d.depth >= 2 {
		text += w.component(d.month, "月")
	}
	if d.depth == 3 {
		text += w.component(d.day, "日")
	}
	if d.timed {
		text += w.time(n)
	}
	return text
}

func (w zhWords) component(digits [2]byte, unit string) string {
	if digits[0] == 'X' {
		return "某" + unit
	}
	return strings.TrimPrefix(string(digits[:]), "0") + unit
}

func (w zhWords) time(n *node) string {
	c := n.date.clock
	text := c.wall()
	if w.style == Long {
		text = WeekdayName("zh", n.first.Weekday(), Long) + text
	}
	if c.Zoned {
		text += "（" + c.zoneName() + "）"
	}
	return text
}

// year is the year as far as it is known; what follows it is worded by the
// caller.
func (w zhWords) year(n *node, shape yearShape, number int64) string {
	some := ""
	if n.date.depth > 1 {
		some = "某年"
	}
	switch shape {
	case yearDecade:
		return decadeZh(number) + some
	case yearCentury:
		if number < 0 {
			return fmt.Sprintf("公元前%d世纪", 1-number) + some
		}
		return fmt.Sprintf("%d世纪", number+1) + some
	case yearMillennium:
		return fmt.Sprintf("第%d个千年", number+1) + some
	case yearUnknown:
		if some == "" {
			return "年份不详"
		}
		return some
	}
	return yearZh(n.first.year)
}

// decadeZh names a decade: 20世纪60年代, from 2000 on 2010年代.
func decadeZh(number int64) string {
	if number >= 200 {
		return fmt.Sprintf("%d年代", number*10)
	}
	century, decade := number/10+1, number%10
	if decade == 0 {
		return fmt.Sprintf("%d世纪头十年", century)
	}
	return fmt.Sprintf("%d世纪%d0年代", century, decade)
}

// yearZh names a known year.
func yearZh(y year) string {
	if n, ok := y.beforeChrist(); ok {
		return "公元前" + n.digits("") + "年"
	}
	text := y.digits("") + "年"
	if len(text) <= len("99年") || y.text != "" || y.n > 9999 {
		return "公元" + text
	}
	return text
}

// longYear words a year written with Y or with significant digits.
func (w zhWords) longYear(n *node) string {
	d := &n.date
	estimate := yearZh(d.estimate())
	if n.first.year == n.last.year {
		return estimate
	}
	return w.years(n.first.year, n.last.year) + "间，估计为" + estimate
}

// between words an irregular pattern by its bounds.
func (w zhWords) between(n *node) string {
	var text string
	switch {
	case n.date.season() != 0:
		text = w.months(n.first, n.last)
	case n.date.depth == 1:
		text = w.years(n.first.year, n.last.year)
	case n.date.depth == 2:
		text = w.months(n.first, n.last)
	default:
		text = w.days(n.first, n.last)
	}
	if !strings.Contains(text, "—") {
		return text // only one day, month or year fits
	}
	if w.style == Compact {
		return text + "间"
	}
	unmarked := n.date
	unmarked.marks = [3]Qualifier{}
	return text + "间（" + string(unmarked.appendTo(nil)) + "）"
}

func (w zhWords) years(a, b year) string {
	from, to := yearZh(a), yearZh(b)
	if from == to {
		return from
	}
	if strings.HasPrefix(from, "公元前") && strings.HasPrefix(to, "公元前") {
		to = strings.TrimPrefix(to, "公元")
	}
	return from + "—" + to
}

func (w zhWords) months(a, b Day) string {
	from := yearZh(a.year) + monthsZh[a.month-1]
	switch {
	case a.year != b.year:
		return from + "—" + yearZh(b.year) + monthsZh[b.month-1]
	case a.month != b.month:
		return from + "—" + monthsZh[b.month-1]
	}
	return from
}

func (w zhWords) day(d Day) string {
	return yearZh(d.year) + monthsZh[d.month-1] + itoa(int64(d.day)) + "日"
}

func (w zhWords) days(a, b Day) string {
	switch {
	case a == b:
		return w.day(a)
	case a.year != b.year:
		return w.day(a) + "—" + w.day(b)
	case a.month != b.month:
		return w.day(a) + "—" + monthsZh[b.month-1] + itoa(int64(b.day)) + "日"
	}
	return strings.TrimSuffix(w.day(a), "日") + "—" + itoa(int64(b.day)) + "日"
}

func (w zhWords) span(from, to *node) string {
	a, b := &from.date, &to.date
	q, same := sharedDoubt(from, to)
	if !same || !a.plain() || !b.plain() {
		x, y := w.date(from), w.date(to)
		if x == y {
			return x
		}
		return x + "—" + y
	}
	var text string
	switch {
	case a.depth == 3 && b.depth == 3:
		text = w.days(from.first, to.first)
	case a.depth == 2 && b.depth == 2:
		text = w.months(from.first, to.first)
	case a.depth == 1 && b.depth == 1:
		text = w.years(from.first.year, to.first.year)
	case from.first.year == to.first.year && a.depth > 1 && b.depth > 1:
		text = w.base(from) + "—" + strings.TrimPrefix(w.base(to), yearZh(to.first.year))
	default:
		text = w.base(from) + "—" + w.base(to)
	}
	text = w.wrap(text, q)
	if x, y, ok := weekdays(from, to); ok && w.style == Long {
		text += "（" + WeekdayName("zh", x, Compact) + "至" + WeekdayName("zh", y, Compact) + "）"
	}
	return text
}

func (w zhWords) half(start, end endpoint) string {
	switch {
	case start.node != nil && end.kind == endOpen:
		return w.date(start.node) + "起"
	case start.node != nil:
		return w.date(start.node) + "起，结束时间不详"
	case end.node != nil && start.kind == endOpen:
		return "至" + w.date(end.node) + "止"
	case end.node != nil:
		return "至" + w.date(end.node) + "止，开始时间不详"
	case start.kind == endOpen && end.kind == endOpen:
		return "时间不限"
	case end.kind == endOpen:
		return "开始时间不详，此后不限"
	}
	return "此前不限，结束时间不详"
}

func (w zhWords) set(s *set) string {
	w.style = max(w.style, Short) // without weekdays
	names := make([]string, 0, mostMembers)
	for _, m := range s.members[:min(len(s.members), mostMembers)] {
		names = append(names, w.member(m, s.all))
	}
	separator, conjunction, end := "、", "或", "之一"
	if s.all {
		conjunction, end = "和", ""
	}
	if s.open() {
		separator, conjunction = "，", "，"+conjunction
	}
	last := len(names) - 1
	switch {
	case len(s.members) > len(names):
		return strings.Join(names, separator) + fmt.Sprintf("等%d项", len(s.members)) + end
	case last == 0:
		return names[0]
	}
	return strings.Join(names[:last], separator) + conjunction + names[last]
}

func (w zhWords) member(m member, all bool) string {
	switch {
	case m.to != nil && all && m.from.date.season() != 0:
		return w.span(m.from, m.to) + "各期"
	case m.to != nil && all:
		return w.span(m.from, m.to) + "各" + [...]string{"年", "月", "日"}[m.from.date.depth-1]
	case m.to != nil:
		return w.span(m.from, m.to) + "之一"
	case m.earlier && all:
		return w.date(m.from) + "及以前"
	case m.earlier:
		return w.date(m.from) + "或更早"
	case m.later && all:
		return w.date(m.from) + "及以后"
	case m.later:
		return w.date(m.from) + "或更晚"
	}
	return w.date(m.from)
}
