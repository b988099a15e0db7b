package recurrence

import (
	"testing"
	"time"
)

// Every time the clocks of a zone are asked about, WallClock must answer with
// an instant at which they show it, except in a gap.
func TestWallClockIsFirstInstantThatShowsIt(t *testing.T) {
	for _, x := range []struct{ zone, wall, want string }{
		{"Asia/Shanghai", "20190524T090000", "2019-05-24T09:00:00+08:00"},
		{"Asia/Shanghai", "19880701T093000", "1988-07-01T09:30:00+09:00"},
		// Gaps: the offset before (RFC 5545 §3.3.5).
		{"America/New_York", "20070311T023000", "2007-03-11T03:30:00-04:00"},
		{"America/Havana", "20190310T003000", "2019-03-10T01:30:00-04:00"},
		{"America/Santiago", "20190908T000000", "2019-09-08T01:00:00-03:00"},
		{"America/Sao_Paulo", "20181104T000000", "2018-11-04T01:00:00-02:00"},
		{"Asia/Shanghai", "19860504T023000", "1986-05-04T03:30:00+09:00"},
		{"Australia/Lord_Howe", "20191006T021500", "2019-10-06T02:45:00+11:00"},
		// Overlaps: the first.
		{"America/New_York", "20071104T013000", "2007-11-04T01:30:00-04:00"},
		{"America/Havana", "20191103T003000", "2019-11-03T00:30:00-04:00"},
		{"America/Sao_Paulo", "20190216T233000", "2019-02-16T23:30:00-02:00"},
		{"Asia/Shanghai", "19910915T013000", "1991-09-15T01:30:00+09:00"},
		// A whole day left out.
		{"Pacific/Apia", "20111230T100000", "2011-12-31T10:00:00+14:00"},
		{"Pacific/Apia", "20111231T100000", "2011-12-31T10:00:00+14:00"},
		// The last day of a leap year beyond the listed changes.
		{"America/New_York", "20401231T200000", "2040-12-31T20:00:00-05:00"},
		{"America/Santiago", "21041231T235959", "2104-12-31T23:59:59-03:00"},
	} {
		loc, err := time.LoadLocation(x.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := WallClock(moment(t, x.wall), loc).Format(time.RFC3339); got != x.want {
			t.Errorf("%s in %s is %s, want %s", x.wall, x.zone, got, x.want)
		}
	}
}

func TestOnWallUndoesWallClock(t *testing.T) {
	for _, zone := range []string{"UTC", "Asia/Shanghai", "America/New_York", "Africa/Casablanca", "Asia/Kathmandu", "Europe/Dublin"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for at := moment(t, "19000101T000000"); at.Year() < 2120; at = at.Add(1117 * time.Hour) {
			wall := OnWall(at.In(loc))
			back := WallClock(wall, loc)
			if shown := OnWall(back); !shown.Equal(wall) || back.After(at) {
				t.Fatalf("%s: %v shows %v, which reads as %v", zone, at, wall, back)
			}
		}
	}
}
