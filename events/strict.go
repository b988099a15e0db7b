package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
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

// checkSpelling refuses what encoding/json would silently mend in a value that
// is JSON: a name that stands twice in one object, of which it keeps the last,
// and half of a surrogate pair, which it replaces (RFC 8259 §4, §8.2).
func checkSpelling(text []byte) error {
	if at := loneSurrogate(text); at >= 0 {
		return fmt.Errorf(`%s is half a character; write both halves, or the character itself`, text[at:at+6])
	}
	var open []map[string]bool // the names of each object around the place; nil for a list
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{':
			open = append(open, map[string]bool{})
		case '[':
			open = append(open, nil)
		case '}', ']':
			open = open[:len(open)-1]
		case '"':
			end := stringEnd(text, i)
			if seen := innermost(open); seen != nil && isName(text, end) && again(seen, text[i:end]) {
				return fmt.Errorf("%s stands twice in one object; keep one of them", text[i:end])
			}
			i = end - 1
		}
	}
	return nil
}

func innermost(open []map[string]bool) map[string]bool {
	if len(open) == 0 {
		return nil
	}
	return open[len(open)-1]
}

// again notes the name and reports whether it was noted before.
func again(seen map[string]bool, quoted []byte) bool {
	name := foldedName(quoted)
	before := seen[name]
	seen[name] = true
	return before
}

// stringEnd is where the string that begins at the place ends.
func stringEnd(text []byte, from int) int {
	for i := from + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// isName reports whether a string that ends at the place is the name of a member.
func isName(text []byte, end int) bool {
	rest := bytes.TrimLeft(text[end:], " \t\r\n")
	return len(rest) > 0 && rest[0] == ':'
}

// foldedName is a name as encoding/json matches it to a field.
func foldedName(quoted []byte) string {
	name := string(quoted[1 : len(quoted)-1])
	if bytes.IndexByte(quoted, '\\') >= 0 {
		_ = json.Unmarshal(quoted, &name) // it is JSON, so it has a value
	}
	return strings.ToLower(name)
}

// loneSurrogate finds an escape of half a surrogate pair without its other half;
// -1 if there is none.
func loneSurrogate(text []byte) int {
	for i := 0; ; {
		n := bytes.IndexByte(text[i:], '\\')
		if n < 0 {
			return -1
		}
		i += n
		switch half(text[i:]) {
		case 'h':
			if half(text[i+6:]) != 'l' {
				return i
			}
			i += 12
		case 'l':
			return i
		default:
			i += 2
		}
		if i >= len(text) {
			return -1
		}
	}
}

// half says whether an escape begins the text that is the high ('h') or the low
// ('l') half of a surrogate pair; 0 if neither.
func half(text []byte) byte {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' || text[2]|0x20 != 'd' {
		return 0
	}
	switch c := text[3] | 0x20; {
	case c == '8' || c == '9' || c == 'a' || c == 'b':
		return 'h'
	case c >= 'c' && c <= 'f':
		return 'l'
	}
	return 0
}

// inFields words an error of encoding/json in the words of the record: with the
// field, and without the types of this program.
func inFields(err error) error {
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) {
		if err == nil || !strings.HasPrefix(err.Error(), "json: ") {
			return err
		}
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	field := kind.Field
	if field == "" {
		field = "value"
	}
	return fmt.Errorf("%s: a %s stands where %s belongs", field, kind.Value, belongs(kind))
}

// belongs says in JSON's words what a field takes.
func belongs(kind *json.UnmarshalTypeError) string {
	switch kind.Type.Kind() {
	case reflect.String:
		return "a string, in quotes,"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list, in brackets,"
	case reflect.Struct, reflect.Map, reflect.Pointer:
		return "an object, in braces,"
	}
	return "a number"
}
