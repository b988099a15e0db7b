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

	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
	"almanac.example/store/etcd/etcdtest"
)

// withUsers turns on the cluster's users: root, and one whose role covers the
// record's prefix only.
func withUsers(t *testing.T, c *etcdtest.Cluster, config Config) {
	t.Helper()
	plain := c.Client(t)
	ctx := t.Context()
	for _, step := range []func() error{
		func() error { _, err := plain.UserAdd(ctx, "root", "root"); return err },
		func() error { _, err := plain.UserGrantRole(ctx, "root", "root"); return err },
		func() error { _, err := plain.UserAdd(ctx, "almanac", "se cret"); return err },
		func() error { _, err := plain.RoleAdd(ctx, "almanac"); return err },
		func() error {
			end := clientv3.GetPrefixRangeEnd(config.Prefix)
			_, err := plain.RoleGrantPermission(ctx, "almanac", config.Prefix, end, clientv3.PermissionType(clientv3.PermReadWrite))
			return err
		},
		func() error { _, err := plain.UserGrantRole(ctx, "almanac", "almanac"); return err },
		func() error { _, err := plain.AuthEnable(ctx); return err },
	} {
		must(t, step())
	}
}

// asRoot does something with a client of root's whose token is new: a server of
// the distribution and a client whose token has expired ask each other for ever.
func asRoot(t *testing.T, c *etcdtest.Cluster, do func(*clientv3.Client) error) {
	t.Helper()
	root, err := clientv3.New(clientv3.Config{Endpoints: c.Endpoints(), Username: "root", Password: "root"})
	must(t, err)
	defer root.Close()
	must(t, do(root))
}

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
			withUsers(t, c, config)
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
			b := tr.replicas[0].backend
			asRoot(t, c, func(root *clientv3.Client) error {
				_, err := root.UserRevokeRole(t.Context(), "almanac", "almanac")
				return err
			})
			eventually(t, "the replica says so", func() bool { return tr.ailing(0) })
			_, err = b.Commit(t.Context(), events.Put(draft("x", "x"), 0))
			refusedAtOnce(t, "a commit without permission", config, err)
			if errors.Is(err, events.ErrUnknown) {
				t.Errorf("a refused commit is unknown: %v", err)
			}
			_, err = b.Vault().Write(t.Context(), events.PutValue(events.Value{Key: "a", Schema: 1, Data: []byte("1")}, 0))
			refusedAtOnce(t, "a write without permission", config, err)
			if tr.replicas[0].live.Timeline().Len() == 0 {
				t.Error("readers see nothing")
			}
			asRoot(t, c, func(root *clientv3.Client) error {
				_, err := root.UserGrantRole(t.Context(), "almanac", "almanac")
				return err
			})
			eventually(t, "the replica is well", func() bool { return !tr.ailing(0) })
			tr.during(5, func() { tr.acks(10) })
			tr.judge()
		})
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
