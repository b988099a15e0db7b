package store_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store"
)

// inJSON is a value in format 1, as programs before format 2 wrote it.
func inJSON(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte{1}, b...)
}

// same fails unless the value comes back from its stored form as it does from
// format 1, and as the same JSON, which is what an export is made of.
func same[T store.Stored](t testing.TB, v *T) {
	t.Helper()
	stored, err := store.Encode(v)
	if err != nil {
		t.Fatalf("encoding %+v: %v", v, err)
	}
	got, err := store.Decode[T](stored)
	if err != nil {
		t.Fatalf("decoding %x: %v", stored, err)
	}
	old := inJSON(t, v)
	want, err := store.Decode[T](old)
	if err != nil {
		t.Fatalf("decoding format 1: %v\n%s", err, old)
	}
	if !reflect.DeepEqual(want, got) {
		t.Errorf("format 2 differs from format 1 (-1 +2):\n%s\n%#v\n%#v", cmp.Diff(want, got, exact), want, got)
	}
	if again := inJSON(t, got); !bytes.Equal(old, again) {
		t.Errorf("exported it is (-before +after):\n%s", cmp.Diff(string(old), string(again)))
	}
	if twice, err := store.Encode(got); err != nil || !bytes.Equal(twice, stored) {
		t.Errorf("encoded again it is %x, %v; was %x", twice, err, stored)
	}
}

var exact = cmp.Exporter(func(reflect.Type) bool { return true })

// whole is a state in which every field says something.
func whole(t testing.TB) *events.State {
	t.Helper()
	zone, err := events.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	date, err := edtf.Parse("2019-05~/2020?")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2019, 5, 24, 9, 30, 1, 0, time.FixedZone("", 8*60*60))
	// Shortly after the clocks were set back: the wall clock says 2:30 twice.
	timed := events.Span{
		Start: time.Date(2019, 10, 27, 2, 30, 0, 0, zone), End: time.Date(2019, 10, 27, 5, 0, 0, 0, zone),
		Zone: "Europe/Berlin", AsWritten: events.Localised{"zh": "十月廿七", "en": "late October"},
	}
	julian := events.On(date)
	julian.Calendar, julian.Unread = events.Julian, "sometime"
	lat, lon := 0.0, -116.41
	name := events.Localised{"en": "A", "zh": "甲", "de": ""}
	proposal := &events.Proposal{
		Fingerprint: "f", Document: "d", Name: "n", Wording: "w", Section: "s", Rules: []string{"r"}, Flags: []string{"x"},
		Quotes: []events.Quote{{Text: "t", Before: "b", After: "a", Page: 1, Line: 2, Offset: 3}}, Confidence: 1. / 3, Earlier: "e",
	}
	return &events.State{
		At: at, Author: "author", By: "account:a", Note: "note", Public: true,
		Batch:    &events.BatchPart{ID: "b", Kind: events.BatchUndo, Undoes: "a", Label: "标签", Last: true},
		Redacted: &events.Redaction{At: at.UTC(), By: "local:root", Reason: "r"},
		Document: &wholeDocuments(at)[0],
		Event: &events.Event{
			ID: "id", Slug: "slug", FormerSlugs: []string{"b", "a"}, Span: timed,
			Repeat: &events.Repetition{Rule: "FREQ=DAILY", Except: []string{"2019-10-28T02:30:00"}, Also: []string{"2019-11-28T02:30:00"}},
			Text:   map[string]events.Text{"en": {Title: "t", Summary: "s", Body: "b<&>\u2028"}, "zh": {Title: "题"}},
			Place:  &events.Place{Slug: "p", Name: name, Latitude: &lat, Longitude: &lon},
			Tags:   []string{"x", "y"}, Key: true, Status: events.Published,
			Sources: []events.Source{{
				Title: name, Author: name, Publisher: name, Date: "2019", Locator: name,
				Quote: "q", QuoteLang: "en", URL: "https://example.org/", SHA256: "00",
			}, {}},
			Links:   []events.Link{{URL: "https://example.org/", Title: name}, {}},
			Image:   &events.Image{URL: "u", Alt: name, Credit: "c", Type: "image/png", Length: math.MaxInt64, Blob: "b", Width: 7, Height: 9, Licence: "l"},
			Created: at.UTC(), Published: at, Updated: at.Add(time.Nanosecond), Sequence: 7, Quiet: true,
			Formerly: []events.Trace{
				{Until: at, Span: events.On(date), Tags: []string{"x"}, Place: "p", Key: true, Status: events.Draft},
				{Span: timed}, {Span: julian, Repeat: &events.Repetition{Rule: "FREQ=DAILY", Except: []string{"2019-05-24"}, Also: []string{"2019-05-25"}}},
			},
			Proposal: proposal,
			Amends:   &events.Amendment{ID: "o", Rev: 7}, Publish: &events.Schedule{At: at.UTC(), Zone: "UTC"}, Becomes: events.Tentative,
			Outdated: []string{"en", "zh"},
			Origin:   &events.Origin{Feed: "f", UID: "u", RecurrenceID: "r", Created: at.UTC(), Modified: at},
		},
	}
}

