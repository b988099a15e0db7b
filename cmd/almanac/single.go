package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

type listCommand struct {
	connect.Flags
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
func (c *listCommand) Run(ctx context.Context, con storage.Console) error {
	query, err := c.query()
	if err != nil {
		return err
	}
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	w := tabwriter.NewWriter(con.Out, 0, 0, 2, ' ', 0)
	lines := json.NewEncoder(con.Out)
	lines.SetEscapeHTML(false)
	return errors.Join(at.EachEvent(ctx, query, func(e *events.Event) error {
		text, lang := e.In(c.Lang)
		l := listed{e.ID, e.Rev, e.Slug, e.Span.EDTF().String(), e.Status, e.Key, text.Title, lang}
		if c.JSON {
			return lines.Encode(l)
		}
		_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Date, l.ID, l.Status, terminal.Printable(l.Title))
		return err
	}), w.Flush())
}

// query is the selection as the API takes it.
func (c *listCommand) query() (url.Values, error) {
	sel, err := events.ParseSelection(c.Selection)
	if err != nil {
		return nil, err
	}
	if c.All && (len(c.Status) > 0 || !sel.IsZero()) {
		return nil, errors.New("--all lists everything; it takes no selection and no --status")
	}
	query := sel.Values()
	if c.All {
		query.Set("status", "all")
	}
	if len(c.Status) > 0 {
		query["status"] = c.Status
	}
	return query, nil
}

type showCommand struct {
	connect.Flags
	ID   string `arg:"" help:"ID or slug of the event."`
	JSON bool   `name:"json" help:"As JSON with its revision, ready to be edited and put back."`
	Lang string `default:"zh" help:"Language of the text."`
}

// stored is an event with the revision that a change of it has to name.
type stored struct {
	Revision events.Rev `json:"revision"`
	Event    api.Event  `json:"event"`
}

// Run shows the event.
func (c *showCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	form, err := at.Event(ctx, c.ID)
	if err != nil {
		return err
	}
	e, err := connect.EventOf(form)
	if err != nil {
		return err
	}
	if c.JSON {
		form.Revision = 0
		return terminal.WriteIndented(con.Out, stored{e.Rev, form})
	}
	text, _ := e.In(c.Lang)
	w := tabwriter.NewWriter(con.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\n%s\n\n", terminal.Printable(text.Title), e.Span.Describe(c.Lang, edtf.Long))
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

type deleteCommand struct {
	connect.Flags
	connect.AuthorFlags
	ID     string `arg:"" help:"ID or slug of the event."`
	Expect *int64 `placeholder:"REV" help:"Revision that must be stored."`
}

// Run deletes the event.
func (c *deleteCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, c.Author)
	if err != nil {
		return err
	}
	defer at.Close()
	e, err := at.Event(ctx, c.ID)
	if err != nil {
		return err
	}
	expect := e.Revision
	if c.Expect != nil {
		expect = events.Rev(*c.Expect)
	}
	_, err = at.Do(ctx, client.Request{
		Method: http.MethodDelete, Path: "/events" + client.Path(string(e.ID)), Query: c.Why(), Expect: client.At(expect),
	}, nil)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	fmt.Fprintf(con.Err, "almanac: event %s is deleted\n", e.ID)
	return nil
}

type historyCommand struct {
	connect.Flags
	ID   string `arg:"" optional:"" help:"ID or slug of the event; without it, of the whole record."`
	JSON bool   `name:"json" help:"One JSON object a line, with the whole state."`
}

// Run tells the past states.
func (c *historyCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	query := url.Values{}
	if c.ID != "" {
		query.Set("event", c.ID)
	}
	body, _, err := at.Open(ctx, client.Request{Method: http.MethodGet, Path: "/states", Query: query})
	if err != nil {
		return connect.NotFound("event", c.ID, err)
	}
	defer body.Close()
	if c.JSON {
		_, err := io.Copy(con.Out, body)
		return err
	}
	w := tabwriter.NewWriter(con.Out, 0, 0, 2, ' ', 0)
	for states := json.NewDecoder(body); ; {
		var s events.State
		err := states.Decode(&s)
		if errors.Is(err, io.EOF) {
			return w.Flush()
		}
		if err == nil {
			_, err = fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", s.Rev, s.At.Format("2006-01-02 15:04:05Z"), terminal.Printable(s.Author), summary(s.Event), terminal.Printable(s.Note))
		}
		if err != nil {
			return err
		}
	}
}
