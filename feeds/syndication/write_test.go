package syndication

import (
	"bytes"
	"testing"
)

func TestFixtureIsValid(t *testing.T) {
	for _, e := range testEvents() {
		if err := e.Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestGolden(t *testing.T) {
	for _, format := range formats() {
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
