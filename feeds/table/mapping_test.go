package table

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestMappings says of columns what the table does not tell.
func TestMappings(t *testing.T) {
	padded := "Datum,Titel,Mehr\n"
	for y := range 12 {
		padded += strings.ReplaceAll("19YY-09-11,a,b\n", "YY", string(rune('0'+y/10))+string(rune('0'+y%10)))
	}
	for name, x := range map[string]struct{ table, mapping, want string }{
		"order":        {"Datum,Titel\n4/10/2019,a\n", "Datum=date:day-first", "2 2019-10-04 a"},
		"other order":  {"Datum,Titel\n4/10/2019,a\n", "Datum = date:month-first", "2 2019-04-10 a"},
		"year first":   {"Datum,Titel\n19/4/10,a\n", "Datum=date:year-first:century=1930", "2 2019-04-10 a"},
		"century":      {"Datum,Titel\n13/4/30,a\n13/4/29,b\n", "Datum=date:day-first:century=1930", "2 1930-04-13 a|3 2029-04-13 b"},
		"year":         {"Datum,Titel\n10 May,a\n", "Datum=date:year=2019", "2 2019-05-10 a"},
		"bc":           {"Jahr,Titel\n-333,a\n", "Jahr=year:bc", "2 -0332 a"},
		"astronomical": {"Jahr,Titel\n-333,a\n", "Jahr=year:astronomical", "2 -0333 a"},
		"empty":        {"Datum,Titel\n2019,a\nlater,b\n", "Datum=date:empty=later", "2 2019 a|3 there is no date: \"Datum\" says \"later\" b"},
		"fill":         {"Jahr,Titel\n2019,a\n,b\n〃,d\n", "Jahr=year:fill", "2 2019 a|3 2019 b|4 2019 d"},
		"title":        {"Datum,Titel,Mehr\n2019,a,b\n", "Mehr=title", "2 2019 b"},
		"by letter":    {"2019,a,b\n2018,c,d\n", "C=title,B=-", "1 2019 b|2 2018 d"},
		"language":     {"Datum,X,Y\n2019,a,b\n", "X=title_de,Y=title_zh-Hant", "2 2019 a"},
		"lines":        {"Datum,X,Y\n2019,a,b\n", "# which\nX=-\nY=title\n", "2 2019 b"},
		"equals sign":  {"Datum,a=b,Y\n2019,x,y\n", "a=b=title", "2 2019 x"},
		"padding year": {padded, "Datum=date:padding=year", "2 1900 a|3 1901 a|4 1902 a|5 1903 a|6 1904 a|7 1905 a|8 1906 a|9 1907 a|10 1908 a|11 1909 a|12 1910 a|13 1911 a"},
	} {
		var got []string
		for _, o := range read(t, File{Name: "a.csv", Data: []byte(x.table)}, x.mapping).Rows {
			date := o.Reason
			if o.Event != nil {
				date = o.Event.Span.EDTF().String()
			}
			got = append(got, strings.Join([]string{strconv.Itoa(o.Number), date, o.Title}, " "))
		}
		if text := strings.Join(got, "|"); text != x.want {
			t.Errorf("%s: %s, want %s", name, text, x.want)
		}
	}
	kept := read(t, File{Name: "a.csv", Data: []byte(padded)}, "Datum=date:padding=keep")
	if kept.Refused() != 0 || kept.Rows[0].Event.Span.EDTF().String() != "1900-09-11" {
		t.Errorf("%d are refused, the first is %+v", kept.Refused(), kept.Rows[0])
	}
}

func TestMappingsThatAreRefused(t *testing.T) {
	table, err := Read(t.Context(), File{Data: []byte("Datum,Titel\n2019,a\n")})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Datum":             "is no column with its role",
		"Ort=place":         `the table has no column "Ort"; it has "Datum", "Titel"`,
		"Titel=headline":    `"headline" is no role`,
		"Datum=date_de":     "has no language that is known, or one where none belongs",
		"Titel=title_qqqq":  "has no language",
		"Datum=date:dmy":    `"dmy" is no option`,
		"Datum=date:year=x": "is no option",
	} {
		if _, err := table.Guess(Options{}).Apply(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	m, err := table.Guess(Options{}).Apply("Datum=-")
	if err != nil || m.Problem != "no column is known for a date" {
		t.Errorf("without a date: %q, %v", m.Problem, err)
	}
}

// TestRoles are found by names of columns in many languages.
func TestRoles(t *testing.T) {
	for name, want := range map[string]string{
		"Date": "date ", "  START\n DATE *": "date ", "Date (YYYY-MM-DD)": "date ", "日期": "date ", "发生时间": "date ", "Datum": "date ", "Date de début": "date ", "Fecha": "date ", "التاريخ": "date ",
		"Title_en": "title en", "title (EN)": "title en", "英文标题": "title en", "标题（英文）": "title en", "Titel DE": "title de", "title_zh-Hant": "title zh-Hant", "中文名称": "title zh",
		"Beschreibung": "body ", "内容": "body ", "出来事": "title ", "Titre": "title ", "Título": "title ", "Event": "title ", "Year": "year ", "年份": "year ", "Jahr": "year ",
		"End Date": "end ", "Ende": "end ", "结束日期": "end ", "Foo": " ", "": " ", "Lat": "lat ", "sources_json": "sources ", "date_en": "date ", "dateJp": "date ", "end_en": " ", "Gallery": "place ", "Event Status": "status ",
	} {
		role, lang := roleOf(name)
		if got := string(role) + " " + lang; got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

// TestRolesAreDocumented writes the table of roles in the documentation, or holds
// it against what the program knows.
func TestRolesAreDocumented(t *testing.T) {
	const name = "../../docs/import.md"
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("role.go")
	if err != nil {
		t.Fatal(err)
	}
	meanings := map[Role]string{}
	for _, m := range regexp.MustCompile(`(?m)Role = "(\w+)"\s+// (.+)$`).FindAllStringSubmatch(string(source), -1) {
		meanings[Role(m[1])] = m[2]
	}
	list := ""
	for _, r := range roles() {
		if meanings[r] == "" {
			t.Errorf("nothing is said of the role %q", r)
		}
		list += fmt.Sprintf("| `%s` | %s |\n", r, strings.ReplaceAll(meanings[r], "|", "&#124;"))
	}
	part := regexp.MustCompile(`(?s)<!-- roles -->\n.*<!-- /roles -->`)
	want := part.ReplaceAllLiteralString(string(page), "<!-- roles -->\n"+list+"<!-- /roles -->")
	if flag.Lookup("update").Value.String() == "true" { // of feedstest
		if err := os.WriteFile(name, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if want != string(page) {
		t.Error("docs/import.md does not tell the roles; go test -update writes them")
	}
}
