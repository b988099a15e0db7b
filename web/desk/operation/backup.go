package operation

import (
	"context"
	"io"
	"strings"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api/webhook"
	"almanac.example/web/desk/frame"
)

// Config is what the pages need. Only Directory is required.
type Config struct {
	Directory *access.Directory
	Hooks     *webhook.Sender // nil: there are no webhooks
	// Backup writes a portable backup, with accounts if asked; nil: none is to be
	// had here.
	Backup func(ctx context.Context, w io.Writer, accounts bool) error
}

// Pages are the pages for who runs the server.
type Pages struct{ Config }

// New prepares the pages.
func New(c Config) *Pages { return &Pages{c} }

// backupPage says what a backup holds, and gives one.
type backupPage struct {
	frame.Head
	Action  string
	Last    string
	Entries string
	Rev     string
}

// What the audit says of backups.
const (
	downloaded       = "backup downloaded"
	downloadedPeople = "backup downloaded with accounts"
)

// Backup is the page on which a backup is downloaded. Address: /backup.
func (p *Pages) Backup(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if p.Config.Backup == nil {
		return frame.Answer{}, events.ErrNotFound
	}
	switch v.Do() {
	case "download":
		return p.download(ctx, v, false)
	case "with-accounts":
		return p.download(ctx, v, true)
	}
	page := &backupPage{Action: v.Link("/backup"), Entries: v.Number(v.Timeline.Len()), Rev: v.Number(int(v.Timeline.Rev()))}
	last, err := p.last(ctx, v)
	if err != nil {
		return frame.Answer{}, err
	}
	page.Last = last
	page.Head = v.Frame(frame.Heading{Title: v.Text("backup.title"), Nav: "site", Tab: "/backup"})
	return frame.Show("operation/backup", page), nil
}

// download streams a backup, which the audit is told of first.
func (p *Pages) download(ctx context.Context, v *frame.Visit, accounts bool) (frame.Answer, error) {
	what := downloaded
	if accounts {
		what = downloadedPeople
	}
	if err := p.note(ctx, v, what); err != nil {
		return frame.Answer{}, err
	}
	return frame.Answer{
		Stream: func(w io.Writer) error { return p.Config.Backup(ctx, w, accounts) },
		Media:  "application/x-tar", File: "almanac-" + v.Now.Format("2006-01-02-1504") + ".tar",
	}, nil
}

// backupReach is how many entries of the audit are searched for the last backup.
const backupReach = 4

// last words when somebody downloaded a backup here last, as far as the audit is
// searched.
func (p *Pages) last(ctx context.Context, v *frame.Visit) (string, error) {
	after := ""
	for range backupReach {
		list, more, err := p.Directory.Audit(ctx, v.Who, after, access.MaxAudit)
		if err != nil {
			return "", err
		}
		for _, e := range list {
			if e.Kind == access.AuditSettings && strings.HasPrefix(e.Detail, downloaded) {
				return v.Text("backup.last", v.Instant(e.At), e.Author), nil
			}
			after = e.ID
		}
		if !more {
			break
		}
	}
	return v.Text("backup.never"), nil
}
