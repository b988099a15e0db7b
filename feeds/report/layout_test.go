package report

import (
	"context"
	"strings"
	"testing"

	"almanac.example/feeds/report/document"
	"github.com/google/go-cmp/cmp"
)

// layout repairs a text and gives its blocks, each with a mark of its kind.
func layout(t *testing.T, name, text string) []string {
	t.Helper()
	doc, err := document.Read(context.Background(), name, []byte(text), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	blocks, _, _ := repairLayout(doc)
	marks := map[blockKind]string{blockText: "", blockItem: "* ", blockLabel: "~ ", blockHeading: "# ", blockRow: "| "}
	var out []string
	for _, b := range blocks {
		out = append(out, marks[b.kind]+b.string())
	}
	return out
}

func TestRepairLayout(t *testing.T) {
	for _, c := range []struct {
		what, text string
		want       []string
	}{
		{"letter-spaced text is closed", "报告\n\n8 月 1 2 日，全 国 优 秀 作 品 名 单 公 布。",
			[]string{"# 报告", "8月12日，全国优秀作品名单公布。"}},
		{"single blanks stay", "报告\n\n2024 年，在会上发布 85 项清单。",
			[]string{"# 报告", "2024 年，在会上发布 85 项清单。"}},
		{"a sentence cut by blank lines is one", "报告\n\n利用产品体系为切入点，通过特色渠道准入，降低信贷门槛。截至\n\n11月底，完成科技企业贷款56.55亿元，895家企业获贷款，数量\n\n增幅为历年之最。",
			[]string{"# 报告", "利用产品体系为切入点，通过特色渠道准入，降低信贷门槛。截至11月底，完成科技企业贷款56.55亿元，895家企业获贷款，数量增幅为历年之最。"}},
		{"headlines with dates stay apart", "要闻\n\n平台开通启动4月\n\n照片公布，上海成为直播地点之一4月\n\n12月 创新园开园",
			[]string{"# 要闻", "~ 平台开通启动4月", "~ 照片公布，上海成为直播地点之一4月", "~ 12月 创新园开园"}},
		{"a book title cut by a line is one", "题\n\n《关于着力发挥作用 促进本\n市企业高质量发展的意见》\n\n（“浦江之光”）发布",
			[]string{"# 题", "《关于着力发挥作用 促进本市企业高质量发展的意见》（“浦江之光”）发布"}},
		{"Latin lines are joined with a blank, divided words without", "Title\n\nIn January the county voted to trans-\nfer Holly Point to an independent\ntrust at its meeting.",
			[]string{"# Title", "In January the county voted to transfer Holly Point to an independent trust at its meeting."}},
		{"a line that ends early was ended on purpose", "Events of the year\n\nMARCH\nLong charter signed with Equinor\nThe ferry delivered from Vard in the last week of the month under review here",
			[]string{"# Events of the year", "~ MARCH", "~ Long charter signed with Equinor", "~ The ferry delivered from Vard in the last week of the month under review here"}},
		{"numbered lines in a row are items", "报告\n\n1. 基地落户\n2. 承办大赛\n3. 完成计划",
			[]string{"# 报告", "* 1. 基地落户", "* 2. 承办大赛", "* 3. 完成计划"}},
		{"lines with gaps and a date are rows", "表\n\n3月15日      中心揭牌        青岛\n4月          展览开幕，来宾\n             五百人\n",
			[]string{"# 表", "| 3月15日      中心揭牌        青岛", "| 4月          展览开幕，来宾五百人"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			if d := cmp.Diff(c.want, layout(t, "a.txt", c.text)); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestPageFurniture drops page numbers, running heads and contents, and finds
// the report's title among them.
func TestPageFurniture(t *testing.T) {
	page := func(n string) string {
		return "2018 滨海市环境状况\n\n北港污水处理厂提标改造工程于四月" + n + "日通水运行。\n\n" + n + "\n\f"
	}
	text := "目录\n\n第一章 概况 ........ 3\n\n" + page("11") + page("12") + page("13")
	doc, err := document.Read(context.Background(), "a.txt", []byte(text), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	blocks, heads, _ := repairLayout(doc)
	for _, b := range blocks {
		if s := b.string(); strings.Contains(s, "滨海市环境") || strings.Contains(s, "....") || s == "11" {
			t.Errorf("%q is furniture", s)
		}
	}
	if len(heads) == 0 || heads[0] != "2018 滨海市环境状况" {
		t.Errorf("running heads %q", heads)
	}
}

// TestColumns reads prose printed side by side column by column, and leaves
// tables alone.
func TestColumns(t *testing.T) {
	text := strings.Join([]string{
		"The year began with good news for          In September we welcomed the first",
		"everybody. On 14 February the lease        class of our scheme; two apprentices",
		"of the customs house was signed by         graduated in December. The trustees",
		"the trustees.                              agreed a new plan in the autumn.",
	}, "\n")
	want := []string{
		"The year began with good news for everybody. On 14 February the lease of the customs house was signed by the trustees.",
		"In September we welcomed the first class of our scheme; two apprentices graduated in December. The trustees agreed a new plan in the autumn.",
	}
	if d := cmp.Diff(want, layout(t, "a.txt", text)); d != "" {
		t.Error(d)
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"9月2日，甲获奖；10月，乙入选。丙（一。二）完。":                                       {"9月2日，甲获奖；", "10月，乙入选。", "丙（一。二）完。"},
		"Dr. L. Hanks came on Jan. 24. He left at 3.15 p.m. on May 3. Ok": {"Dr. L. Hanks came on Jan. 24.", "He left at 3.15 p.m. on May 3.", "Ok"},
		"他说：“好。”然后走了。":                                                    {"他说：“好。”", "然后走了。"},
	} {
		var got []string
		for _, p := range sentences([]rune(text)) {
			got = append(got, string([]rune(text)[p.start:p.end]))
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

// TestSegments shares a sentence out between its dates.
func TestSegments(t *testing.T) {
	for text, want := range map[string][]string{
		"项目3月启动，6月完工，9月投入使用":                                               {"项目3月启动", "6月完工", "9月投入使用"},
		"3月5日和9月20日，两所小学启用":                                                {"3月5日和9月20日，两所小学启用", "3月5日和9月20日，两所小学启用"},
		"A seal tagged here in January was sighted off Norway on 30 April": {"A seal tagged here in January", "was sighted off Norway on 30 April"},
		"It opened in March and was extended in October":                   {"It opened in March", "and was extended in October"},
		"the deaths of Dr Whitby (9 February) and Mrs Tull (20 July)":      {"the deaths of Dr Whitby (9 February)", "and Mrs Tull (20 July)"},
	} {
		s := []rune(text)
		var got []string
		for _, seg := range segments(s, span{0, len(s)}, findDates(s)) {
			got = append(got, string(s[seg.at.start:seg.at.end]))
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}
