package webhook

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
)

// standing is a Standing and until when the endpoint is claimed.
type standing struct {
	Standing
	claimed time.Time
}

// Create sets an endpoint up, which is told of what comes from now on. The
// secret is not to be had later. Settings that could not work are an
// *events.Invalid, too many endpoints events.ErrTooLarge.
func (s *Sender) Create(ctx context.Context, settings Settings) (e Endpoint, secret string, err error) {
	if err := settings.check(s.allowPrivate); err != nil {
		return Endpoint{}, "", err
	}
	all, err := s.standings(ctx)
	if err != nil {
		return Endpoint{}, "", err
	}
	if len(all) >= maxEndpoints {
		return Endpoint{}, "", fmt.Errorf("there are %d webhooks, and no more are allowed: %w", len(all), events.ErrTooLarge)
	}
	id := strings.ToLower(rand.Text()[:16])
	e = Endpoint{ID: id, Created: s.now(), Settings: settings}
	ring := keyRing{[]key{newKey()}}
	return e, ring.Keys[0].secret(), save(
		ctx, s.vault,
		&stored[Endpoint]{key: endpointKey(id), value: e},
		&stored[cursor]{key: cursorKey(id), value: cursor{s.record.Timeline().Rev(), wholly}},
		&stored[keyRing]{key: secretKey(id), value: ring},
	)
}

// List tells the endpoints, the oldest first.
func (s *Sender) List(ctx context.Context) ([]Standing, error) {
	list, err := s.standings(ctx)
	var out []Standing
	for _, e := range list {
		out = append(out, e.Standing)
	}
	return out, err
}

// Duty is what the duty of sending is called.
const Duty = "webhooks"

// Paused says since when and why nothing is sent to any endpoint, as in a store
// that was just restored; nil if it is sent.
func (s *Sender) Paused(ctx context.Context) (*events.DutyPause, error) {
	var own, outgoing events.DutyState
	for name, into := range map[string]*events.DutyState{Duty: &own, events.OutgoingDuties: &outgoing} {
		v, err := s.vault.Get(ctx, events.DutyPrefix+name)
		if errors.Is(err, events.ErrNotFound) {
			continue
		}
		if err == nil {
			err = v.Decode(events.DutySchema, into)
		}
		if err != nil {
			return nil, err
		}
	}
	return own.PausedBy(&outgoing), nil
}

func (s *Sender) standings(ctx context.Context) ([]standing, error) {
	byID := map[string]*standing{}
	for v, err := range s.vault.List(ctx, endpointPrefix) {
		if err != nil {
			return nil, err
		}
		id, isCursor := strings.CutSuffix(strings.TrimPrefix(v.Key, endpointPrefix), "/cursor")
		if !isCursor {
			e := &standing{}
			if err := decode(v, &e.Endpoint); err != nil {
				return nil, err
			}
			e.ID, byID[id] = id, e
			continue
		}
		var at cursor
		if err := decode(v, &at); err != nil {
			return nil, err
		}
		if e := byID[id]; e != nil { // keys come in order: the cursor after its endpoint
			e.Told = at.told()
		}
	}
	for id, e := range byID {
		state, err := load[sending](ctx, s.vault, sendingKey(id))
		if err != nil {
			return nil, err
		}
		e.Failures, e.Next = state.value.Failures, state.value.Next
		if c := state.value.Claim; c != nil {
			e.claimed = c.Until
		}
	}
	list := make([]standing, 0, len(byID))
	for _, e := range byID {
		list = append(list, *e)
	}
	slices.SortFunc(list, func(a, b standing) int {
		return cmp.Or(a.Created.Compare(b.Created), strings.Compare(a.ID, b.ID))
	})
	return list, nil
}

// told is the revision up to which everything was told.
func (c cursor) told() events.Rev {
	if c.Subject != wholly {
		return c.Rev - 1
	}
	return c.Rev
}

// Get tells one endpoint; events.ErrNotFound if there is none of that ID.
func (s *Sender) Get(ctx context.Context, id string) (Standing, error) {
	list, err := s.List(ctx)
	if err != nil {
		return Standing{}, err
	}
	for _, e := range list {
		if e.ID == id {
			return e, nil
		}
	}
	return Standing{}, missing(id)
}

func missing(id string) error { return fmt.Errorf("webhook %.40q: %w", id, events.ErrNotFound) }

