package edtf

import (
	"encoding/json"
	"testing"
	"time"
)

func TestZeroValueIsNoDate(t *testing.T) {
	var v Value
	if !v.IsZero() || v.String() != "" || v.Level() != 0 || v.Precision() != PrecisionNone || described(v, "en", Long) != "" {
		t.Errorf("zero value: %q, %v", v, v.Precision())
	}
	if _, ok := v.Earliest(); ok {
		t.Error("a zero value has an earliest day")
	}
	if _, ok := v.Latest(); ok {
		t.Error("a zero value has a latest day")
	}
	if v.IsInterval() || v.IsSet() || v.OpenStart() || v.OpenEnd() || v.UnknownStart() || v.UnknownEnd() ||
		v.Uncertain() || v.Approximate() || v.Overlaps(v) || v.Within(v) || v.Members() != nil {
		t.Error("a zero value claims something")
	}
	if !v.Equal(Value{}) || v.Equal(MustParse("2019")) {
		t.Error("equality of the zero value")
	}
}

func TestEqualMeansTheSame(t *testing.T) {
	same := [][2]string{
		{"?2004", "2004?"},
		{"2004?-06?-11?", "2004-06-11?"},
		{"[1667, 1668]", "[1667,1668]"},
		{"1985-04-12T23:20:30+00:00", "1985-04-12T23:20:30Z"},
		{"2004-%06", "2004-%06"},
	}
	for _, pair := range same {
		if !MustParse(pair[0]).Equal(MustParse(pair[1])) {
			t.Errorf("%s and %s are not equal", pair[0], pair[1])
		}
	}
	different := [][2]string{
		{"2004", "2004?"}, {"2004-06", "2004-06-XX"}, {"2004/..", "2004/"}, {"[1667]", "{1667}"},
		{"2004?-06", "2004-?06"}, {"Y17E7", "Y170000000"},
		{"1985-04-12T23:20:30", "1985-04-12T23:20:30Z"}, {"1985-04-12", "1985-04-12T00:00:00"},
	}
	for _, pair := range different {
		if MustParse(pair[0]).Equal(MustParse(pair[1])) {
			t.Errorf("%s and %s are equal", pair[0], pair[1])
		}
	}
}

func TestIntervalEnds(t *testing.T) {
	tests := []struct {
		in, start, end                               string
		openStart, openEnd, noStartKnown, noEndKnown bool
	}{
		{in: "1964/2008", start: "1964", end: "2008"},
		{in: "2004-06-~01/2004-06-~20", start: "2004-06-~01", end: "2004-06-~20"},
		{in: "1985/..", start: "1985", openEnd: true},
		{in: "../1985", end: "1985", openStart: true},
		{in: "1985/", start: "1985", noEndKnown: true},
		{in: "/1985", end: "1985", noStartKnown: true},
		{in: "../..", openStart: true, openEnd: true},
		{in: "/..", noStartKnown: true, openEnd: true},
	}
	for _, test := range tests {
		v := MustParse(test.in)
		start, hasStart := v.Start()
		end, hasEnd := v.End()
		if start.String() != test.start || end.String() != test.end || hasStart != (test.start != "") || hasEnd != (test.end != "") {
			t.Errorf("%s: from %q to %q", test.in, start, end)
		}
		if v.OpenStart() != test.openStart || v.OpenEnd() != test.openEnd ||
			v.UnknownStart() != test.noStartKnown || v.UnknownEnd() != test.noEndKnown {
			t.Errorf("%s: open %v %v, unknown %v %v", test.in, v.OpenStart(), v.OpenEnd(), v.UnknownStart(), v.UnknownEnd())
		}
		if !v.IsInterval() || v.IsSet() {
			t.Errorf("%s: not an interval", test.in)
		}
	}
	if _, ok := MustParse("2019").Start(); ok {
		t.Error("a single date has a start")
	}
}

func TestMembersOfASet(t *testing.T) {
	v := MustParse("[..1667,1668,1670..1672,1700..]")
	var got []string
	for _, m := range v.Members() {
		got = append(got, m.String())
	}
	want := []string{"../1667", "1668", "1670/1672", "1700/.."}
	if len(got) != len(want) {
		t.Fatalf("members %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("member %d is %s, want %s", i, got[i], want[i])
		}
	}
	if v.AllOf() || !MustParse("{1667,1668}").AllOf() {
		t.Error("which sets mean all of their members")
	}
}

