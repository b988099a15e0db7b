package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"almanac.example/events"
)

// decodeStrict decodes one JSON value. A name that the type does not know, also
// one that differs in its case, and one that stands twice are refused with
// their paths; what is no JSON is a bad request.
func decodeStrict(data []byte, into any) error {
	if err := checkNames(data, reflect.TypeOf(into).Elem()); err != nil {
		return err
	}
	err := json.Unmarshal(data, into)
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind):
		return unprocessable(fieldOf(kind), fmt.Sprintf("is a %s; must be %s", kind.Value, worded(kind.Type)))
	}
	return unprocessable("body", strings.TrimPrefix(err.Error(), "json: "))
}

// fieldOf is the path of what has the wrong type.
func fieldOf(err *json.UnmarshalTypeError) string {
	if err.Field == "" {
		return "body"
	}
	return err.Field
}

// worded says in a word what a type takes.
func worded(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a string"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "an object"
	case reflect.Pointer:
		return worded(t.Elem())
	}
	return "a number"
}

// checkNames walks through a JSON value beside the type that it is to become.
func checkNames(data []byte, t reflect.Type) error {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return badRequest("body", "missing; send JSON")
	case !utf8.Valid(data):
		return badRequest("body", "is not valid UTF-8")
	}
	w := walker{dec: json.NewDecoder(bytes.NewReader(data)), bad: &events.Invalid{Subject: "body"}}
	w.dec.UseNumber()
	err := w.value(t, "")
	if err == nil {
		if _, more := w.dec.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("there is something after it; send one value")
		}
	}
	if err != nil {
		return badRequest("body", "is no JSON: "+strings.TrimPrefix(err.Error(), "json: "))
	}
	if len(w.bad.Problems) > 0 {
		return w.bad
	}
	return nil
}

// walker reads a JSON value token by token.
type walker struct {
	dec   *json.Decoder
	bad   *events.Invalid
	depth int
}

const (
	maxDepth = 64 // of values in values
	maxFound = 20 // problems that are told at once
)

// value reads one value; t is nil where anything goes.
func (w *walker) value(t reflect.Type, path string) error {
	if w.depth++; w.depth > maxDepth {
		return fmt.Errorf("it is more than %d values deep", maxDepth)
	}
	defer func() { w.depth-- }()
	token, err := w.dec.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return w.object(plain(t), path)
	case json.Delim('['):
		return w.list(plain(t), path)
	}
	return nil
}

// plain is what a type holds if its JSON form is that of its fields or elements;
// nil if it reads itself.
func plain(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || reflect.PointerTo(t).Implements(typeOf[json.Unmarshaler]()) {
		return nil
	}
	return t
}

func (w *walker) object(t reflect.Type, path string) error {
	seen := map[string]bool{}
	for w.dec.More() {
		token, err := w.dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		at := name
		if path != "" {
			at = path + "." + name
		}
		if seen[name] {
			w.found(at, "stands twice")
		}
		seen[name] = true
		if err := w.value(w.member(t, name, at), at); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

// member is the type of what has the name in an object.
func (w *walker) member(t reflect.Type, name, path string) reflect.Type {
	if t == nil {
		return nil
	}
	switch t.Kind() {
	case reflect.Map:
		return t.Elem()
	case reflect.Struct:
		if f, ok := fieldNamed(t, name); ok {
			return f
		}
		w.found(path, "unknown field")
	}
	return nil
}

// fieldNamed is the type of the field that JSON knows by the name.
func fieldNamed(t reflect.Type, name string) (reflect.Type, bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && tag == "" {
			if inner, ok := fieldNamed(f.Type, name); ok {
				return inner, true
			}
			continue
		}
		if tag == name && tag != "-" && tag != "" {
			return f.Type, true
		}
	}
	return nil, false
}

func (w *walker) list(t reflect.Type, path string) error {
	var elem reflect.Type
	if t != nil && t.Kind() == reflect.Slice {
		elem = t.Elem()
	}
	for i := 0; w.dec.More(); i++ {
		if err := w.value(elem, fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

func (w *walker) found(path, reason string) {
	if len(w.bad.Problems) < maxFound {
		w.bad.Problems = append(w.bad.Problems, events.Problem{Field: path, Reason: reason})
	}
}

// mergePatch does to a JSON value what a merge patch says (RFC 7396).
func mergePatch(target, patch any) any {
	changes, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	into, ok := target.(map[string]any)
	if !ok {
		into = map[string]any{}
	}
	for name, v := range changes {
		if v == nil {
			delete(into, name)
			continue
		}
		into[name] = mergePatch(into[name], v)
	}
	return into
}
