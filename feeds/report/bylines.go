package report

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
