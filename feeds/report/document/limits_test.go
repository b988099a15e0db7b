package document

import (
	"context"
	"errors"
	"testing"
	"time"
)

// A PDF has three seconds more for each of its pages, up to a bound.
func TestTimeForPages(t *testing.T) {
	l := Limits{Time: time.Minute, PagesTime: 2 * time.Minute}
	for pages, want := range map[int]time.Duration{0: time.Minute, 20: 2 * time.Minute, 40: 3 * time.Minute, 41: 3 * time.Minute, 5000: 3 * time.Minute} {
		if got := l.timeFor(pages); got != want {
			t.Errorf("%d pages have %v, want %v", pages, got, want)
		}
	}
	if l := (Limits{}).withDefaults(); l.PagesTime != DefaultLimits().PagesTime {
		t.Errorf("pages add at most %v", l.PagesTime)
	}
}

// What ended the reading is said, and an error of its own stays one.
func TestWhyPDFsAreTooSlow(t *testing.T) {
	other := errors.New("other")
	r := &pdfReader{builder: &builder{page: 7, pages: 10, limits: Limits{Time: time.Minute, PagesTime: time.Hour, PageTime: 2 * time.Second}}}
	for cause, want := range map[error]string{errPage: "page 7 alone more than 2s", errDocument: "more than 1m30s", nil: "", context.Canceled: ""} {
		ctx, stop := context.WithCancelCause(t.Context())
		if stop(cause); cause == nil {
			ctx = t.Context()
		}
		err := r.tooSlow(ctx, other)
		if want == "" && !errors.Is(err, other) || want != "" && (!errors.Is(err, ErrTooSlow) || err.Error() != ErrTooSlow.Error()+": "+want) {
			t.Errorf("%v: %v", cause, err)
		}
	}
}
