package page

import (
	"testing"
	"time"
)

func TestCitations(t *testing.T) {
	w := work{"大事记", "博物馆开馆", "https://example.org/zh/e/museum", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)}
	if got := w.gbt7714(); got != "大事记. 博物馆开馆[EB/OL]. (2026-03-01)[2026-11-25]. https://example.org/zh/e/museum." {
		t.Error(got)
	}
	if got := w.apa7(); got != "大事记. (2026, March 1). 博物馆开馆. Retrieved November 25, 2026, from https://example.org/zh/e/museum" {
		t.Error(got)
	}
}
