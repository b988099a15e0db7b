package document_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"almanac.example/feeds/report/document"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// lines are the lines of a document with their kinds, for comparing.
func lines(doc *document.Document) []string {
	kinds := map[document.Kind]string{document.KindText: "", document.KindHeading: "#", document.KindItem: "*", document.KindRow: "|", document.KindCode: "`"}
	var out []string
	for _, l := range doc.Lines {
		out = append(out, strings.Repeat(kinds[l.Kind], max(1, l.Level))+doc.Text[l.Start:l.End])
	}
	return out
}

func read(t *testing.T, name string, data []byte) *document.Document {
	t.Helper()
	doc, err := document.Read(context.Background(), name, data, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		name, text string
		format     document.Format
		title      string
		want       []string
	}{
		{"a.txt", "第一行\n  · 要点\n\n尾", document.FormatText, "", []string{"第一行", "**要点", "", "尾"}},
		{"a.txt", "one\r\ntwo\rthree", document.FormatText, "", []string{"one", "two", "three"}},
		{"a.md", "# 年报\n\n- **3月**：[开馆](http://x.example/a_(b))\n  - 细节\n\n| 时间 | 事 |\n|---|---|\n| 5月 | 甲 |\n", document.FormatMarkdown, "年报",
			[]string{"#年报", "", "*3月：开馆", "**细节", "", "|时间\t事", "", "|5月\t甲", ""}},
		{"a.md", "---\ntitle: \"Review\"\n---\nA <b>bold</b> word\n```\ncode 2019\n```\n1. first\n<!-- 2019\nhidden -->\nend", document.FormatMarkdown, "Review",
			[]string{"", "", "", "A bold word", "", "`code 2019", "", "*first", "", "", "end"}},
		{"a.html", "<title>T</title><p><span>2</span><span>0</span><span>1</span>9年<br>次行</p><ul><li>甲<ul><li>乙</li></ul></li></ul>", document.FormatHTML, "T",
			[]string{"2019年", "次行", "*甲", "**乙"}},
		{"a", "<html><body><nav>菜单</nav><h2>标题</h2><table><tr><th>日期</th><th>事</th></tr><tr><td rowspan=2>1日</td><td>甲</td></tr><tr><td>乙</td></tr></table><script>x</script></body></html>",
			document.FormatHTML, "", []string{"##标题", "", "|日期\t事", "|1日\t甲", "|\t乙"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := read(t, c.name, []byte(c.text))
			if doc.Format != c.format || doc.Title != c.title {
				t.Errorf("format %s, title %q; want %s, %q", doc.Format, doc.Title, c.format, c.title)
			}
			if d := cmp.Diff(c.want, lines(doc)); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestEncodings reads one text in every encoding that is known.
func TestEncodings(t *testing.T) {
	const text = "临江市图书馆二〇二二年大事记\n5日，少儿阅览区改造完工，重新对外开放。"
	units := utf16.Encode([]rune(text))
	var little, big bytes.Buffer
	for _, u := range units {
		little.Write([]byte{byte(u), byte(u >> 8)})
		big.Write([]byte{byte(u >> 8), byte(u)})
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"UTF-8":                text,
		"UTF-8 with a mark":    "\xef\xbb\xbf" + text,
		"UTF-16 little endian": "\xff\xfe" + little.String(),
		"UTF-16 big endian":    "\xfe\xff" + big.String(),
		"GB18030":              gb,
	} {
		if got := read(t, "a.txt", []byte(data)).Text; got != text {
			t.Errorf("%s: got %q", name, got)
		}
	}
	if got := read(t, "a.txt", []byte("a\x00b\x00 \x002\x000\x001\x009\x00")).Text; got != "ab 2019" {
		t.Errorf("UTF-16 without a mark: got %q", got)
	}
	if got := read(t, "a.txt", []byte("The director\x92s caf\xe9 opened in May. It was a good year for everybody.")).Text; !strings.HasPrefix(got, "The director’s café") {
		t.Errorf("Windows-1252: got %q", got)
	}
	html, err := simplifiedchinese.GBK.NewEncoder().String(`<html><meta charset="gb2312"><p>开馆</p></html>`)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, "a.html", []byte(html)).Text; got != "开馆" {
		t.Errorf("HTML in GBK: got %q", got)
	}
}

// TestPositions tells page, line and column of places in a text with pages.
func TestPositions(t *testing.T) {
	doc := read(t, "a.txt", []byte("首页\n第二行\f次页\n尾行"))
	for find, want := range map[string]document.Position{
		"首页":  {Page: 1, Line: 1, Column: 1},
		"行\n": {Page: 1, Line: 2, Column: 3},
		"次页":  {Page: 2, Line: 3, Column: 1},
		"行":   {Page: 1, Line: 2, Column: 3},
	} {
		i := strings.Index(doc.Text, find)
		want.Offset = i
		if got := doc.Position(i); got != want {
			t.Errorf("%q: %+v, want %+v", find, got, want)
		}
	}
	if got := doc.Surroundings(strings.Index(doc.Text, "次页"), strings.Index(doc.Text, "次页"), 1); got != "第二行\n次页\n尾行" {
		t.Errorf("surroundings: %q", got)
	}
	if doc.Pages != 2 {
		t.Errorf("%d pages", doc.Pages)
	}
}

// TestRefusals gives a clear error for what cannot be read.
func TestRefusals(t *testing.T) {
	deep := strings.Repeat("<div>", 2000) + "x"
	for _, c := range []struct {
		what, name string
		data       []byte
		limits     document.Limits
		want       error
	}{
		{"nothing", "a.txt", nil, document.Limits{}, document.ErrEmpty},
		{"blanks", "a.txt", []byte(" \n\t\n"), document.Limits{}, document.ErrEmpty},
		{"a picture", "a.txt", []byte("\x89PNG\r\n\x1a\n0000"), document.Limits{}, document.ErrBinary},
		{"a photograph", "-", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), document.Limits{}, document.ErrBinary},
		{"a program", "-", []byte("\x7fELF\x02\x01\x01\x00\x00\xff"), document.Limits{}, document.ErrBinary},
		{"old Word", "a.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"), document.Limits{}, document.ErrBinary},
		{"zero bytes", "a.txt", []byte("text\x00\x01\x02text"), document.Limits{}, document.ErrBinary},
		{"control characters", "a.txt", []byte("a\x01b\x02c\x03d\x04"), document.Limits{}, document.ErrBinary},
		{"no encoding", "a.txt", []byte("\xff\x81\xff\x81\xff\xff\xfe"), document.Limits{}, document.ErrEncoding},
		{"named PDF, is text", "a.pdf", []byte("hello"), document.Limits{}, document.ErrUnreadable},
		{"named DOCX, is text", "a.docx", []byte("hello"), document.Limits{}, document.ErrUnreadable},
		{"a damaged PDF", "a.pdf", []byte("%PDF-1.7\nrubbish"), document.Limits{}, document.ErrUnreadable},
		{"a damaged archive", "a.docx", []byte("PK\x03\x04rubbish"), document.Limits{}, document.ErrUnreadable},
		{"too many bytes", "a.txt", []byte("0123456789"), document.Limits{Bytes: 5}, document.ErrTooLarge},
		{"deep HTML", "a.html", []byte(deep), document.Limits{}, document.ErrTooDeep},
		{"entities in HTML", "a.html", []byte(`<!DOCTYPE html [<!ENTITY a "b">]><p>&a;`), document.Limits{}, document.ErrEntities},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, err := document.Read(context.Background(), c.name, c.data, c.limits)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if err != nil && !strings.Contains(err.Error(), c.name) {
				t.Errorf("%v does not name the document", err)
			}
		})
	}
}

