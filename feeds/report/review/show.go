package review

import (
	"cmp"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
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
	// From and To are where the quote stands in Text, in bytes.
	From, To int
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
func Show(t *timeline.Timeline, draft *events.Event) View {
	return ShowAll(t, []*events.Event{draft})[0]
}

// ShowAll is Show for many drafts.
func ShowAll(t *timeline.Timeline, drafts []*events.Event) []View {
	near := newNeighbours(t)
	views := make([]View, len(drafts))
	for i, d := range drafts {
		views[i] = show(near, d)
	}
	return views
}

func show(near *neighbours, draft *events.Event) View {
	text, lang := draft.In("")
	v := View{
		Draft: draft, Lang: lang, Title: text.Title, Summary: text.Summary,
		ReadsAs: events.Localised{"zh": draft.Span.Describe("zh", edtf.Long), "en": draft.Span.Describe("en", edtf.Long)},
		Similar: near.similar(draft),
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
			on := func(i int) int { return min(max(0, i-at), len(text)) }
			p.Lines = append(p.Lines, PassageLine{max(0, n), text, at < end && to > start, on(start), on(end)})
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
	case report.FlagLookalike:
		return "可能与本文件的另一草稿重复", "another draft of the document may be the same"
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
		if id == string(FlagKept) {
			continue // it says what was decided
		}
		zh, en := flagWords(report.Flag(id))
		list = append(list, Reason{id, events.Localised{"zh": zh, "en": en}})
	}
	return list
}
