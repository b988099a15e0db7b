package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"almanac.example/events"
)

// idempotencyKey is the header by which a client says that a request is the same
// as an earlier one (draft-ietf-httpapi-idempotency-key-header).
const idempotencyKey = "Idempotency-Key"

// How long what a key stands for is remembered, and how long a request may take
// before another one with its key is made.
const (
	onceLife = 24 * time.Hour
	onceWork = time.Minute
)

// onceSchema is the schema of a remembered answer in the vault.
const onceSchema = 1

// remembered is the answer to a request that may be repeated. Status 0 says
// that it is being made.
type remembered struct {
	Request  string          `json:"request"` // hash of what was asked
	Status   int             `json:"status"`
	ETag     string          `json:"etag,omitempty"`
	Location string          `json:"location,omitempty"`
	Body     json.RawMessage `json:"body,omitempty"`
}

// once answers a request with a key: what was done under the key is told again
// and not done again. What was refused has done nothing, and may be repeated.
func (c *call) once() (*answer, error) {
	key := c.r.Header.Get(idempotencyKey)
	switch {
	case !c.route.once:
		return nil, badRequest(idempotencyKey, "is not understood here")
	case len(key) > 255 || strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' }):
		return nil, badRequest(idempotencyKey, "must be at most 255 visible ASCII characters")
	}
	was, version, err := c.recall(c.onceName())
	if err != nil {
		return nil, err
	}
	mine := remembered{Request: digest(c.r.Method, c.r.URL.RequestURI(), string(c.body))}
	switch {
	case version != 0 && was.Request != mine.Request:
		return nil, unprocessable(idempotencyKey, "stands for another request; use a new key")
	case version != 0 && was.Status == 0:
		return nil, errRepeated
	case version != 0:
		return &answer{status: was.Status, etag: was.ETag, location: was.Location, raw: was.Body}, nil
	}
	if version, err = c.keep(mine, 0, onceWork); errors.Is(err, events.ErrConflict) {
		return nil, errRepeated
	} else if err != nil {
		return nil, err
	}
	return c.make(mine, version)
}

// make does what is asked and remembers it.
func (c *call) make(mine remembered, version events.Version) (*answer, error) {
	a, err := c.route.handle(c)
	// The note is made also when the client has gone: it will ask again.
	noting := context.WithoutCancel(c.ctx())
	if err != nil {
		if _, forgot := c.server.Vault.Write(noting, events.DeleteValue(c.onceName(), version)); forgot != nil {
			c.server.Log.Warn("a request cannot be repeated at once", "err", forgot)
		}
		return nil, err
	}
	if a.body != nil {
		if a.raw, err = encode(a.body); err != nil {
			return nil, err
		}
	}
	mine.Status, mine.ETag, mine.Location, mine.Body = a.status, a.etag, a.location, a.raw
	if _, err := c.keep(mine, version, onceLife); err != nil {
		c.server.Log.Warn("the answer to a request is not remembered", "err", err)
	}
	return a, nil
}

// onceName is the vault key of what the client's key stands for.
func (c *call) onceName() string {
	return events.IdempotencyPrefix + digest(c.who.By(), c.r.Header.Get(idempotencyKey))
}

// madeID is the ID that a repeated request gives to what it creates, so that
// nothing is created twice even if the answer was not remembered; "" without a
// key.
func (c *call) madeID() events.ID {
	if c.r.Header.Get(idempotencyKey) == "" {
		return ""
	}
	return events.ID(strings.ToLower(digest("event", c.onceName())[:26]))
}

func (c *call) recall(name string) (was remembered, version events.Version, err error) {
	v, err := c.server.Vault.Get(c.ctx(), name)
	if errors.Is(err, events.ErrNotFound) {
		return was, 0, nil
	}
	if err != nil {
		return was, 0, err
	}
	if v.Schema != onceSchema {
		return was, 0, fmt.Errorf("vault value %q has schema %d; this almanac knows %d", name, v.Schema, onceSchema)
	}
	if err := json.Unmarshal(v.Data, &was); err != nil {
		return was, 0, fmt.Errorf("vault value %q: %w", name, err)
	}
	return was, v.Version, nil
}

func (c *call) keep(m remembered, expect events.Version, life time.Duration) (events.Version, error) {
	data, err := encode(m)
	if err != nil {
		return 0, err
	}
	v := events.Value{Key: c.onceName(), Schema: onceSchema, Expires: c.server.Now().Add(life), Data: data}
	return c.server.Vault.Write(context.WithoutCancel(c.ctx()), events.PutValue(v, expect))
}

// digest is a hash of parts, none of which runs into the next.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
