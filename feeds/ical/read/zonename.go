package read

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"almanac.example/events"
)

// namedClock finds a zone by one of its names; nil if there is none. A clock
// that is only likely says in guess what it was taken for.
func namedClock(id string) *zoneClock {
	id = strings.Trim(strings.ReplaceAll(id, `\`, ""), ` "'`)
	switch strings.ToUpper(id) {
	case "":
		return nil
	case "UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "COORDINATED UNIVERSAL TIME", "TZONE://MICROSOFT/UTC":
		return utcClock()
	}
	if c := ianaClock(id); c != nil {
		return c
	}
	if loc := ics.WindowsTimezoneToIANA(id); loc != nil {
		return &zoneClock{name: loc.String(), loc: loc}
	}
	// The longest part from the right that is a name.
	parts := strings.Split(id, "/")
	for n := min(3, len(parts)-1); n >= 2; n-- {
		if c := ianaClock(strings.Join(parts[len(parts)-n:], "/")); c != nil {
			return c
		}
	}
	if name := abbreviations[strings.ToUpper(id)]; name != "" {
		return guessed(name)
	}
	return describedClock(id)
}

// ianaClock finds a zone by its IANA name in any case. The names of zones are
// files, and exact; all but a few are written with capitals where words begin.
func ianaClock(id string) *zoneClock {
	if len(id) >= 64 || strings.Contains(id, "..") || strings.HasPrefix(id, "/") {
		return nil // a path, and no name
	}
	id = strings.ReplaceAll(id, " ", "_")
	for _, name := range []string{id, capitals(id), strings.ToUpper(id)} {
		if loc, err := events.LoadZone(name); err == nil {
			return &zoneClock{name: name, loc: loc}
		}
	}
	return nil
}

// capitals writes words as the names of zones do: Port-au-Prince,
// Dar_es_Salaam, Isle_of_Man.
func capitals(id string) string {
	b := []byte(strings.ToLower(id))
	start := 0
	for i := 0; i <= len(b); i++ {
		if i < len(b) && b[i] >= 'a' && b[i] <= 'z' {
			continue
		}
		word := string(b[start:i])
		if small := word == "of" || word == "es" || word == "au"; i > start && !small {
			b[start] -= 'a' - 'A'
		}
		start = i + 1
	}
	return string(b)
}

func guessed(name string) *zoneClock {
	loc, err := events.LoadZone(name)
	if err != nil {
		return nil
	}
	return &zoneClock{name: name, loc: loc, guess: name}
}

// abbreviations are short and shown names that mean one zone only; CST and IST are
// not among them.
var abbreviations = map[string]string{
	"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "MDT": "America/Denver", "CDT": "America/Chicago", "EDT": "America/New_York",
	"CEST": "Europe/Berlin", "BST": "Europe/London", "EEST": "Europe/Athens", "WEST": "Europe/Lisbon", "MSK": "Europe/Moscow",
	"JST": "Asia/Tokyo", "KST": "Asia/Seoul", "HKT": "Asia/Hong_Kong", "AEST": "Australia/Brisbane", "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",

	// Programs also write what their users see.
	"MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "MITTELEUROPÄISCHE ZEIT": "Europe/Berlin", "MITTELEUROPÄISCHE SOMMERZEIT": "Europe/Berlin", "MITTELEUROPÄISCHE NORMALZEIT": "Europe/Berlin",
	"中国标准时间": "Asia/Shanghai", "北京时间": "Asia/Shanghai", "CHINA TIME": "Asia/Shanghai", "US-EASTERN": "America/New_York", "US-CENTRAL": "America/Chicago", "US-MOUNTAIN": "America/Denver", "US-PACIFIC": "America/Los_Angeles",
}

// offsetName finds an offset from UTC in the name of a zone: "GMT+0200",
// "(UTC-05:00) Eastern Time (US & Canada)", "UTC+8", "UTC+5.5", "GMT -0500
// (Standard) / GMT -0400 (Daylight)".
var offsetName = regexp.MustCompile(`(?i)^\(?(?:GMT|UTC|UT)?\s*([+\-−])\s*(\d{1,2})(?:[:.]?(\d{2})|\.(5))?\)?\s*(.*)$`)

// describedClock reads a name that tells the offset, places, or both. Of the
// places a zone of that offset is taken; otherwise the offset itself counts.
func describedClock(id string) *zoneClock {
	m := offsetName.FindStringSubmatch(id)
	if m == nil {
		return clockAmong(id, func(int) bool { return true })
	}
	minutes := m[3]
	switch { // WordPress writes parts of an hour
	case m[4] != "":
		minutes = "30"
	case minutes == "75":
		minutes = "45"
	}
	offset, ok := parseOffset(sign(m[1]) + fmt.Sprintf("%02s%02s", m[2], minutes))
	if !ok {
		return nil
	}
	if second := daylightName.FindStringSubmatch(m[5]); second != nil {
		summer, ok := parseOffset(sign(second[1]) + fmt.Sprintf("%02s%02s", second[2], second[3]))
		if c := clockLike(offset, summer); ok && c != nil {
			return c
		}
	}
	if c := clockAmong(m[5], func(winter int) bool { return winter == offset }); c != nil {
		return c
	}
	return fixedClock(offset)
}

// daylightName is the second half of a name that tells both offsets.
var daylightName = regexp.MustCompile(`(?i)/\s*(?:GMT|UTC)\s*([+\-−])\s*(\d{1,2})[:.]?(\d{2})`)

func sign(s string) string {
	if s == "+" {
		return s
	}
	return "-"
}

// clockLike finds a well-known zone with these offsets in winter and summer.
func clockLike(winter, summer int) *zoneClock {
	for _, name := range twinZones() {
		if loc, err := events.LoadZone(name); err == nil {
			if w, s := offsetsOf(loc); w == winter && s == summer {
				return guessed(name)
			}
		}
	}
	return nil
}

// offsetsOf are a zone's smaller and larger offset this side of 2024.
func offsetsOf(loc *time.Location) (winter, summer int) {
	a := offsetOf(time.Date(2024, 1, 15, 0, 0, 0, 0, loc))
	b := offsetOf(time.Date(2024, 7, 15, 0, 0, 0, 0, loc))
	return min(a, b), max(a, b)
}

// regions are where the zones of cities are filed.
var regions = []string{"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian"}

// clockAmong finds a zone whose offset in winter fits, by one of the places that
// a name lists, as Windows shows zones: "Beijing, Chongqing, Hong Kong, Urumqi".
func clockAmong(places string, fits func(winter int) bool) *zoneClock {
	for _, place := range strings.FieldsFunc(places, func(r rune) bool { return strings.ContainsRune(",/:", r) }) {
		place = strings.TrimSpace(place)
		if c := ics.WindowsTimezoneToIANA(strings.TrimSuffix(place, " (US & Canada)") + " Standard Time"); c != nil {
			place = c.String()
		}
		if place = namedPlaces(place); place == "" {
			continue
		}
		for _, name := range append([]string{place}, within(place)...) {
			c := ianaClock(name)
			if c == nil {
				continue
			}
			if winter, _ := offsetsOf(c.loc); fits(winter) {
				return guessed(c.name)
			}
		}
	}
	return nil
}

// namedPlaces is a place as zones call it.
func namedPlaces(place string) string {
	switch strings.TrimSuffix(place, " (US & Canada)") {
	case "Eastern Time":
		return "America/New_York"
	case "Central Time":
		return "America/Chicago"
	case "Mountain Time":
		return "America/Denver"
	case "Pacific Time":
		return "America/Los_Angeles"
	case "Atlantic Time (Canada)":
		return "America/Halifax"
	case "Newfoundland":
		return "America/St_Johns"
	case "Arizona":
		return "America/Phoenix"
	case "Alaska":
		return "America/Anchorage"
	case "Hawaii":
		return "Pacific/Honolulu"
	case "Indiana (East)":
		return "America/Indiana/Indianapolis"
	case "Beijing":
		return "Asia/Shanghai"
	case "Chennai", "Mumbai", "New Delhi":
		return "Asia/Kolkata"
	case "Bern":
		return "Europe/Zurich"
	case "Osaka", "Sapporo":
		return "Asia/Tokyo"
	case "Islamabad":
		return "Asia/Karachi"
	case "St. Petersburg":
		return "Europe/Moscow"
	case "Canberra":
		return "Australia/Canberra"
	case "Wellington":
		return "Pacific/Auckland"
	case "Abu Dhabi":
		return "Asia/Dubai"
	case "Hanoi":
		return "Asia/Bangkok"
	case "West Central Africa":
		return "Africa/Lagos"
	}
	return place
}

func within(place string) []string {
	names := make([]string, len(regions))
	for i, region := range regions {
		names[i] = region + "/" + place
	}
	return names
}

// fixedClock is a clock that is always as far from UTC. Whole hours have a name
// (with the sign of POSIX, the other way round); others are kept in UTC.
func fixedClock(offset int) *zoneClock {
	if offset == 0 {
		return utcClock()
	}
	if c := guessed(fmt.Sprintf("Etc/GMT%+d", -offset/3600)); c != nil && offset%3600 == 0 {
		return c
	}
	return &zoneClock{name: "UTC", loc: time.FixedZone("", offset), guess: "its offset; the times are kept in UTC"}
}
