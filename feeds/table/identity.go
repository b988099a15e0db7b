package table

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds/foreign"
)

// ownFormat is the table that the record exports.
const ownFormat = "Almanac"

// identify finds out what rows are known by: a column of IDs if each row has
// another one and they do not just count the rows.
func (in *importer) identify(rows []Row) {
	in.idColumn = -1
	const fallback = "title and date"
	in.out.Identity = fallback
	c := in.mapping.first(Identity)
	if c < 0 {
		return
	}
	label := in.mapping.Columns[c].label()
	if in.mapping.Format == ownFormat {
		in.out.Identity, in.idColumn = label, c
		return
	}
	seen, counting := map[string]int{}, true
	for i := range rows {
		id := rows[i].text(c)
		if id == "" {
			continue
		}
		if at := seen[id]; at != 0 {
			in.out.Identity = fmt.Sprintf("%s; %s says %q in row %d and in row %d", fallback, label, clip(id, 40), at, rows[i].Number)
			return
		}
		seen[id] = rows[i].Number
		n, err := strconv.Atoi(id)
		counting = counting && err == nil && n == len(seen)
	}
	switch {
	case len(seen) == 0:
	case counting && in.mapping.Format == "":
		in.out.Identity = fallback + "; " + label + " only counts the rows"
	default:
		in.out.Identity, in.idColumn = label, c
	}
}

// name gives the event its ID and slug. The ID is made of what the row is known
// by; of rows that are alike the second one is another event.
func (in *importer) name(r *Row, e *events.Event) {
	id := r.text(in.idColumn)
	own := in.mapping.Format == ownFormat
	switch {
	case own && id != "":
		e.ID = events.ID(id)
	case id != "":
		source := in.options.Source
		if i := strings.LastIndexAny(source, `/\`); i >= 0 && !strings.Contains(source, "://") {
			source = path.Base(strings.ReplaceAll(source, `\`, "/"))
		}
		e.ID = hashedID(source + "\x00" + id)
		e.Origin = &events.Origin{UID: foreign.Shorten(oneLine(id), 200)}
	default:
		text, _ := e.In(in.out.Lang)
		words := e.Span.Words()
		key := text.Title + "\x00" + words.Date + words.Start
		in.same[key]++
		if n := in.same[key]; n > 1 {
			in.note("rows with the title and date of an earlier one")
			key += "\x00" + strconv.Itoa(n)
		}
		e.ID = hashedID("\x00" + key)
		e.Origin = &events.Origin{UID: "row " + string(e.ID)}
	}
	if slug := r.text(in.mapping.first(SlugRole)); slug != "" && slug == foreign.ASCIISlug(slug) {
		e.Slug = slug
		return
	}
	e.Slug = foreign.EventSlug(e)
}

// hashedID makes an ID of any text. It is opaque: nothing of the text shows.
func hashedID(key string) events.ID { return events.ID("tab-" + foreign.Hash(key, 15)) }

// revision is that of the record from which the row was exported.
func (in *importer) revision(r *Row) events.Rev {
	n, err := strconv.ParseInt(r.text(in.mapping.first(Revision)), 10, 64)
	if err != nil || in.mapping.Format != ownFormat {
		return 0
	}
	return events.Rev(n)
}
