//go:build !race

// The PDF reader is interpreted, and under the race detector slower than the
// time it is given.

package main

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
)

const pdfPage = `%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>
endobj
4 0 obj
<< /Length 17 >>
stream
0 0 100 100 re f
endstream
endobj
5 0 obj
<< /Filter /Standard /V 1 /R 2 /P -4
/O <0101010101010101010101010101010101010101010101010101010101010101>
/U <0202020202020202020202020202020202020202020202020202020202020202> >>
endobj
trailer
`

// What a PDF cannot give is said, and leaves no trace.
func TestImportReportRefusesPDF(t *testing.T) {
	for name, test := range map[string]struct{ pdf, want string }{
		"a scan":    {pdfPage + "<< /Root 1 0 R /Size 6 >>\n%%EOF\n", "no text layer"},
		"encrypted": {pdfPage + "<< /Root 1 0 R /Size 6 /Encrypt 5 0 R /ID [<00> <00>] >>\n%%EOF\n", "without a password"},
		"damaged":   {"%PDF-1.4\nthat is all\n", "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			report, db := filepath.Join(dir, "report.pdf"), filepath.Join(dir, "a.db")
			if err := os.WriteFile(report, []byte(test.pdf), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, talk bytes.Buffer
			code := run(t.Context(), []string{"import", "report", report, "--store", "bolt:" + db}, storage.Console{Console: terminal.Console{In: strings.NewReader(""), Out: &out, Err: &talk}})
			if code != exitFailed || out.Len() > 0 || !strings.Contains(talk.String(), test.want) || !strings.Contains(talk.String(), "nothing was stored") {
				t.Errorf("exit code %d, %q: want %q", code, talk.String(), test.want)
			}
			if _, err := os.Stat(db); err == nil {
				t.Error("a store was made")
			}
		})
	}
}

// filtered is a PDF of one page whose content is compressed a number of times, and
// whose font has a table.
func filtered(t *testing.T, times int, content, table io.Reader) string {
	t.Helper()
	stream := func(times int, text io.Reader) string {
		for range times {
			var b bytes.Buffer
			z := zlib.NewWriter(&b)
			if _, err := io.Copy(z, text); err != nil {
				t.Fatal(err)
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			text = &b
		}
		data, err := io.ReadAll(text)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream", len(data), strings.Repeat("/FlateDecode ", times), data)
	}
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		stream(times, content),
		"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /Identity-H /ToUnicode 7 0 R /DescendantFonts [6 0 R] >>",
		"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
		stream(1, table),
	} {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	return b.String() + "trailer\n<< /Root 1 0 R /Size 8 >>\n%%EOF\n"
}

// repeated is a text again and again, without end.
type repeated struct {
	text string
	at   int
}

func (r *repeated) Read(b []byte) (int, error) {
	n := copy(b, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}

// spaces are so many bytes of content that shows nothing.
func spaces(n int64) io.Reader {
	return io.LimitReader(&repeated{text: strings.Repeat(" ", 1<<16)}, n)
}

// TestHostilePDFsStayInBounds reads PDFs that are made to take memory, each in a
// process of its own: whatever becomes of it, the process has never had more than
// 300 MB, and says in one line what was wrong.
func TestHostilePDFsStayInBounds(t *testing.T) {
	if _, err := os.ReadFile("/proc/self/status"); errors.Is(err, os.ErrNotExist) {
		if os.Getenv("ALMANAC_REQUIRE_TOOLS") != "" {
			t.Fatal("this system does not tell how much memory a process has had")
		}
		t.Skip("this system does not tell how much memory a process has had")
	}
	const most = 300 << 10 // kB
	ranges := strings.Repeat("<0000> <FFFF> <0041>\n", 100)
	for name, pdf := range map[string]string{
		"400 MB of content": filtered(t, 1, spaces(400<<20), strings.NewReader("")),
		"compressed twice":  filtered(t, 2, spaces(400<<20), strings.NewReader("")),
		"40 MB as they are": filtered(t, 0, spaces(40<<20), strings.NewReader("")),
		"a large table of a font": filtered(t, 1, strings.NewReader("BT /F1 12 Tf 72 700 Td <0041> Tj ET"),
			io.LimitReader(&repeated{text: "100 beginbfrange\n" + ranges + "endbfrange\n"}, 40<<20)),
	} {
		file := filepath.Join(t.TempDir(), "report.pdf")
		write(t, file, []byte(pdf))
		var said bytes.Buffer
		cmd := exec.CommandContext(t.Context(), "almanac-peak", "import", "report", "--dry-run", "--store", "bolt:none.db", file)
		cmd.Dir, cmd.Stderr = t.TempDir(), &said
		err := cmd.Run()
		var failed *exec.ExitError
		if err == nil || !errors.As(err, &failed) || failed.ExitCode() != exitFailed {
			t.Errorf("%s: %v\n%s", name, err, said.String())
		}
		peak := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindStringSubmatch(said.String())
		if peak == nil {
			t.Fatalf("%s: nothing tells how much memory it was:\n%s", name, said.String())
		}
		if kB, err := strconv.Atoi(peak[1]); err != nil || kB > most {
			t.Errorf("%s: the process has had %d kB of memory, at most %d are allowed", name, kB, most)
		} else {
			t.Logf("%s: %d kB", name, kB)
		}
		if lines := strings.Count(said.String(), "\n"); lines > 3 || strings.Contains(said.String(), "goroutine") {
			t.Errorf("%s: it says\n%s", name, said.String())
		}
	}
}
