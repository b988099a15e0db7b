package frame

import (
	"strings"

	"almanac.example/events"
	"almanac.example/web/access"
)

// accountFields are the inputs of the fields of an account, and the keys of their
// labels.
var accountFields = map[string][2]string{
	"name": {"user", "door.user"}, "shown": {"shown", "account.shown"}, "password": {"pw", "door.password"},
	"language": {"language", "account.language"}, "role": {"role", "people.role"},
}

// AccountFaults are the problems of an account as faults of a form. English has
// the reasons as they are; other languages have one text for each field.
func (v *Visit) AccountFaults(invalid *events.Invalid) Faults {
	var faults Faults
	for _, p := range invalid.Problems {
		field, ok := accountFields[p.Field]
		if !ok {
			field = [2]string{"main", "account.title"}
		}
		fault := Fault{Field: field[0], Label: v.Text(field[1]), Text: p.Reason}
		if own := v.Text("account.refused." + p.Field); v.Lang != "en" && !strings.HasPrefix(own, "account.") {
			fault.Text = own
		} else if v.Lang != "en" {
			fault.Lang = "en"
		}
		faults = append(faults, fault)
	}
	return faults
}

// RoleField is the choice of a role, with what each may do.
func (v *Visit) RoleField(chosen access.Role) Choice {
	c := Choice{ID: "role", Name: "role", Label: v.Text("people.role")}
	for _, r := range access.Roles() {
		c.Options = append(c.Options, Option{Value: string(r), Label: v.Text("role." + string(r)), Hint: v.Text("people.may." + string(r)), Chosen: r == chosen})
	}
	return c
}

// Choice is one of several, each on a line of its own.
type Choice struct {
	ID, Name string
	Label    string
	Fault    string
	Options  []Option
}

// Once is a secret that is shown in the answer to the form that made it, and
// nowhere else.
type Once struct {
	Bold, Text string
	Secret     string
}
