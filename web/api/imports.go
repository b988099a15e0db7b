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
	"almanac.example/events/edtf"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
	"almanac.example/feeds/table"
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
	{name: "drafts", about: "What is new comes as drafts. A report always does.", kind: flagParam},
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
	Kind    string          `json:"kind" enum:"record,calendar,table,report"`
	Batch   string          `json:"batch,omitempty" doc:"By which it can be undone; missing after a dry run."`
	Added   int             `json:"added"`
	Changed int             `json:"changed"`
	Same    int             `json:"same"`
	Gone    []events.ID     `json:"gone,omitempty" doc:"What the source brought earlier and no longer has."`
	Events  []ImportedEvent `json:"events,omitempty" doc:"What was added or changed, at most 1000."`
	Remarks []string        `json:"remarks,omitempty" doc:"What was lost, guessed or left out, line by line."`

	Table    *follow.TableReport `json:"table,omitempty" doc:"Tables: what becomes of each row."`
	Calendar *CalendarReport     `json:"calendar,omitempty" doc:"With details: every component of the calendar, and what becomes of it."`
	Report   *Findings           `json:"report,omitempty" doc:"With details: every milestone of the report with its quotes, and every date that is none's."`
}

// ImportedEvent is one event that an import added or changed.
type ImportedEvent struct {
	ID     events.ID `json:"id"`
	Action string    `json:"action" enum:"add,change"`
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
	switch kind := c.kindOf(file); kind {
	case "report":
		out, err = s.importReport(c, act, file)
	case "calendar":
		out, err = s.importCalendar(c, act, file)
	case "table":
		out, err = s.importTable(c, act, file)
	default:
		out, err = s.importRecord(c, act, file)
	}
	if err != nil {
		return nil, err
	}
	if out.Batch = act.Batch.ID; c.flag("dry-run") || out.Added+out.Changed == 0 && (len(out.Gone) == 0 || c.removal() == intake.RemoveNone) {
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
func (c *call) kindOf(file upload) string {
	if kind := c.query.Get("kind"); kind != "" {
		return kind
	}
	if read.IsCalendar(file.name, file.data[:min(len(file.data), 256)]) {
		return "calendar"
	}
	if table.IsTable(file.name, file.data) {
		return "table"
	}
	return "record"
}

func (c *call) announce() intake.Announce {
	if a := c.query.Get("announce"); a != "" {
		return intake.Announce(a)
	}
	return intake.AnnounceAuto
}

func (s *Server) importRecord(c *call, act editing.Act, file upload) (Imported, error) {
	rec, err := events.ParseRecord(file.data)
	if err != nil {
		return Imported{}, unprocessable("file", err.Error())
	}
	if c.flag("drafts") {
		editing.AsDrafts(c.timeline(), rec.Events)
	}
	plan := intake.PlanRecord(c.timeline(), rec, intake.Options{Now: s.Now(), Announce: c.announce()})
	out := planForm("record", plan)
	return out, s.carryOut(c, act, plan)
}

func (s *Server) importCalendar(c *call, act editing.Act, file upload) (Imported, error) {
	how := follow.Reading{Lang: c.query.Get("lang"), Zone: c.query.Get("tz"), SkipBad: c.flag("skip-bad")}
	if err := checkLang(how.Lang); err != nil {
		return Imported{}, err
	}
	found, err := how.Read(c.ctx(), c.timeline(), file.data)
	var invalid *events.Invalid
	switch {
	case errors.As(err, &invalid):
		return Imported{}, badRequest("tz", invalid.Problems[0].Reason)
	case err != nil:
		return Imported{}, unprocessable("file", err.Error())
	}
	if c.flag("drafts") {
		editing.AsDrafts(c.timeline(), found.Events)
	}
	source := file.name
	if named := c.query.Get("source"); named != "" {
		source = named
	}
	known, err := intake.Recall(c.ctx(), s.Vault, source)
	if err != nil {
		return Imported{}, err
	}
	feed, err := how.Feed(c.ctx(), c.timeline(), found, intake.Feed{Memory: known, Says: events.FeedMemory{Source: source}})
	if err != nil {
		return Imported{}, err
	}
	plan, err := s.planFeed(c, feed)
	if err != nil {
		return Imported{}, err
	}
	out := planForm("calendar", plan)
	out.Remarks = slices.Compact(append(found.Remarks(), plan.Remarks()...))
	if c.flag("details") {
		out.Calendar = ReportCalendar(plan, found)
	}
	return out, s.carryOut(c, act, plan)
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
func planForm(kind string, p *intake.Plan) Imported {
	out := Imported{Kind: kind, Added: p.Count(intake.Add), Changed: p.Count(intake.Change), Same: p.Count(intake.Same)}
	for _, e := range slices.Concat(p.Gone, p.Over) {
		out.Gone = append(out.Gone, e.ID)
	}
	for _, i := range p.Items {
		if (i.Action == intake.Add || i.Action == intake.Change) && len(out.Events) < maxTold {
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
	found, doc, err := s.readReport(c.ctx(), file, report.Options{Year: int(year), Title: c.query.Get("title")})
	if err != nil {
		return Imported{}, err
	}
	t := c.timeline()
	proposals, err := review.Propose(t, doc, found, review.Options{NewID: events.NewID, Lang: c.query.Get("lang"), EditionOf: c.query.Get("edition-of")})
	if err != nil {
		return Imported{}, badRequest("edition-of", err.Error())
	}
	out := Imported{Kind: "report", Remarks: found.Doubts}
	if c.flag("details") {
		out.Report = ReportFindings(proposals, doc, found)
	}
	var list []*events.Event
	for _, e := range proposals.Entries {
		if e.Event == nil {
			out.Same++
			continue
		}
		list = append(list, e.Event)
		if out.Added++; len(out.Events) < maxTold {
			out.Events = append(out.Events, importedForm(e.Event, string(intake.Add)))
		}
	}
	for _, e := range proposals.Gone {
		out.Gone = append(out.Gone, e.ID)
	}
	c.announce().Apply(t, edtf.DayOf(s.Now()), list...)
	if !c.flag("dry-run") {
		return out, s.Editor.Propose(c.ctx(), act, proposals, s.Imports)
	}
	changes := proposals.Changes(review.By{Author: act.Who.Author(), Note: act.Note, Public: act.Public})
	if len(changes) == 0 {
		return out, nil
	}
	return out, s.Imports.Rehearse(c.ctx(), slices.Values(changes))
}

// readReport reads a report as soon as no other one is being read.
func (s *Server) readReport(ctx context.Context, file upload, o report.Options) (report.Result, *document.Document, error) {
	select {
	case s.reports <- struct{}{}:
		defer func() { <-s.reports }()
	case <-ctx.Done():
		return report.Result{}, nil, context.Cause(ctx)
	}
	doc, err := document.Read(ctx, file.name, file.data, document.DefaultLimits())
	if err != nil {
		return report.Result{}, nil, fileError(ctx, err)
	}
	found, err := report.Extract(ctx, doc, o)
	return found, doc, fileError(ctx, err)
}

// fileError is what is wrong with a file, unless the client has gone.
func fileError(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	return unprocessable("file", fmt.Sprint(err))
}
