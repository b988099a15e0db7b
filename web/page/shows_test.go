package page_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/web/webtest"
)

// shown is what a page has where a selector points: the texts of all elements
// found, or one attribute of them, joined by " | ". Nothing found is "".
type shown struct{ path, selector, attr, want string }

// shows holds that pages say what the table says.
func (i *instance) shows(t *testing.T, table ...shown) {
	t.Helper()
	pages := map[string]*goquery.Document{}
	for _, c := range table {
		d, ok := pages[c.path]
		if !ok {
			a := i.get(t, c.path)
			if a.status != http.StatusOK {
				t.Errorf("%s answers %d", c.path, a.status)
			}
			d = webtest.Document(t, a.body)
			pages[c.path] = d
		}
		if got := found(d, c.selector, c.attr); got != c.want {
			t.Errorf("%s: %s %s is\n%q, want\n%q", c.path, c.selector, c.attr, got, c.want)
		}
	}
}

func found(d *goquery.Document, selector, attr string) string {
	var list []string
	for _, s := range d.Find(selector).EachIter() {
		text := strings.Join(strings.Fields(s.Text()), " ")
		if attr != "" {
			text = s.AttrOr(attr, "-")
		}
		list = append(list, text)
	}
	return strings.Join(list, " | ")
}
