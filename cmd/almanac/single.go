package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
)

type listCommand struct {
	storeFlag
	Selection string   `arg:"" optional:"" help:"Which events, as in an address: \"year=2019&tag=policy\"."`
	Status    []string `help:"Only these statuses: draft, published, tentative, cancelled, withdrawn. Default: published, tentative, cancelled." enum:"draft,published,tentative,cancelled,withdrawn" placeholder:"STATUS"`
	All       bool     `help:"Drafts and withdrawn events too."`
	Lang      string   `default:"zh" help:"Language of the titles."`
	JSON      bool     `name:"json" help:"One JSON object a line."`
}

// listed is one line of list --json.
type listed struct {
	ID       events.ID     `json:"id"`
	Revision events.Rev    `json:"revision"`
	Slug     string        `json:"slug"`
	Date     string        `json:"date"`
	Status   events.Status `json:"status"`
	Key      bool          `json:"key,omitempty"`
	Title    string        `json:"title"`
	Lang     string        `json:"lang"`
}

// Run lists events in the order of the chronicle.
func (c *listCommand) Run(ctx context.Context, con console) error {
	sel, err := events.ParseSelection(c.Selection)
	if err != nil {
		return err
	}
	live, closeStore, err := con.openLive(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	list, err := c.list(live.Timeline(), sel)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeLines(con.out, list, func(e *events.Event) any { return c.line(e) })
	}
	w := tabwriter.NewWriter(con.out, 0, 0, 2, ' ', 0)
	for _, e := range list {
		l := c.line(e)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Date, l.ID, l.Status, printable(l.Title))
	}
	return w.Flush()
}

func (c *listCommand) list(t *timeline.Timeline, sel events.Selection) ([]*events.Event, error) {
	switch {
	case c.All && (len(c.Status) > 0 || !sel.IsZero()):
		return nil, errors.New("--all lists everything; it takes no selection and no --status")
	case c.All:
		return t.All(), nil
	case len(c.Status) == 0:
		return t.Select(sel), nil
	}
	var only []events.Status
	for _, s := range c.Status {
		only = append(only, events.Status(s))
	}
	return t.ForEditors(sel, only...), nil
}

func (c *listCommand) line(e *events.Event) listed {
	text, lang := e.In(c.Lang)
	return listed{e.ID, e.Rev, e.Slug, e.Span.EDTF().String(), e.Status, e.Key, text.Title, lang}
}

func writeLines[T any](w io.Writer, list []T, line func(T) any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, v := range list {
		if err := e.Encode(line(v)); err != nil {
			return err
		}
	}
	return nil
}

type showCommand struct {
	storeFlag
	ID   string `arg:"" help:"ID or slug of the event."`
	JSON bool   `name:"json" help:"As JSON with its revision, ready to be edited and put back."`
	Lang string `default:"zh" help:"Language of the text."`
}

// stored is an event with the revision that a change of it has to name.
type stored struct {
	Revision events.Rev    `json:"revision"`
	Event    *events.Event `json:"event"`
}

