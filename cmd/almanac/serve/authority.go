package serve

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"strings"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/store"
)

// privateDomains are what ends names that mean something on one machine or in
// one network only, or nowhere (RFC 2606, RFC 6761, RFC 6762, RFC 8375; ICANN
// reserves internal).
var privateDomains = []string{
	"localhost", "local", "localdomain", "lan", "home", "corp", "internal", "intranet", "private", "home.arpa", "test", "invalid",
}

// sharedSpace is what providers number their customers with (RFC 6598).
var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// isPublic reports whether the host of a base URL may be known to anybody
// beyond this machine and its network.
func isPublic(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		return !ip.IsLoopback() && !ip.IsPrivate() && !ip.IsLinkLocalUnicast() && !ip.IsUnspecified() && !sharedSpace.Contains(ip)
	}
	if !strings.Contains(host, ".") {
		return false
	}
	return !slices.ContainsFunc(privateDomains, func(d string) bool { return strings.HasSuffix(host, "."+d) })
}

// lastingAuthority is what the settings give the record for ever: --authority
// or the host of a public base URL; "" if they give nothing.
func (c *Settings) lastingAuthority() (string, error) {
	host := c.host()
	_, notNumber := netip.ParseAddr(host)
	switch {
	case c.Authority != "":
		return strings.ToLower(c.Authority), nil
	case !isPublic(host):
		return "", nil
	case notNumber == nil:
		return "", fmt.Errorf("base URL %q: a number is no name for ever, and the record needs one before it is public; give --authority DOMAIN", c.BaseURL)
	}
	return strings.ToLower(strings.TrimSuffix(host, ".")), nil
}

// checkAuthority refuses what could not stand in a UID, or not for ever.
func checkAuthority(name string) error {
	site := events.Site{Authority: name, Founded: terminal.Now()}
	if err := site.Validate(); err != nil {
		return fmt.Errorf("--authority: %w", err)
	}
	if site.Provisional() {
		return fmt.Errorf("--authority: %q is the form of a provisional one; give a domain name of yours", name)
	}
	return nil
}

// takeAuthority replaces a provisional identity by the lasting one.
func takeAuthority(ctx context.Context, live *store.Live, lasting string, log *slog.Logger) error {
	before := live.Timeline().Site()
	if lasting == "" && before.Provisional() {
		log.Info("the authority is provisional; the first start with a public --base-url or with --authority fixes it", "authority", before.Authority)
	}
	after, err := live.Adopt(ctx, lasting)
	if err != nil {
		return err
	}
	if after.Authority != before.Authority {
		log.Info("the record has its authority now, for ever", "authority", after.Authority, "before", before.Authority)
	}
	return nil
}
