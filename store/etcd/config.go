package etcd

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
)

// defaultPort is where etcd serves clients.
const defaultPort = "2379"

// Config says where a record is and who asks for it.
type Config struct {
	Endpoints []string // HOST:PORT of members; one is enough, several outlive the loss of one
	Prefix    string   // of all keys: "/almanac/"

	CertFile, KeyFile string // PEM; the client's certificate, read anew for each connection
	CAFile            string // PEM; who signed the members' certificates; "": the system's
	User              string
	PasswordFile      string // its first line is the password
}

// Parse reads HOST[:PORT],…/PREFIX. The error says how it would be right.
func Parse(where string) (Config, error) {
	hosts, prefix, _ := strings.Cut(where, "/")
	c := Config{Prefix: "/" + strings.Trim(prefix, "/") + "/"}
	if c.Prefix == "//" || strings.Contains(c.Prefix, "//") || strings.Trim(c.Prefix, lettersOfPrefixes) != "" {
		return Config{}, fmt.Errorf("etcd:%s: name the record behind the hosts, in letters, digits and any of - _ . /: etcd:HOST:%s,…/PREFIX", where, defaultPort)
	}
	for host := range strings.SplitSeq(hosts, ",") {
		endpoint, err := endpoint(host)
		if err != nil {
			return Config{}, fmt.Errorf("etcd:%s: host %q: %w", where, host, err)
		}
		c.Endpoints = append(c.Endpoints, endpoint)
	}
	return c, nil
}

// lettersOfPrefixes are those that need no quoting in a shell.
const lettersOfPrefixes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./"

var errHost = errors.New("write it as HOST or HOST:PORT, an IPv6 address in brackets")

// endpoint completes a host by the usual port.
func endpoint(host string) (string, error) {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port, err = net.SplitHostPort(host + ":" + defaultPort)
	}
	if err != nil || name == "" || port == "" || strings.ContainsAny(name, " @?#") {
		return "", errHost
	}
	return net.JoinHostPort(name, port), nil
}

// String is the address without what is secret, for messages.
func (c Config) String() string {
	return "etcd:" + strings.Join(c.Endpoints, ",") + strings.TrimSuffix(c.Prefix, "/")
}

// secure reports whether connections are by TLS.
func (c Config) secure() bool { return c.CAFile != "" || c.CertFile != "" }

// addresses are the endpoints as the client wants them.
func (c Config) addresses() []string {
	scheme := "http://"
	if c.secure() {
		scheme = "https://"
	}
	list := make([]string, len(c.Endpoints))
	for i, e := range c.Endpoints {
		list[i] = scheme + e
	}
	return list
}

// tls makes the settings of connections; nil: without TLS.
func (c Config) tls() (*tls.Config, error) {
	if !c.secure() {
		if c.KeyFile != "" {
			return nil, errors.New("a key for etcd needs its certificate, too")
		}
		return nil, nil
	}
	t := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CAFile != "" {
		pem, err := os.ReadFile(c.CAFile)
		if err != nil {
			return nil, fmt.Errorf("the certificate authority of etcd: %w", err)
		}
		t.RootCAs = x509.NewCertPool()
		if !t.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("the certificate authority of etcd: %s holds no certificate in PEM", c.CAFile)
		}
	}
	if c.CertFile == "" {
		return t, nil
	}
	own := func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		pair, err := tls.LoadX509KeyPair(c.CertFile, c.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("the certificate for etcd: %w", err)
		}
		return &pair, nil
	}
	t.GetClientCertificate = own
	_, err := own(nil)
	return t, err
}

// password reads the file of the password.
func (c Config) password() (string, error) {
	switch {
	case c.User == "" && c.PasswordFile == "":
		return "", nil
	case c.User == "" || c.PasswordFile == "":
		return "", errors.New("a user of etcd needs a password file, and a password file a user")
	}
	data, err := os.ReadFile(c.PasswordFile)
	if err != nil {
		return "", fmt.Errorf("the password for etcd: %w", err)
	}
	word, _, _ := strings.Cut(string(data), "\n")
	if word = strings.TrimSuffix(word, "\r"); word == "" {
		return "", fmt.Errorf("the password for etcd: the first line of %s is empty", c.PasswordFile)
	}
	return word, nil
}
