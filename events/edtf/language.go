package edtf

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Every language is one file: the names of months and weekdays from the
// Unicode CLDR (written by internal/cldr), the patterns Describe fills, and
// the words ParseLoose knows. A new file is a new language; no code names one.
//
//go:embed languages/*.json
var languageFiles embed.FS

// language is one file.
type language struct {
	Tags  []string                   `json:"tags"` // BCP 47 tags the file answers for, its own name first
	CLDR  cldrNames                  `json:"cldr"`
	Write json.RawMessage            `json:"write"`
	Read  map[string]json.RawMessage `json:"read"` // class → words, or lists of words by value

	full, compact phrases
}

// cldrNames are the names a calendar has in one language.
type cldrNames struct {
	Source        string   `json:"source"`
	Months        []string `json:"months"`
	MonthsShort   []string `json:"monthsShort"`
	Weekdays      []string `json:"weekdays"` // Sunday first
	WeekdaysShort []string `json:"weekdaysShort"`
	Eras          []string `json:"eras"`
}

// languages are the files by tag, read once.
var languages = sync.OnceValue(func() map[string]*language {
	byTag := map[string]*language{}
	for _, l := range languageList() {
		for _, tag := range l.Tags {
			byTag[strings.ToLower(tag)] = l
		}
	}
	return byTag
})

// languageList are the files in the order of their names. A file that cannot
// be read is a fault of the build, which the package's tests find.
var languageList = sync.OnceValue(func() []*language {
	entries, err := languageFiles.ReadDir("languages")
	if err != nil {
		panic(err)
	}
	list := make([]*language, len(entries))
	for i, entry := range entries {
		b, err := languageFiles.ReadFile("languages/" + entry.Name())
		if err != nil {
			panic(err)
		}
		if list[i], err = readLanguage(b); err != nil {
			panic(fmt.Errorf("edtf: %s: %w", entry.Name(), err))
		}
	}
	return list
})

func readLanguage(b []byte) (*language, error) {
	l := &language{}
	if err := json.Unmarshal(b, l); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(l.Write, &l.full); err != nil {
		return nil, fmt.Errorf("write: %w", err)
	}
	l.full.monthNames, l.full.weekdayNames, l.full.weekdayShort = l.CLDR.Months, l.CLDR.Weekdays, l.CLDR.WeekdaysShort
	if l.full.NumericMonths {
		l.full.monthNames = l.CLDR.MonthsShort
	}
	l.compact = l.full
	l.compact.monthNames = l.CLDR.MonthsShort
	if l.full.Compact != nil {
		if err := json.Unmarshal(l.full.Compact, &l.compact); err != nil {
			return nil, fmt.Errorf("write.compact: %w", err)
		}
	}
	return l, nil
}

// languageOf finds the file for a BCP 47 tag, the subtags at its end left off
// one by one: zh-Hant-HK is zh-Hant, en_GB is en; nil when there is none.
func languageOf(tag string) *language {
	tag = strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	for {
		if l, ok := languages()[tag]; ok {
			return l
		}
		i := strings.LastIndexByte(tag, '-')
		if i < 0 {
			return nil
		}
		tag = tag[:i]
	}
}

// Languages are the tags of the languages that Describe can word and
// ParseLoose can read, sorted: ar, de, en, es, fr, ja, zh-Hans, zh-Hant.
func Languages() []string {
	var tags []string
	for _, l := range languageList() {
		tags = append(tags, l.Tags[len(l.Tags)-1])
		for _, tag := range l.Tags {
			if strings.Contains(tag, "-Han") {
				tags[len(tags)-1] = tag
			}
		}
	}
	slices.Sort(tags)
	return tags
}

// Speaks reports whether Describe has words for a language tag; it writes
// EDTF for the others.
func Speaks(lang string) bool { return languageOf(lang) != nil }

// MonthName is the name of a month, abbreviated in the Compact style. It is ""
// for a month outside 1 to 12 and for a language without words (see Speaks).
func MonthName(lang string, m time.Month, style Style) string {
	l := languageOf(lang)
	if l == nil || m < time.January || m > time.December {
		return ""
	}
	return l.phrases(style).monthNames[m-1]
}

