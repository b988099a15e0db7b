package store

import (
	"encoding/json"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"almanac.example/events"
)

// The tag in front of a stored value names its format, so that values of
// several can live side by side. What is written anew is written in the newest.
const (
	formatJSON = 1 // the JSON form of the package events; read, no longer written
	formatCBOR = 2 // see storedState
)

// Stored is what backends keep as values.
type Stored interface {
	events.Event | events.Document | events.State
}

// writing and reading are how formatCBOR is written and read.
var writing, reading = cborModes()

func cborModes() (cbor.EncMode, cbor.DecMode) {
	w, errW := cbor.EncOptions{
		Time: cbor.TimeRFC3339Nano,
		// Numbers that are none have no business in a record, as in JSON.
		NaNConvert: cbor.NaNConvertReject, InfConvert: cbor.InfConvertReject,
		IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
	}.EncMode()
	r, errR := cbor.DecOptions{
		// A state's event's trace's span's list is as deep as values go.
		MaxNestedLevels: 16, MaxArrayElements: MaxBytes, MaxMapPairs: 64,
		IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		DupMapKey: cbor.DupMapKeyEnforcedAPF, UTF8: cbor.UTF8RejectInvalid,
		// What a newer program has added would be lost with the next write.
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode()
	if errW != nil || errR != nil {
		panic(fmt.Sprintf("the options above contradict one another: %v, %v", errW, errR))
	}
	return w, r
}

// Encode gives the stored form of a value: a byte that names the format, then
// the value in it. Revisions are not part of it; backends know them from
// elsewhere. Equal values have equal stored forms.
func Encode[T Stored](v *T) ([]byte, error) {
	var form any
	switch v := any(v).(type) {
	case *events.Event:
		form = eventForm(v)
	case *events.Document:
		form = documentForm(v)
	case *events.State:
		form = stateForm(v)
	}
	b, err := writing.Marshal(form)
	if err != nil {
		return nil, fmt.Errorf("encoding for the store: %w", err)
	}
	// Imports keep many stored forms at once, so none has room to spare.
	return append(append(make([]byte, 0, len(b)+1), formatCBOR), b...), nil
}

// Decode reads a stored form of any format. The value shares no memory with it.
func Decode[T Stored](stored []byte) (*T, error) {
	v := new(T)
	err := fmt.Errorf("a value of unknown format %.1x", stored)
	switch {
	case len(stored) == 0:
	case stored[0] == formatJSON:
		err = json.Unmarshal(stored[1:], v)
	case stored[0] == formatCBOR:
		err = decodeForm(stored[1:], v)
	}
	if err != nil {
		return nil, fmt.Errorf("decoding from the store: %w", err)
	}
	return v, nil
}

// decodeForm reads formatCBOR.
func decodeForm[T Stored](stored []byte, into *T) error {
	var r reader
	switch into := any(into).(type) {
	case *events.Event:
		var form storedEvent
		r.fail(reading.Unmarshal(stored, &form))
		*into = r.event(&form)
	case *events.Document:
		var form storedDocument
		r.fail(reading.Unmarshal(stored, &form))
		*into = *r.document(&form)
	case *events.State:
		var form storedState
		r.fail(reading.Unmarshal(stored, &form))
		*into = r.state(&form)
		if form.Site != nil {
			r.fail(errOldSite)
		}
	}
	return r.err
}
