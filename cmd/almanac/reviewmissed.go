package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// report does what is asked about the dates of a report that were not proposed.
func (c *reviewCommand) report(ctx context.Context, con storage.Console, at *connect.Connection) error {
	r, err := c.named(ctx, at)
	if err != nil {
		return err
	}
	path := "/reports" + client.Path(r.SHA256)
	if c.Finish {
		if _, err := at.Do(ctx, client.Request{Method: http.MethodPost, Path: path + "/finish"}, nil); err != nil {
			return err
		}
		fmt.Fprintln(con.Err, "almanac: the review has ended; the dates of the report are no longer kept")
		return nil
	}
	if _, err := at.Get(ctx, path, nil, &r); err != nil {
		return err
	}
	if c.Take != 0 {
		return c.take(ctx, con, at, r)
	}
	return c.list(con, r)
}

// named is the report that --document means: by the name of its file, its title
// or the start of its SHA-256, at least eight digits of it.
func (c *reviewCommand) named(ctx context.Context, at *connect.Connection) (api.Report, error) {
	var all api.Reports
	if _, err := at.Get(ctx, "/reports", nil, &all); err != nil {
		return api.Report{}, err
	}
	var found []api.Report
	var hashes []string
	for _, r := range all.Reports {
		if c.Document == r.Name || c.Document == r.Title || len(c.Document) >= 8 && strings.HasPrefix(r.SHA256, strings.ToLower(c.Document)) {
			found, hashes = append(found, r), append(hashes, r.SHA256[:12])
		}
	}
	switch len(found) {
	case 0:
		return api.Report{}, fmt.Errorf("report %q: %w: no dates are kept of a report of that name, title or SHA-256; import it again", c.Document, events.ErrNotFound)
	case 1:
		return found[0], nil
	}
	return api.Report{}, fmt.Errorf("%q names %d reports; say which by its SHA-256: %s", c.Document, len(found), strings.Join(hashes, ", "))
}

// list writes the dates as lines or as a JSON array.
func (c *reviewCommand) list(con storage.Console, r api.Report) error {
	if c.Format == "json" {
		return terminal.WriteIndented(con.Out, append([]api.MissedDate{}, r.Missed...))
	}
	return terminal.WriteTable(con.Out, r.Missed, func(m api.MissedDate) []string {
		why, _ := m.Why.In(c.Lang)
		if m.Draft != nil {
			why = "taken: " + string(m.Draft.ID)
		}
		return []string{strconv.Itoa(m.Number), cmp.Or(m.Date, "-"), whereabouts(m.Passage), terminal.Printable(why), terminal.Printable(m.Passage.Text)}
	})
}

// whereabouts says where in its document a passage stands, as far as that is known.
func whereabouts(q events.Quote) string {
	var parts []string
	if q.Page > 0 {
		parts = append(parts, fmt.Sprintf("page %d", q.Page))
	}
	if q.Line > 0 {
		parts = append(parts, fmt.Sprintf("line %d", q.Line))
	}
	return cmp.Or(strings.Join(parts, ", "), "-")
}

// take makes a draft of a date.
func (c *reviewCommand) take(ctx context.Context, con storage.Console, at *connect.Connection, r api.Report) error {
	if c.Take < 1 || c.Take > len(r.Missed) {
		return fmt.Errorf("--take %d: the report has dates 1 to %d that were not proposed", c.Take, len(r.Missed))
	}
	lang := r.Missed[c.Take-1].Language
	if lang == "" {
		return errors.New("the language of the report is not known; take the date on the desk")
	}
	var made api.Draft
	_, err := at.Do(ctx, client.Request{
		Method: http.MethodPost, Path: "/reports" + client.Path(r.SHA256, "dates", strconv.Itoa(c.Take)), Query: c.Why(),
		Patch: true, Body: api.Event{Text: map[string]events.Text{lang: {Title: c.Title}}},
	}, &made)
	if err != nil {
		return err
	}
	fmt.Fprintf(con.Out, "%s\t%s\n", made.Event.ID, made.Event.Slug)
	return nil
}
