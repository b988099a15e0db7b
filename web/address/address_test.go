package address

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds/syndication"
	"almanac.example/web/moment"
)

func record() *timeline.Timeline {
	e := &events.Event{
		ID: "a", Slug: "opening", Rev: 1, Span: events.On(edtf.MustParse("2019-05-24")), Status: events.Published, Tags: []string{"policy"},
		Text:  map[string]events.Text{"en": {Title: "Opening"}, "zh": {Title: "开幕"}},
		Place: &events.Place{Slug: "shanghai", Name: events.Localised{"en": "Shanghai", "zh": "上海"}},
	}
	return timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: []*events.Event{e}, Documents: (&events.Site{
		Authority: "example.org", Tags: []events.Tag{{Slug: "art", Name: events.Localised{"en": "Art", "zh": "艺术"}, Color: "#112233"}},
		Views: []events.View{{Slug: "firsts", Name: events.Localised{"en": "Firsts"}, Selection: "tag=policy&key=1", Color: "#445566"}},
	}).Documents()})
}

var grammar = Grammar{Languages: []string{"zh", "en"}, Today: edtf.DayOf(time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC))}

func TestPaths(t *testing.T) {
	for path, want := range map[string]string{
		"/zh": "", "/zh/": "", "/en/all": "", "/en/list/": "", "/en/search": "",
		"/en/2019": "in=2019", "/en/-0220": "in=-0220", "/en/12345": "in=Y12345", "/zh/2019/05": "in=2019-05", "/en/2019/05/24": "in=2019-05-24",
		"/en/c/21": "in=20XX", "/en/c/1": "in=00XX", "/en/c/-3": "in=-02XX", "/en/d/2010s": "in=201X", "/en/d/-0220s": "in=-022X",
		"/en/tag/policy": "tag=policy", "/en/tag/art": "tag=art", "/en/place/shanghai": "place=shanghai", "/en/v/firsts": "key=1&tag=policy",
		"/en/e/opening": "id=a", "/en/on/02-29": "on=02-29", "/en/today": "on=02-28",
		"/en/changes": "", "/en/upcoming": "", "/en/on-this-day": "",
	} {
		tg, err := grammar.Target(record(), path)
		if err != nil || tg.Selection.String() != normal(t, want) || tg.Path != strings.TrimRight(path, "/") || tg.Lang != path[1:3] {
			t.Errorf("%s: %q at %s in %s, %v; want %q", path, tg.Selection.String(), tg.Path, tg.Lang, err, want)
		}
		if news := strings.TrimPrefix(path, "/en/"); isDerived(news) != (string(tg.Derived) == news) {
			t.Errorf("%s: news %q", path, tg.Derived)
		}
	}
	for _, path := range []string{
		"", "/", "/fr", "/fr/2019", "/en/none", "/en/all/more", "/en/changes/more", "/en/today/1", "/en/219", "/en/2019/5", "/en/2019/13", "/en/2019/02/30", "/en/2019/05/32", "/en/2019/05/24/1",
		"/en/9999999999999999", "/en/c/0", "/en/c/101", "/en/c/x", "/en/d/2010", "/en/d/-0000s", "/en/d/2015s", "/en/tag/none", "/en/tag/", "/en/place/none", "/en/v/none", "/en/e/none", "/en/on/", "/en/on/13-01", "/en/x/policy",
	} {
		if tg, err := grammar.Target(record(), path); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%s means %+v, %v", path, tg, err)
		}
	}
	if tg, _ := grammar.Target(record(), "/en/e/opening"); tg.Slug != "opening" { //nolint:errcheck // asked above
		t.Errorf("slug %q", tg.Slug)
	}
	if h := Home("zh"); h.Lang != "zh" || h.Path != "/zh" || h.Query == nil {
		t.Errorf("home: %+v", h)
	}
}

// normal spells a selection as selections do.
func normal(t *testing.T, query string) string {
	t.Helper()
	sel, err := events.ParseSelection(query)
	if err != nil {
		t.Fatal(err)
	}
	return sel.String()
}

func parse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// problem is the first key that an error names, with its reason.
func problem(err error) string {
	var invalid *events.Invalid
	if !errors.As(err, &invalid) {
		if err != nil {
			return err.Error()
		}
		return ""
	}
	return invalid.Problems[0].Field + ": " + invalid.Problems[0].Reason
}

