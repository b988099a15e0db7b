package importing

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/table"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// columnsPage asks what the columns of a table are.
type columnsPage struct {
	stepPage
	Waits   bool // the file is being read
	Problem words.Run
	Dates   []dateColumn
	Others  []otherColumn
	Column  string // words for the head of the example's column
	Reading []frame.Field
	Shown   []string
	Open    bool // the fold with the reading is open
	Next    bool // there is something to go on with
}

// dateColumn is a column with dates, of which more is asked.
type dateColumn struct {
	Name    string
	ID      string
	Role    frame.Field
	Order   *frame.Field
	Padding *frame.Field
	More    []frame.Field
	Decided string
	Samples []sampleRow
	Title   string // how many spellings there are
}

// sampleRow is one spelling of a column.
type sampleRow struct {
	Row   int
	Text  string
	Reads words.Run
	Why   words.Run // why it is not read
	Rows  int
}

// otherColumn is any other column.
type otherColumn struct {
	Name    string
	Role    frame.Field
	Example string
}

// order of the roles in a list of choices; a test holds that none is missing.
var roleOrder = []table.Role{
	table.Date, table.End, table.Title, table.Summary, table.Body, table.Place, table.Tags, table.Link, table.SourceTitle, table.Locator, table.Quote, table.SourceURL,
	table.Picture, table.Alt, table.Credit, table.Key, table.State, table.Identity, table.Shown, table.Approximate, table.Precision, table.Earliest, table.Latest,
	table.Year, table.Month, table.Day, table.Time, table.EndYear, table.EndMonth, table.EndDay, table.EndTime, table.Duration, table.AllDay, table.Zone,
	table.Address, table.Room, table.Latitude, table.Longitude, table.Recurrence, table.Visibility, table.Kind, table.Sources, table.SlugRole, table.Revision,
}

// roleChoices are what a column may be, the chosen one marked.
func roleChoices(v *frame.Visit, chosen string) []frame.Option {
	_, inEach := table.Roles()
	list := []frame.Option{{Value: "-", Label: v.Text("import.role.none"), Chosen: chosen == "-"}}
	add := func(value, label string) {
		list = append(list, frame.Option{Value: value, Label: label, Chosen: value == chosen})
	}
	for _, role := range roleOrder {
		name := v.Text("import.role." + string(role))
		add(string(role), name)
		if !slices.Contains(inEach, role) {
			continue
		}
		for _, lang := range v.Site.Languages {
			add(string(role)+"_"+lang, v.Text("import.roleIn", name, v.LanguageName(lang)))
		}
	}
	if !slices.ContainsFunc(list, func(o frame.Option) bool { return o.Chosen }) { // in another language
		role, lang, _ := strings.Cut(chosen, "_")
		add(chosen, v.Text("import.roleIn", v.Text("import.role."+role), v.LanguageName(lang)))
	}
	return list
}

// roleValue is the choice of a column.
func roleValue(c table.Column) string {
	switch {
	case c.Role == table.NoRole:
		return "-"
	case c.Lang != "":
		return string(c.Role) + "_" + c.Lang
	}
	return string(c.Role)
}

// columnsPage shows how the columns of a table are read.
func (p *Pages) columnsPage(ctx context.Context, v *frame.Visit, w *waiting) (frame.Answer, error) {
	page := &columnsPage{stepPage: begun(v, w, stepColumns)}
	page.Headline = v.Text("import.columns.title")
	l, err := p.lookAt(ctx, p.asks(v, w), v.Timeline)
	var bad *badFile
	var faults frame.Faults
	switch {
	case errors.As(err, &bad):
		what := fileWords(v, bad)
		faults = append(faults, frame.Fault{Field: "sheet", Label: w.Name, Text: what.Text, Lang: what.Lang})
		page.Open, page.Reading = true, readingFields(v, w, &tableLook{})
	case err != nil:
		return frame.Answer{}, err
	case l == nil:
		page.Waits = true
	default:
		page.fill(v, w, l.table)
	}
	page.finish(v, w, frame.Heading{Faults: faults})
	a := frame.Refuse("importing/columns", page)
	if page.Waits {
		a.Refresh = refreshEvery
	}
	return a, nil
}

// refreshEvery is after how many seconds a page renews itself that waits.
const refreshEvery = 2

// english is the language of what readers of formats say, "" on a page in it.
func english(v *frame.Visit) string {
	if v.Lang == "en" {
		return ""
	}
	return "en"
}

