package follow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/table"
)

// Document is a file, or what an address has answered, that is to be imported:
// a record, a calendar or a table.
type Document struct {
	Name     string // its extension may tell the kind
	Data     []byte
	Kind     Kind    // "": recognised (KindOf)
	Source   string  // under which what it brings is remembered; "": the name
	Reading  Reading // how texts, times and columns are read
	Sheet    string  // of a spreadsheet: which one; "": the first with events
	Encoding string  // of a text file with a table; "": what is plausible

	ETag         string // validators of an address's answer, to be remembered
	LastModified string
}

// Planned is what an import of a Document would do.
type Planned struct {
	Kind     Kind
	Plan     *intake.Plan
	Calendar *read.Import // of calendars
	// Wrong are the components of a calendar that are wrong: the plan is made of
	// the others, and is not to be carried out.
	Wrong error
	Table *PlannedTable // of tables
}

// PlannedTable is a table of which a plan was made. One whose mapping has a
// problem has an empty plan.
type PlannedTable struct {
	*table.Import
	File     *table.Table
	Said     string // what a person said of its columns, now or of the same header before
	Recalled bool   // that was said before
}

// ErrReport means that a document is a report, of which drafts are proposed one
// by one, and no plan.
var ErrReport = errors.New("is a report; read it with \"almanac import report\"")

// ErrMemory means that it cannot be told what earlier imports brought: the fault
// is the store's and not the document's.
var ErrMemory = errors.New("recalling earlier imports")

// Plan reads a document and plans its import into the record as t shows it.
// Nothing is written. What is wrong with the document as a whole is an error, an
// *events.Invalid if it is what was said of its reading.
func (d Document) Plan(ctx context.Context, t *timeline.Timeline, vault intake.Vault, o intake.Options) (*Planned, error) {
	if d.Kind == "" {
		d.Kind = KindOf(ctx, d.Name, d.Data)
	}
	if d.Source == "" {
		d.Source = d.Name
	}
	p := &Planned{Kind: d.Kind}
	if d.Kind == RecordKind {
		rec, err := events.ParseRecord(d.Data)
		if err != nil {
			return nil, err
		}
		p.Plan = intake.PlanRecord(t, rec, o)
		return p, nil
	}
	if d.Kind == ReportKind {
		return nil, ErrReport
	}
	var feed intake.Feed
	var err error
	if d.Kind == CalendarKind {
		feed, err = d.calendar(ctx, t, p, vault)
	} else {
		feed, err = d.table(ctx, t, p, vault)
	}
	if err != nil {
		return nil, err
	}
	p.Plan, err = intake.PlanFeed(t, feed, o)
	return p, err
}

// feed is the source with what is remembered of it.
func (d Document) feed(ctx context.Context, vault intake.Vault, source string) (intake.Feed, error) {
	f := intake.Feed{Says: events.FeedMemory{Source: source, ETag: d.ETag, LastModified: d.LastModified}}
	if vault == nil { // a store that is not made yet has none
		return f, nil
	}
	var err error
	if f.Memory, err = intake.Recall(ctx, vault, source); err != nil {
		return f, fmt.Errorf("%w: %w", ErrMemory, err)
	}
	return f, nil
}

func (d Document) calendar(ctx context.Context, t *timeline.Timeline, p *Planned, vault intake.Vault) (intake.Feed, error) {
	found, err := d.Reading.Read(ctx, t, d.Data)
	var wrong *read.Errors
	if errors.As(err, &wrong) {
		p.Wrong = err
	} else if err != nil {
		return intake.Feed{}, err
	}
	p.Calendar = &found
	f, err := d.feed(ctx, vault, d.Source)
	if err != nil {
		return f, err
	}
	return d.Reading.Feed(ctx, t, found, f)
}

func (d Document) table(ctx context.Context, t *timeline.Timeline, p *Planned, vault intake.Vault) (intake.Feed, error) {
	how := tableReading{Source: d.Source, Map: d.Reading.Map, Lang: d.Reading.Lang, Zone: d.Reading.Zone}
	file, err := table.Read(ctx, table.File{Name: d.Name, Data: d.Data, Sheet: d.Sheet, Encoding: d.Encoding})
	if err != nil {
		return intake.Feed{}, err
	}
	d.Data = nil // which may be large, and stands in the table
	in, recalled, err := how.read(ctx, t, vault, file)
	if err != nil {
		return intake.Feed{}, err
	}
	p.Table = &PlannedTable{Import: in, File: file, Said: recalled.text, Recalled: recalled.before}
	source := recalled.source
	if d.Sheet != "" && len(file.Sheets) > 1 {
		source += "#" + d.Sheet // so that what another sheet has brought has not gone
	}
	f, err := d.feed(ctx, vault, source)
	if err != nil {
		return f, err
	}
	f.Part = recalled.source != d.Source
	return how.feed(ctx, t, in, f)
}

// Remember keeps what was said of the columns of a table, once its plan is
// carried out.
func (p *Planned) Remember(ctx context.Context, vault intake.Vault) error {
	if p.Table == nil {
		return nil
	}
	return rememberMapping(ctx, vault, p.Table.Mapping, p.Table.Said)
}

// Remarks words what was lost, guessed or left out, line by line. It is asked
// before the plan is carried out.
func (p *Planned) Remarks() []string {
	var lines []string
	switch {
	case p.Calendar != nil:
		lines = p.Calendar.Remarks()
	case p.Table != nil:
		lines = append(slices.Clone(p.Table.File.Remarks), p.Table.Import.Remarks()...)
	}
	return append(lines, p.Plan.Remarks()...)
}

// Gone are the events that the source brought earlier and no longer has.
func (p *Planned) Gone() []events.ID {
	var list []events.ID
	for _, e := range slices.Concat(p.Plan.Gone, p.Plan.Over) {
		list = append(list, e.ID)
	}
	return list
}
