package syndication

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/feedstest"
)

// TestStampsAreWrittenWithFourDigits writes every format of an event whose
// record was made by a clock far ahead or far behind.
func TestStampsAreWrittenWithFourDigits(t *testing.T) {
	rfc3339 := regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$`)
	for _, stamp := range feedstest.FarStamps() {
		e := testEvent("a", on("2019-05-24"), "", "A")
		e.Created, e.Published, e.Updated = stamp, stamp, stamp
		e.Formerly = []events.Trace{{Until: stamp, Span: on("2019-05-23"), Status: events.Published}}
		for _, format := range formats() {
			f := testFeed("en", format.Extension, []*events.Event{e})
			f.Updated = stamp
			var b bytes.Buffer
			if err := format.Write(t.Context(), &b, f); err != nil {
				t.Fatal(err)
			}
			switch format.Extension {
			case ".atom":
				for _, text := range xmlTexts(t, b.Bytes(), "updated", "published") {
					if !rfc3339.MatchString(text) {
						t.Errorf("Atom says %s", text)
					}
				}
			case ".rss":
				for _, text := range xmlTexts(t, b.Bytes(), "pubDate", "lastBuildDate") {
					if year := strings.Fields(text)[3]; len(year) != 4 {
						t.Errorf("RSS says %s", text)
					}
				}
			case ".json":
				for _, m := range regexp.MustCompile(`"date_(?:published|modified)":\s*"([^"]*)"`).FindAllStringSubmatch(b.String(), -1) {
					if !rfc3339.MatchString(m[1]) {
						t.Errorf("JSON Feed says %s", m[1])
					}
				}
			}
		}
	}
}

// xmlTexts are the texts of the elements of those names.
func xmlTexts(t *testing.T, doc []byte, names ...string) []string {
	t.Helper()
	var list []string
	d := xml.NewDecoder(bytes.NewReader(doc))
	name := ""
	for {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch token := token.(type) {
		case xml.StartElement:
			name = token.Name.Local
		case xml.EndElement:
			name = ""
		case xml.CharData:
			for _, n := range names {
				if n == name {
					list = append(list, string(token))
				}
			}
		}
	}
	if len(list) == 0 {
		t.Errorf("no %v", names)
	}
	return list
}
