package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"almanac.example/events"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report"
	"almanac.example/web/editing"
)

// mostImport bounds an upload, in bytes; each kind of file has a lower limit of
// its own or is as large as this.
const mostImport = 256 << 20

// multipartBody names the body of an upload in the documentation.
type multipartBody struct{}

// importParams are what an import understands beside the file.
var importParams = []param{
	{name: "kind", about: "What the file is; otherwise its name and its beginning tell.", enum: []string{"record", "calendar", "table", "report"}},
	{name: "dry-run", about: "Tell what would be imported, and write nothing.", kind: flagParam},
	{name: "details", about: "Calendars and reports: tell all that was found, not only what is added or changed.", kind: flagParam},
	{name: "drafts", about: "Nothing becomes public: what is new comes as drafts, what changes public events as amendments. A report always does.", kind: flagParam},
	{name: "announce", about: "Which new events are news to feed readers: auto leaves out what is over; usually auto.", enum: []string{"auto", "yes", "no"}},
	{name: "source", about: "Calendars and tables: the name under which what they bring is remembered; otherwise the name of the file."},
	{name: "remove", about: "Calendars: delete what an earlier import of the source brought and is no longer in it; what is over stays, and a calendar that lost more than half is refused.", kind: flagParam},
	{name: "remove-all", about: "Calendars: as remove, whatever is over and however much it is.", kind: flagParam},
	{name: "restore", about: "Calendars: bring back what was deleted in the record and is still in the calendar.", kind: flagParam},
	{name: "skip-bad", about: "Calendars: leave out what is wrong instead of refusing the file.", kind: flagParam},
	{name: "map", about: "Tables: what columns are, as Datum=date:day-first,Titel=title_de; otherwise what their names and cells say."},
	{name: "sheet", about: "Tables: which sheet of a spreadsheet; otherwise the first that is not hidden and holds events."},
	{name: "encoding", about: "Tables: how a text file is encoded; otherwise what is plausible."},
	{name: "tz", about: "Calendars and tables: zone of times that name none."},
	{name: "lang", about: "Calendars, tables and reports: language of texts that name none (BCP 47)."},
	{name: "year", about: "Reports: the year that is told of where the text names none.", kind: numberParam},
	{name: "title", about: "Reports: what the report is called."},
	{name: "edition-of", about: "Reports: the document of which this is another edition."},
}

// Imported is what an import did or would do.
type Imported struct {
	Kind    string `json:"kind" enum:"record,calendar,table,report"`
	Batch   string `json:"batch,omitempty" doc:"By which it can be undone; missing after a dry run."`
	Added   int    `json:"added"`
	Changed int    `json:"changed"`
	// Proposed counts what is public and stays as it is.
	Proposed int             `json:"proposed,omitempty" doc:"Changes of public events that come as amendments, with drafts."`
	Same     int             `json:"same"`
	Gone     []events.ID     `json:"gone,omitempty" doc:"What the source brought earlier and no longer has."`
	Events   []ImportedEvent `json:"events,omitempty" doc:"What was added or changed, at most 1000."`
	Remarks  []string        `json:"remarks,omitempty" doc:"What was lost, guessed or left out, line by line."`

	Table    *follow.TableReport `json:"table,omitempty" doc:"Tables: what becomes of each row."`
	Calendar *CalendarReport     `json:"calendar,omitempty" doc:"With details: every component of the calendar, and what becomes of it."`
	Report   *Findings           `json:"report,omitempty" doc:"With details: every milestone of the report with its quotes, and every date that is none's."`
}

// ImportedEvent is one event that an import added or changed.
type ImportedEvent struct {
	ID     events.ID `json:"id"`
	Action string    `json:"action" enum:"add,change,propose"`
	Slug   string    `json:"slug"`
	Date   string    `json:"date,omitempty" doc:"EDTF"`
	Title  string    `json:"title"`
}

// upload is a file that was sent.
type upload struct {
	name string
	data []byte
}

