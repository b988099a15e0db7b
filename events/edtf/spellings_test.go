package edtf

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
)

const spellingsFile = "testdata/spellings.tsv"

// readerOf reads the options of a row, such as order=day,hundred=1930.
func readerOf(t *testing.T, options string) Reader {
	t.Helper()
	var r Reader
	if options == "-" {
		return r
	}
	for _, option := range strings.Split(options, ",") {
		name, value, _ := strings.Cut(option, "=")
		number, _ := strconv.Atoi(value)
		switch name {
		case "order":
			r.Order = map[string]Order{"day": DayFirst, "month": MonthFirst, "year": YearFirst}[value]
		case "hundred":
			r.HundredFrom = number
		case "year":
			r.Year = number
		case "julian":
			r.Calendar = Julian
		case "negative":
			r.Negative = map[string]Negative{"bc": NegativeBC, "edtf": NegativeEDTF}[value]
		case "hundreds":
			r.Hundreds = map[string]Hundreds{"century": HundredYears, "decade": TenYears}[value]
		case "hyphen":
			r.Hyphen = map[string]Hyphen{"month": HyphenMonth, "year": HyphenYear}[value]
		case "begins":
			r.YearBegins = value
		case "empty":
			r.Empty = strings.Split(value, "|")
		case "edtf":
			r.EDTF = true
		default:
			t.Fatalf("no option %s", option)
		}
	}
	return r
}

// outcome is what became of a spelling, and how it reads.
func outcomeIn(lang string, r Reading, err error) (result, reads string) {
	var ambiguous *AmbiguousError
	var refused *RefusedError
	var all, words []string
	switch {
	case errors.As(err, &ambiguous):
		for _, r := range ambiguous.Readings {
			all = append(all, spelt(r))
			words = append(words, r.ReadsAs(lang)+" ("+r.Reason+")")
		}
		return "? " + strings.Join(all, " "), strings.Join(words, " | ")
	case errors.As(err, &refused):
		for _, r := range refused.Readings {
			all = append(all, " "+spelt(r))
		}
		return "! " + refused.Reason.String() + strings.Join(all, ""), "expected " + refused.Expected
	case err != nil:
		return err.Error(), ""
	}
	return spelt(r), r.ReadsAs(lang)
}

func outcome(r Reader, s string) (string, error) {
	reading, err := r.Read(s)
	result, _ := outcomeIn("en", reading, err)
	return result, err
}

func spelt(r Reading) string {
	text := r.Value.String()
	if r.Calendar != Gregorian {
		text += " " + r.Calendar.String()
	}
	if r.AsWritten != "" {
		text += " kept"
	}
	if r.Times != nil {
		text += " T" + r.Times.Start.String()
		if r.Times.End != nil {
			text += "–" + r.Times.End.String()
		}
		if r.Times.Zone != "" {
			text += " " + r.Times.Zone
		}
	}
	return strings.TrimSpace(text)
}

// TestSpellings is the record of what people write: everything in it was
// decided by a person, and whatever has two readings is asked about.
func TestSpellings(t *testing.T) {
	data, err := os.ReadFile(spellingsFile)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	languages, count := map[string]bool{}, 0
	for i, line := range lines {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != 6 {
			t.Fatalf("line %d: %d columns", i+1, len(row))
		}
		count++
		languages[row[0]] = true
		r, err := readerOf(t, row[1]).Read(row[2])
		result, reads := outcomeIn(row[0], r, err)
		if *update {
			row[3], row[4] = result, reads
			lines[i] = strings.Join(row, "\t")
			continue
		}
		if result != row[3] || reads != row[4] {
			t.Errorf("line %d: %q (%s)\n got %s\t%s\nwant %s\t%s", i+1, row[2], row[1], result, reads, row[3], row[4])
		}
		if r.AsWritten != "" && r.AsWritten != strings.TrimSpace(row[2]) {
			t.Errorf("line %d: the words kept are %q", i+1, r.AsWritten)
		}
		if again, _ := outcome(readerOf(t, row[1]), row[2]); again != result {
			t.Errorf("line %d: %q is read as %s, then as %s", i+1, row[2], result, again)
		}
	}
	if *update {
		if err := os.WriteFile(spellingsFile, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if count < 600 || len(languages) < 8 {
		t.Errorf("%d spellings in %d languages", count, len(languages))
	}
}
