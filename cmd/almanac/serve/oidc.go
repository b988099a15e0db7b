package serve

import (
	"fmt"
	"net/url"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/web"
	"almanac.example/web/access"
	"almanac.example/web/access/oidc"
)

// oidcFlags are the settings of the identity provider with which people may sign
// in to the desk.
type oidcFlags struct {
	Issuer     string                 `placeholder:"URL" help:"Identity provider (OpenID Connect) with which people may sign in to the desk."`
	Name       string                 `placeholder:"TEXT" help:"What the page to sign in calls the provider. Default: its host."`
	ClientID   string                 `name:"client-id" placeholder:"ID" help:"What the provider calls this site."`
	SecretFile string                 `name:"client-secret-file" placeholder:"FILE" help:"File with the secret that the provider gave this site, in its first line."`
	Scopes     []string               `placeholder:"SCOPE,…" help:"Asked for besides openid, profile and email; some providers tell groups only then."`
	Groups     string                 `default:"groups" placeholder:"CLAIM" help:"What the provider calls the list of groups."`
	Roles      map[string]access.Role `placeholder:"GROUP=ROLE;…" help:"Role that a group gives: viewer, author, editor. It is looked at each time somebody signs in."`
	Role       access.Role            `placeholder:"ROLE" help:"Role of everybody whom the provider knows. Default: only groups give one."`
}

// checkSignIn says what is wrong with how people are to sign in, before a store
// is made, and puts the identity provider into the settings of the pages.
func (c *Settings) checkSignIn(con storage.Console, b *beginning, config *web.Config) error {
	if err := c.checkAdministrator(con, b); err != nil {
		return err
	}
	return c.OIDC.provide(con, config)
}

// provide puts the identity provider into the settings of the pages, whose base
// URL is known.
func (f oidcFlags) provide(con storage.Console, config *web.Config) error {
	if f.Issuer == "" {
		return nil
	}
	c := oidc.Config{
		Issuer: f.Issuer, ClientID: f.ClientID, BaseURL: config.DeskURL, Scopes: f.Scopes,
		Groups: f.Groups, Roles: f.Roles, Role: f.Role, Now: terminal.Now,
	}
	if f.SecretFile != "" {
		secret, err := con.ReadSecret(f.SecretFile)
		if err != nil {
			return fmt.Errorf("--oidc-client-secret-file: %w", err)
		}
		c.ClientSecret = secret
	}
	provider, err := oidc.New(c)
	if err != nil {
		return err
	}
	config.Provider, config.ProviderName = provider, f.Name
	if u, err := url.Parse(f.Issuer); config.ProviderName == "" && err == nil {
		config.ProviderName = u.Host
	}
	return nil
}
