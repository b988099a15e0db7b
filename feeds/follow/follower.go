package follow

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/table"
)

// Follower looks at followed calendars.
type Follower struct {
	List      List
	Record    intake.Record
	Timeline  func() *timeline.Timeline
	UserAgent string
}

// Pending reports whether a calendar is due.
func (f *Follower) Pending(ctx context.Context) (bool, error) {
	all, err := f.List.All(ctx)
	return slices.ContainsFunc(all, f.due), err
}

func (f *Follower) due(c Calendar) bool { return !c.Paused && !f.List.Now().Before(c.Next) }

// Look looks at every calendar that is due, one after the other, and says how
// many. What goes wrong with one is kept beside it, and is no error.
func (f *Follower) Look(ctx context.Context) (done string, err error) {
	all, err := f.List.All(ctx)
	if err != nil {
		return "", err
	}
	looked, failed := 0, 0
	for _, c := range all {
		if !f.due(c) {
			continue
		}
		result := f.look(ctx, c)
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		if looked++; result.Error != "" {
			failed++
		}
		err := f.List.change(ctx, c.ID, func(c *Calendar) { c.Last, c.Next = &result, result.At.Add(c.Every) })
		if err != nil && !errors.Is(err, events.ErrNotFound) { // it was removed meanwhile
			return "", err
		}
	}
	return fmt.Sprintf("sources looked at: %d, failed: %d", looked, failed), nil
}

// mostRemarks is how many remarks are kept of one look.
const mostRemarks = 20

// look imports what is new in one calendar.
func (f *Follower) look(ctx context.Context, c Calendar) Result {
	done, remarks, err := f.bring(ctx, c)
	r := Result{At: f.List.Now().UTC().Truncate(time.Second), Done: done, Remarks: remarks[:min(len(remarks), mostRemarks)]}
	if err != nil {
		r.Done, r.Error = "", c.redacted(err)
	}
	return r
}

// redacted words an error without the address, which errors of the network tell
// whole, also the one that a redirect leads to.
func (c Calendar) redacted(err error) string {
	var of *url.Error
	if errors.As(err, &of) {
		return strings.ReplaceAll(fmt.Sprintf("%s: %v", c.Shown(), of.Err), c.Address, c.Shown())
	}
	return strings.ReplaceAll(err.Error(), c.Address, c.Shown())
}

func (f *Follower) bring(ctx context.Context, c Calendar) (done string, remarks []string, err error) {
	known, err := intake.Recall(ctx, f.List.Vault, c.Address)
	if err != nil {
		return "", nil, err
	}
	doc, err := fetch.Get(ctx, c.Address, fetch.Options{
		AllowPrivate: c.AllowPrivate, UserAgent: f.UserAgent, NoPages: true,
		Validators: fetch.Validators{ETag: known.ETag, LastModified: known.LastModified},
	})
	if err != nil {
		return "", nil, err
	}
	if doc.NotModified {
		return "not changed since the last look", nil, nil
	}
	d := Document{Name: c.Address, Data: doc.Body, Kind: CalendarKind, Reading: c.Reading, ETag: doc.Validators.ETag, LastModified: doc.Validators.LastModified}
	if table.IsTable(c.Address, doc.Body) {
		d.Kind = TableKind
	}
	p, err := d.Plan(ctx, f.Timeline(), f.List.Vault, intake.Options{Now: f.List.Now(), Announce: intake.AnnounceAuto, Remove: c.Remove})
	switch {
	case err != nil:
		return "", nil, err
	case p.Wrong != nil:
		return "", nil, p.Wrong
	case p.Table != nil && p.Table.Mapping.Problem != "":
		return "", nil, errors.New(p.Table.Mapping.Problem)
	}
	plan := p.Plan
	refused := p.refusal(c.Reading)
	done = fmt.Sprintf("%d added, %d changed, %d unchanged, ", plan.Count(intake.Add), plan.Count(intake.Change), plan.Count(intake.Same))
	if len(refused) > 0 {
		done += fmt.Sprintf("%d refused, ", p.Table.Refused())
	}
	done += fmt.Sprintf("%d gone", len(plan.Gone)+len(plan.Over))
	remarks = append(refused, p.Remarks()...)
	by := intake.Signature{Author: intake.Label(c.Address), By: "duty:follow", Note: "followed " + string(d.Kind) + " " + c.ID, Batch: intake.Batch(c.Address)}
	_, err = plan.Apply(ctx, intake.Target{Record: f.Record, Vault: f.List.Vault}, by)
	return done, remarks, err
}

// refusal tells of the rows of a table that are refused, unless that is wanted.
func (p *Planned) refusal(how Reading) []string {
	if p.Table == nil || how.SkipBad || p.Table.Refused() == 0 {
		return nil
	}
	first := slices.IndexFunc(p.Table.Rows, func(o table.Outcome) bool { return o.Event == nil })
	return []string{fmt.Sprintf("rows that are refused: %d; the first is row %d: %s", p.Table.Refused(), p.Table.Rows[first].Number, p.Table.Rows[first].Reason)}
}
