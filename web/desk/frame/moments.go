package frame

import (
	"fmt"
	"strconv"
	"time"

	"almanac.example/events/edtf"
)

// utc writes a distance from UTC in seconds: UTC, UTC+8, UTC−03:30.
func utc(seconds int) string {
	if seconds == 0 {
		return "UTC"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	text := "UTC" + sign + strconv.Itoa(seconds/3600)
	if m := seconds / 60 % 60; m != 0 {
		text += fmt.Sprintf(":%02d", m)
	}
	return text
}

// When words an instant of the history for people: today and yesterday with the
// time, this year without the year.
func (v *Visit) When(at time.Time) string {
	at = at.In(v.Zone())
	day, today := edtf.DayOf(at), edtf.DayOf(v.Now)
	switch {
	case day == today:
		return v.Text("when.today", at.Format("15:04"))
	case day == today.AddDays(-1):
		return v.Text("when.yesterday", at.Format("15:04"))
	case at.Year() == v.Now.Year():
		return v.MonthDay(int(at.Month()), at.Day())
	}
	return v.Date(day)
}

// Instant words an instant to the minute with its weekday: 12月1日周二 09:00.
func (v *Visit) Instant(at time.Time) string {
	at = at.In(v.Zone())
	return v.Text("when.instant", v.Date(edtf.DayOf(at)), v.Weekday(at.Weekday()), at.Format("15:04"))
}

// Until words how far off an instant is: 1天18小时, 3 min; "" once it is past.
func (v *Visit) Until(at time.Time) string {
	d := at.Sub(v.Now)
	minutes := int(d / time.Minute)
	switch {
	case d <= 0:
		return ""
	case minutes < 60:
		return v.Text("when.minutes", max(1, minutes))
	case minutes < 24*60:
		return v.Text("when.hours", minutes/60, minutes%60)
	}
	return v.Text("when.days", minutes/60/24, minutes/60%24)
}
