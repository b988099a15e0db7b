package table

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A mapping that is spelt and read again is the same, whatever columns are
// called and whatever was guessed.
func TestMappingIsSpeltAndReadAgain(t *testing.T) {
	for name, columns := range map[string][]Column{
		"names":              {{Index: 0, Name: "Datum", Role: Date, Order: "day-first", Century: 1930, Year: 2019}, {Index: 1, Name: "Was", Role: Title, Lang: "de"}},
		"signs":              {{Index: 0, Name: "Datum, Zeit", Role: Date, Negative: "bc", Padding: PaddingYear}, {Index: 1, Name: "a=title", Role: Title}, {Index: 2, Name: "# no.", Role: Identity}},
		"twice":              {{Index: 0, Name: "Text", Role: Title}, {Index: 1, Name: "Text", Role: Body}, {Index: 2, Name: "", Role: Date, Fill: true, Empty: []string{"tbd", "a:b"}}},
		"names like letters": {{Index: 0, Name: "B", Role: Date}, {Index: 1, Name: "A", Role: Title}, {Index: 2, Name: "b", Role: Body}},
		"lines and space":    {{Index: 0, Name: "Start\nDate", Role: Date}, {Index: 1, Name: " Title", Role: Title, Lang: "zh-Hant"}, {Index: 2, Name: "column A", Role: Body}},
		"left out":           {{Index: 0, Name: "When", Role: Date}, {Index: 1, Name: "Note", Role: NoRole}, {Index: 2, Name: "What", Role: Title}},
	} {
		said := Mapping{Header: 1, Columns: columns}
		guessed := said.With(columns)
		for i := range guessed.Columns {
			guessed.Columns[i].Role, guessed.Columns[i].Lang, guessed.Columns[i].Fill = Title, "", true
		}
		got, err := guessed.Apply(said.Text())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := said.With(columns)
		for i := range want.Columns {
			if len(want.Columns[i].Empty) > 1 {
				want.Columns[i].Empty = want.Columns[i].Empty[:1] // the other cannot be spelt
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, spelt %q (-want +got):\n%s", name, said.Text(), diff)
		}
	}
}
