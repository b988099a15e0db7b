package table

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// markDecoded is the byte order mark of UTF-8 as windows-1252 shows it. A table that
// begins with it was UTF-8, and a program has opened and stored it as the other.
const markDecoded = "ï»¿"

// undecode gives a table its texts back if a program has taken its UTF-8 for
// windows-1252, as LibreOffice does without a window: then it begins with the mark.
func (t *Table) undecode() {
	if len(t.Rows) == 0 || !strings.HasPrefix(t.Rows[0].text(0), markDecoded) {
		return
	}
	for i := range t.Rows {
		for n := range t.Rows[i].Cells {
			c := &t.Rows[i].Cells[n]
			if b, err := charmap.Windows1252.NewEncoder().String(c.Text); err == nil && utf8.ValidString(b) {
				c.Text = b
			}
		}
	}
	t.Rows[0].Cells[0].Text = strings.TrimPrefix(t.Rows[0].Cells[0].Text, "\ufeff")
	t.Remarks = append(t.Remarks, "the table was UTF-8 and had been opened as windows-1252; its texts are put right")
}
