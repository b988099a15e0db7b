package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// timeline is the JSON of TimelineJS 3.
type timeline struct {
	Title  *slide  `json:"title,omitempty"`
	Events []slide `json:"events"`
	Eras   []slide `json:"eras,omitempty"`
}

// slide is one event of it.
type slide struct {
	ID      string     `json:"unique_id,omitempty"`
	Start   *slideDate `json:"start_date,omitempty"`
	End     *slideDate `json:"end_date,omitempty"`
	Text    *slideText `json:"text,omitempty"`
	Media   *media     `json:"media,omitempty"`
	Group   string     `json:"group,omitempty"`
	Display string     `json:"display_date,omitempty"`
}

type slideText struct {
	Headline string `json:"headline,omitempty"`
	Text     string `json:"text,omitempty"`
}

type media struct {
	URL     string `json:"url,omitempty"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"credit,omitempty"`
	Alt     string `json:"alt,omitempty"`
}

// slideDate is a date of TimelineJS; its numbers may be texts.
type slideDate struct {
	Year    scalar `json:"year,omitempty"`
	Month   scalar `json:"month,omitempty"`
	Day     scalar `json:"day,omitempty"`
	Hour    scalar `json:"hour,omitempty"`
	Minute  scalar `json:"minute,omitempty"`
	Second  scalar `json:"second,omitempty"`
	Display string `json:"display_date,omitempty"`
}

// scalar is a number, or a text that holds one.
type scalar string

// UnmarshalJSON takes numbers, texts and null.
func (s *scalar) UnmarshalJSON(b []byte) error {
	var text string
	switch {
	case string(b) == "null":
		*s = ""
		return nil
	case json.Unmarshal(b, &text) == nil:
		*s = scalar(strings.TrimSpace(text))
		return nil
	}
	var n json.Number
	err := json.Unmarshal(b, &n)
	*s = scalar(n)
	return err
}

// MarshalJSON writes a number.
func (s scalar) MarshalJSON() ([]byte, error) { return json.Marshal(json.Number(s)) }

// clock is the time of a date as a cell has it.
func (d *slideDate) clock() string {
	if d == nil || d.Hour == "" {
		return ""
	}
	pad := func(s scalar) string { return fmt.Sprintf("%02s", string(s)) }
	text := pad(d.Hour) + ":" + pad(d.Minute)
	if d.Second != "" {
		text += ":" + pad(d.Second)
	}
	return text
}

// isTimelineJS reports whether the bytes begin JSON of TimelineJS. A record
// names its form ("almanac") first.
func isTimelineJS(data []byte) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	if !bytes.HasPrefix(head, []byte("{")) {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(head))
	_, _ = d.Token()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return false
		}
		switch key {
		case "almanac":
			return false
		case "events":
			return holdsSlides(d)
		}
		var skipped json.RawMessage
		if d.Decode(&skipped) != nil {
			return false
		}
	}
	return false
}

// holdsSlides looks at the first of a list of events.
func holdsSlides(d *json.Decoder) bool {
	if t, err := d.Token(); err != nil || t != json.Delim('[') || !d.More() {
		return false
	}
	var first map[string]json.RawMessage
	return d.Decode(&first) == nil && first["start_date"] != nil
}

// slideHeader is the header of the sheet that TimelineJS reads, with what its
// JSON has besides.
var slideHeader = []string{
	"Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date",
	"Headline", "Text", "Media", "Media Credit", "Media Caption", "Alt Text", "Type", "Group", "Unique ID",
}

// readTimelineJS makes a table of the JSON, the rows being the events from 1.
func readTimelineJS(data []byte) (*Table, error) {
	var in timeline
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	if err := d.Decode(&in); err != nil {
		return nil, refusal("no-timeline", "this is no JSON of TimelineJS: %w", err)
	}
	if len(in.Events) == 0 {
		return nil, refusal("timeline-empty", "the timeline has no events")
	}
	t := &Table{Encoding: utf8Name, Rows: []Row{rowOf(0, slideHeader)}}
	for i := range in.Events {
		if err := checkSize(i, Row{}); err != nil {
			return nil, err
		}
		t.Rows = append(t.Rows, rowOf(i+1, in.Events[i].cells()))
	}
	if n := len(in.Eras); n > 0 {
		t.Remarks = append(t.Remarks, fmt.Sprintf("eras left out: %d; they are no events", n))
	}
	return t, nil
}

func rowOf(number int, texts []string) Row {
	r := Row{Number: number}
	for _, s := range texts {
		r.Cells = append(r.Cells, Cell{Text: strings.TrimSpace(s)})
	}
	return r
}

func (s *slide) cells() []string {
	start, end, text, m := s.Start, s.End, s.Text, s.Media
	if start == nil {
		start = &slideDate{}
	}
	if end == nil {
		end = &slideDate{}
	}
	if text == nil {
		text = &slideText{}
	}
	if m == nil {
		m = &media{}
	}
	display := s.Display
	if display == "" {
		display = start.Display
	}
	return []string{
		string(start.Year), string(start.Month), string(start.Day), start.clock(),
		string(end.Year), string(end.Month), string(end.Day), end.clock(), display,
		text.Headline, text.Text, m.URL, m.Credit, m.Caption, m.Alt, "", s.Group, s.ID,
	}
}
