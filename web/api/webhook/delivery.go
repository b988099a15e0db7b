package webhook

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
)

// maxDeliveries is how many deliveries of an endpoint are remembered.
const maxDeliveries = 100

// Delivery is one message and how its delivery went. Instants are UTC.
type Delivery struct {
	Number    int           // counted from 1 for each endpoint
	Message   string        // the webhook-id
	Type      Type          // what it told
	Rev       events.Rev    // of the state that it told; 0: a ping
	Event     events.ID     // that it told of; "": of a document, or a ping
	Document  string        // that it told of
	First     time.Time     // attempt
	Last      time.Time     // attempt
	Attempts  int           // redeliveries included
	Delivered bool          // the last attempt was answered with 2xx
	Status    int           // HTTP status of the last answer; 0: there was none
	Failure   string        // why the last attempt does not count; "" if it does
	Took      time.Duration // of the last attempt
	Next      time.Time     // attempt; zero: none will be made by itself
}

// delivery is a Delivery as it is stored.
type delivery struct {
	Number   int           `json:"number"`
	Message  string        `json:"message"`
	Type     Type          `json:"type"`
	Rev      events.Rev    `json:"rev,omitempty"`
	Subject  string        `json:"subject,omitempty"`
	First    time.Time     `json:"first"`
	Last     time.Time     `json:"last"`
	Attempts int           `json:"attempts"`
	Status   int           `json:"status,omitempty"`
	Failure  string        `json:"failure,omitempty"`
	Took     time.Duration `json:"took"` // nanoseconds
	Next     time.Time     `json:"next,omitzero"`
}

// maxFailure bounds what is remembered of an error, in bytes.
const maxFailure = 500

// attempt is one try at an instant.
type attempt struct {
	at time.Time
	outcome
}

// count adds an attempt.
func (d *delivery) count(a attempt) {
	if d.Attempts++; d.Attempts == 1 {
		d.First = a.at
	}
	d.Last, d.Status, d.Took = a.at, a.status, a.took
	d.Failure = strings.ToValidUTF8(a.failure[:min(len(a.failure), maxFailure)], "")
}

func (d *delivery) outward() Delivery {
	o := Delivery{
		Number: d.Number, Message: d.Message, Type: d.Type, Rev: d.Rev,
		First: d.First, Last: d.Last, Attempts: d.Attempts,
		Delivered: d.Failure == "", Status: d.Status, Failure: d.Failure, Took: d.Took, Next: d.Next,
	}
	if name, ok := strings.CutPrefix(d.Subject, documentPrefix); ok {
		o.Document = name
	} else if d.Rev != 0 {
		o.Event = events.ID(d.Subject)
	}
	return o
}

// slot is where the delivery is noted, with the attempt counted; nil if a
// newer one has taken its place.
func (s *Sender) slot(ctx context.Context, id string, d delivery, a attempt) (*stored[delivery], error) {
	slot, err := load[delivery](ctx, s.vault, deliveryKey(id, d.Number))
	switch {
	case err != nil:
		return nil, err
	case slot.value.Number > d.Number:
		return nil, nil
	case slot.value.Number == d.Number:
		d.First, d.Attempts = slot.value.First, slot.value.Attempts
	}
	d.count(a)
	slot.value = d
	return &slot, nil
}

// Deliveries lists the last deliveries of an endpoint, the newest first.
func (s *Sender) Deliveries(ctx context.Context, id string) ([]Delivery, error) {
	if _, err := s.endpoint(ctx, id); err != nil {
		return nil, err
	}
	var list []Delivery
	for v, err := range s.vault.List(ctx, deliveryList(id)) {
		if err != nil {
			return nil, err
		}
		d, err := decoded[delivery](v)
		if err != nil {
			return nil, err
		}
		list = append(list, d.value.outward())
	}
	slices.SortFunc(list, func(a, b Delivery) int { return cmp.Compare(b.Number, a.Number) })
	return list, nil
}

