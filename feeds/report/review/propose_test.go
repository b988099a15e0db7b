package review_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
)

func TestProposeMakesDrafts(t *testing.T) {
	r := newRecord()
	p := r.propose(t, "reports/museum.txt", first)
	if n := p.Count(review.New); n != 4 || len(p.Entries) != 4 {
		t.Fatalf("got %v", told(p))
	}
	e := r.get(t, "id1")
	if e.Status != events.Draft || e.Slug == "" || e.Span.EDTF().String() != "2019-03-03" {
		t.Errorf("got %+v", e)
	}
	if e.Text["en"].Title == "" || !strings.Contains(e.Text["en"].Title, "harbour museum") {
		t.Errorf("the text is %v", e.Text)
	}
	want := events.Source{
		Title:   events.Localised{"en": "Annual report of the harbour museum"},
		Locator: e.Sources[0].Locator, QuoteLang: "en", SHA256: e.Proposal.Document,
		Quote: "On 3 March 2019 the harbour museum opened its new wing.",
	}
	if diff := cmp.Diff([]events.Source{want}, e.Sources); diff != "" {
		t.Errorf("sources: %s", diff)
	}
	if l := e.Sources[0].Locator; !strings.HasSuffix(l["en"], "line 3") || !strings.HasSuffix(l["zh"], "第3行") {
		t.Errorf("the locator is %v", l)
	}
	if e.Proposal.Name != "museum.txt" || len(e.Proposal.Document) != 64 || e.Proposal.Fingerprint == "" || len(e.Proposal.Rules) == 0 || e.Proposal.Confidence <= 0 {
		t.Errorf("the proposal is %+v", e.Proposal)
	}
	q := e.Proposal.Quotes[0]
	if whole := q.Before + q.Text + q.After; !strings.Contains(first, whole) || !strings.HasPrefix(q.Before, "Annual report") || !strings.Contains(q.After, "14 June") {
		t.Errorf("the quote stands in %q", whole)
	}
}

