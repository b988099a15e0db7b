package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fixture is a package of one locale, cut to what is read.
const fixture = `{"main":{"xx":{"dates":{"calendars":{"gregorian":{
"months":{"format":{"wide":{"1":"Uno","2":"Due","3":"M3","4":"M4","5":"M5","6":"M6","7":"M7","8":"M8","9":"M9","10":"M10","11":"M11","12":"M12"},
	"abbreviated":{"1":"U.","2":"D.","3":"m3","4":"m4","5":"m5","6":"m6","7":"m7","8":"m8","9":"m9","10":"m10","11":"m11","12":"m<12"}}},
"days":{"format":{"wide":{"sun":"So","mon":"Mo","tue":"Tu","wed":"We","thu":"Th","fri":"Fr","sat":"Sa"},
	"abbreviated":{"sun":"s","mon":"m","tue":"t","wed":"w","thu":"h","fri":"f","sat":"a"}}},
"eras":{"eraNames":{"0":"before","0-alt-variant":"bce","1":"after","1-alt-variant":"ce"},
	"eraAbbr":{"0":"b","0-alt-variant":"bce","1":"a","1-alt-variant":"ce"}}}}}}}}`

// setUp writes a package and a folder with one language file.
func setUp(t *testing.T, ca string) (from, to string) {
	t.Helper()
	from, to = t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		filepath.Join(from, "package.json"):                    `{"version":"9.8.7"}`,
		filepath.Join(from, "main", "xx", "ca-gregorian.json"): ca,
		filepath.Join(to, "xx.json"):                           `{"read":{"b":["z"],"a":[]},"tags":["xx", "yy"],"write":{"year":"{n}"},"cldr":{"months":["old"]}}`,
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return from, to
}

func TestNamesAreWrittenAndTheRestIsKept(t *testing.T) {
	from, to := setUp(t, fixture)
	for range 2 { // a second run changes nothing
		if err := run(from, to); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(to, "xx.json"))
		if err != nil {
			t.Fatal(err)
		}
		want := `{
"tags": ["xx","yy"],

"cldr": {
  "source": "Unicode CLDR, npm cldr-dates-full 9.8.7, Unicode-3.0",
  "months": ["Uno","Due","M3","M4","M5","M6","M7","M8","M9","M10","M11","M12"],
  "monthsShort": ["U.","D.","m3","m4","m5","m6","m7","m8","m9","m10","m11","m<12"],
  "weekdays": ["So","Mo","Tu","We","Th","Fr","Sa"],
  "weekdaysShort": ["s","m","t","w","h","f","a"],
  "eras": ["b|bce|before","a|after|ce"]
},

"write": {
  "year": "{n}"
},

"read": {
  "b": ["z"],
  "a": []
}
}
`
		if string(got) != want {
			t.Fatalf("got %s\nwant %s", got, want)
		}
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	from, to := setUp(t, strings.Replace(fixture, `"12":"M12"`, `"x":"y"`, 1))
	if err := run(from, to); err == nil || !strings.Contains(err.Error(), "months or weekdays are missing") {
		t.Errorf("without a December: %v", err)
	}
	from, to = setUp(t, strings.ReplaceAll(fixture, `"wed"`, `"mid"`))
	if err := run(from, to); err == nil || !strings.Contains(err.Error(), "weekdays are missing") {
		t.Errorf("without a Wednesday: %v", err)
	}
	if err := run(from, t.TempDir()); err == nil || !strings.Contains(err.Error(), "no language file") {
		t.Errorf("without a file: %v", err)
	}
	if err := run(t.TempDir(), to); err == nil {
		t.Error("without a package nothing is wrong")
	}
	from, to = setUp(t, "{")
	if err := run(from, to); err == nil || !strings.Contains(err.Error(), "ca-gregorian.json") {
		t.Errorf("with a broken file: %v", err)
	}
}
