package etcd

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store/etcd/etcdtest"
)

func withPassword(t *testing.T, config Config, user, password string) Config {
	t.Helper()
	config.User, config.PasswordFile = user, filepath.Join(t.TempDir(), "password")
	must(t, os.WriteFile(config.PasswordFile, []byte(password+"\nanother line\n"), 0o600))
	return config
}

// refusedAtOnce fails unless the error names the prefix.
func refusedAtOnce(t *testing.T, what string, config Config, err error) {
	t.Helper()
	if !isRefusal(err) || !errors.Is(err, events.ErrUnavailable) || !strings.Contains(err.Error(), config.Prefix) {
		t.Errorf("%s: %v; want a refusal that names %s", what, err, config.Prefix)
	}
}

// TestUser has a user whose role covers the prefix and nothing else, takes the
// role away and gives it back.
func TestUser(t *testing.T) {
	t.Parallel()
	for _, server := range []string{etcdtest.Distribution, etcdtest.Newest} {
		t.Run(server, func(t *testing.T) {
			c := etcdtest.Start(t, etcdtest.Options{Server: server, Flags: []string{"--auth-token-ttl=3"}})
			config := configOf(c, t.Name())
			c.WithUsers(t, config.Prefix)
			_, err := Open(t.Context(), withPassword(t, config, "almanac", "wrong"))
			refusedAtOnce(t, "a wrong password", config, err)
			elsewhere := withPassword(t, config, "almanac", "se cret")
			elsewhere.Prefix = "/elsewhere/"
			_, err = Open(t.Context(), elsewhere)
			refusedAtOnce(t, "another prefix", elsewhere, err)
			_, err = Open(t.Context(), config)
			refusedAtOnce(t, "no user", config, err)

			tr := newTrial(t, withPassword(t, config, "almanac", "se cret"), c.Endpoints(), c.Endpoints())
			tr.during(20, func() {
				tr.acks(20)
				time.Sleep(4 * time.Second) // the tokens expire meanwhile
				tr.acks(20)
			})
			tr.during(100, func() {
				for range rounds() {
					tr.acks(50)
					c.Revoke(t)
					eventually(t, "both replicas say so", func() bool { return tr.ailing(0) && tr.ailing(1) })
					writtenByNone(t, tr.replicas[0], config)
					c.Grant(t)
					eventually(t, "both replicas are well", func() bool { return !tr.ailing(0) && !tr.ailing(1) })
					tr.acks(50)
				}
			})
			tr.judge()
		})
	}
}

// writtenByNone writes without permission: that is refused at once, and readers
// see what was there.
func writtenByNone(t *testing.T, r *replica, config Config) {
	t.Helper()
	_, err := r.backend.Commit(t.Context(), events.Put(draft("x", "x"), 0))
	refusedAtOnce(t, "a commit without permission", config, err)
	if errors.Is(err, events.ErrUnknown) {
		t.Errorf("a refused commit is unknown: %v", err)
	}
	_, err = r.backend.Vault().Write(t.Context(), events.PutValue(events.Value{Key: "a", Schema: 1, Data: []byte("1")}, 0))
	refusedAtOnce(t, "a write without permission", config, err)
	if r.live.Timeline().Len() == 0 {
		t.Error("readers see nothing")
	}
}

// authority makes certificates for a test.
type authority struct {
	t    *testing.T
	dir  string
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t, dir: t.TempDir()}
	a.cert, a.key = a.issue("ca", &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign})
	return a
}

func (a *authority) file(name string) string { return filepath.Join(a.dir, name) }

// issue writes NAME.crt and NAME.key.
func (a *authority) issue(name string, c *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(a.t, err)
	c.SerialNumber, err = rand.Int(rand.Reader, big.NewInt(1<<62))
	must(a.t, err)
	c.Subject = pkix.Name{CommonName: name}
	c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	must(a.t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	must(a.t, err)
	must(a.t, os.WriteFile(a.file(name+".crt"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	must(a.t, os.WriteFile(a.file(name+".key"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	made, err := x509.ParseCertificate(der)
	must(a.t, err)
	return made, key
}

// TestCertificates has members that ask for a client certificate.
func TestCertificates(t *testing.T) {
	t.Parallel()
	a, other := newAuthority(t), newAuthority(t)
	a.issue("server", &x509.Certificate{IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}})
	a.issue("almanac", &x509.Certificate{})
	other.issue("almanac", &x509.Certificate{})
	c := etcdtest.Start(t, etcdtest.Options{Scheme: "https", Flags: []string{
		"--cert-file", a.file("server.crt"), "--key-file", a.file("server.key"), "--client-cert-auth", "--trusted-ca-file", a.file("ca.crt"),
	}})
	config := configOf(c, t.Name())
	config.CAFile, config.CertFile, config.KeyFile = a.file("ca.crt"), a.file("almanac.crt"), a.file("almanac.key")
	tr := newTrial(t, config, c.Endpoints())
	tr.during(20, func() { tr.acks(20) })
	tr.judge()
	for name, change := range map[string]func(*Config){
		"no certificate":      func(c *Config) { c.CertFile, c.KeyFile = "", "" },
		"another authority's": func(c *Config) { c.CertFile, c.KeyFile = other.file("almanac.crt"), other.file("almanac.key") },
		"another authority":   func(c *Config) { c.CAFile = other.file("ca.crt") },
		"no key":              func(c *Config) { c.KeyFile = "" },
		"no file":             func(c *Config) { c.CAFile = other.file("none") },
		"no PEM":              func(c *Config) { c.CAFile = config.KeyFile },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wrong := config
			change(&wrong)
			if b, err := Open(t.Context(), wrong); err == nil {
				t.Error("the store opens")
				b.Close()
			}
		})
	}
}
