package ical

import (
	"bytes"
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

// readText reads the whole file, at most limit bytes, as UTF-8 without
// byte order mark, and tells how it was encoded.
func readText(r io.Reader, limit int64) (data []byte, charset string, err error) {
	if limit <= 0 {
		limit = DefaultBytes
	}
	data, err = io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("reading the calendar: %w", err)
	case int64(len(data)) > limit:
		return nil, "", fmt.Errorf("line 1: the calendar has more than %d bytes: %w", limit, events.ErrTooLarge)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, "", fmt.Errorf("line 1: the file is empty; a calendar starts with BEGIN:VCALENDAR")
	}
	charset, decoder := sniffCharset(data)
	if decoder != nil {
		if data, err = decoder.NewDecoder().Bytes(data); err != nil {
			return nil, charset, fmt.Errorf("line 1: reading the calendar as %s: %w", charset, err)
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if i := bytes.IndexByte(data, 0); i >= 0 {
		line := 1 + bytes.Count(data[:i], []byte("\n"))
		return nil, charset, fmt.Errorf("line %d: there is a NUL byte; this is no text file", line)
	}
	return data, charset, nil
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
