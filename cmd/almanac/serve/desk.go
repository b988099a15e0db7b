package serve

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/server/peer"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// deskFlags are the settings of a server about the pages on which the record is
// edited.
type deskFlags struct {
	NoDesk        bool           `name:"no-desk" help:"Serve readers only: neither the pages on which the record is edited nor what changes it through the API can be reached. The admin socket stays."`
	DeskAddr      string         `placeholder:"HOST:PORT" help:"Where to listen for those who edit. The desk and what changes the record through the API are there, and not at --addr."`
	DeskURL       string         `name:"desk-url" placeholder:"URL" help:"The address at which they find it. Default: that of --desk-addr."`
	AdminNetworks []peer.Network `placeholder:"CIDR,…" help:"Only from these networks the desk and what changes the record through the API can be reached. Default: from everywhere."`
}

// check says which of the settings contradict each other.
func (f deskFlags) check() error {
	if f.NoDesk && f.DeskAddr != "" {
		return errors.New("--no-desk and --desk-addr: there is no desk to be listened for")
	}
	if f.DeskURL == "" {
		return nil
	}
	if f.DeskAddr == "" && os.Getenv("LISTEN_FDS") == "" { // which may bring one
		return errors.New("--desk-url goes with --desk-addr: otherwise the desk is at the base URL")
	}
	if _, err := ParseBase(f.DeskURL); err != nil {
		return fmt.Errorf("--desk-url: %w", err)
	}
	return nil
}

// mayEdit tells from which networks the desk is reached.
func (f deskFlags) mayEdit(editors *peer.Networks) func(*http.Request) bool {
	return func(r *http.Request) bool { return editors.Empty() || editors.Contain(r.RemoteAddr) }
}

// nobody is who may edit at a listener that is for readers only.
func nobody(*http.Request) bool { return false }

// setupSuffix ends the name of the file beside the store that holds the address
// of the first administrator as long as there is none.
const setupSuffix = ".setup"

// deskOffer says where the desk of a server is, or, as long as there is no
// administrator, how somebody becomes one.
type deskOffer struct {
	desk  string // address of the desk; "": there is none
	setup string // address that works once; "" if there is an administrator
	file  string // that holds it for who may read the store; "" for none
}

// offerDesk lets somebody become the first administrator, if there is none: who
// can read what the server says, or a file beside the store. A file of an
// earlier start is worthless and goes.
func (f deskFlags) offerDesk(people *access.Directory, where storage.Place, base string, log *slog.Logger) (*deskOffer, error) {
	o := &deskOffer{}
	name := where.File + setupSuffix
	if where.File != "" {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			log.Warn("an old address of the first administrator stays beside the store; it is worthless", "file", name, "err", err)
		}
	}
	if f.NoDesk {
		return o, nil
	}
	base = strings.TrimRight(base, "/")
	o.desk = base + frame.Root + "/"
	if people.HasAdministrator() {
		return o, nil
	}
	secret := access.NewSetupSecret()
	o.setup = access.SetupAddress(base, secret)
	if where.File != "" {
		if err := writeSecret(name, o.setup); err != nil {
			return nil, fmt.Errorf("keeping the address of the first administrator: %w", err)
		}
		o.file = name
	}
	people.OfferSetup(secret)
	return o, nil
}

// writeSecret writes a file that was not there and that only its owner reads:
// one that somebody else has put there could be read by them.
func writeSecret(name, line string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, line)
	return errors.Join(err, f.Close())
}

// tell says where the desk is.
func (o *deskOffer) tell(out io.Writer) {
	switch {
	case o.setup != "":
		fmt.Fprintf(out, "To edit the record, open once: %s\n", o.setup)
	case o.desk != "":
		fmt.Fprintf(out, "The desk is at %s\n", o.desk)
	}
}

// end takes the offer back.
func (o *deskOffer) end() {
	if o.file != "" {
		_ = os.Remove(o.file) // worthless from now on
	}
}
