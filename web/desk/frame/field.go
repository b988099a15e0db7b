package frame

import "strings"

// Field is one input with all that belongs to it, in the order in which it is
// shown: label, hint, fault, input.
type Field struct {
	ID, Name     string
	Type         string // text, password, search, url, area, or "select"
	Label        string
	Optional     string // words after the label, such as "optional"
	Hint         string
	Fault        string
	Value        string
	Lang         string // of the value, as HTML has it; "" if it is the page's
	Class        string // of the input: its width
	Rows         int    // of an area
	Max          int    // most characters, 0: no limit
	Autocomplete string
	Placeholder  string
	List         string // id of a datalist
	Plain        bool   // without a check of spelling
	Quiet        bool   // the label is for those who listen only
	Options      []Option
}

// Option is one choice among several.
type Option struct {
	Value, Label string
	Chosen       bool
	Hint         string
	Lang         string
}

// Describes are the ids of what describes the input, as aria-describedby has
// them.
func (f Field) Describes() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-h")
	}
	if f.Fault != "" {
		ids = append(ids, f.ID+"-e")
	}
	return strings.Join(ids, " ")
}

// HTMLType is the type attribute of an input.
func (f Field) HTMLType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}
