package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
)

// decode turns bytes into UTF-8: by byte order mark, as UTF-8, as UTF-16 by
// its shape, by what an HTML head declares, as GB18030, or as Windows-1252
// where the text is nearly all ASCII.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeUTF16(data[2:], false)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data[2:], true)
	}
	if little, big := utf16Shape(data); (little || big) && len(data)%2 == 0 {
		return decodeUTF16(data, big)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", ErrBinary
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	if e := declared(data); e != nil {
		if text, err := convert(e, data); err == nil {
			return text, nil
		}
	}
	return decodeLegacy(data)
}

// decodeLegacy decides between GB18030 and Windows-1252 by how the bytes over
// 0x7f stand: Chinese ones come in pairs.
func decodeLegacy(data []byte) (string, error) {
	paired, high := 0, 0
	for i := 0; i < len(data); i++ {
		if data[i] < 0x80 {
			continue
		}
		high++
		if i+1 < len(data) && data[i] >= 0xa1 && data[i+1] >= 0xa1 {
			paired += 2
			high++
			i++
		}
	}
	if paired*10 < high*6 && high*10 < len(data) {
		return convert(charmap.Windows1252, data)
	}
	text, err := convert(simplifiedchinese.GB18030, data)
	if err != nil {
		return "", ErrEncoding
	}
	return text, nil
}

func convert(e encoding.Encoding, data []byte) (string, error) {
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrEncoding, err)
	}
	if bad := bytes.Count(text, []byte("\uFFFD")); bad*200 > utf8.RuneCount(text) {
		return "", ErrEncoding
	}
	return string(text), nil
}

// metaCharset finds the encoding an HTML head declares.
var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?([a-z0-9_-]{2,20})`)

func declared(data []byte) encoding.Encoding {
	m := metaCharset.FindSubmatch(data[:min(len(data), 4096)])
	if m == nil {
		return nil
	}
	e, err := htmlindex.Get(string(m[1]))
	if err != nil {
		return nil
	}
	return e
}

// utf16Shape recognises UTF-16 without a mark by the zero bytes of its ASCII
// characters: nearly all on one side of the pairs.
func utf16Shape(data []byte) (little, big bool) {
	n := min(len(data), 4096) &^ 1
	if n < 4 {
		return false, false
	}
	even, odd := 0, 0
	for i := 0; i < n; i += 2 {
		if data[i] == 0 {
			even++
		}
		if data[i+1] == 0 {
			odd++
		}
	}
	return odd*20 > n && even*20 < odd, even*20 > n && odd*20 < even
}

func decodeUTF16(data []byte, big bool) (string, error) {
	if len(data)%2 != 0 {
		return "", fmt.Errorf("%w: UTF-16 of an odd number of bytes", ErrEncoding)
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		a, b := uint16(data[2*i]), uint16(data[2*i+1])
		if big {
			a, b = b, a
		}
		units[i] = a | b<<8
	}
	return string(utf16.Decode(units)), nil
}

// clean makes a line readable: no control, zero-width or soft-hyphen
// characters, plain blanks, and Han characters instead of the radicals and
// compatibility forms that some PDF fonts yield.
func clean(s string) string {
	if !strings.ContainsFunc(s, unclean) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == '\u00a0' || r == '\u202f':
			b.WriteByte(' ')
		case dropped(r):
		case compatibility(r):
			b.WriteString(norm.NFKC.String(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unclean(r rune) bool {
	return r == '\u00a0' || r == '\u202f' || dropped(r) || compatibility(r)
}

func dropped(r rune) bool {
	switch {
	case r == '\t':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	}
	return r == 0xad || r == 0xfeff || r == 0xfffe || r == utf8.RuneError
}

func compatibility(r rune) bool {
	return r >= 0x2e80 && r <= 0x2fdf || r >= 0xf900 && r <= 0xfaff || r >= 0xfb00 && r <= 0xfb06
}

// binary says whether decoded text is no text: too many control characters.
func binary(text string) bool {
	control, all := 0, 0
	for _, r := range text[:min(len(text), 64<<10)] {
		all++
		if r < 0x20 && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != '\v' && r != 0x1b {
			control++
		}
	}
	return control*100 > all
}