// WeekdayName is the name of a weekday, abbreviated in the Compact style. It
// is "" for a day outside 0 to 6 and for a language without words.
func WeekdayName(lang string, d time.Weekday, style Style) string {
	l := languageOf(lang)
	switch {
	case l == nil || d < time.Sunday || d > time.Saturday:
		return ""
	case style == Compact:
		return l.CLDR.WeekdaysShort[d]
	}
	return l.CLDR.Weekdays[d]
}

// MonthDay words a day of any year: "10 April". It is "" for a month outside 1 to
// 12 and for a language without words.
func MonthDay(lang string, m time.Month, day int, style Style) string {
	l := languageOf(lang)
	if l == nil || m < time.January || m > time.December {
		return ""
	}
	w := wording{l.phrases(style), style}
	return fill(w.Day, "y", "", "M", w.monthNames[m-1], "d", w.dayNumber(day), "o", w.ordinal(int64(day)))
}

func (l *language) phrases(style Style) *phrases {
	if style == Compact {
		return &l.compact
	}
	return &l.full
}

// phrases are the patterns of one language. What stands in braces is filled
// in: {x} a text worded before, {y} the year with what joins it, {M} and {N}
// months, {d} and {e} days, {n} and {o} a number and its ordinal.
type phrases struct {
	NumericMonths bool              `json:"numericMonths"` // months are always written short
	MonthFirst    bool              `json:"monthFirst"`    // a day may follow the name of its month: May 10
	Group         string            `json:"group"`         // between thousands of a year
	Article       string            `json:"article"`       // left out in titles and after "about"
	Of            string            `json:"of"`            // between a part and a known year
	Roman         bool              `json:"roman"`         // centuries are counted in Roman numerals
	FirstDay      string            `json:"firstDay"`      // for day 1 of a month, when it is not "1"
	Ordinal       map[string]string `json:"ordinal"`       // suffix by last digits; "=1" for exactly 1, "" for the rest

	Year, BC, AD                                         string
	Decade, DecadeFirst, DecadeOld, DecadeOldFirst       string // Old: before 2000; First: the tens 00 to 09
	Century, CenturyBC, Millennium, UnknownYear          string
	YearOf, YearIn                                       [3]string // after a month; after a unit without one: known, one of a period, unknown
	YearWhole                                            string    // a period after a unit without month and day
	Month, SomeMonth                                     string
	Day, DayOfSomeMonth, SomeDay, SomeDayOfSomeMonth     string
	Seasons, Quarters                                    [4]string
	Fourths                                              [3]string
	Halves, Hemispheres                                  [2]string
	Weekday, Time, Zone, DayNotRecorded, SeasonMonths    string
	About, Uncertain, Doubtful, Julian                   string
	Components                                           [4]string // year, month, day, season
	Doubts                                               [3]string // uncertain, approximate, both
	ComponentsAnd, Notes, NotesSeparator                 string
	Irregular, IrregularLong, Estimate                   string
	Years, YearsEra, YearsBC, Range                      string
	MonthsWithin, DaysWithinYear, DaysWithinMonth        string
	ElideYear                                            bool // the second date of a range leaves out the same year
	Weekdays                                             string
	From, FromUnknownEnd, Until, UntilUnknownStart       string
	AnyTime, UnknownStartNoEnd, NoStartUnknownEnd        string
	OneOf, AllOf                                         enumeration
	Each                                                 [4]string // season, year, month, day
	OneOfRange, AndEarlier, OrEarlier, AndLater, OrLater string
	Compact                                              json.RawMessage // what is worded otherwise in the Compact style

	monthNames, weekdayNames, weekdayShort []string
}

// enumeration joins the members of a set.
type enumeration struct {
	Separator, Last         string
	OpenSeparator, OpenLast string // when a member reaches without end
	More                    string // after the last that is named: {l} the list, {rest} how many more, {all} how many at all
}

// fill replaces {key} in a pattern by the value that follows the key in pairs.
// A key that is not given stands for nothing.
func fill(pattern string, pairs ...string) string {
	size := len(pattern)
	for i := 1; i < len(pairs); i += 2 {
		size += len(pairs[i])
	}
	b := make([]byte, 0, size)
	for {
		open := strings.IndexByte(pattern, '{')
		if open < 0 {
			return string(append(b, pattern...))
		}
		end := open + strings.IndexByte(pattern[open:], '}')
		b = append(b, pattern[:open]...)
		if i := slices.Index(pairs, pattern[open+1:end]); i >= 0 {
			b = append(b, pairs[i+1]...)
		}
		pattern = pattern[end+1:]
	}
}