func TestInstant(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	tests := []struct {
		in   string
		loc  *time.Location
		want string
	}{
		{"1985-04-12T23:20:30Z", shanghai, "1985-04-12T23:20:30Z"},
		{"1985-04-12T23:20:30+04:30", shanghai, "1985-04-12T18:50:30Z"},
		{"1985-04-12T23:20:30-04", time.UTC, "1985-04-13T03:20:30Z"},
		{"1985-04-12T23:20:30", shanghai, "1985-04-12T15:20:30Z"},
		{"1985-04-12T24:00:00", time.UTC, "1985-04-13T00:00:00Z"},
	}
	for _, test := range tests {
		at, ok := MustParse(test.in).Instant(test.loc)
		if got := at.UTC().Format(time.RFC3339); !ok || got != test.want {
			t.Errorf("%s: %s, %v; want %s", test.in, got, ok, test.want)
		}
	}
	if _, ok := MustParse("1985-04-12").Instant(time.UTC); ok {
		t.Error("a day without a time has an instant")
	}
	clock, ok := MustParse("1985-04-12T23:20:30+04:30").Clock()
	if want := (Clock{Hour: 23, Minute: 20, Second: 30, Zoned: true, Offset: 270}); !ok || clock != want {
		t.Errorf("clock %+v", clock)
	}
}

func TestFromDay(t *testing.T) {
	day := func(s string) Day {
		d, err := ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	tests := []struct {
		got  Value
		want string
	}{
		{FromDay(day("2019-05-24")), "2019-05-24"},
		{FromDay(day("-0220-01-01")), "-0220-01-01"},
		{FromDay(Day{}), ""},
		{FromDay(day("Y10000-01-01")), "Y10000-01-01"},
		{FromDay(day("Y1E500-01-01")), ""},
		{FromDays(day("2019-05-24"), day("2019-05-26")), "2019-05-24/2019-05-26"},
		{FromDays(day("2019-05-26"), day("2019-05-24")), "2019-05-24/2019-05-26"},
		{FromDays(day("2019-05-24"), day("2019-05-24")), "2019-05-24"},
		{FromDays(Day{}, day("2019-05-24")), ""},
	}
	for _, test := range tests {
		if test.got.String() != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestTextRoundTrip(t *testing.T) {
	type record struct {
		When Value     `json:"when"`
		Day  Day       `json:"day"`
		How  Precision `json:"how"`
	}
	const text = `{"when":"2004-06-~01/2004-06-~20","day":"2004-06-01","how":"days"}`
	var r record
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	if r.How != r.When.Precision() {
		t.Errorf("precision %v, want %v", r.How, r.When.Precision())
	}
	back, err := json.Marshal(r)
	if err != nil || string(back) != text {
		t.Errorf("got %s, %v", back, err)
	}
	for _, bad := range []string{`{"when":"2004-13"}`, `{"day":"2004-06"}`, `{"how":"fortnight"}`} {
		if err := json.Unmarshal([]byte(bad), &r); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
	empty := record{When: MustParse("2019"), Day: DayOf(time.Unix(0, 0))}
	if err := json.Unmarshal([]byte(`{"when":"","day":""}`), &empty); err != nil || !empty.When.IsZero() || !empty.Day.IsZero() {
		t.Errorf("an empty text is no date: %+v, %v", empty, err)
	}
}

func TestBound(t *testing.T) {
	for in, want := range map[string]string{
		"[..1909]": "1909", "../1909": "1909", "/1909": "1909", "[2001..]": "2001", "[..1909-05~]": "1909-05~", "{..1984}": "1984",
		"2019/..": "", "2019/": "", "../..": "", "2019": "", "1914/1918": "", "[1914..1918]": "", "[..1667,1700]": "", "[1667]": "",
	} {
		b, ok := MustParse(in).Bound()
		if got := b.String(); got != want || ok != (want != "") {
			t.Errorf("%s: %q, %v; want %q", in, got, ok, want)
		}
	}
	if b, ok := (Value{}).Bound(); ok || !b.IsZero() {
		t.Errorf("the zero value is bound by %v", b)
	}
}
