package events

import (
	"bytes"
	"encoding/json"
	"runtime"
	"sync"
	"sync/atomic"
)

// element is one event of a record file.
type element struct {
	text []byte
	line int // of its first character, counted from 1
}

// splitRecord finds the events of a record file without decoding them, so that
// they can be decoded side by side. head is the file with an empty list in
// their place. It is not ok, for whatever reason, with anything but a plain
// file; whoever decodes everything at once knows what is wrong.
func splitRecord(data []byte) (head []byte, elements []element, ok bool) {
	s := splitter{data: data}
	if !s.take('{') {
		return nil, nil, false
	}
	first, last := -1, -1 // of the list
	for more := !s.take('}'); more; {
		key, ok := s.key()
		if !ok {
			return nil, nil, false
		}
		s.space()
		start := s.at
		switch {
		case !bytes.EqualFold(key, []byte("events")):
			ok = s.skip()
		case first < 0 && string(key) == "events":
			elements, ok = s.list()
			first, last = start, s.at
		default:
			ok = false
		}
		if more = s.take(','); !ok || !more && !s.take('}') {
			return nil, nil, false
		}
	}
	s.space()
	if first < 0 || s.at < len(data) {
		return nil, nil, false
	}
	head = append(append(bytes.Clone(data[:first]), "[]"...), data[last:]...)
	return head, elements, true
}

// splitter walks through JSON. It looks only for where values end.
type splitter struct {
	data []byte
	at   int
}

func (s *splitter) space() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return
		}
	}
}

// take skips white space and then the character, if it is there.
func (s *splitter) take(c byte) bool {
	s.space()
	if s.at < len(s.data) && s.data[s.at] == c {
		s.at++
		return true
	}
	return false
}

// key takes a name and its colon.
func (s *splitter) key() ([]byte, bool) {
	s.space()
	start := s.at
	if !s.quoted() {
		return nil, false
	}
	key := s.data[start+1 : s.at-1]
	return key, s.take(':') && bytes.IndexByte(key, '\\') < 0
}

// quoted takes a string.
func (s *splitter) quoted() bool {
	if s.at >= len(s.data) || s.data[s.at] != '"' {
		return false
	}
	for s.at++; s.at < len(s.data); {
		n := bytes.IndexByte(s.data[s.at:], '"')
		if n < 0 {
			break
		}
		escapes := 0
		for i := s.at + n - 1; i >= s.at && s.data[i] == '\\'; i-- {
			escapes++
		}
		if s.at += n + 1; escapes%2 == 0 {
			return true
		}
	}
	return false
}

// skip takes a value of any kind.
func (s *splitter) skip() bool {
	depth := 0
	for start := s.at; s.at < len(s.data); {
		switch c := s.data[s.at]; c {
		case '"':
			if !s.quoted() {
				return false
			}
		case '{', '[':
			depth++
			s.at++
		case '}', ']', ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return s.at > start
			}
			if c == '}' || c == ']' {
				depth--
			}
			s.at++
		default:
			s.at++
			continue
		}
		if depth == 0 {
			return true
		}
	}
	return false
}

// list takes a list and gives its elements.
func (s *splitter) list() ([]element, bool) {
	if !s.take('[') {
		return nil, false
	}
	list := []element{}
	if s.take(']') {
		return list, true
	}
	line, counted := 1, 0
	for {
		s.space()
		start := s.at
		line, counted = line+bytes.Count(s.data[counted:start], []byte("\n")), start
		if !s.skip() {
			return nil, false
		}
		list = append(list, element{s.data[start:s.at], line})
		if s.take(']') {
			return list, true
		}
		if !s.take(',') {
			return nil, false
		}
	}
}

// decoded is what became of an element.
type decoded struct {
	event *Event
	err   error
	line  int
}

// decodeElements decodes and validates every element, on all processors. It is
// not ok if some element is no JSON at all.
func decodeElements(elements []element) (list []decoded, ok bool) {
	list = make([]decoded, len(elements))
	var next atomic.Int64
	var broken atomic.Bool
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			shared := NewInterner()
			for i := next.Add(1) - 1; int(i) < len(elements) && !broken.Load(); i = next.Add(1) - 1 {
				list[i] = decodeElement(elements[i], shared)
				if list[i].err != nil && !json.Valid(elements[i].text) {
					broken.Store(true)
				}
			}
		})
	}
	wg.Wait()
	return list, !broken.Load()
}

func decodeElement(e element, shared *Interner) decoded {
	event := &Event{}
	err := decodeStrict(e.text, event)
	if err == nil {
		err = event.ValidateKept()
	}
	if err == nil {
		shared.Share(event)
	}
	return decoded{event, err, e.line}
}
