package table

import (
	"encoding/json"
	"strings"
	"testing"

	"almanac.example/events"
)

// TestWhatElseRowsSay takes place, tags, links, pictures, sources and status from
// a row.
func TestWhatElseRowsSay(t *testing.T) {
	for name, x := range map[string]struct {
		columns, cells string
		want           string // JSON of what is said
	}{
		"place":                     {"Place", "Old Hall", `{"place":{"slug":"old-hall","name":{"en":"Old Hall"}}}`},
		"place with coordinates":    {"Place,Lat,Lon", "Hall,31.5,-121.25", `{"place":{"slug":"hall","name":{"en":"Hall"},"latitude":31.5,"longitude":-121.25}}`},
		"coordinates at the poles":  {"Place,Lat,Lon", "Hall,-90,180", `{"place":{"slug":"hall","name":{"en":"Hall"},"latitude":-90,"longitude":180}}`},
		"at the other pole":         {"Place,Lat,Lon", "Hall,90,-180", `{"place":{"slug":"hall","name":{"en":"Hall"},"latitude":90,"longitude":-180}}`},
		"coordinates beyond":        {"Place,Lat,Lon", "Hall,90.1,0", `{"place":{"slug":"hall","name":{"en":"Hall"}}}`},
		"longitude beyond":          {"Place,Lat,Lon", "Hall,0,-180.1", `{"place":{"slug":"hall","name":{"en":"Hall"}}}`},
		"one coordinate":            {"Place,Lat,Lon", "Hall,31.5,", `{"place":{"slug":"hall","name":{"en":"Hall"}}}`},
		"the other coordinate":      {"Place,Lat,Lon", "Hall,x,5", `{"place":{"slug":"hall","name":{"en":"Hall"}}}`},
		"coordinates alone":         {"Lat,Lon", "31.5,5", `{}`},
		"address for want of place": {"Address", "High St 5", `{"place":{"slug":"high-st-5","name":{"en":"High St 5"}}}`},
		"place before address":      {"Place,Address", "Hall,High St 5", `{"place":{"slug":"hall","name":{"en":"Hall"}}}`},
		"room":                      {"Place,Room", "Hall,12", `{"place":{"slug":"hall-12","name":{"en":"Hall, 12"}}}`},
		"place in two languages":    {"Place_en,Place_de", "Hall,Halle", `{"place":{"slug":"hall","name":{"de":"Halle","en":"Hall"}}}`},
		"tags":                      {"Tags", "\"b, a;c|a\"", `{"tags":["a","b","c"]}`},
		"two columns of tags":       {"Tags,Category", "b,a", `{"tags":["a","b"]}`},
		"link":                      {"Link", "https://example.org/a", `{"links":[{"url":"https://example.org/a"}]}`},
		"links, one of them twice":  {"Link,URL", "https://example.org/a https://example.org/b,https://example.org/a", `{"links":[{"url":"https://example.org/a"},{"url":"https://example.org/b"}]}`},
		"no link":                   {"Link", "javascript:alert(1)", `{}`},
		"picture":                   {"Image,Credit,Alt", "https://example.org/a.jpg,Anna,a hall", `{"image":{"url":"https://example.org/a.jpg","alt":{"en":"a hall"},"credit":"Anna"}}`},
		"picture in two languages":  {"Image,Alt_en,Alt_de", "https://example.org/a.jpg,a hall,eine Halle", `{"image":{"url":"https://example.org/a.jpg","alt":{"de":"eine Halle","en":"a hall"}}}`},
		"film for a picture":        {"Image", "https://example.org/film", `{"links":[{"url":"https://example.org/film"}]}`},
		"source":                    {"Source,Page,Quote", "Chronicle,12,so it was", `{"sources":[{"title":{"en":"Chronicle"},"locator":{"en":"12"},"quote":"so it was"}]}`},
		"source that is an address": {"Source", "https://example.org/c", `{"sources":[{"title":{"en":"example.org"},"url":"https://example.org/c"}]}`},
		"source with an address":    {"Source,Source URL", "Chronicle,https://example.org/c", `{"sources":[{"title":{"en":"Chronicle"},"url":"https://example.org/c"}]}`},
		"only its address":          {"Source URL", "https://example.org/c", `{"sources":[{"title":{"en":"example.org"},"url":"https://example.org/c"}]}`},
		"source without a title":    {"Page", "12", `{}`},
		"key":                       {"Key", "yes", `{"key":true}`},
		"no key":                    {"Key", "nein", `{}`},
		"tentative":                 {"Status", "postponed", `{"status":"tentative"}`},
		"cancelled":                 {"Status", "abgesagt", `{"status":"cancelled"}`},
		"draft":                     {"Status", "草稿", `{"status":"draft"}`},
		"own word":                  {"Status", "Cancelled", `{"status":"cancelled"}`},
		"unknown word":              {"Status", "great", `{}`},
		"not for everybody":         {"Visibility", "Restricted", `{"status":"draft"}`},
		"for everybody":             {"Visibility", "Public", `{}`},
	} {
		in := read(t, File{Name: "a.csv", Data: []byte("Date,Title," + x.columns + "\n2019-05-24,Fair," + x.cells + "\n")}, "")
		if len(in.Rows) != 1 || in.Rows[0].Event == nil {
			t.Errorf("%s: %s", name, tell(in))
			continue
		}
		if got := more(t, in.Rows[0].Event); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}

// more is what an event says beside date and title.
func more(t *testing.T, e *events.Event) string {
	t.Helper()
	said := *e
	if said.Status == events.Published {
		said.Status = ""
	}
	b, err := json.Marshal(&struct {
		Place   *events.Place   `json:"place,omitempty"`
		Tags    []string        `json:"tags,omitempty"`
		Key     bool            `json:"key,omitempty"`
		Status  events.Status   `json:"status,omitempty"`
		Sources []events.Source `json:"sources,omitempty"`
		Links   []events.Link   `json:"links,omitempty"`
		Image   *events.Image   `json:"image,omitempty"`
	}{said.Place, said.Tags, said.Key, said.Status, said.Sources, said.Links, said.Image})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestPlacesAreShared by rows that say the same of theirs, and by no others.
func TestPlacesAreShared(t *testing.T) {
	in := read(t, File{Name: "a.csv", Data: []byte("Date,Title,Place,Room\n2019,a,Hall,1\n2020,b,Hall,1\n2021,c,Hall,2\n2022,d,,\n2023,e,Hall1,\n")}, "")
	e := in.Events()
	if e[0].Place != e[1].Place || e[0].Place == e[2].Place || e[2].Place.Slug != "hall-2" || e[3].Place != nil || e[4].Place.Slug != "hall1" {
		t.Errorf("%s", tell(in))
	}
}

// TestRecurrences are days of the week until a last day.
func TestRecurrences(t *testing.T) {
	const head = "Title,Date From,Date To,Recurrence,Start Time,End Time\n"
	for row, want := range map[string]string{
		"a,2020-09-07,2020-12-11,\"M,W\",,":                "2020-09-07\ta\tFREQ=WEEKLY;UNTIL=20201211;BYDAY=MO,WE",
		"a,2020-09-07,2020-12-11,\"Monday, th\",7:00,8:00": "2020-09-07\ta\t2020-09-07T07:00:00\t2020-09-07T08:00:00\tEurope/Berlin\tFREQ=WEEKLY;UNTIL=20201211T225959Z;BYDAY=MO,TH",
		"a,2020-09-07,,M,,":                                "2020-09-07\ta",
		"a,2020-09-07,2020-09-07,M,,":                      "2020-09-07\ta",
		"a,2020-09-07,2020-12-11,,,":                       "2020-09-07/2020-12-11\ta",
		"a,2020-09-07,2020-12-11,T,,":                      "REFUSED\ta\tthe first day, 2020-09-07, is none of those on which it recurs: \"T\"",
		"a,2020-09-07,2020-12-11,often,,":                  "REFUSED\ta\tthe recurrence \"often\" is no list of days such as M,W,F",
	} {
		text := tell(read(t, File{Name: "a.csv", Data: []byte(head + row + "\n")}, ""))
		if !strings.HasPrefix(text, "2\t"+want+"\n") {
			t.Errorf("%s: want %s, got\n%s", row, want, text)
		}
	}
}

// TestSourcesThatAreNone refuses what is no JSON of sources.
func TestSourcesThatAreNone(t *testing.T) {
	in := read(t, File{Name: "a.csv", Data: []byte("Date,Title,Sources_JSON\n2019,a,{}\n2020,b,\"[{\"\"title\"\":{\"\"en\"\":\"\"C\"\"}}]\"\n")}, "")
	if in.Rows[0].Event != nil || !strings.Contains(in.Rows[0].Reason, "holds no JSON as the export writes it") {
		t.Errorf("%s", tell(in))
	}
	if got := more(t, in.Rows[1].Event); got != `{"sources":[{"title":{"en":"C"}}]}` {
		t.Errorf("%s", got)
	}
}
