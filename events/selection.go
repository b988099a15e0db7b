package events

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"almanac.example/events/edtf"
)

// Selection says which events of the record are meant; it is the one grammar
// behind every page, calendar and feed. The zero Selection is every public
// event. Keys narrow each other; several values of one key widen it ("tag a or
// tag b"), but for Without, which excludes each.
//
//	key             value                      selects events
//	year            2019, -0220                whose span overlaps the year
//	month           01 to 12, with year        whose span overlaps the month
//	in              EDTF                       whose span overlaps the period
//	from, to        EDTF                       whose span reaches the period after / before
//	within          EDTF                       whose span lies wholly in the period
//	on              MM-DD                      of that day in any year, known to the day
//	tag, -tag       slug                       with / without the tag
//	place           slug                       at the place
//	key             1                          marked important
//	status          published, cancelled
//	precision       day, month, year, …        known that finely
//	q               words                      that contain every word
//	id              ID                         of that ID
//	changed-since   revision                   changed after that revision
//
// String gives the one canonical spelling. No selection means anything that is
// not public, whatever it says.
type Selection struct {
	In           edtf.Value
	From, To     edtf.Value
	Within       edtf.Value
	On           string // "04-10"
	Tags         []string
	Without      []string
	Places       []string
	Key          bool
	Statuses     []Status
	Precisions   []string
	Text         string
	IDs          []ID
	ChangedSince Rev
}

// The limits of a selection keep its spelling, and so every cache key, small.
const (
	maxValues = 20  // values of one key
	maxQuery  = 200 // characters of q
)

