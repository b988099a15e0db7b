package frame

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Form is what was sent with a page. The zero Form is that of a page that was
// only looked at: it has no fields.
type Form struct {
	Values url.Values
	Files  map[string][]byte // by name of the field; empty where none may be sent
	Names  map[string]string // what the files are called, as they were sent
}

// Line is a field of one line: white space becomes single spaces, none at the
// ends.
func (f Form) Line(name string) string {
	return strings.Join(strings.Fields(f.Values.Get(name)), " ")
}

// Secret is a field as it was typed: a password may begin with a space.
func (f Form) Secret(name string) string { return f.Values.Get(name) }

// Text is a field of several lines: they end in a line feed, and nothing stands
// at the end of a line or of the text.
func (f Form) Text(name string) string {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(f.Values.Get(name))
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// Lines are the lines of a field that say something.
func (f Form) Lines(name string) []string {
	lines := strings.Split(f.Text(name), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return slices.DeleteFunc(lines, func(l string) bool { return l == "" })
}

// Has reports whether the field was sent, be it empty.
func (f Form) Has(name string) bool { return f.Values.Has(name) }

// Checked reports whether a box was ticked.
func (f Form) Checked(name string) bool { return f.Values.Get(name) != "" }

// All are the values of a field that may stand several times, without empty ones
// and doubles, in the order they were sent.
func (f Form) All(name string) []string {
	var list []string
	for _, v := range f.Values[name] {
		if v != "" && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// Number is a whole number that is not negative; 0 if the field holds none.
func (f Form) Number(name string) int64 {
	n, err := strconv.ParseInt(f.Values.Get(name), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// Rows counts the numbered rows of a form: fields prefix + "0", prefix + "1" and
// so on, as far as they stand without a gap, at most limit.
func (f Form) Rows(prefix string, limit int) int {
	n := 0
	for n < limit && f.Has(prefix+strconv.Itoa(n)) {
		n++
	}
	return n
}

// seenPrefix begins the hidden fields that say what a form was filled with.
const seenPrefix = "seen-"

// Seen are hidden fields that say what a form is filled with, names and values in
// turns: see Merged.
func Seen(pairs ...string) []Hidden {
	var list []Hidden
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, Hidden{seenPrefix + pairs[i], pairs[i+1]})
	}
	return list
}

// Ticked is the value of a box that is ticked, or is not.
func Ticked(b bool) string {
	if b {
		return "1"
	}
	return ""
}

// Merged is a field of a form that several people may have open at once: as it is
// stored if its person left it as it was filled, else as it was typed. Clash is true
// if somebody else has changed it meanwhile, to something else.
func (f Form) Merged(name, typed, stored string) (value string, clash bool) {
	seen := f.Values.Get(seenPrefix + name)
	switch {
	case !f.Has(seenPrefix + name):
		return typed, false
	case typed == seen:
		return stored, false
	}
	return typed, stored != seen && stored != typed
}

// Hidden are the fields as hidden ones of another form: what was typed travels on
// with it. Those named are left out, as the other form has its own; a name that
// ends in a hyphen stands for all that begin with it.
func (f Form) Hidden(but ...string) []Hidden {
	var list []Hidden
	for _, name := range sortedNames(f.Values) {
		if slices.ContainsFunc(but, func(own string) bool {
			return name == own || strings.HasSuffix(own, "-") && strings.HasPrefix(name, own)
		}) {
			continue
		}
		for _, v := range f.Values[name] {
			list = append(list, Hidden{name, v})
		}
	}
	return list
}

// Hidden is a field that a page carries along unseen.
type Hidden struct{ Name, Value string }

func sortedNames(v url.Values) []string {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Fault is something to be mended before a form can be taken.
type Fault struct {
	Field string // id of the input that it leads to
	Label string // name of the field
	Text  string // what is wrong and what would be right, without a full stop
	Lang  string // language of Text as HTML has it, "" if it is the page's
}

// Faults are what is wrong with a form, in the order of its fields.
type Faults []Fault

// Add notes a fault.
func (f *Faults) Add(field, label, text string) {
	*f = append(*f, Fault{Field: field, Label: label, Text: text})
}

// Of is the first fault of a field, "" if there is none.
func (f Faults) Of(field string) string {
	for _, fault := range f {
		if fault.Field == field {
			return fault.Text
		}
	}
	return ""
}
