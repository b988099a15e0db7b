package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/events"
	"almanac.example/events/edtf"
)

type dateCommand struct {
	Expressions []string `arg:"" optional:"" name:"expression" help:"EDTF expressions (ISO 8601-2); - reads them from standard input, one a line."`
	Loose       bool     `help:"Read what a person would type (10 Apr 2019, 二〇一九年四月, vor 1910) and say how it reads."`
	JSON        bool     `name:"json" help:"One JSON object a line."`

	Rrule   string   `name:"rrule" placeholder:"RULE" help:"List the instances of a recurrence rule instead (RFC 5545 §3.3.10)."`
	Dtstart string   `name:"dtstart" placeholder:"DATE" help:"First day or wall-clock time of the rule: 2026-05-01, 20260501T090000."`
	Tz      string   `name:"tz" placeholder:"ZONE" help:"Zone of the rule, an IANA name. Default: UTC."`
	Exdate  []string `name:"exdate" placeholder:"DATE" help:"Instances left out."`
	Rdate   []string `name:"rdate" placeholder:"DATE" help:"Instances beside those of the rule."`
	Between string   `name:"between" placeholder:"A/B" help:"Window, both ends included: 2026-01-01/2026-12-31."`
}

// Help is shown below the flags.
func (*dateCommand) Help() string {
	return `Says of each expression whether it is valid, its level, the earliest and latest day it may mean, how precise it is and how it reads in Chinese and English. A negative year may be given as it is: almanac date -0220.

With --loose it reads what people write in Chinese, English, German, French, Spanish, Japanese and Arabic. It never guesses: what has two readings is answered with both, and what is no date with the reason and what to write instead.`
}

// dated is what there is to say about one expression.
type dated struct {
	Input       string            `json:"input"`
	Valid       bool              `json:"valid"`
	Error       string            `json:"error,omitempty"`
	Position    int               `json:"position,omitempty"` // of the error, counted from 1
	Reason      string            `json:"reason,omitempty"`   // why a loose spelling is refused, or "ambiguous"
	Readings    []readDate        `json:"readings,omitempty"` // what may be meant
	EDTF        string            `json:"edtf,omitempty"`
	Level       *int              `json:"level,omitempty"`
	Extension   bool              `json:"extension,omitempty"` // beyond ISO 8601-2; others may not read it
	Earliest    *edtf.Day         `json:"earliest"`            // null: open or unknown
	Latest      *edtf.Day         `json:"latest"`
	Precision   *edtf.Precision   `json:"precision,omitempty"`
	Uncertain   bool              `json:"uncertain"`
	Approximate bool              `json:"approximate"`
	Calendar    bool              `json:"calendar"` // a calendar can show it
	Words       map[string]string `json:"words,omitempty"`
	Short       map[string]string `json:"short,omitempty"`
	Compact     map[string]string `json:"compact,omitempty"`
	ReadsAs     map[string]string `json:"readsAs,omitempty"`
	Julian      bool              `json:"julian,omitempty"`    // the spelling was in the Julian calendar
	AsWritten   string            `json:"asWritten,omitempty"` // words that say more than the expression
	Time        string            `json:"time,omitempty"`
	Until       string            `json:"until,omitempty"` // the end of a range of times
	Zone        string            `json:"zone,omitempty"`  // as it was written
}

// readDate is one of several readings of a loose spelling.
type readDate struct {
	EDTF    string            `json:"edtf"`
	Julian  bool              `json:"julian,omitempty"`
	Reason  string            `json:"reason,omitempty"`
	ReadsAs map[string]string `json:"readsAs"`
}

// Run answers for each expression.
func (c *dateCommand) Run(con storage.Console) error {
	if c.Rrule != "" {
		return c.expand(con)
	}
	if len(c.Expressions) == 0 {
		return errors.New("give an expression, or - to read them from standard input")
	}
	invalid := 0
	w := tabwriter.NewWriter(con.Out, 0, 0, 2, ' ', 0)
	lines := bufio.NewWriter(con.Out)
	err := c.each(con, func(text string) error {
		d := c.describe(text)
		if !d.Valid {
			invalid++
		}
		if c.JSON {
			return encodeLine(lines, d)
		}
		return d.print(w)
	})
	if err := errors.Join(err, lines.Flush(), w.Flush()); err != nil {
		return err
	}
	if invalid > 0 && !c.JSON {
		return fmt.Errorf("%d of the expressions are not valid", invalid)
	}
	return nil
}

