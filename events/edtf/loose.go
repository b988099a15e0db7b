package edtf

// Reading is one way to read what a person typed.
type Reading struct {
	Value Value
}

// ReadsAs words the reading for the person who typed it.
func (r Reading) ReadsAs(lang string) string { return r.Value.Describe(lang, Short) }

// ParseLoose reads what an editor types.
func ParseLoose(s string) (Reading, error) {
	v, err := Parse(s)
	return Reading{v}, err
}
