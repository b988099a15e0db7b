package entry

import (
	"errors"
	"regexp"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/desk/frame"
)

// dated is what the field for the date says.
type dated struct {
	text    string        // as it was typed
	value   edtf.Value    // how it is read; zero if it is not
	julian  bool          // the text gives a day in the Julian calendar
	wording string        // words of the text to be shown in place of computed ones; "" for none
	times   *edtf.Times   // of day, typed beside the date
	trouble string        // why it is not read, in words; "" if it is
	unknown bool          // nothing in it is known, as in what is half typed
	choices []dateReading // what it may mean, where that is several things
	offers  []dateReading // what was perhaps meant
}

// dateReading is one way to read a date.
type dateReading struct {
	EDTF   string
	Words  string
	Note   string // what tells it from others
	Chosen bool
	Use    string // words of the button that takes it
}

// understood reports whether the text is read as a date.
func (d *dated) understood() bool { return !d.value.IsZero() }

// readDate reads the field for the date. What stands there as the desk itself
// put it means what was stored.
func readDate(v *frame.Visit, f frame.Form) dated {
	d := dated{text: f.Line("date")}
	if use := f.Line("use"); use != "" {
		d.text = useInstead(v, use)
	}
	switch {
	case d.text == "":
		d.trouble = v.Text("date.missing")
		return d
	case d.text == f.Line("dated-as"):
		if value, err := edtf.Parse(f.Line("dated")); err == nil {
			d.value, d.julian = value, f.Line("dated-in") == events.Julian
			d.wording = keptWording(v, d.text, value)
			return d
		}
	}
	reading, err := dateReader(v).Read(d.text)
	if err != nil {
		d.refuse(v, err, f)
		return d
	}
	d.take(reading)
	return d
}

// dateReader reads dates as the site counts its years.
func dateReader(v *frame.Visit) edtf.Reader {
	return edtf.Reader{YearBegins: v.Site.Record.YearBegins}
}

// useInstead words a value that a button offered.
func useInstead(v *frame.Visit, expression string) string {
	value, err := edtf.Parse(expression)
	if err != nil {
		return expression
	}
	return dateWords(v, events.On(value))
}

// keptWording is the text as the words of the date, where reading it again would
// keep them.
func keptWording(v *frame.Visit, text string, value edtf.Value) string {
	r, err := dateReader(v).Read(text)
	if err != nil || !r.Value.Equal(value) {
		return ""
	}
	return r.AsWritten
}

// take accepts a reading. A time of day that stands in the expression itself is
// one that was typed beside it.
func (d *dated) take(r edtf.Reading) {
	d.value, d.julian, d.wording, d.times = r.Value, r.Calendar == edtf.Julian, r.AsWritten, r.Times
	if clock, ok := d.value.Clock(); ok {
		first, _ := d.value.Earliest()
		d.value, d.times = edtf.FromDay(first), &edtf.Times{Start: clock}
	}
}

// refuse says why a text is no date, and what can be done about it.
func (d *dated) refuse(v *frame.Visit, err error, f frame.Form) {
	var ambiguous *edtf.AmbiguousError
	var refused *edtf.RefusedError
	switch {
	case errors.As(err, &ambiguous):
		d.choose(v, ambiguous, f)
	case errors.As(err, &refused):
		d.unknown = refused.Reason == edtf.RefusedWords
		d.trouble = v.Text("date.refused."+refused.Reason.String(), d.text)
		d.offers = offersOf(v, refused)
		if refused.Reason == edtf.RefusedNoYear {
			d.offers = append(yearBefore(v, d.text, f), d.offers...)
		}
	default:
		d.unknown, d.trouble = true, v.Text("date.refused.words", d.text)
	}
}

