package storage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/intake"
)

// What older versions kept beside the store is in the vault afterwards, once, and
// the files lie beside it under another name. What cannot be read stays where it is.
func TestSideFilesAreTakenOver(t *testing.T) {
	in := opened(t)
	file := filepath.Join(t.TempDir(), "a.db")
	write := func(ending, text string) {
		t.Helper()
		if err := os.WriteFile(file+ending, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var said strings.Builder
	if err := takeOver(t.Context(), file, in.Vault, &said); err != nil || said.Len() > 0 {
		t.Errorf("nothing beside the store: %v, %s", err, &said)
	}
	for text, wrong := range map[string]string{"": `holds ""`, "seven": `holds "seven"`, "-1": `holds "-1"`} {
		write(".hub", text)
		if err := takeOver(t.Context(), file, in.Vault, &said); err == nil || !strings.Contains(err.Error(), wrong) || !strings.Contains(err.Error(), "mend the file") {
			t.Errorf("%q: %v", text, err)
		}
	}
	write(".hub", "7\n")
	write(".imports.json", `{"https://a.example/x.ics":{"validators":{"etag":"\"1\"","lastModified":"Mon, 01 Jan 2024 00:00:00 GMT"},"ids":["a","b"]}}`)
	if err := takeOver(t.Context(), file, in.Vault, &said); err != nil || strings.Count(said.String(), "was renamed to") != 2 {
		t.Fatalf("%v, %s", err, &said)
	}
	if told, err := (HubMark{in.Vault}).Load(t.Context()); told != 7 || err != nil {
		t.Errorf("the hub was told up to %d, %v", told, err)
	}
	says, err := intake.Recall(t.Context(), in.Vault, "https://a.example/x.ics")
	if err != nil || says.ETag != `"1"` || says.LastModified == "" || len(says.IDs()) != 2 {
		t.Errorf("remembered %+v, %v", says, err)
	}
	for _, ending := range []string{".hub", ".imports.json"} {
		if _, err := os.Stat(file + ending); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", ending, err)
		}
		if _, err := os.Stat(file + ending + TakenOver); err != nil {
			t.Error(err)
		}
	}
	write(".imports.json", "{")
	if err := takeOver(t.Context(), file, in.Vault, &said); err == nil || !strings.Contains(err.Error(), "what imports brought") {
		t.Errorf("half a file: %v", err)
	}
}

// A file of the site's names for passwords: each name in each language, and the
// authority.
func TestSiteNames(t *testing.T) {
	site := &events.Site{Authority: "museum.example", Names: events.Localised{"en": "Museum", "zh": "博物馆"}, ShortNames: events.Localised{"en": "M"}}
	got := strings.Join(SiteNames(site), " ")
	for _, want := range []string{"Museum", "博物馆", "M", "museum.example"} {
		if !strings.Contains(" "+got+" ", " "+want+" ") {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}
