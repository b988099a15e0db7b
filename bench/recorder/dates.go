package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

// expressions are dates of every level of EDTF (ISO 8601-2) and at every edge
// that a calendar or a page has: before 1601, before 1582, year 0, BCE, beyond
// four digits on both sides, with an end that has five.
var expressions = strings.Fields(`
	2019-05-24 2019-05 2019 1066-10-14 1582-10-04 1582-10-15 1600-12-31 1601-01-01 1000 0999-12-31
	2020-02-29 1900-02-28 2000-01-01 9998-06 9999-12-30 9999-12-31 9999 9999-12 9999-12-30/9999-12-31
	2019-05-24/2019-05-26 2019-05-30/2019-06-02 2019-12-30/2020-01-02 2018/2021 2018-03/2018-09 1900/2100 2004-02-01/2005 2005/2006-02
	2019-05-24? 2019-05? 1963? 2019-05-24~ 2019-05~ 1963~ 2019-05-24% 2019-05% 1963% 1984~/2004-06 1984-06-02?/2004-08-08~
	2019-21 2019-22 2019-23 2019-24 2019-25 2019-28 2019-29 2019-32 2019-33 2019-35 2019-36 2019-37 2019-39 2019-40 2019-41 2019-21/2019-23
	196X 19XX 2019-XX 2019-05-XX 2019-XX-XX 156X-12-25 15XX-12-25 1XXX-XX 1XXX-12 1984-1X 2019-05-1X
	2019/.. ../2019 2019-05-24/ /2019 2019-05-24/.. ../2019-05-24 -0500/..
	[2019-05-24,2019-05-26] [..1984] [1984..] [1667,1668,1670..1672] [1760-01,1760-02,1760-12..] {2019-05-24,2019-05-26} {1960,1961-12} {..1983-12-31,1984-10-10}
	2004-?06-11 ?2004-06-~11 2019-?05 2004-06-~01/2004-06-~20 2004-06-XX/2004-07-03 %2001 2011-~06-~04
	-0220 -0220-03-15 -0001 -0551-09-28~ -1999-06 -9999 -9999-01-01 -02XX -022X -0500/-0400 -0027/0476
	Y10000 Y-10000 Y17E7 Y-17E7 Y170000002 Y-170000002 Y12345 Y-12345 Y171010000S3 1950S2 -0450S1
	2026 2026-11 2026-12 2026-11-29 2026-11-30 2026-12-24/2027-01-06 2027-01 2027`)

// beyondFourDigits reports whether the date, or the day after its end, has a
// year that four digits do not hold.
func beyondFourDigits(date string) bool {
	return strings.HasPrefix(date, "Y") || strings.Contains(date, "9999") || strings.HasPrefix(date, "9995")
}

// spans are those that an expression alone does not say.
var spans = []string{
	`{"date":"XXXX-12-XX","asWritten":{"zh":"某年十二月","en":"a December"}}`,
	`{"date":"2019-05-01/2019-05-10~","asWritten":{"zh":"2019年5月上旬","en":"early May 2019"}}`,
	`{"date":"0000","asWritten":{"zh":"公元前1年","en":"1 BC"}}`,
	`{"date":"0033-04-03~","asWritten":{"zh":"公元33年4月3日前后","en":"about 3 April AD 33"}}`,
	`{"start":"2026-11-30T09:00:00","end":"2026-11-30T11:30:00","zone":"Asia/Shanghai"}`,
	`{"start":"2019-07-16T09:32:00","zone":"America/New_York"}`,
	`{"start":"2019-07-20T20:17:40","end":"2019-07-21T02:56:15","zone":"Etc/UTC"}`,
	`{"start":"2019-03-10T02:30:00","end":"2019-03-10T03:30:00","zone":"America/New_York"}`,
	`{"start":"2019-11-03T01:30:00","zone":"America/New_York"}`,
	`{"start":"2019-12-31T23:30:00","end":"2020-01-01T00:30:00","zone":"Pacific/Kiritimati"}`,
	`{"start":"9999-12-31T20:00:00","end":"9999-12-31T23:30:00","zone":"America/New_York"}`,
	`{"start":"9999-12-31T22:00:00","zone":"Asia/Shanghai"}`,
	`{"start":"1890-06-01T12:00:00","zone":"Asia/Shanghai"}`,
	`{"start":"1969-07-20T20:17:40","zone":"Europe/London"}`,
}

