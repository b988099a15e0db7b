package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"almanac.example/events/edtf"
)

type dateCommand struct {
	Expressions []string `arg:"" optional:"" name:"expression" help:"EDTF expressions (ISO 8601-2); - reads them from standard input, one a line."`
	Loose       bool     `help:"Read what a person would type (10 Apr 2019, 二〇一九年四月) and say how it reads."`
	JSON        bool     `name:"json" help:"One JSON object a line."`

	Rrule   string   `name:"rrule" placeholder:"RULE" help:"List the instances of a recurrence rule instead (RFC 5545 §3.3.10)."`
	Dtstart string   `name:"dtstart" placeholder:"DATE" help:"First day or wall-clock time of the rule: 2026-05-01, 20260501T090000."`
	Tz      string   `name:"tz" placeholder:"ZONE" help:"Zone of the rule, an IANA name. Default: UTC."`
	Exdate  []string `name:"exdate" placeholder:"DATE" help:"Instances left out."`
	Between string   `name:"between" placeholder:"A/B" help:"Window, both ends included: 2026-01-01/2026-12-31."`
}

// Help is shown below the flags.
func (*dateCommand) Help() string {
	return `Says of each expression whether it is valid, its level, the earliest and latest day it may mean, how precise it is and how it reads in Chinese and English. A negative year may be given as it is: almanac date -0220.`
}

// dated is what there is to say about one expression.
type dated struct {
	Input       string            `json:"input"`
	Valid       bool              `json:"valid"`
	Error       string            `json:"error,omitempty"`
	Position    int               `json:"position,omitempty"` // of the error, counted from 1
	EDTF        string            `json:"edtf,omitempty"`
	Level       *int              `json:"level,omitempty"`
	Earliest    *edtf.Day         `json:"earliest"` // null: open or unknown
	Latest      *edtf.Day         `json:"latest"`
	Precision   *edtf.Precision   `json:"precision,omitempty"`
	Uncertain   bool              `json:"uncertain"`
	Approximate bool              `json:"approximate"`
	Calendar    bool              `json:"calendar"` // a calendar can show it
	Words       map[string]string `json:"words,omitempty"`
	Short       map[string]string `json:"short,omitempty"`
	Compact     map[string]string `json:"compact,omitempty"`
	ReadsAs     map[string]string `json:"readsAs,omitempty"`
}

// Run answers for each expression.
func (c *dateCommand) Run(con console) error {
	if c.Rrule != "" {
		return c.expand(con)
	}
	if len(c.Expressions) == 0 {
		return errors.New("give an expression, or - to read them from standard input")
	}
	invalid := 0
	w := tabwriter.NewWriter(con.out, 0, 0, 2, ' ', 0)
	lines := bufio.NewWriter(con.out)
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
func (c *dateCommand) each(con console, do func(string) error) error {
	for _, text := range c.Expressions {
		if text != "-" {
			if err := do(text); err != nil {
				return err
			}
			continue
		}
		lines := bufio.NewScanner(con.in)
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

func (c *dateCommand) describe(text string) dated {
	d := dated{Input: text}
	v, err := edtf.Parse(text)
	if c.Loose {
		var r edtf.Reading
		if r, err = edtf.ParseLoose(text); err == nil {
			v, d.ReadsAs = r.Value, map[string]string{"zh": r.ReadsAs("zh"), "en": r.ReadsAs("en")}
		}
	}
	if err != nil {
		d.Error = err.Error()
		var syntax *edtf.SyntaxError
		if errors.As(err, &syntax) {
			d.Position = len([]rune(text[:min(syntax.Offset, len(text))])) + 1
		}
		return d
	}
	level, precision := v.Level(), v.Precision()
	d.Valid, d.EDTF, d.Level, d.Precision = true, v.String(), &level, &precision
	d.Uncertain, d.Approximate, d.Calendar = v.Uncertain(), v.Approximate(), v.ShowableInCalendar()
	if day, ok := v.Earliest(); ok {
		d.Earliest = &day
	}
	if day, ok := v.Latest(); ok {
		d.Latest = &day
	}
	words := func(style edtf.Style) map[string]string {
		return map[string]string{"zh": v.Describe("zh", style), "en": v.Describe("en", style)}
	}
	d.Words, d.Short, d.Compact = words(edtf.Long), words(edtf.Short), words(edtf.Compact)
	return d
}

func (d dated) print(w io.Writer) error {
	if !d.Valid {
		_, err := fmt.Fprintf(w, "%s\tnot valid: %s\n\n", d.Input, d.Error)
		return err
	}
	fmt.Fprintf(w, "%s\tEDTF level %d, precision %s\n", d.EDTF, *d.Level, d.Precision)
	fmt.Fprintf(w, "\t%s … %s\n", orOpen(d.Earliest), orOpen(d.Latest))
	_, err := fmt.Fprintf(w, "\t%s\n\t%s\n\n", d.Words["zh"], d.Words["en"])
	return err
}

func orOpen(day *edtf.Day) string {
	if day == nil {
		return "open"
	}
	return day.String()
}