// choose offers the readings of a text that has several. If they are days, it
// may also be said that the source leaves open which.
func (d *dated) choose(v *frame.Visit, a *edtf.AmbiguousError, f frame.Form) {
	chosen := f.Line("reading")
	days := true
	all := ""
	for _, r := range a.Readings {
		if r.Value.String() == chosen {
			d.take(r)
			d.trouble, d.choices = "", nil
			return
		}
		days = days && r.Value.Precision() == edtf.PrecisionDay
		all += "," + r.Value.String()
		d.choices = append(d.choices, dateReading{EDTF: r.Value.String(), Words: r.ReadsAs(v.Lang), Note: reasonWords(v, r.Reason)})
	}
	d.trouble = v.Text("date.ambiguous", d.text)
	if !days || len(a.Readings) > 2 {
		return
	}
	either, err := edtf.Parse("[" + all[1:] + "]")
	if err != nil {
		return
	}
	if either.String() == chosen {
		d.take(edtf.Reading{Value: either})
		d.trouble, d.choices = "", nil
		return
	}
	d.choices = append(d.choices, dateReading{
		EDTF: either.String(), Words: v.Text("date.either"), Note: v.Text("date.shownAs", events.DescribeDate(either, v.Lang, edtf.Short)),
	})
}

// reasonWords are the reader's reasons in the language of the page; those that
// it has no words for are left out rather than shown in another language.
func reasonWords(v *frame.Visit, reason string) string {
	key := map[string]string{
		"the day before the month":                      "date.dayFirst",
		"the month before the day":                      "date.monthFirst",
		"the year first, the earlier century":           "date.yearFirst",
		"the year first, the later century":             "date.yearFirst",
		"the day before the month, the earlier century": "date.dayFirst",
		"the day before the month, the later century":   "date.dayFirst",
		"the month before the day, the earlier century": "date.monthFirst",
		"the month before the day, the later century":   "date.monthFirst",
		"the month":       "date.asMonth",
		"the years":       "date.asYears",
		"ten years":       "date.tenYears",
		"a hundred years": "date.hundredYears",
	}[reason]
	if key == "" {
		return ""
	}
	return v.Text(key)
}

// offersOf are what a refused text was perhaps meant to say.
func offersOf(v *frame.Visit, refused *edtf.RefusedError) []dateReading {
	var list []dateReading
	for _, r := range refused.Readings {
		if r.Value.IsZero() {
			continue
		}
		words := r.ReadsAs(v.Lang)
		list = append(list, dateReading{EDTF: r.Value.String(), Words: words, Use: v.Text("date.make", words)})
	}
	return list
}

// yearBefore offers the year of the entry that was written before this one. It
// is offered and never filled in.
func yearBefore(v *frame.Visit, text string, f frame.Form) []dateReading {
	year, err := strconv.Atoi(f.Line("year-before"))
	if err != nil || year == 0 {
		return nil
	}
	r, err := edtf.Reader{Year: year}.Read(text)
	if err != nil {
		return nil
	}
	words := r.ReadsAs(v.Lang)
	return []dateReading{{
		EDTF: r.Value.String(), Words: words, Note: v.Text("date.sameYear", v.Year(int64(year))), Use: v.Text("date.make", words),
	}}
}

// noteInBrackets is what a description adds in brackets.
var noteInBrackets = regexp.MustCompile(` *[(（][^()（）]*[)）]`)

// dateWords words a span for the field in which it is edited, as somebody would
// type it: without notes that only readers need, a doubt as a question mark. Of
// several wordings it is the shortest that reads as the same date.
func dateWords(v *frame.Visit, s events.Span) string {
	for _, l := range []string{v.Lang, "zh", "en"} {
		if written := s.AsWritten[l]; written != "" && keptWording(v, written, s.EDTF()) == written {
			return written
		}
	}
	if s.Unread != "" {
		return s.Unread
	}
	words := s.InCalendar(v.Lang, edtf.Short)
	bare, asked := noteInBrackets.ReplaceAllString(words, ""), noteInBrackets.ReplaceAllString(words, "?")
	for _, text := range []string{bare, asked, words} {
		r, err := dateReader(v).Read(text)
		if err == nil && r.AsWritten == "" && r.Value.Equal(s.EDTF()) && (r.Calendar == edtf.Julian) == (s.Calendar == events.Julian) {
			return text
		}
	}
	return s.EDTF().String()
}

// shownWords are the words that an editor wants a date shown with, in a
// language; "" where the field for the date says them itself.
func shownWords(v *frame.Visit, lang, text string, s events.Span) string {
	written := s.AsWritten[lang]
	if written == text && keptWording(v, text, s.EDTF()) == text {
		return ""
	}
	return written
}
