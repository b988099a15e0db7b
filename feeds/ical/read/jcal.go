package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// jcalReader writes jCal (RFC 7265) as the content lines that it stands for, so
// that all that follows knows one spelling.
type jcalReader struct {
	data  []byte
	dec   *json.Decoder
	out   bytes.Buffer
	lines []int // of the file, for each line written
	at    int   // offset up to which line breaks are counted
	line  int
}

// linesOfJCal returns the content lines, and in which line of the file each
// stands.
func linesOfJCal(data []byte) ([]byte, []int, error) {
	r := &jcalReader{data: data, dec: json.NewDecoder(bytes.NewReader(data)), line: 1}
	r.dec.UseNumber()
	for {
		err := r.component(0)
		if errors.Is(err, io.EOF) && r.out.Len() > 0 {
			return r.out.Bytes(), r.lines, nil // several, one after the other
		}
		if err != nil {
			r.here()
			return nil, nil, fmt.Errorf("line %d: reading jCal: %w", r.line, err)
		}
	}
}

// here counts the lines up to where the decoder is.
func (r *jcalReader) here() {
	to := min(int(r.dec.InputOffset()), len(r.data))
	r.line += bytes.Count(r.data[r.at:to], []byte("\n"))
	r.at = to
}

func (r *jcalReader) write(line string) {
	r.here()
	r.out.WriteString(line + "\n")
	r.lines = append(r.lines, r.line)
}

// component reads [name, properties, components] (RFC 7265 §3.3).
func (r *jcalReader) component(depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("more than %d components stand in each other", maxDepth)
	}
	var name string
	if err := r.expect('['); err != nil {
		return err
	}
	if err := r.dec.Decode(&name); err != nil {
		return fmt.Errorf("a component starts with its name: %w", err)
	}
	name = strings.ToUpper(name)
	if !isName(name) {
		return fmt.Errorf("%.40q is no name of a component", name)
	}
	r.write("BEGIN:" + name)
	for _, list := range []func() error{r.property, func() error { return r.component(depth + 1) }} {
		if err := r.expect('['); err != nil {
			return err
		}
		for r.dec.More() {
			if err := list(); err != nil {
				return err
			}
		}
		if err := r.expect(']'); err != nil {
			return err
		}
	}
	if err := r.expect(']'); err != nil {
		return err
	}
	r.write("END:" + name)
	return nil
}

func (r *jcalReader) expect(want json.Delim) error {
	token, err := r.dec.Token()
	if err != nil {
		return err
	}
	if token != want {
		return fmt.Errorf("there is %.40v where %q belongs", token, want.String())
	}
	return nil
}

// property reads [name, parameters, type, value, …] (RFC 7265 §3.4).
func (r *jcalReader) property() error {
	var parts []json.RawMessage
	if err := r.dec.Decode(&parts); err != nil {
		return err
	}
	if len(parts) < 4 {
		return fmt.Errorf("a property has name, parameters, type and value; there are %d of them", len(parts))
	}
	var name, kind string
	params := map[string]any{}
	for i, into := range []any{&name, &params, &kind} {
		if err := json.Unmarshal(parts[i], into); err != nil {
			return fmt.Errorf("property %.40q: %w", name, err)
		}
	}
	values := make([]string, 0, len(parts)-3)
	for _, raw := range parts[3:] {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil {
			return err
		}
		values = append(values, jcalValue(strings.ToUpper(kind), v))
	}
	line := strings.ToUpper(name)
	if kind == "binary" {
		line += ";VALUE=BINARY"
	}
	for key, v := range params {
		line += jcalParam(key, v)
	}
	r.write(strings.Join(strings.FieldsFunc(line+":"+strings.Join(values, ","), isLineBreak), " "))
	return nil
}

func isLineBreak(r rune) bool { return r == '\n' || r == '\r' }

// jcalParam spells a parameter as RFC 6868 does.
func jcalParam(key string, v any) string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	quoted := make([]string, len(list))
	for i, x := range list {
		quoted[i] = `"` + strings.NewReplacer("^", "^^", "\n", "^n", `"`, "^'").Replace(fmt.Sprint(x)) + `"`
	}
	return ";" + strings.ToUpper(key) + "=" + strings.Join(quoted, ",")
}

// jcalValue spells a value as RFC 5545 §3.3 does. Dates may keep their hyphens.
func jcalValue(kind string, v any) string {
	switch v := v.(type) {
	case string:
		if kind == "TEXT" || kind == "UNKNOWN" {
			return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(v)
		}
		return v
	case []any:
		separator := ";" // structured, as GEO is
		if kind == "PERIOD" {
			separator = "/"
		}
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = jcalValue(kind, x)
		}
		return strings.Join(parts, separator)
	case map[string]any:
		return jcalRule(v)
	}
	return fmt.Sprint(v)
}

// jcalRule spells a rule (RFC 7265 §3.6.10).
func jcalRule(rule map[string]any) string {
	var parts []string
	for key, v := range rule {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		values := make([]string, len(list))
		for i, x := range list {
			values[i] = fmt.Sprint(x)
		}
		value := strings.Join(values, ",")
		if strings.EqualFold(key, "until") {
			value = strings.NewReplacer("-", "", ":", "").Replace(value)
		}
		parts = append(parts, strings.ToUpper(key)+"="+value)
	}
	return strings.Join(parts, ";")
}