// docx makes a DOCX of the given parts.
func docx(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const wordHead = `<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="mc"><w:body>`

func TestDOCX(t *testing.T) {
	body := wordHead +
		`<w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr><w:r><w:t>年报</w:t></w:r></w:p>` +
		`<w:p><w:r><w:t>3月</w:t></w:r><w:r><w:t>5日，</w:t></w:r><w:del><w:r><w:delText>旧</w:delText><w:t>删</w:t></w:r></w:del><w:r><w:t>开馆。</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr><w:r><w:lastRenderedPageBreak/><w:t>要点</w:t><w:br/><w:t>续行</w:t></w:r></w:p>` +
		`<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>` +
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>4月</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>竣</w:t></w:r></w:p><w:p><w:r><w:t>工</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`
	data := docx(t, map[string]string{
		"word/document.xml": body,
		"word/styles.xml":   `<w:styles xmlns:w="w"><w:style w:styleId="a1"><w:name w:val="heading 1"/></w:style></w:styles>`,
		"docProps/core.xml": `<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc"><dc:title>二〇一九年报</dc:title></cp:coreProperties>`,
	})
	doc := read(t, "a.docx", data)
	if d := cmp.Diff([]string{"#年报", "3月5日，开馆。", "**要点", "**续行", "框", "|4月\t竣  工"}, lines(doc)); d != "" {
		t.Error(d)
	}
	if doc.Title != "二〇一九年报" || doc.Pages != 2 || doc.Lines[2].Page != 2 {
		t.Errorf("title %q, %d pages, item on page %d", doc.Title, doc.Pages, doc.Lines[2].Page)
	}
}

