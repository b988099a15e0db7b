package read

import "strings"

// fate is what becomes of a property of a VEVENT.
type fate struct {
	rank rank
	many bool   // may stand several times
	says string // for docs/import.md: what becomes of it
}

// rank says whether a property is looked at, and whether leaving it out is told.
type rank uint8

const (
	kept    rank = iota + 1 // its value becomes a part of the event
	used                    // it decides how others are read
	dropped                 // an event has no place for it; counted in Import.NotKept
	idle                    // it says nothing of the event; passed over without a word
)

// fates is what becomes of the properties of a VEVENT that are known. Others are
// dropped.
var fates = map[string]fate{
	"UID":           {kept, false, "gives the event its ID; kept as origin"},
	"RECURRENCE-ID": {kept, false, "the component is one instance of a series, or with RANGE=THISANDFUTURE all from there on; kept as origin"},
	"SUMMARY":       {kept, false, "title; an instance without one has its series'"},
	"DESCRIPTION":   {kept, false, "summary if it is one short paragraph, otherwise body; HTML becomes Markdown"},
	"LOCATION":      {kept, false, "place"},
	"GEO":           {kept, false, "coordinates of the place; left out where there is no LOCATION"},
	"URL":           {kept, false, "link (http and https)"},
	"IMAGE":         {kept, true, "picture (the first), then links"},
	"ATTACH":        {kept, true, "picture if there is no IMAGE and it is one, otherwise a link; what is in the file itself is left out"},
	"CONFERENCE":    {kept, true, "link (http and https), named by LABEL"},
	"CATEGORIES":    {kept, true, "tags; their spelling becomes the tag's name"},
	"STATUS":        {kept, false, "TENTATIVE and CANCELLED are the event's status"},
	"CLASS":         {used, false, "what is PRIVATE or CONFIDENTIAL becomes a draft"},
	"DTSTART":       {kept, false, "date, or time with its zone"},
	"DTEND":         {kept, false, "last day, or end"},
	"DURATION":      {kept, false, "last day, or end, where there is no DTEND"},
	"RRULE":         {kept, true, "repetition; a second rule that ends becomes single dates"},
	"RDATE":         {kept, true, "additional dates of the repetition, with their lengths"},
	"EXDATE":        {kept, true, "dates that the repetition leaves out"},
	"EXRULE":        {dropped, true, "left out; RFC 5545 has abolished it"},
	"CREATED":       {kept, false, "kept as origin"},
	"LAST-MODIFIED": {kept, false, "kept as origin"},
	"SEQUENCE":      {used, false, "of several components of a UID or instance the last revision counts"},
	"DTSTAMP":       {used, false, "as SEQUENCE, between equal ones"},

	"X-ALT-DESC":           {used, true, "read where DESCRIPTION is missing"},
	"STYLED-DESCRIPTION":   {used, true, "read where DESCRIPTION is missing"},
	"X-GOOGLE-CONFERENCE":  {kept, true, "link"},
	"X-ALMANAC-EDTF":       {kept, false, "the exact date, as long as DTSTART still shows it"},
	"X-ALMANAC-ZONE":       {kept, false, "the zone of a time that is written in UTC"},
	"X-ALMANAC-TITLE":      {kept, false, "the title without remarks about the date"},
	"X-ALMANAC-AS-WRITTEN": {kept, true, "the date in the editor's words"},
	"X-ALMANAC-START":      {kept, false, "where a repetition really starts, as long as DTSTART and RRULE still show it"},
	"X-ALMANAC-RRULE":      {kept, false, "the rule as it stands in the record, as X-ALMANAC-START"},
	"X-ALMANAC-EXDATE":     {kept, false, "the exceptions as they stand in the record, as X-ALMANAC-START"},
	"X-ALMANAC-RDATE":      {kept, false, "the additional dates as they stand in the record, as X-ALMANAC-START"},
	"X-ALMANAC-PART-OF":    {used, false, "the component is a date of another event of the file, and passed over"},

	"TRANSP": {idle, false, "passed over: nobody is busy because of an entry of a chronicle"},
	"METHOD": {idle, false, "passed over here; in the calendar's head it decides (see below)"},

	"ATTENDEE": {rank: dropped, many: true}, "ORGANIZER": {rank: dropped}, "CONTACT": {rank: dropped, many: true}, //nolint:misspell // RFC 5545 §3.8.4.3
	"PRIORITY": {rank: dropped}, "COMMENT": {rank: dropped, many: true}, "RESOURCES": {rank: dropped, many: true},
	"RELATED-TO": {rank: dropped, many: true}, "REQUEST-STATUS": {rank: dropped, many: true}, "COLOR": {rank: dropped},
	"PARTICIPANT": {rank: dropped, many: true}, "VLOCATION": {rank: dropped, many: true}, "VALARM": {rank: dropped, many: true},
}

// inZones lists the properties of VTIMEZONE and its parts that are read.
func inZones(name string) bool {
	switch name {
	case "TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION", "DTSTART", "RRULE", "RDATE":
		return true
	}
	return false
}

// isNoise reports whether a property that is not known is of a kind that says
// nothing of the event: what programs note for themselves.
func isNoise(name string) bool {
	for _, prefix := range []string{"X-MICROSOFT-", "X-MS-", "X-MOZ-", "X-APPLE-", "X-LIC-", "X-EVOLUTION-", "X-ALMANAC-", "X-WR-", "X-LOTUS-", "X-ZIMBRA-"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// mostKinds bounds how many kinds of what is not kept are told apart.
const mostKinds = 50

// tally counts what is not kept, by name.
type tally map[string]int

func (t tally) count(name string) {
	if _, known := t[name]; !known && len(t) >= mostKinds {
		name = "others"
	}
	t[name]++
}
