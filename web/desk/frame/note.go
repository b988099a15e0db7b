package frame

import (
	"strings"

	"almanac.example/events"
)

// notes are what the server itself writes into the history where nobody gave a
// reason; what stands in the place of * is kept. A pattern that another one
// begins with comes first.
var notes = []string{
	"first start", "takes its authority", "proposed", "accepted a draft from *", "looked at a draft from * and kept it", "edited a draft from *", "dropped a draft from *",
	"merged with a draft from *", "merged into *", "amended by *", "accepted into *", "past states of event * were redacted", "followed * *", "not published as planned: event \"*\" was changed meanwhile in *", "not published as planned: *",
}

// tookBack begins the note of a decision that was taken back; the decision's own
// note follows.
const tookBack = "took back: "

// Note is why something was done, as the history tells it.
type Note struct {
	Text   string
	Spoken bool // it is in the language of the page; otherwise nobody knows in which
}

// Note is a note of the history. What the server wrote by itself, it kept in
// English: that is worded in the language of the page. What people wrote stays.
func (v *Visit) Note(kept string) Note {
	if decision, ok := strings.CutPrefix(kept, tookBack); ok {
		inner := v.Note(decision)
		return Note{v.Text("note.took back", inner.Text), inner.Spoken}
	}
	for _, pattern := range notes {
		values, ok := Match(pattern, kept)
		if !ok {
			continue
		}
		args := make([]any, len(values))
		for i, value := range values {
			args[i] = v.called(value)
		}
		// What means nothing to people has no place in the words: the id of a draft that is gone.
		args = args[:min(len(args), strings.Count(v.Text("note."+pattern), "%"))]
		return Note{v.Text("note."+pattern, args...), true}
	}
	return Note{Text: kept}
}

// called is what an entry is called, if the value names one by its id.
func (v *Visit) called(value string) string {
	if e, ok := v.Timeline.Event(events.ID(value)); ok && e.Status != events.Deleted {
		return v.Text("note.entry", v.TitleOf(e).Text)
	}
	return value
}

// Match takes the values out of a text that a pattern was made with: each * of
// the pattern stands for one, the last of them for all the rest.
func Match(pattern, text string) (values []string, ok bool) {
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return nil, false
	}
	for i, part := range parts[1:] {
		at := strings.Index(rest, part)
		if i == len(parts)-2 && part == "" {
			at = len(rest)
		}
		if at < 0 {
			return nil, false
		}
		values, rest = append(values, rest[:at]), rest[at+len(part):]
	}
	return values, rest == ""
}
