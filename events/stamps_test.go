package events

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"almanac.example/events/edtf"
)

func stamped(set func(*Event)) *Event {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	e := &Event{
		ID: "a", Slug: "a", Span: On(edtf.MustParse("2019-05")), Status: Published, Text: map[string]Text{"en": {Title: "A"}},
		Created: day(1), Published: day(2), Updated: day(3), Sequence: 2, Formerly: []Trace{{Until: day(3), Span: On(edtf.MustParse("2019"))}},
	}
	set(e)
	return e
}

// What comes with stamps is taken only if they can have been made by a record
// and leave room for the changes to come.
func TestStampsThatAreKept(t *testing.T) {
	at := func(text string) time.Time {
		u, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	last := at("2250-01-01T00:00:00Z")
	for name, c := range map[string]struct {
		set func(*Event)
		bad []string
	}{
		"as made": {func(*Event) {}, nil},
		"without any": {func(e *Event) {
			*e = *stamped(func(*Event) {})
			e.Created, e.Published, e.Updated, e.Sequence, e.Formerly = time.Time{}, time.Time{}, time.Time{}, 0, nil
		}, nil},
		"never changed":        {func(e *Event) { e.Published, e.Updated, e.Sequence, e.Formerly = e.Created, e.Created, 0, nil }, nil},
		"a clock once ahead":   {func(e *Event) { e.Updated = at("2109-01-01T00:00:00Z") }, nil},
		"the last instant":     {func(e *Event) { e.Created, e.Published, e.Updated = last, last, last }, nil},
		"the first instant":    {func(e *Event) { e.Created = at("1970-01-01T00:00:00Z") }, nil},
		"a draft":              {func(e *Event) { e.Status, e.Published = Draft, time.Time{} }, nil},
		"a draft, once public": {func(e *Event) { e.Status = Draft }, nil},
		"a tombstone": {func(e *Event) {
			*e = Event{ID: "a", Slug: "a", Status: Deleted, Created: e.Created, Updated: e.Updated}
		}, nil},
		"the greatest sequence": {func(e *Event) { e.Sequence = 2_000_000_000 }, nil},
		"the end of time":       {func(e *Event) { e.Updated = at("9999-12-31T23:59:59Z") }, []string{"updated"}},
		"a second too late":     {func(e *Event) { e.Updated = last.Add(time.Second) }, []string{"updated"}},
		"all too late": {func(e *Event) {
			e.Created, e.Published, e.Updated = last.AddDate(1, 0, 0), last.AddDate(1, 0, 0), last.AddDate(1, 0, 0)
		}, []string{"created", "updated", "published"}},
		"too early":                {func(e *Event) { e.Created = at("1969-12-31T23:59:59Z") }, []string{"created"}},
		"the year 0":               {func(e *Event) { e.Created = at("0000-01-01T00:00:00Z") }, []string{"created"}},
		"parts of a second":        {func(e *Event) { e.Updated = at("2026-03-04T00:00:00.5Z") }, []string{"updated"}},
		"updated before created":   {func(e *Event) { e.Updated, e.Formerly = e.Created.Add(-time.Second), nil }, []string{"updated", "updated"}},
		"published before created": {func(e *Event) { e.Published = e.Created.Add(-time.Second) }, []string{"published"}},
		"updated before published": {func(e *Event) { e.Published = e.Updated.Add(time.Second) }, []string{"updated"}},
		"public, unpublished":      {func(e *Event) { e.Published = time.Time{} }, []string{"published"}},
		"withdrawn, unpublished":   {func(e *Event) { e.Status, e.Published = Withdrawn, time.Time{} }, []string{"published"}},
		"not updated":              {func(e *Event) { e.Updated = time.Time{} }, []string{"updated"}},
		"not created":              {func(e *Event) { e.Created = time.Time{} }, []string{"created"}},
		"only a sequence": {func(e *Event) {
			e.Created, e.Published, e.Updated, e.Formerly = time.Time{}, time.Time{}, time.Time{}, nil
		}, []string{"created"}},
		"a negative sequence":      {func(e *Event) { e.Sequence = -1 }, []string{"sequence"}},
		"a sequence too great":     {func(e *Event) { e.Sequence = 2_000_000_001 }, []string{"sequence"}},
		"an overflowing sequence":  {func(e *Event) { e.Sequence = math.MaxInt }, []string{"sequence"}},
		"a trace after the change": {func(e *Event) { e.Formerly[0].Until = e.Updated.Add(time.Second) }, []string{"updated"}},
		"a trace without an end":   {func(e *Event) { e.Formerly[0].Until = time.Time{} }, []string{"formerly[0].until"}},
		"a tombstone's sequence":   {func(e *Event) { e.Status, e.Sequence = Deleted, -1 }, []string{"sequence"}},
		"more than stamps":         {func(e *Event) { e.Slug, e.Sequence = "A", -1 }, []string{"slug", "sequence"}},
	} {
		err := stamped(c.set).ValidateKept()
		var fields []string
		var bad *Invalid
		if errors.As(err, &bad) {
			for _, p := range bad.Problems {
				fields = append(fields, p.Field)
			}
		}
		if !slices.Equal(fields, c.bad) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever may be kept can be changed a million times, one second after the
// other, and each state may be kept elsewhere or is at least sound.
func TestKeptStampsCanFollow(t *testing.T) {
	e := *stamped(func(e *Event) {
		e.Updated, e.Sequence = time.Date(2250, 1, 1, 0, 0, 0, 0, time.UTC), 2_000_000_000
	})
	now := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	for n := range 1_000_000 {
		before := e
		if e = Revise(&before, e, now); !e.Updated.Equal(before.Updated.Add(time.Second)) || e.Sequence != before.Sequence+1 {
			t.Fatalf("change %d: updated %v, sequence %d", n, e.Updated, e.Sequence)
		}
	}
	if e.Sequence > math.MaxInt32 || e.Updated.UnixNano() < 0 {
		t.Errorf("updated %v, sequence %d", e.Updated, e.Sequence)
	}
}

// Stamps beyond all bounds, which earlier versions took, are left behind by the
// next change.
func TestReviseHealsStamps(t *testing.T) {
	end := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	now := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	for sequence, want := range map[int]int{-5: 1, 0: 1, 7: 8, math.MaxInt32 - 1: math.MaxInt32, math.MaxInt32: math.MaxInt32, math.MaxInt: math.MaxInt32, math.MinInt: 1} {
		old := stamped(func(e *Event) {
			e.Created, e.Published, e.Updated, e.Formerly[0].Until = end, end, end, end
			e.Sequence = sequence
		})
		next := Revise(old, *old, now)
		if !next.Updated.Equal(now) || next.Created.After(now) || next.Published.After(now) || next.Formerly[0].Until.After(now) || next.Sequence != want {
			t.Errorf("sequence %d: created %v, published %v, updated %v, sequence %d", sequence, next.Created, next.Published, next.Updated, next.Sequence)
		}
	}
}

func TestCheckClock(t *testing.T) {
	for text, ok := range map[string]bool{
		"1969-12-31T23:59:59Z": false, "1970-01-01T00:00:00Z": true, "2026-03-01T00:00:00Z": true,
		"2109-01-01T00:00:00Z": true, "2261-12-31T23:59:59Z": true, "2262-01-01T00:00:00Z": false, "9999-01-01T00:00:00Z": false,
	} {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckClock(at); (err == nil) != ok {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestFoundedHasBounds(t *testing.T) {
	for year, ok := range map[int]bool{1969: false, 1970: true, 2249: true, 2251: false, 9999: false} {
		s := Site{Authority: "example.org", Founded: time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)}
		if err := s.Validate(); (err == nil) != ok {
			t.Errorf("%d: %v", year, err)
		}
	}
}
