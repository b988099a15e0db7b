package table

import (
	"strings"
	"testing"
)

// TestLaterDates tells for what a second column of dates is taken, by its name and
// by its cells, and what becomes of the first row then.
func TestLaterDates(t *testing.T) {
	// later are rows of which the second date is a few days later, each before the
	// next one begins; kept are those of which it was written long after.
	const later = "2019-05-24,2019-05-26,a\n2019-06-01,,b\n2019-07-01,2019-07-04,c\n"
	const kept = "1871-03-12,2009-05-04,a\n1884-11-23,2009-05-04,b\n1902-08-07,2009-06-30,c\n"
	for name, x := range map[string]struct{ table, want, note string }{
		"an end by its name":             {"Date,Schluss,Title\n" + later, "2019-05-24/2019-05-26", `"Schluss": the last day: 2 of its 2 dates are those of "Date" or later`},
		"an end that lies before once":   {"Date,Schluss,Title\n2019-05-24,2019-05-26,a\n2019-06-04,2019-06-01,b\n", "2019-05-24/2019-05-26", "1 of its 2 dates"},
		"a name, and all lie before":     {"Date,Schluss,Title\n2019-05-24,2019-05-22,a\n2019-06-04,2019-06-01,b\n2019-06-04,2019-06-05,b\n", "2019-05-24", "left out: 2 of its dates lie before"},
		"done, and the other begins":     {"Start of works,Done and completed,Title\n" + later, "2019-05-24/2019-05-26", "the last day"},
		"done, and the other is a date":  {"Date,Completed,Title\n" + later, "REFUSED", "2 rows have a later date here"},
		"no name, beside":                {"Date,,Title\n" + later, "2019-05-24/2019-05-26", "column B: the last day"},
		"no name, behind the time":       {"Date,Time,,Title\n2019-05-24,10:00,2019-05-26,a\n2019-06-01,10:00,2019-06-03,b\n", "2019-05-24/2019-05-26", "column C: the last day"},
		"no name, somewhere else":        {"Date,Title,\n2019-05-24,a,2019-05-26\n2019-06-01,b,2019-06-02\n", "REFUSED", "2 rows have a later date"},
		"no name, in front":              {",Date,Title\n2019-05-26,2019-05-24,a\n2019-06-02,2019-06-01,b\n", "REFUSED", "2 rows have a later date"},
		"no name, but kept":              {"Date,,Title\n" + kept, "1871-03-12", "left out: its dates lie close together"},
		"of the same name":               {"Date,Date,Title\n" + later, "2019-05-24/2019-05-26", "the last day"},
		"another name":                   {"Date,Decided,Title\n" + later, "REFUSED", "2 rows have a later date here"},
		"another name, some lie before":  {"Date,Decided,Title\n2019-05-24,2019-05-26,a\n2019-06-04,2019-06-01,b\n", "2019-05-24", "left out: 1 of its dates lie before"},
		"another name, all are the same": {"Date,Decided,Title\n2019-05-24,2019-05-24,a\n2019-06-04,2019-06-04,b\n", "2019-05-24", ""},
		"another name, kept":             {"Date,Notiert,Title\n" + kept, "1871-03-12", "left out: its dates lie close together"},
		"kept, within a year":            {"Date,Notiert,Title\n2019-05-24,2019-12-04,a\n2019-06-01,2019-12-05,b\n", "REFUSED", "2 rows have a later date"},
		"kept, over a long time":         {"Date,Notiert,Title\n1871-03-12,1903-05-04,a\n1884-11-23,1904-05-04,b\n1902-08-07,2009-06-30,c\n", "REFUSED", "3 rows have a later date"},
		"upkeep":                         {"Date,Updated,Title\n" + later, "2019-05-24", "left out: by its name"},
		"another thing":                  {"Date,Published,Title\n" + later, "2019-05-24", "left out: by its name"},
		"a closing that is none":         {"Date,Anmeldeschluss,Title\n" + later, "2019-05-24", "left out: by its name"},
		"of another calendar":            {"Date,Hijri date,Title\n2019-05-24,2019-05-26,a\n", "2019-05-24", "left out: by its name"},
		"two ends":                       {"Date,Ende,Schluss,Title\n2019-05-24,2019-05-26,2019-05-27,a\n", "2019-05-24/2019-05-26", ""},
		"times, later on the same day":   {"Date,Decided,Title\n2019-05-24 10:00,2019-05-24 12:00,a\n2019-06-04 10:00,2019-06-04 13:00,b\n", "REFUSED", "2 rows have a later date"},
		"times, earlier on that day":     {"Date,Decided,Title\n2019-05-24 10:00,2019-05-24 09:00,a\n2019-06-04 10:00,2019-06-04 09:00,b\n", "2019-05-24", "left out: 2 of its dates lie before"},
		"numbers beside dates":           {"Date,Visitors,Title\n2019-05-24,2200,a\n2019-06-01,2100,b\n", "2019-05-24", ""},
		"numbers beside years":           {"Year,Visitors,Title\n1950,2290,a\n1951,2310,b\n", "1950", ""},
		"years beside years":             {"Built,Gone,Title\n1950,1960,a\n1951,1970,b\n", "REFUSED", "2 rows have a later date"},
		"dates beside years":             {"Year,Gone,Title\n1950,1960-05-01,a\n1951,1970-06-01,b\n", "REFUSED", "2 rows have a later date"},
		"where no order is known":        {"Date,Decided,Title\n3/4/2019,5/6/2019,a\n4/5/2019,6/7/2019,b\n", "REFUSED", "2 dates may have the day or the month first"},
		"the tail of a short name":       {"tstart,tstop,Title\n" + later, "2019-05-24/2019-05-26", ""},
		"the tail of a compound":         {"Ausstellungsbeginn,Ausstellungsende,Title\n" + later, "2019-05-24/2019-05-26", ""},
		"a tail of two letters":          {"Redatefrom,Redateto,Title\n" + later, "REFUSED", "later date here"},
		"the same tail of another name":  {"Date,backstop,Title\n" + later, "REFUSED", "2 rows have a later date here"},
		"its century":                    {"Date,Grouped,Title\n1612,17th century,a\nc. 1650,17th century,b\n16th/17th century,17th century,c\n", "1612", "left out: its dates say more roughly"},
		"in words":                       {"Date,Wording,Title\n1921-02-24,1921,a\n2021-03-09,9 mars 2021,b\n2022-05,Mai 2022,c\n2022-06-02,à partir du 2 juin 2022,d\n", "1921-02-24\ta\tshown as 1921", ""},
		"in words, one of them another":  {"Date,Wording,Title\n1921-02-24,1923,a\n2021-03-09,9 mars 2021,b\n2022-05,Mai 2022,c\n", "REFUSED", "1 rows have a later date"},
		"a later century":                {"Date,Grouped,Title\n16th century,17th century,a\n17th century,18th century,b\n", "REFUSED", "2 rows have a later date"},
		"words":                          {"Date,Decided,Title\n2019-05-24,soon,a\n2019-06-04,not yet,b\n", "2019-05-24", ""},
		"the entry before the event":     {"Timestamp,Held,Title\n2019-05-26,2019-06-24,a\n2019-05-27,2019-06-25,b\n", "2019-06-24", "left out: 2 of its dates lie before"},
		"the end before the beginning":   {"Until,Since,Title\n2019-05-26,2019-05-24,a\n2019-06-03,2019-06-01,b\n", "2019-05-24/2019-05-26", ""},
		"only upkeep":                    {"Title,Last edit\na,2019-05-26\nb,2019-05-27\n", "REFUSED", ""},
		"two other things":               {"Title,Born,Died\na,1815-12-10,1852-11-27\nb,1791-12-26,1871-10-18\n", "REFUSED", ""},
		"the first of two unknown":       {"Title,Unveiled,Thought of\na,1815-12-10,1812-11-27\n", "1815-12-10", "left out: 1 of its dates lie before"},
	} {
		in := read(t, File{Name: "a.csv", Data: []byte(x.table)}, "")
		text := tell(in)
		first, _, _ := strings.Cut(text, "\n")
		if _, read, _ := strings.Cut(first, "\t"); read != x.want && !strings.HasPrefix(read, x.want+"\t") || !strings.Contains(text, x.note) || x.note == "" && strings.Contains(text, "left out") {
			t.Errorf("%s: want %s and %q, got\n%s", name, x.want, x.note, text)
		}
	}
}

