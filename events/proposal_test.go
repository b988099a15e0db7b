package events

import (
	"math"
	"strings"
	"testing"
)

// fieldsOf are the fields that a check finds at fault.
func fieldsOf(check func(*Invalid)) string {
	var bad Invalid
	check(&bad)
	var list []string
	for _, p := range bad.Problems {
		list = append(list, p.Field)
	}
	return strings.Join(list, " ")
}

func TestWhatAProposalMayHold(t *testing.T) {
	most := func(n int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = "rule"
		}
		return list
	}
	for name, c := range map[string]struct {
		set  func(*Proposal)
		want string
	}{
		"as found":              {func(*Proposal) {}, ""},
		"no fingerprint":        {func(p *Proposal) { p.Fingerprint = "" }, "proposal.fingerprint"},
		"longest fingerprint":   {func(p *Proposal) { p.Fingerprint = strings.Repeat("f", 128) }, ""},
		"fingerprint too long":  {func(p *Proposal) { p.Fingerprint = strings.Repeat("f", 129) }, "proposal.fingerprint"},
		"no document":           {func(p *Proposal) { p.Document = "" }, ""},
		"document in capitals":  {func(p *Proposal) { p.Document = strings.Repeat("0A", 32) }, "proposal.document"},
		"document cut off":      {func(p *Proposal) { p.Document = hash[1:] }, "proposal.document"},
		"name of two lines":     {func(p *Proposal) { p.Name = "a\nb" }, "proposal.name"},
		"wording of two lines":  {func(p *Proposal) { p.Wording = "a\nb" }, "proposal.wording"},
		"section of two lines":  {func(p *Proposal) { p.Section = "a\nb" }, "proposal.section"},
		"an earlier event":      {func(p *Proposal) { p.Earlier = "e1" }, ""},
		"earlier is no id":      {func(p *Proposal) { p.Earlier = "../e1" }, "proposal.earlier"},
		"quite sure":            {func(p *Proposal) { p.Confidence = 1 }, ""},
		"not sure at all":       {func(p *Proposal) { p.Confidence = 0 }, ""},
		"surer than sure":       {func(p *Proposal) { p.Confidence = 1.01 }, "proposal.confidence"},
		"less than unsure":      {func(p *Proposal) { p.Confidence = -0.01 }, "proposal.confidence"},
		"sure of no number":     {func(p *Proposal) { p.Confidence = math.NaN() }, "proposal.confidence"},
		"a hundred rules":       {func(p *Proposal) { p.Rules, p.Flags, p.Quotes = most(100), most(100), make([]Quote, 100) }, ""},
		"one rule more":         {func(p *Proposal) { p.Rules = most(101) }, "proposal.rules"},
		"one flag more":         {func(p *Proposal) { p.Flags = most(101) }, "proposal.flags"},
		"one quote more":        {func(p *Proposal) { p.Quotes = make([]Quote, 101) }, "proposal.quotes"},
		"a rule unnamed":        {func(p *Proposal) { p.Rules = []string{"rule", ""} }, "proposal.rules[1]"},
		"a flag unnamed":        {func(p *Proposal) { p.Rules, p.Flags = []string{"rule"}, []string{""} }, "proposal.rules[1]"},
		"a long quote":          {func(p *Proposal) { p.Quotes[0].Text = strings.Repeat("q", 5000) }, ""},
		"too long a quote":      {func(p *Proposal) { p.Quotes[0].Text = strings.Repeat("q", 5001) }, "proposal.quotes[0].text"},
		"too much before":       {func(p *Proposal) { p.Quotes[0].Before = strings.Repeat("q", 5001) }, "proposal.quotes[0].before"},
		"too much after":        {func(p *Proposal) { p.Quotes[0].After = strings.Repeat("q", 5001) }, "proposal.quotes[0].after"},
		"no page":               {func(p *Proposal) { p.Quotes[0] = Quote{Text: "q"} }, ""},
		"page before the first": {func(p *Proposal) { p.Quotes[0].Page = -1 }, "proposal.quotes[0]"},
		"line before the first": {func(p *Proposal) { p.Quotes[0].Line = -1 }, "proposal.quotes[0]"},
		"before the text":       {func(p *Proposal) { p.Quotes[0].Offset = -1 }, "proposal.quotes[0]"},
	} {
		p := Proposal{Fingerprint: "f1", Document: hash, Name: "report.pdf", Wording: "in May", Section: "2019", Quotes: []Quote{{Text: "q", Page: 1, Line: 1}}, Confidence: 0.5}
		c.set(&p)
		if got := fieldsOf(func(bad *Invalid) { checkProposal(bad, &p) }); got != c.want {
			t.Errorf("%s: %q at fault, want %q", name, got, c.want)
		}
	}
}