func TestProposeNothingTwice(t *testing.T) {
	r := newRecord()
	r.propose(t, "museum.txt", first)
	accept, err := review.Accept(r.get(t, "id1"), review.By{})
	if err != nil {
		t.Fatal(err)
	}
	drop, err := review.Drop(r.get(t, "id2"), review.By{})
	if err != nil {
		t.Fatal(err)
	}
	merge, err := review.Merge(r.get(t, "id3"), r.get(t, "id4"), false, review.By{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []review.Decision{accept, drop, merge} {
		r.commit(t, d.Changes...)
	}
	for name, text := range map[string]string{
		"the same file":    first,
		"laid out anew":    strings.ReplaceAll(first, "\n\n", "\n \n\n"),
		"under a new name": first,
	} {
		doc, found := read(t, name, text, 2019)
		p, err := review.Propose(r.Timeline, doc, found, review.Options{NewID: r.id})
		if err != nil {
			t.Fatal(err)
		}
		if p.Count(review.Known) != 4 || len(p.Changes(review.By{})) != 0 || len(p.Gone) != 0 {
			t.Errorf("%s: %v", name, told(p))
		}
	}
}

func TestProposeSaysWhatANewerEditionChanges(t *testing.T) {
	r := newRecord()
	old := r.propose(t, "museum.txt", first)
	// Whether a draft was accepted, or its title edited, makes no difference.
	accept, err := review.Accept(r.get(t, "id1"), review.By{})
	if err != nil {
		t.Fatal(err)
	}
	r.commit(t, accept.Changes...)
	p := r.propose(t, "museum.txt", second)
	if !p.Edition || old.Edition {
		t.Errorf("an edition is known: first %v, second %v", old.Edition, p.Edition)
	}
	var states []string
	for _, e := range p.Entries {
		states = append(states, string(e.State)+" "+e.Draft.Date)
	}
	if diff := cmp.Diff([]string{"known 2019-03-03", "changed 2019-06-15", "known 2019-11-05", "new 2019-12-12"}, states); diff != "" {
		t.Errorf("states: %s", diff)
	}
	if len(p.Gone) != 1 || p.Gone[0].Span.EDTF().String() != "2019-09-21" {
		t.Errorf("gone: %v", p.Gone)
	}
	changed := p.Entries[1]
	stored := r.get(t, string(changed.Event.ID))
	if changed.Earlier.ID != "id2" || stored.Proposal.Earlier != "id2" || stored.Proposal.Confidence > 0.6 {
		t.Errorf("changed: earlier %v, stored %+v", changed.Earlier, stored.Proposal)
	}
	// What it was before stays as it was: a person decides.
	if e := r.get(t, "id2"); e.Status != events.Draft || e.Span.EDTF().String() != "2019-06-14" {
		t.Errorf("the earlier draft is %+v now", e)
	}
}

func TestEditionsAreToldApart(t *testing.T) {
	other := strings.NewReplacer("2019", "2018", "3 March", "9 March", "14 June", "2 July").Replace(first)
	for _, test := range []struct {
		name, file, text, editionOf string
		edition                     bool
		wantErr                     string
	}{
		{name: "of one name", file: "museum.txt", text: second, edition: true},
		{name: "of one title", file: "museum-final.txt", text: second, edition: true},
		{name: "renamed and retitled", file: "m2.txt", text: strings.Replace(second, "Annual report of the", "The year of the", 1)},
		{name: "as somebody says", file: "m2.txt", text: strings.Replace(second, "Annual report of the", "The year of the", 1), editionOf: "museum.txt", edition: true},
		{name: "of another year, though of one name", file: "museum.txt", text: other},
		{name: "of nothing", file: "m2.txt", text: second, editionOf: "nothing.txt", wantErr: `"nothing.txt"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRecord()
			r.propose(t, "museum.txt", first)
			doc, found := read(t, test.file, test.text, 0)
			p, err := review.Propose(r.Timeline, doc, found, review.Options{NewID: r.id, EditionOf: test.editionOf})
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) {
					t.Errorf("got error %v, want %s in it", err, test.wantErr)
				}
				return
			}
			if err != nil || p.Edition != test.edition {
				t.Errorf("got edition %v, %v: %v", p.Edition, err, told(p))
			}
		})
	}
}

func TestProposeMarksDuplicates(t *testing.T) {
	r := newRecord()
	r.put(t, "wing", "2019-03", "Harbour museum opens its new wing")
	p := r.propose(t, "museum.txt", first)
	d := p.Entries[0].Draft
	if diff := cmp.Diff([]string{"wing"}, d.Duplicates); diff != "" || d.Confidence > 0.6 {
		t.Errorf("confidence %v, duplicates: %s", d.Confidence, diff)
	}
	if flags := r.get(t, "id1").Proposal.Flags; len(flags) == 0 || flags[len(flags)-1] != string(report.FlagDuplicate) {
		t.Errorf("the flags are %v", flags)
	}
	if len(p.Entries[1].Draft.Duplicates) > 0 {
		t.Errorf("another draft is a duplicate of %v", p.Entries[1].Draft.Duplicates)
	}
}

func TestSlugs(t *testing.T) {
	for _, test := range []struct{ date, lang, title, want string }{
		{"2019-05-24", "zh", "上海天文馆完成首次亮灯", "2019-05-24-1"},
		{"2019-05-24/2019-05-26", "zh", "论坛", "2019-05-24-1"},
		{"2019-05", "zh", "Innoweek 在特拉维夫开幕", "2019-05-1"},
		{"2019-35", "zh", "三季度开工", "2019-q3-1"},
		{"2019-40", "zh", "上半年", "2019-h1-1"},
		{"2019-07-22?", "zh", "上市", "2019-07-22-1"},
		{"201X", "zh", "十年", "201x-1"},
		{"-0220", "zh", "统一度量衡", "0220-1"},
		{"2019-05-24", "en", "Café “Étoile” opens at Pier 7 after a long delay", "2019-05-24-cafe-etoile-opens-at-pier-7"},
		{"2019-05-24", "en", "The", "2019-05-24-1"},
		{"2019-05-24", "en", "！", "2019-05-24-1"},
	} {
		r := newRecord()
		d := report.Draft{Date: test.date, Value: edtf.MustParse(test.date), Lang: test.lang, Title: test.title, Fingerprint: "f"}
		if got := proposed(t, r, d)[0].Slug; got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.date, test.title, got, test.want)
		}
	}
}

func TestSlugsAreGivenOnce(t *testing.T) {
	r := newRecord()
	var list []report.Draft
	for _, f := range []string{"a", "b", "c"} {
		list = append(list, report.Draft{Date: "2019", Value: edtf.MustParse("2019"), Lang: "en", Title: "Opens", Fingerprint: f})
	}
	stored := proposed(t, r, list...)
	got := []string{stored[0].Slug, stored[1].Slug, stored[2].Slug}
	if diff := cmp.Diff([]string{"2019-opens", "2019-opens-1", "2019-opens-2"}, got); diff != "" {
		t.Error(diff)
	}
	// Neither what a tombstone had nor what an event is no longer called.
	drop, err := review.Drop(stored[1], review.By{})
	if err != nil {
		t.Fatal(err)
	}
	r.commit(t, drop.Changes...)
	renamed := *stored[2]
	renamed.Slug = "renamed"
	r.commit(t, events.Put(renamed, stored[2].Rev))
	again := proposed(t, r, report.Draft{Date: "2019", Value: edtf.MustParse("2019"), Lang: "en", Title: "Opens", Fingerprint: "d"})
	if got := again[0].Slug; got != "2019-opens-3" {
		t.Errorf("got %q", got)
	}
}

// proposed stores drafts as they are and returns the events.
func proposed(t *testing.T, r *record, drafts ...report.Draft) []*events.Event {
	t.Helper()
	doc := &document.Document{Format: document.FormatText}
	p, err := review.Propose(r.Timeline, doc, report.Result{Drafts: drafts}, review.Options{NewID: r.id})
	if err != nil {
		t.Fatal(err)
	}
	r.commit(t, p.Changes(review.By{})...)
	var list []*events.Event
	for _, e := range p.Entries {
		list = append(list, r.get(t, string(e.Event.ID)))
	}
	return list
}

// Whatever stands in a document, the draft made of it validates and fits into
// a commit.
func FuzzProposeValidates(f *testing.F) {
	f.Add("标题", "5月24日，上海\x1b[31m天文馆\u202e亮灯", "4.3 小节", "报告.txt", uint8(1))
	f.Add(strings.Repeat("长", 5000), strings.Repeat("x\n", 9000), "\ufeff", "a/b\\c", uint8(200))
	f.Add("", "", "", "", uint8(0))
	f.Add(" \u2028 ", "\xff\xfe", "\x00", "…", uint8(3))
	f.Fuzz(func(t *testing.T, title, quote, section, name string, n uint8) {
		doc := &document.Document{Name: name, Format: document.FormatText, Text: quote, Lines: []document.Line{{End: len(quote)}}}
		d := report.Draft{
			Date: "2019-05", Value: edtf.MustParse("2019-05"), Lang: "zh", Title: title, Summary: quote, Wording: title, Section: section, Fingerprint: "f",
			Source: report.Source{Document: name, Title: title, SHA256: strings.Repeat("0", 64)},
		}
		for range n {
			d.Quotes = append(d.Quotes, report.Quote{Text: quote, End: len(quote), Line: 1})
		}
		p, err := review.Propose(timeline.New(), doc, report.Result{Drafts: []report.Draft{d}}, review.Options{NewID: func() events.ID { return "id" }})
		if err != nil {
			t.Fatal(err)
		}
		e := p.Entries[0].Event
		if err := e.Validate(); err != nil {
			t.Fatal(err)
		}
		size := 0
		for i, s := range e.Sources {
			q := e.Proposal.Quotes[i]
			size += len(s.Quote) + len(q.Text) + len(q.Before) + len(q.After)
		}
		if size > 300<<10 {
			t.Fatalf("the draft has %d bytes of quotes", size)
		}
	})
}
