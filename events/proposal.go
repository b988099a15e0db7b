package events

import (
	"fmt"
	"math"
)

// Proposal says where a draft comes from that an importer found in a document,
// and what a reviewer should look at. It stays with the event once accepted,
// and with its tombstone once dropped, so that the same document proposes
// nothing twice. It is for editors: no public output carries it.
type Proposal struct {
	Fingerprint string   `json:"fingerprint"`          // the same for the same finding, however the document is laid out
	Document    string   `json:"document,omitempty"`   // SHA-256 of the document, hexadecimal
	Name        string   `json:"name,omitempty"`       // of its file
	Wording     string   `json:"wording,omitempty"`    // the date as the document writes it
	Section     string   `json:"section,omitempty"`    // the heading above the first quote
	Quotes      []Quote  `json:"quotes,omitempty"`     // every passage that tells of the event, in order
	Rules       []string `json:"rules,omitempty"`      // ids of the rules that spoke for it
	Flags       []string `json:"flags,omitempty"`      // ids of what is doubtful
	Confidence  float64  `json:"confidence,omitempty"` // 0 to 1
	Earlier     ID       `json:"earlier,omitempty"`    // the event that an earlier edition of the document proposed in its stead
}

// Quote is a passage of a document, exactly as it stands in its normalised
// text, with what stands around it, so that a reviewer can judge it when the
// document itself is not at hand.
type Quote struct {
	Text   string `json:"text"`
	Before string `json:"before,omitempty"` // the text up to the quote
	After  string `json:"after,omitempty"`  // the text from the quote on
	Page   int    `json:"page,omitempty"`   // from 1; 0: the document has no pages
	Line   int    `json:"line,omitempty"`   // from 1
	Offset int    `json:"offset,omitempty"` // bytes from the start of the normalised text
}

func checkProposal(bad *Invalid, p *Proposal) {
	checkRequired(bad, "proposal.fingerprint", p.Fingerprint, maxTag*2)
	if p.Document != "" && !hexPattern.MatchString(p.Document) {
		bad.addf("proposal.document", "must be 64 lower-case hexadecimal digits")
	}
	checkLine(bad, "proposal.name", p.Name, maxLine)
	checkLine(bad, "proposal.wording", p.Wording, maxLine)
	checkLine(bad, "proposal.section", p.Section, maxLine)
	if p.Earlier != "" && !idPattern.MatchString(string(p.Earlier)) {
		bad.addf("proposal.earlier", "%q is no id", p.Earlier)
	}
	if math.IsNaN(p.Confidence) || p.Confidence < 0 || p.Confidence > 1 {
		bad.addf("proposal.confidence", "must be between 0 and 1")
	}
	checkCount(bad, "proposal.quotes", len(p.Quotes))
	checkCount(bad, "proposal.rules", len(p.Rules))
	checkCount(bad, "proposal.flags", len(p.Flags))
	for i, q := range p.Quotes {
		field := fmt.Sprintf("proposal.quotes[%d]", i)
		checkText(bad, field+".text", q.Text, maxQuote)
		checkText(bad, field+".before", q.Before, maxQuote)
		checkText(bad, field+".after", q.After, maxQuote)
		if q.Page < 0 || q.Line < 0 || q.Offset < 0 {
			bad.addf(field, "counts from 1")
		}
	}
	for i, id := range append(append([]string{}, p.Rules...), p.Flags...) {
		checkRequired(bad, fmt.Sprintf("proposal.rules[%d]", i), id, maxTag)
	}
}

// remembered is what a tombstone keeps of a proposal.
func (p *Proposal) remembered() *Proposal {
	if p == nil {
		return nil
	}
	return &Proposal{Fingerprint: p.Fingerprint, Document: p.Document}
}
