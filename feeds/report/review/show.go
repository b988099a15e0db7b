package review

import (
	"cmp"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report"
)

// View is what a reviewer has to see of a draft.
type View struct {
	Draft *events.Event
	// Lang is the language of Title and Summary.
	Lang, Title, Summary string
	// ReadsAs is the date in words, by language ("zh", "en"); Wording the
	// words of the document.
	ReadsAs events.Localised
	Wording string
	// Section and Document are where the draft was found.
	Section, Document string
	// Passages are the quotes in their surroundings.
	Passages []Passage
	// Reasons spoke for the draft, Doubts are what to look at.
	Reasons, Doubts []Reason
	// Similar are the events that may be the same.
	Similar    []Similar
	Confidence float64
}

// Passage is a quote in its surroundings, line by line.
type Passage struct {
	Page, Line int // of the quote, from 1; 0: not known
	Lines      []PassageLine
}

// PassageLine is one line that a quote stands on, or near.
type PassageLine struct {
	Number int // from 1; 0: not known
	Text   string
	Quoted bool // some of the quote is on the line
}

// Reason is a rule or a flag in words.
type Reason struct {
	ID   string
	Text events.Localised
}

// Similar is an event that may be the same as a draft.
type Similar struct {
	Event *events.Event
	// Edition says that an earlier edition of the document proposed it;
	// otherwise date and title are alike.
	Edition bool
	// Differs lists what the two say otherwise: "date", "title", "status".
	Differs []string
	// MoreExact says that the draft's date is the event's, known more exactly.
	MoreExact bool
}

// Show gathers what a reviewer has to see of a draft.
func Show(t *events.Timeline, draft *events.Event) View {
	text, lang := draft.In("")
	v := View{
		Draft: draft, Lang: lang, Title: text.Title, Summary: text.Summary,
		ReadsAs: events.Localised{"zh": draft.Span.Describe("zh", edtf.Long), "en": draft.Span.Describe("en", edtf.Long)},
		Similar: similar(t, draft),
	}
	p := draft.Proposal
	if p == nil {
		return v
	}
	v.Wording, v.Section, v.Document, v.Confidence = p.Wording, p.Section, p.Name, p.Confidence
	for _, q := range p.Quotes {
		v.Passages = append(v.Passages, passage(q))
	}
	v.Reasons, v.Doubts = reasons(p.Rules), doubts(p.Flags)
	return v
}

// passage sets a quote into its surroundings. Blank lines are left out.
func passage(q events.Quote) Passage {
	p := Passage{Page: q.Page, Line: q.Line}
	whole := q.Before + q.Text + q.After
	start, end := len(q.Before), len(q.Before)+len(q.Text)
	number := q.Line - strings.Count(q.Before, "\n")
	for at, n := 0, number; at <= len(whole); n++ {
		to := len(whole)
		if i := strings.IndexByte(whole[at:], '\n'); i >= 0 {
			to = at + i
		}
		if text := strings.TrimRight(whole[at:to], " \t"); strings.TrimSpace(text) != "" {
			p.Lines = append(p.Lines, PassageLine{Number: max(0, n), Text: text, Quoted: at < end && to > start})
		}
		at = to + 1
	}
	if q.Line == 0 {
		for i := range p.Lines {
			p.Lines[i].Number = 0
		}
	}
	return p
}

func reasons(ids []string) []Reason {
	words := map[string]report.Rule{}
	for _, r := range report.Rules() {
		words[string(r.ID)] = r
	}
	var list []Reason
	for _, id := range ids {
		r := words[id]
		list = append(list, Reason{id, events.Localised{"zh": cmp.Or(r.Zh, id), "en": cmp.Or(r.En, id)}})
	}
	return list
}

// flagWords says what a reviewer should look at, in Chinese and English.
func flagWords(f report.Flag) (zh, en string) {
	switch f {
	case report.FlagDateUncertain:
		return "日期可能属于另一事件", "the date may belong to another event"
	case report.FlagDateAmbiguous:
		return "日与月可能颠倒", "day and month may be the other way round"
	case report.FlagYearGuessed:
		return "年份由上文推断", "the year comes from the text before"
	case report.FlagTitleGuessed:
		return "标题系拼合或过长", "the title was put together, or is long"
	case report.FlagPlanned:
		return "只是计划，尚未发生", "announced, not yet happened"
	case report.FlagDuplicate:
		return "可能与已有事件重复", "an event of the record may be the same"
	case FlagEdition:
		return "与该文件先前版本的说法不同", "an earlier edition of the document says otherwise"
	}
	return string(f), string(f)
}

func doubts(ids []string) []Reason {
	var list []Reason
	for _, id := range ids {
		zh, en := flagWords(report.Flag(id))
		list = append(list, Reason{id, events.Localised{"zh": zh, "en": en}})
	}
	return list
}

// similar finds the events that may be the same as a draft: what an earlier
// edition proposed comes first, then what the record has, then other drafts.
func similar(t *events.Timeline, draft *events.Event) []Similar {
	var list []Similar
	add := func(e *events.Event, edition bool) {
		known := slices.ContainsFunc(list, func(s Similar) bool { return s.Event.ID == e.ID })
		if !known && e.ID != draft.ID {
			list = append(list, Similar{e, edition, differs(draft, e), MoreExact(draft, e)})
		}
	}
	if p := draft.Proposal; p != nil && p.Earlier != "" {
		if e, ok := t.Event(p.Earlier); ok && e.Status != events.Deleted {
			add(e, true)
		}
	}
	var alike []*events.Event
	for _, id := range likenesses(t, draft) {
		if e, ok := t.Event(events.ID(id)); ok {
			alike = append(alike, e)
		}
	}
	slices.SortStableFunc(alike, func(a, b *events.Event) int { return rank(a) - rank(b) })
	for _, e := range alike {
		add(e, false)
	}
	return list
}

func rank(e *events.Event) int {
	if e.Status == events.Draft {
		return 1
	}
	return 0
}

// likenesses are the IDs of the events whose date meets the draft's and whose
// title is like its.
func likenesses(t *events.Timeline, draft *events.Event) []string {
	d := asDraft(draft, nil)
	var near []report.Existing
	for _, e := range t.All() {
		if e.ID != draft.ID && d.Value.Overlaps(e.Span.EDTF()) && !apart(draft, e) {
			near = append(near, existing(e))
		}
	}
	drafts := []report.Draft{d}
	report.MarkDuplicates(drafts, near)
	return drafts[0].Duplicates
}

// apart reports whether two events of one document were told apart when it was
// read: their dates are equally exact. Where one is more exact, they may be two
// mentions of one event that were not seen to be.
func apart(a, b *events.Event) bool {
	if a.Proposal == nil || b.Proposal == nil || a.Proposal.Document != b.Proposal.Document {
		return false
	}
	return !MoreExact(a, b) && !MoreExact(b, a)
}

func differs(a, b *events.Event) []string {
	var list []string
	if !a.Span.Equal(b.Span) {
		list = append(list, "date")
	}
	text, lang := a.In("")
	if other, _ := b.In(lang); other.Title != text.Title {
		list = append(list, "title")
	}
	if a.Status != b.Status {
		list = append(list, "status")
	}
	return list
}
