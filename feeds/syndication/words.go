package syndication

import (
	"golang.org/x/text/language"

	"almanac.example/feeds"
)

// words are the sayings of the feeds in one language.
type words struct {
	cancelled   string // in front of a title
	withdrawn   string // whole title of a stub
	takenBack   string // whole content of a stub
	left        string // whole title of a stub
	superseded  string // whole title of a stub
	itsPage     string // whole content of a stub
	overflow    string // of a feed that cannot tell all
	cancelling  string // in front of the title of a notice
	isCancelled string // in the content
	isTentative string // in the content
	moved       string // in front of a title
	reinstated  string // in front of a title
	movedFrom   string // content of a notice; %s, %s: former and new date
	cancelledOn string // content of a notice
	backOn      string // content of a notice
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
	if feeds.IsChinese(lang) {
		return words{
			cancelled:   "【已取消】",
			withdrawn:   "【已撤回】此条目已撤回",
			takenBack:   "编者已撤回此条目。",
			left:        "【已移出】此条目已不在此处",
			superseded:  "【已再次变更】此通知已失效",
			itsPage:     "现况见条目网页。",
			overflow:    "近期更正较多，此处未能全部列出；其余见较早的分页与更正记录。",
			cancelling:  "【取消通知】",
			isCancelled: "已取消",
			isTentative: "暂定",
			moved:       "【日期变更】",
			reinstated:  "【恢复举行】",
			movedFrom:   "原日期：%s；新日期：%s。",
			cancelledOn: "此事项已取消。",
			backOn:      "此事项不再取消，恢复举行。",
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
		takenBack:   "Taken back by the editors.",
		left:        "Moved: this entry is no longer here",
		superseded:  "Changed again since this notice",
		itsPage:     "Its page says how it stands now.",
		overflow:    "More was corrected lately than fits in here; the rest is on the older pages and in the log of corrections.",
		cancelling:  "Called off: ",
		isCancelled: "Cancelled",
		isTentative: "Tentative",
		moved:       "Date changed: ",
		reinstated:  "Back on: ",
		movedFrom:   "Former date: %s. New date: %s.",
		cancelledOn: "This has been cancelled.",
		backOn:      "This is no longer cancelled.",
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
