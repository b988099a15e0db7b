package record

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"almanac.example/events"
)

var (
	//go:embed shanghai-2019.json
	shanghai2019 string
	//go:embed vocabulary.json
	vocabulary string
)

// Shanghai2019 returns the record of 2019: thirty published events, ten of
// them key, ordered by ID, without creation or publication instants and
// without a site. Every call decodes anew, so the caller may change what it
// gets. An error means that the embedded file is broken.
func Shanghai2019() (events.Record, error) {
	r, err := events.ReadRecord(strings.NewReader(shanghai2019))
	if err != nil {
		return events.Record{}, fmt.Errorf("reading the embedded record shanghai-2019.json: %w", err)
	}
	return r, nil
}

// Vocabulary returns the tags that the record uses, by slug, each with its
// Chinese and English name and a CSS colour name that reads well on white.
// Every call decodes anew. An error means that the embedded file is broken.
func Vocabulary() ([]events.Tag, error) {
	d := json.NewDecoder(strings.NewReader(vocabulary))
	d.DisallowUnknownFields()
	var tags []events.Tag
	if err := d.Decode(&tags); err != nil {
		return nil, fmt.Errorf("reading the embedded vocabulary.json: %w", err)
	}
	return tags, nil
}