// postImport imports a file.
func (s *Server) postImport(c *call) (*answer, error) {
	act := editing.Act{Who: c.who, Note: c.query.Get("note"), Public: c.flag("note-public")}
	file, err := c.upload()
	if err != nil {
		return nil, err
	}
	act.Batch = intake.Batch(file.name)
	var out Imported
	if kind := c.kindOf(file); kind == follow.ReportKind {
		out, err = s.importReport(c, act, file)
	} else {
		out, err = s.importDocument(c, act, follow.Document{Name: file.name, Data: file.data, Kind: kind})
	}
	if err != nil {
		return nil, err
	}
	if out.Batch = act.Batch.ID; c.flag("dry-run") || out.Added+out.Changed+out.Proposed == 0 && (len(out.Gone) == 0 || c.removal() == intake.RemoveNone) {
		out.Batch = ""
	}
	return ok(out), nil
}

// upload reads the file of a form. Each piece has time of its own to come.
func (c *call) upload() (upload, error) {
	form, err := c.r.MultipartReader()
	if err != nil {
		return upload{}, badRequest("body", "is no form: "+err.Error())
	}
	part, err := form.NextPart()
	if err != nil {
		return upload{}, formError(err)
	}
	if part.FormName() != "file" || part.FileName() == "" {
		return upload{}, badRequest(part.FormName(), "the form has one part, file, with a file's name; all else stands in the address")
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(&inflow{part, http.NewResponseController(c.w)}); err != nil {
		return upload{}, formError(err)
	}
	if _, err := form.NextPart(); !errors.Is(err, io.EOF) {
		return upload{}, badRequest("body", "there is more in the form than the file")
	}
	name := path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
	return upload{events.Harmless(name), b.Bytes()}, nil
}

// formError is what is wrong with a form; what is too large stays what it is.
func formError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return badRequest("body", "is no form with a file")
}

// inflow gives each piece of an upload time of its own, however long the whole
// takes.
type inflow struct {
	part    *multipart.Part
	control *http.ResponseController
}

// Read reads a piece.
func (i *inflow) Read(b []byte) (int, error) {
	if err := ignoreUnsupported(i.control.SetReadDeadline(time.Now().Add(slowWrite))); err != nil {
		return 0, err
	}
	return i.part.Read(b)
}

// kindOf is what a file is.
func (c *call) kindOf(file upload) follow.Kind {
	if kind := c.query.Get("kind"); kind != "" {
		return follow.Kind(kind)
	}
	return follow.KindOf(c.ctx(), file.name, file.data)
}

func (c *call) announce() intake.Announce {
	if a := c.query.Get("announce"); a != "" {
		return intake.Announce(a)
	}
	return intake.AnnounceAuto
}

// importDocument imports a record, a calendar or a table. Rows of a table that
// are refused stay out, and are told with their reasons.
func (s *Server) importDocument(c *call, act editing.Act, d follow.Document) (Imported, error) {
	q := c.query
	if err := checkLang(q.Get("lang")); err != nil {
		return Imported{}, err
	}
	d.Source, d.Sheet, d.Encoding = q.Get("source"), q.Get("sheet"), q.Get("encoding")
	d.Reading = follow.Reading{Lang: q.Get("lang"), Zone: q.Get("tz"), SkipBad: c.flag("skip-bad"), Map: q.Get("map")}
	p, err := d.Plan(c.ctx(), c.timeline(), s.Vault, intake.Options{
		Now: s.Now(), Announce: c.announce(), Remove: c.removal(), Restore: c.flag("restore"), Drafts: c.flag("drafts"),
	})
	var invalid *events.Invalid
	switch {
	case errors.As(err, &invalid) && d.Kind != follow.RecordKind:
		return Imported{}, badRequest(invalid.Problems[0].Field, invalid.Problems[0].Reason)
	case err != nil:
		return Imported{}, documentError(c.ctx(), err)
	case p.Wrong != nil:
		return Imported{}, unprocessable("file", p.Wrong.Error())
	case p.Table != nil && p.Table.Mapping.Problem != "" && !c.flag("dry-run"):
		return Imported{}, unprocessable("file", p.Table.Mapping.Problem)
	}
	out := planForm(p)
	if p.Calendar != nil && c.flag("details") {
		out.Calendar = ReportCalendar(p.Plan, *p.Calendar)
	}
	if err := s.carryOut(c, act, p.Plan); err != nil || c.flag("dry-run") {
		return out, err
	}
	return out, p.Remember(c.ctx(), s.Vault)
}

// documentError is what is wrong with a document, unless the client has gone or
// it is the record that cannot be reached.
func documentError(ctx context.Context, err error) error {
	if errors.Is(err, follow.ErrMemory) {
		return err
	}
	return fileError(ctx, err)
}

