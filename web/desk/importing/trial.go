package importing

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/table"
	"almanac.example/web/access"
	"almanac.example/web/desk/compare"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// trialPage shows what the import of a file would do.
type trialPage struct {
	stepPage
	Waits     bool
	Sums      []sum
	Refused   []refusedRow
	MoreBad   string
	Download  string // address of the refused rows as a file; "": it has none
	Changed   []changedRow
	MoreOld   string
	New       []newRow
	MoreNew   string
	Rows      bool // lines are rows of a table
	Remarks   []words.Run
	Questions []string
	Columns   string // address of the step with the columns; "": it has none
	Reading   []frame.Field
	Skip      *frame.Option // components that are wrong can be left out
	Open      bool          // the fold with the reading is open
	Differs   *differsView
	Shown     string
	Drafts    string // words of the button; "": there is nothing to do
	Publish   string
	Who       string // who may publish, where the account may not
	Hint      string
}

type sum struct {
	N     int
	Label string
}

type refusedRow struct {
	Row, Column, Cell string
	Title             words.Run
	Why               words.Run
}

type changedRow struct {
	Row    string
	Title  words.Run
	Href   string
	Fields []compare.Difference
}

type newRow struct {
	Row, Date string
	Title     words.Run
}

// differsView tells why nothing was written though it was asked for.
type differsView struct {
	Rows []string
	More string
}

// trialPage shows what "go" would do.
func (p *Pages) trialPage(ctx context.Context, v *frame.Visit, w *waiting) (frame.Answer, error) {
	page := &trialPage{stepPage: begun(v, w, stepTrial)}
	page.Headline = v.Text("import.trial.title")
	if w.Kind == follow.TableKind {
		page.Columns = v.Link("/import/"+w.ID, "step", "columns")
	}
	l, err := p.lookAt(ctx, p.asks(v, w), v.Timeline)
	var bad *badFile
	var faults frame.Faults
	switch {
	case errors.As(err, &bad):
		what := fileWords(v, bad)
		faults = append(faults, frame.Fault{Field: "main", Label: w.Name, Text: what.Text, Lang: what.Lang})
		page.Open = true
	case err != nil:
		return frame.Answer{}, err
	case l == nil:
		page.Waits = true
	default:
		if err := p.noteShown(ctx, w, l); err != nil {
			return frame.Answer{}, err
		}
		page.fill(v, w, l)
	}
	page.Reading = trialReading(v, w)
	page.finish(v, w, frame.Heading{Faults: faults})
	a := frame.Refuse("importing/trial", page)
	if page.Waits {
		a.Refresh = refreshEvery
	}
	return a, nil
}

// noteShown remembers what is shown, so that "go" does that or nothing.
func (p *Pages) noteShown(ctx context.Context, w *waiting, l *look) error {
	if w.Shown != nil && w.Shown.Counts == l.counts && slices.Equal(w.Shown.Marks, l.marks) {
		return nil
	}
	w.Shown = &shownRun{At: p.now().UTC(), Counts: l.counts, Marks: l.marks}
	err := p.shelf.save(ctx, w)
	if errors.Is(err, events.ErrConflict) { // another window was faster
		now, err := p.shelf.find(ctx, w.Account, w.ID)
		if err != nil {
			return err
		}
		*w = *now
		return nil
	}
	return err
}

// trialReading are the fields about the reading of what has no columns.
func trialReading(v *frame.Visit, w *waiting) []frame.Field {
	switch w.Kind {
	case follow.CalendarKind:
		return []frame.Field{languageField(v, w.How.Lang), zoneField(v, w.How.Zone)}
	case follow.ReportKind:
		year := ""
		if w.How.Year != 0 {
			year = v.Text("import.arg", w.How.Year)
		}
		return []frame.Field{yearField(v, year), {ID: "title", Name: "title", Label: v.Text("import.reportTitle"), Optional: v.Text("desk.optional"), Value: w.How.Title, Max: 300, Class: "w-l"}, languageField(v, w.How.Lang)}
	}
	return nil
}

func yearField(v *frame.Visit, value string) frame.Field {
	return frame.Field{ID: "year", Name: "year", Label: v.Text("import.reportYear"), Optional: v.Text("desk.optional"), Hint: v.Text("import.reportYearHint"), Value: value, Max: 4, Class: "w-s"}
}

func (page *trialPage) fill(v *frame.Visit, w *waiting, l *look) {
	c := l.counts
	page.Rows = l.table != nil
	page.Sums = []sum{{c.New, v.Text("import.new")}, {c.Changed, v.Text("import.changed")}, {c.Same, v.Text("import.same")}, {c.Refused, v.Text("import.refused")}}
	if c.Gone > 0 {
		page.Sums = append(page.Sums, sum{c.Gone, v.Text("import.gone")})
	}
	page.fillRows(v, l)
	for _, r := range l.remarks {
		page.Remarks = append(page.Remarks, v.Run(r, "en"))
	}
	page.tellWrong(v, w, l)
	if l.table != nil {
		for _, q := range l.table.questions {
			page.Questions = append(page.Questions, v.Text("import.open."+string(q.Kind), columnName(v, q.Column), q.Rows))
		}
	}
	page.Differs = differsOf(v, w.Differs)
	page.Shown = shownKey(w)
	page.buttons(v, w, l)
}

