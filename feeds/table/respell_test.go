package table

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestSpellings reads single dates as tables write them. What the reader of all
// dates does not know is spelt anew; where that loses words these stay beside it.
func TestSpellings(t *testing.T) {
	for _, c := range []struct{ text, want, words string }{
		// of databases: parts that are zero are not known
		{"2019-05-00", "2019-05", ""}, {"2019-00-00", "2019", ""}, {"2019-00", "2019", ""}, {"2019/05/00", "2019-05", ""},
		{"00.05.1945", "1945-05", ""}, {"0.0.1945", "1945", ""}, {"05/00/1945", "1945-05", ""}, {"00/1945", "1945", ""},
		{"2012-05-00 00:00:00", "2012-05", ""}, {"+1912-04-15T00:00:00Z", "1912-04-15", ""}, {"+1985-00-00T00:00:00Z", "1985", ""},
		{"2019-13-00", "", ""}, {"0000-00-00", "", ""}, {"13/00/1945", "", ""}, {"0000-05-00", "", ""},
		{"-2019-05-24", "", ""}, {"x2019-05-24", "", ""},
		// notes and signs
		{"1815[1]", "1815", ""}, {"18 June 1815[2]", "1815-06-18", ""}, {"1815[1][12]", "1815", ""}, {"1815 [a]", "1815", ""},
		{"1830 (1)", "1830", ""}, {"1830²", "1830", ""}, {"1950年[3]", "1950", ""}, {"44 BC[2]", "-0043", ""}, {"1815[note 3]", "1815", ""},
		{"[1923]", "1923", ""}, {"©1995", "1995", ""}, {"(c) 1995", "1995", ""}, {"cop. 1995", "1995", ""},
		// eras of Japan by a letter or character
		{"R1.5.1", "2019-05-01", "R1.5.1"}, {"H31.4.30", "2019-04-30", "H31.4.30"}, {"S20.8.15", "1945-08-15", "S20.8.15"},
		{"T12.9", "1923-09", "T12.9"}, {"M45/7/30", "1912-07-30", "M45/7/30"}, {"昭20.8.15", "1945-08-15", "昭20.8.15"},
		{"平成元年1月8日", "1989-01-08", "平成元年1月8日"}, {"令元.5.1", "2019-05-01", "令元.5.1"}, {"S70.1.1", "", ""}, {"R1.4.1", "", ""},
		// the republic and the reigns
		{"民國108.5.24", "2019-05-24", "民國108.5.24"}, {"民国10/3", "1921-03", "民国10/3"}, {"民前1年10月10日", "1911-10-10", "民前1年10月10日"},
		{"民國前1年", "1911", "民國前1年"},
		{"光绪二十四年", "1898", "光绪二十四年"}, {"清光緒24年", "1898", "清光緒24年"}, {"宣统三年", "1911", "宣统三年"}, {"乾隆元年", "1736", "乾隆元年"},
		{"明万历四十八年", "1620", "明万历四十八年"}, {"光绪三十五年", "", ""}, {"光绪", "", ""}, {"光绪二十年七月初一", "", ""},
		{"光绪二十年七月初一（1894年8月1日）", "1894-08-01", "光绪二十年七月初一（1894年8月1日）"}, {"光绪二十四年十二月（1899年1月）", "1899-01", "光绪二十四年十二月（1899年1月）"},
		{"光绪二十四年（1898）", "1898", "光绪二十四年（1898）"}, {"光绪二十四年（1899）", "", ""}, {"光绪二十年七月（1884年）", "", ""},
		// Chinese chronicles
		{"1949年10月1日上午", "1949-10-01", "1949年10月1日上午"}, {"1949年10月1日傍晚", "1949-10-01", "1949年10月1日傍晚"},
		{"1953年（具体月份不详）", "1953", "1953年（具体月份不详）"}, {"1953年5月(日期不详)", "1953-05", "1953年5月(日期不详)"},
		{"2019.6.1-6.3", "2019-06-01/2019-06-03", "2019.6.1-6.3"}, {"2019/6/28～7/2", "2019-06-28/2019-07-02", "2019/6/28～7/2"},
		{"2016.3-5", "2016-03/2016-05", "2016.3-5"}, {"2016.5-3", "", ""}, {"2016.3-13", "", ""},
		// Korean
		{"1945년 8월 15일", "1945-08-15", ""}, {"1953년 7월", "1953-07", ""}, {"1988년", "1988", ""}, {"2019년 5월 24일 금요일", "2019-05-24", ""},
		{"1990년대", "199X", ""}, {"19세기", "18XX", ""}, {"2019년 5월 24일 (목)", "", ""}, {"2019년 봄", "2019-21", ""},
		// months of other languages
		{"7 de setembro de 1822", "1822-09-07", ""}, {"março de 1964", "1964-03", ""}, {"17 marzo 1861", "1861-03-17", ""}, {"2 giugno 1946", "1946-06-02", ""},
		{"5 mei 1945", "1945-05-05", ""}, {"maart 1602", "1602-03", ""}, {"12 апреля 1961 г.", "1961-04-12", ""}, {"май 1945", "1945-05", ""},
		{"1812 год", "1812", ""}, {"XIX век", "18XX", ""}, {"XVI secolo", "15XX", ""}, {"1930-е", "193X", ""}, {"1930-е гг.", "193X", ""},
		{"3 maja 1791", "1791-05-03", ""}, {"28 října 1918", "1918-10-28", ""}, {"23 Nisan 1920", "1920-04-23", ""}, {"17 Agustus 1945", "1945-08-17", ""},
		{"24 серпня 1991", "1991-08-24", ""}, {"11 listopada 1918", "", ""}, // November in Poland, October in Croatia
		// as genealogists write
		{"abt 1940", "1940~", ""}, {"Bef. 1920", "[..1919]", ""}, {"aft 1930", "[1931..]", ""},
		// a text of two readings on the same days
		{"1848/49", "1848/1849", "1848/49"}, {"12./13. Juni 2019", "2019-06-12/2019-06-13", "12./13. Juni 2019"}, {"Mai/Juni 1920", "1920-05/1920-06", "Mai/Juni 1920"},
		{"2003/04", "", ""}, {"1955/6", "", ""},
	} {
		table, err := Read(t.Context(), File{Name: "a.csv", Data: []byte("Date\tEvent\n" + c.text + "\tSomething happened\n")})
		if err != nil {
			t.Fatal(err)
		}
		m, err := table.Guess(Options{}).Apply("A=date,B=title")
		if err != nil {
			t.Fatal(err)
		}
		in, err := table.Import(t.Context(), m, Options{Record: record()})
		if err != nil {
			t.Fatal(err)
		}
		got, words := "", ""
		if len(in.Rows) == 1 && in.Rows[0].Event != nil {
			span := in.Rows[0].Event.Span
			got = span.EDTF().String()
			words, _ = span.Words().AsWritten.In(in.Lang)
		}
		if got != c.want || words != c.words {
			t.Errorf("%s is %q in the words %q, want %q in %q", c.text, got, words, c.want, c.words)
		}
	}
}

