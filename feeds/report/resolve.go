package report

import (
	"fmt"

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
	text      string // EDTF, canonical
	from, to  point  // to equals from where there is no range
	precision precision
	rules     []RuleID
	flags     []Flag
}

// place is what is known of the date at a place in the text.
type place struct {
	option, title int   // years given by the caller and by the title; 0 unknown
	heading       point // what the headings above say
	from, to      point // the period the report covers, where it says so
	said          point // a day of this sentence that is no event's
	sentence      point // explicit parts said earlier in this sentence
	paragraph     point // the last full date of this paragraph
	last          point // the last date of the section
	republic      bool  // the text counts years from 1912, the first of the republic
}

// report is the year the document is about, 0 unknown.
func (k *place) report() int {
	if k.option != 0 {
		return k.option
	}
	if k.title != 0 {
		return k.title
	}
	return k.to.year
}

// resolve fills in what the expression leaves open.
func (k *place) resolve(e expression) (resolved, bool) {
	var d resolved
	from, to := e.from, e.to
	k.republic = k.republic || from.republic && !from.short
	if e.ranged {
		if !share(&from, &to) {
			return d, false
		}
	}
	if !k.complete(&from, &d) {
		return d, false
	}
	if !e.ranged {
		to = from
	} else {
		follow(&to, from)
	}
	d.from, d.to, d.precision = from, to, precisionOf(from)
	if e.ambiguous {
		d.flags = append(d.flags, FlagDateAmbiguous)
	}
	return d, d.write(e)
}

// write makes the EDTF text and has it checked by the parser of EDTF.
func (d *resolved) write(e expression) bool {
	text := edtfPoint(d.from)
	if e.ranged {
		end := edtfPoint(d.to)
		if end != text {
			text += "/" + end
		}
	} else if e.about {
		text += "~"
	}
	if _, err := edtf.Parse(text); err != nil {
		return false
	}
	d.text = text
	return true
}

// edtfPoint writes one date: quarters are 33 to 36, halves 40 and 41, seasons
// 21 to 24 (ISO 8601-2, 4.8), a decade 199X.
func edtfPoint(p point) string {
	y := fmt.Sprintf("%04d", p.year)
	if p.year < 0 {
		y = fmt.Sprintf("-%04d", -p.year)
	}
	switch {
	case p.decade:
		return y[:len(y)-1] + "X"
	case p.day > 0:
		return fmt.Sprintf("%s-%02d-%02d", y, p.month, p.day)
	case p.month > 0:
		return fmt.Sprintf("%s-%02d", y, p.month)
	case p.quarter > 0:
		return fmt.Sprintf("%s-%d", y, 32+p.quarter)
	case p.half > 0:
		return fmt.Sprintf("%s-%d", y, 39+p.half)
	case p.season > 0:
		return fmt.Sprintf("%s-%d", y, 20+p.season)
	}
	return y
}

func precisionOf(p point) precision {
	switch {
	case p.day > 0:
		return byDay
	case p.month > 0:
		return byMonth
	case p.quarter > 0:
		return byQuarter
	case p.half > 0:
		return byHalf
	case p.season > 0:
		return bySeason
	case p.decade:
		return byDecade
	}
	return byYear
}

