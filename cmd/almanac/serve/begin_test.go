package serve

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/store/bolt"
)

// A file that opens, but has nothing in it, is no more a record than one of 0
// bytes.
func TestABlankStoreIsNotBegunUnasked(t *testing.T) {
	file := filepath.Join(t.TempDir(), "blank.db")
	backend, err := bolt.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := backend.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		command Settings
		may     bool
	}{
		{Settings{}, false},
		{Settings{Create: true}, true},
		{Settings{BaseURL: "https://calendar.example.org"}, false},
		{Settings{BaseURL: "https://calendar.example.org", Create: true}, true},
	} {
		c.command.Store = "bolt:" + file
		where, err := storage.Console{}.Locate(t.Context(), c.command.Store)
		if err != nil {
			t.Fatal(err)
		}
		b, err := c.command.lookAt(t.Context(), where, slog.New(slog.DiscardHandler))
		if err == nil {
			b.Close()
		}
		if (err == nil) != c.may || err != nil && !strings.Contains(err.Error(), "holds no record") {
			t.Errorf("--base-url %q --create=%t: %v", c.command.BaseURL, c.command.Create, err)
		}
	}
}
