package report_test

import (
	"slices"
	"strings"
	"testing"

	"almanac.example/events/edtf"
	"almanac.example/feeds/report"
	"github.com/google/go-cmp/cmp"
)

// TestFingerprints are the same when only the layout changed.
func TestFingerprints(t *testing.T) {
	const plain = "年报\n\n4月26日，资源共享平台开通启动。平台由四家单位共建。\n"
	first := extract(t, "a.txt", plain, report.Options{Year: 2019}).Drafts
	for what, text := range map[string]string{
		"full-width figures": strings.NewReplacer("4", "４", "2", "２", "6", "６").Replace(plain),
		"letter-spaced":      "年报\n\n4 月 2 6 日，资 源 共 享 平 台 开 通 启 动。平台由四家单位共建。\n",
		"other line breaks":  "年报\n\n\n4月26日，资源共享平\n台开通启动。平台由四家\n单位共建。\n",
		"Markdown":           "# 年报\n\n**4月26日**，资源共享平台开通启动。平台由四家单位共建。\n",
	} {
		again := extract(t, "b.md", text, report.Options{Year: 2019}).Drafts
		if len(again) != 1 || again[0].Fingerprint != first[0].Fingerprint {
			t.Errorf("%s: %q is not the same draft as %q", what, dated(again), dated(first))
		}
		if fresh := report.Fresh(again, func(f string) bool { return f == first[0].Fingerprint }); len(fresh) != 0 {
			t.Errorf("%s: proposed again: %q", what, dated(fresh))
		}
	}
	if fresh := report.Fresh(slices.Concat(first, first), func(string) bool { return false }); len(fresh) != 1 {
		t.Errorf("%d fresh drafts of one", len(fresh))
	}
}

// TestCompare shows what a newer edition changed.
func TestCompare(t *testing.T) {
	old := extract(t, "a.txt", "年报\n\n3月5日，南岸新馆正式开馆。\n\n4月，湿地公园一期建成开放。\n\n5月6日，首届龙舟大赛举办。\n", report.Options{Year: 2019}).Drafts
	current := extract(t, "b.txt", "年报\n\n3月5日，南岸新馆正式开馆。\n\n4月18日，湿地公园一期建成开放。\n\n6月9日，北港码头通航。\n", report.Options{Year: 2019}).Drafts
	c := report.Compare(old, current)
	var changed []string
	for _, x := range c.Changed {
		changed = append(changed, x.Old.Date+" → "+x.New.Date+" "+x.New.Title)
	}
	got := [][]string{dated(c.Same), changed, dated(c.Added), dated(c.Gone)}
	want := [][]string{{"2019-03-05 南岸新馆正式开馆"}, {"2019-04 → 2019-04-18 湿地公园一期建成开放"}, {"2019-06-09 北港码头通航"}, {"2019-05-06 首届龙舟大赛举办"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestMarkDuplicates finds events of the record that a draft may repeat.
func TestMarkDuplicates(t *testing.T) {
	drafts := extract(t, "a.txt", "年报\n\n3月5日，南岸新馆正式开馆。\n\n5月6日，首届龙舟大赛举办。\n", report.Options{Year: 2019}).Drafts
	report.MarkDuplicates(drafts, []report.Existing{
		{ID: "same", Date: edtf.MustParse("2019-03"), Title: "南岸新馆开馆"},
		{ID: "other-year", Date: edtf.MustParse("2018-03-05"), Title: "南岸新馆开馆"},
		{ID: "other-title", Date: edtf.MustParse("2019-05-06"), Title: "市政府召开常务会议"},
	})
	if d := cmp.Diff([]string{"same"}, drafts[0].Duplicates); d != "" || drafts[0].Confidence > 0.6 || !slices.Contains(drafts[0].Flags, report.FlagDuplicate) {
		t.Errorf("%s confidence %v, flags %v", d, drafts[0].Confidence, drafts[0].Flags)
	}
	if len(drafts[1].Duplicates) != 0 || len(drafts[1].Flags) != 0 {
		t.Errorf("%+v", drafts[1])
	}
}
