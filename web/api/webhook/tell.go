package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"almanac.example/events"
)

// noteTime bounds the writes that are made although the work was told to stop.
const noteTime = 5 * time.Second

// errClaimed means that another process is at the endpoint, or that it is not
// its turn any more.
var errClaimed = errors.New("the endpoint is claimed")

// tell sends an endpoint one message after the other until there is nothing
// left, one is not taken, or another process is at it.
func (s *Sender) tell(ctx context.Context, id string, count *tally) error {
	var box outbox
	for ctx.Err() == nil {
		at, err := load[cursor](ctx, s.vault, cursorKey(id))
		if err != nil || at.version == 0 {
			return err // version 0: it was removed meanwhile
		}
		if len(box.states) == 0 || box.at != at.value {
			if box, err = readOutbox(ctx, s.record, at.value); err != nil {
				return err
			}
		}
		o, err := s.tellNext(ctx, id, &box, at)
		switch {
		case errors.Is(err, errClaimed), errors.Is(err, events.ErrConflict), errors.Is(err, events.ErrNotFound):
			return nil // another process was faster, or the endpoint was removed
		case err != nil:
			return err
		case o == nil && box.upTo >= s.record.Timeline().Rev():
			return nil
		case o != nil:
			if count.count(*o); o.failure != "" {
				return nil
			}
		}
	}
	return context.Cause(ctx)
}

// tellNext sends the first message of the outbox that the endpoint wants; the
// outcome is nil if there is none.
func (s *Sender) tellNext(ctx context.Context, id string, box *outbox, at stored[cursor]) (*outcome, error) {
	e, err := s.endpoint(ctx, id)
	if err != nil {
		return nil, err
	}
	if e.value.Disabled != nil {
		return nil, errClaimed
	}
	for len(box.states) > 0 {
		state := box.take()
		m, err := s.messageOf(ctx, &e.value, &state)
		if err != nil {
			return nil, err
		}
		if m != nil {
			return s.attempt(ctx, e.value, m, step{at.value, box.at})
		}
	}
	if at.value == box.end() {
		return nil, nil
	}
	at.value = box.end()
	return nil, save(ctx, s.vault, &at)
}

func (s *Sender) messageOf(ctx context.Context, e *Endpoint, state *events.State) (*message, error) {
	before, err := stateBefore(ctx, s.record, state)
	if err != nil {
		return nil, err
	}
	return newMessage(e, before, state, s.address)
}

// step is the way of a cursor past a message.
type step struct{ from, to cursor }

// attempt claims the endpoint, sends, and notes how it went.
func (s *Sender) attempt(ctx context.Context, e Endpoint, m *message, past step) (*outcome, error) {
	keys, err := load[keyRing](ctx, s.vault, secretKey(e.ID))
	if err != nil {
		return nil, err
	}
	if len(keys.value.Keys) == 0 {
		return nil, s.disable(ctx, e.ID, "its secret is not in this store, as after restoring a backup without accounts; give it a new one")
	}
	if err := s.claim(ctx, e.ID); err != nil {
		return nil, err
	}
	o := s.post(ctx, &e, keys.value, m)
	stopped := ctx.Err() != nil && o.failure != ""
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTime)
	defer cancel()
	if stopped {
		return nil, errors.Join(context.Cause(ctx), s.release(noting, e.ID))
	}
	s.attempts.count(o)
	return &o, again(noting, func() error { return s.settle(noting, e, m, settled{o, past}) })
}

// claim keeps other senders from the endpoint.
func (s *Sender) claim(ctx context.Context, id string) error {
	state, err := load[sending](ctx, s.vault, sendingKey(id))
	if err != nil {
		return err
	}
	now := s.now()
	if state.value.isClaimed(now) || now.Before(state.value.Next) {
		return errClaimed
	}
	state.value.Claim = &claim{s.holder, now.Add(claimTime)}
	return save(ctx, s.vault, &state)
}

// release frees the endpoint for others.
func (s *Sender) release(ctx context.Context, id string) error {
	return again(ctx, func() error {
		state, err := s.claimed(ctx, id)
		if err != nil {
			return err
		}
		state.value.Claim = nil
		return save(ctx, s.vault, &state)
	})
}

// claimed is what was claimed by this sender.
func (s *Sender) claimed(ctx context.Context, id string) (stored[sending], error) {
	state, err := load[sending](ctx, s.vault, sendingKey(id))
	if err == nil && (state.value.Claim == nil || state.value.Claim.Holder != s.holder) {
		err = errClaimed
	}
	return state, err
}

// settled is what an attempt came to.
type settled struct {
	outcome
	past step // where the cursor goes if the message was taken
}

// settle notes an attempt and ends the claim in one write: the cursor if the
// message was taken, the delivery, and the end of an endpoint that is given up.
func (s *Sender) settle(ctx context.Context, e Endpoint, m *message, with settled) error {
	state, err := s.claimed(ctx, e.ID)
	if err != nil {
		return err
	}
	now := s.now()
	d := delivery{Number: state.value.number(m.id), Message: m.id, Type: m.kind, Rev: m.rev, Subject: m.subject}
	state.value.Claim = nil
	state.value.note(with.outcome, now)
	d.Next = state.value.Next
	changes := []changer{&state}
	if with.failure == "" {
		at, err := load[cursor](ctx, s.vault, cursorKey(e.ID))
		if err != nil {
			return err
		}
		if at.value == with.past.from { // else an administrator has moved it
			at.value = with.past.to
			changes = append(changes, &at)
		}
	} else if reason := reasonToDisable(with.outcome, state.value, now); reason != "" {
		current, err := s.endpoint(ctx, e.ID)
		if err != nil {
			return err
		}
		s.log.Warn("a webhook is told no more", "webhook", e.ID, "reason", reason)
		current.value.Disabled = &Disabled{now, reason}
		state.value.forgive()
		d.Next = time.Time{}
		changes = append(changes, &current)
	}
	slot, err := s.slot(ctx, e.ID, d, attempt{now, with.outcome})
	if err != nil {
		return err
	}
	if slot != nil {
		changes = append(changes, slot)
	}
	return save(ctx, s.vault, changes...)
}

// reasonToDisable says why an endpoint is given up; "" if it is not.
func reasonToDisable(o outcome, s sending, now time.Time) string {
	switch {
	case o.status == http.StatusGone:
		return "it answers 410 Gone, which means that it wants no more"
	case isLost(s.Failures, s.Failing, now):
		return fmt.Sprintf("it has taken nothing since %s, in %d attempts; at last: %s", s.Failing.Format(time.RFC3339), s.Failures, o.failure)
	}
	return ""
}

// disable ends the telling of an endpoint until an administrator enables it.
func (s *Sender) disable(ctx context.Context, id, reason string) error {
	s.log.Warn("a webhook is told no more", "webhook", id, "reason", reason)
	return again(ctx, func() error {
		e, err := s.endpoint(ctx, id)
		if err != nil {
			return err
		}
		e.value.Disabled = &Disabled{s.now(), reason}
		return save(ctx, s.vault, &e)
	})
}
