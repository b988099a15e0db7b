package table

import (
	"strings"
	"testing"
)

// TestTwiceDecoded puts texts right that a program has opened in another encoding.
func TestTwiceDecoded(t *testing.T) {
	const file = "ï»¿Datum,Titel,Was\n2019-05-24,GrÃ¼ndung,æ™®é€š\n2020,Größe,plain\n"
	table, err := Read(t.Context(), File{Data: []byte(file)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range table.Rows {
		for _, c := range r.Cells {
			got = append(got, c.Text)
		}
	}
	if text := strings.Join(got, "|"); text != "Datum|Titel|Was|2019-05-24|Gründung|普通|2020|Größe|plain" || len(table.Remarks) != 1 {
		t.Errorf("%s %q", text, table.Remarks)
	}
	plain, err := Read(t.Context(), File{Data: []byte("Datum,Titel\n2019,GrÃ¼ndung\n")})
	if err != nil || plain.Rows[1].text(1) != "GrÃ¼ndung" || len(plain.Remarks) != 0 {
		t.Errorf("%+v %v", plain, err)
	}
}