// Run shows the event.
func (c *showCommand) Run(ctx context.Context, con console) error {
	live, closeStore, err := con.openLive(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	e, err := find(live.Timeline(), c.ID)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeIndented(con.out, stored{e.Rev, e})
	}
	text, _ := e.In(c.Lang)
	w := tabwriter.NewWriter(con.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\n%s\n\n", printable(text.Title), e.Span.Describe(c.Lang, edtf.Long))
	for _, field := range [][2]string{
		{"id", string(e.ID)}, {"slug", e.Slug}, {"date", e.Span.EDTF().String()}, {"status", string(e.Status)},
		{"tags", strings.Join(e.Tags, ", ")}, {"place", e.PlaceSlug()}, {"revision", fmt.Sprint(e.Rev)},
		{"languages", strings.Join(e.Languages(), ", ")}, {"updated", e.Updated.Format("2006-01-02 15:04:05Z")},
	} {
		if field[1] != "" {
			fmt.Fprintf(w, "%s\t%s\n", field[0], field[1])
		}
	}
	if text.Summary != "" {
		fmt.Fprintf(w, "\n%s\n", text.Summary)
	}
	return w.Flush()
}

func writeIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// find looks an event up by ID, then by slug.
func find(t *timeline.Timeline, name string) (*events.Event, error) {
	if e, ok := t.Event(events.ID(name)); ok && e.Status != events.Deleted {
		return e, nil
	}
	if e, _, ok := t.BySlug(name); ok && e.Status != events.Deleted {
		return e, nil
	}
	return nil, fmt.Errorf("event %q: %w", name, events.ErrNotFound)
}

type putCommand struct {
	newStoreFlag
	authorFlags
	File   string `arg:"" help:"One event as JSON, as show --json writes it; - is standard input."`
	Expect *int64 `placeholder:"REV" help:"Revision that must be stored; 0: the event must not exist. Default: the one in the file, if it has one."`
}

// Help is shown below the flags.
func (*putCommand) Help() string {
	return `The file is the event itself, or {"revision": …, "event": …} as "almanac show --json" prints it; then that revision must still be stored, so that nobody's change is overwritten unseen.`
}

// Run stores the event.
func (c *putCommand) Run(ctx context.Context, con console) error {
	e, expect, err := c.read(con)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	to, err := con.openOrCreate(ctx, c.Store)
	if err != nil {
		return err
	}
	defer to.close()
	live := to.live
	change := events.Put(*e, 0)
	change.Author, change.Note, change.Public = c.Author, c.Note, c.Public
	if old, ok := live.Timeline().Event(e.ID); ok {
		change.Expect = old.Rev
	}
	if expect != nil {
		change.Expect = *expect
	}
	rev, err := live.Commit(ctx, change)
	if err != nil {
		return err
	}
	if err := foundIfNew(ctx, live); err != nil {
		return err
	}
	fmt.Fprintf(con.err, "almanac: event %s is stored at revision %d\n", e.ID, rev)
	return nil
}

// read decodes the file and finds the revision that must be stored, if one is
// named.
func (c *putCommand) read(con console) (*events.Event, *events.Rev, error) {
	f, err := con.open(c.File)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, nil, err
	}
	e, rev, err := decodeStored(data)
	if err != nil {
		return nil, nil, err
	}
	if c.Expect != nil {
		r := events.Rev(*c.Expect)
		rev = &r
	}
	return e, rev, e.Validate()
}

func decodeStored(data []byte) (*events.Event, *events.Rev, error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return nil, nil, fmt.Errorf("is no JSON object: %w", err)
	}
	if _, ok := keys["event"]; ok {
		var s stored
		if err := strictly(data, &s); err != nil {
			return nil, nil, err
		}
		if s.Event == nil {
			return nil, nil, errors.New("event: missing")
		}
		return s.Event, &s.Revision, nil
	}
	e := &events.Event{}
	return e, nil, strictly(data, e)
}

func strictly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

type deleteCommand struct {
	storeFlag
	authorFlags
	ID     string `arg:"" help:"ID or slug of the event."`
	Expect *int64 `placeholder:"REV" help:"Revision that must be stored."`
}

// Run deletes the event.
func (c *deleteCommand) Run(ctx context.Context, con console) error {
	live, closeStore, err := con.openLive(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	e, err := find(live.Timeline(), c.ID)
	if err != nil {
		return err
	}
	change := events.Delete(e.ID, e.Rev)
	change.Author, change.Note, change.Public = c.Author, c.Note, c.Public
	if c.Expect != nil {
		change.Expect = events.Rev(*c.Expect)
	}
	rev, err := live.Commit(ctx, change)
	if err != nil {
		return err
	}
	fmt.Fprintf(con.err, "almanac: event %s is deleted at revision %d\n", e.ID, rev)
	return nil
}

type historyCommand struct {
	storeFlag
	ID   string `arg:"" optional:"" help:"ID of the event; without it, of the whole record."`
	JSON bool   `name:"json" help:"One JSON object a line, with the whole state."`
}

// Run tells the past states.
func (c *historyCommand) Run(ctx context.Context, con console) error {
	live, closeStore, err := con.openLive(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	w := tabwriter.NewWriter(con.out, 0, 0, 2, ' ', 0)
	lines := json.NewEncoder(con.out)
	lines.SetEscapeHTML(false)
	for s, err := range live.History(ctx, events.HistoryQuery{ID: events.ID(c.ID)}) {
		if err != nil {
			return err
		}
		if c.JSON {
			err = lines.Encode(s)
		} else {
			_, err = fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", s.Rev, s.At.Format("2006-01-02 15:04:05Z"), printable(s.Author), summary(s.Event), printable(s.Note))
		}
		if err != nil {
			return err
		}
	}
	return w.Flush()
}
