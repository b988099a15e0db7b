package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// decodeStrict reads one JSON value and refuses unknown fields, so that a
// misspelt field is an error and not a silent loss.
func decodeStrict(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}
