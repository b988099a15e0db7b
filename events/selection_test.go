package events

import (
	"errors"
	"strings"
	"testing"
)

func TestSelectionsHaveOneSpelling(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "",
		"tag=b&tag=a&tag=b":                  "tag=a&tag=b",
		"tag=&q=&key=":                       "",
		"key=0":                              "",
		"year=2019":                          "year=2019",
		"month=5&year=2019":                  "month=05&year=2019",
		"in=2019-05":                         "month=05&year=2019",
		"in=2019":                            "year=2019",
		"in=201X":                            "in=201X",
		"in=2019-05-24":                      "in=2019-05-24",
		"year=-0220":                         "year=-0220",
		"year=9999":                          "year=9999",
		"year=-9999":                         "year=-9999",
		"year=10000":                         "in=Y10000",
		"q=++two++words+":                    "q=two+words",
		"-tag=x&status=published":            "-tag=x&status=published",
		"to=199X&from=1950":                  "from=1950&to=199X",
		"tag=科普":                             "tag=%E7%A7%91%E6%99%AE",
		"changed-since=12":                   "changed-since=12",
		"on=02-29":                           "on=02-29",
		"precision=year&precision=month":     "precision=month&precision=year",
		"id=b&id=a":                          "id=a&id=b",
		"within=2019-05&key=1&place=lingang": "key=1&place=lingang&within=2019-05",
	} {
		sel, err := ParseSelection(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := sel.String(); got != want {
			t.Errorf("%q is spelt %q, want %q", text, got, want)
		}
		again, err := ParseSelection(sel.String())
		if err != nil || again.String() != want {
			t.Errorf("%q does not read back: %q, %v", want, again.String(), err)
		}
	}
}

func TestBadSelectionsNameTheKey(t *testing.T) {
	for text, key := range map[string]string{
		"colour=red":                           "colour",
		"year=19":                              "year",
		"year=2019&year=2020":                  "year",
		"month=05":                             "month",
		"month=13&year=2019":                   "month",
		"in=yesterday":                         "in",
		"in=2019&year=2019":                    "in",
		"from=2019-02-30":                      "from",
		"on=13-01":                             "on",
		"on=02-30":                             "on",
		"tag=A+B":                              "tag",
		"key=yes":                              "key",
		"status=draft":                         "status",
		"status=withdrawn":                     "status",
		"status=deleted&status=published":      "status",
		"precision=fortnight":                  "precision",
		"id=..%2Fetc":                          "id",
		"changed-since=monday":                 "changed-since",
		"q=%00":                                "q",
		"q=" + strings.Repeat("x", maxQuery+1): "q",
		"from=" + strings.Repeat("1", 100):     "from",
		strings.Repeat("tag=a", 1) + manyTags(30): "tag",
		"%zz": "query",
	} {
		_, err := ParseSelection(text)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.Field(key) == "" {
			t.Errorf("%.60q: error %v, want one about %q", text, err, key)
		}
	}
}

func manyTags(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("&tag=t" + strings.Repeat("x", i))
	}
	return b.String()
}
