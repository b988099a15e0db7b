package terminal

import (
	"bytes"
	"testing"
)

// TestVisibleKeepsCharactersWhole writes byte by byte.
func TestVisibleKeepsCharactersWhole(t *testing.T) {
	var b bytes.Buffer
	v := &visible{w: &b}
	for _, c := range []byte("上海\u202e\x1b[0m\tok\xff!\n") {
		if n, err := v.Write([]byte{c}); n != 1 || err != nil {
			t.Fatalf("%d bytes written: %v", n, err)
		}
	}
	if got, want := b.String(), "上海\\u202e\\u001b[0m\tok\ufffd!\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
