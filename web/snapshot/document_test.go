package snapshot

import (
	"slices"
	"strings"
	"testing"
)

// TestRewrite changes what leads to the site, and no other byte.
func TestRewrite(t *testing.T) {
	for _, test := range []struct{ name, in, want, found string }{
		{"a page", `<a class=x href="/a/en/2019/05">May</a>`, `<a class=x href="05/index.html">May</a>`, "/en/2019/05"},
		{"a whole address", `<a href="https://example.org/a/zh/">`, `<a href="../../zh/index.html">`, "/zh/"},
		{"a calendar to subscribe to", `<a href="webcal://example.org/a/en/all.ics">`, `<a href="../all.ics">`, "/en/all.ics"},
		{"a fragment", `<a href="/a/en/2018#e-1">`, `<a href="../2018/index.html#e-1">`, "/en/2018"},
		{"on the page", `<a href="#main">`, `<a href="#main">`, ""},
		{"a question", `<a href="/a/en/2019?tag=x&amp;key=1#l">`, `<a href="../archive/index.html">`, "/en/archive"},
		{"the search", `<a href="/a/en/search">`, `<a href="../archive/index.html">`, "/en/archive"},
		{"an entry of that name", `<a href="/a/en/e/search">`, `<a href="../e/search/index.html">`, "/en/e/search"},
		{"the desk", `<a href="/a/admin/en/login">`, `<a href="../archive/index.html">`, "/en/archive"},
		{"the API", `<a href="/a/api">`, `<a href="../archive/index.html">`, "/en/archive"},
		{"not there", `<a href="/a/en/dead">`, `<a href="../archive/index.html">`, "/en/archive"},
		{"another site", `<a href="https://example.com/a/en/">`, `<a href="https://example.com/a/en/">`, ""},
		{"another folder of the host", `<a href="/b/">`, `<a href="/b/">`, ""},
		{"a folder that begins alike", `<a href="/ab/">`, `<a href="/ab/">`, ""},
		{"the folder itself", `<a href="/a">`, `<a href="../../index.html">`, "/"},
		{"mail", `<a href="mailto:a@example.org">`, `<a href="mailto:a@example.org">`, ""},
		{"no address", `<a href="http://[::1">`, `<a href="http://[::1">`, ""},
		{"a style", `<link rel="stylesheet" href="/a/static/x.css">`, `<link rel="stylesheet" href="../../static/x.css">`, "/static/x.css"},
		{"what the page is", `<link rel="canonical" href="https://example.org/a/en/2019">`, `<link rel="canonical" href="https://example.org/a/en/2019">`, ""},
		{"a card", `<meta property="og:image" content="https://example.org/a/og/all.png">`, `<meta property="og:image" content="https://example.org/a/og/all.png">`, "/og/all.png"},
		{"a card's address", `<meta property="og:url" content="https://example.org/a/en/2019">`, `<meta property="og:url" content="https://example.org/a/en/2019">`, ""},
		{"pictures", `<img src=/a/media/x-640.jpg srcset="/a/media/x-320.jpg 320w, /a/media/x-640.jpg 640w">`, `<img src=../../media/x-640.jpg srcset="../../media/x-320.jpg 320w, ../../media/x-640.jpg 640w">`, "/media/x-640.jpg /media/x-320.jpg /media/x-640.jpg"},
		{"a form", `<form class='find' action='/a/en/search' method=post>`, `<form class='find' action='../archive/index.html' method=get>`, "/en/archive"},
		{"a frame in the page", `<iframe srcdoc="&lt;a href=&#34;/a/en/2018&#34;&gt;&amp;amp;&lt;/a&gt;">`, `<iframe srcdoc="&lt;a href=&#34;../2018/index.html&#34;&gt;&amp;amp;&lt;/a&gt;">`, "/en/2018"},
		{"text", `<p>&lt;a href="/a/en/2018"&gt; <code>href="/a/en/2018"</code><!-- <a href="/a/en/2018"> -->`, `<p>&lt;a href="/a/en/2018"&gt; <code>href="/a/en/2018"</code><!-- <a href="/a/en/2018"> -->`, ""},
		{"data", `<script type="application/ld+json">{"url":"<a href=\"/a/en/2018\">"}</script>`, `<script type="application/ld+json">{"url":"<a href=\"/a/en/2018\">"}</script>`, ""},
		{"other attributes", `<div data-href="/a/en/2018" title="/a/en/2018" hidden><input value="/a/en/" method=x action="/a/en/">`, `<div data-href="/a/en/2018" title="/a/en/2018" hidden><input value="/a/en/" method=x action="/a/en/">`, ""},
		{"odd tags", `<a/href="/a/en/2018"/><A HREF = "/a/en/2018" ><a href><a href=><br/>`, `<a/href="../2018/index.html"/><A HREF = "../2018/index.html" ><a href><a href=><br/>`, "/en/2018 /en/2018"},
		{"signs in a name", `<a href="/a/en/tag/a%20b">`, `<a href="../tag/a%20b/index.html">`, "/en/tag/a%20b"},
		{"a colon in a name", `<a href="/a/en/2019/a:b">`, `<a href="./a:b/index.html">`, "/en/2019/a:b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := newSite("https://example.org/a")
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			d := document{site: s, path: "/en/2019", file: "en/2019/index.html", dead: func(p string) bool { return p == "/en/dead" }, found: func(p string) { found = append(found, p) }}
			if got := d.rewrite(test.in); got != test.want {
				t.Errorf("%s\nis  %s\nnot %s", test.in, got, test.want)
			}
			if got := strings.Join(found, " "); got != test.found {
				t.Errorf("needs %q, want %q", got, test.found)
			}
		})
	}
}

// TestExplainedInItsLanguage also in frames, which stand below /embed.
func TestExplainedInItsLanguage(t *testing.T) {
	for path, want := range map[string]string{"/zh-Hant/2019": "/zh-Hant/archive", "/embed/en/2019": "/en/archive", "/en/embed": "/en/archive", "/de/": "/de/archive"} {
		var found []string
		d := document{path: path, file: fileOf(path), found: func(p string) { found = append(found, p) }}
		d.explained()
		if !slices.Equal(found, []string{want}) || !isExplanation(want) {
			t.Errorf("%s: %q", path, found)
		}
	}
}

func TestFileOf(t *testing.T) {
	for path, want := range map[string]string{
		"/": "index.html", "/en": "en/index.html", "/en/": "en/index.html", "/en/2019": "en/2019/index.html", "/en/2019.ics": "en/2019.ics",
		"/en/-0220": "en/-0220/index.html", "/en/tag/a%20b": "en/tag/a b/index.html", "/../../etc/passwd": "etc/passwd/index.html", "/%2e%2e/x.css": "x.css",
	} {
		if got := fileOf(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// FuzzRewrite never loses what is no link.
func FuzzRewrite(f *testing.F) {
	for _, seed := range []string{`<a href="/a/en/">x</a>`, `<a href='x" y`, `<img srcset="a 1w,b">`, `<iframe srcdoc="<a href=/a>">`, "<a\x00=x>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, page string) {
		s, err := newSite("https://example.org/a")
		if err != nil {
			t.Fatal(err)
		}
		d := document{site: s, path: "/en/", file: "en/index.html", dead: func(string) bool { return false }, found: func(string) {}}
		if got := d.rewrite(page); !strings.Contains(page, "<") && got != page {
			t.Errorf("%q became %q", page, got)
		}
	})
}