// fillRows shows the first of each kind.
func (page *trialPage) fillRows(v *frame.Visit, l *look) {
	for _, one := range l.samples[markRefused] {
		row := refusedRow{Row: rowName(v, one), Title: v.Run(one.title, "")}
		if l.table != nil && one.column >= 0 && one.column < len(l.table.mapping.Columns) {
			row.Column = columnName(v, l.table.mapping.Columns[one.column])
			if cells := l.table.cells[one.row]; one.column < len(cells) {
				row.Cell = cells[one.column]
			}
		}
		row.Why = why(v, one.why, row.Cell)
		page.Refused = append(page.Refused, row)
	}
	for _, one := range l.samples[markChanged] {
		row := changedRow{Row: rowName(v, one), Title: v.TitleOf(one.before), Href: v.EntryLink(one.before.ID, "")}
		for _, path := range editing.Changed(one.before, one.after) {
			row.Fields = append(row.Fields, compare.Field(v, path, one.before, one.after))
		}
		page.Changed = append(page.Changed, row)
	}
	for _, one := range l.samples[markNew] {
		page.New = append(page.New, newRow{Row: rowName(v, one), Date: one.after.Span.DescribeFor(v.Zone(), v.Lang, edtf.Long), Title: v.TitleOf(one.after)})
	}
	more := func(n int, shown int) string {
		if n > shown {
			return v.Text("import.more", v.Number(n-shown))
		}
		return ""
	}
	page.MoreBad, page.MoreOld, page.MoreNew = more(l.counts.Refused, len(page.Refused)), more(l.counts.Changed, len(page.Changed)), more(l.counts.New, len(page.New))
}

func rowName(v *frame.Visit, l line) string {
	if l.row == 0 {
		return ""
	}
	return v.Text("import.row", l.row)
}

func columnName(v *frame.Visit, c table.Column) string {
	return cmp.Or(strings.Join(strings.Fields(c.Name), " "), v.Text("import.column", c.Letters()))
}

// tellWrong lists what keeps a calendar from being taken in.
func (page *trialPage) tellWrong(v *frame.Visit, w *waiting, l *look) {
	if w.Kind != follow.CalendarKind {
		return
	}
	page.Skip = &frame.Option{Value: "1", Label: v.Text("import.skip"), Chosen: w.How.SkipBad, Hint: v.Text("import.skipHint")}
	if l.wrong == nil {
		return
	}
	page.Open = true
	for _, text := range strings.Split(l.wrong.Error(), "\n") {
		page.Refused = append(page.Refused, refusedRow{Why: v.Run(text, "en")})
	}
	page.Sums[3].N += len(page.Refused)
}

// buttons are what can be done now.
func (page *trialPage) buttons(v *frame.Visit, w *waiting, l *look) {
	if l.table != nil && l.counts.Refused > 0 {
		page.Download = v.Link("/import/" + w.ID + "/refused")
	}
	n := l.counts.New + l.counts.Changed
	if n == 0 || l.wrong != nil {
		return
	}
	page.Drafts = v.Text("import.go.drafts", v.Number(n))
	switch {
	case w.Kind == follow.ReportKind:
		page.Hint = v.Text("import.hint.report")
	case v.May(access.Publish):
		page.Publish, page.Hint = v.Text("import.go.publish"), v.Text("import.hint.none")
		if l.counts.Changed > 0 {
			page.Hint = v.Text("import.hint.both", v.Number(l.counts.Changed))
		}
	case l.counts.Changed > 0:
		page.Hint = v.Text("import.hint.author", v.Number(l.counts.Changed))
	default:
		page.Hint = v.Text("import.hint.authorNone")
	}
}

func differsOf(v *frame.Visit, d *difference) *differsView {
	if d == nil {
		return nil
	}
	view := &differsView{}
	for _, r := range d.Rows {
		text := v.Text("import.differs.entry", r.Title, v.Text("import.mark."+string(r.Was)), v.Text("import.mark."+string(r.Now)))
		if r.Row > 0 {
			text = v.Text("import.row", r.Row) + v.Text("colon") + text
		}
		view.Rows = append(view.Rows, text)
	}
	if d.More > 0 {
		view.More = v.Text("import.more", v.Number(d.More))
	}
	return view
}

// Refused sends the rows that are refused as a file. Address: /import/ID/refused.
func (p *Pages) Refused(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if !p.open() {
		return frame.Answer{}, events.ErrNotFound
	}
	w, err := p.shelf.find(ctx, v.Account().ID, v.Key)
	if err != nil {
		return frame.Answer{}, err
	}
	if w.Kind != follow.TableKind || w.Stored == 0 {
		return frame.Answer{}, events.ErrNotFound
	}
	return frame.Answer{Media: "text/csv; charset=utf-8", File: refusedName(w.Name), Stream: func(out io.Writer) error {
		done, err := p.plan(ctx, p.asks(v, w))
		if err != nil {
			return err
		}
		_, err = done.planned.ReportTable().WriteRefused(out, done.planned.Table.File)
		return err
	}}, nil
}

// refusedName is what the file with the refused rows of another is called, in
// signs that stand in every header field.
func refusedName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\/;`, r) {
			return '_'
		}
		return r
	}, strings.TrimSuffix(name, ".csv"))
	return name + "-refused.csv"
}
