package document_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"almanac.example/feeds/report/document"
	"github.com/google/go-cmp/cmp"
)

// pdfFile writes a PDF of the given objects; the first is the catalogue.
func pdfFile(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

func stream(content string) string {
	return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content)
}

// hex writes a text as the codes of a UniGB-UCS2-H font.
func hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// chinesePDF is a PDF of two pages whose font is not embedded and has no
// ToUnicode table, as the typesetting systems of offices write them: only the
// predefined character map tells what its codes are.
func chinesePDF() []byte {
	page := func(content int) string {
		return fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 7 0 R >> >> >>", content)
	}
	show := func(lines ...string) string {
		var b strings.Builder
		b.WriteString("BT /F1 12 Tf 72 760 Td ")
		for _, l := range lines {
			fmt.Fprintf(&b, "<%s> Tj 0 -20 Td ", hex(l))
		}
		return b.String() + "ET"
	}
	return pdfFile("",
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
		page(5), page(6),
		stream(show("二〇一九年度报告", "3月15日，示范中心揭牌。")),
		stream(show("6月，平台上线。")),
		"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [8 0 R] >>",
		"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor 9 0 R >>",
		"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
	)
}

func TestPDFChinese(t *testing.T) {
	doc := read(t, "年报.pdf", chinesePDF())
	if d := cmp.Diff([]string{"二〇一九年度报告", "3月15日，示范中心揭牌。", "", "6月，平台上线。", ""}, lines(doc)); d != "" {
		t.Error(d)
	}
	if doc.Format != document.FormatPDF || doc.Pages != 2 || doc.Lines[1].Page != 1 || doc.Lines[3].Page != 2 {
		t.Errorf("format %s, %d pages, lines on pages %d and %d", doc.Format, doc.Pages, doc.Lines[1].Page, doc.Lines[3].Page)
	}
}

// TestPDFColumns reads PDFs of two columns, written by browsers, one column
// after the other. In the second one every letter is set by itself, and the
// lines are stretched to the width of their column.
func TestPDFColumns(t *testing.T) {
	for file, sentences := range map[string][]string{
		"columns.pdf": {
			"On 11 February 2016 the research vessel Kittiwake was commissioned at Calder quay.",
			"In September we welcomed the first class of our apprenticeship scheme; two apprentices graduated in December.",
		},
		"justified.pdf": {
			"The Great British Beach Clean (17–26 September) mobilised 6,176 volunteers, who removed over five tonnes of litter. Our film Below premiered in Glasgow on 5 November during COP26",
			"Our patrol vessel Guillemot entered service in April 2021. She replaces Fulmar, built in 1988.",
		},
	} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := document.Read(context.Background(), file, data, document.Limits{Time: time.Hour, PageTime: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(doc.Text), " ")
		for _, want := range sentences {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is torn apart in %q", file, want, text)
			}
		}
		if file == "justified.pdf" && !slices.Contains(lines(doc), "September) mobilised 6,176") {
			t.Errorf("%s: a stretched line has gaps: %q", file, lines(doc))
		}
	}
}

func TestPDFRefusals(t *testing.T) {
	blank := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"}
	locked := append(append([]string{}, blank...), "<< /Filter /Standard /V 1 /R 2 /O <"+strings.Repeat("41", 32)+"> /U <"+strings.Repeat("42", 32)+"> /P -4 >>")
	for _, c := range []struct {
		what   string
		data   []byte
		limits document.Limits
		want   error
	}{
		{"a scan", pdfFile("", blank...), document.Limits{}, document.ErrNoTextLayer},
		{"encrypted", pdfFile("/Encrypt 4 0 R /ID [<41> <41>]", locked...), document.Limits{}, document.ErrEncrypted},
		{"too many pages", chinesePDF(), document.Limits{Pages: 1}, document.ErrTooLarge},
		{"too slow", chinesePDF(), document.Limits{Time: time.Millisecond}, document.ErrTooSlow},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, err := document.Read(context.Background(), "a.pdf", c.data, c.limits)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// printed is a PDF of one page whose texts stand where they are put, in the
// order in which they are given.
func printed(texts ...printedText) []byte {
	var b strings.Builder
	for _, t := range texts {
		fmt.Fprintf(&b, "BT /F1 10 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n", t.x, t.y, t.text)
	}
	return pdfFile("",
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		stream(b.String()), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
}

type printedText struct {
	x, y int
	text string
}

// TestPDFLayout rebuilds lines and columns from where the characters stand,
// whatever the order of the content.
func TestPDFLayout(t *testing.T) {
	for _, c := range []struct {
		what  string
		texts []printedText
		want  []string
	}{
		{"a column of dates beside their texts", []printedText{
			{60, 700, "3 May 1998"}, {60, 660, "7 June 2001"},
			{160, 700, "The lamp of the old lighthouse was lit"}, {160, 688, "by the mayor of the town."}, {160, 660, "The harbour was dredged."},
		}, []string{
			"3 May 1998            The lamp of the old lighthouse was lit", "                      by the mayor of the town.", "",
			"7 June 2001           The harbour was dredged.", "",
		}},
		{"two columns of prose, told line by line", []printedText{
			{60, 720, "Harbour review"},
			{60, 690, "In May the council voted to"}, {320, 690, "A seal that was tagged here"},
			{60, 678, "dredge the old basin, which"}, {320, 678, "in January was sighted off"},
			{60, 666, "had not been done since the"}, {320, 666, "the coast of Norway by two"},
			{60, 654, "great storm of the year."}, {320, 654, "fishermen of the village."},
		}, []string{
			"Harbour review", "",
			"In May the council voted to", "dredge the old basin, which", "had not been done since the", "great storm of the year.", "",
			"A seal that was tagged here", "in January was sighted off", "the coast of Norway by two", "fishermen of the village.", "", "",
		}},
		{"a line in pieces, the last one first", []printedText{{104, 700, "was lit."}, {60, 700, "The lamp"}}, []string{"The lamp was lit.", ""}},
	} {
		t.Run(c.what, func(t *testing.T) {
			if d := cmp.Diff(c.want, lines(read(t, "a.pdf", printed(c.texts...)))); d != "" {
				t.Error(d)
			}
		})
	}
}

// onePage is a PDF of one page with the given content.
func onePage(content string) []byte {
	return pdfFile("",
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		stream(content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
}

// TestPDFPageBounds refuses one page that holds too much, and says which.
func TestPDFPageBounds(t *testing.T) {
	text := "BT /F1 12 Tf 72 760 Td (" + strings.Repeat("abcde ", 50) + ") Tj ET"
	for _, test := range []struct {
		name    string
		content string
		limits  document.Limits
		want    error
		says    string
	}{
		{"text within the bound", text, document.Limits{PageText: 400}, nil, ""},
		{"too much text", text, document.Limits{PageText: 100}, document.ErrTooLarge, "characters on page 1, the limit is 100"},
		{"too much work", "BT /F1 12 Tf 72 760 Td " + strings.Repeat("(a) Tj 3 7 Td ", 200_000) + "ET", document.Limits{PageTime: 200 * time.Millisecond}, document.ErrTooSlow, "page 1 alone more than 200ms"},
	} {
		_, err := document.Read(t.Context(), "a.pdf", onePage(test.content), test.limits)
		if !errors.Is(err, test.want) || test.want != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v; want one that says %q", test.name, err, test.says)
		}
	}
}
