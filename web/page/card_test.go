package page

import (
	"bytes"
	"errors"
	"image/png"
	"testing"

	"almanac.example/events"
	"almanac.example/web/figure"
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
		{"2019", p(figure.YearCard("2019", months))},
		{"-0220", p(figure.YearCard("0220", [13][]figure.Entry{0: {{Incomplete: true}}}))},
		{"e/e000", p(figure.EventCard(figure.Event{Number: "2019", Key: true, Dated: true, Month: 5, Length: 31, From: 24, To: 24, Exact: true}))},
		{"e/e001", p(figure.EventCard(figure.Event{Number: "2019", Dated: true, Month: 5, Length: 31}))},
		{"e/e002", p(figure.EventCard(figure.Event{Number: "2019", Dated: true}))},
		{"e/e003", p(figure.EventCard(figure.Event{Number: "0220", Dated: true}))},
		{"e/e004", p(figure.EventCard(figure.Event{Number: "2018", Dated: true, Month: 12, Length: 31, From: 30, To: 31, Exact: true}))},
		{"e/e005", p(figure.EventCard(figure.Event{Number: "201X"}))},
		{"e/e006", p(figure.EventCard(figure.Event{Number: "1999", Dated: true, Month: 2, Length: 28, From: 3, To: 5, Exact: true}))},
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
		{nil, p(figure.RecordCard("", nil))},
		{[]string{"18XX"}, p(figure.RecordCard("", nil))},
		{[]string{"2018", "2019"}, p(figure.RecordCard("2019", []int{1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))},
		{[]string{"2007", "2019", "2019-05"}, p(figure.RecordCard("2019", exact))},
		{[]string{"1000", "2019"}, p(figure.RecordCard("2019", wide))},
	} {
		if !bytes.Equal(draw(t, visit(t, "/en/all", c.dates...), "all"), c.want) {
			t.Errorf("the card of %v is another", c.dates)
		}
	}
}

func TestCardsOfNothing(t *testing.T) {
	v := visit(t, "/en/all", "2019")
	for _, name := range []string{"", "e/", "e/none", "2018", "19", "2019-05", "everything", "e", "all/"} {
		if _, err := Card(v.timeline, name); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
