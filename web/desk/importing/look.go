package importing

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report"
	"almanac.example/feeds/table"
	"almanac.example/web/editing"
)

// errDeleted is why something is not taken in that the source has brought before.
var errDeleted = errors.New("deleted in the record since, and stays so")

// work is a file that was read, and what its import would do.
type work struct {
	planned *follow.Planned // nil: it is a report
	report  *editing.Report
	lines   []line
	counts  tally
}

// asked is who asks for which import.
type asked struct {
	w      *waiting
	who    editing.Act
	drafts bool // nothing is to become public
}

// plan reads a file that waits, and plans its import into the record as it is
// now. One is read at a time: it takes much memory for a while.
func (p *Pages) plan(ctx context.Context, a asked) (*work, error) {
	select {
	case p.reading <- struct{}{}:
		defer func() { <-p.reading }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	data, err := p.shelf.data(ctx, a.w)
	if err != nil {
		return nil, err
	}
	if a.w.Kind == follow.ReportKind {
		return p.planReport(ctx, a, data)
	}
	d := follow.Document{
		Name: a.w.source(), Data: data, Kind: a.w.Kind, Sheet: a.w.How.Sheet, Encoding: a.w.How.Encoding, ETag: a.w.ETag, LastModified: a.w.LastModified,
		Reading: follow.Reading{Lang: a.w.How.Lang, Zone: a.w.How.Zone, SkipBad: a.w.How.SkipBad, Map: a.w.How.Map},
	}
	planned, err := d.Plan(ctx, p.timeline(), p.vault, intake.Options{Now: p.now(), Announce: intake.AnnounceAuto, Drafts: a.drafts})
	if err != nil {
		return nil, fileFault(err)
	}
	if err := p.editor.MayImport(a.who, planned.Plan); err != nil {
		planned.Plan.Documents = nil // names of topics: those who keep the vocabulary give them
	}
	w := &work{planned: planned, lines: linesOf(planned)}
	w.counts = count(w.lines, len(planned.Gone()))
	return w, nil
}

func (p *Pages) planReport(ctx context.Context, a asked, data []byte) (*work, error) {
	r, err := editing.ReadReport(ctx, a.w.Name, data, report.Options{Year: a.w.How.Year, Title: a.w.How.Title})
	if err != nil {
		return nil, fileFault(err)
	}
	if err := r.Propose(p.timeline(), editing.Proposing{Now: p.now(), Lang: a.w.How.Lang, Announce: intake.AnnounceAuto}); err != nil {
		return nil, err
	}
	w := &work{report: r, lines: linesOfReport(r)}
	w.counts = count(w.lines, len(r.Proposals.Gone))
	return w, nil
}

// badFile is what is wrong with a file as a whole, in the words of who reads it.
type badFile struct{ error }

// fileFault tells what is wrong with the file from what is wrong here.
func fileFault(err error) error {
	if errors.Is(err, follow.ErrMemory) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &badFile{err}
}

// Unwrap is the error itself.
func (b *badFile) Unwrap() error { return b.error }

// source is what the file is known by: its address, or its name.
func (w *waiting) source() string {
	if w.Address != "" {
		return w.Address
	}
	return w.Name
}

// look is what is shown of a work: bounded, so that some can be kept.
type look struct {
	counts  tally
	marks   []byte
	samples map[mark][]line // the first of each
	remarks []string
	wrong   error // components of a calendar, of which nothing is taken in
	table   *tableLook
	report  *reportLook
}

// tableLook is what is shown of a table's columns.
type tableLook struct {
	mapping   table.Mapping
	notes     []table.ColumnNote
	questions []table.Question
	encoding  string
	sheet     string
	sheets    []string
	shown     []string // lines that are not ASCII
	rows      int
	examples  []string         // of each column, its first cell below the header
	cells     map[int][]string // of refused rows that are shown, by their number
	lang      string
	identity  string
}

// reportLook is what is shown of a report.
type reportLook struct {
	passed int // dates that are no event's
}

// mostSamples is how many of each kind are shown.
const mostSamples = 100

func (w *work) look() *look {
	l := &look{counts: w.counts, marks: packMarks(w.lines), samples: map[mark][]line{}}
	for _, one := range w.lines {
		if len(l.samples[one.mark]) < mostSamples {
			l.samples[one.mark] = append(l.samples[one.mark], one)
		}
	}
	if w.report != nil {
		l.remarks, l.report = w.report.Found.Doubts, &reportLook{passed: len(w.report.Found.Passed)}
		return l
	}
	l.remarks, l.wrong = w.planned.Remarks(), w.planned.Wrong
	if w.planned.Table != nil {
		l.table = tableLookOf(w.planned.Table, l.samples[markRefused])
	}
	return l
}

func tableLookOf(t *follow.PlannedTable, refused []line) *tableLook {
	l := &tableLook{
		mapping: t.Mapping, notes: t.Columns, questions: t.Questions, encoding: t.File.Encoding, sheet: t.File.Name, sheets: t.File.Sheets,
		shown: t.File.Shown, rows: len(t.Rows), examples: make([]string, len(t.Mapping.Columns)), cells: map[int][]string{}, lang: t.Lang, identity: t.Identity,
	}
	wanted := map[int]bool{}
	for _, r := range refused {
		wanted[r.row] = true
	}
	for i := range t.File.Rows {
		r := &t.File.Rows[i]
		if below := r.Number > t.Mapping.Header; below {
			l.exemplify(r)
		}
		if wanted[r.Number] {
			cells := make([]string, len(r.Cells))
			for c := range r.Cells {
				cells[c] = shorten(r.Cells[c].Text)
			}
			l.cells[r.Number] = cells
		}
	}
	return l
}

// exemplify takes the cells of a row as examples where there are none yet.
func (l *tableLook) exemplify(r *table.Row) {
	for c := range l.examples {
		if l.examples[c] == "" && c < len(r.Cells) {
			l.examples[c] = shorten(r.Cells[c].Text)
		}
	}
}

// shorten cuts a cell to what a page shows of it.
func shorten(s string) string {
	const most = 120
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// looks are those made lately. A file that takes long is read once for all the
// pages that show it, and goes on being read if nobody waits.
type looks struct {
	mu    sync.Mutex
	list  []*pending // the newest last
	going sync.WaitGroup
}

// pending is a look that is being made, or was.
type pending struct {
	key  lookKey
	done chan struct{}
	look *look
	err  error
}

// lookKey is all on which a look depends.
type lookKey struct {
	id     string
	how    answers
	rev    events.Rev
	drafts bool
}

// mostLooks is how many are kept.
const mostLooks = 4

// of is a look, and whether it is ready; it is begun if nobody has.
func (l *looks) of(key lookKey, begin func() (*look, error)) *pending {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.list {
		if p.key == key {
			return p
		}
	}
	p := &pending{key: key, done: make(chan struct{})}
	if l.list = append(l.list, p); len(l.list) > mostLooks {
		l.list = l.list[1:]
	}
	l.going.Go(func() {
		defer close(p.done)
		p.err = guarded(func() (err error) {
			p.look, err = begin()
			return err
		})
	})
	return p
}

// forget has a look made anew that failed for a reason that may pass.
func (l *looks) forget(p *pending) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, o := range l.list {
		if o == p {
			l.list = append(l.list[:i], l.list[i+1:]...)
			return
		}
	}
}

// lookAt is what a file looks like now; nil if it is not read yet.
func (p *Pages) lookAt(ctx context.Context, a asked, t *timeline.Timeline) (*look, error) {
	w := *a.w
	a.w = &w
	pend := p.looks.of(lookKey{w.ID, w.How, t.Rev(), a.drafts}, func() (*look, error) {
		work, err := p.plan(p.ctx(), a)
		if err != nil {
			return nil, err
		}
		if err := p.rehearse(p.ctx(), a, work); err != nil {
			return nil, err
		}
		return work.look(), nil
	})
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-pend.done:
		var bad *badFile
		if pend.err != nil && !errors.As(pend.err, &bad) {
			p.looks.forget(pend)
		}
		return pend.look, pend.err
	case <-ctx.Done():
		return nil, nil
	}
}

// rehearse refuses what the run would refuse: what a trial run promises, the run
// does.
func (p *Pages) rehearse(ctx context.Context, a asked, w *work) error {
	if w.planned == nil || w.planned.Wrong != nil {
		return nil
	}
	if err := p.editor.MayImport(a.who, w.planned.Plan); err != nil {
		return err
	}
	err := w.planned.Plan.Rehearse(ctx, p.record)
	var invalid *events.Invalid
	if errors.As(err, &invalid) || errors.Is(err, events.ErrTooLarge) {
		return &badFile{fmt.Errorf("nothing would be imported: %w", err)}
	}
	return err
}
