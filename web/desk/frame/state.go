package frame

import (
	"slices"

	"almanac.example/events"
	"almanac.example/web/words"
)

// State is how far an entry is public, as a square and a word.
type State struct{ Class, Word string }

// StateOf says how far an entry is public.
func (v *Visit) StateOf(e *events.Event) State {
	switch {
	case e.Status == events.Draft && e.Publish != nil:
		return State{"st-due", v.Text("state.scheduled")}
	case e.Status == events.Draft && e.Amends != nil:
		return State{"st-amend", v.Text("state.amendment")}
	case e.Status == events.Draft:
		return State{"st-draft", v.Text("state.draft")}
	case e.Status == events.Published:
		return State{"st-pub", v.Text("state.published")}
	case e.Status == events.Tentative:
		return State{"st-pub", v.Text("state.tentative")}
	case e.Status == events.Cancelled:
		return State{"st-pub", v.Text("state.cancelled")}
	case e.Status == events.Withdrawn:
		return State{"st-off", v.Text("state.withdrawn")}
	}
	return State{"st-off", v.Text("state.deleted")}
}

// The states of a language of an entry.
const (
	LanguageDone     = "done"
	LanguageOutdated = "outdated" // it has not followed the last change
	LanguageMissing  = "missing"
)

// LanguageState is how far an entry is written in a language, as a circle and a
// word.
type LanguageState struct{ State, Word string }

// LanguageStateOf says how far an entry is written in a language.
func (v *Visit) LanguageStateOf(e *events.Event, lang string) LanguageState {
	state := LanguageDone
	if t, ok := e.Text[lang]; !ok || t.Title == "" {
		state = LanguageMissing
	} else if slices.Contains(e.Outdated, lang) {
		state = LanguageOutdated
	}
	return LanguageState{state, v.Text("lang." + state)}
}

// TitleOf is the title of an entry in the page's language or another one; words
// for one that has none.
func (v *Visit) TitleOf(e *events.Event) words.Run {
	text, lang := e.In(v.Lang)
	if text.Title == "" {
		return words.Run{Text: v.Text("desk.untitled")}
	}
	return v.Run(text.Title, lang)
}
