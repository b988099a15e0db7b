package api

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

// Reports are the documents that are reviewed.
type Reports struct {
	Reports []Report `json:"reports"`
}

// Report is what is kept of a document while it is reviewed.
type Report struct {
	SHA256   string       `json:"sha256" doc:"Of the document, which itself is not kept."`
	Name     string       `json:"name,omitempty" doc:"Of its file."`
	Title    string       `json:"title,omitempty"`
	Language string       `json:"language,omitempty"`
	Format   string       `json:"format,omitempty"`
	Read     time.Time    `json:"read" doc:"When it was read last."`
	Until    time.Time    `json:"until" doc:"When its dates are forgotten unless it is read again."`
	Drafts   []events.ID  `json:"drafts" doc:"What was proposed of it, as it stands in the document."`
	Dates    int          `json:"dates" doc:"How many dates were not proposed."`
	Missed   []MissedDate `json:"missed,omitempty" doc:"Those of them that are kept. Told of a single report only."`
}

// MissedDate is a date of a document of which no draft was made.
type MissedDate struct {
	Number   int              `json:"number" doc:"By which a draft is made of it; from 1."`
	Wording  string           `json:"wording" doc:"As the document writes it."`
	Date     string           `json:"date,omitempty" doc:"EDTF; missing where year or month are not known."`
	Language string           `json:"language,omitempty"`
	Section  string           `json:"section,omitempty"`
	Rule     string           `json:"rule" doc:"By which it was left out."`
	Why      events.Localised `json:"why" doc:"That rule in words."`
	Flags    []string         `json:"flags,omitempty" doc:"What is doubtful."`
	Passage  events.Quote     `json:"passage" doc:"The sentence in which it stands, with what stands around that."`
	Draft    *Reference       `json:"draft,omitempty" doc:"What was made of it, perhaps dropped since."`
}

func (c *call) reportForm(k review.Reading) Report {
	r := Report{
		SHA256: k.Document, Name: k.Name, Title: k.Title, Language: k.Lang, Format: string(k.Format), Read: k.Read, Until: k.Until(),
		Drafts: listed(k.Drafts), Dates: k.Dates,
	}
	taken := k.Taken(c.timeline())
	for i, m := range k.Missed {
		d := MissedDate{
			Number: i + 1, Wording: m.Wording, Date: m.Date, Language: m.Lang, Section: m.Section, Rule: string(m.Rule), Why: m.Why(), Passage: m.Passage,
		}
		for _, f := range m.Flags {
			d.Flags = append(d.Flags, string(f))
		}
		if e := taken[i+1]; e != nil {
			made := referenceTo(e)
			d.Draft = &made
		}
		r.Missed = append(r.Missed, d)
	}
	return r
}

func (s *Server) listReports(c *call) (*answer, error) {
	list, err := s.Editor.Readings(c.ctx(), editing.Act{Who: c.who})
	if err != nil {
		return nil, err
	}
	out := Reports{Reports: []Report{}}
	for _, k := range list {
		out.Reports = append(out.Reports, c.reportForm(k))
	}
	return ok(out), nil
}

// reading is what is kept of the document in the path.
func (c *call) reading() (review.Reading, error) {
	return c.server.Editor.Reading(c.ctx(), editing.Act{Who: c.who}, c.path("sha256"))
}

func (s *Server) getReport(c *call) (*answer, error) {
	k, err := c.reading()
	if err != nil {
		return nil, err
	}
	return ok(c.reportForm(k)), nil
}

// takeDate makes a draft of a date that was not proposed: what the document tells
// of it, with what the body adds.
func (s *Server) takeDate(c *call) (*answer, error) {
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	k, err := c.reading()
	if err != nil {
		return nil, err
	}
	number, _ := strconv.Atoi(c.path("number")) // 0 is the number of none
	found, known := k.Draft(number)
	if !known {
		return nil, fmt.Errorf("date %q of the report: %w", c.path("number"), events.ErrNotFound)
	}
	f, err := patched(c.body, formOf(&found, true))
	if err == nil {
		err = f.checkReadOnly(nil)
	}
	if err != nil {
		return nil, err
	}
	if f.Status != "" && f.Status != events.Draft {
		return nil, unprocessable("status", "what is made of a date is a draft; accept it afterwards")
	}
	if f.ID != found.ID {
		return nil, unprocessable("id", "what is made of a date has the ID of that date; leave it out")
	}
	e, err := f.event()
	if err != nil {
		return nil, err
	}
	w, err := s.Editor.TakeDate(c.ctx(), act, found, e)
	if err != nil {
		return nil, err
	}
	return created(addressOf("drafts", string(w.Event.ID)), draftForm(w.Event)).at(w.Rev), nil
}

func (s *Server) finishReport(c *call) (*answer, error) {
	if _, err := c.reading(); err != nil {
		return nil, err
	}
	return noted(s.Editor.Finish(c.ctx(), editing.Act{Who: c.who}, c.path("sha256")))
}

func (s *Server) reportRoutes() []route {
	return []route{
		{
			method: http.MethodGet, path: "/reports", id: "list-reports", group: "Drafts", limit: reading, handle: s.listReports, needs: access.ReadDrafts,
			about: "The reports that are reviewed, the one read last first.", answers: []response{{status: 200, body: typeOf[Reports](), about: "All of them, without their dates."}},
		},
		{
			method: http.MethodGet, path: "/reports/{sha256}", id: "get-report", group: "Drafts", limit: reading, handle: s.getReport, needs: access.ReadDrafts,
			about: "A report that is reviewed, with the dates of it that were not proposed.", answers: []response{{status: 200, body: typeOf[Report](), about: "What is kept of it."}}, refuses: []int{404},
		},
		{
			method: http.MethodPost, path: "/reports/{sha256}/dates/{number}", id: "take-date", group: "Drafts", limit: writing, handle: s.takeDate, needs: access.WriteDrafts,
			about: "Make a draft of a date that was not proposed.",
			more: "Its date, its source with quote and place, and where it was found come from the report. The body, a merge patch (RFC 7396), adds " +
				"what they do not say, a title at least, and corrects them. No second draft is made of a date.",
			query: acts, body: typeOf[Event](), media: mediaPatch,
			answers: []response{{status: 201, body: typeOf[Draft](), about: "The draft; it waits for a decision."}}, refuses: []int{404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/reports/{sha256}/finish", id: "finish-report", group: "Drafts", limit: writing, handle: s.finishReport, needs: access.Review,
			about:   "End the review of a report: its dates are forgotten. What waits goes on waiting; reading the report again brings the dates back.",
			answers: []response{{status: 204, about: "It is done."}}, refuses: []int{404},
		},
	}
}
