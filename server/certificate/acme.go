package certificate

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// ACME says whose certificate is asked for, and where. Hosts and Folder are
// required.
type ACME struct {
	Hosts     []string
	Folder    string // keeps the account and certificates; only its owner may read it
	Directory string // of the authority; "": that of Let's Encrypt
	RootFile  string // PEM of who vouches for the authority; "": the system's
	Email     string // told of what concerns the account; "": nobody is
}

// acmeTimeout bounds one request to the authority.
const acmeTimeout = 30 * time.Second

// Open prepares to ask for certificates. The first is asked for when a client
// comes, and another one a month before it ends.
func (a ACME) Open() (*autocert.Manager, error) {
	var transport http.RoundTripper // nil: that of the system
	if a.RootFile != "" {
		roots, err := Roots(a.RootFile)
		if err != nil {
			return nil, fmt.Errorf("the authority's root: %w", err)
		}
		transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	}
	if err := os.MkdirAll(a.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("keeping certificates: %w", err)
	}
	m := &autocert.Manager{
		Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(a.Hosts...), Cache: autocert.DirCache(a.Folder), Email: a.Email,
		Client: &acme.Client{DirectoryURL: a.Directory, HTTPClient: &http.Client{Timeout: acmeTimeout, Transport: transport}},
	}
	if a.Directory == "" {
		m.Client.DirectoryURL = autocert.DefaultACMEDirectory
	}
	return m, nil
}

// Roots reads certificates (PEM) of who vouches for others.
func Roots(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, errors.New(file + " holds no certificate (PEM)")
	}
	return roots, nil
}

// Answering answers the authority over HTTP (RFC 8555 §8.3), and sends readers on to
// https. Behind a port that is passed on, requests name another one; it does not
// matter here.
func Answering(m *autocert.Manager) http.Handler {
	inner := m.HTTPHandler(nil)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err == nil {
			r.Host = host
		}
		inner.ServeHTTP(w, r)
	})
}