// removal is what becomes of what a source has no longer.
func (c *call) removal() intake.Removal {
	switch {
	case c.flag("remove-all"):
		return intake.RemoveAll
	case c.flag("remove"):
		return intake.RemoveComing
	}
	return intake.RemoveNone
}

// carryOut does what a plan says, or says whether it could be done.
func (s *Server) carryOut(c *call, act editing.Act, plan *intake.Plan) error {
	if !c.flag("dry-run") {
		_, err := s.Editor.Import(c.ctx(), act, plan, intake.Target{Record: s.Imports, Vault: s.Vault})
		return err
	}
	if err := s.Editor.MayImport(act, plan); err != nil {
		return err
	}
	return plan.Rehearse(c.ctx(), s.Imports)
}

// maxTold is how many events of an import are told one by one.
const maxTold = 1000

// planForm tells what a plan would do. It is made before the plan is carried
// out, which uses it up.
func planForm(from *follow.Planned) Imported {
	p := from.Plan
	out := Imported{
		Kind: string(from.Kind), Added: p.Count(intake.Add), Changed: p.Count(intake.Change), Proposed: p.Count(intake.Propose), Same: p.Count(intake.Same),
		Gone: from.Gone(), Remarks: slices.Compact(from.Remarks()),
	}
	if from.Table != nil {
		out.Table = from.ReportTable()
	}
	for _, i := range p.Items {
		if (i.Action == intake.Add || i.Action == intake.Change || i.Action == intake.Propose) && len(out.Events) < maxTold {
			out.Events = append(out.Events, importedForm(i.Event, string(i.Action)))
		}
	}
	return out
}

func importedForm(e *events.Event, action string) ImportedEvent {
	text, _ := e.In("")
	return ImportedEvent{e.ID, action, e.Slug, e.Span.EDTF().String(), text.Title}
}

func checkLang(lang string) error {
	if lang == "" {
		return nil
	}
	if tag, err := language.Parse(lang); err != nil || tag.String() != lang {
		return badRequest("lang", "is no known language tag such as zh, en or pt-BR")
	}
	return nil
}

// importReport proposes what a report tells of as drafts. One report is read at
// a time: reading takes much memory for a short while.
func (s *Server) importReport(c *call, act editing.Act, file upload) (Imported, error) {
	if err := checkLang(c.query.Get("lang")); err != nil {
		return Imported{}, err
	}
	year, err := c.number("year", 0, 1000, 2199)
	if err != nil {
		return Imported{}, err
	}
	r, err := s.readReport(c.ctx(), file, report.Options{Year: int(year), Title: c.query.Get("title")})
	if err != nil {
		return Imported{}, err
	}
	how := editing.Proposing{Now: s.Now(), Lang: c.query.Get("lang"), EditionOf: c.query.Get("edition-of"), Announce: c.announce()}
	if err := r.Propose(c.timeline(), how); err != nil {
		return Imported{}, badRequest("edition-of", err.Error())
	}
	list := r.Events()
	out := Imported{Kind: "report", Remarks: r.Found.Doubts, Added: len(list), Same: len(r.Proposals.Entries) - len(list)}
	if c.flag("details") {
		out.Report = ReportFindings(r.Proposals, r.Document, r.Found)
	}
	for _, e := range list[:min(len(list), maxTold)] {
		out.Events = append(out.Events, importedForm(e, string(intake.Add)))
	}
	for _, e := range r.Proposals.Gone {
		out.Gone = append(out.Gone, e.ID)
	}
	if !c.flag("dry-run") {
		return out, s.Editor.Propose(c.ctx(), act, r.Proposals, s.Imports)
	}
	changes := r.Changes(act)
	if len(changes) == 0 {
		return out, nil
	}
	return out, s.Imports.Rehearse(c.ctx(), slices.Values(changes))
}

// readReport reads a report as soon as no other one is being read.
func (s *Server) readReport(ctx context.Context, file upload, o report.Options) (*editing.Report, error) {
	select {
	case s.reports <- struct{}{}:
		defer func() { <-s.reports }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	r, err := editing.ReadReport(ctx, file.name, file.data, o)
	return r, fileError(ctx, err)
}

// fileError is what is wrong with a file, unless the client has gone.
func fileError(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	return unprocessable("file", fmt.Sprint(err))
}
