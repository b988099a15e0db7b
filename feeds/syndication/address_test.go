package syndication

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// addresses collects everything in a document that programs take for an
// address, in the content's HTML too.
type addresses []string

func (a *addresses) html(content string) {
	z := html.NewTokenizer(strings.NewReader(content))
	for z.Next() != html.ErrorToken {
		for _, attr := range z.Token().Attr {
			if slices.Contains([]string{"href", "src", "srcset", "poster", "cite", "action"}, attr.Key) {
				*a = append(*a, attr.Val)
			}
		}
	}
}

func (a *addresses) xml(t testing.TB, doc []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(doc))
	name, kind, text := "", "", ""
	for {
		tok, err := d.Token()
		if err != nil {
			return
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name, kind, text = tok.Name.Local, "", ""
			for _, attr := range tok.Attr {
				if slices.Contains([]string{"href", "url", "src", "xmlUrl", "htmlUrl"}, attr.Name.Local) {
					*a = append(*a, attr.Value)
				}
				if attr.Name.Local == "type" {
					kind = attr.Value
				}
			}
		case xml.CharData:
			text += string(tok)
		case xml.EndElement:
			switch {
			case text == "" || tok.Name.Local != name:
			case slices.Contains([]string{"link", "url", "uri", "icon", "docs"}, name):
				*a = append(*a, text)
			case name == "encoded" || kind == "html":
				a.html(text)
			}
			name = ""
		}
	}
}

func (a *addresses) json(t testing.TB, doc []byte) {
	t.Helper()
	var v any
	if err := json.Unmarshal(doc, &v); err != nil {
		t.Fatal(err)
	}
	a.value("", v)
}

func (a *addresses) value(key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			a.value(k, e)
		}
	case []any:
		for _, e := range v {
			a.value(key, e)
		}
	case string:
		if key == "content_html" {
			a.html(v)
		}
		if key == "url" || strings.HasSuffix(key, "_url") || slices.Contains([]string{"image", "icon", "about", "calendar"}, key) {
			*a = append(*a, v)
		}
	}
}

func addressesOf(t testing.TB, format format, doc []byte) addresses {
	t.Helper()
	var a addresses
	if format.Extension == ".json" {
		a.json(t, doc)
	} else {
		a.xml(t, doc)
	}
	return a
}

func checkAbsolute(t testing.TB, where string, list addresses) {
	t.Helper()
	for _, address := range list {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "mailto" && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			t.Errorf("%s: %q is not absolute", where, address)
		}
	}
}

func TestEveryAddressIsAbsolute(t *testing.T) {
	for _, format := range formats() {
		for _, base := range []string{"https://almanac.example", "http://127.0.0.1:8080/below/a/path"} {
			f := testFeed("zh", format.Extension, testEvents())
			f.Site.BaseURL = base
			f.Page, f.Self = base+"/zh/all", base+"/zh/all"+format.Extension
			list := addressesOf(t, format, write(t, format, f))
			if len(list) < 40 {
				t.Fatalf("%s: only %d addresses found; the test is blind", format.Name, len(list))
			}
			checkAbsolute(t, format.Name, list)
			if !slices.Contains(list, base+"/zh/2019") {
				t.Errorf("%s: the root-relative link of a body is not below %s", format.Name, base)
			}
		}
	}
}