func TestPages(t *testing.T) {
	list, framed, ordered := Kind{Paged: true}, Kind{Beside: true, Framed: true}, Kind{Paged: true, Order: OldestFirst}
	month := Kind{At: func(path string) string { return strings.TrimSuffix(path, "/grid") }}
	for _, c := range []struct {
		kind    Kind
		address string
		path    string
		query   string // the selection's own part
		sel     string
		choices Choices
	}{
		{Kind{}, "/en/2019", "/en/2019", "", "in=2019", Choices{Page: 1}},
		{Kind{}, "/en/2019?tag=policy&utm_source=x&from=singlemessage", "/en/2019", "tag=policy", "in=2019&tag=policy", Choices{Page: 1}},
		{Kind{}, "/en/2019?page=7&print=1&mono=1", "/en/2019", "", "in=2019", Choices{Page: 1, Mono: true}},
		{Kind{}, "/en/2019?colour=red", "/en/2019", "", "in=2019", Choices{Page: 1, Strange: true}},
		{Kind{}, "/en/2019?n=3", "/en/2019", "", "in=2019", Choices{Page: 1, Strange: true}},
		{Kind{}, "/en/2019?-tag=nothing-has-it&-tag=art", "/en/2019", "-tag=art", "in=2019&-tag=art", Choices{Page: 1}},
		{list, "/en/list?page=7&print=1&mono=0&tag=&key=1", "/en/list", "key=1", "key=1", Choices{Page: 7, Print: true}},
		{list, "/en/tag/policy?tag=art", "", "", "", Choices{}},
		{framed, "/en/embed?n=5&theme=dark&tag=policy", "/en/embed", "tag=policy", "tag=policy", Choices{Page: 1, Order: NewestFirst, usual: NewestFirst, Frame: FrameChoices{N: 5, Theme: "dark"}}},
		{framed, "/en/embed?days=30&order=newest", "/en/embed", "", "", Choices{Page: 1, Order: NewestFirst, usual: OldestFirst, Frame: FrameChoices{N: frameUsual, Days: 30}}},
		{ordered, "/en/list?order=newest", "/en/list", "", "", Choices{Page: 1, Order: NewestFirst, usual: OldestFirst}},
		{ordered, "/en/list?order=oldest", "/en/list", "", "", Choices{Page: 1, Order: OldestFirst, usual: OldestFirst}},
		{Kind{}, "/en/2019/05?order=newest", "/en/2019/05", "", "in=2019-05", Choices{Page: 1}},
		{framed, "/en/embed/", "/en/embed", "", "", Choices{Page: 1, Order: NewestFirst, usual: NewestFirst, Frame: FrameChoices{N: frameUsual}}},
		{Kind{Plain: true}, "/zh/about?tag=policy&x=1", "/zh/about", "", "", Choices{Page: 1, Strange: true}},
		{Kind{Plain: true}, "/zh/about?from=nonsense", "/zh/about", "", "", Choices{Page: 1}},
		{month, "/en/2019/05/grid", "/en/2019/05", "", "in=2019-05", Choices{Page: 1}},
	} {
		tg, choices, err := grammar.Page(record(), parse(t, c.address), c.kind)
		if c.path == "" {
			if problem(err) != "tag: the address before the ? says that already" {
				t.Errorf("%s: %v", c.address, err)
			}
			continue
		}
		if err != nil || tg.Path != c.path || tg.Query.Encode() != c.query || tg.Selection.String() != normal(t, c.sel) || choices != c.choices {
			t.Errorf("%s: %v\n%s, query %q, selection %q, %+v; want\n%+v", c.address, err, tg.Path, tg.Query.Encode(), tg.Selection, choices, c)
		}
	}
	for address, want := range map[string]string{
		"/en/list?page=0": "page: is no page number; pages are counted from 1", "/en/list?page=100001": "page: is no page number; pages are counted from 1", "/en/list?page=x": "page: is no page number; pages are counted from 1",
		"/en/list?mono=2": "mono: must be 1 or absent", "/en/list?print=yes": "print: must be 1 or absent",
		"/en/list?n=0": "n: must be a number from 1 to 50", "/en/list?n=51": "n: must be a number from 1 to 50", "/en/list?n=x": "n: must be a number from 1 to 50", "/en/list?theme=pink": "theme: must be light, dark or absent",
		"/en/list?order=up": "order: must be oldest or newest", "/en/list?days=0": "days: must be a number from 1 to 366", "/en/list?days=367": "days: must be a number from 1 to 366", "/en/list?days=x": "days: must be a number from 1 to 366",
		"/en/list?days=7&from=2019": "days: cannot stand together with from or to", "/en/list?days=7&to=2019": "days: cannot stand together with from or to",
		"/en/2019?in=2019-05": "year: the address before the ? says that already", "/en/2019?year=2018": "year: the address before the ? says that already",
		"/en/e/opening?tag=policy": "tag: an event's address takes no filter", "/en/e/opening?tag=policy&key=1": "key: an event's address takes no filter", "/en/list?%zz=1": "query: is not well encoded", "/en/none": events.ErrNotFound.Error(),
	} {
		if _, _, err := grammar.Page(record(), parse(t, address), Kind{Paged: true, Framed: true}); problem(err) != want {
			t.Errorf("%s: %q, want %q", address, problem(err), want)
		}
	}
	for _, address := range []string{"/en/list?page=100000", "/en/list?n=50", "/en/list?n=1", "/en/list?theme=light", "/en/list?order=oldest", "/en/list?days=366"} {
		if _, _, err := grammar.Page(record(), parse(t, address), Kind{Paged: true, Framed: true}); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestFeeds(t *testing.T) {
	ics, atom := Form{".ics", true}, Form{".atom", false}
	for _, c := range []struct {
		form           Form
		address, again string // again is the canonical spelling
		sel            string
	}{
		{ics, "/zh/2019.ics?tag=policy", "/zh/2019.ics?tag=policy", "in=2019&tag=policy"},
		{atom, "/zh/2019.atom?order=newest", "/zh/2019.atom", "in=2019"}, {ics, "/zh/2019.ics?order=oldest", "/zh/2019.ics", "in=2019"},
		{ics, "/zh/2019.ics?utm_source=x&tag=policy&key=1&notices=0&imprecise=omit", "/zh/2019.ics?imprecise=omit&key=1&notices=0&tag=policy", "in=2019&tag=policy&key=1"},
		{ics, "/en/all.ics?window=upcoming", "/en/all.ics?window=upcoming", "from=2026-01-29"},
		{ics, "/en/all.ics?window=upcoming&tag=policy", "/en/all.ics?tag=policy&window=upcoming", "from=2026-01-29&tag=policy"},
		{ics, "/en/upcoming.ics", "/en/upcoming.ics", "from=2026-01-29"},
		{atom, "/en/upcoming.atom?days=30", "/en/upcoming.atom?days=30", ""},
		{atom, "/en/upcoming.atom?days=366", "/en/upcoming.atom?days=366", ""},
		{atom, "/en/upcoming.atom?days=7", "/en/upcoming.atom", ""},
		{ics, "/en/on-this-day.ics?round=5&leap=28", "/en/on-this-day.ics?leap=28&round=5", ""},
		{ics, "/en/on-this-day.ics?round=1000&leap=1", "/en/on-this-day.ics?leap=1&round=1000", ""},
		{atom, "/en/all.atom?imprecise=&notices=1", "/en/all.atom", ""},
		{atom, "/en/all.atom?imprecise=range", "/en/all.atom?imprecise=range", ""},
		{atom, "/en/changes.atom", "/en/changes.atom", ""},
	} {
		tg, choices, err := grammar.Feed(record(), parse(t, c.address), c.form)
		if err != nil {
			t.Errorf("%s: %v", c.address, err)
			continue
		}
		if got := tg.FeedAddress(c.form.Extension, choices); got != c.again || tg.Selection.String() != normal(t, c.sel) {
			t.Errorf("%s is spelled %s and selects %q; want %s and %q", c.address, got, tg.Selection, c.again, c.sel)
		}
	}
	for address, want := range map[string]string{
		"/en/all.ics?colour=red": "colour: ", "/en/all.ics?page=1": "page: ", "/en/all.ics?days=3": "days: ", "/en/upcoming.ics?round=5": "round: ", "/en/all.ics?leap=28": "leap: ",
		"/en/all.ics?imprecise=x": "imprecise: must be range, marker or omit", "/en/all.ics?imprecise=omit&imprecise=range": "imprecise: must be", "/en/all.ics?notices=2": "notices: must be 0 or absent",
		"/en/all.ics?before=x": "before: is no page of this feed", "/en/all.ics?before=a&before=b": "before: may stand only once",
		"/en/all.ics?window=past": "window: must be upcoming or absent", "/en/all.ics?window=upcoming&window=upcoming": "window: must be", "/en/all.ics?window=upcoming&from=2019": "window: cannot stand together with from",
		"/en/upcoming.ics?days=0": "days: must be a number from 1 to 366", "/en/upcoming.ics?days=367": "days: must be", "/en/upcoming.ics?days=x": "days: must be", "/en/upcoming.ics?days=1&days=2": "days: must be",
		"/en/on-this-day.ics?round=0": "round: must be a number of years", "/en/on-this-day.ics?round=1001": "round: must be", "/en/on-this-day.ics?round=1&round=2": "round: must be", "/en/on-this-day.ics?leap=29": "leap: must be 28 or 1", "/en/on-this-day.ics?leap=1&leap=28": "leap: must be",
		"/en/changes.ics": events.ErrNotFound.Error(), "/fr/all.ics": events.ErrNotFound.Error(), "/en/all.ics?%zz": "query: is not well encoded",
	} {
		if _, _, err := grammar.Feed(record(), parse(t, address), ics); !strings.HasPrefix(problem(err), want) || err == nil {
			t.Errorf("%s: %q, want %q", address, problem(err), want)
		}
	}
}

// What leaves a window stays in sight of a subscriber for a while: the part just
// before it, as far as the selection itself reaches.
func TestWhatLeavesAWindow(t *testing.T) {
	for query, want := range map[string][2]string{
		"window=upcoming":               {"", "from=2024-12-25&to=2026-01-28"},
		"window=upcoming&tag=policy":    {"tag=policy", "from=2024-12-25&tag=policy&to=2026-01-28"},
		"window=upcoming&to=2025-06-30": {"to=2025-06-30", "from=2024-12-25&to=2025-06-30"},
		"window=upcoming&to=2027":       {"to=2027", "from=2024-12-25&to=2026-01-28"},
	} {
		tg, _, err := grammar.Feed(record(), parse(t, "/en/all.ics?"+query), Form{".ics", true})
		if err != nil {
			t.Fatal(err)
		}
		whole, left, ok := tg.Unwindowed()
		if !ok || whole.String() != normal(t, want[0]) || left.String() != normal(t, want[1]) {
			t.Errorf("%s: %q and %q, %t", query, whole, left, ok)
		}
	}
	tg, _, err := grammar.Feed(record(), parse(t, "/en/all.ics"), Form{".ics", true})
	if whole, left, ok := tg.Unwindowed(); err != nil || ok || whole.String() != "" || left.String() != "" {
		t.Errorf("without a window: %q, %q, %t, %v", whole, left, ok, err)
	}
	for path, want := range map[string]string{"/en/2019": "en", "/zh-Hant": "zh-Hant", "/": "", "": ""} {
		if lang, ok := LanguageIn(path); lang != want || ok != (want != "") {
			t.Errorf("%s: language %q, %t", path, lang, ok)
		}
	}
	if _, _, err := grammar.Page(record(), parse(t, "/en/list?page=1"), Kind{Paged: true}); err != nil {
		t.Errorf("the first page: %v", err)
	}
}

func TestACursorIsRead(t *testing.T) {
	cursor, err := syndication.ParseCursor("q20191231T235959Z.a.2019-05-24")
	if err != nil {
		t.Fatal(err)
	}
	_, choices, err := grammar.Feed(record(), parse(t, "/en/all.atom?before="+url.QueryEscape(cursor.String())), Form{Extension: ".atom"})
	if err != nil || choices.Before.String() != cursor.String() {
		t.Errorf("%+v, %v", choices.Before, err)
	}
}

func TestLabelsAndColours(t *testing.T) {
	for address, want := range map[string][3]string{
		"/en/all": {"", "", ""}, "/en/2019": {"2019", "2019年", ""}, "/en/e/opening": {"Opening", "开幕", ""}, "/en/v/firsts": {"Firsts", "Firsts", "#445566"},
		"/en/tag/art?place=shanghai": {"Art · Shanghai", "艺术 · 上海", "#112233"}, "/en/all?place=none": {"none", "none", ""}, "/en/all?tag=art&tag=policy": {"Art · policy", "艺术 · policy", ""},
		"/en/changes": {"Corrections and changes", "更正与变更", ""}, "/en/all?window=upcoming": {"Coming up", "即将到来", ""}, "/en/upcoming": {"Coming up", "即将到来", ""},
		"/en/on/02-29": {"29 February", "2月29日", ""}, "/en/all?key=1": {"key events", "要事", ""},
	} {
		for i, lang := range []string{"en", "zh"} {
			tg, _, err := grammar.Feed(record(), parse(t, "/"+lang+strings.TrimPrefix(address, "/en")), Form{})
			if err != nil {
				t.Errorf("%s: %v", address, err)
				continue
			}
			m := moment.New(record())
			if got := tg.Label(m); got != want[i] {
				t.Errorf("%s in %s: %q, want %q", address, lang, got, want[i])
			}
			if got := tg.Color(m); got != want[2] {
				t.Errorf("%s: colour %q, want %q", address, got, want[2])
			}
		}
	}
	for query, want := range map[string]string{
		"from=2019": "from 2019", "to=2019-05": "to May 2019", "within=2019": "within 2019", "-tag=art": "without Art", "precision=day": "known to the day", "q=a": "“a”", "id=a": "entry a", "changed-since=3": "changed after revision 3",
		"key=1": "key events", "changed-since=1": "changed after revision 1", "from=2018&tag=art": "Art · from 2018",
	} {
		tg, _, err := grammar.Page(record(), parse(t, "/en/all?"+query), Kind{})
		if got := tg.Label(moment.New(record())); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", query, got, err, want)
		}
	}
}

func TestShortestAddresses(t *testing.T) {
	for query, want := range map[string]string{
		"": "/all?", "in=2019&tag=policy": "/2019?tag=policy", "in=2019-05": "/2019/05?", "in=201X": "/d/2010s?", "on=02-29": "/on/02-29?", "tag=policy&key=1": "/tag/policy?key=1", "tag=art&tag=policy": "/all?tag=art&tag=policy",
		"place=shanghai": "/place/shanghai?", "place=a&place=b": "/all?place=a&place=b", "in=2019/2020": "/all?in=2019%2F2020",
	} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Fatal(err)
		}
		if path, q := PathFor(sel); path+"?"+q.Encode() != want {
			t.Errorf("%s: %s?%s, want %s", query, path, q.Encode(), want)
		}
	}
	tg := Target{Path: "/zh/tag/a b", Query: url.Values{"tag": {"y", "x"}}}
	if got := tg.PageAddress(); got != "/zh/tag/a%20b?tag=x&tag=y" {
		t.Errorf("the page is at %s", got)
	}
	if got := (Choices{Page: 3, Mono: true, Print: true}).Values().Encode(); got != "mono=1&print=1" {
		t.Errorf("choices are spelled %s", got)
	}
	if got := (Choices{Mono: true, Frame: FrameChoices{N: 5, Theme: "dark"}}).FrameValues().Encode(); got != "mono=1&n=5&theme=dark" {
		t.Errorf("a frame's choices are spelled %s", got)
	}
	if got := (Choices{Frame: FrameChoices{N: frameUsual}}).FrameValues().Encode(); got != "" {
		t.Errorf("usual choices are spelled %s", got)
	}
}

