package table_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/feedstest"
	"almanac.example/feeds/table"
)

// written are all events of the tests with everything that a table can hold.
func written() table.Selection {
	list := feedstest.Events()
	full := *list[0]
	full.ID, full.Slug, full.Key, full.Rev = "full", "full", true, 7
	full.Tags = []string{"a", "b"}
	full.Links = []events.Link{{URL: "https://example.org/1"}, {URL: "https://example.org/2"}}
	full.Image = &events.Image{URL: "https://example.org/p.jpg", Credit: "Anna", Alt: events.Localised{"en": "a picture"}}
	full.Sources = []events.Source{{Title: events.Localised{"en": "Chronicle"}, URL: "https://example.org/c"}}
	full.Span.AsWritten = events.Localised{"en": "the day"}
	full.Text = map[string]events.Text{"en": {Title: "=1+1", Summary: "-1", Body: "@x"}, "de": {Title: "Titel"}}
	return table.Selection{Events: append(list, &full), Languages: []string{"zh", "en"}, Lang: "en"}
}

// TestWritten holds the bytes that go out.
func TestWritten(t *testing.T) {
	s := written()
	var b bytes.Buffer
	if err := table.WriteCSV(t.Context(), &b, s); err != nil {
		t.Fatal(err)
	}
	feedstest.Golden(t, "written/all.csv", b.Bytes())
	head, _, _ := strings.Cut(b.String(), "\r\n")
	b.Reset()
	s.Public = true
	if err := table.WriteCSV(t.Context(), &b, s); err != nil {
		t.Fatal(err)
	}
	if public, _, _ := strings.Cut(b.String(), "\r\n"); public+",rev" != head {
		t.Errorf("public columns are %s, all %s", public, head)
	}
	b.Reset()
	if err := table.WriteTimelineJS(t.Context(), &b, s); err != nil {
		t.Fatal(err)
	}
	feedstest.Golden(t, "written/all.json", b.Bytes())
}

// TestWrittenColumns writes those that are wanted, and no cell that is too long.
func TestWrittenColumns(t *testing.T) {
	e := feedstest.Event("a", feedstest.On("2019-05-24"), "一二三四五", "abcd")
	s := table.Selection{Events: []*events.Event{e}, Languages: []string{"zh", "en"}, Columns: []string{"id", "title_zh", "title_en"}}
	for longest, want := range map[int]string{0: "a,一二三四五,abcd", 4: "a,,abcd", 5: "a,一二三四五,abcd", 3: "a,,"} {
		s.Longest = longest
		var b bytes.Buffer
		if err := table.WriteCSV(t.Context(), &b, s); err != nil || b.String() != "\ufeffid,title_zh,title_en\r\n"+want+"\r\n" {
			t.Errorf("longest %d: %q, %v", longest, b.String(), err)
		}
	}
}

// TestWrittenBooksComeBack reads a workbook that was written, of which a text that
// is too long for a cell is left out.
func TestWrittenBooksComeBack(t *testing.T) {
	s := written()
	long := feedstest.Event("long", feedstest.On("2019-05-24"), "长", "long")
	long.Text["en"] = events.Text{Title: "long", Body: strings.Repeat("x", table.LongestCell+1)}
	long.Text["zh"] = events.Text{Title: "长", Body: strings.Repeat("字", table.LongestCell)}
	s.Events = append(s.Events, long)
	var b bytes.Buffer
	if err := table.WriteXLSX(t.Context(), &b, s); err != nil {
		t.Fatal(err)
	}
	file, err := table.Read(t.Context(), table.File{Name: "a.xlsx", Data: b.Bytes()})
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int {
		return slices.IndexFunc(file.Rows[0].Cells, func(c table.Cell) bool { return c.Text == name })
	}
	last := file.Rows[len(file.Rows)-1]
	if len(file.Rows) != len(s.Events)+1 || last.Number != len(s.Events)+1 || file.Name != "Events" {
		t.Errorf("%d rows, the last is row %d, of the sheet %q", len(file.Rows), last.Number, file.Name)
	}
	if zh, en := last.Cells[column("body_zh")].Text, last.Cells[column("body_en")].Text; len([]rune(zh)) != table.LongestCell || en != "" {
		t.Errorf("long texts have %d and %d characters", len([]rune(zh)), len(en))
	}
	in, err := file.Import(t.Context(), file.Guess(table.Options{}), table.Options{Record: feedstest.Site().Record})
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range in.Rows {
		if o.Event == nil || o.Event.ID != s.Events[i].ID || !o.Event.Span.EDTF().Equal(s.Events[i].Span.EDTF()) {
			t.Errorf("row %d: %v %s, want %s of %s", o.Number, o.Event, o.Reason, s.Events[i].Span.EDTF(), s.Events[i].ID)
		}
	}
}

// broken writes so many bytes and then no more.
type broken struct{ left int }

var errBroken = errors.New("the other side has gone")

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

// TestNotWritten tells when the other side has gone or no longer waits.
func TestNotWritten(t *testing.T) {
	s := written()
	for len(s.Events) < 600 {
		s.Events = append(s.Events, s.Events...)
	}
	gone, cancel := context.WithCancelCause(t.Context())
	cancel(errBroken)
	for name, write := range map[string]func(context.Context, io.Writer, table.Selection) error{"csv": table.WriteCSV, "xlsx": table.WriteXLSX, "timelinejs": table.WriteTimelineJS} {
		for _, left := range []int{0, 3, 2000} {
			if err := write(t.Context(), &broken{left}, s); !errors.Is(err, errBroken) {
				t.Errorf("%s, after %d bytes: %v", name, left, err)
			}
		}
		if err := write(gone, io.Discard, s); !errors.Is(err, errBroken) {
			t.Errorf("%s, cancelled: %v", name, err)
		}
	}
}
