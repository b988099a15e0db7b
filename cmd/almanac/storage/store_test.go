package storage

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/store"
)

// quiet is a console, and what it says.
func quiet() (Console, *strings.Builder) {
	said := &strings.Builder{}
	return Console{Console: terminal.Console{In: strings.NewReader(""), Out: io.Discard, Err: said}}, said
}

// A dry run has a record without events where there is no store, and makes none.
func TestOpenOrImagine(t *testing.T) {
	con, said := quiet()
	file := filepath.Join(t.TempDir(), "a.db")
	in, err := con.OpenOrImagine(t.Context(), "bolt:"+file, true)
	if err != nil || in.Live != nil || in.Timeline().Len() != 0 {
		t.Fatalf("imagined %+v, %v", in, err)
	}
	in.Close()
	if _, err := os.Stat(file); err == nil || said.Len() > 0 {
		t.Errorf("a dry run has made a store, %v, and said %q", err, said)
	}
	for _, dryRun := range []bool{false, true} {
		in, err := con.OpenOrImagine(t.Context(), "bolt:"+file, dryRun)
		if err != nil || in.Live == nil {
			t.Fatalf("opened %+v, %v", in, err)
		}
		if err := FoundIfNew(t.Context(), in.Live); err != nil {
			t.Error(err)
		}
		if site := in.Timeline().Site(); !site.Provisional() {
			t.Errorf("a new store has the authority %q", site.Authority)
		}
		in.Close()
	}
	if strings.Count(said.String(), "made a new store") != 1 {
		t.Errorf("said %q", said)
	}
}

// A command that needs a store says what is there instead.
func TestMust(t *testing.T) {
	con, _ := quiet()
	dir := t.TempDir()
	blank := filepath.Join(dir, "blank.db")
	if err := os.WriteFile(blank, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"bolt:" + filepath.Join(dir, "none.db"): "there is no store", "bolt:" + blank: "is empty (0 bytes)",
		"bolt:": "write it as bolt:FILE", "a.db": "write it as bolt:FILE", "sqlite:a.db": "unknown engine",
	} {
		if _, err := con.Must(t.Context(), name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := con.OpenEngine(t.Context(), name); err == nil {
			t.Errorf("%s was opened", name)
		}
		if _, err := con.CheckStore(t.Context(), name); err == nil {
			t.Errorf("%s was checked", name)
		}
	}
	if err := (Place{File: "a.db", Has: Something}).Missing(); !strings.Contains(err.Error(), "holds no record") {
		t.Errorf("a store that holds nothing: %v", err)
	}
}

// A store that is sound is opened; of one that is not, the first fault is named.
func TestOpenSound(t *testing.T) {
	con, _ := quiet()
	file := filepath.Join(t.TempDir(), "a.db")
	in, err := con.OpenOrImagine(t.Context(), "bolt:"+file, false)
	if err != nil {
		t.Fatal(err)
	}
	err = FoundIfNew(t.Context(), in.Live)
	in.Close()
	if err != nil {
		t.Fatal(err)
	}
	report, e, err := con.OpenSound(t.Context(), "bolt:"+file)
	if err != nil || report.States == 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	e.Close()
	if err := Unsound("a.db", []store.Fault{{Where: "state 3", What: "checksum"}, {Where: "state 9"}}); err.Error() != "a.db is not sound; faults: 2, the first: state 3: checksum" {
		t.Errorf("got %v", err)
	}
}

// Pictures are beside the file of the store, where --media says, or nowhere.
func TestPlaceOfPictures(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.db")
	for _, test := range []struct {
		media string
		at    Place
		open  bool
		wrong string
	}{
		{"", Place{File: file}, true, ""},
		{t.TempDir(), Place{}, true, ""},
		{"", Place{}, false, ""},
		{"ftp://pictures", Place{File: file}, false, "--media=ftp://pictures"},
		{"s3://", Place{File: file}, false, "--media"},
	} {
		con, _ := quiet()
		con.Media.Media = test.media
		blobs, err := con.OpenMedia(t.Context(), test.at)
		if (blobs != nil) != test.open || (err != nil) != (test.wrong != "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
			t.Errorf("--media=%s beside %q: %v, %v", test.media, test.at.File, blobs, err)
		}
	}
}

// The mark of the hub is what was saved last.
func TestHubMark(t *testing.T) {
	con, _ := quiet()
	in, err := con.OpenOrImagine(t.Context(), "bolt:"+filepath.Join(t.TempDir(), "a.db"), false)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	mark := HubMark{Vault: in.Vault}
	for _, told := range []int64{0, 7, 12} {
		if told > 0 {
			if err := mark.Save(t.Context(), told); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := mark.Load(t.Context()); got != told || err != nil {
			t.Errorf("told up to %d, %v; want %d", got, err, told)
		}
	}
}
