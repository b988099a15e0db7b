package feeds

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"almanac.example/events"
)

// CalendarOptions say how a calendar file is to be read.
type CalendarOptions struct {
	Lang     string         // language of texts that do not say theirs; "": "zh"
	Zone     *time.Location // whose clocks floating times mean; nil: they are problems
	SkipBad  bool           // leave out what is wrong instead of refusing the file
	MaxBytes int64          // of the file; 0: DefaultCalendarBytes
	Record   *events.Site   // tells our own UIDs and tag names; may be nil
}

// DefaultCalendarBytes is how large a calendar file may be. Reading one of that
// size takes less than 200 MB of memory.
const DefaultCalendarBytes = 15_000_000

// CalendarImport is what a calendar file says.
type CalendarImport struct {
	Charset  string             // how the file was encoded: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "windows-1252"
	Name     string             // of the (first) calendar, if it has one
	Events   []*events.Event    // each valid, with an ID made of its UID; stamps are left to events.Revise
	Facts    []CalendarFact     // every VEVENT, in the order of the file
	Problems []*CalendarProblem // what was left out, changed or guessed, in the order of the file
}

// CalendarFact is what one VEVENT says about itself, whether or not an event
// could be made of it.
type CalendarFact struct {
	Line       int         // of its BEGIN, from 1
	UID        string      // "" if it has none
	Recurrence string      // RECURRENCE-ID as written, "" unless it changes one instance of a series
	Summary    string      // unescaped, "" if it has none
	Start      time.Time   // in its zone; zero if it has none
	End        time.Time   // exclusive; reckoned from DURATION or the default where there is no DTEND
	AllDay     bool        // Start and End are days, midnight UTC
	Floating   bool        // Start has no zone; it is read on the clocks of CalendarOptions.Zone, or UTC
	Repeats    bool        // has RRULE or RDATE
	Event      events.ID   // of the event made of it, "" if none was
	Extra      []events.ID // of events made of instances that its rule cannot express
}

// CalendarProblem is something in a calendar file that does not come through
// as it stands.
type CalendarProblem struct {
	Line   int    // from 1
	UID    string // of the component, if it is about one that has one
	Reason string // what is wrong and what would be right, or what was done instead
	Bad    bool   // the component is left out
}

// Error names line, component and reason.
func (p *CalendarProblem) Error() string {
	if p.UID == "" {
		return fmt.Sprintf("line %d: %s", p.Line, p.Reason)
	}
	return fmt.Sprintf("line %d: event %.80q: %s", p.Line, p.UID, p.Reason)
}

// CalendarErrors lists the components that are wrong.
type CalendarErrors struct {
	Problems []*CalendarProblem
}

// Error tells the first ten problems, one a line, and how many more there are.
func (e *CalendarErrors) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i == 10 {
			fmt.Fprintf(&b, "\n… and %d more", len(e.Problems)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Error())
	}
	return b.String()
}

// ReadICal reads an iCalendar file (RFC 5545), or several in one stream, from
// anybody: any line ends, any case, UTF-8, UTF-16 or GB18030, zones by their
// IANA or Windows name or as the file defines them.
//
// Work and memory are bounded by the limits in CalendarOptions and below; ctx
// is looked at between components. A file that is no calendar, is cut off or
// passes a limit is an error that names the line. If single components are
// wrong the error is a *CalendarErrors, unless SkipBad; the import then still
// tells Facts and Problems, but nothing of it may be used.
func ReadICal(ctx context.Context, r io.Reader, opts CalendarOptions) (CalendarImport, error) {
	if opts.Lang == "" {
		opts.Lang = "zh"
	}
	data, charset, err := readCalendarText(r, opts.MaxBytes)
	if err != nil {
		return CalendarImport{Charset: charset}, err
	}
	file, err := parseCalendar(ctx, data)
	if err != nil {
		return CalendarImport{Charset: charset}, err
	}
	in := newICalReader(opts, file)
	in.out.Charset, in.out.Name = charset, file.name
	if err := in.readAll(ctx); err != nil {
		return CalendarImport{Charset: charset}, err
	}
	var bad []*CalendarProblem
	for _, p := range in.out.Problems {
		if p.Bad {
			bad = append(bad, p)
		}
	}
	if len(bad) > 0 && !opts.SkipBad {
		in.out.Events = nil
		return in.out, &CalendarErrors{bad}
	}
	return in.out, nil
}
