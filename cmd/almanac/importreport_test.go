package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/store"
	"almanac.example/web"
	"almanac.example/web/api"
)

// shanghaiReport is a real report that lies beside the project and is no part
// of it.
const shanghaiReport = "../../../shared/report/shanghai-2019-chapter4.txt"

// almanac runs a command and returns what it writes to standard output.
func almanac(t *testing.T, args ...string) string {
	t.Helper()
	var out, talk bytes.Buffer
	if code := run(t.Context(), args, storage.Console{Console: terminal.Console{In: strings.NewReader(""), Out: &out, Err: &talk}}); code != exitOK {
		t.Fatalf("almanac %s: exit code %d\n%s", strings.Join(args, " "), code, talk.String())
	}
	return out.String()
}

// answers serves a store until the test ends, and gets addresses from it.
func answers(t *testing.T, name string) func(path string) string {
	t.Helper()
	live, closeStore, err := openLive(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(closeStore)
	zone, err := events.LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	server, err := web.New(web.Config{Record: live, Now: terminal.Now, Site: feeds.Site{
		BaseURL: "http://almanac.example", Languages: []string{"zh", "en"}, Zone: zone,
		Name: map[string]string{"zh": "大事记", "en": "Chronicle"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return func(path string) string {
		t.Helper()
		w := httptest.NewRecorder()
		server.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		body, err := io.ReadAll(w.Result().Body)
		if err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s answers %d: %v", path, w.Code, err)
		}
		return string(body)
	}
}

// From the report of a year to its calendar.
func TestShanghaiReport(t *testing.T) {
	if _, err := os.Stat(shanghaiReport); err != nil {
		if os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1" {
			t.Fatalf("the report is missing: %v", err)
		}
		t.Skipf("there is no report beside the project: %v", err)
	}
	name := "bolt:" + filepath.Join(t.TempDir(), "a.db")
	var found []api.Finding
	if err := json.Unmarshal([]byte(almanac(t, "import", "report", shanghaiReport, "--year", "2019", "--store", name, "--json", "--title", "2019上海科技进步报告")), &found); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(shanghaiReport)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found {
		if !bytes.Contains(text, []byte(p.Quote)) || p.Title == "" || !strings.HasPrefix(p.Date, "2019") {
			t.Errorf("%s %s: is quoted as %q, which the report does not say", p.Date, p.Title, p.Quote)
		}
	}
	almanac(t, "review", "--store", name, "--accept-all", "--min-confidence", "0.9", "--author", "Lin")
	get := answers(t, name)
	calendar := strings.ReplaceAll(get("/zh/2019.ics"), "\r\n ", "")
	sure := 0
	for _, p := range found {
		if shown := strings.Contains(calendar, "UID:"+string(p.ID)+"@"); shown != (p.Confidence >= 0.9) {
			t.Errorf("%s %s of confidence %v is in the calendar: %v", p.Date, p.Title, p.Confidence, shown)
		}
		if p.Confidence >= 0.9 {
			sure++
		}
	}
	if n := strings.Count(calendar, "BEGIN:VEVENT"); n != sure || n < 20 {
		t.Errorf("the calendar has %d events, want the %d sure ones, 20 or more", n, sure)
	}
	for _, p := range found {
		if p.Date != "2019-09-13" {
			continue
		}
		page := get("/zh/e/" + p.Slug)
		for _, want := range []string{"2019上海科技进步报告", "上海天文馆完成首次亮灯，标志着", "第1088行"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page of %s lacks %q", p.Slug, want)
			}
		}
	}
}

// The formats that are no text cannot stand in a script.
func TestImportReportReadsDOCX(t *testing.T) {
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for name, content := range map[string]string{
		"[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"word/document.xml": `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
			`<w:p><w:r><w:t>On 3 March 2019 the harbour museum opened its new wing.</w:t></w:r></w:p></w:body></w:document>`,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	report, name := filepath.Join(dir, "report.docx"), "bolt:"+filepath.Join(dir, "a.db")
	if err := os.WriteFile(report, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	almanac(t, "import", "report", report, "--store", name)
	var drafts []struct{ Date, Document string }
	if err := json.Unmarshal([]byte(almanac(t, "review", "--store", name, "--format", "json")), &drafts); err != nil {
		t.Fatal(err)
	}
	if len(drafts) != 1 || drafts[0].Date != "2019-03-03" || drafts[0].Document != "report.docx" {
		t.Errorf("got %+v", drafts)
	}
}

// openLive opens a store that is there, for commands that need only the record.
// The function returned closes it.
func openLive(ctx context.Context, name string) (*store.Live, func(), error) {
	c := storage.Console{Console: terminal.Console{Err: io.Discard}}
	p, err := c.Must(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	in, err := p.Open(ctx, c.NewLog(), c.Err)
	return in.Live, in.Close, err
}
