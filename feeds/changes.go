package feeds

// FieldChange is one field of an event that was changed, in words for readers.
type FieldChange struct {
	Field string `json:"field"`         // as the JSON form of an event names it: "span", "text.zh.title"
	Old   string `json:"old,omitempty"` // "" where there was nothing
	New   string `json:"new,omitempty"`
}
