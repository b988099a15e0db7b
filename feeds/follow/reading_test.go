package follow_test

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
)

// planTable plans the import of a table, with what is said of it.
func planTable(t *testing.T, w *world, name, text string, how follow.Reading) (*follow.Planned, error) {
	t.Helper()
	return follow.Document{Name: name, Data: []byte(text), Reading: how}.Plan(t.Context(), w.Timeline(), w.vault, intake.Options{Now: w.now})
}

// TestTimesOfATable are those of the zone that is named, and one that is none is
// told as the setting's fault.
func TestTimesOfATable(t *testing.T) {
	const text = "Date,Time,Title\n2019-05-24,10:00,Fair\n2019-05-25,11:00,Feast\n"
	for zone, want := range map[string]string{"Asia/Shanghai": "Asia/Shanghai", "America/New_York": "America/New_York"} {
		p, err := planTable(t, newWorld(t), "t.csv", text, follow.Reading{Zone: zone})
		must(t, err)
		if got := p.Plan.Items[0].Event.Span.Zone; got != want {
			t.Errorf("%s: the times are of %q", zone, got)
		}
	}
	_, err := planTable(t, newWorld(t), "t.csv", text, follow.Reading{Zone: "Mars/Olympus"})
	var bad *events.Invalid
	if !errors.As(err, &bad) || bad.Problems[0].Field != "tz" {
		t.Errorf("an unknown zone: %v", err)
	}
}

// TestWhatIsSaidOfColumnsIsRemembered for tables with the same header, also for
// the rows that were refused, and for no others. What is said anew counts.
func TestWhatIsSaidOfColumnsIsRemembered(t *testing.T) {
	w := newWorld(t)
	const header = "Wann genau,Was,Notiz\n"
	read := func(name, text, said string) string {
		t.Helper()
		p, err := planTable(t, w, name, text, follow.Reading{Map: said})
		must(t, err)
		must(t, p.Remember(t.Context(), w.vault))
		got := p.Table.Said
		if p.Table.Recalled {
			got = "recalled " + got
		}
		for _, i := range p.Plan.Items {
			got += " " + i.Event.Span.EDTF().String()
		}
		return got
	}
	for _, step := range []struct{ name, text, said, want string }{
		{"a.csv", header + "4/10/2020,A,x\n", "", ""},
		{"a.csv", header + "4/10/2020,A,x\n", "Wann genau=date:day-first", "Wann genau=date:day-first 2020-10-04"},
		{"b.csv", header + "5/10/2020,B,y\n", "", "recalled Wann genau=date:day-first 2020-10-05"},
		{"b-refused.csv", "Wann genau,Was,Notiz,reason\n6/10/2020,C,y,why\n", "", "recalled Wann genau=date:day-first 2020-10-06"},
		{"c.csv", "Wann genau,Was\n5/10/2020,B\n", "", ""},
		{"d.csv", header + "5/10/2020,B,y\n", "Wann genau=date:month-first", "Wann genau=date:month-first 2020-05-10"},
		{"e.csv", header + "5/10/2020,B,y\n", "", "recalled Wann genau=date:month-first 2020-05-10"},
		{"f.csv", "5/10/2020,B\n6/10/2020,C\n", "A=date:day-first,B=title", "A=date:day-first,B=title 2020-10-05 2020-10-06"},
		{"g.csv", "7/10/2020,D\n8/10/2020,E\n", "", ""},
	} {
		if got := strings.TrimSpace(read(step.name, step.text, step.said)); got != step.want {
			t.Errorf("%s, said %q: %q, want %q", step.name, step.said, got, step.want)
		}
	}
}

// TestRefusedRowsStayToBeWritten when the rest of a table is let go of: each with
// its cells, guarded, and the reason.
func TestRefusedRowsStayToBeWritten(t *testing.T) {
	p, err := planTable(t, newWorld(t), "t.csv", "Date,Title\n2019-05-24,Fair\n2019-31-31,=1+1\n2019-05-25,Feast\n2019-13-45,Ball\n", follow.Reading{})
	must(t, err)
	report := p.ReportTable()
	p.Spare()
	if len(p.Table.Rows) != 0 || len(p.Table.File.Rows) != 2 {
		t.Errorf("%d outcomes and %d rows are kept", len(p.Table.Rows), len(p.Table.File.Rows))
	}
	var b strings.Builder
	n, err := report.WriteRefused(&b, p.Table.File)
	must(t, err)
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	must(t, err)
	if n != 2 || len(rows) != 3 {
		t.Fatalf("%d rows are written:\n%s", n, b.String())
	}
	for i, want := range []string{"\ufeffDate,Title,reason", "2019-31-31,'=1+1,", "2019-13-45,Ball,"} {
		if got := strings.Join(rows[i], ","); !strings.HasPrefix(got, want) || i > 0 && !strings.Contains(got, "2019-") {
			t.Errorf("row %d is %q", i, got)
		}
	}
	for _, reason := range []string{rows[1][2], rows[2][2]} {
		if !strings.Contains(reason, "cannot be read as a date") {
			t.Errorf("the reason is %q", reason)
		}
	}
}

// TestOldSpreadsheets are advised on, whatever their bytes are.
func TestOldSpreadsheets(t *testing.T) {
	for name, data := range map[string]string{"a.xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.ods": "PK\x03\x04mimetype", "A.NUMBERS": "PK\x03\x04"} {
		_, err := planTable(t, newWorld(t), name, data, follow.Reading{})
		if kind := follow.KindOf(t.Context(), name, []byte(data)); kind != follow.TableKind || err == nil || !strings.Contains(err.Error(), "as .xlsx or as CSV") {
			t.Errorf("%s is a %s: %v", name, kind, err)
		}
	}
}
