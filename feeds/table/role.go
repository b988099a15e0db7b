package table

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Role is what a column says of an event.
type Role string

// The roles. Those of texts stand once for each language.
const (
	NoRole      Role = ""            // the column is left out
	Date        Role = "date"        // when it is, or begins
	Year        Role = "year"        // the year of it, alone or beside month and day, or beside dates without one
	Month       Role = "month"       // number or name
	Day         Role = "day"         // of the month
	Time        Role = "time"        // of the day
	End         Role = "end"         // the last day
	EndYear     Role = "endyear"     // its year
	EndMonth    Role = "endmonth"    // its month
	EndDay      Role = "endday"      // its day
	Duration    Role = "duration"    // how many days: 3, where the name says days, or 3 days
	EndTime     Role = "endtime"     // when it ends on the last day
	Earliest    Role = "earliest"    // bound of a date that is not known more exactly
	Latest      Role = "latest"      // the other bound
	Approximate Role = "approximate" // yes: the date is an estimate
	Precision   Role = "precision"   // how much of the date is known: day, month, year, decade, or the number that Wikidata has for it
	Shown       Role = "shown"       // the date in the table's own words
	Zone        Role = "zone"        // of the times of the row
	AllDay      Role = "allday"      // yes: the times are none
	Title       Role = "title"       // the first filled one counts
	Summary     Role = "summary"     // plain text
	Body        Role = "body"        // text, with HTML or without
	Place       Role = "place"       // its name
	Latitude    Role = "lat"         // degrees
	Longitude   Role = "lon"         // degrees
	Tags        Role = "tags"        // several are parted by | or ; or ,
	Link        Role = "link"        // http or https
	Picture     Role = "image"       // http or https
	Credit      Role = "credit"      // of the picture
	Alt         Role = "alt"         // what the picture shows
	SourceTitle Role = "source"      // the document
	Locator     Role = "locator"     // where in it
	Quote       Role = "quote"       // its words
	SourceURL   Role = "sourceurl"   // http or https
	Sources     Role = "sources"     // all of them, as JSON
	Identity    Role = "id"          // tells the rows apart
	State       Role = "status"      // published, tentative, cancelled, draft and what stands for these
	Visibility  Role = "visibility"  // what is not public becomes a draft
	Kind        Role = "kind"        // of a row of TimelineJS: title and era are no events
	Recurrence  Role = "recurrence"  // of Localist: days of the week
	Room        Role = "room"        // in the place
	Address     Role = "address"     // of the place
	Key         Role = "key"         // yes: one of the important events
	SlugRole    Role = "slug"        // the event's name in addresses
	Revision    Role = "rev"         // of the record from which the table was exported
)

// inLanguages are the roles that a table may fill in several languages.
func inLanguages() []Role { return []Role{Title, Summary, Body, Place, Alt, Shown, SourceTitle} }

//go:embed headers.json
var headersFile []byte

// known are the names of columns by their role, folded.
var known = sync.OnceValue(func() map[string]Role {
	var file map[Role][]string
	if err := json.Unmarshal(headersFile, &file); err != nil {
		panic(err) // a test reads it
	}
	names := map[string]Role{}
	for role, list := range file {
		for _, name := range list {
			names[foldName(name)] = role
		}
	}
	return names
})

// roles are all roles that a mapping may name.
func roles() []Role {
	var list []Role
	for _, r := range known() {
		if !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	slices.Sort(list)
	return list
}

// foldName is a column's name without case, accents, signs and line breaks.
func foldName(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, " ") && !unicode.IsMark(r) {
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}

// roleOf finds what a column's name says: its role, and the language if it
// names one.
func roleOf(name string) (Role, string) {
	for _, try := range []string{name, withoutBrackets(name), parted(name)} {
		folded := foldName(try)
		if role, ok := known()[folded]; ok {
			return role, ""
		}
		if role, lang, ok := roleInLanguage(folded); ok {
			return role, lang
		}
	}
	return NoRole, ""
}

// withoutBrackets takes off remarks such as (YYYY-MM-DD), * and the like.
func withoutBrackets(name string) string {
	name = norm.NFKC.String(name)
	for {
		i := strings.IndexAny(name, "([{")
		if i < 0 {
			return name
		}
		j := strings.IndexAny(name[i:], ")]}")
		if j < 0 {
			return name[:i]
		}
		name = name[:i] + " " + name[i+j+1:]
	}
}

//go:embed languages.json
var languagesFile []byte

// languageWords are names of languages as they stand in headers, folded.
var languageWords = sync.OnceValue(func() map[string]string {
	var file map[string][]string
	if err := json.Unmarshal(languagesFile, &file); err != nil {
		panic(err) // a test reads it
	}
	words := map[string]string{}
	for lang, list := range file {
		for _, word := range list {
			words[foldName(word)] = lang
		}
	}
	return words
})

// roleInLanguage reads "title en", "title zh hant", 英文标题.
func roleInLanguage(folded string) (Role, string, bool) {
	takes := func(name, word string) (Role, string, bool) {
		role, ok := known()[strings.TrimSpace(name)]
		lang := languageNamed(word)
		if role == Date && lang != "" { // the same in each
			return role, "", true
		}
		return role, lang, ok && lang != "" && slices.Contains(inLanguages(), role)
	}
	words := strings.Fields(folded)
	for n := 1; n <= 2 && n < len(words); n++ {
		at := len(words) - n
		if role, lang, ok := takes(strings.Join(words[:at], " "), strings.Join(words[at:], "-")); ok {
			return role, lang, true
		}
		if role, lang, ok := takes(strings.Join(words[n:], " "), strings.Join(words[:n], "-")); ok {
			return role, lang, true
		}
	}
	for word := range languageWords() {
		if rest, ok := strings.CutPrefix(folded, word); ok && !isASCII(word) {
			if role, lang, ok := takes(rest, word); ok {
				return role, lang, true
			}
		}
	}
	return NoRole, "", false
}

// languageNamed is the language of a word or tag; "" if it is none.
func languageNamed(word string) string {
	if lang, ok := languageWords()[word]; ok {
		return lang
	}
	base, _, _ := strings.Cut(word, "-")
	if len(base) != 2 {
		return ""
	}
	tag, err := language.Parse(word)
	if err != nil || !strings.HasPrefix(tag.String(), base) { // "es war" is no language, though es-war is one
		return ""
	}
	return tag.String()
}
