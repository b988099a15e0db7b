package timeline

import (
	"testing"
	"time"
)

func TestInstantsBeyondCounting(t *testing.T) {
	end := nanoseconds(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC))
	if usual := nanoseconds(time.Date(2250, 1, 1, 0, 0, 0, 0, time.UTC)); usual >= end || usual <= 0 || nanoseconds(time.Time{}) >= 0 {
		t.Errorf("2250 is %d, 9999 %d", usual, end)
	}
}
