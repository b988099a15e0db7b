package report

import (
	"cmp"
	"fmt"
	"time"

	"almanac.example/events/edtf"
)

// This file is the third stage: from what is written and what is known at
// that place in the text to an EDTF date (ISO 8601-2). A part that nothing
// tells stays unknown, and the date unresolved.

// precision orders dates by how much they say.
type precision uint8

const (
	byDecade precision = iota
	byYear
	byHalf
	byQuarter
	bySeason
	byMonth
	byDay
)

// resolved is a date in EDTF with where its parts came from.
type resolved struct {
	text     string // EDTF, canonical
	from, to point  // to equals from where there is no range
	// first and last are the days it may reach from and to.
	first, last edtf.Day
	precision   precision
	rules       []RuleID
	flags       []Flag
}

// place is what is known of the date at a place in the text.
type place struct {
	option, title int   // years given by the caller and by the title; 0 unknown
	heading       point // what the headings above say
	from, to      point // the period the report covers, where it says so
	said          point // a day of this sentence that is no event's
	limit         point // the date until which something was, told last
	sentence      point // explicit parts said earlier in this sentence
	paragraph     point // the last full date of this paragraph
	last          point // the last date of the section
	republic      bool  // the text counts years from 1912, the first of the republic
}

// report is the year the document is about, 0 unknown.
func (k *place) report() int { return cmp.Or(k.option, k.title, k.to.year) }

// resolve fills in what the expression leaves open. The text is checked by the
// parser of EDTF.
func (k *place) resolve(e expression) (resolved, bool) {
	d := resolved{from: e.from, to: e.to}
	k.republic = k.republic || e.from.republic && !e.from.short
	if e.ranged && !share(&d.from, &d.to) || !k.complete(&d.from, &d) {
		return resolved{}, false
	}
	d.text, d.precision = d.from.edtf()
	switch {
	case e.ranged:
		if d.to.short && !d.to.republic {
			d.to.year, d.to.short = century(d.to.year, k.report()), false
		}
		follow(&d.to, d.from)
		if end, _ := d.to.edtf(); end != d.text {
			d.text += "/" + end
		}
	case e.about:
		d.text += "~"
		fallthrough
	default:
		d.to = d.from
	}
	if e.ambiguous {
		d.flags = append(d.flags, FlagDateAmbiguous)
	}
	value, err := edtf.Parse(d.text)
	d.first, _ = value.Earliest()
	d.last, _ = value.Latest()
	return d, err == nil
}

// edtf writes a date and says how exact it is: quarters are 33 to 36, halves 40
// and 41, seasons 21 to 24 (ISO 8601-2, 4.8), a decade 199X.
func (p point) edtf() (string, precision) {
	y := fmt.Sprintf("%04d", p.year)
	if p.year < 0 {
		y = fmt.Sprintf("-%04d", -p.year)
	}
	switch {
	case p.day > 0:
		return fmt.Sprintf("%s-%02d-%02d", y, p.month, p.day), byDay
	case p.month > 0:
		return fmt.Sprintf("%s-%02d", y, p.month), byMonth
	case p.quarter > 0:
		return fmt.Sprintf("%s-%d", y, 32+p.quarter), byQuarter
	case p.half > 0:
		return fmt.Sprintf("%s-%d", y, 39+p.half), byHalf
	case p.season > 0:
		return fmt.Sprintf("%s-%d", y, 20+p.season), bySeason
	case p.decade:
		return y[:len(y)-1] + "X", byDecade
	}
	return y, byYear
}

// compare orders two points; a year that only one of them says does not count.
func (p point) compare(q point) int {
	if p.year == 0 || q.year == 0 {
		p.year, q.year = 0, 0
	}
	return cmp.Or(p.year-q.year, p.month-q.month, p.day-q.day)
}

// share gives the first point of a range what only the second says: 4–6 March
// 2019, 3—5月, 2018年12月28日—2019年1月3日 keeps both years.
func share(from, to *point) bool {
	if !from.saysYear() && from.yearTo == anchorNone && to.saysYear() {
		from.year, from.era = to.year, to.era
		if from.month > to.month && to.month > 0 {
			from.year--
		}
	}
	if from.month == 0 && from.day > 0 && from.monthTo == anchorNone {
		from.month = to.month
	}
	return to.month == 0 || to.day > 0 || from.day == 0 || to.saysYear() && to.year*12+to.month > from.year*12+from.month
}

// follow gives the second point of a range what the first says.
func follow(to *point, from point) {
	if to.month == 0 && to.day > 0 {
		to.month = from.month
	}
	if !to.saysYear() {
		to.year, to.era = from.year, from.era
		if to.month > 0 && from.month > to.month {
			to.year++
		}
	}
}

// complete fills in the year and month of a point.
func (k *place) complete(p *point, d *resolved) bool {
	if p.day > 0 && p.month == 0 && p.monthTo == anchorNone && !k.month(p, d) {
		return false
	}
	switch {
	case p.dayTo != anchorNone || p.monthTo != anchorNone || p.yearTo != anchorNone:
		d.rules = append(d.rules, ruleDateRelative)
		return k.relative(p, d)
	case p.short && p.republic && !k.republic:
		return false
	case p.short && k.republic:
		p.year, p.era, p.short = p.year+1911, true, false
	case p.short:
		near := k.report()
		if last := k.before().year; near == 0 && last != 0 {
			near = last + 40
		}
		p.year, p.era, p.short = century(p.year, near), true, false
	}
	if p.saysYear() {
		d.rules = append(d.rules, ruleYearStated)
		return true
	}
	return k.year(p, d)
}

