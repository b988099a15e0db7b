package report_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"github.com/google/go-cmp/cmp"
)

// extract reads a text and extracts it.
func extract(t testing.TB, name, text string, opts report.Options) report.Result {
	t.Helper()
	doc, err := document.Read(context.Background(), name, []byte(text), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Extract(context.Background(), doc, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func dated(drafts []report.Draft) []string {
	var out []string
	for _, d := range drafts {
		out = append(out, d.Date+" "+d.Title)
	}
	return out
}

// TestNoEvents passes over dates that are no event's, each with its rule.
func TestNoEvents(t *testing.T) {
	for text, want := range map[string]report.RuleID{
		"截至9月底，全市累计专利7.33万件。":                           "not.as-of",
		"全市共有企业近900家（数据截至11月底）。":                        "not.as-of",
		"到10月31日为止，完成投资三亿元。":                            "not.as-of",
		"余额较2018年6月增长226.23亿元。":                         "not.compared",
		"自2016年3月以来，学校发展迅速。":                            "not.since",
		"企业应于6月30日前完成申报。":                               "not.deadline",
		"计划2020年6月完成全部工程。":                              "not.plan",
		"《行动方案（2019—2021年）》已经制定。":                       "not.title",
		"实施创新规划2019—2023年，成效明显。":                        "not.plan",
		"2019年度落实减免税收477.59亿元。":                         "not.statistic",
		"1月至11月，工业增加值增长9.2%。":                           "not.statistic",
		"举办2019浦江创新论坛，2019年全国大赛落幕。":                     "not.name",
		"发布《二〇一九年六月统计月报》。":                              "not.title",
		"每年9月1日开学。":                                     "not.recurring",
		"2019年，加快推进场馆建设。":                               "not.statistic",
		"学院成立于1956年。":                                   "not.background",
		"As of 31 May 2019 we had 40 staff.":            "not.as-of",
		"Income for the year ended 31 May 2019 rose.":   "not.as-of",
		"It has been open since May 2015.":              "not.since",
		"More came than in May 2018.":                   "not.compared",
		"All units must move by 15 May 2019.":           "not.deadline",
		"Every May, schools clean the pound.":           "not.recurring",
		"Anna, born in May 1931, was there.":            "not.background",
		"The Trust, founded in 1974, is a charity.":     "not.background",
		"The May 2019 newsletter is online.":            "not.name",
		"Sales fell to 12 million in May 2019.":         "not.statistic",
		"From May to August 2019 prices were stable.":   "not.period",
		"When I joined in May, work had begun already.": "not.context",
	} {
		r := extract(t, "a.txt", text, report.Options{Year: 2019})
		if len(r.Drafts) > 0 {
			t.Errorf("%s: proposed %q", text, dated(r.Drafts))
		}
		if len(r.Passed) == 0 || r.Passed[0].Rule != want {
			t.Errorf("%s: passed %+v, want %s", text, r.Passed, want)
		}
	}
}

// TestTitles finds the title before, after and around the date, in a heading,
// in a caption, in another column.
func TestTitles(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"4月26日，资源共享平台开通启动。平台由四家单位共建。", []string{"2019-04-26 资源共享平台开通启动"}},
		{"要闻\n\n资源共享平台开通启动4月\n", []string{"2019-04 资源共享平台开通启动"}},
		{"开源之夏于11月9日全部结项，共168家社区参与。", []string{"2019-11-09 开源之夏全部结项"}},
		{"9月9日，成果展示会期间，特拉维夫办公室揭牌。", []string{"2019-09-09 成果展示会期间，特拉维夫办公室揭牌"}},
		{"2018年9月，以“共筑未来”为主题的第二届开放原子大赛正式启动。", []string{"2018-09 第二届开放原子大赛正式启动"}},
		{"本次签订的是一九四九年八月十二日订立的日内瓦四公约。", []string{"1949-08-12 日内瓦四公约订立"}},
		{"9月2日，纪录片获金奖；10月，科技馆入选十强。", []string{"2019-09-02 纪录片获金奖", "2019-10 科技馆入选十强"}},
		{"项目3月启动，6月竣工。", []string{"2019-03 项目启动", "2019-06 项目竣工"}},
		{"年报\n\n5月，在新闻频道播出，宣传科创先锋的成就。\n\n《未来说》科创先锋节目\n", []string{"2019-05 《未来说》科创先锋节目在新闻频道播出"}},
		{"On 14 February the trustees signed a lease for the customs house, a fine building.", []string{"2019-02-14 The trustees signed a lease for the customs house"}},
		{"Our volunteers received the Queen's Award on 2 June.", []string{"2019-06-02 Our volunteers received the Queen's Award"}},
		{"The museum, on 4 May, opened its doors to everybody.", []string{"2019-05-04 The museum opened its doors to everybody"}},
	} {
		if d := cmp.Diff(c.want, dated(extract(t, "a.txt", c.text, report.Options{Year: 2019}).Drafts)); d != "" {
			t.Errorf("%s: %s", c.text, d)
		}
	}
}

// TestMerging makes one draft of one event and keeps the events of a series
// apart.
func TestMerging(t *testing.T) {
	r := extract(t, "a.txt", strings.Join([]string{
		"年报", "资源共享平台开通启动4月", "第4届挑战赛（上海）启动5月", "第5届挑战赛（上海）启动5月",
		"4月26日，资源共享平台开通启动。平台由四家单位共同建设。",
		"11月29日，第4届挑战赛（上海）现场赛举办。来宾五百人。",
		"5月，科技节、创新论坛、奖励大会等重大活动联动举办。", "5月24—26日，创新论坛在上海举行。来宾一千人。",
	}, "\n\n"), report.Options{Year: 2019})
	want := []string{
		"2019-04-26 资源共享平台开通启动", "2019-05 第4届挑战赛（上海）启动", "2019-05 第5届挑战赛（上海）启动",
		"2019-11-29 第4届挑战赛（上海）现场赛举办", "2019-05 科技节、创新论坛、奖励大会等重大活动联动举办", "2019-05-24/2019-05-26 创新论坛在上海举行",
	}
	if d := cmp.Diff(want, dated(r.Drafts)); d != "" {
		t.Error(d)
	}
	if n := len(r.Drafts[0].Quotes); n != 2 {
		t.Errorf("%d quotes of the event told twice, want 2", n)
	}
}

// TestTornDates pairs dates and titles that the layout tore apart by the
// course of time, and says that it is not sure; another mention makes it sure.
func TestTornDates(t *testing.T) {
	r := extract(t, "a.txt", "回顾\n\n六月\n\n科创板正式开板\n\n大事\n\n科创板正式开板\n\n首批企业集中上市\n\n实施意见正式发布\n\n6月13日\n\n7月31日\n\n7月22日\n\n", report.Options{Year: 2019})
	want := []string{"2019-06-13 科创板正式开板", "2019-07-22? 首批企业集中上市", "2019-07-31? 实施意见正式发布"}
	if d := cmp.Diff(want, dated(r.Drafts)); d != "" {
		t.Fatal(d)
	}
	for i, d := range r.Drafts {
		uncertain := len(d.Flags) > 0 && d.Flags[0] == report.FlagDateUncertain
		if uncertain != (i > 0) || uncertain && d.Confidence > 0.6 || !uncertain && d.Confidence < 0.9 {
			t.Errorf("%s: flags %v, confidence %v", d.Title, d.Flags, d.Confidence)
		}
	}
}

// TestDraft holds what a draft says about itself.
func TestDraft(t *testing.T) {
	r := extract(t, "年报.md", "# 2019年度报告\n\n## 一、平台\n\n４月２６日，资源共享平台开通启动。平台由四家单位共建，服务三省一市。\n", report.Options{})
	if len(r.Drafts) != 1 || r.Year != 2019 {
		t.Fatalf("%d drafts, year %d", len(r.Drafts), r.Year)
	}
	d := r.Drafts[0]
	got := []string{d.Date, d.Value.String(), d.Wording, d.Title, d.Summary, d.Lang, d.Section, d.Source.Document, d.Source.Title, d.Quotes[0].Text}
	want := []string{"2019-04-26", "2019-04-26", "4月26日", "资源共享平台开通启动", "4月26日，资源共享平台开通启动。平台由四家单位共建，服务三省一市。", "zh", "一、平台", "年报.md", "2019年度报告", "４月２６日，资源共享平台开通启动。"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]report.RuleID{"year.heading", "place.open", "title.words"}, d.Rules); diff != "" {
		t.Error(diff)
	}
	if len(d.Source.SHA256) != 64 || d.Fingerprint == "" || d.Quotes[0].Line != 5 || d.Confidence < 0.9 {
		t.Errorf("source %+v, fingerprint %q, line %d, confidence %v", d.Source, d.Fingerprint, d.Quotes[0].Line, d.Confidence)
	}
}

