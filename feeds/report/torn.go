package report

import "slices"

// Dates that the layout tore from their titles: a graphic whose texts were
// taken out first and its dates afterwards, or the other way round.

// mendTorn puts each such date right over its title. Which belongs to which is
// not said: both run in the course of time.
func mendTorn(blocks []block) {
	for i := 0; i < len(blocks); {
		j := i
		for j < len(blocks) && bareDate(&blocks[j]) {
			j++
		}
		if n := j - i; n >= 2 && !sameDayTwice(blocks[i:j]) {
			if i >= n && mayBeTitles(blocks[i-n:i]) {
				pair(blocks[i-n:i], blocks[i:j], blocks[i-n:j])
			} else if j+n <= len(blocks) && mayBeTitles(blocks[j:j+n]) {
				pair(blocks[j:j+n], blocks[i:j], blocks[i:j+n])
				j += n
			}
		}
		i = max(j, i+1)
	}
}

// sameDayTwice says whether two dates are one day, with its year and without, as
// in "12.10" over "10 December 2001".
func sameDayTwice(dates []block) bool {
	a, _ := wholeDate(dates[0].text)
	b, _ := wholeDate(dates[1].text)
	return len(dates) == 2 && a.from.day > 0 && a.from.compare(b.from) == 0
}

// bareDate says whether a block is nothing but a date, a month or finer.
func bareDate(b *block) bool {
	if b.kind != blockLabel && b.kind != blockText {
		return false
	}
	e, ok := wholeDate(b.text)
	return ok && (e.from.month > 0 || e.from.day > 0)
}

// pair writes titles and dates to a place in turn, the dates in their order.
func pair(titles, dates, to []block) {
	titles, dates = slices.Clone(titles), slices.Clone(dates)
	slices.SortStableFunc(dates, func(a, b block) int {
		x, _ := wholeDate(a.text)
		y, _ := wholeDate(b.text)
		return x.from.compare(y.from)
	})
	for k := range titles {
		dates[k].torn = true
		to[2*k], to[2*k+1] = dates[k], titles[k]
	}
}

// mayBeTitles says whether each of some blocks can be a title: no heading, no
// date, and not the running text of a paragraph.
func mayBeTitles(blocks []block) bool {
	return !slices.ContainsFunc(blocks, func(b block) bool {
		return b.kind == blockHeading || b.kind == blockRow || b.torn || lastRune(b.text) == '。' || len(b.text) < 4 || len(findDates(b.text)) > 0
	})
}

// tornPair makes the event of a date that was torn from the title now under it;
// false where its year is not known.
func (w *walker) tornPair(i int) bool {
	e, _ := wholeDate(w.blocks[i].text)
	w.place.sentence, w.place.paragraph = point{}, point{}
	d, ok := w.place.resolve(e)
	return ok && w.underScope(i+1, &scope{at: d, block: i, pending: w.hold(i)}) != nil
}

// Pages of news and releases set the date on a line of its own under the
// heading of each piece: heading, date, text.

// findBylines finds such dates: under a heading by its mark, the only date of
// its section; or under a line that is like the one over the date before or
// after, as those of releases are. One alone may be the first of a list of
// dates.
func findBylines(blocks []block) map[int]bool {
	found := map[int]bool{}
	last := -1
	for i := 1; i < len(blocks); i++ {
		head := &blocks[i-1]
		if head.level == 0 && head.kind == blockHeading || head.kind != blockHeading && head.kind != blockLabel || blocks[i].kind != blockLabel || len(findDates(head.text)) > 0 {
			continue
		}
		if e, ok := wholeDate(blocks[i].text); !ok || e.from.day == 0 {
			continue
		}
		switch {
		case head.kind == blockHeading && onlyDate(blocks, i):
			found[i] = true
		case last > 0 && similarity(head.string(), blocks[last-1].string()) >= 0.6:
			found[last], found[i] = true, true
		}
		last = i
	}
	if len(found) < 2 {
		return nil
	}
	return found
}

// onlyDate says whether no other line up to the next heading is a date.
func onlyDate(blocks []block, i int) bool {
	for j := i + 1; j < len(blocks) && blocks[j].kind != blockHeading; j++ {
		if dateOnly(blocks[j].text) {
			return false
		}
	}
	return true
}

// headed makes the event of the heading over a date; what follows is its text.
func (w *walker) headed(i int) {
	sc := &w.scopes[len(w.scopes)-1]
	if c := w.underScope(i-1, sc); c != nil {
		sc.events, sc.entry = false, c
	}
}