// century makes a year of two figures a full one, the nearest not more than
// ten years after the report.
func century(y, report int) int {
	report = cmp.Or(report, 2030)
	full := report/100*100 + y
	switch {
	case full > report+10:
		full -= 100
	case full+100 <= report+10:
		full += 100
	}
	return full
}

// year finds the year of a point that says none: earlier in the sentence, in
// the paragraph, in a heading, given, in the title, in the text before.
func (k *place) year(p *point, d *resolved) bool {
	rule, report := ruleYearBefore, k.report()
	guessed := false
	switch {
	case k.sentence.saysYear():
		p.year = k.sentence.year
		if p.month > 0 && p.month < k.sentence.month {
			p.year, guessed = p.year+1, true // "In November 2016 we bought it, and in March we sold it."
		}
	case k.paragraph.saysYear() && report == 0 && (k.paragraph.month > 0 || !k.heading.saysYear()),
		// "It was restored on 12 April 2021. The shop restarted in May."
		k.paragraph.month > 0 && (k.paragraph.year == report-1 || k.option == 0 && report != 0 && k.paragraph.saysYear() && k.paragraph.year < report) && p.month >= k.paragraph.month && !k.session():
		p.year = k.paragraph.year
	case k.session() && p.month > 0:
		p.year, rule = k.from.year, ruleYearPeriod
		if p.month < k.from.month {
			p.year = k.to.year
		}
	case k.heading.saysYear():
		p.year, rule = k.heading.year, ruleYearHeading
	case k.option != 0:
		p.year, rule = k.option, ruleYearOption
	case k.title != 0:
		p.year, rule = k.title, ruleYearTitle
	case k.last.saysYear():
		p.year, guessed = k.last.year, true
	default:
		return false
	}
	if guessed || rule == ruleYearBefore && report != 0 && p.year != report {
		d.flags = append(d.flags, FlagYearGuessed)
	}
	p.era = true
	d.rules = append(d.rules, rule)
	return true
}

// session says whether the report covers parts of two years, and neither a
// heading nor the caller speaks of another.
func (k *place) session() bool {
	within := func(y int) bool { return y == 0 || y == k.from.year || y == k.to.year }
	return k.from.year != k.to.year && k.from.year != 0 && within(k.option) && within(k.heading.year) && k.heading.month == 0
}

// month finds the month of a bare day, and the year that goes with it.
func (k *place) month(p *point, d *resolved) bool {
	rule := ruleMonthBefore
	switch {
	case k.sentence.month > 0:
		p.month = k.sentence.month
	case k.paragraph.month > 0:
		p.month = k.paragraph.month
	default:
		p.month, rule = k.heading.month, ruleMonthHeading
	}
	d.rules = append(d.rules, rule)
	return p.month > 0
}

// before is the date told last, the nearest first.
func (k *place) before() point {
	switch {
	case k.sentence.saysYear():
		return k.sentence
	case k.paragraph.saysYear():
		return k.paragraph
	}
	return k.last
}

// shifts are how far an anchor lies from what it leans on.
var shifts = map[anchor]int{anchorNext: 1, anchorPrevious: -1}

// relative resolves what leans on a date before: 当天, 同月, 去年, that same
// year.
func (k *place) relative(p *point, d *resolved) bool {
	base := k.before()
	switch {
	case p.dayTo != anchorNone && k.said.day > 0:
		base = k.said
	case p.dayTo == anchorNone && p.monthTo == anchorThis && k.heading.month > 0:
		base = k.heading
		if !base.saysYear() {
			base.year = k.report()
		}
	}
	known := base.month > 0 && base.year != 0
	switch {
	case p.dayTo != anchorNone && base.day == 0:
		// That day of an event known to the month: the month is all we know.
		*p = point{year: base.year, era: true, month: base.month}
		return known
	case p.dayTo != anchorNone:
		day := time.Date(base.year, time.Month(base.month), base.day+shifts[p.dayTo], 0, 0, 0, 0, time.UTC)
		*p = point{year: day.Year(), era: true, month: int(day.Month()), day: day.Day()}
		return known
	case p.monthTo != anchorNone:
		months := base.year*12 + base.month - 1 + shifts[p.monthTo]
		p.year, p.era, p.month, p.monthTo = months/12, true, months%12+1, anchorNone
		return known
	}
	return k.relativeYear(p, d)
}

// relativeYear resolves 今年, 去年, 同年, that same year, the following May.
func (k *place) relativeYear(p *point, d *resolved) bool {
	p.era = true
	switch before := k.before(); p.yearTo {
	case anchorSame, anchorNext, anchorThen:
		if p.yearTo == anchorSame && k.heading.saysYear() && !k.sentence.saysYear() && !k.paragraph.saysYear() {
			before = k.heading // 是年 at the head of an entry
		}
		p.year = cmp.Or(k.limit.year, before.year)
		if p.year != 0 && (p.yearTo == anchorNext || p.yearTo == anchorThen && p.month <= before.month) {
			p.year++
		}
	default:
		p.year = cmp.Or(k.report(), k.heading.year)
		if p.yearTo == anchorPrevious && p.year > 0 {
			p.year--
			d.flags = append(d.flags, FlagYearGuessed)
		}
	}
	p.yearTo = anchorNone
	return p.year != 0
}
