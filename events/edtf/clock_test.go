package edtf

import (
	"errors"
	"testing"
)

// The time of day is taken out of a text, whatever stands beside it.
func TestTimesOfDay(t *testing.T) {
	tests := []struct{ in, want string }{
		{"10 Apr 2019 2pm", "14:00:00"},
		{"10 Apr 2019 2 p.m.", "14:00:00"},
		{"10 Apr 2019 12am", "00:00:00"},
		{"10 Apr 2019 12pm", "12:00:00"},
		{"10 Apr 2019 12:30 am", "00:30:00"},
		{"10 Apr 2019 2.30pm", "14:30:00"},
		{"10 Apr 2019 11:59:59", "11:59:59"},
		{"10 Apr 2019 at 9:05", "09:05:00"},
		{"9:05, 10 Apr 2019", "09:05:00"},
		{"10 Apr 2019 (14:30)", "14:30:00"},
		{"10 Apr 2019 14:30 Berlin time", "14:30:00 Berlin"},
		{"10 Apr 2019 14:30 Europe/Berlin", "14:30:00 Europe/Berlin"},
		{"10 Apr 2019 14:30 America/New_York", "14:30:00 America/New_York"},
		{"10 Apr 2019 14:30 CET", "14:30:00 CET"},
		{"10 Apr 2019 14:30 UTC", "14:30:00Z UTC"},
		{"10 Apr 2019 14:30Z", "14:30:00Z Z"},
		{"10 Apr 2019 14:30+02", "14:30:00+02:00"},
		{"10 Apr 2019 14:30 +0530", "14:30:00+05:30"},
		{"10 Apr 2019 14:30 UTC-5", "14:30:00-05:00"},
		{"10 Apr 2019 14:30-16:00 +02:00", "14:30:00+02:00–16:00:00+02:00"},
		{"10 Apr 2019 14:30 to 16:00", "14:30:00–16:00:00"},
		{"10 Apr 2019 2-4 pm", "14:00:00–16:00:00"},
		{"10 Apr 2019 2–4:30pm", "14:00:00–16:30:00"},
		{"10 Apr 2019 10–11am", "10:00:00–11:00:00"},
		{"00:00–02:00 10 Apr 2019", "00:00:00–02:00:00"},
		{"2019年4月10日下午2点", "14:00:00"},
		{"2019年4月10日下午两点", ""},
		{"2019年4月10日下午三点半", "15:30:00"},
		{"2019年4月10日上午9点15分", "09:15:00"},
		{"2019年4月10日晚上8点", "20:00:00"},
		{"2019年4月10日凌晨1点", "01:00:00"},
		{"2019年4月10日中午12点", "12:00:00"},
		{"2019年4月10日中午1点", "13:00:00"},
		{"2019年4月10日14时30分—16时", "14:30:00–16:00:00"},
		{"2019年4月10日14:30（悉尼时间）", "14:30:00 悉尼"},
		{"2019年4月10日午後3時", "15:00:00"},
		{"10. April 2019, 9 Uhr", "09:00:00"},
		{"10. April 2019 um 9.15 Uhr", "09:15:00"},
		{"10 avril 2019 à 14h30", "14:30:00"},
		{"10 avril 2019, 9h", "09:00:00"},
		// Midnight alone is what a spreadsheet adds to a day.
		{"10 Apr 2019 00:00", ""},
		{"10 Apr 2019 0:00:00", ""},
		{"10 Apr 2019 00:00:01", "00:00:01"},
		{"10 Apr 2019 00:00 UTC", "00:00:00Z UTC"},
	}
	for _, test := range tests {
		r, err := ParseLoose(test.in)
		if test.in == "2019年4月10日下午两点" {
			if err == nil {
				t.Errorf("%s is read as %s", test.in, spelt(r))
			}
			continue
		}
		want := "2019-04-10"
		if test.want != "" {
			want += " T" + test.want
		}
		if err != nil || spelt(r) != want {
			t.Errorf("%s: %s, %v; want %s", test.in, spelt(r), err, want)
		}
	}
}

// What is no time of day is left in the text, and then not understood.
func TestNoTimesOfDay(t *testing.T) {
	for _, in := range []string{
		"10 Apr 2019 25:00", "10 Apr 2019 14:60", "10 Apr 2019 13pm", "10 Apr 2019 14:30:60", "2019年4月10日25点", "2019年战国时期", "10 Apr 2019 14:30 berlin",
		"10 Apr 2019 114:30", "10 Apr 2019 14:305", "10 Apr 2019 14:30 UTC+15", "10 Apr 2019 1.30 Monday",
	} {
		if r, err := ParseLoose(in); err == nil {
			t.Errorf("%s is read as %s", in, spelt(r))
		}
	}
}

func TestATimeWithoutItsDayIsHandedOn(t *testing.T) {
	for in, want := range map[string]string{"14:30–16:00 Berlin": "T14:30:00–16:00:00 Berlin", "下午2点": "T14:00:00", "(2pm)": "T14:00:00", "00:00": "T00:00:00"} {
		_, err := ParseLoose(in)
		var refused *RefusedError
		if !errors.As(err, &refused) || refused.Reason != RefusedNoDate || len(refused.Readings) != 1 || spelt(refused.Readings[0]) != want {
			t.Errorf("%s: %v, want the time %s", in, err, want)
		}
	}
}
