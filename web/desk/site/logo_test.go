package site_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/web/desk/desktest"
)

const sign = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>`

// TestTheLogoIsUploaded: it is sent once, with whatever button, shown on the desk
// before anything is public, then on pages, only as a picture and under a policy
// that lets it do nothing.
func TestTheLogoIsUploaded(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/site"
	form := h.Get("administrator", path).Form()
	for name, file := range map[string]string{
		"the file holds a script":             strings.Replace(sign, "<rect", "<script>alert(1)</script><rect", 1),
		"this is no picture that can be read": "GIF89a...",
	} {
		a := h.Upload("administrator", path, desktest.With(form, "do", "save"), desktest.File{Field: "logo-file", Name: "a.svg", Data: []byte(file)})
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Doc.Find(".errs a[href='#lf']").Text(), name) {
			t.Errorf("%q: %d %s", name, a.Status, a.Doc.Find(".errs").Text())
		}
		if h.Live.Timeline().Site().Logo != "" {
			t.Fatalf("%s is the logo", name)
		}
	}
	checked := h.Upload("administrator", path, desktest.With(form, "do", "check"), desktest.File{Field: "logo-file", Name: "a.svg", Data: []byte(sign)})
	if checked.Status != http.StatusOK || h.Live.Timeline().Site().Logo != "" {
		t.Fatalf("the Enter key: %d, %q", checked.Status, h.Live.Timeline().Site().Logo)
	}
	shown := h.Get("viewer", checked.Doc.Find("img.logo").AttrOr("src", ""))
	if shown.Body != sign || shown.Header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(shown.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the desk shows it as %q, %v", shown.Body, shown.Header)
	}
	h.Follow("administrator", h.Post("administrator", path, desktest.With(checked.Form(), "do", "save")))
	logo := h.Live.Timeline().Site().Logo
	if !strings.HasPrefix(logo, "/media/") || !strings.HasSuffix(logo, ".svg") {
		t.Fatalf("the logo is %q", logo)
	}
	page := h.Get("", "/en/")
	if page.Doc.Find(".brand img[src$='"+logo+"']").Length() != 1 || strings.Contains(page.Body, "<rect width=\"40\"") {
		t.Errorf("the page has the brand %s", page.Doc.Find(".brand").Text())
	}
	public := h.Get("", logo)
	if public.Body != sign || !strings.Contains(public.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("readers get %d %v", public.Status, public.Header)
	}
	form = h.Get("administrator", path).Form()
	h.Follow("administrator", h.Post("administrator", path, desktest.With(form, "zone", "Europe/Paris", "do", "save")))
	if h.Live.Timeline().Site().Logo != logo {
		t.Error("another change loses it")
	}
	h.Follow("administrator", h.Post("administrator", path, desktest.With(h.Get("administrator", path).Form(), "no-logo", "1", "do", "save")))
	if got := h.Live.Timeline().Site().Logo; got != "" {
		t.Errorf("taken away it is %q", got)
	}
}
