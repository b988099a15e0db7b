package follow

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/intake"
)

// prefix begins the vault keys of followed calendars; the ID follows.
const prefix = "follow/"

// schema is the form of a Calendar in the vault.
const schema = 1

// The least and the usual time between two looks at a calendar.
const (
	leastEvery = 15 * time.Minute
	UsualEvery = 6 * time.Hour
)

// Calendar is one that is followed.
type Calendar struct {
	ID           string         `json:"id"`
	Address      string         `json:"address"` // may be a secret; see Shown
	Reading      Reading        `json:"reading"`
	Every        time.Duration  `json:"every"` // nanoseconds
	Remove       intake.Removal `json:"remove,omitempty"`
	AllowPrivate bool           `json:"allowPrivate,omitempty"` // also from this machine and its network
	Paused       bool           `json:"paused,omitempty"`
	Added        time.Time      `json:"added"`
	Next         time.Time      `json:"next"` // not before this instant
	Last         *Result        `json:"last,omitempty"`
}

// Result is what came of the last look at a calendar: Error if it failed, else
// Done.
type Result struct {
	At      time.Time `json:"at"`
	Done    string    `json:"done,omitempty"`
	Error   string    `json:"error,omitempty"`
	Remarks []string  `json:"remarks,omitempty"` // at most 20
}

// Shown is the address without what may be a secret in it: scheme and host.
func (c Calendar) Shown() string {
	u, err := url.Parse(c.Address)
	if err != nil || u.Host == "" {
		return "…"
	}
	return strings.ToLower(u.Scheme) + "://" + u.Host + "/…"
}

// List is the followed calendars of a record.
type List struct {
	Vault intake.Vault
	Now   func() time.Time
}

// All lists the calendars in the order in which they were added.
func (l List) All(ctx context.Context) ([]Calendar, error) {
	var list []Calendar
	for v, err := range l.Vault.List(ctx, prefix) {
		if err != nil {
			return nil, err
		}
		var c Calendar
		if err := v.Decode(schema, &c); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b Calendar) int { return cmp.Or(a.Added.Compare(b.Added), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}

// Add follows a calendar from now on, and gives it an ID. What is wrong with it
// is an *events.Invalid.
func (l List) Add(ctx context.Context, c Calendar) (Calendar, error) {
	if c.Every == 0 {
		c.Every = UsualEvery
	}
	bad := &events.Invalid{Subject: "followed calendar"}
	add := func(field, reason string) {
		bad.Problems = append(bad.Problems, events.Problem{Field: field, Reason: reason})
	}
	if u, err := url.Parse(c.Address); !fetch.IsAddress(c.Address) || err != nil || u.Host == "" {
		add("address", "is no http, https or webcal address")
	}
	if c.Every < leastEvery {
		add("every", fmt.Sprintf("is %s; at least %s are left between two looks", c.Every, leastEvery))
	}
	if c.Reading.Lang != "" && !events.IsLanguage(c.Reading.Lang) {
		add("language", fmt.Sprintf("%q is no known language tag such as zh, en or pt-BR", c.Reading.Lang))
	}
	if c.Reading.Zone != "" {
		if _, err := events.LoadZone(c.Reading.Zone); err != nil {
			add("zone", err.Error())
		}
	}
	all, err := l.All(ctx)
	if err != nil {
		return c, err
	}
	if i := slices.IndexFunc(all, func(o Calendar) bool { return o.Address == c.Address }); i >= 0 {
		add("address", "is followed already, as "+all[i].ID)
	}
	if len(bad.Problems) > 0 {
		return c, bad
	}
	c.ID, c.Added, c.Next = strings.ToLower(rand.Text()[:8]), l.Now().UTC().Truncate(time.Second), time.Time{}
	return c, l.put(ctx, c, 0)
}

// Pause keeps a calendar from being looked at.
func (l List) Pause(ctx context.Context, id string) error {
	return l.change(ctx, id, func(c *Calendar) { c.Paused = true })
}

// Resume ends a pause; the calendar is looked at soon.
func (l List) Resume(ctx context.Context, id string) error {
	return l.change(ctx, id, func(c *Calendar) { c.Paused, c.Next = false, time.Time{} })
}

// Remove forgets a calendar. What it brought stays, and so does what is
// remembered of that.
func (l List) Remove(ctx context.Context, id string) error {
	v, err := l.get(ctx, id)
	if err != nil {
		return err
	}
	_, err = l.Vault.Write(ctx, events.DeleteValue(prefix+id, v.Version))
	return err
}

func (l List) get(ctx context.Context, id string) (events.Value, error) {
	v, err := l.Vault.Get(ctx, prefix+id)
	if errors.Is(err, events.ErrNotFound) {
		return v, fmt.Errorf("followed calendar %.40q: %w", id, events.ErrNotFound)
	}
	return v, err
}

// change edits a calendar as it is stored, again if somebody else was faster.
func (l List) change(ctx context.Context, id string, edit func(*Calendar)) error {
	for {
		v, err := l.get(ctx, id)
		if err != nil {
			return err
		}
		var c Calendar
		if err := v.Decode(schema, &c); err != nil {
			return err
		}
		edit(&c)
		if err := l.put(ctx, c, v.Version); !errors.Is(err, events.ErrConflict) {
			return err
		}
	}
}

func (l List) put(ctx context.Context, c Calendar, expect events.Version) error {
	v, err := events.JSONValue(prefix+c.ID, schema, c)
	if err != nil {
		return err
	}
	_, err = l.Vault.Write(ctx, events.PutValue(v, expect))
	return err
}
