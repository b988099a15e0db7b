package feeds

import (
	"bytes"
	"encoding/json"
)

// EncodeJSON encodes a value without a line break at its end. It leaves "<" as
// it is: such a document is never put into HTML.
func EncodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