// Ping sends a test message at once, also to an endpoint that is disabled, and
// tells how it went. It is tried once.
func (s *Sender) Ping(ctx context.Context, id string) (Delivery, error) {
	return s.sendOnce(ctx, id, func(e *Endpoint, number int) (*message, delivery, error) {
		m := &message{id: messageID(0, fmt.Sprintf("ping-%d", number), id), kind: Ping}
		var err error
		m.body, err = encode(envelope{Ping, s.now(), map[string]string{"webhook": id}})
		return m, delivery{Number: number, Message: m.id, Type: Ping}, err
	})
}

// Redeliver sends the message of a delivery once more, at once and out of turn,
// and tells how it went. It has the webhook-id that it had.
func (s *Sender) Redeliver(ctx context.Context, id string, number int) (Delivery, error) {
	notThere := fmt.Errorf("delivery %d of webhook %q: %w", number, id, events.ErrNotFound)
	if number < 1 {
		return Delivery{}, notThere
	}
	slot, err := load[delivery](ctx, s.vault, deliveryKey(id, number))
	if err != nil {
		return Delivery{}, err
	}
	d := slot.value
	if d.Number != number {
		return Delivery{}, notThere
	}
	if d.Type == Ping {
		return s.Ping(ctx, id)
	}
	return s.sendOnce(ctx, id, func(e *Endpoint, _ int) (*message, delivery, error) {
		m, err := s.messageAgain(ctx, e, &d)
		return m, d, err
	})
}

// messageAgain makes the message of a delivery from the history.
func (s *Sender) messageAgain(ctx context.Context, e *Endpoint, d *delivery) (*message, error) {
	q := events.HistoryQuery{ID: events.ID(d.Subject), Before: d.Rev + 1}
	if name, ok := strings.CutPrefix(d.Subject, documentPrefix); ok {
		q.ID, q.Document = "", events.DocumentName(name)
	}
	state, err := newest(ctx, s.record, q)
	if err != nil {
		return nil, err
	}
	all := *e
	all.Types = nil // what it was told it may be told again
	if state == nil || state.Rev != d.Rev {
		return nil, fmt.Errorf("revision %d of %s: %w", d.Rev, d.Subject, events.ErrNotFound)
	}
	m, err := s.messageOf(ctx, &all, state)
	if err == nil && m == nil {
		err = fmt.Errorf("revision %d of %s tells nothing any more: %w", d.Rev, d.Subject, events.ErrNotFound)
	}
	return m, err
}

// sendOnce sends what build makes without claim and cursor, and notes it. build
// is given the number that a new delivery has.
func (s *Sender) sendOnce(ctx context.Context, id string, build func(*Endpoint, int) (*message, delivery, error)) (Delivery, error) {
	e, err := s.endpoint(ctx, id)
	if err != nil {
		return Delivery{}, err
	}
	keys, err := load[keyRing](ctx, s.vault, secretKey(id))
	if err != nil {
		return Delivery{}, err
	}
	number, err := s.nextNumber(ctx, id)
	if err != nil {
		return Delivery{}, err
	}
	m, d, err := build(&e.value, number)
	if err != nil {
		return Delivery{}, err
	}
	o := s.post(ctx, &e.value, keys.value, m)
	s.attempts.count(o)
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTime)
	defer cancel()
	err = again(noting, func() error {
		slot, err := s.slot(noting, id, d, attempt{s.now(), o})
		if err != nil || slot == nil {
			return err
		}
		d = slot.value
		return save(noting, s.vault, slot)
	})
	return d.outward(), err
}

// nextNumber takes the number of a new delivery.
func (s *Sender) nextNumber(ctx context.Context, id string) (number int, err error) {
	err = again(ctx, func() error {
		state, err := load[sending](ctx, s.vault, sendingKey(id))
		if err != nil {
			return err
		}
		state.value.Last++
		number = state.value.Last
		return save(ctx, s.vault, &state)
	})
	return number, err
}
