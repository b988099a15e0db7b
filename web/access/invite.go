package access

import "time"

// storedInvitation is the vault's value invite/HASH.
type storedInvitation struct {
	Account string    `json:"account,omitempty"` // that is to get another password; "": a new one
	Name    string    `json:"name,omitempty"`
	Role    Role      `json:"role,omitempty"`
	By      string    `json:"by"`
	Created time.Time `json:"created"`
}