// encodeLine keeps every character as it is, unlike json.Marshal.
func encodeLine(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// each calls do for every expression, those of standard input included.
func (c *dateCommand) each(con storage.Console, do func(string) error) error {
	for _, text := range c.Expressions {
		if text != "-" {
			if err := do(text); err != nil {
				return err
			}
			continue
		}
		lines := bufio.NewScanner(con.In)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if err := do(strings.TrimSuffix(lines.Text(), "\r")); err != nil {
				return err
			}
		}
		if err := lines.Err(); err != nil {
			return fmt.Errorf("reading standard input: %w", err)
		}
	}
	return nil
}

// inCalendar reports whether calendars show a date: its first and last day are
// known and lie in the years 1601 to 9999.
func inCalendar(v edtf.Value) bool {
	first, known := v.Earliest()
	last, ends := v.Latest()
	from, early := first.Year()
	to, late := last.Year()
	return known && ends && early && late && from >= 1601 && to <= 9999
}

func (c *dateCommand) describe(text string) dated {
	d := dated{Input: text}
	v, err := edtf.Parse(text)
	if c.Loose {
		var r edtf.Reading
		if r, err = edtf.ParseLoose(text); err == nil {
			v = r.Value
			d.read(r)
		}
	}
	if err != nil {
		d.fail(err)
		return d
	}
	level, precision := v.Level(), v.Precision()
	d.Valid, d.EDTF, d.Level, d.Precision, d.Extension = true, v.String(), &level, &precision, v.Extension()
	d.Uncertain, d.Approximate, d.Calendar = v.Uncertain(), v.Approximate(), inCalendar(v)
	if day, ok := v.Earliest(); ok {
		d.Earliest = &day
	}
	if day, ok := v.Latest(); ok {
		d.Latest = &day
	}
	words := func(style edtf.Style) map[string]string {
		return map[string]string{"zh": events.DescribeDate(v, "zh", style), "en": events.DescribeDate(v, "en", style)}
	}
	d.Words, d.Short, d.Compact = words(edtf.Long), words(edtf.Short), words(edtf.Compact)
	return d
}

// read takes in what a loose spelling says beside its expression.
func (d *dated) read(r edtf.Reading) {
	d.ReadsAs, d.Julian, d.AsWritten = readsAs(r), r.Calendar == edtf.Julian, r.AsWritten
	if r.Times == nil {
		return
	}
	d.Time, d.Zone = r.Times.Start.String(), r.Times.Zone
	if r.Times.End != nil {
		d.Until = r.Times.End.String()
	}
}

func readsAs(r edtf.Reading) map[string]string {
	return map[string]string{"zh": r.ReadsAs("zh"), "en": r.ReadsAs("en")}
}

// fail takes in why an expression or a loose spelling is not read.
func (d *dated) fail(err error) {
	d.Error = err.Error()
	offset := -1
	var syntax *edtf.SyntaxError
	var refused *edtf.RefusedError
	var ambiguous *edtf.AmbiguousError
	var readings []edtf.Reading
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &refused):
		offset, d.Reason, readings = refused.Offset, refused.Reason.String(), refused.Readings
	case errors.As(err, &ambiguous):
		d.Reason, readings = "ambiguous", ambiguous.Readings
	}
	if offset >= 0 {
		d.Position = len([]rune(d.Input[:min(offset, len(d.Input))])) + 1
	}
	for _, r := range readings {
		if !r.Value.IsZero() {
			d.Readings = append(d.Readings, readDate{r.Value.String(), r.Calendar == edtf.Julian, r.Reason, readsAs(r)})
		}
	}
}

func (d dated) print(w io.Writer) error {
	if !d.Valid {
		_, err := fmt.Fprintf(w, "%s\tnot valid: %s\n\n", d.Input, d.Error)
		return err
	}
	fmt.Fprintf(w, "%s\tEDTF level %d, precision %s\n", d.EDTF, *d.Level, d.Precision)
	fmt.Fprintf(w, "\t%s … %s\n", orOpen(d.Earliest), orOpen(d.Latest))
	words := d.Words
	if d.Julian {
		words = d.ReadsAs
	}
	_, err := fmt.Fprintf(w, "\t%s\n\t%s\n", words["zh"], words["en"])
	if d.AsWritten != "" {
		fmt.Fprintf(w, "\tkeep the words: %s\n", d.AsWritten)
	}
	if d.Time != "" {
		fmt.Fprintf(w, "\ttime of day: %s\n", strings.Join(strings.Fields(d.Time+" "+d.Until+" "+d.Zone), " "))
	}
	fmt.Fprintln(w)
	return err
}

func orOpen(day *edtf.Day) string {
	if day == nil {
		return "open"
	}
	return day.String()
}
