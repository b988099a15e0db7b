package store_test

import (
	"testing"

	"almanac.example/events"
)

// A provisional authority may be replaced when there are events, once.
func TestAProvisionalIdentityIsReplaced(t *testing.T) {
	l := newLive(t)
	founded, err := l.Begin(t.Context(), &events.Site{Authority: events.ProvisionalAuthority("abc")})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, l, put("a", "one", 0))
	lasting := *founded
	lasting.Authority, lasting.Founded = "lasting.example", founded.Founded.AddDate(0, 0, 1)
	rev := commit(t, l, events.PutDocument(site(&lasting), founded.Rev))
	if s := l.Timeline().Site(); s.Authority != "lasting.example" || !s.Founded.Equal(lasting.Founded) {
		t.Errorf("%+v", s)
	}
	lasting.Authority = events.ProvisionalAuthority("abc")
	if _, err := l.Commit(t.Context(), events.PutDocument(site(&lasting), rev)); err == nil {
		t.Error("a lasting authority became provisional again")
	}
}