// A tombstone keeps what the same document must not propose again, and nothing
// of what it said.
func TestWhatATombstoneKeepsOfAProposal(t *testing.T) {
	p := &Proposal{Fingerprint: "f1", Document: hash, Name: "n", Wording: "w", Section: "s", Quotes: []Quote{{Text: "q"}}, Rules: []string{"r"}, Flags: []string{"f"}, Confidence: 1, Earlier: "e"}
	got := p.remembered()
	if got.Fingerprint != "f1" || got.Document != hash || got.Name+got.Wording+got.Section+string(got.Earlier) != "" || len(got.Quotes)+len(got.Rules)+len(got.Flags) > 0 || got.Confidence != 0 {
		t.Errorf("%+v", got)
	}
	if (*Proposal)(nil).remembered() != nil {
		t.Error("an event without a proposal has one as a tombstone")
	}
}

// An event that is too large is refused under the name of its longest text,
// wherever that stands.
func TestTheLongestTextIsNamed(t *testing.T) {
	long := strings.Repeat("x", MaxStored)
	for want, set := range map[string]func(*Event){
		"text.en.title":            func(e *Event) { e.Text["en"] = Text{Title: long} },
		"text.en.summary":          func(e *Event) { e.Text["en"] = Text{Title: "t", Summary: long} },
		"text.en.body":             func(e *Event) { e.Text["en"] = Text{Title: "t", Body: long} },
		"slug":                     func(e *Event) { e.Slug = long },
		"tags[1]":                  func(e *Event) { e.Tags = []string{"a", long} },
		"formerSlugs[0]":           func(e *Event) { e.FormerSlugs = []string{long} },
		"place.name":               func(e *Event) { e.Place = &Place{Slug: "a", Name: Localised{"en": long}} },
		"place.slug":               func(e *Event) { e.Place = &Place{Slug: long} },
		"repeat.rule":              func(e *Event) { e.Repeat = &Repetition{Rule: long} },
		"repeat.except[1]":         func(e *Event) { e.Repeat = &Repetition{Except: []string{"a", long}} },
		"repeat.also[0]":           func(e *Event) { e.Repeat = &Repetition{Also: []string{long}} },
		"sources[1].quote":         func(e *Event) { e.Sources = []Source{{}, {Quote: long}} },
		"sources[0].title":         func(e *Event) { e.Sources = []Source{{Title: Localised{"en": long}}} },
		"links[0].url":             func(e *Event) { e.Links = []Link{{URL: long}} },
		"links[1].title":           func(e *Event) { e.Links = []Link{{}, {Title: Localised{"en": long}}} },
		"image.alt":                func(e *Event) { e.Image = &Image{Alt: Localised{"en": long}} },
		"image.credit":             func(e *Event) { e.Image = &Image{Credit: long} },
		"span.asWritten":           func(e *Event) { e.Span.AsWritten = Localised{"en": long} },
		"proposal.quotes[1].after": func(e *Event) { e.Proposal = &Proposal{Quotes: []Quote{{}, {After: long}}} },
		"proposal.rules[0]":        func(e *Event) { e.Proposal = &Proposal{Rules: []string{long}} },
		"proposal.section":         func(e *Event) { e.Proposal = &Proposal{Section: long} },
		"origin.uid":               func(e *Event) { e.Origin = &Origin{UID: long} },
	} {
		e := &Event{ID: "e", Slug: "e", Text: map[string]Text{"zh": {Title: "短"}}}
		if got := fieldsOf(func(bad *Invalid) { checkSize(bad, e) }); got != "" {
			t.Errorf("a small event is too large: %s", got)
		}
		set(e)
		if got := fieldsOf(func(bad *Invalid) { checkSize(bad, e) }); got != want {
			t.Errorf("%q is named, want %q", got, want)
		}
	}
}

// The bound holds to the byte, whichever text the last byte is added to.
func TestTheBoundOfAnEvent(t *testing.T) {
	weight := func(e *Event) int {
		s := scale{}
		s.event(e)
		return s.sum
	}
	e := &Event{ID: "e", Slug: "e", Text: map[string]Text{"en": {Title: "t"}}}
	e.Text["en"] = Text{Title: "t", Body: strings.Repeat("b", MaxStored-weight(e))}
	if weight(e) != MaxStored || fieldsOf(func(bad *Invalid) { checkSize(bad, e) }) != "" {
		t.Errorf("an event of %d bytes is refused", weight(e))
	}
	e.Slug = "ee"
	if got := fieldsOf(func(bad *Invalid) { checkSize(bad, e) }); got != "text.en.body" {
		t.Errorf("one byte more: %q", got)
	}
}
