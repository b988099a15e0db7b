package desk_test

import (
	"net/http"
	"strings"
	"testing"
)

const sign = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>`

// TestTheLogoIsUploaded: it is sent once, with whatever button, shown on the desk
// before anything is public, then on pages, only as a picture and under a policy
// that lets it do nothing.
func TestTheLogoIsUploaded(t *testing.T) {
	h := newHouse(t)
	const path = "/admin/en/site"
	form := h.get("administrator", path).form()
	for name, file := range map[string]string{
		"the file holds a script":             strings.Replace(sign, "<rect", "<script>alert(1)</script><rect", 1),
		"this is no picture that can be read": "GIF89a...",
	} {
		a := h.upload("administrator", path, with(form, "do", "save"), map[string][]byte{"logo-file": []byte(file)})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.doc.Find(".errs a[href='#lf']").Text(), name) {
			t.Errorf("%q: %d %s", name, a.status, a.doc.Find(".errs").Text())
		}
		if h.live.Timeline().Site().Logo != "" {
			t.Fatalf("%s is the logo", name)
		}
	}
	checked := h.upload("administrator", path, with(form, "do", "check"), map[string][]byte{"logo-file": []byte(sign)})
	if checked.status != http.StatusOK || h.live.Timeline().Site().Logo != "" {
		t.Fatalf("the Enter key: %d, %q", checked.status, h.live.Timeline().Site().Logo)
	}
	shown := h.get("viewer", checked.doc.Find("img.logo").AttrOr("src", ""))
	if shown.body != sign || shown.header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(shown.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the desk shows it as %q, %v", shown.body, shown.header)
	}
	h.follow("administrator", h.post("administrator", path, with(checked.form(), "do", "save")))
	logo := h.live.Timeline().Site().Logo
	if !strings.HasPrefix(logo, "/media/") || !strings.HasSuffix(logo, ".svg") {
		t.Fatalf("the logo is %q", logo)
	}
	page := h.get("", "/en/")
	if page.doc.Find(".brand img[src$='"+logo+"']").Length() != 1 || strings.Contains(page.body, "<rect width=\"40\"") {
		t.Errorf("the page has the brand %s", page.doc.Find(".brand").Text())
	}
	public := h.get("", logo)
	if public.body != sign || !strings.Contains(public.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("readers get %d %v", public.status, public.header)
	}
	form = h.get("administrator", path).form()
	h.follow("administrator", h.post("administrator", path, with(form, "zone", "Europe/Paris", "do", "save")))
	if h.live.Timeline().Site().Logo != logo {
		t.Error("another change loses it")
	}
	h.follow("administrator", h.post("administrator", path, with(form, "rev", h.get("administrator", path).form().Get("rev"), "no-logo", "1", "do", "save")))
	if got := h.live.Timeline().Site().Logo; got != "" {
		t.Errorf("taken away it is %q", got)
	}
}