func (page *columnsPage) fill(v *frame.Visit, w *waiting, t *tableLook) {
	page.Next, page.Problem, page.Shown = true, fileWords(v, t.mapping.Why), t.shown
	parts := []string{w.Name, v.Text("import.rows", t.rows)}
	if t.encoding != "" {
		parts = append(parts, t.encoding)
	}
	if t.mapping.Format != "" {
		parts = append(parts, v.Text("import.format", t.mapping.Format))
	}
	page.Sub = v.Join(parts)
	page.Reading = readingFields(v, w, t)
	page.Column = v.Text("import.example")
	for i, c := range t.mapping.Columns {
		n := slices.IndexFunc(t.notes, func(n table.ColumnNote) bool { return n.Column.Index == c.Index })
		name := columnName(v, c)
		role := frame.Field{ID: "m" + strconv.Itoa(i), Name: "m" + strconv.Itoa(i), Type: "select", Label: v.Text("import.means"), Options: roleChoices(v, roleValue(c))}
		if n >= 0 {
			page.Dates = append(page.Dates, dateColumnOf(v, t, n, role))
			continue
		}
		role.Label, role.Quiet = v.Text("import.meansNamed", name), true
		page.Others = append(page.Others, otherColumn{name, role, t.examples[i]})
	}
}

func dateColumnOf(v *frame.Visit, t *tableLook, at int, role frame.Field) dateColumn {
	n := t.notes[at]
	d := dateColumn{Name: columnName(v, n.Column), ID: "c" + role.ID, Role: role, Decided: decidedWords(v, n), Title: v.Text("import.spellings", len(n.Samples))}
	index := strings.TrimPrefix(role.ID, "m")
	d.Order = orderField(v, "o"+index, n)
	d.Padding = paddingField(v, "p"+index, n)
	d.More = moreFields(v, index, n.Column, t.questions)
	for _, q := range t.questions {
		if q.Kind == table.AskEnd && q.Column.Index == n.Column.Index {
			d.Role.Hint = v.Text("import.askHint.end", q.Rows)
		}
	}
	for _, s := range n.Samples {
		row := sampleRow{Row: s.Row, Text: s.Text, Rows: s.Count}
		if value, err := edtf.Parse(s.Reads); s.Reads != "" && err == nil {
			row.Reads = words.Run{Text: events.DescribeDate(value, v.Lang, edtf.Long)}
		} else {
			row.Why = why(v, s.Why, s.Text)
		}
		d.Samples = append(d.Samples, row)
	}
	return d
}

// decidedWords says what the rows decide of a column, where there is no question
// that shows it.
func decidedWords(v *frame.Visit, n table.ColumnNote) string {
	if len(n.Orders) > 0 || v.Lang != "en" {
		return ""
	}
	return strings.Join(n.Decided, "; ")
}

// orderField asks whether the day or the month stands first; nil if no date
// leaves that open.
func orderField(v *frame.Visit, id string, n table.ColumnNote) *frame.Field {
	if len(n.Orders) == 0 {
		return nil
	}
	f := &frame.Field{ID: id, Name: id, Label: v.Text("import.order", n.Orders[0].Example)}
	if n.Orders[0].Example == "" {
		f.Label = v.Text("import.orderPlain")
	}
	for i, o := range n.Orders {
		other := n.Orders[1-i]
		option := frame.Option{Value: o.Order, Label: v.Text("import.order." + o.Order), Chosen: o.Chosen}
		if !o.Reads.IsZero() {
			option.Label = v.Text("import.orderReads", option.Label, events.DescribeDate(o.Reads, v.Lang, edtf.Long))
		}
		switch {
		case o.Against > 0:
			option.Hint = v.Text("import.orderAgainst", o.Against, o.Row, o.Text)
		case other.Against > 0:
			option.Hint = v.Text("import.orderDecides", other.Row, other.Text)
		default:
			option.Hint = v.Text("import.orderOpen")
		}
		f.Options = append(f.Options, option)
	}
	return f
}

