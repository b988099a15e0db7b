package events

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
)

// zoneNames hold what times of day are called: clocks.json the wording in each of
// SpokenLanguages, and cities/LANGUAGE.txt the names of zones' cities, one
// "zone<tab>city" a line. The cities are the exemplar cities of the Unicode CLDR
// (Unicode License v3, unicode.org/license.txt); where a file has none, the zone
// goes by its own name.
//
//go:embed clocks.json cities/*.txt
var zoneNames embed.FS

// clockWords is how a language words a time of day. {x} is what stands before, {t}
// the time, {z} the name of the clock and {c} its city.
type clockWords struct {
	Time   string `json:"time"`   // a day and a time
	Dash   string `json:"dash"`   // between two times
	Offset string `json:"offset"` // a time whose clock is named by its distance from UTC
	City   string `json:"city"`   // a time whose clock is named by a city
	Name   string `json:"name"`   // of a city's clock
	cities map[string]string
}

// clocks reads the wordings once, by spoken language.
var clocks = sync.OnceValues(func() (map[string]*clockWords, error) {
	b, err := zoneNames.ReadFile("clocks.json")
	if err != nil {
		return nil, fmt.Errorf("reading the words of clocks: %w", err)
	}
	all := map[string]*clockWords{}
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, fmt.Errorf("words of clocks: %w", err)
	}
	for lang, w := range all {
		w.cities = map[string]string{}
		text, err := zoneNames.ReadFile("cities/" + lang + ".txt")
		if err != nil {
			continue // English: the zones' own names
		}
		for line := range strings.Lines(string(text)) {
			if zone, city, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
				w.cities[zone] = city
			}
		}
	}
	return all, nil
})

// clockWordsIn words times of day for readers of a language: in the spoken
// language that is theirs, or else in English.
func clockWordsIn(lang string) *clockWords {
	all, err := clocks()
	if err != nil { // the files are part of the program, and a test reads them
		return &clockWords{Time: "{x} {t}", Dash: "–", Offset: "{x} ({z})", City: "{x} ({z})", Name: "{c}"}
	}
	if w, ok := all[spokenFor(lang)]; ok {
		return w
	}
	return all["en"]
}

// fillWords puts values into a wording. They are given in pairs: {name}, value.
func fillWords(wording string, values ...string) string {
	return strings.NewReplacer(values...).Replace(wording)
}

// clockName names the clock of a zone: by its city, or by how far it is from UTC
// at an instant where the zone is named after none.
func (w *clockWords) clockName(zone string, at time.Time) (name string, city bool) {
	area, own, ok := strings.Cut(zone, "/")
	if !ok || area == "Etc" || area == "SystemV" {
		return Offset(at), false
	}
	place, ok := w.cities[zone]
	if !ok {
		place = strings.ReplaceAll(own[strings.LastIndexByte(own, '/')+1:], "_", " ")
	}
	return fillWords(w.Name, "{c}", place), true
}

// Offset says how far the clock of an instant's zone is from UTC then: UTC,
// UTC+8, UTC−3:30.
func Offset(t time.Time) string {
	_, shift := t.Zone()
	if shift == 0 {
		return "UTC"
	}
	sign := "+"
	if shift < 0 {
		sign, shift = "−", -shift
	}
	name := fmt.Sprintf("UTC%s%d", sign, shift/3600)
	if minutes := shift / 60 % 60; minutes != 0 {
		name += fmt.Sprintf(":%02d", minutes)
	}
	return name
}
