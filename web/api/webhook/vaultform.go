package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"almanac.example/events"
)

// vaultSchema is the schema of everything that this room keeps in the vault.
const vaultSchema = 1

// endpointPrefix begins the keys of what a backup carries always.
const endpointPrefix = "webhook/"

func endpointKey(id string) string  { return endpointPrefix + id }
func cursorKey(id string) string    { return endpointPrefix + id + "/cursor" }
func secretKey(id string) string    { return "secret/webhook/" + id }
func sendingKey(id string) string   { return "sending/" + id }
func deliveryList(id string) string { return events.DeliveryPrefix + id + "/" }

// deliveryKey is where the n-th delivery is kept until the one that comes
// maxDeliveries later takes its place.
func deliveryKey(id string, n int) string {
	return fmt.Sprintf("%s%02d", deliveryList(id), n%maxDeliveries)
}

// cursor says how far an endpoint was told: of everything in the revision up to
// a subject, and of everything before.
type cursor struct {
	Rev     events.Rev `json:"rev"`
	Subject string     `json:"subject"`
}

// wholly is the subject after all others: no ID and no document begins so.
const wholly = "~"

// sending is how an endpoint is getting on, and who is at it.
type sending struct {
	Claim    *claim    `json:"claim,omitempty"`
	Failures int       `json:"failures,omitempty"` // in a row
	Failing  time.Time `json:"failing,omitzero"`   // since the first of them
	Next     time.Time `json:"next,omitzero"`      // not before this instant
	Message  string    `json:"message,omitempty"`  // that was not taken
	Number   int       `json:"number,omitempty"`   // of its delivery
	Last     int       `json:"last,omitempty"`     // the number of the newest delivery; counted from 1
}

// isClaimed reports whether somebody is at it.
func (s *sending) isClaimed(now time.Time) bool { return s.Claim != nil && now.Before(s.Claim.Until) }

// number is that of the delivery of the message: the same for another attempt.
func (s *sending) number(message string) int {
	if s.Message != message {
		s.Last++
		s.Message, s.Number = message, s.Last
	}
	return s.Number
}

// note counts an attempt.
func (s *sending) note(o outcome, now time.Time) {
	if o.failure == "" {
		s.Failures, s.Failing, s.Next, s.Message, s.Number = 0, time.Time{}, time.Time{}, "", 0
		return
	}
	if s.Failures++; s.Failures == 1 {
		s.Failing = now
	}
	s.Next = now.Add(retryDelay(s.Failures, o)).Truncate(time.Millisecond)
}

// forgive lets the next attempt be made at once.
func (s *sending) forgive() { s.Failures, s.Failing, s.Next = 0, time.Time{}, time.Time{} }

// claim keeps other senders from an endpoint.
type claim struct {
	Holder string    `json:"holder"`
	Until  time.Time `json:"until"`
}

// stored is a value of the vault with the version that replacing it names.
type stored[T any] struct {
	key     string
	value   T
	version events.Version // 0: there is none
}

// load reads a value; where there is none it is the zero one.
func load[T any](ctx context.Context, v Vault, key string) (stored[T], error) {
	s := stored[T]{key: key}
	value, err := v.Get(ctx, key)
	if errors.Is(err, events.ErrNotFound) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	return decoded[T](value)
}

func decoded[T any](value events.Value) (stored[T], error) {
	s := stored[T]{key: value.Key, version: value.Version}
	err := decode(value, &s.value)
	return s, err
}

func decode(v events.Value, into any) error {
	if v.Schema != vaultSchema {
		return fmt.Errorf("vault value %q has schema %d; this almanac knows %d", v.Key, v.Schema, vaultSchema)
	}
	if err := json.Unmarshal(v.Data, into); err != nil {
		return fmt.Errorf("vault value %q: %w", v.Key, err)
	}
	return nil
}

// change proposes the value as it is now.
func (s *stored[T]) change() (events.ValueChange, error) {
	data, err := encode(s.value)
	if err != nil {
		return events.ValueChange{}, fmt.Errorf("vault value %q: %w", s.key, err)
	}
	return events.PutValue(events.Value{Key: s.key, Schema: vaultSchema, Data: data}, s.version), nil
}

// changer is a stored of any kind.
type changer interface {
	change() (events.ValueChange, error)
}

// save writes all of them or none; events.ErrConflict if one has changed since
// it was loaded.
func save(ctx context.Context, v Vault, all ...changer) error {
	var changes []events.ValueChange
	for _, s := range all {
		c, err := s.change()
		if err != nil {
			return err
		}
		changes = append(changes, c)
	}
	_, err := v.Write(ctx, changes...)
	return err
}

// again does what is read, decided and written until no other writer comes
// between.
func again(ctx context.Context, do func() error) error {
	for {
		err := do()
		if !errors.Is(err, events.ErrConflict) || ctx.Err() != nil {
			return err
		}
	}
}
