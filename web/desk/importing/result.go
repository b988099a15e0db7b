package importing

import (
	"context"

	"almanac.example/feeds/follow"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// runPage tells how far an import is, or what became of it.
type runPage struct {
	stepPage
	Going    bool
	Share    int    // done of a hundred; -1: not known
	Done     string // so many are written
	Failed   string // why nothing was written
	Reason   frame.Fault
	Again    string // address of the trial run; "": the file is no longer kept
	Sums     []sum
	Batch    string // address of the list of what came
	BatchOf  string // words for it
	Download string
	Follow   string // words of the button that keeps the address followed; "": it cannot be
	Start    string
}

// runPage is the last step: the run, and what it did.
func (p *Pages) runPage(_ context.Context, v *frame.Visit, w *waiting) (frame.Answer, error) {
	r := w.Run
	page := &runPage{stepPage: begun(v, w, stepDone), Start: v.Link("/import"), Share: -1}
	h := frame.Heading{}
	switch {
	case !r.Ended:
		page.Going, page.Headline = true, v.Text("import.going")
		if r.Total > 0 {
			page.Share, page.Done = 100*r.Done/r.Total, v.Text("import.goingOf", r.Total, r.Done)
		}
	case r.Failure != "":
		page.Headline, page.Failed = v.Text("import.failed"), v.Text("import.failed."+string(r.Failure))
		page.Reason = frame.Fault{Text: r.Reason, Lang: english(v)}
		if w.Stored > 0 {
			page.Again = v.Link("/import/"+w.ID, "again", "1")
		}
	default:
		page.finished(v, w)
		h.Notice = notice(v, w)
	}
	page.finish(v, w, h)
	a := frame.Show("importing/run", page)
	if page.Going {
		a.Refresh = refreshEvery
	}
	return a, nil
}

// finished tells what an import has done.
func (page *runPage) finished(v *frame.Visit, w *waiting) {
	c := w.Run.Counts
	page.Headline = v.Text("import.done")
	page.Sums = []sum{{c.New, v.Text("import.done.new")}, {c.Changed, v.Text("import.done.changed")}, {c.Same, v.Text("import.same")}, {c.Refused, v.Text("import.refused")}}
	if w.Run.Drafts && w.Kind != follow.ReportKind {
		page.Sums[0].Label, page.Sums[1].Label = v.Text("import.done.drafts"), v.Text("import.done.amendments")
	}
	if w.Run.Written {
		page.Batch, page.BatchOf = v.Link("/list", "batch", w.Run.Batch), v.Text("import.seeBatch")
		if w.Kind == follow.ReportKind {
			page.Batch, page.BatchOf = v.Link("/review"), v.Text("import.reviewBatch")
		}
	}
	if w.Kind == follow.TableKind && c.Refused > 0 && w.Stored > 0 {
		page.Download = v.Link("/import/" + w.ID + "/refused")
	}
	if w.follows() && v.May(access.ManageDuties) && v.Query.Get(frame.OutcomeKey) != "followed" {
		page.Follow = v.Text("import.follow")
	}
}

// notice says what has happened, and offers to take it back.
func notice(v *frame.Visit, w *waiting) *frame.Notice {
	n := &frame.Notice{Bold: v.Text("import.noticeNothing")}
	switch {
	case v.Query.Get(frame.OutcomeKey) == "followed":
		n.Bold = v.Text("import.followed")
	case w.Run.Written && w.Run.Drafts:
		n.Bold, n.Text = v.Text("import.noticeDrafts", w.Name), v.Text("import.noticeQuiet")
	case w.Run.Written:
		n.Bold, n.Text = v.Text("import.noticePublic", w.Name), v.Text("import.noticeOut")
	}
	switch {
	case !w.Run.Written:
	case v.May(access.EditMany):
		n.Undo = &frame.Undo{Action: v.Link("/batch/" + w.Run.Batch), Label: v.Text("import.undo"), Fields: []frame.Hidden{{Name: "do", Value: "undo"}}}
	default:
		n.Text += " " + v.Text("import.undoWho")
	}
	return n
}
