package table

import (
	"math"
	"strings"
	"time"
)

// format says what the format of a number shows of a date.
type format uint8

// What a format shows.
const (
	showsYear format = 1 << iota
	showsMonth
	showsDay
	showsTime
)

const wholeDay = showsYear | showsMonth | showsDay

// builtinFormat is a format that has a number only (ISO/IEC 29500-1 §18.8.30);
// some of them depend on the language in their signs, not in what they show.
func builtinFormat(id int) format {
	switch id {
	case 14, 15, 30, 31:
		return wholeDay
	case 16, 28, 29, 51, 53, 54, 58:
		return showsMonth | showsDay
	case 17, 27, 36, 50, 52, 57:
		return showsYear | showsMonth
	case 18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56:
		return showsTime
	case 22:
		return wholeDay | showsTime
	}
	return 0
}

// formatOf reads the code of a format such as dd/mm/yyyy hh:mm.
func formatOf(code string) format {
	code, _, _ = strings.Cut(bareCode(code), ";")
	var f format
	var last rune
	for i, r := range code {
		switch r {
		case 'y', 'e', 'g':
			f |= showsYear
		case 'd':
			f |= showsDay
		case 'h', 's':
			f |= showsTime
		case 'm':
			if isMinute(last, code[i:]) {
				f |= showsTime
			} else {
				f |= showsMonth
			}
		}
		if strings.ContainsRune("ydhsm", r) && r != 'm' {
			last = r
		}
	}
	if strings.ContainsAny(code, "0#?") && f != 0 && f&showsTime == 0 {
		return 0 // a number with letters in it
	}
	return f
}

// isMinute reports whether the m that rest begins with are minutes: behind
// hours or before seconds.
func isMinute(last rune, rest string) bool {
	next := strings.TrimLeft(rest, "m")
	i := strings.IndexAny(next, "ydhs")
	return last == 'h' || i >= 0 && next[i] == 's'
}

// bareCode is a format's code in lower case without what it shows as it stands.
func bareCode(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"', '[':
			end := strings.IndexByte(code[i+1:], map[byte]byte{'"': '"', '[': ']'}[c])
			if end < 0 {
				return ""
			}
			inner := strings.ToLower(code[i+1 : i+1+end])
			if c == '[' && strings.Trim(inner, "hms") == "" {
				b.WriteString("h") // time that has passed
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		default:
			b.WriteByte(c)
		}
	}
	text := strings.ToLower(b.String())
	return strings.NewReplacer("general", "", "am/pm", "", "a/p", "").Replace(text)
}

// epoch is the day from which a workbook counts.
type epoch uint8

// The days, and the last one that is written.
const (
	epoch1900  epoch       = iota
	epoch1904              // of old Macintosh programs
	lastSerial = 2_958_465 // 9999-12-31 in epoch1900

	// firstGregorian is 15 October 1582, before which the programs that count
	// backwards from epoch1900 show days of the Julian calendar.
	firstGregorian = -115_858
)

// show writes a number as the date that a format shows of it. Nothing is shown
// of 0, which a formula gives that has nothing to refer to; the day that
// epoch1900 counts and that never was (29 February 1900) is none. LibreOffice
// writes days before its epoch as negative numbers.
func (e epoch) show(n float64, f format) (string, bool) {
	if n < 0 && f&wholeDay == 0 || n > lastSerial || math.IsNaN(n) {
		return "", false
	}
	day := math.Floor(n)
	if day < firstGregorian {
		return showJulian(int(day), f)
	}
	seconds := time.Duration(math.Round((n-day)*86_400)) * time.Second
	zero := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case e == epoch1904:
		zero = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case f&wholeDay == 0:
	case day == 0 && seconds == 0:
		return "", true
	case day == 0:
		f = showsTime
	case day == 60:
		return "", false
	case day > 0 && day < 60:
		zero = zero.AddDate(0, 0, 1)
	}
	at := zero.AddDate(0, 0, int(day)).Add(seconds)
	return at.Format(f.layout(seconds != 0 && day != 0)), true
}

// showJulian writes a day before firstGregorian by the Julian calendar, whose years
// are counted from March so that the leap day is their last. A day that the package
// time does not have, such as 29 February 1100, is none.
func showJulian(day int, f format) (string, bool) {
	const dayOfEpoch = 2_415_019 // the Julian day number of 1899-12-30
	c := day + dayOfEpoch + 32_082
	if c < 0 {
		return "", false
	}
	years := (4*c + 3) / 1461
	ofYear := c - 1461*years/4
	month := (5*ofYear + 2) / 153
	date := ofYear - (153*month+2)/5 + 1
	year := years - 4800 + month/10
	at := time.Date(year, time.Month(month+3-12*(month/10)), date, 0, 0, 0, 0, time.UTC)
	if year < 1 || at.Day() != date {
		return "", false
	}
	return at.Format(f.layout(false)), true
}

// layout is how a day is written of which the format shows so much. A day whose
// year is not shown does not have one: spreadsheets put in that in which it was
// typed.
func (f format) layout(timed bool) string {
	switch {
	case f&wholeDay == 0:
		return "15:04:05"
	case f&showsYear == 0:
		return "2 January"
	case f&showsMonth == 0 && f&showsDay == 0:
		return "2006"
	case f&showsDay == 0:
		return "2006-01"
	case f&showsTime != 0 && timed:
		return "2006-01-02T15:04:05"
	}
	return "2006-01-02"
}
