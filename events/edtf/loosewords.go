package edtf

// action is what a word in a typed date does.
type action uint8

const (
	actNone       action = iota
	actFiller            // says nothing: the, of, 第
	actNumber            // digits, or a number in Chinese
	actNumeric           // a date in digits: 4/10/2019
	actTilde             // "~": a dash between two dates, about after one
	actDash              // a dash, 至, to
	actHyphen            // "-", a range between numbers
	actYear              // 年
	actMonth             // 月, or a month by name (n > 0)
	actDay               // 日
	actCentury           // 世纪, century
	actDecade            // 年代, s
	actFirstTen          // 头十年
	actMillennium        // 千年, millennium
	actQuarter           // 季度, quarter, or Q3 (n > 0)
	actHalf              // half, or 上半年 (n > 0)
	actFourths           // four months: 1, 2 or 3
	actSeason            // 1 spring to 4 winter
	actHemisphere        // 1 north, 2 south
	actThird             // of a month: 1 early, 2 middle, 3 late
	actOrdinal           // first to fourth
	actSuffix            // st, nd, rd, th
	actWeekday           // checked against the day
	actBefore            // BC, 公元前
	actAnno              // AD, 公元
	actAbout             // 约, c.
	actUncertain         // 存疑, ?
	actFrom              // from, since, 从
	actOnwards           // 起, 以来, 至今
	actUntil             // until, 至 at the start
	actStop              // 止
	actNoEnd             // 结束时间不详
	actNoStart           // 开始时间不详
	actSomeYear          // 某年
	actSomeMonth         // 某月
	actSomeDay           // 某日
	actInYear            // "a day in": of a month or of a year
	actOr                // or, 或
	actEarlier           // 或更早
	actLater             // 或更晚
)

