package events_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
)

func TestExpired(t *testing.T) {
	end := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name    string
		expires time.Time
		now     time.Time
		want    bool
	}{
		{"never", time.Time{}, end, false},
		{"just before", end, end.Add(-1), false},
		{"at its instant", end, end, true},
		{"the same instant elsewhere", end, end.In(time.FixedZone("", 8*3600)), true},
		{"after", end, end.Add(1), true},
	} {
		if got := (events.Value{Expires: test.expires}).Expired(test.now); got != test.want {
			t.Errorf("%s: expired is %v", test.name, got)
		}
	}
}

// TestFeedKeys holds the keys: what is stored under them is found for ever.
func TestFeedKeys(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{events.FeedKey("one.ics"), "memory/2b3ed0c102b7f9c76bd6f1d7073adb17/about"},
		{events.FeedItemKey("one.ics", "ics-1"), "memory/2b3ed0c102b7f9c76bd6f1d7073adb17/event/ics-1"},
		{events.FeedItemKey("one.ics", ""), "memory/2b3ed0c102b7f9c76bd6f1d7073adb17/event/"},
		{events.ReadingKey("ab12"), "memory/report/about/ab12"},
		{events.ReadingDatesKey("ab12"), "memory/report/dates/ab12/"},
		{events.HubKey, "hub"},
		{events.DutyPrefix + events.OutgoingDuties, "duty/outgoing"},
	} {
		if test.got != test.want {
			t.Errorf("the key is %q; want %q", test.got, test.want)
		}
	}
}

func TestPausedBy(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	own, all := &events.DutyPause{Since: noon, Reason: "own"}, &events.DutyPause{Since: noon, Reason: "all"}
	for _, test := range []struct {
		name     string
		state    events.DutyState
		outgoing *events.DutyState
		want     *events.DutyPause
	}{
		{"nothing", events.DutyState{}, nil, nil},
		{"an unset mark", events.DutyState{}, &events.DutyState{}, nil},
		{"its own", events.DutyState{Paused: own}, nil, own},
		{"both", events.DutyState{Paused: own, Resumed: noon.Add(1)}, &events.DutyState{Paused: all}, own},
		{"the mark", events.DutyState{}, &events.DutyState{Paused: all}, all},
		{"resumed before", events.DutyState{Resumed: noon.Add(-1)}, &events.DutyState{Paused: all}, all},
		{"resumed at that instant", events.DutyState{Resumed: noon}, &events.DutyState{Paused: all}, nil},
		{"resumed after", events.DutyState{Resumed: noon.Add(1)}, &events.DutyState{Paused: all}, nil},
	} {
		if got := test.state.PausedBy(test.outgoing); got != test.want {
			t.Errorf("%s: paused by %+v; want %+v", test.name, got, test.want)
		}
	}
}

// TestJSONValues are spelled as they are and read in their own schema only.
func TestJSONValues(t *testing.T) {
	v, err := events.JSONValue("hub", 3, map[string]string{"a": "<&>"})
	if err != nil || string(v.Data) != `{"a":"<&>"}` || v.Schema != 3 || v.Key != "hub" {
		t.Errorf("%+v, %v", v, err)
	}
	var got map[string]string
	if err := v.Decode(3, &got); err != nil || got["a"] != "<&>" {
		t.Errorf("read as %v, %v", got, err)
	}
	for _, schema := range []int{2, 4} {
		if err := v.Decode(schema, &got); err == nil || !strings.Contains(err.Error(), `"hub" has schema 3`) {
			t.Errorf("in schema %d: %v", schema, err)
		}
	}
	v.Data = []byte("[")
	if err := v.Decode(3, &got); err == nil || !strings.Contains(err.Error(), "hub") {
		t.Errorf("damaged: %v", err)
	}
	if _, err := events.JSONValue("hub", 1, math.Inf(1)); err == nil || !strings.Contains(err.Error(), "hub") {
		t.Errorf("infinity: %v", err)
	}
}
