package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
)

// usage is what a process holds that must not grow with time.
type usage struct {
	heap        uint64
	goroutines  int
	descriptors int
}

func measured(t *testing.T) (u usage) {
	t.Helper()
	http.DefaultClient.CloseIdleConnections()
	runtime.GC()
	runtime.GC() // what finalisers let go
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil && os.Getenv("ALMANAC_REQUIRE_TOOLS") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip("this system does not tell what is open")
	}
	return usage{m.HeapAlloc, runtime.NumGoroutine(), len(entries)}
}

// TestSoak lives through what a small service does in months, at once: edits,
// readers that poll pages, feeds and calendars, imports and backups. Memory,
// goroutines and descriptors stay as they were when all had happened a few times.
// ALMANAC_SOAK is how many rounds; a round is about what an hour brings.
func TestSoak(t *testing.T) {
	rounds := 8
	if n, err := strconv.Atoi(os.Getenv("ALMANAC_SOAK")); err == nil {
		rounds = n
	}
	dir := t.TempDir()
	name, addr := "bolt:"+filepath.Join(dir, "a.db"), freeAddress(t)
	talk(t, "import", "--store", name, "record/shanghai-2019.json")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--store", name, "--addr", addr, "--base-url", "https://example.org", "--cache-mb", "16"}, storage.Console{Console: terminal.Console{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}})
	}()
	defer func() {
		stop()
		if code := <-ended; code != exitOK {
			t.Errorf("the server ended with %d", code)
		}
	}()
	awaits(t, "the server", isReady(addr))
	w := newWriter(filepath.Join(dir, "a.db.sock"))
	for range 20 {
		if err := w.write(); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 4 {
		soakRound(t, w, dir, addr, n)
	}
	before := measured(t)
	for n := range rounds {
		soakRound(t, w, dir, addr, 4+n)
	}
	after := measured(t)
	t.Logf("after %d rounds: %+v, before: %+v", rounds, after, before)
	if after.goroutines > before.goroutines+8 {
		t.Errorf("%d goroutines, before %d", after.goroutines, before.goroutines)
	}
	if after.descriptors > before.descriptors+4 {
		t.Errorf("%d open files, before %d", after.descriptors, before.descriptors)
	}
	if most := before.heap + before.heap/4 + 16<<20; after.heap > most {
		t.Errorf("%d bytes in use, before %d", after.heap, before.heap)
	}
}

// soakRound edits, reads, imports and backs up.
func soakRound(t *testing.T, w *writer, dir, addr string, n int) {
	t.Helper()
	name := "bolt:" + filepath.Join(dir, "a.db")
	for i := range 20 {
		if err := w.edit(i%20+1, n); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"/zh/2019", "/en/all", "/zh/all.ics", "/en/all.atom", "/zh/changes", "/en/2019.json", "/en/search?q=museum", fmt.Sprintf("/zh/2019?q=x%d", n)} {
		etag := ""
		for range 3 {
			etag = poll(t, "http://"+addr+path, etag)
		}
	}
	calendar := filepath.Join(dir, "a.ics")
	write(t, calendar, fmt.Appendf(nil, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:soak@example.org\r\nDTSTAMP:20190101T000000Z\r\nDTSTART;VALUE=DATE:20190601\r\nSUMMARY:Round %d\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", n))
	talk(t, "import", "--store", name, calendar)
	kept := filepath.Join(dir, fmt.Sprint("kept", n, ".tar"))
	talk(t, "backup", "--store", name, kept)
	if err := os.Remove(kept); err != nil {
		t.Fatal(err)
	}
}

// edit gives one of the events another title.
func (w *writer) edit(event, n int) error {
	id := fmt.Sprintf("k%05d", event)
	body := fmt.Sprintf(`{"text":{"zh":{"title":"第%d件，第%d次"}}}`, event, n)
	r, err := http.NewRequest(http.MethodPatch, "http://almanac/api/v1/events/"+id, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/merge-patch+json")
	r.Header.Set("If-Match", "*")
	resp, err := w.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", resp.Status, text)
	}
	return err
}

// poll reads an address as a subscriber does and returns its entity tag.
func poll(t *testing.T, address, etag string) string {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusNotModified {
		t.Fatalf("%s answers %s", address, resp.Status)
	}
	return resp.Header.Get("ETag")
}
