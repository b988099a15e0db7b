package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// element is one event of a record file.
type element struct {
	text []byte
	line int // of its first character, counted from 1
}

// splitter walks through a record file and finds its events without decoding
// them, so that they can be decoded side by side.
type splitter struct {
	data []byte
	d    *json.Decoder
	line int // at the offset counted
	at   int // up to which lines are counted
	last json.RawMessage
}

// splitRecord reads what the file says beside its events. A field that stands
// twice, and one that no record has, is an error.
func splitRecord(data []byte) (rec Record, elements []element, err error) {
	s := splitter{data: data, d: json.NewDecoder(bytes.NewReader(data)), line: 1}
	if err := s.begin('{', "an object"); err != nil {
		return rec, nil, err
	}
	seen := map[string]bool{}
	for s.d.More() {
		name, err := s.d.Token()
		if err != nil {
			return rec, nil, err
		}
		key, _ := name.(string)
		folded := strings.ToLower(key) // as encoding/json matches them
		if seen[folded] {
			return rec, nil, s.errorf("%q stands twice; a record has it once", key)
		}
		seen[folded] = true
		switch folded {
		case "almanac":
			err = s.value(&rec.Version)
		case "site":
			err = s.value(&rec.Site)
		case "events":
			elements, err = s.list()
		default:
			err = s.errorf("%.40q is no field of a record", key)
		}
		if err != nil {
			return rec, nil, err
		}
	}
	if _, err := s.d.Token(); err != nil {
		return rec, nil, err
	}
	if _, err := s.d.Token(); !errors.Is(err, io.EOF) {
		return rec, nil, s.errorf("something follows the record; a file holds one")
	}
	return rec, elements, nil
}

// errorf is an error at the present place.
func (s *splitter) errorf(format string, args ...any) error {
	return fmt.Errorf("line %d: "+format, append([]any{s.lineAt(int(s.d.InputOffset()))}, args...)...)
}

// lineAt counts the lines up to an offset, which is never before an earlier one.
func (s *splitter) lineAt(offset int) int {
	s.line, s.at = s.line+bytes.Count(s.data[s.at:offset], []byte("\n")), offset
	return s.line
}

// begin takes the bracket that a value begins with.
func (s *splitter) begin(bracket json.Delim, what string) error {
	if t, err := s.d.Token(); err != nil {
		return err
	} else if t != bracket {
		return s.errorf("a record has %s here", what)
	}
	return nil
}

// raw takes a value as it is spelt.
func (s *splitter) raw() (text []byte, err error) {
	s.last = s.last[:0] // its memory is used again
	err = s.d.Decode(&s.last)
	end := int(s.d.InputOffset())
	return s.data[end-len(s.last) : end], err
}

func (s *splitter) value(into any) error {
	text, err := s.raw()
	if err != nil {
		return err
	}
	if err := checkSpelling(text); err != nil {
		return s.errorf("%w", err)
	}
	if err := inFields(decodeStrict(text, into)); err != nil {
		return s.errorf("%w", err)
	}
	return nil
}

// list takes the list of events.
func (s *splitter) list() ([]element, error) {
	if t, err := s.d.Token(); err != nil || t == nil {
		return nil, err // null
	} else if t != json.Delim('[') {
		return nil, s.errorf("a record has a list of events here")
	}
	var list []element
	for s.d.More() {
		text, err := s.raw()
		if err != nil {
			return nil, err
		}
		list = append(list, element{text, s.lineAt(int(s.d.InputOffset()) - len(text))})
	}
	_, err := s.d.Token()
	return list, err
}

// decoded is what became of an element.
type decoded struct {
	event *Event
	err   error
	line  int
}

// elementsAtOnce is how many elements one goroutine decodes.
const elementsAtOnce = 256

// enoughFaults is how many bad elements end the reading: nothing of the file is
// used then, and a file of rubbish would fill the memory with reasons.
const enoughFaults = 1000

// decodeElements decodes and validates every element, on all processors; whole
// is false if there was so much wrong that it stopped. Elements are begun in
// order, so that the first faults are always the same ones.
func decodeElements(elements []element) (list []decoded, whole bool) {
	list = make([]decoded, len(elements))
	var faults atomic.Int64
	whole = true
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(elements); from += elementsAtOnce {
		if faults.Load() >= enoughFaults {
			whole = false
			break
		}
		group.Go(func() error {
			for i := from; i < min(from+elementsAtOnce, len(elements)); i++ {
				list[i] = decodeElement(elements[i])
				if list[i].err != nil {
					faults.Add(1)
				}
			}
			return nil
		})
	}
	_ = group.Wait() // what is wrong stands in the list
	return list, whole
}

func decodeElement(e element) decoded {
	if e.text[0] != '{' {
		return decoded{nil, errors.New("an event is an object, in braces"), e.line}
	}
	event := &Event{}
	err := checkSpelling(e.text)
	if err == nil {
		err = inFields(decodeStrict(e.text, event))
	}
	if err == nil {
		err = event.ValidateKept()
	}
	return decoded{event, err, e.line}
}
