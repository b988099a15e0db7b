package events

import (
	"testing"
	"time"
)

func TestProvisionalAuthorities(t *testing.T) {
	for authority, want := range map[string]bool{
		ProvisionalAuthority("ABC234"):      true,
		ProvisionalAuthority("x"):           true,
		"almanac-abc.invalid":               false,
		"provisional.invalid":               false,
		"x.provisional.invalid.example.org": false,
		"calendar.example.org":              false,
		"":                                  false,
	} {
		s := Site{Authority: authority, Founded: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
		if got := s.Provisional(); got != want {
			t.Errorf("%q: %t", authority, got)
		}
		if err := s.Validate(); (err == nil) != (authority != "") {
			t.Errorf("%q: %v", authority, err)
		}
	}
}
