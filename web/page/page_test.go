package page_test

import (
	"net/http"
	"testing"

	"almanac.example/web/webtest"
)

// TestEveryPageIsWellMade holds, for every kind of page in both languages,
// what no page may get wrong.
func TestEveryPageIsWellMade(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for _, lang := range []string{"zh", "en"} {
		for _, path := range webtest.Paths() {
			t.Run(lang+path, func(t *testing.T) {
				got := i.get(t, "/"+lang+path)
				if got.status != http.StatusOK {
					t.Fatalf("status %d", got.status)
				}
				webtest.CheckDocument(t, got.body)
				webtest.CheckHead(t, webtest.Document(t, got.body))
			})
		}
	}
}

// TestErrorPagesAreWellMade holds the same for pages that say no.
func TestErrorPagesAreWellMade(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for path, want := range map[string]int{
		"/zh/nothing-here": 404, "/nothing": 404, "/zh/e/withdrawn": 410, "/en/e/withdrawn": 410, "/zh/e/draft": 404, "/zh/2019?from=yesterday": 400, "/en/2019?year=2018": 400,
		"/zh/list?page=x": 400, "/zh/tag/unheard": 404, "/zh/2019/13": 404, "/zh/2019/02/30": 404, "/en/on/02-30": 404, "/zh/embed?n=999": 400, "/embed/zh/2019?theme=pink": 400,
	} {
		t.Run(path, func(t *testing.T) {
			got := i.get(t, path, "Accept", "text/html", "Accept-Language", "en")
			if got.status != want {
				t.Fatalf("status %d, want %d", got.status, want)
			}
			webtest.CheckDocument(t, got.body)
			if n := webtest.Document(t, got.body).Find("main a[href]").Length(); n < 2 {
				t.Errorf("the page leads to %d places; it should help", n)
			}
		})
	}
}
