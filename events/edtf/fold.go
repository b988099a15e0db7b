package edtf

import "unicode"

// fold brings what is typed to one form, rune for rune: lower case without
// accents, full-width letters and the digits of Arabic as ASCII, traditional
// and Japanese characters that the languages' words use as simplified ones,
// and of the several dashes one sign for hyphens, another for dashes.
func fold(s string) []rune {
	text := []rune(s)
	for i, r := range text {
		text[i] = foldRune(r)
	}
	return text
}

// foldTo says for each character what the characters after it become.
var foldTo = map[rune]string{
	' ': "　\t\n\r\u00a0\u2009\u202f", '-': "‐‑−－", '–': "‒—―～〜─━", ',': "、،", ';': "؛", '.': "。·・•", '\'': "’‘ʼ`´", '?': "؟",
	'a': "àáâãäå", 'c': "ç", 'e': "èéêë", 'i': "ìíîï", 'n': "ñ", 'o': "òóôõöō", 'u': "ùúûü", 's': "ß",
	'纪': "紀", '号': "號", '约': "約", '周': "週", '礼': "禮", '农': "農", '历': "曆暦歷", '旧': "舊", '后': "後", '间': "間", '开': "開",
	'详': "詳", '国': "國", '从': "從", '来': "來", '点': "點", '时': "時", '结': "結", '个': "個箇", '两': "兩", '无': "無", '东': "東",
	'头': "頭", '节': "節", '叶': "葉", '阴': "陰", '阳': "陽", '闰': "閏", '腊': "臘", '晚': "晩", '务': "務", '财': "財", '会': "會",
	'计': "計", '疑': "疑", '为': "為", '许': "許", '顷': "頃", '终': "終", '况': "況", '于': "於", '迟': "遲", '现': "現", '〇': "零○◯",
	'ا': "أإآٱ", 'ي': "ى", 'ه': "ة",
}

var folded = func() map[rune]rune {
	m := map[rune]rune{}
	for to, from := range foldTo {
		for _, r := range from {
			m[r] = to
		}
	}
	return m
}()

func foldRune(r rune) rune {
	switch {
	case r >= '！' && r <= '｝':
		r = r - '！' + '!'
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	}
	r = unicode.ToLower(r)
	if to, ok := folded[r]; ok {
		return to
	}
	return r
}

// letter reports whether r is part of a word that is parted by spaces: Latin
// and Arabic letters, unlike Chinese and Japanese characters.
func letter(r rune) bool {
	return r >= 'a' && r <= 'z' || r > 'z' && unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) && !kana(r)
}

func kana(r rune) bool { return unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r) }

func digit(r rune) bool { return r >= '0' && r <= '9' }
