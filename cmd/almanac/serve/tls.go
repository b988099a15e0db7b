package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/server/certificate"
	"almanac.example/server/metrics"
)

// tlsFlags are the settings of a server about certificates.
type tlsFlags struct {
	TLSCert       string   `name:"tls-cert" placeholder:"FILE" help:"Certificate with its chain (PEM): --addr and --desk-addr speak TLS. It is read again when it changes."`
	TLSKey        string   `name:"tls-key" placeholder:"FILE" help:"Key of the certificate (PEM)."`
	ACME          []string `name:"acme" placeholder:"HOST,…" help:"Names for which a certificate is asked of an authority (Let's Encrypt). For one process only."`
	ACMEAddr      string   `name:"acme-addr" default:":80" placeholder:"HOST:PORT" help:"Where the authority asks over HTTP; readers are sent on to https."`
	ACMEDirectory string   `name:"acme-directory" placeholder:"URL" help:"Another authority."`
	ACMERoot      string   `name:"acme-root" placeholder:"FILE" help:"Certificate of who vouches for that authority (PEM). Default: those of the system."`
	ACMEEmail     string   `name:"acme-email" placeholder:"ADDRESS" help:"Whom the authority tells of what concerns the account."`
	ACMEFolder    string   `name:"acme-folder" placeholder:"FOLDER" help:"Keeps the account and the certificates. Default: the store's file with .acme."`
}

// speaksTLS reports whether the listeners do.
func (f tlsFlags) speaksTLS() bool { return f.TLSCert != "" || len(f.ACME) > 0 }

// check says which of the settings contradict each other.
func (f tlsFlags) check(store string) error {
	switch {
	case (f.TLSCert == "") != (f.TLSKey == ""):
		return errors.New("--tls-cert and --tls-key go together")
	case f.TLSCert != "" && len(f.ACME) > 0:
		return errors.New("--tls-cert and --acme: the certificate comes either from a file or from an authority")
	case len(f.ACME) > 0 && strings.HasPrefix(store, "etcd:") && f.ACMEFolder == "":
		return errors.New("--acme: several processes would each ask for certificates; use files (--tls-cert), or name --acme-folder if this is the only one")
	}
	for _, host := range f.ACME {
		if _, err := netip.ParseAddr(host); err == nil || !strings.Contains(host, ".") || strings.ContainsAny(host, ":/ ") {
			return fmt.Errorf("--acme=%s: an authority certifies names such as almanac.example.org", host)
		}
	}
	return nil
}

// loadCertificate reads the files of certificates, if there are any.
func (s *service) loadCertificate() (err error) {
	if s.ACMERoot != "" {
		if _, err := certificate.Roots(s.ACMERoot); err != nil {
			return fmt.Errorf("--acme-root: %w", err)
		}
	}
	if s.TLSCert == "" {
		return nil
	}
	s.files, err = certificate.Open(s.TLSCert, s.TLSKey, s.log, terminal.Now)
	return err
}

// secure prepares TLS for the listeners.
func (s *service) secure(context.Context) error {
	switch {
	case s.files != nil:
		s.tls = &tls.Config{GetCertificate: s.files.Get, MinVersion: tls.VersionTLS12}
	case len(s.ACME) > 0:
		folder := s.ACMEFolder
		if folder == "" {
			folder = s.where.File + ".acme"
		}
		m, err := certificate.ACME{Hosts: s.ACME, Folder: folder, Directory: s.ACMEDirectory, RootFile: s.ACMERoot, Email: s.ACMEEmail}.Open()
		if err != nil {
			return err
		}
		s.tls = m.TLSConfig()
		s.tls.MinVersion = tls.VersionTLS12
		s.serveInside(acmeFlag, certificate.Answering(m))
	}
	return nil
}

// ofCertificate are the values of the certificate.
func (s *service) ofCertificate() []metrics.Value {
	if s.files == nil {
		return nil
	}
	return []metrics.Value{{Name: "certificate_expiry_timestamp_seconds", Help: "When the certificate ends.", Read: func() float64 { return float64(s.files.Until().Unix()) }}}
}
