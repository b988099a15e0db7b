package access

import (
	"time"

	"almanac.example/events"
)

// storedBeginning is the vault's value setup: that there is an administrator,
// so that of two who become the first one only one does.
type storedBeginning struct {
	Account string    `json:"account"`
	At      time.Time `json:"at"`
}

// begin claims for an account that it is the first administrator.
func (d *Directory) begin(account string) events.ValueChange {
	last, _ := d.beginnings.get("")
	return d.beginnings.put("", entry[storedBeginning]{value: storedBeginning{account, d.instant()}, version: last.version})
}