// TestDOCXBombs ends hostile archives with an error, soon.
func TestDOCXBombs(t *testing.T) {
	small := document.Limits{Bytes: 1 << 20}
	for _, c := range []struct {
		what, body string
		want       error
	}{
		{"zip bomb", strings.Repeat(" ", 2<<20), document.ErrTooLarge},
		{"entity bomb", `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>`, document.ErrEntities},
		{"deep nesting", wordHead + strings.Repeat("<w:p>", 5000), document.ErrTooDeep},
		{"broken XML", wordHead + "<w:p><w:t", document.ErrUnreadable},
		{"no text", wordHead + "</w:body></w:document>", document.ErrEmpty},
	} {
		t.Run(c.what, func(t *testing.T) {
			start := time.Now()
			_, err := document.Read(context.Background(), "a.docx", docx(t, map[string]string{"word/document.xml": c.body}), small)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if time.Since(start) > 5*time.Second {
				t.Errorf("took %v", time.Since(start))
			}
		})
	}
	if _, err := document.Read(context.Background(), "a.xlsx", docx(t, map[string]string{"xl/workbook.xml": "<x/>"}), small); !errors.Is(err, document.ErrBinary) {
		t.Errorf("a spreadsheet: got %v", err)
	}
}

// TestCancelled stops when the caller does.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := document.Read(ctx, "a.txt", []byte("text"), document.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	long := []byte(strings.Repeat(fmt.Sprintln("line"), 100_000))
	if _, err := document.Read(context.Background(), "a.txt", long, document.Limits{Time: time.Nanosecond}); !errors.Is(err, document.ErrTooSlow) {
		t.Errorf("got %v", err)
	}
}

// TestHTMLFrame reads the part that a page says is its text, and nothing of the
// frame around it; where that part is small, the whole page.
func TestHTMLFrame(t *testing.T) {
	const text = "<p>In 1901 the society opened a museum in the old customs house by the quay.</p>"
	for _, c := range []struct {
		what, html string
		want       []string
	}{
		{"main", "<div>Today is 3 May 2024</div><main>" + text + "</main><aside>New hours (2 March 2024)</aside>", []string{"In 1901 the society opened a museum in the old customs house by the quay."}},
		{"a role", "<div>Today</div><div role=main>" + text + "</div>", []string{"In 1901 the society opened a museum in the old customs house by the quay."}},
		{"an article", "<div>Today</div><article>" + text + "</article>", []string{"In 1901 the society opened a museum in the old customs house by the quay."}},
		{"a small one", "<main>See below</main>" + text, []string{"See below", "In 1901 the society opened a museum in the old customs house by the quay."}},
		{"links around", "<div>Today <a>New hours (2 March 2024)</a> <a>Visits of May 2023 and June 2023</a></div><table><tr><td><a>Boats and piers of the quay</a><td><div>" + text + "</div></table>", []string{"In 1901 the society opened a museum in the old customs house by the quay."}},
		{"a sidebar", "<div class=has-sidebar><div>Today</div><div id=left-sidebar>Open</div>" + text + "</div>", []string{"Today", "In 1901 the society opened a museum in the old customs house by the quay."}},
		{"none", "<div>Today</div>" + text, []string{"Today", "In 1901 the society opened a museum in the old customs house by the quay."}},
	} {
		if d := cmp.Diff(c.want, lines(read(t, "a.html", []byte("<title>Museum</title><body>"+c.html)))); d != "" {
			t.Errorf("%s: %s", c.what, d)
		}
	}
}