// TestLaterDatesAnswered takes what is said of a column that may be the end.
func TestLaterDatesAnswered(t *testing.T) {
	const file = "Date,Decided,Handed down,Title\n2019-05-24,2019-05-26,2019-05-27,a\n2019-06-01,2019-06-01,2019-06-01,b\n"
	for said, want := range map[string]string{
		"":                        "REFUSED 2019-06-01",
		"Decided=end":             "2019-05-24/2019-05-26 2019-06-01",
		"Handed down=end":         "2019-05-24/2019-05-27 2019-06-01",
		"Decided=-":               "REFUSED 2019-06-01", // the other one is open yet
		"Decided=-,Handed down=-": "2019-05-24 2019-06-01",
	} {
		var got []string
		for _, o := range read(t, File{Name: "a.csv", Data: []byte(file)}, said).Rows {
			if o.Event == nil {
				got = append(got, "REFUSED")
				continue
			}
			got = append(got, o.Event.Span.EDTF().String())
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%q: %s, want %s", said, text, want)
		}
	}
	in := read(t, File{Name: "a.csv", Data: []byte(file)}, "")
	if o := in.Rows[0]; o.Column != 1 || o.Reason != `"Decided": 2019-05-26 may be when it ends; say Decided=end if it is, Decided=- if not` {
		t.Errorf("column %d: %s", o.Column, o.Reason)
	}
	if len(in.Questions) != 1 || in.Questions[0].Kind != AskEnd || in.Questions[0].Rows != 1 {
		t.Errorf("asked: %+v", in.Questions)
	}
}
