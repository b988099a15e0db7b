package report_test

import (
	"testing"

	"almanac.example/feeds/report"
	"github.com/google/go-cmp/cmp"
)

// TestKinds holds what real texts showed to go wrong, each kind by a small
// text of its own.
func TestKinds(t *testing.T) {
	for _, c := range []struct {
		what, name, text string
		year             int
		want             []string
	}{
		{"a dated heading and the finer date under it are one event", "a.md",
			"# Harbour notes\n\n## July 2000: The harbour museum burnt down\n\nOn July 11th the museum burnt down to the ground. Nothing was saved.\n", 0,
			[]string{"2000-07-11 The harbour museum burnt down"}},
		{"the number of an entry runs into its date", "a.txt", "1.4月24日，五国元首签署协定。\n2.5月3日，代表团抵达港口。\n", 2001,
			[]string{"2001-04-24 五国元首签署协定", "2001-05-03 代表团抵达港口"}},
		{"no verb needs to be known", "a.txt", "In March 2003 the society hoisted its flag. In 2005 it scuttled the old hull.\n", 0,
			[]string{"2003-03 The society hoisted its flag", "2005 It scuttled the old hull"}},
		{"a closing date is an entry's", "a.md", "# Notes\n\n- Lease of the quay, May 2016\n- The lamp was lit (3 June)\n- Boat race August\n", 2016,
			[]string{"2016-05 Lease of the quay", "2016-06-03 The lamp was lit", "2016-08 Boat race"}},
		{"years in brackets in an enumeration", "a.txt", "The trust set up three schools: North (1998), South (2001) and East (2004).\n", 0,
			[]string{"1998 The trust set up three schools: North", "2001 South", "2004 East"}},
		{"a span of years as a heading is over what follows", "a.md", "# History\n\n## 2015-2016\n\n- Moved the library to the quay\n- Opened a café\n", 0,
			[]string{"2015/2016 Moved the library to the quay", "2015/2016 Opened a café"}},
		{"a short cell with one date", "a.md", "# Plan\n\n| Phase | When | Task |\n|---|---|---|\n| A | Mar 15, 2025 onwards | Begin to dredge the basin |\n| B | Month 2 (Jun 2026) | Open the lock |\n", 0,
			[]string{"2025-03-15 Begin to dredge the basin", "2026-06 Open the lock"}},
		{"a closed range from day to day", "a.txt", "从3月28日至4月2日，展览在港口举行。\n", 2019, []string{"2019-03-28/2019-04-02 展览在港口举行"}},
		{"a range of ordinals", "a.txt", "The regatta crossed the bay from the 2nd to the 5th of July.\n", 2019, []string{"2019-07-02/2019-07-05 The regatta crossed the bay"}},
		{"a range of months with its year", "a.txt", "2019年5—6月，博物馆举办航海展。\n", 0, []string{"2019-05/2019-06 博物馆举办航海展"}},
		{"two seasons", "a.md", "# Log\n\nSpring/Summer 2014: collected the plans\n\nAutumn 2014: chose one\n", 0, []string{"2014-21/2014-22 Collected the plans", "2014-23 Chose one"}},
		{"an outlook refuses only what comes after the report's year", "a.md",
			"# Report\n\n## Roadmap\n\n- March 2019: the old pier was closed\n- June 2022: a new pier\n", 2020, []string{"2019-03 The old pier was closed"}},
		{"a date's residue is no title", "a.txt", "第三版於1998年出版。其後則是2003年推出電子版。\n", 0, []string{"1998 第三版出版", "2003 其後推出電子版"}},
		{"another year than the report's", "a.txt", "The office opened its doors on 4 May. The council began the scheme in 2014.\n", 2016,
			[]string{"2016-05-04 The office opened its doors", "2014 The council began the scheme"}},
		{"from a year on", "a.txt", "自2012年起设立航海奖学金。\n\n从2015年起设立灯塔基金会。\n", 0, []string{"2012 设立航海奖学金", "2015 设立灯塔基金会"}},
		{"between two years", "a.txt", "Between 1983 and 1984 the observatory was moved to the hill.\n", 0, []string{"1983/1984 The observatory was moved to the hill"}},
		{"a decision of a year", "a.txt", "1995年，市政府作出《关于保护古城墙的决定》。\n", 0, []string{"1995 市政府作出《关于保护古城墙的决定》"}},
		{"a year in a name is not the sentence's", "a.txt", "港务纪要\n\n4月12日，公司召开2021年度述职会。\n", 2022, []string{"2022-04-12 公司召开2021年度述职会"}},
		{"a neighbour's date does not leak", "a.md", "# Log\n\n## May 2010\n\n- Mill restored\n- June 2011: roof mended\n", 0, []string{"2010-05 Mill restored", "2011-06 Roof mended"}},
		{"a headline and its text are one event", "a.md",
			"# Log\n\n- 12 May 2003\n  - **The index is born**\n  - It starts with three hundred titles that a friend had listed.\n  - See the archived page\n- June 2004\n  - **Search arrives**\n  - Articles can be found.\n", 0,
			[]string{"2003-05-12 The index is born", "2004-06 Search arrives"}},
		{"told in a list and again in running text", "a.md",
			"# Log\n\n- March 2016: our millionth ticket\n- June 2017: the new pier\n\nIn March 2016 we printed the millionth ticket of the ferry.\n\nThe pier was opened by the mayor in June 2017.\n", 0,
			[]string{"2016-03 Our millionth ticket", "2017-06 The new pier"}},
		{"two Symbol bullets on one line", "a.txt", "\uf0b7 July 2014: a first sprint \uf0b7 November 2014: a soft launch\n", 0,
			[]string{"2014-07 A first sprint", "2014-11 A soft launch"}},
		{"chronicles in the present tense", "a.txt",
			"Museum\n\nApril 6, 1869  • The curator is sent to Europe.\n\n1870  • The new president is elected.\n", 0,
			[]string{"1869-04-06 The curator is sent to Europe", "1870 The new president is elected"}},
		{"a line right under a date", "a.txt", "Museum\n\n1872\n\nThe society leaves the old quay\n\nMay 1880\n\nRob Hall begins the catalogue\n\nThe old boat rots away\n\n1891\n\nA new wing is added\n", 0,
			[]string{"1872 The society leaves the old quay", "1880-05 Rob Hall begins the catalogue", "1880-05 The old boat rots away", "1891 A new wing is added"}},
		{"a decade over an entry", "a.txt", "Timeline\n\n1974\n    Founded by two brothers.\nLate 1990s\n    New works on the ring road.\n2001\n    Sold to a rival.\n20世纪80年代\n    建成新码头。\n", 0,
			[]string{"1974 Founded by two brothers", "199X New works on the ring road", "2001 Sold to a rival", "198X 建成新码头"}},
		{"a yearbook's entry names", "a.txt", "县科技志\n\n【项目建设】7月16日，县科技馆破土动工，总投资2亿元。\n", 2019, []string{"2019-07-16 县科技馆破土动工"}},
		{"a time and a dash after the date", "a.txt", "记事\n\n1月15日12时27分（北京时间）——海底火山喷发。\n1月16日——2022年港务会议召开。\n", 2022,
			[]string{"2022-01-15 海底火山喷发", "2022-01-16 2022年港务会议召开"}},
		{"entries of one list stay apart", "a.md", "# Log\n\n- 9月\n  - 上海：全球开源创新大会\n  - 上海：外滩大会开源论坛\n", 2023,
			[]string{"2023-09 上海，全球开源创新大会", "2023-09 上海，外滩大会开源论坛"}},
		{"a news list", "a.md", "# Tool\n\n- [2023.05.12] Boxes are supported\n- 2021.9 : Started the project\n- **2022/11**: The paper is accepted\n", 0,
			[]string{"2023-05-12 Boxes are supported", "2021-09 Started the project", "2022-11 The paper is accepted"}},
		{"a sentence that does not name its subject again", "a.txt",
			"The Harbour Museum opened in March 1998. It was renamed in May 2004.\n\n灯塔平台于2021年6月23日发布。于2022年5月4日宣布新版。\n", 0,
			[]string{"1998-03 The Harbour Museum opened", "2004-05 The Harbour Museum was renamed", "2021-06-23 灯塔平台发布", "2022-05-04 灯塔平台宣布新版"}},
		{"the months of a sentence go forward", "a.txt", "In November 2016 we bought the mill, and in March we sold the quay.\n", 0,
			[]string{"2016-11 We bought the mill", "2017-03 We sold the quay"}},
		{"the history of a rule", "a.txt", "某市港口管理办法\n\n（2011年3月18日市政府常务会议通过 2011年4月2日市政府令第45号公布 自2011年6月1日起施行）\n", 0,
			[]string{"2011-03-18 某市港口管理办法通过", "2011-04-02 某市港口管理办法公布", "2011-06-01 某市港口管理办法施行"}},
		{"the year a report says it covers", "a.txt", "THE QUAY SOCIETY\n\nReport for the year ended 31 March 2019\n\nThe reserve was extended in October. A walk was held on 12 January.\n", 0,
			[]string{"2018-10 The reserve was extended", "2019-01-12 A walk was held"}},
		{"a column of years beside one of days", "a.md", "# Log\n\n| Year | Date | What |\n|---|---|---|\n| 2014 | Mar 3 | First boat |\n| | Jul 20 | The pier opened |\n| 2018 | | Moved to the quay |\n| | Oct 1 | Lamp lit |\n", 0,
			[]string{"2014-03-03 First boat", "2014-07-20 The pier opened", "2018 Moved to the quay", "2018-10-01 Lamp lit"}},
		{"entries told in the present tense within a year", "a.md", "# Log\n\n**2020** – Schools close on March 16 and overnight we have 600,000 guests.\n\n**2021** – The junior deck is launched on 3 September.\n", 0,
			[]string{"2020-03-16 Schools close overnight we have 600,000 guests", "2021-09-03 The junior deck is launched"}},
		{"the place and day of a subject in brackets", "a.txt", "The regatta (Genoa, 19–21 August) featured nine crews.\n", 2022, []string{"2022-08-19/2022-08-21 The regatta featured nine crews"}},
		{"an act up to a month", "a.txt", "2016年起更新常设展，至2018年3月完成第二阶段。\n", 0, []string{"2018-03 完成第二阶段"}},
		{"days in the two forms of a slash", "a.txt", "The lift passed inspection on 8/19. Sept 9/10: symposium of the quay.\n", 2015,
			[]string{"2015-08-19 The lift passed inspection", "2015-09-09/2015-09-10 Symposium of the quay"}},
		{"days before a full date", "a.md", "# Log\n\n- 12.–25.08.2021: seagrass mapped\n- 3-9 JULY: tall ships\n- 11/2014: library reaches 1.0\n- 2001, spring: type registered\n", 2021,
			[]string{"2021-08-12/2021-08-25 Seagrass mapped", "2021-07-03/2021-07-09 Tall ships", "2014-11 Library reaches 1.0", "2001-21 Type registered"}},
		{"years of the Republic, and a season of the year told of", "a.txt", "协会记事\n\n民國112年3月，協會出版手冊。113年5月，協會召開大會。是年冬，開設展館。\n", 0,
			[]string{"2023-03 協會出版手冊", "2024-05 協會召開大會", "2024-24 開設展館"}},
		{"a second act of the subject", "a.txt", "The ferry left Bremen on 4 April for the strait and returned on 21 June.\n", 2021,
			[]string{"2021-04-04 The ferry left Bremen for the strait", "2021-06-21 The ferry returned"}},
		{"the same year", "a.txt", "The club was founded on 23 August 1907. The first match took place on 6 October of the same year.\n", 0,
			[]string{"1907-08-23 The club was founded", "1907-10-06 The first match took place"}},
		{"figures of years in brackets, and what was said before", "a.txt", "Seven boats were sold (2019: 5). As announced in December 2019, the quay closed.\n", 2020, nil},
		{"what a list of sources names", "a.txt", "Sources: minutes of the club, Harbour News (24 Aug 1907).\n", 0, nil},
		{"a month over a finer day, without a mark", "a.md", "# Log\n\n**May 2020** Hospital map published on May 4 with the ministry.\n\n**March 2020** All meetings cancelled from the 12th on.\n", 0,
			[]string{"2020-05-04 Hospital map published with the ministry", "2020-03-12 All meetings cancelled"}},
		{"sections named in capitals", "a.txt", "Review of the quay\n\nThe year was good. We thank all guests.\n\nThe boats are old. They float.\n\nFIRST QUARTER\n\nPier sold on 3 May\n\nEVENTS AFTER THE YEAR\n\nLamp lit on 4 June\n\nThe harbour is deep. Its boats are old. Thank you for reading this.\n\nThe trustees are glad of it.\n\nThe end of the report is near.\n", 2018,
			[]string{"2018-05-03 Pier sold", "2018-06-04 Lamp lit"}},
		{"where and when it was signed", "a.txt", "The pier was sold on 3 May.\n\nBodø, 3 April 2019\n", 2018, []string{"2018-05-03 The pier was sold"}},
		{"the year of the paragraph before the report's", "a.txt", "Water was restored on 12 April 2021 after a leak. The shop restarted in May. The open day on 11 July raised £640.\n", 2022,
			[]string{"2021-04-12 Water was restored after a leak", "2021-05 The shop restarted", "2021-07-11 The open day raised £640"}},
		{"a year that opens its sentence is that of the brackets in it", "a.txt", "In 2021 we acquired the mill (July) and opened a quay in Lisbon (1 October).\n", 2024,
			[]string{"2021-07 We acquired the mill", "2021-10-01 We opened a quay in Lisbon"}},
		{"dates within the row of a year", "a.txt", "Some dates\n\n1841-3    Restoration of the tower\n1916      First name: Wm Robson, killed 1 July\n1921      Memorial unveiled, Nov. 13th\n1962      Parish united\n", 0,
			[]string{"1841/1843 Restoration of the tower", "1916-07-01 First name: Wm Robson, killed", "1921-11-13 Memorial unveiled", "1962 Parish united"}},
		{"what holds from a month on", "a.txt", "12月起，全市推行安全责任制。\n", 2022, []string{"2022-12 全市推行安全责任制"}},
		{"a month and the noun that follows", "a.txt", "She sailed to Mar del Plata. It drew on 2058 journals, went to 1950 homes and cost 1000 pounds.\n", 2019, nil},
		{"how long it lasted", "a.txt", "他入狱10月、丢了工作。\n", 2019, nil},
		{"figures of months", "a.txt", "2019年1—11月，完成投资30亿元。\n", 0, nil},
		{"the document's own date", "a.txt", "灯塔博物馆\n\n发布时间: 2023-03-27\n", 0, nil},
		{"sections and classes", "a.txt", "Members of the Class of 1965 gave it.\n\n1-3 Harbour dues\n", 0, nil},
		{"a line that introduces a list", "a.md", "# Review\n\n2024年，主要有以下活动：\n\n- 航海展\n", 0, nil},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := extract(t, c.name, c.text, report.Options{Year: c.year})
			if d := cmp.Diff(c.want, dated(r.Drafts)); d != "" {
				t.Errorf("%s\npassed %+v", d, r.Passed)
			}
		})
	}
}