var (
	yearPattern = regexp.MustCompile(`^-?[0-9]{4,15}$`) // as far as MaxYear
	onPattern   = regexp.MustCompile(`^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)
)

// SelectionKeys lists the keys that selections have.
func SelectionKeys() []string {
	return []string{"year", "month", "in", "from", "to", "within", "on", "tag", "-tag", "place", "key", "status", "precision", "q", "id", "changed-since"}
}

// ParseSelection reads a selection from its spelling as a URL query.
func ParseSelection(query string) (Selection, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return Selection{}, &Invalid{Subject: "selection", Problems: []Problem{{"query", "is not well encoded: " + err.Error()}}}
	}
	return SelectionOf(values)
}

// SelectionOf reads a selection from a decoded query. Empty values count as absent, as a form
// sends them. The error is an *Invalid whose fields are the keys: an unknown
// key is one too.
func SelectionOf(query url.Values) (Selection, error) {
	p := selectionParser{bad: &Invalid{Subject: "selection"}}
	for _, key := range sortedKeys(query) {
		values := slices.DeleteFunc(slices.Clone(query[key]), func(v string) bool { return v == "" })
		slices.Sort(values)
		values = slices.Compact(values)
		if len(values) > maxValues {
			p.bad.addf(key, "has %d values; at most %d are allowed", len(values), maxValues)
			continue
		}
		p.read(key, values)
	}
	p.period()
	return p.sel, p.bad.orNil()
}

type selectionParser struct {
	sel         Selection
	year, month string
	bad         *Invalid
}

func (p *selectionParser) read(key string, values []string) {
	switch key {
	case "year":
		p.year = p.one(key, values)
	case "month":
		p.month = p.one(key, values)
	case "in":
		p.sel.In = p.date(key, values)
	case "from":
		p.sel.From = p.date(key, values)
	case "to":
		p.sel.To = p.date(key, values)
	case "within":
		p.sel.Within = p.date(key, values)
	case "on":
		p.sel.On = p.day(key, values)
	case "tag":
		p.sel.Tags = p.tags(key, values)
	case "-tag":
		p.sel.Without = p.tags(key, values)
	case "place":
		p.sel.Places = p.tags(key, values)
	case "precision":
		p.sel.Precisions = p.precisions(key, values)
	default:
		p.readFlag(key, values)
	}
}

func (p *selectionParser) readFlag(key string, values []string) {
	switch key {
	case "key":
		p.sel.Key = p.flag(key, values)
	case "status":
		p.sel.Statuses = p.statuses(key, values)
	case "q":
		p.sel.Text = p.words(key, values)
	case "id":
		p.sel.IDs = p.ids(key, values)
	case "changed-since":
		p.sel.ChangedSince = p.revision(key, values)
	default:
		p.bad.addf(key, "unknown key; known are %s", strings.Join(SelectionKeys(), ", "))
	}
}

// one takes the single value of a key that must not be repeated.
func (p *selectionParser) one(key string, values []string) string {
	if len(values) > 1 {
		p.bad.addf(key, "may stand only once")
	}
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func (p *selectionParser) date(key string, values []string) edtf.Value {
	text := p.one(key, values)
	if text == "" {
		return edtf.Value{}
	}
	if len(text) > 60 {
		p.bad.addf(key, "is too long for a date")
		return edtf.Value{}
	}
	v, err := edtf.Parse(text)
	if err != nil {
		p.bad.addf(key, "%v", err)
	}
	return v
}

func (p *selectionParser) day(key string, values []string) string {
	text := p.one(key, values)
	if text == "" {
		return ""
	}
	if !onPattern.MatchString(text) || text == "02-30" || text == "02-31" || slices.Contains([]string{"04-31", "06-31", "09-31", "11-31"}, text) {
		p.bad.addf(key, "%.20q is no day of the year; write it as MM-DD, such as 04-10", text)
		return ""
	}
	return text
}

func (p *selectionParser) tags(key string, values []string) []string {
	for _, v := range values {
		if !IsTag(v) {
			p.bad.addf(key, "%.80q is no tag or place; use lower-case letters and digits with hyphens between", v)
		}
	}
	return values
}

func (p *selectionParser) flag(key string, values []string) bool {
	switch p.one(key, values) {
	case "1":
		return true
	case "", "0":
	default:
		p.bad.addf(key, "must be 1 or absent")
	}
	return false
}

func (p *selectionParser) statuses(key string, values []string) []Status {
	var list []Status
	for _, v := range values {
		s := Status(v)
		if !s.Public() {
			p.bad.addf(key, "%.20q is none of %s", v, listed(PublicStatuses()))
			continue
		}
		list = append(list, s)
	}
	return list
}

func listed(list []Status) string {
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

func (p *selectionParser) precisions(key string, values []string) []string {
	for _, v := range values {
		if _, err := edtf.ParsePrecision(v); err != nil {
			p.bad.addf(key, "%v", err)
		}
	}
	return values
}

func (p *selectionParser) words(key string, values []string) string {
	text := strings.Join(strings.Fields(p.one(key, values)), " ")
	switch {
	case !utf8.ValidString(text) || hasControl(text, ""):
		p.bad.addf(key, "must be plain text")
	case utf8.RuneCountInString(text) > maxQuery:
		p.bad.addf(key, "is longer than %d characters", maxQuery)
	}
	return text
}

func (p *selectionParser) ids(key string, values []string) []ID {
	var list []ID
	for _, v := range values {
		if !idPattern.MatchString(v) {
			p.bad.addf(key, "%.80q is no id", v)
		}
		list = append(list, ID(v))
	}
	return list
}

func (p *selectionParser) revision(key string, values []string) Rev {
	text := p.one(key, values)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		p.bad.addf(key, "%.40q is no revision; it is a whole number", text)
	}
	return Rev(n)
}

// period turns year and month into the period they mean.
func (p *selectionParser) period() {
	switch {
	case p.year == "" && p.month == "":
		return
	case !p.sel.In.IsZero():
		p.bad.addf("in", "cannot stand together with year or month")
	case p.year == "":
		p.bad.addf("month", "needs a year beside it")
	case !yearPattern.MatchString(p.year):
		p.bad.addf("year", "%.20q is no year; write it with at least four digits, such as 2019 or -0220", p.year)
	default:
		p.setPeriod()
	}
}

func (p *selectionParser) setPeriod() {
	text, key := p.year, "year"
	if n, _ := strconv.ParseInt(p.year, 10, 64); n > 9999 || n < -9999 {
		text = "Y" + p.year
	}
	if p.month != "" {
		text, key = text+"-"+fmt.Sprintf("%02s", p.month), "month"
	}
	v, err := edtf.Parse(text)
	if err != nil || key == "month" && v.Precision() != edtf.PrecisionMonth {
		p.bad.addf(key, "%.20q is no %s", p.month+p.year, key)
		return
	}
	p.sel.In = v
}

// String returns the canonical spelling: a URL query with sorted keys and
// values. Two selections that mean the same by their keys spell the same.
func (s Selection) String() string { return s.Values().Encode() }

// Values returns the selection as sorted query values, ready to be joined with
// others.
func (s Selection) Values() url.Values {
	q := url.Values{}
	s.putPeriod(q)
	for key, v := range map[string]edtf.Value{"from": s.From, "to": s.To, "within": s.Within} {
		if !v.IsZero() {
			q.Set(key, v.String())
		}
	}
	if s.On != "" {
		q.Set("on", s.On)
	}
	putAll(q, "tag", s.Tags)
	putAll(q, "-tag", s.Without)
	putAll(q, "place", s.Places)
	putAll(q, "status", s.Statuses)
	putAll(q, "precision", s.Precisions)
	putAll(q, "id", s.IDs)
	if s.Key {
		q.Set("key", "1")
	}
	if s.Text != "" {
		q.Set("q", s.Text)
	}
	if s.ChangedSince > 0 {
		q.Set("changed-since", strconv.FormatInt(int64(s.ChangedSince), 10))
	}
	return q
}

// putPeriod spells a plain year or month with the keys people know.
func (s Selection) putPeriod(q url.Values) {
	if s.In.IsZero() {
		return
	}
	text := s.In.String()
	switch {
	case yearPattern.MatchString(text) && s.In.Precision() == edtf.PrecisionYear:
		q.Set("year", text)
	case len(text) > 5 && yearPattern.MatchString(text[:len(text)-3]) && s.In.Precision() == edtf.PrecisionMonth && !s.In.Uncertain() && !s.In.Approximate():
		q.Set("year", text[:len(text)-3])
		q.Set("month", text[len(text)-2:])
	default:
		q.Set("in", text)
	}
}

func putAll[S ~string](q url.Values, key string, values []S) {
	sorted := make([]string, len(values))
	for i, v := range values {
		sorted[i] = string(v)
	}
	slices.Sort(sorted)
	if sorted = slices.Compact(sorted); len(sorted) > 0 {
		q[key] = sorted
	}
}

// IsZero reports whether the selection narrows nothing.
func (s Selection) IsZero() bool { return len(s.Values()) == 0 }
