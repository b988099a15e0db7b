package connect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// AuthorFlags say for the history who changes something and why.
type AuthorFlags struct {
	Author string `placeholder:"NAME" help:"Who makes the change, for the history." `
	Note   string `placeholder:"TEXT" help:"Why, for the history."`
	Public bool   `help:"Show the note to readers in the log of changes."`
}

// PageSize is how many events or states are asked for at once.
const PageSize = "500"

// EachEvent tells every event of a query, page by page.
func (c *Connection) EachEvent(ctx context.Context, query url.Values, tell func(*events.Event) error) error {
	query.Set("limit", PageSize)
	for {
		var page api.Events
		if _, err := c.Get(ctx, "/events", query, &page); err != nil {
			return err
		}
		for _, form := range page.Events {
			e, err := EventOf(form)
			if err == nil {
				err = tell(e)
			}
			if err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		query.Set("cursor", page.Next)
	}
}

// EventOf is an event that the API told.
func EventOf(form api.Event) (*events.Event, error) {
	rev := form.Revision
	form.Revision = 0
	text, err := json.Marshal(form)
	if err != nil {
		return nil, err
	}
	e := &events.Event{}
	if err := json.Unmarshal(text, e); err != nil {
		return nil, fmt.Errorf("event %s: the server tells it in a form that this version does not know: %w", form.ID, err)
	}
	e.Rev = rev
	return e, nil
}

// FormOf is an event as the API takes it.
func FormOf(e *events.Event) (form api.Event, err error) {
	plain := *e
	plain.Created, plain.Published, plain.Updated = time.Time{}, time.Time{}, time.Time{}
	plain.Sequence, plain.FormerSlugs, plain.Formerly, plain.Proposal, plain.Origin, plain.Quiet = 0, nil, nil, nil, nil, false
	text, err := json.Marshal(plain)
	if err != nil {
		return form, err
	}
	err = json.Unmarshal(text, &form)
	return form, err
}

// Event finds an event by its ID or its slug.
func (c *Connection) Event(ctx context.Context, name string) (api.Event, error) {
	var form api.Event
	_, err := c.Get(ctx, "/events"+client.Path(name), nil, &form)
	return form, NotFound("event", name, err)
}

// NotFound says what was not found.
func NotFound(what, name string, err error) error {
	if errors.Is(err, events.ErrNotFound) {
		return fmt.Errorf("%s %q: %w", what, name, events.ErrNotFound)
	}
	return err
}

// Why is what a change says for the history.
func (f AuthorFlags) Why() url.Values {
	query := url.Values{}
	if f.Note != "" {
		query.Set("note", f.Note)
	}
	if f.Public {
		query.Set("note-public", "1")
	}
	return query
}

// BackUp writes the backup that a server makes; some is false if there is nothing
// newer than what it was to go on from. run is the server's process.
func (c *Connection) BackUp(ctx context.Context, w io.Writer, query url.Values) (some bool, run string, err error) {
	body, answer, err := c.Open(ctx, client.Request{Method: http.MethodGet, Path: "/backup", Query: query})
	if err != nil {
		return false, "", err
	}
	defer body.Close()
	if answer.Status == http.StatusNoContent {
		return false, answer.Run, nil
	}
	if _, err = io.Copy(w, body); err != nil {
		return false, "", fmt.Errorf("the server broke off, its log says why: %w", err)
	}
	return true, answer.Run, nil
}

// Import has a running server import a document.
func (c *Connection) Import(ctx context.Context, name string, data []byte, query url.Values) (done api.Imported, err error) {
	body, form := io.Pipe()
	w := multipart.NewWriter(form)
	go func() {
		part, err := w.CreateFormFile("file", filepath.Base(name))
		if err == nil {
			_, err = part.Write(data)
		}
		if err == nil {
			err = w.Close()
		}
		form.CloseWithError(err)
	}()
	_, err = c.Do(ctx, client.Request{
		Method: http.MethodPost, Path: "/imports", Query: query, Raw: body, Type: w.FormDataContentType(),
	}, &done)
	body.Close()
	return done, err
}

// Users are all accounts.
func (c *Connection) Users(ctx context.Context) ([]api.User, error) {
	var all api.Users
	_, err := c.Get(ctx, "/users", nil, &all)
	return all.Users, err
}

// NoUser is the error of a name that no account has; it lists those there are.
func (c *Connection) NoUser(ctx context.Context, name string) error {
	users, err := c.Users(ctx)
	if err != nil {
		return err
	}
	err = fmt.Errorf("user %q: %w", name, events.ErrNotFound)
	if len(users) == 0 {
		return fmt.Errorf("%w; there are no accounts: make one with \"almanac user add\"", err)
	}
	names := make([]string, len(users))
	for i, a := range users {
		names[i] = a.Name
	}
	return fmt.Errorf("%w; there are: %s", err, strings.Join(names, ", "))
}

// Verify reads all that a backup holds through a running server.
func (c *Connection) Verify(ctx context.Context) (store.Report, error) {
	r, w := io.Pipe()
	sent := make(chan error, 1)
	go func() {
		_, _, err := c.BackUp(ctx, w, url.Values{"accounts": {"1"}, "unnoted": {"1"}})
		w.CloseWithError(err)
		sent <- err
	}()
	sum, err := backup.Verify(ctx, r)
	r.Close()
	if broken := <-sent; broken != nil && !errors.Is(broken, io.ErrClosedPipe) {
		return store.Report{}, broken
	}
	var damage *backup.Damage
	if errors.As(err, &damage) {
		return store.Report{States: sum.States, Faults: []store.Fault{{Where: damage.Where, What: damage.What}}}, nil
	}
	report := store.Report{States: sum.States}
	for _, name := range sum.Missing {
		report.Faults = append(report.Faults, MissingPicture(name, "the history names it"))
	}
	return report, err
}

// MissingPicture is the fault of a file that states name.
func MissingPicture(name, who string) store.Fault {
	return store.Fault{Where: "picture " + name, What: "is not where pictures are kept (--media); " + who}
}
