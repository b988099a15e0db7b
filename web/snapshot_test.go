package web

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/snapshot"
	"almanac.example/web/webtest"
)

// rewritten are the attributes that a copy may change.
var rewritten = regexp.MustCompile(` (href|src|srcset|srcdoc|action|method)="[^"]*"`)

// TestACopyIsWhatIsServed makes files of the whole site: each page is what the
// server says but for its links, everything else is the same to the byte, and
// every link leads to a file.
func TestACopyIsWhatIsServed(t *testing.T) {
	i := newInstance(t, append(webtest.Chronicle(), webtest.Story("linking", "2019-06-01", func(e *events.Event) {
		e.Text["en"] = events.Text{Title: "Linking", Body: "[there](/en/e/range#x), [asked](/en/2019?tag=policy), [gone](/en/e/nothing), [else](https://example.com/en/)"}
	}))...)
	dir := filepath.Join(t.TempDir(), "copy")
	report, err := snapshot.Write(t.Context(), snapshot.Config{Dir: dir, Get: i.ask})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Dead) != 1 || report.Dead[0].Path != "/en/e/nothing" || report.Dead[0].Status != http.StatusNotFound {
		t.Errorf("not there: %+v", report.Dead)
	}
	for _, name := range []string{"en/2019.ics", "zh/all.csv", "en/all.jcal", "zh/all.timelinejs", "en/all.record", "en/changes.atom", "feeds.opml", "og/2019.png", "embed/en/all/index.html", "en/e/chinese/index.html", "en/-0220/index.html", "sitemap.xml"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	pages, links := 0, 0
	most := regexp.MustCompile(`/on/(0[1-35-9]|1)`) // days of the year are many and alike: those of April will do
	err = filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || most.MatchString(filepath.ToSlash(name)) {
			return err
		}
		kept, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := filepath.Rel(dir, name)
		served := i.get(t, "/"+strings.TrimSuffix(strings.TrimSuffix(file, "index.html"), "/"))
		for served.status/100 == 3 {
			served = i.get(t, strings.TrimPrefix(served.header.Get("Location"), "https://almanac.example.org"))
		}
		if path.Base(file) != "index.html" {
			if string(kept) != served.body {
				t.Errorf("%s is not what is served", file)
			}
			return err
		}
		pages++
		if blank(string(kept)) != blank(served.body) {
			t.Errorf("%s differs from what is served by more than links", file)
		}
		links += followFiles(t, dir, file, string(kept))
		return err
	})
	if err != nil || report.Pages < 900 || pages < 200 || links < 5000 {
		t.Errorf("%d pages of %d, %d links: %v", pages, report.Pages, links, err)
	}
}

func blank(page string) string { return rewritten.ReplaceAllString(page, ` $1=""`) }

// ask gets an address without following it.
func (i *instance) ask(ctx context.Context, path string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, i.url+path, nil)
	if err != nil {
		return nil, err
	}
	return http.DefaultTransport.RoundTrip(r)
}

// followFiles holds that each link of a page leads to a file of the copy, and
// counts those that do.
func followFiles(t *testing.T, dir, file, page string) (links int) {
	t.Helper()
	here := &url.URL{Scheme: "file", Path: "/copy/" + file}
	check := func(link string) {
		u, err := here.Parse(link)
		switch {
		case err != nil:
			t.Errorf("%s: %v", file, err)
		case u.Scheme != "file":
			if strings.HasSuffix(u.Host, "almanac.example.org") {
				t.Errorf("%s leads to the site that was: %s", file, link)
			}
		default:
			links++
			name, ok := strings.CutPrefix(u.Path, "/copy/")
			if _, err := os.Stat(filepath.Join(dir, name)); !ok || err != nil || u.RawQuery != "" {
				t.Errorf("%s leads to %s, which is no file: %v", file, link, err)
			}
		}
	}
	doc := webtest.Document(t, page)
	doc.Find("a[href],script[src],img[src],iframe[src],form,link:not([rel=canonical]):not([hreflang])").Each(func(_ int, s *goquery.Selection) {
		for _, name := range []string{"href", "src", "action"} {
			if link, ok := s.Attr(name); ok {
				check(link)
			}
		}
		if method := s.AttrOr("method", "get"); method != "get" {
			t.Errorf("%s: a form that sends: %s", file, method)
		}
	})
	doc.Find("iframe[srcdoc]").Each(func(_ int, s *goquery.Selection) {
		links += followFiles(t, dir, file, s.AttrOr("srcdoc", ""))
	})
	return links
}
