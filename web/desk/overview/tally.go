package overview

import (
	"math/bits"
	"slices"
	"sync"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report/review"
)

// tally is what the record holds as editors count it. It is made by one walk
// through the record.
type tally struct {
	rev       events.Rev
	langs     []string        // of the site
	all       []*events.Event // in order
	marks     []mark          // of each, what the filter asks for
	total     int
	status    map[string]int // by the words of the filter
	missing   map[string]int // by language
	unsourced int
	coarse    int
	noAlt     int
	outdated  int
	unread    int
	stale     int
	proposals map[string]*waitingDocument // by SHA-256
	scheduled []*events.Event
}

// The words of the filter for how far entries are public, in the order in which
// they are shown.
const (
	statusAmendment = "amendment"
	statusScheduled = "scheduled"
	statusProposal  = "proposal"
)

var statusWords = []string{
	string(events.Published), string(events.Tentative), string(events.Cancelled), string(events.Draft),
	statusAmendment, statusScheduled, statusProposal, string(events.Withdrawn),
}

// statusOf is the word of the filter for an entry: of a draft it says which kind
// it is.
func statusOf(e *events.Event) string {
	switch {
	case e.Status != events.Draft:
		return string(e.Status)
	case e.Publish != nil:
		return statusScheduled
	case e.Amends != nil:
		return statusAmendment
	case review.Waits(e):
		return statusProposal
	}
	return string(events.Draft)
}

// isCoarse reports whether the date is known to the month or less.
func isCoarse(e *events.Event) bool { return e.Span.Kind() >= events.KindMonth && e.Span.Unread == "" }

// lacksAlt reports whether a picture is not described in a language of the entry.
func lacksAlt(e *events.Event) bool {
	if e.Image == nil {
		return false
	}
	for lang := range e.Text {
		if e.Image.Alt[lang] == "" {
			return true
		}
	}
	return false
}

// isStale reports whether what an amendment wants to replace was changed or deleted
// since it was written.
func isStale(t *timeline.Timeline, e *events.Event) bool {
	if e.Amends == nil {
		return false
	}
	target, ok := t.Event(e.Amends.ID)
	return !ok || target.Rev != e.Amends.Rev
}

// tallies keeps the tally of one revision.
type tallies struct {
	mu   sync.Mutex
	last *tally
}

// of is the tally of a timeline in the languages of the site.
func (k *tallies) of(t *timeline.Timeline, langs []string) *tally {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.last == nil || k.last.rev != t.Rev() {
		k.last = count(t, langs)
	}
	return k.last
}

// mark is what the filter asks of an entry, a bit each, so that a walk through a
// large record touches no entry.
type mark uint32

// The bits of a mark. Those of the statuses follow, in the order of statusWords,
// then those of the languages in which there is no title.
const (
	markUnsourced mark = 1 << iota
	markCoarse
	markNoAlt
	markOutdated
	markUnread
	markStale
	markFirst // of the statuses

	languagesMost = 16 // that have a bit
)

// statusMark is the bit of a word of the filter.
func statusMark(word string) mark { return markFirst << slices.Index(statusWords, word) }

// missingMark is the bit of the language of that number.
func missingMark(n int) mark { return markFirst << (len(statusWords) + n) }

// markOf marks an entry. What is taken back nobody has to care for.
func markOf(t *timeline.Timeline, e *events.Event, langs []string) mark {
	m := statusMark(statusOf(e))
	if e.Status == events.Withdrawn {
		return m
	}
	for n, lang := range langs {
		if e.Text[lang].Title == "" {
			m |= missingMark(n)
		}
	}
	for _, lack := range []struct {
		is  bool
		bit mark
	}{
		{len(e.Sources) == 0, markUnsourced}, {isCoarse(e), markCoarse}, {lacksAlt(e), markNoAlt},
		{len(e.Outdated) > 0, markOutdated}, {e.Span.Unread != "", markUnread}, {isStale(t, e), markStale},
	} {
		if lack.is {
			m |= lack.bit
		}
	}
	return m
}

func count(t *timeline.Timeline, langs []string) *tally {
	langs = langs[:min(len(langs), languagesMost)]
	n := &tally{rev: t.Rev(), langs: langs, all: t.All(), status: map[string]int{}, missing: map[string]int{}, proposals: map[string]*waitingDocument{}}
	n.marks = make([]mark, len(n.all))
	n.total = len(n.all)
	for i, e := range n.all {
		n.marks[i] = markOf(t, e, langs)
		switch status := statusOf(e); status {
		case statusScheduled:
			n.scheduled = append(n.scheduled, e)
		case statusProposal:
			n.propose(e)
		}
	}
	n.sum()
	slices.SortStableFunc(n.scheduled, func(a, b *events.Event) int { return a.Publish.At.Compare(b.Publish.At) })
	return n
}

// sum counts the marks.
func (n *tally) sum() {
	counts := [32]int{}
	for _, m := range n.marks {
		for ; m != 0; m &= m - 1 {
			counts[trailingZeros(m)]++
		}
	}
	of := func(m mark) int { return counts[trailingZeros(m)] }
	n.unsourced, n.coarse, n.noAlt = of(markUnsourced), of(markCoarse), of(markNoAlt)
	n.outdated, n.unread, n.stale = of(markOutdated), of(markUnread), of(markStale)
	for _, word := range statusWords {
		n.status[word] = of(statusMark(word))
	}
	for i, lang := range n.langs {
		n.missing[lang] = of(missingMark(i))
	}
}

// waitingDocument is a document of which proposals wait.
type waitingDocument struct {
	title string // "": it has none
	n     int
}

// propose counts a proposal.
func (n *tally) propose(e *events.Event) {
	d, ok := n.proposals[e.Proposal.Document]
	if !ok {
		d = &waitingDocument{title: documentOf(e)}
		n.proposals[e.Proposal.Document] = d
	}
	d.n++
}

func trailingZeros(m mark) int { return bits.TrailingZeros32(uint32(m)) }

// documentOf is the title of the document in which an importer found an entry.
func documentOf(e *events.Event) string {
	for _, s := range e.Sources {
		if title, _ := s.Title.In("zh"); title != "" {
			return title
		}
	}
	return ""
}
