package read

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
)

// Options say how a calendar file is to be read.
type Options struct {
	Lang     string         // language of texts that do not say theirs; "": "zh"
	Zone     *time.Location // whose clocks times mean that name none, where the file does not tell; nil: Home
	Home     *time.Location // the record's own zone; nil: UTC
	SkipBad  bool           // leave out what is wrong instead of refusing the file
	MaxBytes int64          // of the file; 0: DefaultBytes
	Record   *events.Site   // tells our own UIDs and tag names; may be nil
}

// DefaultBytes is how large a calendar file may be, uncompressed. Reading one
// of that size takes less than 200 MB of memory.
const DefaultBytes = 15_000_000

// Import is what a calendar file says.
type Import struct {
	Charset  string          // how the file was encoded: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "windows-1252"
	Name     string          // of the (first) calendar, if it has one
	Events   []*events.Event // each valid, with an ID made of its UID; stamps are left to events.Revise
	Facts    []Fact          // every VEVENT, in the order of the file
	Problems []*Problem      // what was left out, changed or guessed, in the order of the file
	NotKept  map[string]int  // how often each property and component was met that has no place in an event
	Tags     []events.Tag    // names of tags of the events that the record does not know yet
	Own      Own             // the record's calendar that this is a copy of; zero: it is none
}

// Own is what a copy of a record's own calendar says of where it comes from.
type Own struct {
	BaseURL string // of the pages
	Lang    string // in which it was read
}

// Remarks words what does not come through as it stands, line by line, and last
// how often what was met that is not kept.
func (in *Import) Remarks() []string {
	var lines []string
	for _, p := range in.Problems {
		lines = append(lines, p.Error())
	}
	lines = slices.Compact(lines)
	if in.Charset != "" && in.Charset != "UTF-8" {
		lines = append(lines, "the file is encoded in "+in.Charset)
	}
	if len(in.NotKept) > 0 {
		lines = append(lines, "not kept: "+frequencies(in.NotKept))
	}
	return lines
}

// frequencies lists how often there is what, the most frequent first.
func frequencies(counts map[string]int) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(a, b))
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%d %s", counts[name], name)
	}
	return strings.Join(names, ", ")
}

// Fact is what one VEVENT says about itself, whether or not an event
// could be made of it.
type Fact struct {
	Line       int         // of its BEGIN, from 1
	UID        string      // "" if it has none
	Recurrence string      // RECURRENCE-ID as written, "" unless it changes one instance of a series
	Summary    string      // unescaped, "" if it has none
	Start      time.Time   // in its zone; zero if it has none
	End        time.Time   // exclusive; reckoned from DURATION or the default where there is no DTEND
	AllDay     bool        // Start and End are days, midnight UTC
	Floating   bool        // Start names no zone; it is read on the clocks of the calendar, of Options.Zone or Options.Home
	Repeats    bool        // has RRULE or RDATE
	Event      events.ID   // of the event made of it, "" if none was
	Extra      []events.ID // of events made of parts of its series
}

// Problem is something in a calendar file that does not come through
// as it stands.
type Problem struct {
	Line   int    // from 1
	UID    string // of the component, if it is about one that has one
	Reason string // what is wrong and what would be right, or what was done instead
	Bad    bool   // the component is left out
}

// Error names line, component and reason.
func (p *Problem) Error() string {
	if p.UID == "" {
		return fmt.Sprintf("line %d: %s", p.Line, p.Reason)
	}
	return fmt.Sprintf("line %d: event %.80q: %s", p.Line, p.UID, p.Reason)
}

// Errors lists the components that are wrong.
type Errors struct {
	Problems []*Problem // the first ones
	Count    int        // how many there are, as far as the file was read
}

// Error tells the first ten problems, one a line, and how many more there are.
func (e *Errors) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i == 10 {
			fmt.Fprintf(&b, "\n… and %d more", e.Count-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Error())
	}
	return b.String()
}

// IsCalendar reports whether a document is a calendar: by the name of its file,
// or because it begins as one. head may be empty, or all of it.
func IsCalendar(name string, head []byte) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	for _, ext := range []string{".ics", ".ical", ".ifb", ".icalendar", ".jcal"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	head = bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n")
	for _, begin := range []string{"BEGIN:VCALENDAR", "BEGIN:VEVENT", "B\x00E\x00G\x00", "\xff\xfeB\x00", "\xfe\xff\x00B", "\x1f\x8b"} {
		if len(head) >= len(begin) && strings.EqualFold(string(head[:len(begin)]), begin) {
			return true
		}
	}
	return jcalStart.Match(head[:min(len(head), 200)])
}

// jcalStart is how jCal begins (RFC 7265 §3.3).
var jcalStart = regexp.MustCompile(`(?i)^\[\s*"vcalendar"\s*,`)

// Calendar reads an iCalendar file (RFC 5545), or several in one stream, or
// jCal (RFC 7265), compressed with gzip or not, from anybody: any line ends, any
// case, UTF-8, UTF-16 or GB18030, zones by their IANA or Windows name or as the
// file defines them.
//
// Work and memory are bounded by the limits in Options and below; ctx is looked
// at between components. A file that is no calendar, is cut off or passes a
// limit is an error that names the line. What is wrong with a part costs that
// part and is told in Problems. If an event has no date that can be read the
// error is a *Errors, unless SkipBad; the import then still tells Facts and
// Problems, but nothing of it may be used.
func Calendar(ctx context.Context, r io.Reader, opts Options) (Import, error) {
	if opts.Lang == "" {
		opts.Lang = "zh"
	}
	if opts.Home == nil {
		opts.Home = time.UTC
	}
	doc, err := open(r, opts.MaxBytes)
	if err != nil {
		return Import{Charset: doc.charset}, err
	}
	in := newReader(opts)
	in.out.Charset = doc.charset
	if err := in.readAll(ctx, doc); err != nil {
		return Import{Charset: doc.charset}, doc.onItsLines(err)
	}
	if bad := in.notes.bad; len(bad) > 0 && !opts.SkipBad {
		in.out.Events = nil
		return in.out, &Errors{bad, in.notes.badCount}
	}
	return in.out, nil
}