// wholeDocuments are one of each kind, in which every field says something.
func wholeDocuments(at time.Time) []events.Document {
	name := events.Localised{"en": "A", "zh": "甲", "de": ""}
	lat, lon := 0.0, -116.41
	return []events.Document{
		{Name: events.DocumentSite, Site: &events.Site{
			Authority: "a.example", Founded: at.UTC(), Names: name, ShortNames: name, Descriptions: name, Languages: []string{"zh", "en"},
			Zone: "UTC", YearBegins: "09-01", Logo: "l", Accent: "#123456", Contact: "c", FooterLinks: []events.Link{{URL: "u", Title: name}, {}},
			Licence: &events.Licence{Name: "n", URL: "u"}, HideProduct: true,
		}},
		{Name: events.DocumentTags, Tags: []events.Tag{{Slug: "t", Name: name, Color: "red", Retired: true}, {}}},
		{Name: events.DocumentPlaces, Places: []events.NamedPlace{{Slug: "p", Name: name, Color: "red", Latitude: &lat, Longitude: &lon, Retired: true}, {}}},
		{Name: events.DocumentViews, Views: []events.View{{Slug: "v", Name: name, Color: "red", Selection: "s", Retired: true}, {}}},
		{Name: events.DocumentText("zh"), Text: events.SiteText{About: "a", Imprint: "i", Privacy: "p", Accessibility: "c", Contact: "m"}},
	}
}

// blank lists the fields of a value, and of what it is made of, that say
// nothing in any element.
func blank(path string, v reflect.Value, said map[string]bool) {
	said[path] = said[path] || !v.IsZero()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			blank(path, v.Elem(), said)
		}
	case reflect.Slice:
		for i := range v.Len() {
			blank(path, v.Index(i), said)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			blank(path, v.MapIndex(key), said)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Rev" && v.Type().PkgPath() == reflect.TypeFor[events.Event]().PkgPath() {
				blank(path+"."+f.Name, v.Field(i), said)
			}
		}
	}
}

// TestEncodeKeepsEverything is about every field there is. One that is added to
// an event must be added here, and so to the stored form.
func TestEncodeKeepsEverything(t *testing.T) {
	s := whole(t)
	said := map[string]bool{}
	blank("State", reflect.ValueOf(s), said)
	for _, d := range wholeDocuments(s.At) {
		blank("State.Document", reflect.ValueOf(d), said)
		same(t, &d)
	}
	elsewhere := []string{ // said in traces; no part of the document "site"
		"State.Event.Span.Date", "State.Event.Span.Calendar", "State.Event.Span.Unread", "State.Document.Site.Tags",
		"State.Document.Site.Views", "State.Document.Site.Places", "State.Document.Site.Texts", "State.Document.Site.Revs",
	}
	for path, ok := range said {
		if !ok && !slices.Contains(elsewhere, path) {
			t.Errorf("the test says nothing about %s", path)
		}
	}
	same(t, s)
	same(t, s.Event)
}

// TestEncodeKeepsNothing is about fields that are empty in every way.
func TestEncodeKeepsNothing(t *testing.T) {
	same(t, &events.State{})
	same(t, &events.Event{})
	same(t, &events.Document{Name: events.DocumentTags})
	same(t, &events.Document{Name: events.DocumentSite})
	same(t, &events.Document{Name: events.DocumentText("zh")})
	same(t, &events.Event{
		FormerSlugs: []string{}, Repeat: &events.Repetition{Except: []string{}, Also: []string{}}, Text: map[string]events.Text{}, Place: &events.Place{},
		Tags: []string{}, Sources: []events.Source{}, Links: []events.Link{}, Image: &events.Image{Alt: events.Localised{}},
		Formerly: []events.Trace{}, Amends: &events.Amendment{}, Publish: &events.Schedule{}, Outdated: []string{}, Origin: &events.Origin{}, Proposal: &events.Proposal{Quotes: []events.Quote{}, Rules: []string{}},
	})
	same(t, &events.Event{Place: &events.Place{Name: events.Localised{}}, Text: map[string]events.Text{"": {}}, Formerly: []events.Trace{{Tags: []string{}}}})
}

