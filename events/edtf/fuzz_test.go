package edtf

import (
	"errors"
	"strconv"
	"testing"
	"time"
	"unicode/utf8"
)

// checkError holds every error to the promise of its type: a place inside the
// input and words.
func checkError(t *testing.T, input string, err error) {
	t.Helper()
	var ambiguous *AmbiguousError
	if errors.As(err, &ambiguous) {
		if len(ambiguous.Readings) < 2 || err.Error() == "" {
			t.Fatalf("%q: %d readings", input, len(ambiguous.Readings))
		}
		return
	}
	var refused *RefusedError
	if errors.As(err, &refused) {
		if refused.Offset < 0 || refused.Offset > len(input) || refused.Expected == "" || refused.Input != input || err.Error() == "" {
			t.Fatalf("%q: %+v", input, refused)
		}
		return
	}
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatalf("%q: an error of type %T: %v", input, err, err)
	}
	if syntax.Offset < 0 || syntax.Offset > len(input) || syntax.Expected == "" || syntax.Input != input || err.Error() == "" {
		t.Fatalf("%q: %+v", input, syntax)
	}
}

// checkValue holds a value to what all values promise.
func checkValue(t *testing.T, v Value) {
	t.Helper()
	printed := v.String()
	again, err := Parse(printed)
	if err != nil || !again.Equal(v) || again.String() != printed || again.Level() > v.Level() {
		t.Fatalf("%s printed and parsed again: %v (level %d, was %d), %v", printed, again, again.Level(), v.Level(), err)
	}
	first, hasFirst := v.Earliest()
	last, hasLast := v.Latest()
	if hasFirst && hasLast && last.Before(first) {
		t.Fatalf("%s: from %v to %v", printed, first, last)
	}
	if again.Precision() != v.Precision() || Compare(v, again) != 0 {
		t.Fatalf("%s: another precision or place after printing", printed)
	}
	for _, lang := range Languages() {
		for _, style := range []Style{Long, Short, Compact} {
			if text := described(v, lang, style); text == "" || !utf8.ValidString(text) {
				t.Fatalf("%s in %s, style %d: %q", printed, lang, style, text)
			}
		}
	}
	if hasFirst && hasLast && (!v.Overlaps(v) || !v.Within(v)) {
		t.Fatalf("%s does not contain itself", printed)
	}
	if hasFirst {
		checkDay(t, first)
	}
	for _, m := range v.Members() {
		if m.String() == "" {
			t.Fatalf("%s has an empty member", printed)
		}
	}
	_, _ = v.Instant(time.UTC)
}

func checkDay(t *testing.T, d Day) {
	t.Helper()
	if _, fits := d.Year(); !fits && d.year.huge() {
		return // printed in short
	}
	if back, err := ParseDay(d.String()); err != nil || back != d {
		t.Fatalf("day %v parsed again: %v, %v", d, back, err)
	}
	next := d.AddDays(1)
	if n, ok := d.DaysUntil(next); !ok || n != 1 || !d.Before(next) || next.AddDays(-1) != d {
		t.Fatalf("the day after %v is %v, %d days later", d, next, n)
	}
	if (next.Weekday()-d.Weekday()+7)%7 != 1 {
		t.Fatalf("%v is a %v and %v a %v", d, d.Weekday(), next, next.Weekday())
	}
}

func FuzzParse(f *testing.F) {
	for _, row := range rows(f, "valid.tsv", 6) {
		f.Add(row[0])
	}
	for _, row := range rows(f, "invalid.tsv", 3) {
		if s, err := strconv.Unquote(row[0]); err == nil {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := Parse(s)
		if err != nil {
			checkError(t, s, err)
			return
		}
		checkValue(t, v)
	})
}

func FuzzParseLoose(f *testing.F) {
	for _, row := range rows(f, "loose.tsv", 2) {
		f.Add(row[0])
	}
	for _, row := range rows(f, "spellings.tsv", 6) {
		f.Add(row[2])
	}
	for _, row := range rows(f, "describe.tsv", 1) {
		v := MustParse(row[0])
		f.Add(described(v, "zh", Short))
		f.Add(described(v, "en", Long))
	}
	f.Add("4/10/2019")
	f.Add("2019\xff年")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseLoose(s)
		full := Reader{Order: DayFirst, HundredFrom: 1930, Year: 2019, Negative: NegativeBC, Hundreds: TenYears, Hyphen: HyphenYear, YearBegins: "04-01"}
		for _, reader := range []Reader{full, {Calendar: Julian}, {EDTF: true}} {
			if r, err := reader.Read(s); err != nil {
				checkError(t, s, err)
			} else {
				checkValue(t, r.Value)
			}
		}
		if err != nil {
			checkError(t, s, err)
			return
		}
		if r.Value.IsZero() || r.ReadsAs("zh") == "" || r.ReadsAs("en") == "" {
			t.Fatalf("%q is read as nothing", s)
		}
		checkValue(t, r.Value)
	})
}

func FuzzCompare(f *testing.F) {
	f.Add("2019", "2019-05", "201X")
	f.Add("1985/..", "../1985", "1985/")
	f.Add("[1667,1670]", "{..1667}", "1560-XX-25")
	f.Add("Y1E1000S1", "Y-1E1000", "-0220")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		x, errX := Parse(a)
		y, errY := Parse(b)
		z, errZ := Parse(c)
		if errX != nil || errY != nil || errZ != nil {
			return
		}
		if Compare(x, y) != -Compare(y, x) || (Compare(x, y) == 0) != x.Equal(y) {
			t.Fatalf("%v and %v: %d, %d", x, y, Compare(x, y), Compare(y, x))
		}
		if Compare(x, y) <= 0 && Compare(y, z) <= 0 && Compare(x, z) > 0 {
			t.Fatalf("%v, %v, %v are not in order", x, y, z)
		}
		if x.Overlaps(y) != y.Overlaps(x) {
			t.Fatalf("%v overlaps %v one way only", x, y)
		}
		if x.Within(y) && y.Within(z) && !x.Within(z) && !y.IsSet() && !z.IsSet() {
			t.Fatalf("%v is within %v within %v, but not within it", x, y, z)
		}
	})
}

func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"2019-05-24", "-0220-01-01", "Y12345-02-28", "Y-1E400-12-31", "Y9223372036854775807-12-31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDay(s)
		if err != nil {
			checkError(t, s, err)
			return
		}
		if !d.year.huge() {
			checkDay(t, d)
		}
	})
}