// repetitions are events that come again.
var repetitions = []string{
	`"span":{"date":"2019-04-10"},"repeat":{"rule":"FREQ=YEARLY"}`,
	`"span":{"date":"2020-02-29"},"repeat":{"rule":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=5"}`,
	`"span":{"date":"2019-01-07"},"repeat":{"rule":"FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20190301","except":["2019-01-17","2019-02-04"]}`,
	`"span":{"start":"2026-03-01T02:30:00","end":"2026-03-01T04:00:00","zone":"America/New_York"},"repeat":{"rule":"FREQ=WEEKLY;COUNT=6","except":["2026-03-15T02:30:00"]}`,
	`"span":{"start":"2026-09-01T18:00:00","end":"2026-09-01T19:30:00","zone":"Asia/Shanghai"},"repeat":{"rule":"FREQ=MONTHLY;BYDAY=1TU"}`,
	`"span":{"date":"2019-10-01/2019-10-07"},"repeat":{"rule":"FREQ=YEARLY;UNTIL=20291001"}`,
	`"span":{"date":"9995-06-01"},"repeat":{"rule":"FREQ=YEARLY"}`,
}

// others hold what is special for another reason than their date. Their texts
// try to break out of every format that carries them.
var others = []string{
	`{"id":"Draft1","slug":"draft","span":{"date":"2019-05-25"},"text":{"en":{"title":"A draft that stays inside"}},"status":"draft"}`,
	`{"id":"Cancelled1","slug":"cancelled","span":{"date":"2026-12-05"},"text":{"en":{"title":"A cancelled lecture"},"zh":{"title":"取消的讲座"}},"status":"cancelled","tags":["policy"]}`,
	`{"id":"Withdrawn1","slug":"withdrawn","span":{"date":"2019-05-26"},"text":{"en":{"title":"A withdrawn claim","summary":"Nothing of this is to be read."}},"status":"withdrawn","tags":["policy"]}`,
	`{"id":"Deleted1","slug":"deleted","span":{"date":"2019-05-27"},"text":{},"status":"deleted"}`,
	`{"id":"Moved1","slug":"moved","formerSlugs":["moved-before","moved-long-before"],"span":{"date":"2019-06-01"},"text":{"en":{"title":"Moved by a day, and to another tag"}},"status":"published","tags":["science"],"formerly":[{"until":"2025-01-01T00:00:00Z","span":{"date":"2019-05-31"},"tags":["policy"],"status":"published"}]}`,
	`{"id":"Languages1","slug":"languages","span":{"date":"2019-06-02"},"text":{"zh":{"title":"多种语言"},"zh-Hant":{"title":"多種語言"},"ja":{"title":"多くの言語"},"ar":{"title":"لغات كثيرة","summary":"نص من اليمين إلى اليسار (123)."},"he":{"title":"שפות רבות"},"fr":{"title":"« Plusieurs langues »"},"de":{"title":"Viele Sprachen, größer als ß"}},"status":"published","tags":["international"]}`,
	`{"id":"ArabicOnly1","slug":"arabic-only","span":{"date":"2019-06-03"},"text":{"ar":{"title":"حدث بلا ترجمة"}},"status":"published"}`,
	`{"id":"Hostile1","slug":"hostile","span":{"date":"2019-06-04"},"text":{"en":{"title":"</title><script>alert(1)</script> & \"quotes\" ' ]]> <![CDATA[ --> \\n; , : END:VEVENT","summary":"=cmd|' /C calc'!A0 & <b>bold</b> {{.}} ${x} %s ; DROP TABLE","body":"<script>alert(2)</script> <img src=x onerror=alert(3)> [link](javascript:alert(4)) ![picture](data:text/html,x)\n\n> quote\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nNote[^1].\n\n[^1]: The note."},"zh":{"title":"敌对文字 ＜script＞ \\ “引号” 𠮷 👩‍👩‍👧‍👦 é","summary":"=1+1"}},"status":"published","tags":["science"],"key":true}`,
	`{"id":"Long1","slug":"long","span":{"date":"2019-06-05"},"text":{"en":{"title":"` + strings.Repeat("Long words ", 25) + `end","summary":"` + strings.Repeat("A sentence that goes on. ", 70) + `End.","body":"` + strings.Repeat("Paragraph with *emphasis*, **weight** and `code`.\\n\\n", 60) + `"},"zh":{"title":"` + strings.Repeat("长", 280) + `"}},"status":"published"}`,
	`{"id":"Sourced1","slug":"sourced","span":{"date":"2019-06-06"},"text":{"en":{"title":"With sources, links and a picture"},"zh":{"title":"有来源、链接和图片"}},"status":"published","key":true,"tags":["awards","science"],"place":{"slug":"shanghai","name":{"en":"Shanghai","zh":"上海"},"latitude":31.23,"longitude":121.47},"sources":[{"title":{"en":"A report"},"author":{"en":"Somebody"},"publisher":{"zh":"出版社"},"date":"2020-03","locator":{"en":"p. 4"},"quote":"exact words <&>","quoteLang":"en","url":"https://example.org/report?a=1&b=2","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}],"links":[{"url":"https://example.org/more","title":{"en":"More"}}],"image":{"url":"https://example.org/p.jpg","alt":{"en":"A picture","zh":"图"},"credit":"Anonymous","type":"image/jpeg","length":12345}}`,
	`{"id":"South1","slug":"south","span":{"date":"2019-06-07"},"text":{"en":{"title":"At the edge of the map"}},"status":"published","place":{"slug":"edge","name":{"en":"Edge & <end>"},"latitude":-90,"longitude":-180}}`,
	`{"id":"Quiet1","slug":"quiet","span":{"date":"2019-06-08"},"text":{"en":{"title":"Published without announcement"}},"status":"published","quiet":true}`,
}

