package feeds

import (
	"embed"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/texts"
)

//go:embed words/*.json
var wordFiles embed.FS

// wordTables are the sayings of feeds and calendars by language, read once.
var wordTables = sync.OnceValues(func() (map[string]texts.Table, error) {
	files, err := fs.Sub(wordFiles, "words")
	if err != nil {
		return nil, err
	}
	return texts.ReadAll(files, events.SpokenLanguages())
})

// Words are what feeds and calendars say around the record's own texts, in one
// language.
type Words struct {
	Lang   string // BCP 47, of the record's texts that are wanted
	Spoken string // one of events.SpokenLanguages, of the sayings
	table  texts.Table
}

// WordsIn are the sayings for readers of a language, on a site of some languages: as
// events.Spoken says.
func WordsIn(lang string, site []string) *Words {
	w := &Words{Lang: lang, Spoken: events.Spoken(lang, site)}
	if all, err := wordTables(); err == nil { // the files are part of the program, and a test reads them
		w.table = all[w.Spoken]
	}
	return w
}

// Text is the saying of that key, with args filled in as fmt does.
func (w *Words) Text(key string, args ...any) string { return w.table.Text(key, args...) }

// Count is the saying of that key for a number of things, with the number and then
// args filled in.
func (w *Words) Count(key string, n int, args ...any) string {
	return w.table.Count(w.Spoken, key, n, append([]any{strconv.Itoa(n)}, args...)...)
}

// OnlyIn says that an entry has text in other languages only, and in which.
func (w *Words) OnlyIn(e *events.Event) string {
	names := e.Languages()
	for i, lang := range names {
		names[i] = LanguageName(lang)
	}
	return w.Text("onlyIn", strings.Join(names, w.Text("list")))
}

// Date words a span for readers, as its source words it in their language where
// that is recorded.
// With home, a time of another zone names its clock; see events.Span.DescribeFor.
func (w *Words) Date(s events.Span, home *time.Location, style edtf.Style) string {
	if written, ok := s.AsWritten[w.Lang]; ok {
		return written
	}
	return s.DescribeFor(home, w.Spoken, style)
}

// MonthDay names a day without its year: 4月10日, 10 April.
func (w *Words) MonthDay(d edtf.Day) string {
	style := edtf.Long
	if strings.HasSuffix(edtf.MonthName(w.Spoken, d.Month(), edtf.Compact), "月") {
		style = edtf.Compact // with its number, not 四月10日
	}
	return edtf.MonthDay(w.Spoken, d.Month(), d.Day(), style)
}

// The marks of direction of the Unicode bidirectional algorithm. They keep what
// stands beside a text on its own side.
const (
	leftToRightMark = "\u200e"
	rightToLeftMark = "\u200f"
)

// Beside is a text in a language, ready to stand beside the sayings in plain text.
// One that is written in the other direction and begins or ends with what has no
// direction of its own, such as punctuation, gets a mark there.
func (w *Words) Beside(text, lang string) string {
	if lang == w.Spoken || text == "" {
		return text
	}
	direction := events.Direction(lang)
	if direction == events.Direction(w.Spoken) {
		return text
	}
	mark := leftToRightMark
	if direction == "rtl" {
		mark = rightToLeftMark
	}
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	if !unicode.IsLetter(first) {
		text = mark + text
	}
	if !unicode.IsLetter(last) && !unicode.IsDigit(last) && !unicode.IsMark(last) {
		text += mark
	}
	return text
}