// TestWords holds the words of other languages to one meaning each.
func TestWords(t *testing.T) {
	if len(foreignWords()) < 150 {
		t.Errorf("%d words", len(foreignWords()))
	}
	for word, meaning := range foreignWords() {
		if word != strings.ToLower(word) || strings.ContainsAny(word, " .") {
			t.Errorf("%q (%s) is never found", word, meaning)
		}
	}
}

// TestKorean tells EUC-KR from GB18030, of which its bytes are valid characters.
func TestKorean(t *testing.T) {
	const text = "날짜,사건\n1945년 8월 15일,광복을 맞이하다\n1950년 6월 25일,전쟁이 일어나다\n1988년,서울에서 올림픽이 열리다\n"
	data, err := korean.EUCKR.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	in := read(t, File{Name: "a.csv", Data: data}, "")
	if got := tell(in); !strings.Contains(got, "2\t1945-08-15\t광복을 맞이하다") || !strings.Contains(got, "4\t1988\t") || in.Refused() != 0 {
		t.Error(got)
	}
	for _, chinese := range []string{
		"日期,事件\n2019-05-24,法案在台北通过\n1949-10-01,开国大典在北京举行\n",
		"date,event\n2019-05-24,日期\n", "时间,内容\n1990,改革开放办公大楼建成\n",
	} {
		data, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(chinese))
		if err != nil {
			t.Fatal(err)
		}
		if got := detect(data); got != "GB18030" {
			t.Errorf("%q is taken for %s", chinese, got)
		}
	}
	if isKorean([]byte("\xb0\xa1")) || isKorean([]byte(strings.Repeat("\xb0\xa1", 30)+"\xb0")) || isKorean([]byte(strings.Repeat("\xb0\xa1", 30)+"\xb0A")) {
		t.Error("what is too short or cut is taken for Korean")
	}
}
