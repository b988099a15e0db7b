package terminal

import (
	"bytes"
	"io"
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

// TestBytesGoAsTheyAre to what is no terminal, where texts are shown.
func TestBytesGoAsTheyAre(t *testing.T) {
	const document = "\ufeffid,title\r\n1,\x1b\xff\r\n"
	var b bytes.Buffer
	for name, w := range map[string]io.Writer{"below what makes it visible": Visible(&b), "of itself": &b} {
		b.Reset()
		if _, err := io.WriteString(Bytes(w), document); err != nil || b.String() != document {
			t.Errorf("%s: %q, %v", name, b.String(), err)
		}
	}
}
