package feeds

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// IsChinese reports whether the words around a text in that language (BCP 47)
// are Chinese; all other languages get English ones.
func IsChinese(lang string) bool { return lang == "zh" || strings.HasPrefix(lang, "zh-") }

// LanguageName is the language's own name for itself: 中文, English. What is no
// language is returned as it stands.
func LanguageName(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return lang
	}
	if name := display.Self.Name(tag); name != "" {
		return name
	}
	return lang
}

// OnlyIn says in a feed's language that an entry has no text but in another
// one, whose name is given.
func OnlyIn(lang, name string) string {
	if IsChinese(lang) {
		return fmt.Sprintf("此条目仅有%s文本。", name)
	}
	return fmt.Sprintf("This entry is available in %s only.", name)
}
