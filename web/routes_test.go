package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"almanac.example/web/webtest"
)

// TestExtensionsAreFeedsOnlyBelowALanguage tells feeds by the answer to a script's
// preflight: only they let scripts of other sites read them.
func TestExtensionsAreFeedsOnlyBelowALanguage(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	for path, feed := range map[string]bool{
		"/zh/2019.ics": true, "/en/all.json": true, "/en/e/museum-opens.ics": true, "/zh/nothing-here.atom": true, "/zh.ics": true, "/en.atom": true, "/fr.ics": false, "/zh/.ics": true,
		"/api/openapi.json": false, "/api/v1/events.csv": false, "/openapi.json": false, "/nothing.ics": false, "/fr/all.ics": false, "/static/x.json": false, "/": false, "/zh/2019": false, "/zh/a.ics/b": false,
	} {
		w := httptest.NewRecorder()
		i.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodOptions, path, nil))
		if got := w.Header().Get("Access-Control-Allow-Methods") != ""; got != feed {
			t.Errorf("%s is taken for a feed: %v (status %d)", path, got, w.Code)
		}
	}
	// What is no feed's and no page's gets a short answer all the same, as it is a
	// program that asks.
	w := httptest.NewRecorder()
	i.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/openapi.json", nil))
	if w.Code != http.StatusNotFound || w.Body.String() != "not found\n" {
		t.Errorf("status %d, %q", w.Code, w.Body)
	}
}
