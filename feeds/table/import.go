package table

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/foreign"
)

// Options say how a table becomes events.
type Options struct {
	Lang   string         // of texts whose column names none (BCP 47); "": the record's first, or what the script of the titles says
	Zone   *time.Location // of times; nil: the record's own, or UTC
	Source string         // file or address: IDs that are numbers count within it
	Record *events.Site   // tells names of tags; may be nil
}

// Import is what a table says.
type Import struct {
	Mapping   Mapping
	Rows      []Outcome    // of every row that is one of an event, or was meant to be
	LeftOut   []LeftOut    // rows that are none
	Columns   []ColumnNote // what was decided of columns with dates, with samples
	Questions []Question   // what a person can answer so that more rows are read
	Identity  string       // what rows are known by the next time
	Lang      string       // of texts whose column names none
	Tags      []events.Tag // names of tags that the record does not know yet
	notes     map[string]int
}

// Outcome is what became of a row.
type Outcome struct {
	Number int           // as the spreadsheet counts
	Event  *events.Event // valid, with an ID; nil: the row is refused
	Title  string        // as far as it is known
	Reason string        // why it is refused, in English
	Why    error         // the same: a *Refusal, a *Question, an error of edtf or another
	Column int           // of which column that is, from 0; -1: of none
	Rev    events.Rev    // of the record from which the row was exported; 0: not told
}

// LeftOut are rows that are no events, for one reason.
type LeftOut struct {
	Reason string
	Rows   []int
}

// ColumnNote is what was decided of a column, and how its cells read.
type ColumnNote struct {
	Column  Column
	Decided []string
	Samples []Sample
	Orders  []OrderNote // of dates in numbers alone; nil: there are none
	Padding *Question   // what the days of most rows have in common; nil: nothing
}

// Events lists the events of the rows.
func (in *Import) Events() []*events.Event {
	var list []*events.Event
	for _, o := range in.Rows {
		if o.Event != nil {
			list = append(list, o.Event)
		}
	}
	return list
}

// Own reports whether the table is one that a record has exported.
func (in *Import) Own() bool { return in.Mapping.Format == ownFormat }

// Refused counts the rows of which no event could be made.
func (in *Import) Refused() int {
	n := 0
	for _, o := range in.Rows {
		if o.Event == nil {
			n++
		}
	}
	return n
}

// importer makes events of rows.
type importer struct {
	table    *Table
	mapping  Mapping
	options  Options
	dates    *dates
	tags     foreign.TagNames
	idColumn int
	same     map[string]int
	places   map[string]*events.Place // by what rows say of them
	rows     map[events.ID]int        // the row of each event
	out      *Import
	padded   padding
	timed    bool // some time of the table is not midnight
}

// Import makes events of the rows below the header. A mapping with a problem
// refuses every row, with the problem as the reason.
func (t *Table) Import(ctx context.Context, m Mapping, o Options) (*Import, error) {
	in := &importer{table: t, mapping: m, options: o, tags: foreign.NewTagNames(o.Record), same: map[string]int{}, places: map[string]*events.Place{}, rows: map[events.ID]int{}, out: &Import{Mapping: m, notes: map[string]int{}}}
	rows := in.body()
	if m.Problem != "" {
		for i := range rows {
			in.out.Rows = append(in.out.Rows, Outcome{Number: rows[i].Number, Column: -1, Reason: m.Problem, Why: m.Why})
		}
		return in.out, nil
	}
	in.fillDown(rows)
	in.dates = newDates(&in.mapping, rows)
	in.findMidnights(rows)
	in.titledYear()
	in.out.Lang = in.language(rows)
	in.timed = in.hasTimes(rows)
	in.identify(rows)
	headings := in.sift(rows)
	in.padded = in.findPadding(rows)
	for i := range rows {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if headings[rows[i].Number] {
			continue
		}
		in.out.Rows = append(in.out.Rows, in.row(&rows[i]))
	}
	in.out.Tags = in.tags.New()
	in.report(rows)
	return in.out, nil
}

// body are the rows below the header, as copies that may be filled.
func (in *importer) body() []Row {
	list := in.table.Rows
	for i := range list {
		if list[i].Number == in.mapping.Header {
			if i > 0 {
				in.leave("above the header", list[:i]...)
			}
			return slices.Clone(list[i+1:])
		}
	}
	return slices.Clone(list)
}

// leave counts rows that are no events.
func (in *importer) leave(reason string, rows ...Row) {
	at := slices.IndexFunc(in.out.LeftOut, func(l LeftOut) bool { return l.Reason == reason })
	if at < 0 {
		at = len(in.out.LeftOut)
		in.out.LeftOut = append(in.out.LeftOut, LeftOut{Reason: reason})
	}
	for _, r := range rows {
		in.out.LeftOut[at].Rows = append(in.out.LeftOut[at].Rows, r.Number)
	}
}

// fillDown copies into empty cells what stands above, in columns of which that
// is said.
func (in *importer) fillDown(rows []Row) {
	for _, c := range in.mapping.Columns {
		if !c.Fill {
			continue
		}
		above := Cell{}
		for i := range rows {
			if cell := rows[i].at(c.Index); cell.Text != "" && !isDitto(cell.Text) {
				above = cell
				continue
			}
			rows[i].Cells = slices.Clone(rows[i].Cells)
			for len(rows[i].Cells) <= c.Index {
				rows[i].Cells = append(rows[i].Cells, Cell{})
			}
			rows[i].Cells[c.Index] = above
		}
	}
}

