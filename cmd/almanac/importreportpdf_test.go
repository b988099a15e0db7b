//go:build !race

// The PDF reader is interpreted, and under the race detector slower than the
// time it is given.

package main

import (
	"bytes"
	"os"
	"path/filepath"
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
