package table

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	textunicode "golang.org/x/text/encoding/unicode"
)

// The names of encodings that need no table of characters.
const (
	utf8Name    = "UTF-8"
	utf16LEName = "UTF-16LE"
	utf16BEName = "UTF-16BE"
	koreanName  = "EUC-KR"
)

// legacy is an encoding from before Unicode.
type legacy struct {
	name     string
	encoding encoding.Encoding
}

// eastern are those of which two bytes make a character, in the order in which
// equals are preferred.
func eastern() []legacy {
	return []legacy{
		{"GB18030", simplifiedchinese.GB18030}, {"Big5", traditionalchinese.Big5}, {"Shift_JIS", japanese.ShiftJIS},
		{koreanName, korean.EUCKR},
	}
}

// western are those of which every byte makes a character.
func western() []legacy {
	return []legacy{
		{"windows-1252", charmap.Windows1252}, {"windows-1250", charmap.Windows1250},
		{"windows-1251", charmap.Windows1251}, {"macintosh", charmap.Macintosh},
	}
}

// Encodings names what a text file can be read as: what File.Encoding takes.
func Encodings() []string {
	names := []string{utf8Name, utf16LEName, utf16BEName}
	for _, l := range append(eastern(), western()...) {
		names = append(names, l.name)
	}
	return names
}

// decode makes UTF-8 of a text file.
func decode(data []byte, name string) (string, *Table, error) {
	t := &Table{}
	if name == "" {
		t.Encoding = detect(data)
	} else {
		for _, known := range Encodings() {
			if strings.EqualFold(known, name) {
				t.Encoding = known
			}
		}
		if t.Encoding == "" {
			return "", nil, refusal("encoding", "%.40q is no encoding that is known; there are %s", name, strings.Join(Encodings(), ", "))
		}
	}
	text, err := decodeAs(data, t.Encoding)
	if err != nil {
		return "", nil, fmt.Errorf("reading the file as %s: %w", t.Encoding, err)
	}
	t.show(text)
	if n := strings.Count(text, "\ufffd"); n > 0 {
		t.Remarks = append(t.Remarks, fmt.Sprintf("%d characters are not %s and are lost; another encoding may be right", n, t.Encoding))
	}
	return text, t, nil
}

func decodeAs(data []byte, name string) (string, error) {
	var d encoding.Encoding
	switch name {
	case utf8Name:
		return strings.ToValidUTF8(string(bytes.TrimPrefix(data, []byte("\ufeff"))), "\ufffd"), nil
	case utf16LEName:
		d = textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM)
	case utf16BEName:
		d = textunicode.UTF16(textunicode.BigEndian, textunicode.UseBOM)
	default:
		for _, l := range append(eastern(), western()...) {
			if l.name == name {
				d = l.encoding
			}
		}
	}
	b, err := d.NewDecoder().Bytes(data)
	return strings.TrimPrefix(string(b), "\ufeff"), err
}

// The lines of a file that show how it was decoded.
const (
	mostShown   = 3
	longestLine = 120 // characters
)

// show keeps the first lines that are not ASCII.
func (t *Table) show(text string) {
	if t.Encoding == utf8Name {
		return
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !isASCII(line) {
			runes := []rune(line[:min(len(line), longestLine*utf8.UTFMax)])
			t.Shown = append(t.Shown, string(runes[:min(len(runes), longestLine)]))
		}
		if len(t.Shown) == mostShown {
			return
		}
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// detect finds the encoding: by its mark, by what is valid, and else by what is
// plausible. Validity says nothing of the older ones: almost any bytes are
// valid GB18030, and all are windows-1252.
func detect(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return utf16LEName
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return utf16BEName
	case bytes.HasPrefix(data, []byte("\ufeff")), utf8.Valid(data):
		if name := wideText(data); name != "" {
			return name
		}
		return utf8Name
	}
	if name := wideText(data); name != "" {
		return name
	}
	if mostlyUTF8(data) {
		return utf8Name
	}
	sample := foreignPart(data)
	if isKorean(sample) {
		return koreanName
	}
	best, most := "", leastEastern
	for _, l := range eastern() {
		if l.name == koreanName {
			continue
		}
		if share := easternShare(l.name, sample); share > most {
			best, most = l.name, share
		}
	}
	if best != "" {
		return best
	}
	return likelyWestern(sample)
}

// leastEastern is which share of the characters of two bytes have to be common
// ones for a text to be Chinese or Japanese.
const leastEastern = 0.8

// wideText tells UTF-16 without a mark by the zero bytes of its ASCII.
func wideText(data []byte) string {
	head := data[:min(len(data), 4000)]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch n := len(head) / 2; {
	case n < 2:
	case zeros[1] > n/3 && zeros[0] == 0:
		return utf16LEName
	case zeros[0] > n/3 && zeros[1] == 0:
		return utf16BEName
	}
	return ""
}

// mostlyUTF8 reports whether the bytes are UTF-8 but for a few faults.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n <= 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good > 4*bad
}

// mostSampled bounds what is looked at to tell an encoding, in bytes.
const mostSampled = 256 << 10

// foreignPart are the lines that hold anything but ASCII.
func foreignPart(data []byte) []byte {
	var sample []byte
	for line := range bytes.Lines(data) {
		if bytes.ContainsFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) {
			sample = append(sample, line...)
		}
		if len(sample) > mostSampled {
			break
		}
	}
	return sample
}

// markDecoded is the byte order mark of UTF-8 as windows-1252 shows it. A table that
// begins with it was UTF-8, and a program has opened and stored it as the other.
const markDecoded = "ï»¿"

// undecode gives a table its texts back if a program has taken its UTF-8 for
// windows-1252, as LibreOffice does without a window: then it begins with the mark.
func (t *Table) undecode() {
	if len(t.Rows) == 0 || !strings.HasPrefix(t.Rows[0].text(0), markDecoded) {
		return
	}
	for i := range t.Rows {
		for n := range t.Rows[i].Cells {
			c := &t.Rows[i].Cells[n]
			if b, err := charmap.Windows1252.NewEncoder().String(c.Text); err == nil && utf8.ValidString(b) {
				c.Text = b
			}
		}
	}
	t.Rows[0].Cells[0].Text = strings.TrimPrefix(t.Rows[0].Cells[0].Text, "\ufeff")
	t.Remarks = append(t.Remarks, "the table was UTF-8 and had been opened as windows-1252; its texts are put right")
}
