package importing

import (
	"slices"
	"testing"

	"almanac.example/feeds/table"
)

// TestEveryRoleCanBeChosen holds the list of choices against the roles there are.
func TestEveryRoleCanBeChosen(t *testing.T) {
	roles, inEach := table.Roles()
	for _, role := range slices.Concat(roles, inEach) {
		if !slices.Contains(roleOrder, role) {
			t.Errorf("%q cannot be chosen", role)
		}
	}
	if got, want := roleValue(table.Column{Role: table.NoRole}), "-"; got != want {
		t.Errorf("no role is %q", got)
	}
	if got, want := roleValue(table.Column{Role: table.Title, Lang: "de"}), "title_de"; got != want {
		t.Errorf("a title in a language is %q", got)
	}
}
