package store

import (
	"encoding/json"
	"errors"

	"almanac.example/events"
)

var errOldSite = errors.New("a site of schema 2; the store has to be migrated")

// OldState reads a state as schema 2 stored it. There the site was one document
// with what is now several (events.Site.Documents); it comes beside the state.
func OldState(stored []byte) (events.State, *events.Site, error) {
	if len(stored) > 0 && stored[0] == formatJSON {
		var form struct {
			events.State
			Site *events.Site `json:"site"`
		}
		err := json.Unmarshal(stored[1:], &form)
		return form.State, form.Site, err
	}
	if len(stored) == 0 || stored[0] != formatCBOR {
		_, err := Decode[events.State](stored) // says what is wrong
		return events.State{}, nil, err
	}
	var form storedState
	var r reader
	r.fail(reading.Unmarshal(stored[1:], &form))
	site := r.site(form.Site)
	form.Site = nil
	return r.state(&form), site, r.err
}
