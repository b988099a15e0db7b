package read

import (
	"almanac.example/feeds/foreign"

	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// The table of docs/import.md is what the program does; -update writes it.
func TestDocumentedProperties(t *testing.T) {
	const file, begin, end = "../../../docs/import.md", "<!-- properties -->\n", "<!-- /properties -->"
	var table strings.Builder
	table.WriteString("| property | becomes |\n| --- | --- |\n")
	var left []string
	for _, name := range slices.Sorted(maps.Keys(fates)) {
		switch f := fates[name]; {
		case f.rank == dropped:
			left = append(left, name)
		case f.says == "":
			t.Errorf("%s: nothing is said of it", name)
		default:
			fmt.Fprintf(&table, "| %s | %s |\n", name, f.says)
		}
	}
	fmt.Fprintf(&table, "| %s | not kept, and counted |\n", strings.Join(left, ", "))
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the table", file)
	}
	want := before + begin + table.String() + end + after
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(data) {
		t.Errorf("%s does not say what the program does; run with -update", file)
	}
}

// What is not kept is counted by its name; what programs note for themselves is
// not.
func TestWhatIsNotKept(t *testing.T) {
	event := "DTSTART:20190524\nSUMMARY:a\n"
	alarm := "\nBEGIN:VALARM\nTRIGGER:-PT5M\nATTENDEE:mailto:c@x.example\nEND:VALARM"
	for text, want := range map[string]string{
		file(event + "TRANSP:OPAQUE\nX-MOZ-GENERATION:1\nX-LIC-ERROR:a"):                          "map[]",
		file(event+"ATTENDEE:mailto:a@x.example\nATTENDEE:mailto:b@x.example"+alarm, event+alarm): "map[ATTENDEE:2 VALARM:2]",
		file(event + "PRIORITY:1\nX-FACEBOOK:y\nORGANIZER:mailto:a@x.example\nEXRULE:FREQ=DAILY"): "map[EXRULE:1 ORGANIZER:1 PRIORITY:1 X-FACEBOOK:1]", //nolint:misspell // the standard's spelling
		file(event + "GEO:1;2"):             "map[GEO:1]",
		file(event + "LOCATION:b\nGEO:1;2"): "map[]",
		file("BEGIN:VTODO\nUID:t\nEND:VTODO", "BEGIN:VTODO\nUID:v\nEND:VTODO", event):        "map[VTODO:2]",
		file(event + "ATTACH;VALUE=BINARY;ENCODING=BASE64:QUJD\nATTACH;VALUE=URI:cid:part1"): "map[ATTACH in the file:1]",
	} {
		if got := fmt.Sprint(read(t, text, Options{}).NotKept); got != want {
			t.Errorf("%s\nis counted as %s, want %s", text, got, want)
		}
	}
}

// Pictures, files and conferences become a picture and links.
func TestAttachments(t *testing.T) {
	for properties, want := range map[string]string{
		"ATTACH;FMTTYPE=image/jpeg:https://x.example/a":                                                "https://x.example/a image/jpeg|",
		"ATTACH:https://x.example/a.PNG?b=c":                                                           "https://x.example/a.PNG?b=c|",
		"ATTACH;FMTTYPE=application/pdf;FILENAME=Plan.pdf:https://x.example/p":                         "|https://x.example/p=Plan.pdf",
		"ATTACH:https://x.example/a.png\nATTACH:https://x.example/b.png":                               "https://x.example/a.png|https://x.example/b.png=",
		"ATTACH:https://x.example/a.png\nIMAGE:https://x.example/c":                                    "https://x.example/c|https://x.example/a.png=",
		"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join:https://x.example/meet\nURL:https://x.example/": "|https://x.example/= https://x.example/meet=Join",
		"URL:https://x.example/\nATTACH:https://x.example/":                                            "|https://x.example/=",
		"X-GOOGLE-CONFERENCE:https://meet.example/abc":                                                 "|https://meet.example/abc=",
		`ATTACH:https://x.example/a\,b.png`:                                                            "https://x.example/a,b.png|",
		"ATTACH;VALUE=BINARY:QUJD":                                                                     "|",
		"ATTACH;ENCODING=base64:QUJD":                                                                  "|",
		"ATTACH:DATA:image/png;base64,AA":                                                              "|",
		"ATTACH;VALUE=BINARY:https://x.example/a":                                                      "|",
		"ATTACH;ENCODING=BASE64:https://x.example/a":                                                   "|",
		"CONFERENCE:tel:+1-412-555-0123":                                                               "|",
	} {
		e, _ := one(t, "SUMMARY:a\n"+properties, Options{})
		got := ""
		if e.Image != nil {
			got = strings.TrimSpace(e.Image.URL + " " + e.Image.Type)
		}
		var links []string
		for _, l := range e.Links {
			links = append(links, l.URL+"="+l.Title["zh"])
		}
		if got += "|" + strings.Join(links, " "); got != want {
			t.Errorf("%q: %q, want %q", properties, got, want)
		}
	}
}

// The spelling of categories becomes the name of tags, and two never become one.
func TestNamesOfTags(t *testing.T) {
	in := read(t, file("DTSTART:20190524\nSUMMARY;LANGUAGE=en:a\nCATEGORIES:C++,C#,Arts & Culture,plain,Policy", "DTSTART:20190525\nSUMMARY:b\nCATEGORIES:c#,ARTS & CULTURE"), Options{Record: testSite().Record})
	var names []string
	for _, tag := range in.Tags {
		for lang, name := range tag.Name {
			names = append(names, tag.Slug+"="+lang+":"+name)
		}
	}
	second := "c-" + foreign.Hash("C#", 3)
	if got, want := strings.Join(names, " "), "c=en:C++ "+second+"=en:C# arts-culture=en:Arts & Culture"; got != want {
		t.Errorf("the names are %s, want %s", got, want)
	}
	if got, want := strings.Join(in.Events[0].Tags, " "), "arts-culture c "+second+" plain policy"; got != want {
		t.Errorf("the first has %s, want %s", got, want)
	}
	if got, want := strings.Join(in.Events[1].Tags, " "), "arts-culture "+second; got != want {
		t.Errorf("the second has %s, want %s", got, want)
	}
}

// What a component says of itself is remembered.
func TestOrigins(t *testing.T) {
	e, _ := one(t, "UID:{a}@x\nSUMMARY:a\nCREATED:20190101T000000Z\nLAST-MODIFIED:20190102T030405Z\nSTATUS:TENTATIVE", Options{})
	o := e.Origin
	if o.UID != "{a}@x" || o.Created.Format("20060102") != "20190101" || o.Modified.Format("150405") != "030405" || e.Status != "tentative" {
		t.Errorf("%+v, %s", o, e.Status)
	}
	if e := read(t, file("NOUID\nDTSTART:20190524\nSUMMARY:a\nSTATUS:CONFIRMED"), Options{}).Events[0]; e.Origin != nil || e.Status != "published" {
		t.Errorf("%+v, %s", e.Origin, e.Status)
	}
}
