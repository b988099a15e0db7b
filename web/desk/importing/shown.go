package importing

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/web/editing"
)

// tally is how many rows or events become what.
type tally struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Refused int `json:"refused"`
	Gone    int `json:"gone"`
}

// mark is what becomes of one row or event.
type mark byte

// The marks.
const (
	markNew     mark = 'n'
	markChanged mark = 'c'
	markSame    mark = 's'
	markRefused mark = 'r'
)

// shownRun is what a trial run showed: "go" does that or nothing.
type shownRun struct {
	At     time.Time `json:"at"`
	Counts tally     `json:"counts"`
	Marks  []byte    `json:"marks,omitempty"` // packed; empty: too many, so that only the counts are compared
}

// mostMarks bounds what is kept of them, in bytes.
const mostMarks = 100 << 10

// difference is why a run wrote nothing: it would have done something else than
// was shown.
type difference struct {
	Was  tally          `json:"was"`
	Now  tally          `json:"now"`
	Rows []differentRow `json:"rows,omitempty"`
	More int            `json:"more,omitempty"` // rows that are not told
}

// differentRow is a row of which something else becomes than was shown.
type differentRow struct {
	Row   int    `json:"row,omitempty"` // of a table, as the spreadsheet counts; else 0
	Title string `json:"title"`
	Was   mark   `json:"was"`
	Now   mark   `json:"now"`
}

// line is one row of a table, or one event of another file, with what becomes of
// it.
type line struct {
	row    int
	title  string
	mark   mark
	before *events.Event // what is stored; nil if nothing is
	after  *events.Event // nil if the row is refused
	why    error         // why it is refused
	column int           // of which column that is; -1: of none
}

// linesOf are the rows or events of a plan, in the order of the file.
func linesOf(p *follow.Planned) []line {
	items := make(map[events.ID]*intake.Item, len(p.Plan.Items))
	for i := range p.Plan.Items {
		items[p.Plan.Items[i].Event.ID] = &p.Plan.Items[i]
	}
	var list []line
	if p.Table == nil {
		for i := range p.Plan.Items {
			list = append(list, lineOf(&p.Plan.Items[i]))
		}
		return list
	}
	for _, o := range p.Table.Rows {
		l := line{mark: markRefused, title: o.Title, why: o.Why, column: o.Column}
		if o.Event != nil {
			l = lineOf(items[o.Event.ID])
		}
		l.row = o.Number
		list = append(list, l)
	}
	return list
}

func lineOf(i *intake.Item) line {
	text, _ := i.Event.In("")
	l := line{title: text.Title, before: i.Before, after: i.Event, column: -1, mark: markSame}
	switch i.Action {
	case intake.Add:
		l.mark = markNew
	case intake.Change, intake.Propose:
		l.mark = markChanged
	case intake.Deleted:
		l.mark, l.why, l.after = markRefused, errDeleted, nil
	}
	return l
}

// linesOfReport are the milestones that a report tells of.
func linesOfReport(r *editing.Report) []line {
	var list []line
	for _, e := range r.Proposals.Entries {
		l := line{title: e.Draft.Title, mark: markSame, after: e.Event, before: e.Earlier, column: -1}
		if e.Event != nil {
			l.mark = markNew
		}
		list = append(list, l)
	}
	return list
}

func count(lines []line, gone int) tally {
	c := tally{Gone: gone}
	for i := range lines {
		switch lines[i].mark {
		case markNew:
			c.New++
		case markChanged:
			c.Changed++
		case markSame:
			c.Same++
		case markRefused:
			c.Refused++
		}
	}
	return c
}

// packMarks keeps what becomes of each line, and of what is changed the revision
// that was seen.
func packMarks(lines []line) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for i := range lines {
		piece := []byte{byte(lines[i].mark)}
		if lines[i].mark == markChanged {
			piece = binary.AppendUvarint(piece, uint64(lines[i].before.Rev)) //nolint:gosec // revisions count from 1
		}
		if _, err := z.Write(piece); err != nil || b.Len() > mostMarks {
			return nil
		}
	}
	if err := z.Close(); err != nil || b.Len() > mostMarks {
		return nil
	}
	return b.Bytes()
}

// mostDifferent is how many rows of a difference are told.
const mostDifferent = 20

// differs compares what would be done now with what was shown; nil if it is the
// same.
func (s *shownRun) differs(lines []line, now tally) *difference {
	d := &difference{Was: s.Counts, Now: now}
	z, err := gzip.NewReader(bytes.NewReader(s.Marks))
	if err != nil { // none were kept
		if s.Counts == now {
			return nil
		}
		return d
	}
	var b bytes.Buffer
	if _, err := io.Copy(&b, z); err != nil {
		return d
	}
	for i := range lines {
		c, err := b.ReadByte()
		if err != nil {
			return d // there were fewer lines: the file is read in another way now
		}
		l, was, rev := &lines[i], mark(c), events.Rev(0)
		if was == markChanged {
			n, _ := binary.ReadUvarint(&b)
			rev = events.Rev(n) //nolint:gosec // as it was written
		}
		switch {
		case was == l.mark && (was != markChanged || l.before.Rev == rev):
		case len(d.Rows) < mostDifferent:
			d.Rows = append(d.Rows, differentRow{l.row, l.title, was, l.mark})
		default:
			d.More++
		}
	}
	if len(d.Rows) == 0 && b.Len() == 0 && s.Counts == now {
		return nil
	}
	return d
}
