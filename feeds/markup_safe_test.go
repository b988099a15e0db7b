package feeds

import (
	"regexp"
	"strings"
	"sync"
	"testing"
)

// linked finds the addresses in rendered Markdown.
var linked = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// Whatever is written for an address: what comes out is absolute, and http,
// https or mail.
func TestAddressesOfMarkup(t *testing.T) {
	m := NewMarkup("https://h.example/base")
	for address, want := range map[string]string{
		"https://x.example/a":          "https://x.example/a",
		"HTTP://x.example/a":           "http://x.example/a",
		"//x.example":                  "https://x.example",
		"/":                            "https://h.example/base/",
		"/a/../b":                      "https://h.example/base/b",
		"/../../b":                     "https://h.example/b",
		"?q=1":                         "https://h.example/base/zh/e/here?q=1",
		"./a":                          "https://h.example/base/zh/e/a",
		"mailto:a@b.example?subject=x": "mailto:a@b.example?subject=x",
		"mailto:":                      "",
		"https:":                       "",
		"https:a":                      "",
		"http:///a":                    "",
		"file:///etc/passwd":           "",
		"tel:123":                      "",
		"java\tscript:x":               "",
		"https://%zz/":                 "",
	} {
		for _, format := range []string{"[t](<%s>)", "![t](<%s>)"} {
			html := m.HTML(strings.ReplaceAll(format, "%s", address), "https://h.example/base/zh/e/here")
			got := ""
			if found := linked.FindStringSubmatch(html); found != nil {
				got = found[1]
			}
			if got != want {
				t.Errorf("%s becomes %q in %s, want %q", strings.ReplaceAll(format, "%s", address), got, html, want)
			}
		}
	}
}

// A page or a base that is no address does no harm.
func TestMarkupWithoutAnAddress(t *testing.T) {
	for _, x := range []struct{ base, page, markdown, html, text string }{
		{"https://h.example/base", "http://%zz", "[a](./b)", `<p><a href="https://h.example/b">a</a></p>`, "a (https://h.example/b)"},
		{"http://%zz", "", "[a](/b)", "<p>a</p>", "a"},
		{"http://%zz", "https://h.example/x/", "[a](./b)", `<p><a href="https://h.example/x/b">a</a></p>`, "a (https://h.example/x/b)"},
		{"https://h.example", "", "", "", ""},
	} {
		m := NewMarkup(x.base)
		if got := m.HTML(x.markdown, x.page); got != x.html {
			t.Errorf("at %q on %q: %s, want %s", x.base, x.page, got, x.html)
		}
		if got := m.Text(x.markdown, x.page); got != x.text {
			t.Errorf("at %q on %q: %s, want %s", x.base, x.page, got, x.text)
		}
	}
}

// One Markup renders for all requests at once, each time the same.
func TestMarkupIsShared(t *testing.T) {
	m, body := NewMarkup("https://h.example"), "# a\n\n[b](/c) ![d](e)\n\n- f\n"
	html, text := m.HTML(body, "https://h.example/zh/e/x"), m.Text(body, "https://h.example/zh/e/x")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if m.HTML(body, "https://h.example/zh/e/x") != html || m.Text(body, "https://h.example/zh/e/x") != text {
				t.Error("the same text was rendered differently")
			}
		})
	}
	group.Wait()
}
