package feeds

import (
	"strings"
	"testing"
	"time"
)

func TestMarkup(t *testing.T) {
	const page = "https://h.example/base/zh/e/here"
	for _, tt := range []struct{ name, markdown, want string }{
		{"nothing", " \n\n", ""},
		{"paragraphs", "一\n\n二", "<p>一</p>\n<p>二</p>"},
		{"Chinese lines join without a space", "中文\n换行", "<p>中文换行</p>"},
		{"headings start below the page's own", "# a\n\n###### b", "<h2>a</h2>\n<h6>b</h6>"},
		{"what looks like a tag is text", "List<T> <b>x</b>", "<p>List&lt;T&gt; &lt;b&gt;x&lt;/b&gt;</p>"},
		{"a block of HTML is text", "<script>\nalert(1)\n</script>", "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>"},
		{"entities are characters", "&amp;lt; &copy; &#60;", "<p>&amp;lt; © &lt;</p>"},
		{"relative", "[a](b?c=d#e)", `<p><a href="https://h.example/base/zh/e/b?c=d#e">a</a></p>`},
		{"up", "[a](../2019)", `<p><a href="https://h.example/base/zh/2019">a</a></p>`},
		{"fragment", "[a](#b)", `<p><a href="https://h.example/base/zh/e/here#b">a</a></p>`},
		{"root is the record's base", "[a](/zh/2019?tag=x)", `<p><a href="https://h.example/base/zh/2019?tag=x">a</a></p>`},
		{"without a scheme", "[a](//other.example/b)", `<p><a href="https://other.example/b">a</a></p>`},
		{"in Chinese", "[a](/zh/tag/科普)", `<p><a href="https://h.example/base/zh/tag/%E7%A7%91%E6%99%AE">a</a></p>`},
		{"mail", "[a](mailto:x@y.example)", `<p><a href="mailto:x@y.example">a</a></p>`},
		{"scripts are text", "[a](javascript:alert%281%29) [b](JaVaScRiPt:x) [c](vbscript:x) [d](data:text/html,x) [e](ftp://x.example/)", "<p>a b c d e</p>"},
		{"no address at all", "[b](<http://[::1>)", "<p>b</p>"},
		{"image", `![alt "q"](i.png "title")`, `<p><img src="https://h.example/base/zh/e/i.png" alt="alt &quot;q&quot;" title="title"></p>`},
		{"an image of no address is its text", "![*alt*](data:image/png;base64,AA==)", "<p><em>alt</em></p>"},
		{"a link around a bad image", "[![x](javascript:y)](/z)", `<p><a href="https://h.example/base/z">x</a></p>`},
		{"bare address", "见 https://x.example/a?b=c&d。后", `<p>见 <a href="https://x.example/a?b=c&amp;d">https://x.example/a?b=c&amp;d</a>。后</p>`},
		{"table", "|a|\n|-:|\n|1|", "<table>\n<thead>\n<tr>\n<th align=\"right\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"right\">1</td>\n</tr>\n</tbody>\n</table>"},
		{"code keeps its language", "```go\n<x>\n```", "<pre><code class=\"language-go\">&lt;x&gt;\n</code></pre>"},
		{"control characters go", "a\x00b\x0bc\ufffe", "<p>abc</p>"},
		{"a footnote", "Founded.[^1]\n\n[^1]: note, p. 12", `<p>Founded.<sup id="fnref1"><a href="https://h.example/base/zh/e/here#fn1">1</a></sup></p>` + "\n\n" +
			`<hr>` + "\n<ol>\n" + `<li id="fn1">` + "\n" + "<p>note, p. 12\u00a0" + `<a href="https://h.example/base/zh/e/here#fnref1">` + "\u21a9\ufe0e</a></p>" + "\n</li>\n</ol>"},
		{"a footnote named twice", "a[^x] b[^x]\n\n[^x]: n", `<p>a<sup id="fnref1"><a href="https://h.example/base/zh/e/here#fn1">1</a></sup> b<sup id="fnref1-1"><a href="https://h.example/base/zh/e/here#fn1">1</a></sup></p>` + "\n\n" +
			`<hr>` + "\n<ol>\n" + `<li id="fn1">` + "\n" + "<p>n\u00a0" + `<a href="https://h.example/base/zh/e/here#fnref1">` + "\u21a9\ufe0e</a>\u00a0" + `<a href="https://h.example/base/zh/e/here#fnref1-1">` + "\u21a9\ufe0e</a></p>" + "\n</li>\n</ol>"},
		{"a footnote that is missing", "a[^9]", "<p>a[^9]</p>"},
		{"what looks like the mark of a footnote", "id=\"fn:1\" href=\"#fn:1\"", "<p>id=&quot;fn:1&quot; href=&quot;#fn:1&quot;</p>"},
		{"a word is no address", "[a] [b](note) ![c](pic)\n\n[a]: note", "<p>a b c</p>"},
		{"lists", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"},
	} {
		if got := NewMarkup("https://h.example/base").HTML(tt.markdown, page); got != tt.want {
			t.Errorf("%s: %q gives\n%s\nwant\n%s", tt.name, tt.markdown, got, tt.want)
		}
	}
}

// Text made to be slow must not take a server's time.
func TestMarkupIsNotSlowedDown(t *testing.T) {
	const limit = 10 * time.Second // the slowest takes less than a hundredth
	for name, unit := range map[string]string{
		"brackets": "[", "quotes": "> ", "stars": "*a ", "underscores": "_a_ ", "backticks": "`a ", "lists": "- ", "tables": "|", "images": "![a](",
		"links": "[a](b ", "entities": "&amp", "tildes": "~~a", "addresses": "http://a.b/(", "nested": "*a **a ", "angle": "<a", "refs": "[a]: b\n", "mail": "a@b.",
	} {
		body := strings.Repeat(unit, 10_000/len(unit))
		start := time.Now()
		NewMarkup("https://h.example").HTML(body, "https://h.example/zh/e/a")
		if took := time.Since(start); took > limit {
			t.Errorf("%s: %v", name, took)
		}
	}
}
