package table

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/foreign"
)

// The limits of what events take, in characters (events.Event.Validate), and
// up to where a text counts as a summary.
const (
	maxTitle   = 300
	maxSummary = 500
	maxBody    = 50_000
	maxOneLine = 1000
)

// plainText is a cell without markup.
func plainText(s string) string {
	if foreign.LooksLikeHTML(s) {
		s, _ = foreign.ReadHTML(s)
	} else if foreign.HasEntity(s) {
		s = html.UnescapeString(s)
	}
	return strings.TrimSpace(cleanLines(s))
}

// cleanLines is a text with one kind of line end and without control characters.
func cleanLines(s string) string {
	if strings.ContainsAny(s, "\r\u2028\u2029\v_") { // most have none, and the replacer copies them
		s = lineEnds.Replace(s)
	}
	return feeds.Clean(s)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\v", "\n", "_x000D_", "")

// noTitle is the kind of the Refusal of a row that has no title.
const noTitle = "no-title"

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// texts are title, summary and body of a row in its languages. The error says
// that there is no title.
func (in *importer) texts(r *Row) (map[string]events.Text, error) {
	texts := map[string]events.Text{}
	for _, role := range []Role{Title, Summary, Body} {
		for _, c := range in.mapping.with(role) {
			lang := c.Lang
			if lang == "" {
				lang = in.out.Lang
			}
			if cell := r.text(c.Index); cell != "" && (in.mapping.Format == ownFormat || !isNothing(cell)) {
				t := texts[lang]
				in.say(&t, role, cell)
				texts[lang] = t
			}
		}
	}
	titled := false
	for lang, t := range texts {
		if t.Title == "" {
			in.titleFrom(&t)
			texts[lang] = t
		}
		titled = titled || t.Title != ""
	}
	for lang, t := range texts {
		if t.Title == "" && titled {
			delete(texts, lang)
		}
	}
	if place := in.place(r); !titled && place != nil {
		in.note("rows without a title that are called as their place")
		for lang, name := range place.Name {
			texts[lang] = events.Text{Title: foreign.Shorten(name, maxTitle)}
		}
		titled = true
	}
	if !titled {
		return texts, refusal(noTitle, "there is no title")
	}
	return texts, nil
}

// isNothing reports whether a cell has only what programs and people write where
// there is no text.
func isNothing(text string) bool {
	return slices.Contains([]string{"n/a", "na", "#n/a", "nan", "null", "-", "–", "—", "--"}, strings.ToLower(text))
}

// say adds a cell to a text. Of several titles the first filled one counts, and
// bodies follow each other.
func (in *importer) say(t *events.Text, role Role, cell string) {
	own := in.mapping.Format == ownFormat
	if own {
		cell = cleanLines(cell)
	}
	switch {
	case own && role == Title:
		t.Title = cell
	case own && role == Summary:
		t.Summary = cell
	case own && role == Body:
		t.Body = cell
	case role == Title && t.Title == "":
		title := oneLine(plainText(cell))
		if t.Title = title; utf8.RuneCountInString(title) > maxTitle {
			in.note("titles cut that have more than 300 characters; they stand whole in the text")
			t.Title = foreign.Shorten(title, maxTitle)
			t.Body = joined(foreign.EscapeMarkdown(plainText(cell)), t.Body)
		}
	case role == Summary && t.Summary == "":
		t.Summary = foreign.Shorten(plainText(cell), 2000)
	case role == Body:
		in.sayBody(t, cell)
	}
}

// sayBody adds a text: a short one is a summary.
func (in *importer) sayBody(t *events.Text, cell string) {
	plain, marked := plainText(cell), ""
	if foreign.LooksLikeHTML(cell) {
		_, marked = foreign.ReadHTML(cleanLines(cell))
		marked = strings.TrimSpace(marked)
	} else {
		marked = foreign.EscapeMarkdown(plain)
	}
	switch {
	case plain == "" || oneLine(plain) == t.Title:
	case t.Summary == "" && t.Body == "" && marked == foreign.EscapeMarkdown(plain) && utf8.RuneCountInString(plain) <= maxSummary && !strings.Contains(plain, "\n\n"):
		t.Summary = plain
	default:
		t.Body = joined(t.Body, marked)
	}
	if utf8.RuneCountInString(t.Body) > maxBody {
		in.note("texts cut that have more than 50,000 characters")
		t.Body = strings.TrimRight(foreign.Shorten(t.Body, maxBody), `\`)
	}
}

func joined(a, b string) string { return strings.Trim(a+"\n\n"+b, "\n") }

// titleFrom makes a title of what else is said.
func (in *importer) titleFrom(t *events.Text) {
	from := t.Summary
	if from == "" {
		from = feeds.NewMarkup("").Text(t.Body, "")
	}
	line, rest, _ := strings.Cut(from, "\n")
	line = oneLine(line)
	t.Title = foreign.Shorten(line, maxTitle)
	if t.Title == line && strings.TrimSpace(rest) == "" {
		t.Summary, t.Body = "", ""
	}
}
