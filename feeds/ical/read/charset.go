package read

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"

	"almanac.example/events"
)

// document is a file as it is about to be read.
type document struct {
	data    []byte // UTF-8 without byte order mark
	charset string // how it was encoded
	lines   []int  // of jCal: in which line of the file each line of data stands; nil otherwise
}

// open reads the whole file, at most limit bytes, which may be compressed.
func open(r io.Reader, limit int64) (document, error) {
	if limit <= 0 {
		limit = DefaultBytes
	}
	buffered := bufio.NewReader(r)
	r = buffered
	if magic, _ := buffered.Peek(2); string(magic) == "\x1f\x8b" { // what cannot be read is told below
		z, err := gzip.NewReader(buffered)
		if err != nil {
			return document{}, fmt.Errorf("line 1: the file is compressed, but not by gzip: %w", err)
		}
		r = z
	}
	var b bytes.Buffer
	_, err := b.ReadFrom(io.LimitReader(r, limit+1))
	data := b.Bytes()
	switch {
	case err != nil:
		return document{}, fmt.Errorf("reading the calendar: %w", err)
	case int64(len(data)) > limit:
		return document{}, fmt.Errorf("line 1: the calendar has more than %d bytes: %w", limit, events.ErrTooLarge)
	case len(bytes.TrimSpace(data)) == 0:
		return document{}, fmt.Errorf("line 1: the file is empty; a calendar starts with BEGIN:VCALENDAR")
	}
	return decode(data)
}

// decode makes UTF-8 of a file, and lines of jCal.
func decode(data []byte) (document, error) {
	charset, decoder := sniffCharset(data)
	d := document{data: data, charset: charset}
	if decoder != nil {
		var err error
		if d.data, err = decoder.NewDecoder().Bytes(data); err != nil {
			return d, fmt.Errorf("line 1: reading the calendar as %s: %w", charset, err)
		}
	}
	d.data = bytes.TrimPrefix(d.data, []byte("\ufeff"))
	if i := bytes.IndexByte(d.data, 0); i >= 0 {
		line := 1 + bytes.Count(d.data[:i], []byte("\n"))
		return d, fmt.Errorf("line %d: there is a NUL byte; this is no text file", line)
	}
	if first := bytes.TrimSpace(d.data); len(first) > 0 && first[0] == '[' {
		var err error
		d.data, d.lines, err = linesOfJCal(d.data)
		return d, err
	}
	return d, nil
}

// line is where a line of data stands in the file.
func (d *document) line(n int) int {
	if d.lines == nil || n < 1 || n > len(d.lines) {
		return n
	}
	return d.lines[n-1]
}

// onItsLines names the line of the file in an error.
func (d *document) onItsLines(err error) error {
	var at *lineError
	if errors.As(err, &at) {
		at.line = d.line(at.line)
	}
	return err
}

// sniffCharset tells the encoding by the byte order mark, by the zero bytes of
// "BEGIN" in UTF-16, and by what is left as readable text.
func sniffCharset(data []byte) (string, encoding.Encoding) {
	le := textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM)
	be := textunicode.UTF16(textunicode.BigEndian, textunicode.UseBOM)
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte("B\x00E\x00")) || bytes.HasPrefix(data, []byte("b\x00e\x00")):
		return "UTF-16LE", le
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}) || bytes.HasPrefix(data, []byte("\x00B\x00E")) || bytes.HasPrefix(data, []byte("\x00b\x00e")):
		return "UTF-16BE", be
	case mostlyUTF8(data):
		return "UTF-8", nil
	case readsAsChinese(data):
		return "GB18030", simplifiedchinese.GB18030
	}
	return "windows-1252", charmap.Windows1252
}

// mostlyUTF8 reports whether the bytes are UTF-8 but for a few faults, once
// lines that were folded in the middle of a character are joined.
func mostlyUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	good, bad := 0, 0
	for data = unfold(data); len(data) > 0; {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n <= 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good > 2*bad
}

// unfold takes line breaks out that are followed by a space or tab
// (RFC 5545 §3.1).
func unfold(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		n := 0
		switch {
		case data[i] == '\n':
			n = 1
		case data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n':
			n = 2
		}
		if n > 0 && i+n < len(data) && (data[i+n] == ' ' || data[i+n] == '\t') {
			i += n
			continue
		}
		out = append(out, data[i])
	}
	return out
}

// readsAsChinese reports whether the bytes decode as GB18030 without a fault
// and what is not ASCII are mostly Chinese characters.
func readsAsChinese(data []byte) bool {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		return false
	}
	han, other := 0, 0
	for _, r := range string(text) {
		switch {
		case r == utf8.RuneError:
			return false
		case unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef:
			han++
		case r >= utf8.RuneSelf:
			other++
		}
	}
	return han > 4*other
}