// words are what may stand in a typed date besides digits, in lower case. The
// longest that fits counts.
var words = []struct {
	text string
	act  action
	n    int64
}{
	{"年", actYear, 0}, {"月", actMonth, 0}, {"月份", actMonth, 0}, {"日", actDay, 0}, {"号", actDay, 0},
	{"世纪", actCentury, 0}, {"年代", actDecade, 0}, {"头十年", actFirstTen, 0}, {"个千年", actMillennium, 0},
	{"季度", actQuarter, 0}, {"上半年", actHalf, 1}, {"下半年", actHalf, 2},
	{"前四个月", actFourths, 1}, {"中间四个月", actFourths, 2}, {"后四个月", actFourths, 3},
	{"春", actSeason, 1}, {"春季", actSeason, 1}, {"春天", actSeason, 1},
	{"夏", actSeason, 2}, {"夏季", actSeason, 2}, {"夏天", actSeason, 2},
	{"秋", actSeason, 3}, {"秋季", actSeason, 3}, {"秋天", actSeason, 3},
	{"冬", actSeason, 4}, {"冬季", actSeason, 4}, {"冬天", actSeason, 4},
	{"北半球", actHemisphere, 1}, {"南半球", actHemisphere, 2},
	{"上旬", actThird, 1}, {"中旬", actThird, 2}, {"下旬", actThird, 3},
	{"初", actThird, 1}, {"底", actThird, 3}, {"末", actThird, 3},
	{"公元前", actBefore, 1}, {"西元前", actBefore, 1}, {"前", actBefore, 1}, {"公元", actAnno, 0}, {"西元", actAnno, 0},
	{"约", actAbout, 0}, {"大约", actAbout, 0}, {"大概", actAbout, 0}, {"左右", actAbout, 0}, {"前后", actAbout, 0},
	{"可能", actUncertain, 0}, {"存疑", actUncertain, 0}, {"?", actUncertain, 0},
	{"从", actFrom, 0}, {"自", actFrom, 0}, {"起", actOnwards, 0}, {"开始", actOnwards, 0}, {"以来", actOnwards, 0}, {"至今", actOnwards, 0},
	{"至", actDash, 0}, {"到", actDash, 0}, {"止", actStop, 0}, {"截至", actUntil, 0}, {"直到", actUntil, 0},
	{"某年", actSomeYear, 0}, {"年份不详", actSomeYear, 0}, {"某月", actSomeMonth, 0}, {"某日", actSomeDay, 0},
	{"日期不详", actFiller, 0}, {"月日不详", actFiller, 0}, {"第", actFiller, 0},
	{"结束时间不详", actNoEnd, 0}, {"开始时间不详", actNoStart, 0},
	{"或", actOr, 0}, {"或更早", actEarlier, 0}, {"或更晚", actLater, 0},
	{"星期一", actWeekday, 1}, {"星期二", actWeekday, 2}, {"星期三", actWeekday, 3}, {"星期四", actWeekday, 4},
	{"星期五", actWeekday, 5}, {"星期六", actWeekday, 6}, {"星期日", actWeekday, 0}, {"星期天", actWeekday, 0},
	{"周一", actWeekday, 1}, {"周二", actWeekday, 2}, {"周三", actWeekday, 3}, {"周四", actWeekday, 4},
	{"周五", actWeekday, 5}, {"周六", actWeekday, 6}, {"周日", actWeekday, 0},

	{"january", actMonth, 1}, {"february", actMonth, 2}, {"march", actMonth, 3}, {"april", actMonth, 4},
	{"may", actMonth, 5}, {"june", actMonth, 6}, {"july", actMonth, 7}, {"august", actMonth, 8},
	{"september", actMonth, 9}, {"october", actMonth, 10}, {"november", actMonth, 11}, {"december", actMonth, 12},
	{"jan", actMonth, 1}, {"feb", actMonth, 2}, {"mar", actMonth, 3}, {"apr", actMonth, 4}, {"jun", actMonth, 6},
	{"jul", actMonth, 7}, {"aug", actMonth, 8}, {"sep", actMonth, 9}, {"sept", actMonth, 9}, {"oct", actMonth, 10},
	{"nov", actMonth, 11}, {"dec", actMonth, 12},
	{"monday", actWeekday, 1}, {"tuesday", actWeekday, 2}, {"wednesday", actWeekday, 3}, {"thursday", actWeekday, 4},
	{"friday", actWeekday, 5}, {"saturday", actWeekday, 6}, {"sunday", actWeekday, 0},
	{"mon", actWeekday, 1}, {"tue", actWeekday, 2}, {"wed", actWeekday, 3}, {"thu", actWeekday, 4},
	{"fri", actWeekday, 5}, {"sat", actWeekday, 6}, {"sun", actWeekday, 0},
	{"spring", actSeason, 1}, {"summer", actSeason, 2}, {"autumn", actSeason, 3}, {"fall", actSeason, 3}, {"winter", actSeason, 4},
	{"northern hemisphere", actHemisphere, 1}, {"southern hemisphere", actHemisphere, 2},
	{"q1", actQuarter, 1}, {"q2", actQuarter, 2}, {"q3", actQuarter, 3}, {"q4", actQuarter, 4}, {"quarter", actQuarter, 0},
	{"h1", actHalf, 1}, {"h2", actHalf, 2}, {"half", actHalf, 0},
	{"first four months", actFourths, 1}, {"middle four months", actFourths, 2}, {"last four months", actFourths, 3},
	{"first", actOrdinal, 1}, {"second", actOrdinal, 2}, {"third", actOrdinal, 3}, {"fourth", actOrdinal, 4},
	{"st", actSuffix, 0}, {"nd", actSuffix, 0}, {"rd", actSuffix, 0}, {"th", actSuffix, 0},
	{"early", actThird, 1}, {"mid", actThird, 2}, {"middle", actThird, 2}, {"late", actThird, 3},
	{"century", actCentury, 0}, {"s", actDecade, 1}, {"'s", actDecade, 1}, {"s (decade)", actDecade, 0},
	{"millennium", actMillennium, 0},
	{"bc", actBefore, 0}, {"bce", actBefore, 0}, {"b.c.", actBefore, 0}, {"ad", actAnno, 0}, {"ce", actAnno, 0}, {"a.d.", actAnno, 0},
	{"c", actAbout, 0}, {"ca", actAbout, 0}, {"circa", actAbout, 0}, {"about", actAbout, 0}, {"around", actAbout, 0},
	{"approximately", actAbout, 0}, {"uncertain", actUncertain, 0}, {"probably", actUncertain, 0}, {"possibly", actUncertain, 0},
	{"from", actFrom, 0}, {"since", actOnwards, 0}, {"onwards", actOnwards, 0}, {"present", actOnwards, 0},
	{"to", actDash, 0}, {"through", actDash, 0}, {"until", actUntil, 0}, {"till", actUntil, 0}, {"–", actDash, 0}, {"/", actDash, 0}, {"~", actTilde, 0}, {"-", actHyphen, 0},
	{"end not recorded", actNoEnd, 0}, {"start not recorded", actNoStart, 0},
	{"some year in", actSomeYear, 0}, {"year not recorded", actSomeYear, 0}, {"some month in", actSomeMonth, 0},
	{"of some month in", actSomeMonth, 0}, {"of some month", actSomeMonth, 0}, {"a day in", actInYear, 0}, {"a day", actInYear, 0},
	{"day not recorded", actFiller, 0}, {"the", actFiller, 0}, {"of", actFiller, 0}, {"in", actFiller, 0}, {"on", actFiller, 0},
	{"or", actOr, 0}, {"or earlier", actEarlier, 0}, {"or later", actLater, 0},
	{"(", actFiller, 0}, {")", actFiller, 0}, {",", actFiller, 0}, {".", actFiller, 0},
}
