package figure

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"almanac.example/web/words"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares bytes with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".png") {
		got, want = pixels(t, got), pixels(t, want) // compressors differ from release to release
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: not as drawn before", name)
	}
}

func pixels(t *testing.T, b []byte) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	r := img.Bounds()
	if r.Dx() != 1200 || r.Dy() != 630 {
		t.Errorf("a picture of %d by %d", r.Dx(), r.Dy())
	}
	var out []byte
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			red, green, blue, _ := img.At(x, y).RGBA()
			out = append(out, byte(red>>8), byte(green>>8), byte(blue>>8))
		}
	}
	return out
}

// columns makes a year's columns with so many blocks each.
func columns(counts [13]int) []Column {
	list := make([]Column, 13)
	for i, n := range counts {
		list[i] = Column{Href: "#m" + strconv.Itoa(i), Label: strconv.Itoa(i + 1), Unit: "<月>"}
		for k := range n {
			list[i].Blocks = append(list[i].Blocks, Block{Mark: "k-day", Weight: "w" + strconv.Itoa(k%3+1), Filters: " t0", Key: k%3 == 2, Incomplete: k%5 == 4})
		}
	}
	list[12].Label, list[12].Unit, list[12].Words = "in & out", "", true
	return list
}

func TestYears(t *testing.T) {
	pale := columns([13]int{2, 1})
	pale[0].Blocks[1].Outside = true
	pale[1].Blocks[0].Outside = true
	for name, c := range map[string]struct {
		columns                    []Column
		total, most, height, shown int
		sparse, bars               bool
	}{
		"empty":   {columns([13]int{}), 0, 1, 45, 12, true, false},
		"few":     {columns([13]int{0, 1, 2, 3, 4}), 10, 4, 60, 12, true, false},
		"vague":   {columns([13]int{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}), 3, 2, 45, 13, false, false},
		"pale":    {pale, 3, 2, 45, 12, true, false},
		"hundred": {columns([13]int{20, 20, 20, 20, 20}), 100, 20, 150, 12, true, false},
		"bars":    {columns([13]int{1, 100}), 101, 100, 150, 12, true, true},
		"crowded": {columns([13]int{4000, 1}), 4001, 4000, 150, 12, true, true},
	} {
		y := NewYear(c.columns, words.In("en"))
		if y.Total != c.total || y.Most != c.most || y.height != c.height || len(y.Columns) != c.shown || y.Sparse != c.sparse || y.Bars != c.bars {
			t.Errorf("%s: %d in all, %d at most, %d high, %d columns, sparse %v, bars %v", name, y.Total, y.Most, y.height, len(y.Columns), y.Sparse, y.Bars)
		}
		golden(t, "year-"+name+".html", []byte(y.HTML()))
	}
}

func TestAColumnLeadsNowhereIfAFilterLeavesItEmpty(t *testing.T) {
	c := columns([13]int{2, 1})
	c[0].Blocks[1].Outside, c[1].Blocks[0].Outside = true, true
	y := NewYear(c, words.In("en"))
	if y.Columns[0].Href != "#m0" || y.Columns[1].Href != "" || y.Columns[2].Href != "" {
		t.Errorf("%q, %q, %q", y.Columns[0].Href, y.Columns[1].Href, y.Columns[2].Href)
	}
	if y.Columns[0].n != 1 || y.Columns[1].n != 0 {
		t.Errorf("counts %d and %d", y.Columns[0].n, y.Columns[1].n)
	}
}

func TestBars(t *testing.T) {
	for _, c := range []struct {
		counts []int
		scale  Scale
		path   string
	}{
		{nil, Scale{Most: 1}, ""},
		{[]int{0, 0}, Scale{Most: 1}, ""},
		{[]int{1}, Scale{Most: 1}, "M3 60V2"},
		{[]int{0, 2, 4}, Scale{Most: 4}, "M9 60V31M15 60V2"},
		{[]int{20, 1}, Scale{Most: 20}, "M3 60V2M9 60V57.1"},
		{[]int{1, 1, 20}, Scale{Most: 20}, "M3 60V57.1M9 60V57.1M15 60V2"},
		{[]int{1, 1, 21}, Scale{Most: 21, Root: true}, "M3 60V47.3M9 60V47.3M15 60V2"},
		{[]int{1, 21}, Scale{Most: 21}, "M3 60V57.2M9 60V2"},
		{[]int{1, 10, 10, 10, 100}, Scale{Most: 100}, "M3 60V59M9 60V54.2M15 60V54.2M21 60V54.2M27 60V2"},
	} {
		s := ScaleFor(c.counts)
		if s != c.scale {
			t.Errorf("%v: %+v, want %+v", c.counts, s, c.scale)
		}
		if got, want := s.Bars(c.counts, nil), (Bars{6 * len(c.counts), c.path, ""}); !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %+v, want %+v", c.counts, got, want)
		}
	}
}

