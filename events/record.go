package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// RecordVersion is the version of the JSON form that Record writes.
const RecordVersion = 1

// Record is a whole record as one value: what export writes and import reads.
type Record struct {
	Version int      `json:"almanac"`
	Site    *Site    `json:"site,omitempty"`
	Events  []*Event `json:"events"`
}

// Write writes the lossless JSON form. The same record always gives the same
// bytes: fixed field order, sorted keys, one event a paragraph.
func (r Record) Write(w io.Writer) error {
	head, err := indented(Record{r.Version, r.Site, []*Event{}}, "")
	if err != nil {
		return err
	}
	head, end, ok := bytes.Cut(head, []byte("[]"+"\n}"))
	if !ok {
		return errors.New("encoding the record: its list of events is not where it belongs")
	}
	end = append([]byte("]\n}"), end...)
	if r.Events == nil {
		head, end = append(head, "null"...), end[1:]
	} else {
		head = append(head, '[')
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for i, e := range r.Events {
		text, err := indented(e, "    ")
		if err != nil {
			return err
		}
		before, after := "\n    ", ","
		if i == len(r.Events)-1 {
			after = "\n  "
		}
		if _, err := io.WriteString(w, before+string(bytes.TrimSuffix(text, []byte("\n")))+after); err != nil {
			return err
		}
	}
	_, err = w.Write(end)
	return err
}

// indented is a part of the JSON form.
func indented(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding the record: %w", err)
	}
	return b.Bytes(), nil
}

// maxRecord bounds what ReadRecord takes into memory: some three million
// events.
const maxRecord int64 = 4 << 30

// ReadRecord reads a record in its JSON form and validates every event. All
// that is wrong is told at once, as *RecordErrors naming entry, line and
// field; then nothing of the file may be used.
func ReadRecord(r io.Reader) (Record, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxRecord+1))
	if err != nil {
		return Record{}, fmt.Errorf("reading the record: %w", err)
	}
	return ParseRecord(data)
}

// ParseRecord is ReadRecord for who has the file in memory already. Nothing of
// the record points into data.
func ParseRecord(data []byte) (Record, error) {
	if int64(len(data)) > maxRecord {
		return Record{}, fmt.Errorf("the record is larger than %d bytes: %w", maxRecord, ErrTooLarge)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF")) // some editors begin a file with it
	if err := checkUTF8(data); err != nil {
		return Record{}, err
	}
	rec, elements, err := splitRecord(data)
	if err != nil {
		return Record{}, locate(data, err)
	}
	if rec.Version != RecordVersion {
		return Record{}, fmt.Errorf("line 1: almanac: is %d; this is no Almanac record of version %d", rec.Version, RecordVersion)
	}
	errs := &RecordErrors{}
	if rec.Site != nil {
		errs.add(0, 1, rec.Site.Validate())
	}
	list, whole := decodeElements(elements)
	rec.Events = collect(list, errs)
	errs.Stopped = !whole
	if len(errs.Entries) > 0 {
		return Record{}, errs
	}
	return rec, nil
}

// checkUTF8 refuses what encoding/json would silently replace.
func checkUTF8(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return errors.New("line 1: the file is empty")
	}
	if utf8.Valid(data) {
		return nil
	}
	for line, i := 1, 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return fmt.Errorf("line %d: is not valid UTF-8", line)
		}
		if r == '\n' {
			line++
		}
		i += n
	}
	return nil
}

// collect gathers what could be decoded; of the rest, and of what is there
// twice, the errors.
func collect(all []decoded, errs *RecordErrors) []*Event {
	list := make([]*Event, 0, len(all))
	ids, slugs := make(map[ID]int, len(all)), make(map[string]int, len(all))
	for i, d := range all {
		if d.event == nil && d.err == nil {
			continue // reading stopped before it
		}
		if d.err != nil {
			errs.add(i+1, d.line, d.err)
			continue
		}
		e := d.event
		if n, ok := ids[e.ID]; ok {
			errs.add(i+1, d.line, fmt.Errorf("id: %q is the id of entry %d too", e.ID, n))
		}
		if n, ok := slugs[e.Slug]; ok && e.Status != Deleted {
			errs.add(i+1, d.line, fmt.Errorf("slug: %q is the slug of entry %d too", e.Slug, n))
		}
		ids[e.ID] = i + 1
		if e.Status != Deleted {
			slugs[e.Slug] = i + 1
		}
		list = append(list, e)
	}
	return list
}

// RecordErrors is everything that is wrong with a record file, or, if that is
// very much, what was found first.
type RecordErrors struct {
	Entries []RecordError
	Stopped bool // later entries were not looked at
}

// RecordError is what is wrong with one entry.
type RecordError struct {
	Entry int // counted from 1; 0: the site
	Line  int // of the entry's first character, counted from 1
	Err   error
}

func (e *RecordErrors) add(entry, line int, err error) {
	if err != nil {
		e.Entries = append(e.Entries, RecordError{entry, line, err})
	}
}

// Error tells the first ten problems, one a line, and how many more there are.
func (e *RecordErrors) Error() string {
	var b bytes.Buffer
	for i, p := range e.Entries {
		if i == 10 {
			fmt.Fprintf(&b, "\n… and %d more", len(e.Entries)-i)
			if e.Stopped {
				b.WriteString("; the rest was not looked at")
			}
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		if p.Entry == 0 {
			fmt.Fprintf(&b, "%v", p.Err)
			continue
		}
		fmt.Fprintf(&b, "entry %d, line %d: %v", p.Entry, p.Line, p.Err)
	}
	return b.String()
}

// locate finds the line of a syntax error. A decoder that reads tokens counts
// from the last one, so the whole is looked through again.
func locate(data []byte, err error) error {
	var syntax *json.SyntaxError
	var whole json.RawMessage
	ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if !ended && !errors.As(err, &syntax) {
		return err // it says its line
	}
	if !errors.As(json.Unmarshal(data, &whole), &syntax) {
		return err
	}
	offset := min(syntax.Offset, int64(len(data)))
	return fmt.Errorf("line %d: is no JSON: %w", 1+bytes.Count(data[:offset], []byte("\n")), syntax)
}
