package serve

import (
	"fmt"
	"os"

	"almanac.example/cmd/almanac/record"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
)

// The names of records that come with the program.
const (
	sample   = "shanghai-2019"
	noRecord = "none"
)

// firstRecord reads what --record names. The sample comes without authority:
// its names and its vocabulary count.
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
		rec.Site = &events.Site{
			Names:        events.Localised{"zh": "上海科技大事记", "en": "Shanghai Science and Technology Chronicle"},
			Descriptions: events.Localised{"zh": "有据可查、日期如实的大事记。", "en": "A sourced record with honest dates."},
			Tags:         tags,
		}
		return rec, err
	}
	f, err := os.Open(name)
	if err != nil {
		return events.Record{}, fmt.Errorf("record %q: neither shanghai-2019, none, nor a file that can be read: %w", name, err)
	}
	defer f.Close()
	data, err := terminal.ReadAll(f, terminal.MaxDocument)
	if err != nil {
		return events.Record{}, fmt.Errorf("%s: %w", name, err)
	}
	rec, err := events.ParseRecord(data)
	if err != nil {
		return events.Record{}, fmt.Errorf("%s: %w", name, err)
	}
	return rec, nil
}
