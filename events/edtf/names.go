package edtf

import (
	"strconv"
	"strings"
	"time"
)

// The names of months and weekdays are those of the Unicode CLDR, locales zh
// and en, format width wide (Long, Short) and abbreviated (Compact).

var monthsEn = [...]string{
	"January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December",
}

var monthsZh = [...]string{
	"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月",
}

var weekdaysEn = [...]string{
	"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
}

var weekdaysZh = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// chinese reports whether a language tag such as zh, zh-CN or zh_Hans is
// Chinese. All other languages are worded in English.
func chinese(lang string) bool {
	primary, _, _ := strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	return strings.EqualFold(primary, "zh")
}

// MonthName is the name of a month in zh or en (other languages get en); in
// the Compact style it is abbreviated. A month outside 1 to 12 is "".
func MonthName(lang string, m time.Month, style Style) string {
	if m < time.January || m > time.December {
		return ""
	}
	if chinese(lang) {
		return monthsZh[m-1]
	}
	if style == Compact {
		return monthsEn[m-1][:3]
	}
	return monthsEn[m-1]
}

// WeekdayName is the name of a weekday in zh or en (other languages get en);
// in the Compact style it is abbreviated. A day outside 0 to 6 is "".
func WeekdayName(lang string, d time.Weekday, style Style) string {
	if d < time.Sunday || d > time.Saturday {
		return ""
	}
	switch {
	case chinese(lang) && style == Compact:
		return "周" + weekdaysZh[d]
	case chinese(lang):
		return "星期" + weekdaysZh[d]
	case style == Compact:
		return weekdaysEn[d][:3]
	}
	return weekdaysEn[d]
}

// seasonNames are the words for the codes 21 to 41; %s is the year. The four
// seasons come three times: hemisphere not said, north, south.
var seasonNames = [...]struct{ zh, en string }{
	{"%s春季", "spring %s"}, {"%s夏季", "summer %s"}, {"%s秋季", "autumn %s"}, {"%s冬季", "winter %s"},
	{"%s春季", "spring %s"}, {"%s夏季", "summer %s"}, {"%s秋季", "autumn %s"}, {"%s冬季", "winter %s"},
	{"%s春季", "spring %s"}, {"%s夏季", "summer %s"}, {"%s秋季", "autumn %s"}, {"%s冬季", "winter %s"},
	{"%s第一季度", "Q1 %s"}, {"%s第二季度", "Q2 %s"}, {"%s第三季度", "Q3 %s"}, {"%s第四季度", "Q4 %s"},
	{"%s前四个月", "first four months of %s"},
	{"%s中间四个月", "middle four months of %s"},
	{"%s后四个月", "last four months of %s"},
	{"%s上半年", "first half of %s"}, {"%s下半年", "second half of %s"},
}

// hemisphere words which half of the earth a season code speaks of, if it
// says.
func hemisphere(code int) (zh, en string) {
	switch {
	case code >= 25 && code <= 28:
		return "北半球", "northern hemisphere"
	case code >= 29 && code <= 32:
		return "南半球", "southern hemisphere"
	}
	return "", ""
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
