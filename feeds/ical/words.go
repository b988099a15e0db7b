package ical

import "almanac.example/feeds"

// words is what a calendar says beside the record's own texts.
type words struct {
	cancelled string // title
	within    string // title, period: exact to the month, or about a day
	doubt     string // title: doubtful, and nothing else to say
	marker    string // period, title, remark: a marker for a coarse date
	noDay     string // remark of a marker
	noDayMark string // the same if the date is doubtful too
	about     string // period

	date      string // label, words
	dateSince string // first instance of a series that calendars show later
	calledOff string
	source    string // label
	separator string // between the parts of a source

	beyondYears string // count
	tooCoarse   string // count
	noDate      string // count
	leftOut     string // the list of the above
	leftOutSep  string
}

// wordsIn gives the words in zh or en; other languages get en.
func wordsIn(lang string) *words {
	if feeds.IsChinese(lang) {
		return &words{
			cancelled: "【已取消】%s",
			within:    "%s（%s）",
			doubt:     "%s（存疑）",
			marker:    "%s：%s%s",
			noDay:     "（具体日期不详）",
			noDayMark: "（具体日期不详，存疑）",
			about:     "约%s",

			date:      "日期：%s",
			dateSince: "首次：%s",
			calledOff: "已取消。",
			source:    "来源：%s",
			separator: "，",

			beyondYears: "%d 条早于 1601 年或晚于 9999 年",
			tooCoarse:   "%d 条的日期不精确到日",
			noDate:      "%d 条没有可显示的日期",
			leftOut:     "未列入本日历：%s。",
			leftOutSep:  "；",
		}
	}
	return &words{
		cancelled: "[Cancelled] %s",
		within:    "%s (%s)",
		doubt:     "%s (uncertain)",
		marker:    "%s: %s%s",
		noDay:     " (day not recorded)",
		noDayMark: " (day not recorded, uncertain)",
		about:     "c. %s",

		date:      "Date: %s",
		dateSince: "First on %s",
		calledOff: "Cancelled.",
		source:    "Source: %s",
		separator: ", ",

		beyondYears: "%d before 1601 or after 9999",
		tooCoarse:   "%d not dated to the day",
		noDate:      "%d without a date to show",
		leftOut:     "Not in this calendar: %s.",
		leftOutSep:  "; ",
	}
}
