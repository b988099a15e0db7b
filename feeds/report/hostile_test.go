package report_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
)

// TestHostileText ends soon on texts that repeat one thing thousands of
// times: the work grows with the length of a text, not with its square.
func TestHostileText(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	for _, unit := range []string{
		"《", "（", "3月", "3月5日、", "2019年", "三", "第3", "1. ", "  1", "May 4 and ", "一、", "\n3月\n\n", "|3月|a|\n", "  3月  x\n", "\f1\n",
		"2019-01-01", "on May 4 it opened ", "3月5日举行，", "3月—", "。", "5 月 ", "<td>", "<p>3月", "<b>", "* a\n", "[a](", "**", "<!--", "同月", "次日，",
	} {
		for _, name := range []string{"a.txt", "a.md", "a.html"} {
			text := strings.Repeat(unit, 5_000/len(unit))
			doc, err := document.Read(ctx, name, []byte(text), document.Limits{})
			if err != nil {
				continue
			}
			if _, err := report.Extract(ctx, doc, report.Options{Year: 2019}); err != nil {
				t.Errorf("%q as %s: %v", unit, name, err)
			}
		}
	}
}
