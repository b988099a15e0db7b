package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// The records that are served. The one of every date has years that have made
// whole pages fail; the other has all but those, so that the pages show the
// rest of the dates. A record's corrections are imported after it,
// so that its log of changes has something to tell.
const (
	sampleRecord    = "sample"
	generatedRecord = "generated"
	datesRecord     = "dates"
	nearRecord      = "near-dates"
)

var recordNames = []string{sampleRecord, generatedRecord, datesRecord, nearRecord}

func recordFile(dir, name string) string      { return filepath.Join(dir, name+".json") }
func correctionsFile(dir, name string) string { return filepath.Join(dir, name+"-corrections.json") }

// document is a record file (docs/format of "almanac export"): what this
// program has to know of it, the rest as it stands.
type document struct {
	Version int            `json:"almanac"`
	Site    map[string]any `json:"site"`
	Events  []event        `json:"events"`
}

// event is one event as JSON has it.
type event map[string]any

// makeRecords writes the record files.
func makeRecords(ctx context.Context, b binary, dir string, count int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "almanac-recorder.")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	sample, err := exportSample(ctx, b, "bolt:"+filepath.Join(work, "sample.db"))
	if err != nil {
		return err
	}
	file := filepath.Join(work, "generated.json")
	if _, err := b.run(ctx, "generate", "--events", strconv.Itoa(count), "--output", file); err != nil {
		return err
	}
	generated, err := readDocument(file)
	if err != nil {
		return err
	}
	generated.Site = withIdentity(generated.Site)
	dates := everyDate().stamp()
	near := dates.without(beyondFourDigits)
	for name, d := range map[string]document{
		recordFile(dir, sampleRecord): sample.stamp(), recordFile(dir, generatedRecord): generated.stamp(),
		recordFile(dir, datesRecord): dates, correctionsFile(dir, datesRecord): corrections(dates),
		recordFile(dir, nearRecord): near, correctionsFile(dir, nearRecord): corrections(near),
	} {
		if err := d.write(name); err != nil {
			return err
		}
	}
	return nil
}

// exportSample is the record that the binary brings with it.
func exportSample(ctx context.Context, b binary, store string) (document, error) {
	s, err := b.serve(ctx, store, "--record", "shanghai-2019")
	if err != nil {
		return document{}, err
	}
	s.stop()
	text, err := b.run(ctx, "export", "--store", store)
	if err != nil {
		return document{}, err
	}
	d, err := parseDocument(text)
	if err == nil && len(d.Events) == 0 {
		err = errors.New("the sample record is empty")
	}
	d.Site = withIdentity(d.Site)
	return d, err
}

// withIdentity gives the record an identity that does not depend on when and where
// it is served.
func withIdentity(site map[string]any) map[string]any {
	if site == nil {
		site = map[string]any{}
	}
	site["authority"], site["founded"] = "almanac.example.org", "2024-03-01T00:00:00Z"
	return site
}

// without is the document without the events of which the date has what is
// given.
func (d document) without(is func(date string) bool) document {
	d.Events = slices.DeleteFunc(slices.Clone(d.Events), func(e event) bool { return is(e.date()) })
	return d
}

func readDocument(file string) (document, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return document{}, err
	}
	d, err := parseDocument(text)
	if err != nil {
		err = fmt.Errorf("%s: %w", file, err)
	}
	return d, err
}

func parseDocument(text []byte) (document, error) {
	var d document
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	err := dec.Decode(&d)
	return d, err
}

func (d document) write(file string) error {
	text, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}

// firstStamp is when the first event of each record was created; the others
// follow at stampStep, in the order of the file.
var firstStamp = time.Date(2025, 1, 6, 8, 0, 0, 0, time.UTC)

const stampStep = 41 * time.Minute

// stamp gives every event instants of creation, publication and change that
// depend on its place in the file alone.
func (d document) stamp() document {
	for i, e := range d.Events {
		created := firstStamp.Add(time.Duration(i) * stampStep)
		e["created"] = created.Format(time.RFC3339)
		if e["status"] != "draft" {
			e["published"] = created.Add(time.Hour).Format(time.RFC3339)
		}
		e["updated"] = created.Add(time.Hour + time.Duration(i%5)*24*time.Hour).Format(time.RFC3339)
	}
	return d
}
