package importing

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds/table"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// asks is who looks at a file: with what they may do to the record.
func (p *Pages) asks(v *frame.Visit, w *waiting) asked {
	return asked{w: w, who: editing.Act{Who: v.Who}, drafts: !v.May(access.Publish)}
}

// keep notes answers, which make what was shown before worthless.
func (p *Pages) keep(ctx context.Context, w *waiting) error {
	w.Shown, w.Differs = nil, nil
	if w.Run != nil && w.Run.Ended {
		w.Run = nil
	}
	err := p.shelf.save(ctx, w)
	if errors.Is(err, events.ErrConflict) {
		return nil // another window was faster; the page shows what it said
	}
	return err
}

// answerColumns takes over what is said of columns, and shows them again or goes
// on.
func (p *Pages) answerColumns(ctx context.Context, v *frame.Visit, w *waiting) (frame.Answer, error) {
	again := frame.See(v.Link("/import/"+w.ID, "step", "columns"))
	how := w.How
	if fault := p.readingOf(v, &how); fault != "" {
		return p.refuseReading(v, w, fault)
	}
	if how.Sheet != w.How.Sheet || how.Encoding != w.How.Encoding { // the columns are others
		how.Map, how.Mapped = "", false
		w.How = how
		return again, p.keep(ctx, w)
	}
	l, err := p.lookAt(ctx, p.asks(v, w), v.Timeline)
	var bad *badFile
	if l == nil || errors.As(err, &bad) {
		w.How = how
		return again, p.keep(ctx, w)
	} else if err != nil {
		return frame.Answer{}, err
	}
	columns := slices.Clone(l.table.mapping.Columns)
	for i := range columns {
		answerColumn(v.Form, strconv.Itoa(i), &columns[i])
	}
	m := l.table.mapping.With(columns)
	how.Map, how.Mapped = m.Text(), v.Do() == "columns" && m.Problem == ""
	w.How = how
	if err := p.keep(ctx, w); err != nil || !how.Mapped {
		return again, err
	}
	return frame.See(v.Link("/import/" + w.ID)), nil
}

// answerColumn takes over what the form says of one column.
func answerColumn(f frame.Form, index string, c *table.Column) {
	if f.Has("m" + index) {
		role, lang, _ := strings.Cut(f.Line("m"+index), "_")
		all, _ := table.Roles()
		c.Role, c.Lang = table.NoRole, ""
		if slices.Contains(all, table.Role(role)) {
			c.Role, c.Lang = table.Role(role), lang
		}
	}
	if order := f.Line("o" + index); order == "day-first" || order == "month-first" {
		c.Order = order
	}
	if pad := table.Padding(f.Line("p" + index)); pad == table.PaddingYear || pad == table.PaddingMonth || pad == table.PaddingKeep {
		c.Padding = pad
	}
	if f.Has("n" + index) {
		c.Century = yearOf(f.Line("n" + index))
	}
	if f.Has("y" + index) {
		c.Year = yearOf(f.Line("y" + index))
	}
	if era := f.Line("e" + index); f.Has("e"+index) && (era == "" || era == "bc" || era == "astronomical") {
		c.Negative = era
	}
	if f.Has("f" + index) {
		c.Fill = f.Checked("f" + index)
	}
}

// yearOf is a year that was typed; 0 if it is none.
func yearOf(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 9999 {
		return 0
	}
	return n
}

// readingOf takes over how a file is read; fault is the field that is wrong.
func (p *Pages) readingOf(v *frame.Visit, how *answers) (fault string) {
	f := v.Form
	if f.Has("lang") {
		if how.Lang = f.Line("lang"); how.Lang != "" && !slices.Contains(v.Site.Languages, how.Lang) {
			how.Lang = ""
		}
	}
	if f.Has("zone") {
		how.Zone = f.Line("zone")
		if _, err := events.LoadZone(how.Zone); how.Zone != "" && err != nil {
			return "zone"
		}
	}
	if s := f.Line("sheet"); s != f.Line("sheet-was") {
		how.Sheet = s
	}
	if e := f.Line("encoding"); e != f.Line("encoding-was") && slices.Contains(table.Encodings(), e) {
		how.Encoding = e
	}
	if f.Has("skip") {
		how.SkipBad = f.Checked("skip-bad")
	}
	if f.Has("year") {
		if how.Year = yearOf(f.Line("year")); how.Year == 0 && f.Line("year") != "" || how.Year != 0 && (how.Year < 1000 || how.Year > 2199) {
			return "year"
		}
	}
	if f.Has("title") {
		how.Title = f.Line("title")
	}
	return ""
}

// answerReading takes over how a calendar or report is read.
func (p *Pages) answerReading(ctx context.Context, v *frame.Visit, w *waiting) (frame.Answer, error) {
	how := w.How
	if fault := p.readingOf(v, &how); fault != "" {
		return p.refuseReading(v, w, fault)
	}
	w.How = how
	return frame.See(v.Link("/import/" + w.ID)), p.keep(ctx, w)
}

// refuseReading says what is wrong with a field about the reading.
func (p *Pages) refuseReading(v *frame.Visit, w *waiting, field string) (frame.Answer, error) {
	page := &readingPage{stepPage: begun(v, w, stepFile)}
	page.Headline = v.Text("import.reading")
	var faults frame.Faults
	fields := []frame.Field{zoneField(v, v.Form.Line("zone"))}
	if field == "year" {
		fields = []frame.Field{yearField(v, v.Form.Line("year"))}
	}
	fields[0].Fault = v.Text("import.bad." + field)
	faults.Add(field, fields[0].Label, fields[0].Fault)
	page.Reading, page.Hidden = fields, v.Form.Hidden("account", field)
	page.finish(v, w, frame.Heading{Faults: faults})
	return frame.Refuse("importing/reading", page), nil
}

// readingPage asks again for what was wrong; the rest of the form travels along.
type readingPage struct {
	stepPage
	Reading []frame.Field
	Hidden  []frame.Hidden
}
