package generate

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

var update = flag.Bool("update", false, "rewrite the golden file")

func generated(t testing.TB, o Options) events.Record {
	t.Helper()
	r, err := Record(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func written(t testing.TB, r events.Record) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The golden record holds what other people's figures rest on: that the same
// options mean the same record on another machine and with another Go.
func TestSameOptionsGiveTheRecordOfTheGoldenFile(t *testing.T) {
	const file = "testdata/golden.json"
	got := written(t, generated(t, Options{Events: 12, From: -300, To: 2025, Seed: 7, Stamp: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("run with -update if the change is meant (-want +got):\n%s", d)
	}
}

// A large record is held by its checksum: every word list, share and bound counts,
// for figures are compared between versions of the program.
func TestALargeRecordIsTheSameInEveryVersion(t *testing.T) {
	const file = "testdata/golden.sha256"
	var sums strings.Builder
	for _, o := range []Options{
		{Events: 2000, From: -600, To: 2026, Seed: 3},
		{Events: 2000, From: 1890, To: 2027, Seed: 4, Stamp: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)},
		{Events: 300, From: minYear, To: maxYear},
	} {
		fmt.Fprintf(&sums, "%x  %d events, %d to %d\n", sha256.Sum256([]byte(written(t, generated(t, o)))), o.Events, o.From, o.To)
	}
	if *update {
		if err := os.WriteFile(file, []byte(sums.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), sums.String()); d != "" {
		t.Errorf("run with -update if the change is meant, and measure docs/performance.md anew (-want +got):\n%s", d)
	}
}

func TestRunsDoNotInfluenceEachOther(t *testing.T) {
	o := Options{Events: 400, From: 1600, To: 2025, Seed: 1}
	first := written(t, generated(t, o))
	other := o
	other.Seed = 2
	if written(t, generated(t, other)) == first {
		t.Error("another seed gives the same record")
	}
	for range 2 {
		t.Run("again", func(t *testing.T) {
			t.Parallel()
			if written(t, generated(t, o)) != first {
				t.Error("the same options give another record")
			}
		})
	}
}

func TestRecordsAreValidAndSurviveTheirJSONForm(t *testing.T) {
	for _, c := range []struct {
		about string
		o     Options
	}{
		{"nothing", Options{Events: 0, From: 2019, To: 2019}},
		{"one year", Options{Events: 600, From: 2019, To: 2019, Seed: 3}},
		{"our time", Options{Events: 600, From: 1949, To: 2025, Seed: 4, Stamp: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}},
		{"ten centuries", Options{Events: 600, From: 1000, To: 1999, Seed: 5}},
		{"before and after the turn of the eras", Options{Events: 600, From: -150, To: 150, Seed: 6}},
		{"everything", Options{Events: 600, From: minYear, To: maxYear, Seed: 7}},
	} {
		t.Run(c.about, func(t *testing.T) {
			r := generated(t, c.o)
			if len(r.Events) != c.o.Events {
				t.Errorf("%d events, want %d", len(r.Events), c.o.Events)
			}
			text := written(t, r)
			// ReadRecord validates every event and refuses doubles.
			back, err := events.ReadRecord(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(text, written(t, back)); d != "" {
				t.Errorf("read and written again (-before +after):\n%s", d)
			}
			checkWithin(t, r, c.o.From, c.o.To)
		})
	}
}

// checkWithin reports dates that are not within the years.
func checkWithin(t *testing.T, r events.Record, from, to int) {
	t.Helper()
	for _, e := range r.Events {
		first, okFirst := e.Span.First()
		last, okLast := e.Span.Last()
		a, okA := first.Year()
		b, okB := last.Year()
		if !okFirst || !okLast || !okA || !okB || int(a) < from || int(b) > to {
			t.Errorf("%s: %s is not within the years %d to %d", e.ID, e.Span.EDTF(), from, to)
		}
	}
}

func TestDatesAreAsExactAsTheirAgeAllows(t *testing.T) {
	share := func(from, to int) map[edtf.Precision]float64 {
		n := map[edtf.Precision]float64{}
		const events = 6_000
		for _, e := range generated(t, Options{Events: events, From: from, To: to, Seed: 11}).Events {
			n[e.Span.Precision()] += 1.0 / events
		}
		return n
	}
	recent, old := share(1949, 2025), share(1001, 1400)
	if recent[edtf.PrecisionDay] < 0.5 || old[edtf.PrecisionDay] > 0.3 {
		t.Errorf("exact days: %.2f of recent and %.2f of old events", recent[edtf.PrecisionDay], old[edtf.PrecisionDay])
	}
	for _, p := range []edtf.Precision{
		edtf.PrecisionTime, edtf.PrecisionDays, edtf.PrecisionMonth, edtf.PrecisionSeason, edtf.PrecisionYear, edtf.PrecisionDecade,
	} {
		if recent[p] == 0 {
			t.Errorf("no recent date has the precision %s", p)
		}
	}
	if old[edtf.PrecisionCentury] == 0 || old[edtf.PrecisionTime] > 0 {
		t.Errorf("old dates: %.2f centuries, %.2f timed", old[edtf.PrecisionCentury], old[edtf.PrecisionTime])
	}
}

func TestEveryYearOfAFewIsFilledAndLaterOnesMore(t *testing.T) {
	years := map[int]int{}
	for _, e := range generated(t, Options{Events: 5000, From: 2000, To: 2009, Seed: 1}).Events {
		if e.Span.Precision() == edtf.PrecisionDecade {
			continue
		}
		first, _ := e.Span.First()
		y, _ := first.Year()
		years[int(y)]++
	}
	if len(years) != 10 || years[2009] <= years[2000] {
		t.Errorf("events by year: %v", years)
	}
}

func TestTextsAreVariedAndWholeInBothLanguages(t *testing.T) {
	const n = 10_000
	titles, summaries := map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, lang := range languages {
		titles[lang], summaries[lang] = map[string]bool{}, map[string]bool{}
	}
	for _, e := range generated(t, Options{Events: n, From: -500, To: 2025, Seed: 9}).Events {
		for _, lang := range languages {
			text := e.Text[lang]
			titles[lang][text.Title], summaries[lang][text.Summary] = true, true
			checkText(t, e, lang, text)
		}
	}
	for _, lang := range languages {
		if a, b := len(titles[lang]), len(summaries[lang]); a < n/2 || b < n*9/10 {
			t.Errorf("%s: of %d events only %d titles and %d summaries differ", lang, n, a, b)
		}
	}
}

func checkText(t *testing.T, e *events.Event, lang string, text events.Text) {
	t.Helper()
	all := text.Title + text.Summary + text.Body
	switch {
	case text.Title == "" || text.Summary == "":
		t.Errorf("%s: no title or summary in %s", e.ID, lang)
	case strings.ContainsAny(all, "{}"):
		t.Errorf("%s: a slot is left open in %s: %s", e.ID, lang, all)
	case lang == "en" && strings.ContainsFunc(all, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		t.Errorf("%s: Chinese characters in the English text: %s", e.ID, all)
	case lang == "en" && (strings.Contains(all, "  ") || unicode.IsLower([]rune(text.Title)[0])):
		t.Errorf("%s: double space or small letter: %s", e.ID, all)
	case lang == "zh" && strings.ContainsAny(text.Title+text.Summary, ",.;"):
		t.Errorf("%s: half-width punctuation: %s", e.ID, all)
	}
}

func TestWhatIsCancelledSaysSo(t *testing.T) {
	var n, key int
	r := generated(t, Options{Events: 10_000, From: 1950, To: 2025, Seed: 2})
	for _, e := range r.Events {
		if e.Key {
			key++
		}
		told := strings.Contains(e.Text["zh"].Summary, "取消") && strings.Contains(strings.ToLower(e.Text["en"].Summary), "cancelled")
		if told != (e.Status == events.Cancelled) {
			t.Errorf("%s: %s, but the summary is %s", e.ID, e.Status, e.Text["en"].Summary)
		}
		if told {
			n++
		}
	}
	if n < 20 || n > 500 || key < 300 || key > 700 {
		t.Errorf("%d cancelled and %d key events of %d", n, key, len(r.Events))
	}
}

func TestTagsAreTheVocabulary(t *testing.T) {
	tags := Vocabulary()
	site := events.Site{Authority: "almanac.example", Founded: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Tags: tags}
	if err := site.Validate(); err != nil {
		t.Error(err)
	}
	unused := map[string]bool{}
	for _, tag := range tags {
		unused[tag.Slug] = true
	}
	for _, e := range generated(t, Options{Events: 5000, From: 1500, To: 2025, Seed: 1}).Events {
		for _, tag := range e.Tags {
			if site.TagName(tag, "en") == tag {
				t.Errorf("%s: the tag %s is not in the vocabulary", e.ID, tag)
			}
			delete(unused, tag)
		}
	}
	if len(unused) > 0 {
		t.Errorf("no event has the tags %v", unused)
	}
}

func TestStampedEventsLookStored(t *testing.T) {
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	edited := 0
	for _, e := range generated(t, Options{Events: 1000, From: 2000, To: 2025, Stamp: at}).Events {
		if e.Created.IsZero() || e.Published != e.Created || e.Updated.Before(e.Created) || e.Updated.After(at) {
			t.Errorf("%s: created %s, published %s, updated %s", e.ID, e.Created, e.Published, e.Updated)
		}
		if e.Updated != e.Updated.UTC().Truncate(time.Second) {
			t.Errorf("%s: %s is not in whole seconds UTC", e.ID, e.Updated)
		}
		if e.Sequence > 0 {
			edited++
		}
	}
	if edited == 0 || edited == 1000 {
		t.Errorf("%d of 1000 events were edited", edited)
	}
}

func TestOptionsOutOfBoundsAreNamed(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Events: -1, From: 2000, To: 2001}, "events: "},
		{Options{Events: maxEvents + 1, From: 2000, To: 2001}, "events: "},
		{Options{Events: 1, From: minYear - 1, To: 2001}, "from: "},
		{Options{Events: 1, From: 2000, To: maxYear + 1}, "to: "},
		{Options{Events: 1, From: 2001, To: 2000}, "from: "},
	} {
		if _, err := Record(c.o); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want one about %s", c.o, err, c.want)
		}
	}
}

func FuzzRecord(f *testing.F) {
	f.Add(0, 0, uint64(0))
	f.Add(-1, 100, uint64(1))
	f.Add(2019, 2019, uint64(2))
	f.Add(maxYear, maxYear, uint64(3))
	f.Add(minYear, minYear, uint64(4))
	f.Add(-9999, 9999, ^uint64(0))
	f.Fuzz(func(t *testing.T, from, to int, seed uint64) {
		r, err := Record(Options{Events: 20, From: from, To: to, Seed: seed})
		if err != nil {
			return
		}
		for _, e := range r.Events {
			if err := e.Validate(); err != nil {
				t.Error(err)
			}
		}
		checkWithin(t, r, from, to)
	})
}

func BenchmarkRecord(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		generated(b, Options{Events: 10_000, From: 1000, To: 2025, Seed: 1})
	}
}