// share gives the first point of a range what only the second says: 4–6 March
// 2019, 3—5月, 2018年12月28日—2019年1月3日 keeps both years.
func share(from, to *point) bool {
	if !from.saysYear() && from.yearTo == anchorNone && to.saysYear() {
		from.year, from.era = to.year, to.era
		if from.month > 0 && to.month > 0 && from.month > to.month {
			from.year--
		}
	}
	if from.month == 0 && from.day > 0 && from.monthTo == anchorNone {
		from.month = to.month
	}
	if to.month > 0 && to.day == 0 && from.day > 0 && (!to.saysYear() || to.year*12+to.month <= from.year*12+from.month) {
		return false
	}
	return true
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
	if p.dayTo != anchorNone {
		return k.relativeDay(p, d)
	}
	if p.day > 0 && p.month == 0 && p.monthTo == anchorNone {
		if !k.month(p, d) {
			return false
		}
	}
	if p.monthTo != anchorNone {
		return k.relativeMonth(p, d)
	}
	if p.yearTo != anchorNone {
		return k.relativeYear(p, d)
	}
	switch {
	case p.short && k.republic:
		p.year, p.era, p.short = p.year+1911, true, false
	case p.short && p.republic:
		return false
	case p.short:
		p.year, p.era, p.short = century(p.year, k.report()), true, false
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
	if report == 0 {
		report = 2030
	}
	full := report/100*100 + y
	if full > report+10 {
		full -= 100
	}
	return full
}

// year finds the year of a point that says none: earlier in the sentence, in
// the paragraph, in a heading, given, in the title, in the text before.
func (k *place) year(p *point, d *resolved) bool {
	rule := ruleYearOption
	switch {
	case k.sentence.saysYear() && p.month > 0 && p.month < k.sentence.month:
		// "In November 2016 we bought it, and in March we sold it."
		p.year, rule = k.sentence.year+1, ruleYearBefore
		d.flags = append(d.flags, FlagYearGuessed)
	case k.sentence.saysYear():
		p.year, rule = k.sentence.year, ruleYearBefore
	case k.paragraph.saysYear() && k.report() == 0 && (k.paragraph.month > 0 || !k.heading.saysYear()):
		p.year, rule = k.paragraph.year, ruleYearBefore
	case k.paragraph.month > 0 && k.paragraph.year == k.report()-1 && p.month >= k.paragraph.month && !k.session():
		// "It was restored on 12 April 2021. The shop restarted in May."
		p.year, rule = k.paragraph.year, ruleYearBefore
	case k.session() && p.month > 0:
		p.year, rule = k.from.year, ruleYearPeriod
		if p.month < k.from.month {
			p.year = k.to.year
		}
	case k.heading.saysYear():
		p.year, rule = k.heading.year, ruleYearHeading
	case k.option != 0:
		p.year = k.option
	case k.title != 0:
		p.year, rule = k.title, ruleYearTitle
	case k.last.saysYear():
		p.year, rule = k.last.year, ruleYearBefore
		d.flags = append(d.flags, FlagYearGuessed)
	default:
		return false
	}
	if rule == ruleYearBefore && k.report() != 0 && p.year != k.report() {
		d.flags = append(d.flags, FlagYearGuessed)
	}
	p.era = true
	d.rules = append(d.rules, rule)
	return true
}

// session says whether the report covers parts of two years, and neither a
// heading nor the caller speaks of another.
func (k *place) session() bool {
	if k.from.year == 0 || k.from.year == k.to.year {
		return false
	}
	within := func(y int) bool { return y == 0 || y == k.from.year || y == k.to.year }
	return within(k.option) && within(k.heading.year) && k.heading.month == 0
}

// month finds the month of a bare day, and the year that goes with it.
func (k *place) month(p *point, d *resolved) bool {
	switch {
	case k.sentence.month > 0:
		p.month = k.sentence.month
		d.rules = append(d.rules, ruleMonthBefore)
	case k.paragraph.month > 0:
		p.month = k.paragraph.month
		d.rules = append(d.rules, ruleMonthBefore)
	case k.heading.month > 0:
		p.month = k.heading.month
		d.rules = append(d.rules, ruleMonthHeading)
	default:
		return false
	}
	return true
}

// relativeYear resolves 今年, 去年, 同年, that same year.
func (k *place) relativeYear(p *point, d *resolved) bool {
	d.rules = append(d.rules, ruleDateRelative)
	base := k.report()
	if base == 0 {
		base = k.heading.year
	}
	switch p.yearTo {
	case anchorPrevious:
		base--
		if base < 0 {
			return false
		}
		d.flags = append(d.flags, FlagYearGuessed)
	case anchorSame:
		base = k.before().year
	case anchorNext, anchorThen:
		base = k.before().year
		if base != 0 && (p.yearTo == anchorNext || p.month <= k.before().month) {
			base++
		}
	}
	if base == 0 {
		return false
	}
	p.year, p.era, p.yearTo = base, true, anchorNone
	return true
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

// relativeMonth resolves 同月, 次月, that month.
func (k *place) relativeMonth(p *point, d *resolved) bool {
	base := k.before()
	if p.monthTo == anchorThis && k.heading.month > 0 {
		base = k.heading
		if !base.saysYear() {
			base.year, base.era = k.report(), true
		}
	}
	if base.month == 0 || base.year == 0 {
		return false
	}
	switch p.monthTo {
	case anchorNext:
		base.month++
	case anchorPrevious:
		base.month--
	}
	switch {
	case base.month > 12:
		base.year, base.month = base.year+1, 1
	case base.month < 1:
		base.year, base.month = base.year-1, 12
	}
	p.year, p.era, p.month, p.monthTo = base.year, true, base.month, anchorNone
	d.rules = append(d.rules, ruleDateRelative)
	return true
}

// relativeDay resolves 当天, 次日, two days later.
func (k *place) relativeDay(p *point, d *resolved) bool {
	base := k.before()
	if k.said.day > 0 {
		base = k.said
	}
	if base.month == 0 || base.year == 0 {
		return false
	}
	d.rules = append(d.rules, ruleDateRelative)
	if base.day == 0 {
		// That day of an event known to the month: the month is all we know.
		*p = point{year: base.year, era: true, month: base.month}
		return p.dayTo == anchorNone
	}
	shift := 0
	if p.dayTo == anchorNext {
		shift = 1
	}
	day, err := edtf.ParseDay(edtfPoint(point{year: base.year, month: base.month, day: base.day}))
	if err != nil {
		return false
	}
	day = day.AddDays(shift)
	y, ok := day.Year()
	if !ok {
		return false
	}
	*p = point{year: int(y), era: true, month: int(day.Month()), day: day.Day()}
	return true
}
