package importing

import (
	"fmt"
	"strings"
	"testing"

	"almanac.example/feeds/report/document"
	"almanac.example/web/desk/frame"
)

// TestWhyAReportCannotBeReadIsToldInTheLanguageOfThePage holds it for each reason
// that the reader of documents has.
func TestWhyAReportCannotBeReadIsToldInTheLanguageOfThePage(t *testing.T) {
	words, err := frame.NewTemplates()
	if err != nil {
		t.Fatal(err)
	}
	reasons := []error{
		document.ErrEmpty, document.ErrBinary, document.ErrEncoding, document.ErrUnreadable, document.ErrEncrypted,
		document.ErrNoTextLayer, document.ErrTooLarge, document.ErrTooDeep, document.ErrTooSlow, document.ErrEntities,
	}
	for _, lang := range []string{"zh", "en"} {
		v, said := &frame.Visit{Language: words.In(lang)}, map[string]bool{}
		for _, reason := range reasons {
			got := fileWords(v, fmt.Errorf("read a.pdf: %w: more than 1m0s", reason))
			if got.Lang != "" || strings.Contains(got.Text, "a.pdf") || strings.HasPrefix(got.Text, "import.") || said[got.Text] {
				t.Errorf("%v in %s: %+v", reason, lang, got)
			}
			said[got.Text] = true
		}
	}
}
