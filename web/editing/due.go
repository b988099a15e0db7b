package editing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
)

// ScheduleDuty is the duty that publishes what is due: histories name it by
// access.Duty.
const ScheduleDuty = "schedule"

// scheduled lists the drafts that are to be published by themselves, the
// earliest first.
func (d *Editor) scheduled() []*events.Event {
	list := d.record.Timeline().ForEditors(events.Selection{}, events.Draft)
	list = slices.DeleteFunc(list, func(e *events.Event) bool { return e.Publish == nil })
	slices.SortStableFunc(list, func(a, b *events.Event) int { return a.Publish.At.Compare(b.Publish.At) })
	return list
}

// NextDue is when the next draft is to be published; zero: none is scheduled.
func (d *Editor) NextDue() time.Time {
	if list := d.scheduled(); len(list) > 0 {
		return list[0].Publish.At
	}
	return time.Time{}
}

// PublishDue publishes the drafts that are due, and says in a few words what
// was done. Any process may do it at any time: of two, one is faster. What
// cannot be published any more, such as an amendment of what was changed
// meanwhile, stays a draft without a plan, and its history says why.
func (d *Editor) PublishDue(ctx context.Context) (done string, err error) {
	published, left := 0, 0
	for _, draft := range d.scheduled() {
		if draft.Publish.At.After(d.now()) {
			break
		}
		switch ok, err := d.publishDue(ctx, draft); {
		case err != nil:
			return told(published, left), err
		case ok:
			published++
		default:
			left++
		}
	}
	return told(published, left), nil
}

// publishDue publishes one draft; ok is false if it stays one.
func (d *Editor) publishDue(ctx context.Context, draft *events.Event) (ok bool, err error) {
	a := Act{Who: access.Duty(ScheduleDuty), Batch: closed(events.NewBatch(events.BatchSchedule, ""))}
	for try := 1; ; try++ {
		_, err := d.accept(ctx, a, draft, "")
		switch again := try < maxTries && errors.Is(err, events.ErrConflict) && !clashes(err); {
		case err == nil:
			return true, nil
		case !isFinal(err):
			return false, err
		case !again:
			return false, d.unschedule(ctx, a, draft, err)
		}
		now, found := d.record.Timeline().Event(draft.ID)
		if !found || now.Status != events.Draft || now.Publish == nil || now.Publish.At.After(d.now()) {
			return false, nil // decided otherwise meanwhile
		}
		draft = now
	}
}

// clashes reports whether a person has to choose before this can be done.
func clashes(err error) bool {
	var c *Conflict
	return errors.As(err, &c) && len(c.Merged.Clashes()) > 0
}

// isFinal reports whether trying again would come to the same.
func isFinal(err error) bool {
	var bad *events.Invalid
	return errors.Is(err, events.ErrConflict) || errors.Is(err, events.ErrNotFound) || errors.Is(err, events.ErrTooLarge) || errors.As(err, &bad)
}

// unschedule takes a plan back that cannot be kept, and says why.
func (d *Editor) unschedule(ctx context.Context, a Act, draft *events.Event, reason error) error {
	next := *draft
	next.Publish = nil
	a.Note = "not published as planned: " + oneLine(reason)
	_, err := d.commit(ctx, a, events.Put(next, draft.Rev))
	return err
}

// oneLine words why a plan cannot be kept, for the history.
func oneLine(err error) string {
	var c *Conflict
	if errors.As(err, &c) && clashes(err) {
		return fmt.Sprintf("event %q was changed meanwhile in %s", c.ID, strings.Join(c.Merged.Clashes(), ", "))
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}

func told(published, left int) string {
	if left == 0 {
		return fmt.Sprintf("published: %d", published)
	}
	return fmt.Sprintf("published: %d; could not be published and stay drafts: %d", published, left)
}

// closed is a batch of one commit.
func closed(b *events.BatchPart) *events.BatchPart {
	b.Last = true
	return b
}