// endpoint reads one endpoint.
func (s *Sender) endpoint(ctx context.Context, id string) (stored[Endpoint], error) {
	if id == "" || strings.Contains(id, "/") {
		return stored[Endpoint]{}, missing(id)
	}
	e, err := load[Endpoint](ctx, s.vault, endpointKey(id))
	if err == nil && e.version == 0 {
		err = missing(id)
	}
	e.value.ID = id
	return e, err
}

// Update gives an endpoint new settings. What it has not taken so far is tried
// again at once.
func (s *Sender) Update(ctx context.Context, id string, settings Settings) error {
	if err := settings.check(s.allowPrivate); err != nil {
		return err
	}
	return s.change(ctx, id, func(e *Endpoint) { e.Settings = settings })
}

// Enable tells a disabled endpoint again, from where it stopped; with skip from
// now on.
func (s *Sender) Enable(ctx context.Context, id string, skip bool) error {
	if skip {
		if err := s.skip(ctx, id); err != nil {
			return err
		}
	}
	return s.change(ctx, id, func(e *Endpoint) { e.Disabled = nil })
}

// Disable stops telling an endpoint.
func (s *Sender) Disable(ctx context.Context, id, reason string) error {
	return s.change(ctx, id, func(e *Endpoint) { e.Disabled = &Disabled{s.now(), reason} })
}

// change changes an endpoint and forgets that it failed.
func (s *Sender) change(ctx context.Context, id string, do func(*Endpoint)) error {
	defer s.ring()
	return again(ctx, func() error {
		e, err := s.endpoint(ctx, id)
		if err != nil {
			return err
		}
		state, err := load[sending](ctx, s.vault, sendingKey(id))
		if err != nil {
			return err
		}
		do(&e.value)
		state.value.forgive()
		return save(ctx, s.vault, &e, &state)
	})
}

// skip moves the cursor past everything there is.
func (s *Sender) skip(ctx context.Context, id string) error {
	return again(ctx, func() error {
		at, err := load[cursor](ctx, s.vault, cursorKey(id))
		if err == nil && at.version == 0 {
			err = missing(id)
		}
		if err != nil {
			return err
		}
		at.value = cursor{s.record.Timeline().Rev(), wholly}
		return save(ctx, s.vault, &at)
	})
}

// Rotate gives an endpoint a new secret. For the overlap, messages are signed
// with the former one, too.
func (s *Sender) Rotate(ctx context.Context, id string, overlap time.Duration) (secret string, err error) {
	if overlap < 0 || overlap > patience {
		return "", &events.Invalid{Subject: "webhook", Problems: []events.Problem{{
			Field: "overlap", Reason: fmt.Sprintf("must be from 0 to %s", patience),
		}}}
	}
	err = again(ctx, func() error {
		if _, err := s.endpoint(ctx, id); err != nil {
			return err
		}
		ring, err := load[keyRing](ctx, s.vault, secretKey(id))
		if err != nil {
			return err
		}
		ring.value = ring.value.rotated(s.now(), overlap)
		secret = ring.value.Keys[0].secret()
		return save(ctx, s.vault, &ring)
	})
	return secret, err
}

// Delete removes an endpoint and what is remembered of it.
func (s *Sender) Delete(ctx context.Context, id string) error {
	if err := again(ctx, func() error { return s.remove(ctx, endpointKey(id), cursorKey(id), secretKey(id), sendingKey(id)) }); err != nil {
		return err
	}
	var keys []string
	for v, err := range s.vault.List(ctx, deliveryList(id)) {
		if err != nil {
			return err
		}
		keys = append(keys, v.Key)
	}
	for chunk := range slices.Chunk(keys, maxDeliveries/2) {
		if err := again(ctx, func() error { return s.remove(ctx, chunk...) }); err != nil && !errors.Is(err, events.ErrNotFound) {
			return err
		}
	}
	return nil
}

// remove deletes the values that are there; events.ErrNotFound if the first is
// not.
func (s *Sender) remove(ctx context.Context, keys ...string) error {
	var changes []events.ValueChange
	for i, key := range keys {
		v, err := s.vault.Get(ctx, key)
		switch {
		case err == nil:
			changes = append(changes, events.DeleteValue(key, v.Version))
		case i == 0 || !errors.Is(err, events.ErrNotFound):
			return err
		}
	}
	_, err := s.vault.Write(ctx, changes...)
	return err
}
