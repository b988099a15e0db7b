package importing

import (
	"errors"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/table"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// why words for what reason a row is refused; cell is what stands in its column.
// Reasons that the desk has no words for are told in the language of the reader
// of the format.
func why(v *frame.Visit, err error, cell string) words.Run {
	var two *edtf.AmbiguousError
	var refused *edtf.RefusedError
	var kind *table.Refusal
	var question *table.Question
	switch {
	case err == nil:
		return words.Run{}
	case errors.Is(err, errDeleted):
		return words.Run{Text: v.Text("import.why.deleted")}
	case errors.As(err, &question):
		return words.Run{Text: v.Text("import.why.padding")}
	case errors.As(err, &kind):
		return words.Run{Text: refusalWords(v, kind)}
	case errors.As(err, &two):
		return words.Run{Text: v.Text("import.why.ambiguous", shorten(cell))}
	case errors.As(err, &refused):
		return words.Run{Text: v.Text("date.refused."+refused.Reason.String(), shorten(cell))}
	case errors.Is(err, table.ErrNoDate):
		return words.Run{Text: v.Text("import.why.no-date")}
	}
	var invalid *events.Invalid
	if !errors.As(err, &invalid) && cell != "" { // of the reader of dates
		return words.Run{Text: v.Text("date.refused.words", shorten(cell))}
	}
	return v.Run(err.Error(), "en")
}

// fileWords words what is wrong with a file as a whole.
func fileWords(v *frame.Visit, err error) words.Run {
	var kind *table.Refusal
	switch {
	case err == nil:
		return words.Run{}
	case errors.As(err, &kind):
		return words.Run{Text: refusalWords(v, kind)}
	}
	for _, d := range documents {
		if errors.Is(err, d.err) {
			return words.Run{Text: v.Text("import.why.document-" + d.key)}
		}
	}
	return words.Run{Text: err.Error(), Lang: english(v)}
}

// documents are the reasons why a report cannot be read, with the keys of their
// words.
var documents = []struct {
	err error
	key string
}{
	{document.ErrEmpty, "empty"}, {document.ErrBinary, "binary"}, {document.ErrEncoding, "encoding"}, {document.ErrEncrypted, "encrypted"}, {document.ErrNoTextLayer, "no-text"},
	{document.ErrTooLarge, "too-large"}, {document.ErrTooDeep, "too-deep"}, {document.ErrTooSlow, "too-slow"}, {document.ErrEntities, "entities"}, {document.ErrUnreadable, "unreadable"},
}

// refusalWords words a kind of refusal with what belongs to it.
func refusalWords(v *frame.Visit, r *table.Refusal) string {
	args := make([]any, len(r.Args))
	for i, a := range r.Args {
		switch a := a.(type) {
		case edtf.Value:
			args[i] = events.DescribeDate(a, v.Lang, edtf.Short)
		case string:
			args[i] = a
		default:
			args[i] = v.Text("import.arg", a)
		}
	}
	return v.Text("import.why."+r.Kind, args...)
}