// everyDate is a record with every kind of date and every kind of event.
func everyDate() document {
	d := document{Version: 1, Site: withIdentity(map[string]any{
		"tags": []any{
			map[string]any{"slug": "policy", "name": map[string]any{"en": "Policy", "zh": "政策"}, "color": "darkslategray"},
			map[string]any{"slug": "science", "name": map[string]any{"en": "Science", "zh": "科学"}, "color": "mediumblue"},
		},
		"views": []any{map[string]any{
			"slug": "key-science", "name": map[string]any{"en": "Key science", "zh": "科学要事"}, "color": "teal", "selection": "key=1&tag=science",
		}},
	})}
	for i, text := range expressions {
		d.Events = append(d.Events, numbered(i, fmt.Sprintf(`"span":{"date":%q}`, text)))
	}
	for _, span := range spans {
		d.Events = append(d.Events, numbered(len(d.Events), `"span":`+span))
	}
	for _, fields := range repetitions {
		d.Events = append(d.Events, numbered(len(d.Events), fields))
	}
	for _, text := range others {
		d.Events = append(d.Events, parseEvent(text))
	}
	return d
}

// numbered makes an ordinary event of the fields that say when it is.
func numbered(i int, when string) event {
	tags := []string{`"policy"`, `"science"`, `"culture"`, `"policy","science"`, ``}
	place := ""
	if i%4 == 0 {
		place = `,"place":{"slug":"beijing","name":{"en":"Beijing","zh":"北京"}}`
	}
	return parseEvent(fmt.Sprintf(`{"id":"Event%03d","slug":"event-%03d",%s,"text":{"en":{"title":"Event %d"},"zh":{"title":"事件%d","summary":"第%d件事。"}},`+
		`"key":%t,"tags":[%s]%s,"status":"published"}`, i, i, when, i, i, i, i%3 == 0, tags[i%len(tags)], place))
}

// parseEvent reads an event of the tables above; a slip in them is a fault of
// this program.
func parseEvent(text string) event {
	var e event
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		panic(fmt.Sprintf("%s: %v", text, err))
	}
	return e
}

// corrections are later states of some events of a stamped record: another
// day, status or tag.
func corrections(d document) document {
	later := document{Version: d.Version, Site: d.Site}
	for i, e := range d.Events {
		c := maps.Clone(e)
		switch {
		case e["id"] == "Event000":
			c["span"] = map[string]any{"date": "2019-05-25"}
		case e["id"] == "Event001":
			c["status"] = "withdrawn"
		case e["id"] == "Event002":
			c["status"] = "cancelled"
		case i%29 == 5 && e["status"] == "published":
			c["tags"] = []any{"culture"}
		default:
			continue
		}
		c["sequence"], c["updated"] = 1, "2026-01-15T10:00:00Z"
		later.Events = append(later.Events, c)
	}
	return later
}
