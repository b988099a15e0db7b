package api_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/web/api"
)

// onePixel is a white PNG of one pixel.
const onePixel = "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\x0a\x49\x44\x41\x54\x78\x9c\x63\xf8\x0f\x00\x01\x01\x01\x00\xb1\x38\xf6\x14\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82"

// TestPictures: what was uploaded is named by an event, which then tells its
// size; what was not is refused at its field.
func TestPictures(t *testing.T) {
	w := newWorld(t)
	got := w.send(t, asked{path: "/pictures", who: "author"}, "a.png", onePixel)
	p := as[api.Picture](got, 201)
	if p.Type != "image/png" || p.Width != 1 || p.Height != 1 || p.Length == 0 || p.URL != base+"/media/"+p.Blob+"-1.png" || got.Header().Get("Location") != p.URL {
		t.Fatalf("%+v, Location %s", p, got.Header().Get("Location"))
	}
	body := func(blob string) string {
		return strings.Replace(draftBody, "{", `{"image":{"blob":"`+blob+`","alt":{"en":"White"},"type":"image/jpeg","width":9,"height":9},`, 1)
	}
	e := as[api.Event](w.ask(t, asked{method: http.MethodPost, path: "/events", who: "author", body: body(p.Blob)}), 201)
	if m := e.Image; m.Type != "image/png" || m.Width != 1 || m.Height != 1 || m.Length != p.Length || m.Alt["en"] != "White" {
		t.Errorf("the event says %+v", m)
	}
	other := strings.Repeat("0", 64)
	for name, a := range map[string]asked{
		"a new event":   {method: http.MethodPost, path: "/events", body: body(other)},
		"a changed one": {method: http.MethodPatch, path: "/events/" + string(e.ID), body: `{"image":{"blob":"` + other + `"}}`, header: map[string]string{"If-Match": "*"}},
		"one of a list": {method: http.MethodPost, path: "/events:batch", body: `{"operations":[{"create":` + body(other) + `}]}`},
	} {
		a.who = "author"
		if got := w.ask(t, a); got.Code != 422 || !strings.Contains(got.Body.String(), "image.blob") || !strings.Contains(got.Body.String(), "upload it first") {
			t.Errorf("%s that names another picture: %d %s", name, got.Code, got.Body)
		}
	}
	if got := w.send(t, asked{path: "/pictures", who: "author"}, "a.gif", "GIF89a"); got.Code != 422 || !strings.Contains(got.Body.String(), "JPEG, PNG or WebP") {
		t.Errorf("no picture: %d %s", got.Code, got.Body)
	}
	logo := as[api.Picture](w.send(t, asked{path: "/pictures?logo=1", who: "administrator"}, "a.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 7"/>`), 201)
	if logo.Type != "image/svg+xml" || logo.Width != 9 || logo.Height != 7 || !strings.HasSuffix(logo.URL, "-9.svg") {
		t.Errorf("the logo is %+v", logo)
	}
}
