package events

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events/edtf"
)

func readSpan(t *testing.T, text string) Span {
	t.Helper()
	var s Span
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}

func TestSpanRoundTrip(t *testing.T) {
	for _, text := range []string{
		`{"date":"2019-05-24"}`,
		`{"date":"2019-05-24/2019-05-26"}`,
		`{"date":"2019-05"}`,
		`{"date":"2019?"}`,
		`{"date":"201X"}`,
		`{"date":"2019/.."}`,
		`{"date":"-0220"}`,
		`{"date":"2019-05-01/2019-05-10~","asWritten":{"zh":"5月上旬"}}`,
		`{"start":"2026-11-30T09:00:00","end":"2026-11-30T11:30:00","zone":"Asia/Shanghai"}`,
		`{"start":"2026-03-08T02:30:00","zone":"America/New_York"}`, // a time that clocks skip
	} {
		s := readSpan(t, text)
		got, err := json.Marshal(s)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		want := text
		if strings.Contains(text, "02:30") {
			want = strings.Replace(text, "02:30", "03:30", 1)
		}
		if string(got) != want {
			t.Errorf("%s came back as %s", want, got)
		}
	}
}

func TestSpanErrorsNameTheField(t *testing.T) {
	for text, want := range map[string]string{
		`{"date":"2019-13"}`:                                      "span.date",
		`{"start":"2026-11-30T09:00:00"}`:                         "span.zone",
		`{"start":"2026-11-30T09:00:00","zone":"Mars/Olympus"}`:   "span.zone",
		`{"start":"30 November","zone":"UTC"}`:                    "span.start",
		`{"zone":"UTC"}`:                                          "span.start",
		`{"start":"2026-11-30T09:00","end":"noon","zone":"UTC"}`:  "span.end",
		`{"start":"2026-11-30T09:00","zone":"Local"}`:             "span.zone",
		`{"day":"2019-05-24"}`:                                    "day",
		`{"start":"2026-11-30T09:00:00+08:00","zone":"UTC"}`:      "without an offset",
		`{"date":"2019-05-24"} {}`:                                "",
		`{"start":"2026-02-30T09:00:00","zone":"Asia/Shanghai"}`:  "span.start",
		`{"start":"2026-11-30T25:00:00","zone":"Asia/Shanghai"}`:  "span.start",
		`{"start":"2026-11-30T09:00:00","zone":"../etc/passwd"}`:  "span.zone",
		`{"start":"2026-11-30T09:00:00","zone":"Asia/Shanghai "}`: "span.zone",
	} {
		var s Span
		err := json.Unmarshal([]byte(text), &s)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one about %q", text, err, want)
		}
	}
}

func TestSpansSortAsAChronicleDoes(t *testing.T) {
	want := []string{
		`{"date":"2018"}`,
		`{"date":"2019-04-26"}`,
		`{"date":"2019-05-21"}`,
		`{"start":"2019-05-21T09:00:00","zone":"Asia/Shanghai"}`,
		`{"start":"2019-05-21T14:00:00","zone":"Asia/Shanghai"}`,
		`{"date":"2019-05-24/2019-05-26"}`,
		`{"date":"2019-05-26"}`,
		`{"date":"2019-05"}`,
		`{"date":"2019-06-13"}`,
		`{"date":"2019-12-05"}`,
		`{"date":"2019-12"}`,
		`{"date":"2019"}`,
		`{"date":"2020-01-01"}`,
	}
	var spans []Span
	for _, text := range slices.Backward(want) {
		spans = append(spans, readSpan(t, text))
	}
	slices.SortFunc(spans, Span.Compare)
	var got []string
	for _, s := range spans {
		b, _ := json.Marshal(s)
		got = append(got, string(b))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTimedSpansKeepTheirOwnDays(t *testing.T) {
	s := readSpan(t, `{"start":"2026-11-30T23:00:00","end":"2026-12-01T00:00:00","zone":"Asia/Shanghai"}`)
	if got := s.EDTF().String(); got != "2026-11-30" {
		t.Errorf("an event until midnight covers %s", got)
	}
	s = readSpan(t, `{"start":"2026-11-30T23:00:00","end":"2026-12-01T02:00:00","zone":"Asia/Shanghai"}`)
	if got := s.EDTF().String(); got != "2026-11-30/2026-12-01" {
		t.Errorf("an event past midnight covers %s", got)
	}
	if s.Precision() != edtf.PrecisionTime {
		t.Errorf("precision %v", s.Precision())
	}
	if want := time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC); !s.Start.Equal(want) {
		t.Errorf("start %v, want %v", s.Start, want)
	}
}

func TestWordsOfTheEditorComeFirst(t *testing.T) {
	s := readSpan(t, `{"date":"2019-05-01/2019-05-10~","asWritten":{"zh":"5月上旬"}}`)
	if got := s.Describe("zh", edtf.Long); got != "5月上旬" {
		t.Errorf("described as %q", got)
	}
}

func FuzzSpan(f *testing.F) {
	for _, seed := range []string{`{"date":"2019-05-24"}`, `{"date":"2019?","asWritten":{"en":"perhaps"}}`, `{"start":"2026-11-30T09:00","end":"2026-11-30T10:00","zone":"Asia/Shanghai"}`, `{"date":"-9999-XX"}`, `{"date":"Y17E8"}`, `{"date":"[..2019-05]"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s Span
		if json.Unmarshal([]byte(text), &s) != nil {
			return
		}
		first, err := json.Marshal(s)
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", text, err)
		}
		var again Span
		if err := json.Unmarshal(first, &again); err != nil {
			t.Fatalf("%s was written and cannot be read: %v", first, err)
		}
		if second, _ := json.Marshal(again); string(second) != string(first) {
			t.Fatalf("%s came back as %s", first, second)
		}
		if s.Compare(again) != 0 || !s.IsZero() && s.Describe("zh", edtf.Long) == "" {
			t.Fatalf("%s differs from itself or has no words", first)
		}
		begins, ok1 := s.EDTF().Earliest()
		ends, ok2 := s.EDTF().Latest()
		if ok1 && ok2 && begins.After(ends) {
			t.Fatalf("%s ends before it starts: %v, %v", first, begins, ends)
		}
	})
}

// TestALanguageWithoutWords gets the expression.
func TestALanguageWithoutWords(t *testing.T) {
	for lang, want := range map[string]string{"pt": "2019-05", "": "2019-05", "en": "May 2019"} {
		v := edtf.MustParse("2019-05")
		if got := DescribeDate(v, lang, edtf.Compact); got != want {
			t.Errorf("a date in %q: %s, want %s", lang, got, want)
		}
		if got := On(v).Describe(lang, edtf.Compact); got != want {
			t.Errorf("a span in %q: %s, want %s", lang, got, want)
		}
	}
}
