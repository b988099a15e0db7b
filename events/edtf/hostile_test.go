package edtf

import (
	"strings"
	"testing"
	"time"
)

// Hostile inputs take bounded work: each of these is done in a fraction of
// the time allowed, which leaves room for slow machines and the race detector.
func TestHostileInputsEndSoon(t *testing.T) {
	fill := func(unit string, size int) string { return strings.Repeat(unit, size/len(unit)) }
	inputs := []string{
		"[" + fill("2019,", 4090) + "2019]",
		"[" + fill("XXXX-02-29,", 4080) + "2019]",
		"{" + fill("-XXX4-02-29,", 4080) + "2019}",
		"[" + fill("XXX1-02-29,", 4080) + "2019]",
		"[" + fill("Y10000000000000000000,", 4070) + "2019]",
		"Y" + fill("9", 4090), "Y-" + fill("9", 4090) + "S3", "Y" + fill("1", 4000) + "E999999999999999999S4096",
		"Y1E999999999999999999S4096", "Y1E999999999999999999S1", "Y-1E999999999999999999S1/Y1E999999999999999999",
		"[0000-01-01..9999-12-31]", "XXXX-XX-XX", fill("?", 4096), fill("2019-", 4096), fill("/", 4096), fill("[", 4096),
		fill("2019年", 190), fill("十", 190), fill("–", 190), fill("或", 190), fill("1 or ", 200), fill("(", 200), fill("4/10/2019 ", 200),
		fill("周一至周二", 195), fill("9", 200), fill(" ", 200), fill("\xff", 200), fill("a", 1_000_000), fill("年", 1_000_000),
	}
	for _, in := range inputs {
		start := time.Now()
		v, err := Parse(in)
		if err == nil {
			_ = described(v, "zh", Long) + described(v, "en", Long) + v.String()
			_ = v.Overlaps(v) && v.Within(v)
			_ = Compare(v, MustParse("2019"))
		} else if n := len(err.Error()); n > 1000 {
			t.Errorf("%.20q: an error of %d bytes", in, n)
		}
		if r, err := ParseLoose(in); err == nil {
			_ = r.ReadsAs("zh")
		} else if n := len(err.Error()); n > 1000 {
			t.Errorf("%.20q: a loose error of %d bytes", in, n)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%.20q: %v", in, took)
		} else if testing.Verbose() {
			t.Logf("%.20q: %v", in, took)
		}
	}
}
