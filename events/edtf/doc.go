// Package edtf reads, writes, compares and words honest dates: the Extended
// Date/Time Format of ISO 8601-2:2019, levels 0, 1 and 2, whole, after the
// profile of the Library of Congress (https://www.loc.gov/standards/datetime/).
//
// A date is often not a day. "Some time in October 2019", "about 1963", "in the
// 1960s", "from 2019 on" are honest dates; a default day or midnight would be
// inventions. A [Value] holds exactly what is known:
//
//	2019-05-24                    a day                      level 0
//	2019-05, 2019                 a month, a year
//	1985-04-12T23:20:30+04:30     a day and time, with or without zone
//	2004-02-01/2005-02            an interval of dates
//	1984?  2004-06~  2004-06-11%  uncertain, approximate, both   level 1
//	201X  20XX  2004-XX           a decade, a century, some month
//	1985-04-XX  1985-XX-XX        some day
//	2001-21                       a season (21 to 24)
//	1985/..  ../1985              no end, no start
//	1985/  /1985                  end or start not known
//	-0220  Y170000002             221 BC, a year of more than four digits
//	156X-12-25  2016-0X           unspecified digits anywhere    level 2
//	2004-06~-11  ?2004-06-~11     doubt about components
//	2001-33  2001-40              quarters, quadrimesters, half-years (25 to 41)
//	Y-17E7  1950S2                exponents, significant digits
//	[1667,1670..1672]  {..1984}   one of these, all of these
//
// # What is promised
//
//   - [Parse] takes what the standard takes and refuses the rest with a
//     [SyntaxError] that names the position and what would be right there. It
//     trims nothing, repairs nothing and never panics; its work is bounded by
//     the length of the input, at most 4,096 bytes. A plain date costs one
//     allocation. Ranges in sets are never listed out.
//   - [Value.String] is canonical: parsing it gives an equal value, and two
//     values are [Value.Equal] exactly when they print alike.
//   - [Value.Earliest] and [Value.Latest] are the first and last real day of the
//     proleptic Gregorian calendar that the value may mean. Years have no
//     limit: neither int64 nor time.Time bounds a [Day].
//   - [Compare] is a total order in the manner of chronicles: exact days first,
//     "in the month" at the month's end, "in the year" at the year's end.
//   - [Value.Describe] words every value in the languages of [Languages], in
//     three styles, and claims no more than the value does: a weekday only when
//     the day is known and lies in the Gregorian calendar, from 1582-10-15 on.
//     A language without words gets the EDTF expression, never another language.
//   - [Reader.Read] and [ParseLoose] read what people write in those languages
//     and never guess: what has two readings is an [AmbiguousError] that names
//     them, everything else that is not read a [RefusedError] with its reason.
//     The answer depends on the text and the Reader alone.
//   - [Day.Julian] and [FromJulian] convert between the Gregorian calendar and
//     the Julian one; [Value.DescribeIn] words days in either.
//
// Values and days are immutable and safe for concurrent use.
//
// # How the standard is read where it leaves a choice
//
//   - Beyond the standard, and marked so by [Value.Extension], stand months and
//     days of years written with Y, since bounds are printed so (Y10000-01-01);
//     doubt about such years; seasons of years with unspecified digits; and
//     fractions of a second, up to nine digits.
//   - An interval with unspecified digits is of level 2, as in the list of the
//     Library of Congress.
//   - Seasons are the meteorological ones: 21 and 25 are March to May, 24 and 28
//     December to February of the next year, 29 to 32 the same for the south
//     (29 is September to November). A season without hemisphere is taken as a
//     northern one.
//   - An interval whose latest end lies before its earliest start is refused;
//     dates of different precision may share a period (2004-06/2004).
//   - Dates with a time of day stand alone, not in intervals or sets. Seconds
//     run from 00 to 59, so leap seconds are refused; 24:00:00 is the end of the
//     day. Zone shifts reach 14 hours.
//   - A day that no year or month of the pattern has is refused: 2019-02-29,
//     2019-02-3X, 19X1-02-29.
//   - There is no year −0: -0000 is refused, and -000X ends with -0001.
//   - Significant digits bound a year by its leading digits: 1950S2 is 1900 to
//     1999. More digits than the year has mean all of them.
//   - A sign right of a component doubts it and all before it, a sign left of it
//     only the component; two signs for one component add up.
//   - Ranges inside sets run between two fully known dates of one kind.
//   - "/" alone, which says nothing, is refused; "../.." is an interval.
//
// # How people's words are read
//
//   - The 18th century is 17XX, 1700 to 1799, whatever is cut out of it: its
//     first half is 1700/1749. Early, middle and late are thirds of a century,
//     decade, year or month and approximate; the beginning and the end of a year
//     are three months.
//   - Before and after leave the date out, until and since include it:
//     [..1909], [1911..], ../1910, 1910/.. . Between is one of a range that
//     includes both ends.
//   - Two digits after a year and a hyphen are the end of a range (1835-57)
//     unless they may be a month too (1911-12), which is asked about. The codes
//     21 to 41 are read in EDTF proper only: by [Parse], or with Reader.EDTF.
//   - Before 1582-10-15 the weekday that is checked is that of the Julian day.
//
// # What it does not know
//
// Other calendars than those two (lunar, Islamic, regnal years but for the eras
// of Japan since 1873 and of the Republic of China), durations, week and ordinal
// dates, basic format without hyphens; today's date, so that "last May" means
// nothing; time zones, whose names it only hands on.
//
// # Languages
//
// Each language is one file of the folder languages: names from the Unicode
// CLDR, written by internal/cldr, patterns for Describe and words for the
// Reader. A new file is a new language; its golden wordings are made by
// go test -update and are to be read by somebody who speaks it.
//
// # Shape of the data
//
//	Value ──► node (immutable)
//	          ├ a date:      year, month and day digits as written, marks,
//	          │              time of day, or a long year
//	          ├ an interval: start, end ──► node, "..", or nothing
//	          ├ a set:       members ──► node, node..node, ..node, node..
//	          └ first, last  Day, zero where open or unknown
package edtf
