package feeds

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// IsChinese reports whether a language (BCP 47) is Chinese, in any script.
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
