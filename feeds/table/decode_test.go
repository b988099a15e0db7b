package table

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	textunicode "golang.org/x/text/encoding/unicode"
)

// TestEncodings are found by plausibility.
func TestEncodings(t *testing.T) {
	const chinese, german = "日期,事件\n1949年10月1日,开国大典在首都举行\n1958年5月,文化馆成立\n", "Datum,Ereignis\n1949,Gründung der Fußballabteilung\n1950,Schützenfest in Großröhrsdorf\n"
	for name, x := range map[string]struct {
		encoding encoding.Encoding
		text     string
		want     string
	}{
		"GB18030":             {simplifiedchinese.GB18030, chinese, "GB18030"},
		"Big5":                {traditionalchinese.Big5, "日期,事件\n1949年10月1日,臺灣博物館舉行開館典禮\n1958年5月,文化館成立\n", "Big5"},
		"Shift_JIS":           {japanese.ShiftJIS, "年月日,出来事\n1949年10月1日,市立博物館の開館式を行う\n1958年5月,はじめての夏まつり\n", "Shift_JIS"},
		"EUC-KR":              {korean.EUCKR, "날짜,사건\n1949년 10월 1일,시립 박물관이 문을 열었다\n1958년 5월,문화회관이 세워졌다\n", "EUC-KR"},
		"one accent":          {charmap.Windows1252, "Datum,Ereignis\n1949,Café\n", "windows-1252"},
		"windows-1252":        {charmap.Windows1252, german, "windows-1252"},
		"windows-1250":        {charmap.Windows1250, "Data,Wydarzenie\n1949,Założenie świetlicy w Łodzi\n1950,Święto żniw\n", "windows-1250"},
		"windows-1251":        {charmap.Windows1251, "Дата,Событие\n1949,Открытие музея\n", "windows-1251"},
		"Spanish questions":   {charmap.Windows1252, "year,title\n2015,\"¿Después de 10 años, realmente entiendo?\"\n2012,¿Dónde están mis años?\n", "windows-1252"},
		"macintosh":           {charmap.Macintosh, german, "macintosh"},
		"UTF-16LE":            {textunicode.UTF16(textunicode.LittleEndian, textunicode.IgnoreBOM), german, "UTF-16LE"},
		"UTF-16BE":            {textunicode.UTF16(textunicode.BigEndian, textunicode.IgnoreBOM), german, "UTF-16BE"},
		"UTF-16LE, its mark":  {textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM), chinese, "UTF-16LE"},
		"UTF-16BE, its mark":  {textunicode.UTF16(textunicode.BigEndian, textunicode.UseBOM), chinese, "UTF-16BE"},
		"UTF-8":               {encoding.Nop, chinese, "UTF-8"},
		"UTF-8 with its mark": {encoding.Nop, "\ufeff" + chinese, "UTF-8"},
		"ASCII":               {encoding.Nop, "Date,Title\n1949,a\n", "UTF-8"},
	} {
		data, err := x.encoding.NewEncoder().Bytes([]byte(x.text))
		if err != nil {
			t.Fatal(name, err)
		}
		for _, named := range []string{"", strings.ToLower(x.want)} {
			text, table, err := decode(data, named)
			if err != nil || table.Encoding != x.want || text != strings.TrimPrefix(x.text, "\ufeff") || len(table.Remarks) > 0 {
				t.Errorf("%s, named %q: %s %v\n%s", name, named, table.Encoding, err, text)
			}
			if shown := len(table.Shown) > 0; shown != (x.want != utf8Name) {
				t.Errorf("%s shows %q", name, table.Shown)
			}
		}
	}
}

// TestFaultyUTF8 stays UTF-8, and what is lost is told.
func TestFaultyUTF8(t *testing.T) {
	text, table, err := decode([]byte("Datum,Ereignis\n1949,Gr\xc3\xbcndung, Stra\xc3\x9fe, \xc3\xa4\xc3\xb6\xc3\xbc \xff\n"), "")
	if err != nil || table.Encoding != utf8Name || !strings.Contains(text, "äöü \ufffd") || len(table.Remarks) != 1 || !strings.Contains(table.Remarks[0], "1 characters are not UTF-8") {
		t.Errorf("%s %q %q %v", table.Encoding, text, table.Remarks, err)
	}
}

// TestShownLines are the first three that are not ASCII, cut.
func TestShownLines(t *testing.T) {
	long := strings.Repeat("é", 200)
	data, err := charmap.Windows1252.NewEncoder().Bytes([]byte("Datum\nplain\nä eins\nplain\nö zwei\nü " + long + "\nß vier\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, err := decode(data, "windows-1252")
	if err != nil || len(table.Shown) != 3 || table.Shown[0] != "ä eins" || table.Shown[1] != "ö zwei" || len([]rune(table.Shown[2])) != longestLine {
		t.Errorf("%q %v", table.Shown, err)
	}
}
