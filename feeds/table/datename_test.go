package table

import (
	"path"
	"slices"
	"testing"
)

// TestDateNames says of columns what their names tell of the dates in them.
func TestDateNames(t *testing.T) {
	for name, want := range map[string][]dateName{
		"Start":                  {namesStart},
		"Construction start":     {namesStart},
		"Beginn der Ausstellung": {namesStart},
		"Ouverture":              {namesStart},
		"开工日期":                   {namesStart},
		"開催開始":                   {namesStart},
		"Schluss":                {namesEnd},
		"Laufzeitende":           {namesEnd},
		"Wochenende":             {namesEnd}, // which no cell will bear out
		"Schließung":             {namesEnd},
		"closing":                {namesEnd},
		"On view through":        {namesEnd},
		"runsUntil":              {namesEnd},
		"end_date":               {namesEnd},
		"Clôture":                {namesEnd},
		"Fecha de clausura":      {namesEnd},
		"Zamknięcie":             {namesEnd},
		"Tot en met":             {namesEnd},
		"Окончание":              {namesEnd},
		"结项时间":                   {namesEnd},
		"落幕":                     {namesEnd},
		"会期終了":                   {namesStart, namesEnd},
		"종료일":                    {namesEnd},
		"تاريخ الانتهاء":         {namesEnd},
		"Completion Date":        {namesFinish},
		"竣工日期":                   {namesFinish},
		"Published":              {namesOther},
		"DateAcquired":           {namesOther},
		"Anmeldeschluss":         {namesEnd, namesOther},
		"Registration closes":    {namesEnd, namesOther},
		"Last edit":              {namesEnd, namesUpkeep},
		"Erfasst am":             {namesUpkeep},
		"Date de modification":   {namesUpkeep},
		"录入时间":                   {namesUpkeep},
		"最后更新":                   {namesEnd, namesUpkeep},
		"更新日":                    {namesUpkeep},
		"Event":                  nil,
		"Legend":                 nil,
		"Commended":              nil,
		"Endorsement":            nil,
		"Toast":                  nil,
		"":                       nil,
	} {
		var got []dateName
		for _, what := range []dateName{namesStart, namesEnd, namesFinish, namesUpkeep, namesOther} {
			if nameSays(name, what) {
				got = append(got, what)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q says %q, want %q", name, got, want)
		}
	}
}

// TestDateWords are patterns, spelt as names are folded.
func TestDateWords(t *testing.T) {
	if n := len(dateWords()); n != 8 {
		t.Errorf("%d kinds of words", n)
	}
	for what, list := range dateWords() {
		for _, word := range list {
			if _, err := path.Match(word, ""); err != nil || word == "" || word == "*" {
				t.Errorf("%s: %q is no pattern: %v", what, word, err)
			}
		}
	}
}

// TestDatedNames come before those that say nothing of a date.
func TestDatedNames(t *testing.T) {
	for name, want := range map[string]int{
		"Launch date": 3, "Eröffnung": 3, "When does it take place?": 2, "Datierung (Text)": 2, "Completed": 2, "Completion of works, started 1900": 3,
		"Date acquired": 1, "Died": 1, "Until": 1, "Timestamp": 0, "Date added": 0, "Hijri date": 0, "农历日期": 0,
	} {
		if got := datedName(name); got != want {
			t.Errorf("%q: %d, want %d", name, got, want)
		}
	}
}
