package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"time"

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
func (c *serveCommand) lastingAuthority() (string, error) {
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

// provisionalAuthority is for a record that is not public yet.
func provisionalAuthority() string { return events.ProvisionalAuthority(rand.Text()[:12]) }

// checkAuthority refuses what could not stand in a UID, or not for ever.
func checkAuthority(name string) error {
	site := events.Site{Authority: name, Founded: now()}
	if err := site.Validate(); err != nil {
		return fmt.Errorf("--authority: %w", err)
	}
	if site.Provisional() {
		return fmt.Errorf("--authority: %q is the form of a provisional one; give a domain name of yours", name)
	}
	return nil
}

// found gives the store its identity and adds the vocabulary of the record
// that was read. A record that brings an authority of its own keeps it.
func found(ctx context.Context, live *store.Live, from *events.Site, authority string) error {
	if from != nil && from.Authority != "" && live.Timeline().Site().Rev == 0 {
		_, err := live.Commit(ctx, events.Change{Site: from, Note: "first start"})
		if !errors.Is(err, events.ErrConflict) {
			return err
		}
	}
	site, err := live.Found(ctx, authority)
	if err != nil || from == nil {
		return err
	}
	return addVocabulary(ctx, live, site, from)
}

// foundIfNew gives a store that a command has just begun a provisional
// identity: the first server that is public decides.
func foundIfNew(ctx context.Context, live *store.Live, from *events.Site) error {
	return found(ctx, live, from, provisionalAuthority())
}

// takeAuthority replaces a provisional identity by the lasting one, founded
// today: a tag: URI names who had the authority on its day (RFC 4151 §2.1).
func takeAuthority(ctx context.Context, live *store.Live, lasting string, log *slog.Logger) error {
	site := *live.Timeline().Site()
	switch {
	case lasting == "" && site.Provisional():
		log.Info("the authority is provisional; the first start with a public --base-url or with --authority fixes it", "authority", site.Authority)
		return nil
	case lasting == "" || !site.Provisional():
		return nil
	}
	before := site.Authority
	site.Authority, site.Founded = lasting, now().UTC().Truncate(24*time.Hour)
	_, err := live.Commit(ctx, events.Change{Expect: site.Rev, Site: &site, Note: "takes its authority"})
	if errors.Is(err, events.ErrConflict) && !live.Timeline().Site().Provisional() {
		return nil // another server was first
	}
	if err != nil {
		return fmt.Errorf("giving the record its authority: %w", err)
	}
	log.Info("the record has its authority now, for ever", "authority", lasting, "before", before)
	return nil
}

// addVocabulary adds the tags and views that the site does not have yet; what
// it has stays as its editors named it.
func addVocabulary(ctx context.Context, live *store.Live, site, from *events.Site) error {
	next := *site
	next.Tags, next.Views = slices.Clone(site.Tags), slices.Clone(site.Views)
	for _, t := range from.Tags {
		if _, ok := site.Tag(t.Slug); !ok {
			next.Tags = append(next.Tags, t)
		}
	}
	for _, v := range from.Views {
		if _, ok := site.View(v.Slug); !ok {
			next.Views = append(next.Views, v)
		}
	}
	if _, err := live.Commit(ctx, events.Change{Expect: site.Rev, Site: &next, Note: "vocabulary"}); err != nil {
		return fmt.Errorf("adding the vocabulary: %w", err)
	}
	return nil
}