// isDitto reports whether a cell says that it is as the one above.
func isDitto(text string) bool {
	return slices.Contains([]string{`"`, "''", "”", "〃", "“", "do.", "ditto", "dto.", "id.", "idem", "同上", "ebd.", "ebenso", "″", "„"}, strings.ToLower(text))
}

// language is that of texts whose column names none.
func (in *importer) language(rows []Row) string {
	if in.options.Lang != "" {
		return in.options.Lang
	}
	first := "zh"
	if in.options.Record != nil && len(in.options.Record.Languages) > 0 {
		first = in.options.Record.Languages[0]
	}
	han, kana, letters := 0, 0, 0
	for i := range rows[:min(len(rows), mostLooked)] {
		for _, c := range in.mapping.Columns {
			if c.Role == Title || c.Role == Body {
				h, k, l := scripts(rows[i].text(c.Index))
				han, kana, letters = han+h, kana+k, letters+l
			}
		}
	}
	isEastern := strings.HasPrefix(first, "zh") || strings.HasPrefix(first, "ja")
	switch {
	case kana > 0 && 10*kana > han+kana+letters:
		return "ja"
	case 2*han > letters && !isEastern:
		return "zh"
	case 10*han < letters && isEastern:
		return in.latinLanguage()
	}
	return first
}

// latinLanguage is the record's first language that is written in letters.
func (in *importer) latinLanguage() string {
	if in.options.Record != nil {
		for _, lang := range in.options.Record.Languages {
			if !strings.HasPrefix(lang, "zh") && !strings.HasPrefix(lang, "ja") {
				return lang
			}
		}
	}
	return "en"
}

// row makes an event of a row.
func (in *importer) row(r *Row) Outcome {
	o := Outcome{Number: r.Number, Column: -1}
	text, titleErr := in.texts(r)
	o.Title = titleOf(text, in.out.Lang)
	if r.Bad != "" {
		o.refuse(&in.mapping, refusal("cell-too-long", "%s", r.Bad))
		return o
	}
	e := &events.Event{Text: text, Status: events.Published}
	err := in.when(r, e)
	if err == nil {
		err = titleErr
	}
	if err == nil {
		err = in.complete(r, e)
	}
	if err != nil {
		o.refuse(&in.mapping, err)
		return o
	}
	in.name(r, e)
	if at := in.rows[e.ID]; at != 0 {
		o.refuse(&in.mapping, refusal("same-id", "its ID stands in row %d already", at))
		return o
	}
	in.rows[e.ID] = r.Number
	if err := e.Validate(); err != nil {
		o.refuse(&in.mapping, err)
		return o
	}
	o.Event, o.Rev = e, in.revision(r)
	return o
}

// titleOf is the title to show.
func titleOf(text map[string]events.Text, lang string) string {
	e := events.Event{Text: text}
	shown, _ := e.In(lang)
	return shown.Title
}

// note counts what was lost or changed of one kind.
func (in *importer) note(what string) { in.out.notes[what]++ }

// Remarks words what was left out, decided and lost, line by line.
func (in *Import) Remarks() []string {
	var lines []string
	if in.Mapping.Format != "" {
		lines = append(lines, "the table is one of "+in.Mapping.Format)
	}
	for _, c := range in.Mapping.Columns {
		if c.Note != "" {
			lines = append(lines, c.label()+": "+c.Note)
		}
	}
	for _, c := range in.Columns {
		for _, d := range c.Decided {
			lines = append(lines, c.Column.label()+": "+d)
		}
	}
	for _, l := range in.LeftOut {
		lines = append(lines, fmt.Sprintf("rows left out, %s: %d (%s)", l.Reason, len(l.Rows), firstRows(l.Rows)))
	}
	if in.Identity != "" {
		lines = append(lines, "the next time rows are known by "+in.Identity)
	}
	for _, what := range sortedKeys(in.notes) {
		lines = append(lines, fmt.Sprintf("%s: %d rows", what, in.notes[what]))
	}
	for i := range in.Questions {
		lines = append(lines, in.Questions[i].String())
	}
	return lines
}

// firstRows names rows, at most five.
func firstRows(rows []int) string {
	const most = 5
	var b strings.Builder
	for i, n := range rows[:min(len(rows), most)] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "row %d", n)
	}
	if len(rows) > most {
		b.WriteString(" …")
	}
	return b.String()
}

// when gives the event its span.
func (in *importer) when(r *Row, e *events.Event) error {
	read, err := in.dates.of(r)
	if err != nil {
		return in.noDate(r, err)
	}
	if err := in.padded.refuses(in.mapping, r, read); err != nil {
		return err
	}
	read.Value = in.padded.meant(in.mapping, r, read.Value)
	times, err := in.times(r, read)
	if err != nil {
		return err
	}
	e.Span, err = in.span(r, read, times)
	if err != nil {
		return err
	}
	in.keepWords(r, e, read)
	return nil
}

// keepWords keeps the table's own words for a date where they say another thing
// than the date.
func (in *importer) keepWords(r *Row, e *events.Event, read edtf.Reading) {
	words := map[string]string{}
	if read.AsWritten != "" {
		words[in.out.Lang] = read.AsWritten
	}
	for _, c := range in.mapping.with(Shown) {
		text := clip(r.text(c.Index), mostWords)
		if text == "" {
			continue
		}
		lang := c.Lang
		if lang == "" {
			lang = in.out.Lang
		}
		again, err := edtf.ParseLoose(text)
		if own := in.mapping.Format == ownFormat; own || err != nil || !again.Value.Equal(e.Span.EDTF()) || again.Times != nil {
			words[lang] = text
		} else {
			delete(words, lang)
		}
	}
	if len(words) > 0 {
		e.Span.AsWritten = words
	}
}