// TestFlags marks what a person must look at, and lowers the confidence.
func TestFlags(t *testing.T) {
	for text, want := range map[string]report.Flag{
		"新馆将于2020年3月5日开馆。":                           report.FlagPlanned,
		"The centre opened its doors on 04/03/2019.": report.FlagDateAmbiguous,
		"2016年5月8日，基地落成。基地很大。\n\n次年3月，正式投入使用，效果良好。": report.FlagTitleGuessed,
	} {
		r := extract(t, "a.txt", text, report.Options{})
		last := r.Drafts[len(r.Drafts)-1]
		if len(last.Flags) == 0 || last.Flags[0] != want || last.Confidence >= 0.9 {
			t.Errorf("%s: %s, flags %v, confidence %v; want %s", text, last.Title, last.Flags, last.Confidence, want)
		}
	}
}

// TestYearIsTheCallersWord takes the year that is given, says where the title
// or the file's name contradicts it, and never takes a year from the name.
func TestYearIsTheCallersWord(t *testing.T) {
	const text = "5月8日，平台启动。2014年，公司迁入新址。"
	for _, c := range []struct {
		name, title string
		year        int
		want        []string
		doubts      int
	}{
		{"a.md", "# 2021年度报告\n\n", 2021, []string{"2021-05-08 平台启动", "2014 公司迁入新址"}, 0},
		{"a.md", "# 2021年度报告\n\n", 2019, []string{"2019-05-08 平台启动", "2014 公司迁入新址"}, 1},
		{"report-2017.md", "# 年度报告\n\n", 2019, []string{"2019-05-08 平台启动", "2014 公司迁入新址"}, 1},
		{"report-2017.md", "# 年度报告\n\n", 0, []string{"2014 公司迁入新址"}, 0},
	} {
		r := extract(t, c.name, c.title+text, report.Options{Year: c.year})
		if d := cmp.Diff(c.want, dated(r.Drafts)); d != "" || len(r.Doubts) != c.doubts {
			t.Errorf("%s %q year %d: %s, doubts %q", c.name, c.title, c.year, d, r.Doubts)
		}
	}
	doc, err := document.Read(context.Background(), "a.md", []byte(text), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, year := range []int{20, 99999, -5} {
		if _, err := report.Extract(context.Background(), doc, report.Options{Year: year}); !errors.Is(err, report.ErrYear) {
			t.Errorf("year %d: %v", year, err)
		}
	}
}

// TestLimits stops at the number of drafts allowed, and when the caller does.
func TestLimits(t *testing.T) {
	doc, err := document.Read(context.Background(), "a.txt", []byte("5月1日，甲馆落成启用。5月2日，乙桥建成通车。5月3日，丙校举行典礼。"), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := report.Extract(context.Background(), doc, report.Options{Year: 2019, MaxDrafts: 2}); !errors.Is(err, report.ErrTooManyDrafts) {
		t.Errorf("got %v", err)
	}
	again, err := document.Read(context.Background(), "a.txt", []byte(strings.Repeat("5月1日，甲馆落成启用。\n\n", 10)), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := report.Extract(context.Background(), again, report.Options{Year: 2019, MaxDrafts: 2}); err != nil || len(r.Drafts) != 1 || r.Drafts[0].Dates != 10 {
		t.Errorf("one event told ten times: %d drafts, err %v", len(r.Drafts), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := report.Extract(ctx, doc, report.Options{Year: 2019}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestRulesAreExplained has words in both languages for every rule a draft or
// a passed date names.
func TestRulesAreExplained(t *testing.T) {
	words := map[report.RuleID]bool{}
	for _, r := range report.Rules() {
		if r.Zh == "" || r.En == "" || words[r.ID] {
			t.Errorf("%+v", r)
		}
		words[r.ID] = true
	}
	_, r := read(t, "testdata/texts/zh-narrative.txt", report.Options{})
	for _, d := range r.Drafts {
		for _, id := range d.Rules {
			if !words[id] {
				t.Errorf("no words for %s", id)
			}
		}
	}
	for _, p := range r.Passed {
		if !words[p.Rule] {
			t.Errorf("no words for %s", p.Rule)
		}
	}
}
