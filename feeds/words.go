package feeds

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// words are the sayings of the feeds in one language.
type words struct {
	cancelled   string // in front of a title
	withdrawn   string // whole title of a stub
	takenBack   string // whole content of a stub
	isCancelled string // in the content
	isTentative string // in the content
	moved       string // in front of a title
	reinstated  string // in front of a title
	movedFrom   string // content of a notice; %s, %s: former and new date
	cancelledOn string // content of a notice
	backOn      string // content of a notice
	onlyIn      string // %s: name of the language an item is in
	comma       string
	dot         string // between date and title
	sources     string
	links       string
	fullText    string // link to what does not fit
	onThisDay   string // title; %[1]s month, %[2]d day, %[3]d how many
	oneYearAgo  string
	yearsAgo    string // %d
}

func wordsIn(lang string) words {
	if isChinese(lang) {
		return words{
			cancelled:   "【已取消】",
			withdrawn:   "【已撤回】此条目已撤回",
			takenBack:   "此条目已由编者撤回，请以网页上的说明为准。",
			isCancelled: "已取消",
			isTentative: "暂定",
			moved:       "【日期变更】",
			reinstated:  "【恢复举行】",
			movedFrom:   "原日期：%s；新日期：%s。",
			cancelledOn: "此事项已取消。",
			backOn:      "此事项不再取消，恢复举行。",
			onlyIn:      "此条目仅有%s文本。",
			comma:       "，",
			dot:         " · ",
			sources:     "来源",
			links:       "延伸阅读",
			fullText:    "全文见网页",
			onThisDay:   "%[1]s月%[2]d日 · 历史上的今天（%[3]d条）",
			oneYearAgo:  "（1年前）",
			yearsAgo:    "（%d年前）",
		}
	}
	return words{
		cancelled:   "Cancelled: ",
		withdrawn:   "Withdrawn: this entry has been taken back",
		takenBack:   "The editors have taken this entry back; its page says what is known.",
		isCancelled: "Cancelled",
		isTentative: "Tentative",
		moved:       "Date changed: ",
		reinstated:  "Back on: ",
		movedFrom:   "Former date: %s. New date: %s.",
		cancelledOn: "This has been cancelled.",
		backOn:      "This is no longer cancelled.",
		onlyIn:      "This entry is available in %s only.",
		comma:       ", ",
		dot:         " · ",
		sources:     "Sources",
		links:       "Further reading",
		fullText:    "The full text is on its page",
		onThisDay:   "%[2]d %[1]s · On this day (%[3]d)",
		oneYearAgo:  " (1 year ago)",
		yearsAgo:    " (%d years ago)",
	}
}

func isChinese(lang string) bool { return lang == "zh" || strings.HasPrefix(lang, "zh-") }

// languageName is the language's own name for itself: 中文, English.
func languageName(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return lang
	}
	if name := display.Self.Name(tag); name != "" {
		return name
	}
	return lang
}

// direction is the dir attribute for a language written from right to left,
// "" for all others.
func direction(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return ""
	}
	switch script, _ := tag.Script(); script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}
	return ""
}
