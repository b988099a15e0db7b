package main

import (
	"fmt"
	"os"

	"almanac.example/cmd/almanac/record"
	"almanac.example/events"
)

// The names of records that come with the program.
const (
	sample   = "shanghai-2019"
	noRecord = "none"
)

// firstRecord reads what --record names. The sample comes without authority:
// only its vocabulary counts.
func firstRecord(name string) (events.Record, error) {
	switch name {
	case noRecord:
		return events.Record{}, nil
	case sample:
		rec, err := record.Shanghai2019()
		if err != nil {
			return events.Record{}, err
		}
		tags, err := record.Vocabulary()
		rec.Site = &events.Site{Tags: tags}
		return rec, err
	}
	f, err := os.Open(name)
	if err != nil {
		return events.Record{}, fmt.Errorf("record %q: neither shanghai-2019, none, nor a file that can be read: %w", name, err)
	}
	defer f.Close()
	data, err := readAll(f, maxDocument)
	if err != nil {
		return events.Record{}, fmt.Errorf("%s: %w", name, err)
	}
	rec, err := events.ParseRecord(data)
	if err != nil {
		return events.Record{}, fmt.Errorf("%s: %w", name, err)
	}
	return rec, nil
}