// The important ones take their share of a bar, whatever its scale, and are seen
// at all.
func TestKeyPartsOfBars(t *testing.T) {
	for _, c := range []struct {
		counts, key []int
		want        string
	}{
		{[]int{4, 2}, []int{2, 0}, "M3 60V31"},
		{[]int{4, 2, 1}, []int{0, 2}, "M9 60V31"},
		{[]int{1, 1, 100}, []int{1, 0, 50}, "M3 60V54.2M15 60V31"},
		{[]int{0, 1000}, []int{3, 1}, "M9 60V59"},
	} {
		if got := ScaleFor(c.counts).Bars(c.counts, c.key).Key; got != c.want {
			t.Errorf("%v of %v: %s, want %s", c.key, c.counts, got, c.want)
		}
	}
}

func TestRulers(t *testing.T) {
	spans := []Days{{1, 1, "x w1", false}, {3, 5, "x w2 t0", false}, {5, 5, "x w3", true}, {30, 31, "x w3", true}, {4, 4, "x w1", false}, {30, 30, "x w1", false}}
	for name, m := range map[string]Month{
		"empty":   {Length: 28},
		"days":    {Length: 31, Spans: spans},
		"crowded": {Length: 31, Spans: spans, Crowded: true},
		"dark":    {Length: 31, Spans: spans[3:4], Crowded: true},
		"vague":   {Length: 30, Vague: "<unknown> ×2", VagueClasses: " t1 t0 t1"},
		"plain":   {Length: 29, Vague: "unknown"},
	} {
		golden(t, "ruler-"+name+".svg", []byte(Ruler(m)))
	}
}

func TestCards(t *testing.T) {
	var months [13][]Entry
	for m := range months {
		for k := range m {
			months[m] = append(months[m], Entry{Key: k%3 == 0, Incomplete: k%4 == 1})
		}
	}
	months[0] = []Entry{{}, {Key: true, Incomplete: true}}
	crowded := months
	crowded[7] = make([]Entry, 300)
	crowded[7][9].Incomplete = true
	row := func(n int) []int {
		list := make([]int, n)
		for i := range list {
			list[i] = i % 7
		}
		return list
	}
	for name, draw := range map[string]func() ([]byte, error){
		"year":          func() ([]byte, error) { return Green().Year("2019", months) },
		"year-crowded":  func() ([]byte, error) { return Green().Year("123456789012345", crowded) },
		"event-undated": func() ([]byte, error) { return Green().Event(Event{Number: "18XX"}) },
		"event-year":    func() ([]byte, error) { return Green().Event(Event{Number: "0987", Dated: true}) },
		"event-month":   func() ([]byte, error) { return Green().Event(Event{Number: "2019", Dated: true, Month: 2, Length: 28}) },
		"event-days": func() ([]byte, error) {
			return Green().Event(Event{Number: "2019", Dated: true, Key: true, Month: 12, Length: 31, Exact: true, From: 1, To: 3})
		},
		"record":       func() ([]byte, error) { return Green().Record("2026", row(12)) },
		"record-long":  func() ([]byte, error) { return Green().Record("0045", row(RecordBarsMost)) },
		"record-empty": func() ([]byte, error) { return Green().Record("", nil) },
	} {
		b, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "card-"+name+".png", b)
	}
}

func TestQRCodes(t *testing.T) {
	drawing, side, err := QR("webcal://almanac.example.org/zh/all.ics")
	if err != nil {
		t.Fatal(err)
	}
	if side != 29+8 {
		t.Errorf("a side of %d", side)
	}
	golden(t, "qr.svg", []byte(drawing))
	if _, _, err := QR(strings.Repeat("long", 2000)); err == nil || !strings.Contains(err.Error(), "QR code of long") {
		t.Errorf("a text that is too long: %v", err)
	}
}

func TestAYearOfMonthsAlone(t *testing.T) {
	if y := NewYear(columns([13]int{1})[:12], words.In("en")); len(y.Columns) != 12 || y.Sparse {
		t.Errorf("%d columns, sparse %v", len(y.Columns), y.Sparse)
	}
}
