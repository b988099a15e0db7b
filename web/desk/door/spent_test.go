package door_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/web/desk/desktest"
)

// TestAnAddressThatWorkedOnceSaysSo, and leads to where one signs in.
func TestAnAddressThatWorkedOnceSaysSo(t *testing.T) {
	h := desktest.New(t)
	for _, path := range []string{"/admin/en/invite?secret=used", "/admin/en/setup?secret=used"} {
		a := h.Get("", path)
		if got := a.Text("main"); a.Status != http.StatusNotFound || !strings.Contains(got, "works no longer") || strings.Contains(got, "entry") || !a.Has("main a[href='/admin/en/']") {
			t.Errorf("%s: %d %s", path, a.Status, got)
		}
	}
}