func TestDaysOfTheYear(t *testing.T) {
	for text, want := range map[string]YearDay{"02-29": {2, 29}, "12-31": {12, 31}, "x": {1, 1}} {
		if got := YearDayOf(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	for _, c := range []struct {
		day  YearDay
		n    int
		want string
	}{{YearDay{2, 28}, 1, "/on/02-29"}, {YearDay{3, 1}, -1, "/on/02-29"}, {YearDay{12, 31}, 1, "/on/01-01"}, {YearDay{1, 1}, -1, "/on/12-31"}} {
		if got := c.day.Add(c.n).Path(); got != c.want {
			t.Errorf("%v and %d days: %s, want %s", c.day, c.n, got, c.want)
		}
	}
	if k := (YearDay{12, 31}).Key(); k != 1231 {
		t.Errorf("key %d", k)
	}
	if d := DayOf(grammar.Today); d != (YearDay{2, 28}) || d.Text() != "02-28" {
		t.Errorf("%v", d)
	}
}

func TestYearsInPaths(t *testing.T) {
	for text, want := range map[string]string{"2019": "in=2019", "-0220": "in=-0220", "12345": "in=Y12345", "219": "", "x": "", "2019x": "", "9999999999999999": ""} {
		y, sel, ok := NamedYear(text)
		if ok != (want != "") || ok && (sel.String() != normal(t, want) || PadYear(y) != text) || ok != IsYear(text) {
			t.Errorf("%s: %d, %q, %v", text, y, sel, ok)
		}
	}
	if DaysIn(2019, 2) != 28 || DaysIn(2020, 2) != 29 || DaysIn(2019, 12) != 31 {
		t.Error("days of months")
	}
}
