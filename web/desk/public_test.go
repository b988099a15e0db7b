package desk_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// TestNothingOfTheDeskIsOnAPublicAddress walks the public pages as somebody who
// is signed in, and as nobody: the bytes are the same, nothing leads to the desk,
// and no cookie is set.
func TestNothingOfTheDeskIsOnAPublicAddress(t *testing.T) {
	h := newHouse(t, append(webtest.Chronicle(), desktest.Draft("d1"))...)
	h.As("administrator")
	handler := h.Server.Handler()
	for _, lang := range []string{"zh", "en"} {
		for _, path := range append(webtest.Paths(), "/changes", "/2019.ics", "/all.atom", "/all.json") {
			var bodies [2]string
			for i, who := range []string{"administrator", ""} {
				r := httptest.NewRequest(http.MethodGet, desktest.Base+"/"+lang+path, nil)
				if c := h.As(who); c != nil {
					r.AddCookie(c)
				}
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, r)
				bodies[i] = w.Body.String()
				if w.Code >= 400 || w.Header().Get("Set-Cookie") != "" {
					t.Errorf("%s: %d, cookie %q", path, w.Code, w.Header().Get("Set-Cookie"))
				}
			}
			if bodies[0] != bodies[1] {
				t.Errorf("/%s%s differs for who is signed in", lang, path)
			}
			if strings.Contains(bodies[0], "/admin") || strings.Contains(bodies[0], "desk.") {
				t.Errorf("/%s%s has something of the desk", lang, path)
			}
		}
	}
	if robots := h.Get("", "/robots.txt"); strings.Contains(robots.Body, "admin") {
		t.Error("robots.txt tells where the desk is")
	}
}