// paddingField asks what a day is that most rows share; nil if they share none.
func paddingField(v *frame.Visit, id string, n table.ColumnNote) *frame.Field {
	if n.Padding == nil {
		return nil
	}
	q := n.Padding
	f := &frame.Field{ID: id, Name: id, Label: v.Text("import.paddingFirst", q.Rows, q.Of)}
	short := frame.Option{Value: "month", Label: v.Text("import.padding.month"), Chosen: n.Column.Padding == table.PaddingMonth}
	if q.Day != "" {
		day := q.Day
		if value, err := edtf.Parse("2000" + q.Day); err == nil {
			first, _ := value.Earliest()
			day = v.MonthDay(int(first.Month()), first.Day())
		}
		f.Label = v.Text("import.paddingDay", q.Rows, q.Of, day)
		short = frame.Option{Value: "year", Label: v.Text("import.padding.year"), Chosen: n.Column.Padding == table.PaddingYear}
	}
	f.Options = []frame.Option{short, {Value: "keep", Label: v.Text("import.padding.keep"), Chosen: n.Column.Padding == table.PaddingKeep}}
	return f
}

// moreFields ask what else the dates of a column leave open, or show what was
// answered.
func moreFields(v *frame.Visit, index string, c table.Column, questions []table.Question) []frame.Field {
	open := map[table.QuestionKind]int{}
	for _, q := range questions {
		if q.Column.Index == c.Index {
			open[q.Kind] = q.Rows
		}
	}
	var list []frame.Field
	number := func(kind table.QuestionKind, prefix string, value int) {
		if open[kind] == 0 && value == 0 {
			return
		}
		f := frame.Field{ID: prefix + index, Name: prefix + index, Label: v.Text("import.ask." + string(kind)), Class: "w-s", Max: 5}
		if open[kind] > 0 {
			f.Hint = v.Text("import.askHint."+string(kind), open[kind])
		}
		if value != 0 {
			f.Value = strconv.Itoa(value)
		}
		list = append(list, f)
	}
	number(table.AskCentury, "n", c.Century)
	number(table.AskYear, "y", c.Year)
	if open[table.AskEra] > 0 || c.Negative != "" {
		list = append(list, frame.Field{ID: "e" + index, Name: "e" + index, Type: "select", Label: v.Text("import.ask.era"), Options: []frame.Option{
			{Value: "", Label: v.Text("import.era.open"), Chosen: c.Negative == ""}, {Value: "bc", Label: v.Text("import.era.bc"), Chosen: c.Negative == "bc"},
			{Value: "astronomical", Label: v.Text("import.era.astronomical"), Chosen: c.Negative == "astronomical"},
		}})
	}
	if open[table.AskFill] > 0 || c.Fill {
		list = append(list, frame.Field{ID: "f" + index, Name: "f" + index, Type: "select", Label: v.Text("import.ask.fill"), Options: []frame.Option{
			{Value: "", Label: v.Text("import.fill.no"), Chosen: !c.Fill}, {Value: "1", Label: v.Text("import.fill.yes"), Chosen: c.Fill},
		}})
	}
	return list
}

// readingFields say how the file itself is read.
func readingFields(v *frame.Visit, w *waiting, t *tableLook) []frame.Field {
	list := []frame.Field{languageField(v, w.How.Lang)}
	list = append(list, zoneField(v, w.How.Zone))
	if len(t.sheets) > 1 {
		f := frame.Field{ID: "sheet", Name: "sheet", Type: "select", Label: v.Text("import.sheet")}
		for _, s := range t.sheets {
			f.Options = append(f.Options, frame.Option{Value: s, Label: s, Chosen: s == t.sheet})
		}
		list = append(list, f)
	}
	if t.encoding != "" || w.How.Encoding != "" {
		f := frame.Field{ID: "encoding", Name: "encoding", Type: "select", Label: v.Text("import.encoding")}
		for _, e := range table.Encodings() {
			f.Options = append(f.Options, frame.Option{Value: e, Label: e, Chosen: e == t.encoding || t.encoding == "" && e == w.How.Encoding})
		}
		list = append(list, f)
	}
	return list
}

func languageField(v *frame.Visit, chosen string) frame.Field {
	f := frame.Field{ID: "lang", Name: "lang", Type: "select", Label: v.Text("import.lang"), Options: []frame.Option{{Value: "", Label: v.Text("import.langAuto"), Chosen: chosen == ""}}}
	for _, l := range v.Site.Languages {
		f.Options = append(f.Options, frame.Option{Value: l, Label: v.LanguageName(l), Chosen: l == chosen})
	}
	return f
}

func zoneField(v *frame.Visit, chosen string) frame.Field {
	return frame.Field{ID: "zone", Name: "zone", Label: v.Text("import.zone"), Optional: v.Text("desk.optional"), Hint: v.Text("import.zoneHint", v.ZoneName()), Value: chosen, Plain: true, Max: 60, Class: "w-m"}
}
