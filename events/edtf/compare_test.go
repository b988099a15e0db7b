package edtf

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// chronicle is in the order in which a chronicle tells it.
var chronicle = []string{
	"-0220",
	"0476-09-04",
	"1985-33/1985-34", // starts in the first quarter, which ends in March
	"1985-04-12",
	"1985-04-12T08:00:00",
	"1985-04-12T23:20:30",
	"1985-04-12/1985-04-14",
	"1985-04-12/..",
	"1985-04-13",
	"1985-04-30",
	"1985-04",
	"1985-04-XX",
	"1985-04/1985-06",
	"1985-21",
	"1985-12-31",
	"1985-12",
	"1985-41",
	"1985",
	"1985-XX",
	"[1983,1985]",
	"198X",
	"19XX",
	"2019-05-24",
	"2019-05",
	"2019-06-01",
	"2019",
	"2019/2021",
	"2019/..",
	"../2020-01-01",
	"XXXX",
	"Y10000",
	"Y1E1000",
	"../..",
}

func TestCompareTellsAChronicleInOrder(t *testing.T) {
	values := make([]Value, len(chronicle))
	for i, s := range chronicle {
		values[i] = MustParse(s)
	}
	random := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		random.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		slices.SortFunc(values, Compare)
		for i, v := range values {
			if v.String() != chronicle[i] {
				t.Fatalf("at %d is %v, want %s", i, v, chronicle[i])
			}
		}
	}
}

func TestCompareIsATotalOrder(t *testing.T) {
	values := []Value{{}}
	for _, row := range rows(t, "valid.tsv", 6) {
		values = append(values, MustParse(row[0]))
	}
	slices.SortFunc(values, Compare)
	for i, a := range values {
		for j, b := range values {
			c := Compare(a, b)
			if c != -Compare(b, a) {
				t.Fatalf("%v against %v: %d one way and %d the other", a, b, c, Compare(b, a))
			}
			if (c == 0) != a.Equal(b) {
				t.Fatalf("%v against %v: %d, but equal is %v", a, b, c, a.Equal(b))
			}
			if c != 0 && (c < 0) != (i < j) {
				t.Fatalf("%v against %v: %d after sorting", a, b, c)
			}
		}
	}
	if !values[len(values)-1].IsZero() {
		t.Errorf("the last is %v, want the zero value", values[len(values)-1])
	}
}

func TestOverlapsAndWithin(t *testing.T) {
	tests := []struct {
		v, w             string
		overlaps, within bool
	}{
		{"2019-05-24", "2019-05-24", true, true},
		{"2019-05-24", "2019-05-25", false, false},
		{"2019-05-24", "2019-05", true, true},
		{"2019-05-24", "2019", true, true},
		{"2019-05-24", "201X", true, true},
		{"2019-05", "2019-05-24", true, false},
		{"2019", "2019-05/2019-06", true, false},
		{"2019-05-24/2019-05-26", "2019-05-25/2019-05-30", true, false},
		{"2019-05-24/2019-05-26", "2019-05-27/2019-05-30", false, false},
		{"2019-05-24/2019-05-26", "2019-05-26", true, false},
		{"2019-24", "2020-01", true, false},
		{"2019-24", "2019/2020", true, true},
		{"2019/..", "2030", true, false},
		{"2019/..", "2018", false, false},
		{"2019/..", "2018/..", true, true},
		{"2019-05/..", "../..", true, true},
		{"2030", "2019/..", true, true},
		{"../2019", "-9999", true, false},
		{"../2019", "2020", false, false},
		{"../2019", "../2020", true, true},
		{"2019/", "2030", false, false}, // nobody knows whether it lasted
		{"2019/", "2019-05", true, false},
		{"2019/", "2019", true, false},
		{"2019/", "2018/..", true, true},
		{"/2019", "1990", false, false},
		{"/2019", "../2019", true, true},
		{"[1667,1670]", "1668", false, false},
		{"[1667,1670]", "1670", true, false},
		{"[1667,1670]", "1660/1680", true, true},
		{"1668", "[1667,1670]", false, false},
		{"1670-05", "[1667,1670..1672]", true, true},
		{"[..1984]", "0001", true, false},
		{"[..1984]", "../2000", true, true},
		{"[..1984]", "1985", false, false},
		{"Y1E1000", "Y1E999/..", true, true},
		{"Y1E1000", "2019/..", true, true},
		{"2019", "../..", true, true},
		{"2019", "/..", true, true},
		{"1985-04-12T23:20:30", "1985-04-12", true, true},
	}
	for _, test := range tests {
		v, w := MustParse(test.v), MustParse(test.w)
		if got := v.Overlaps(w); got != test.overlaps || w.Overlaps(v) != got {
			t.Errorf("%s overlaps %s: %v, the other way %v; want %v", test.v, test.w, got, w.Overlaps(v), test.overlaps)
		}
		if got := v.Within(w); got != test.within {
			t.Errorf("%s within %s: %v", test.v, test.w, got)
		}
	}
}
