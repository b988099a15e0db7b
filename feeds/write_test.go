package feeds

import (
	"bytes"
	"testing"
)

// syndication lists the formats that feed readers read.
func syndication() []Format {
	var list []Format
	for _, f := range Formats() {
		if f.Extension != ".ics" && f.Extension != ".jcal" {
			list = append(list, f)
		}
	}
	return list
}

func write(t testing.TB, format Format, f *Feed) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format.Write(t.Context(), &b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFixtureIsValid(t *testing.T) {
	for _, e := range testEvents() {
		if err := e.Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestGolden(t *testing.T) {
	for _, format := range syndication() {
		for _, lang := range []string{"zh", "en"} {
			name := "all." + lang + format.Extension + ".golden"
			t.Run(name, func(t *testing.T) {
				f := testFeed(lang, format.Extension, testEvents())
				got := write(t, format, f)
				golden(t, name, got)
				if again := write(t, format, f); !bytes.Equal(got, again) {
					t.Error("the same feed was written differently the second time")
				}
			})
		}
	}
}
