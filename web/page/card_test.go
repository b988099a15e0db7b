package page

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"testing"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/figure"
	"almanac.example/web/moment"
)

func draw(t *testing.T, v *Visit, name string) []byte {
	t.Helper()
	drawing, err := Card(v.timeline, name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	b, err := drawing()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(b)); err != nil || c.Width != 1200 || c.Height != 630 {
		t.Errorf("%s: %v %v", name, c, err)
	}
	return b
}

// picture is the picture that the figure room makes.
func picture(t *testing.T) func(b []byte, err error) []byte {
	return func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

func TestCardsShowTheRecord(t *testing.T) {
	v := visit(t, "/en/all", "2019-05-24!", "2019-05", "2019", "-0220", "2018-12-30/2019-01-02", "201X", "1999-02-03/1999-02-05", "2017", "2015-03~")
	p := picture(t)
	months := [13][]figure.Entry{0: {{Incomplete: true}}, 5: {{Key: true}, {Incomplete: true}}}
	for _, c := range []struct {
		name string
		want []byte
	}{
		{"2019", p(figure.Green().Year("2019", months))},
		{"-0220", p(figure.Green().Year("0220", [13][]figure.Entry{0: {{Incomplete: true}}}))},
		{"e/e000", p(figure.Green().Event(figure.Event{Number: "2019", Key: true, Dated: true, Month: 5, Length: 31, From: 24, To: 24, Exact: true}))},
		{"e/e001", p(figure.Green().Event(figure.Event{Number: "2019", Dated: true, Month: 5, Length: 31}))},
		{"e/e002", p(figure.Green().Event(figure.Event{Number: "2019", Dated: true}))},
		{"e/e003", p(figure.Green().Event(figure.Event{Number: "0220", Dated: true}))},
		{"e/e004", p(figure.Green().Event(figure.Event{Number: "2018", Dated: true, Month: 12, Length: 31, From: 30, To: 31, Exact: true}))},
		{"e/e005", p(figure.Green().Event(figure.Event{Number: "201X"}))},
		{"e/e006", p(figure.Green().Event(figure.Event{Number: "1999", Dated: true, Month: 2, Length: 28, From: 3, To: 5, Exact: true}))},
	} {
		if !bytes.Equal(draw(t, v, c.name), c.want) {
			t.Errorf("the card %s is another", c.name)
		}
	}
}

// The card of everything has a bar a year, never fewer than twelve nor more
// than ninety-two.
func TestTheCardOfEverything(t *testing.T) {
	p := picture(t)
	wide := make([]int, 92)
	wide[0], wide[91] = 1, 1
	exact := make([]int, 13)
	exact[0], exact[12] = 1, 2
	for _, c := range []struct {
		dates []string
		want  []byte
	}{
		{nil, p(figure.Green().Record("", nil))},
		{[]string{"18XX"}, p(figure.Green().Record("", nil))},
		{[]string{"2018", "2019"}, p(figure.Green().Record("2019", []int{1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))},
		{[]string{"2007", "2019", "2019-05"}, p(figure.Green().Record("2019", exact))},
		{[]string{"1000", "2019"}, p(figure.Green().Record("2019", wide))},
	} {
		if !bytes.Equal(draw(t, visit(t, "/en/all", c.dates...), "all"), c.want) {
			t.Errorf("the card of %v is another", c.dates)
		}
	}
}

// A site's accent is the colour of its cards, as dark as text in it is; one that cannot
// be read is made darker.
func TestCardsInTheAccent(t *testing.T) {
	green, blue := figure.Green(), cardColours("#0a5c8f")
	if cardColours("") != green || blue.Strong != (color.RGBA{0x0a, 0x5c, 0x8f, 0xff}) {
		t.Errorf("without an accent %v, in blue %v", cardColours(""), blue)
	}
	pastel := cardColours("#ffd0e0")
	if c := rgbOf(fmt.Sprintf("#%02x%02x%02x", pastel.Strong.R, pastel.Strong.G, pastel.Strong.B)); contrast(c, lightPaper) < textContrast {
		t.Errorf("pastel cards are drawn in %s", c)
	}
	for _, c := range []figure.Colours{green, blue, pastel} {
		for k, tone := range []color.RGBA{c.Strong, c.Edge, c.Pale, c.Ruling} {
			if next := append([]color.RGBA{c.Strong, c.Edge, c.Pale, c.Ruling}, color.RGBA{0xff, 0xff, 0xff, 0xff})[k+1]; luminanceOf(next) <= luminanceOf(tone) {
				t.Errorf("%v: tone %d is not lighter than the one before", c, k+1)
			}
		}
	}
	v := visit(t, "/en/all", "2019-05-24!", "2019-05")
	site := events.Site{Authority: "example.org", Accent: "#0a5c8f"}
	accented := moment.New(timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: v.timeline.Select(events.Selection{}), Documents: site.Documents()}))
	for _, name := range []string{"all", "2019", "e/e000"} {
		drawing, err := Card(accented, name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := drawing()
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if p := img.(*image.Paletted).Palette; p[3] != color.Color(blue.Strong) || p[4] != color.Color(blue.Pale) || p[1] != color.Color(blue.Ruling) {
			t.Errorf("%s is drawn in %v", name, p)
		}
	}
}

func luminanceOf(c color.RGBA) float64 {
	return rgb{float64(c.R) / 255, float64(c.G) / 255, float64(c.B) / 255}.luminance()
}

func TestCardsOfNothing(t *testing.T) {
	v := visit(t, "/en/all", "2019")
	for _, name := range []string{"", "e/", "e/none", "2018", "19", "2019-05", "everything", "e", "all/"} {
		if _, err := Card(v.timeline, name); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