// TestEncodeGenerated is about records as they come, with a past.
func TestEncodeGenerated(t *testing.T) {
	record, err := generate.Record(generate.Options{Events: 2000, From: -300, To: 2026, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, e := range record.Events {
		first := events.Revise(nil, *e, at)
		second := first
		second.Slug, second.Tags, second.Key = fmt.Sprint("renamed-", i), nil, !first.Key
		second = events.Revise(&first, second, at.Add(time.Hour))
		same(t, &second)
	}
}

func TestEncodeRefuses(t *testing.T) {
	nan := math.NaN()
	if b, err := store.Encode(&events.Event{Place: &events.Place{Latitude: &nan}}); err == nil {
		t.Errorf("what is no number was stored as %x", b)
	}
	b, err := store.Encode(&events.Event{Text: map[string]events.Text{"en": {Title: "\xff"}}})
	if err != nil {
		return
	}
	if e, err := store.Decode[events.Event](b); err == nil {
		t.Errorf("what is no text was stored as %x and read as %+v", b, e)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, stored := range []string{
		"", "{}", "\x02{}", "\x03\xa0", "\x01", "\x01{", "\x01{} {}", "\x01[]",
		"\x02", "\x02\xa0\xa0", // nothing, and one value after another
		"\x02\x80",                                         // a list
		"\x02\xa1\x18\x63\x01",                             // a field that nobody knows
		"\x02\xa2\x02aa\x02ab",                             // a field twice
		"\x02\xa1\x02\x01",                                 // a number for a text
		"\x02\xa1\x02b\xc3\x28",                            // no UTF-8
		"\x02\xbf\x02aa\xff",                               // a length that is not told
		"\x02\xc0\xa0",                                     // a tag
		"\x02\xa1\x04\xa1\x01dnone",                        // no date
		"\x02\xa1\x04\xa1\x04cUTC",                         // a zone without a time
		"\x02\xa1\x04\xa1\x05\x81ben",                      // a language without a text
		"\x02\xa1\x06\x82\xa0\xa0",                         // a language twice
		"\x02\xa1\x0e\x61x",                                // no instant
		"\x02\xa1\x08\x9b\x7f\xff\xff\xff\xff\xff\xff\xff", // a list longer than memory
		"\x02" + strings.Repeat("\x81", 100_000),           // a list of lists of lists
	} {
		if e, err := store.Decode[events.Event]([]byte(stored)); err == nil {
			t.Errorf("%q was read as %+v", stored, e)
		}
	}
}

// TestDecodeDamaged turns every bit of a stored value: an error or another
// value, never a panic.
func TestDecodeDamaged(t *testing.T) {
	stored, err := store.Encode(whole(t))
	if err != nil {
		t.Fatal(err)
	}
	for i := range stored {
		for bit := range 8 {
			damaged := bytes.Clone(stored)
			damaged[i] ^= 1 << bit
			if v, err := store.Decode[events.State](damaged); (v == nil) == (err == nil) {
				t.Fatalf("bit %d of byte %d: %v, %v", bit, i, v, err)
			}
		}
		if v, err := store.Decode[events.State](stored[:i]); err == nil {
			t.Fatalf("cut off after %d bytes it was read as %+v", i, v)
		}
	}
}

// FuzzDecode reads any bytes; what can be read comes back the same.
func FuzzDecode(f *testing.F) {
	s := whole(f)
	stored, err := store.Encode(s)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stored)
	f.Add(inJSON(f, s))
	f.Fuzz(func(t *testing.T, stored []byte) {
		s, err := store.Decode[events.State](stored)
		if err != nil {
			return
		}
		again, err := store.Encode(s)
		if err != nil {
			return // a year that RFC 3339 cannot write
		}
		if next, err := store.Decode[events.State](again); err != nil {
			t.Errorf("%x was read and stored as %x: %v", stored, again, err)
		} else if third, err := store.Encode(next); err != nil || !bytes.Equal(again, third) {
			t.Errorf("%x became %x became %x, %v", stored, again, third, err)
		}
	})
}
