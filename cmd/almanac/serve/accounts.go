package serve

import (
	"context"
	"fmt"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/web"
	"almanac.example/web/access"
)

// accountFlags are the settings of a server about who may do what.
type accountFlags struct {
	AdminName         string `default:"admin" placeholder:"NAME" help:"Name of the administrator that --admin-password-file makes."`
	AdminPasswordFile string `placeholder:"FILE" help:"File with a password in its first line. As long as there is no administrator, one is made with it at the start."`
}

// openAccounts opens the accounts for a server, and makes the first
// administrator if that was asked for.
func (f accountFlags) openAccounts(ctx context.Context, con storage.Console, b *beginning, site web.Config) (*access.Directory, error) {
	d, err := b.DirectoryOf(ctx, site.DeskURL, site.Log)
	if err != nil {
		return nil, err
	}
	if err := f.makeAdministrator(ctx, con, d); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// checkAdministrator says what is wrong with the administrator that a new store
// is to begin with, before the store is made.
func (f accountFlags) checkAdministrator(con storage.Console, b *beginning) error {
	if b.Live != nil || f.AdminPasswordFile == "" {
		return nil
	}
	n, err := f.administrator(con)
	if err != nil {
		return err
	}
	return adminError(n.Check(storage.SiteNames(&b.seed)...))
}

// administrator is the one that the flags ask for.
func (f accountFlags) administrator(con storage.Console) (access.NewAccount, error) {
	password, err := con.ReadSecret(f.AdminPasswordFile)
	return access.NewAccount{Name: f.AdminName, Role: access.Administrator, Password: password}, adminError(err)
}

func adminError(err error) error {
	if err != nil {
		return fmt.Errorf("--admin-password-file: %w", err)
	}
	return nil
}

// makeAdministrator makes an administrator as long as there is none. Later the
// file is not even read, so that it can be taken away.
func (f accountFlags) makeAdministrator(ctx context.Context, con storage.Console, d *access.Directory) error {
	if f.AdminPasswordFile == "" || d.HasAdministrator() {
		return nil
	}
	n, err := f.administrator(con)
	if err != nil {
		return err
	}
	a, err := d.CreateAccount(ctx, connect.LocalUser(), n)
	if err != nil && d.HasAdministrator() {
		return nil // another replica was first
	}
	if err != nil {
		return adminError(err)
	}
	fmt.Fprintf(con.Err, "almanac: made the administrator %s\n", a.Name)
	return nil
}
