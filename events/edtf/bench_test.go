package edtf

import (
	"slices"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	for _, s := range []string{
		"2019-05-24", "2019-05", "2019", "2019-05-24T10:00:00Z", "2019-05-24/2019-05-26", "2004-06-~11",
		"156X-12-25", "XXXX-02-29", "[1667,1668,1670..1672]", "Y171010000S3",
	} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Parse(s)
			}
		})
	}
}

func BenchmarkString(b *testing.B) {
	v := MustParse("2019-05-24")
	b.ReportAllocs()
	for b.Loop() {
		_ = v.String()
	}
}

func BenchmarkDescribe(b *testing.B) {
	v := MustParse("2019-05-24/2019-05-26")
	for _, lang := range []string{"zh", "en", "de", "ar"} {
		b.Run(lang, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = described(v, lang, Long)
			}
		})
	}
}

func BenchmarkParseLoose(b *testing.B) {
	for _, s := range []string{"2019-05-24", "2019年4月10日", "10 April 2019", "4/10/2019", "10/4/19", "1. Hälfte des 19. Jahrhunderts", "1968, printed 2011", "10 Apr 2019, 14:30–16:00 Berlin"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = ParseLoose(s)
			}
		})
	}
}

func BenchmarkSort(b *testing.B) {
	var values []Value
	for _, row := range rows(b, "valid.tsv", 6) {
		values = append(values, MustParse(row[0]))
	}
	b.ReportAllocs()
	for b.Loop() {
		slices.SortFunc(slices.Clone(values), Compare)
	}
}
