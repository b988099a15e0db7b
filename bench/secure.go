package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// keyPair names the files of a certificate and its key; without names there is
// no TLS.
type keyPair struct{ cert, key string }

func (k keyPair) scheme() string {
	if k.cert == "" {
		return "http"
	}
	return "https"
}

// certify makes the certificate of both servers: a key on P-256, as authorities
// certify it today, signed by itself, since nobody checks who vouches for it.
func certify(dir string) (keyPair, error) {
	pair := keyPair{cert: filepath.Join(dir, "cert.pem"), key: filepath.Join(dir, "key.pem")}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return pair, err
	}
	now := time.Now()
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "almanac.example.org"}, DNSNames: []string{"almanac.example.org"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(0, 0, 2),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	cert, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		return pair, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return pair, err
	}
	for name, block := range map[string]*pem.Block{pair.cert: {Type: "CERTIFICATE", Bytes: cert}, pair.key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			return pair, err
		}
	}
	return pair, nil
}

// Names of the rows over TLS begin with secured.
const secured = "TLS: "

// secureRows measure ready answers on kept connections over TLS, and new
// connections: one for each answer, which is as small as an answer can be, so
// that the handshake is what is measured.
func (t *testbed) secureRows(ctx context.Context) ([]row, error) {
	const small, medium = 10_000, 100_000
	paths, err := t.calendarsOf(ctx, small, medium)
	if err != nil {
		return nil, err
	}
	whole := calendarName(t.record.events)
	return []row{
		{name: secured + "calendar of about 10 kB", path: paths[0], ours: identity, theirs: identity},
		{name: secured + "calendar of about 10 kB" + gzipRow, path: paths[0], ours: gzipped, theirs: gzipped},
		{name: secured + "calendar of about 10 kB" + unchangedRow, path: paths[0], ours: identity, theirs: identity, unchanged: true},
		{name: secured + "calendar of about 100 kB", path: paths[1], ours: identity, theirs: identity},
		{name: secured + "year page" + gzipRow, path: "/zh/2019", ours: gzipped, theirs: gzipped},
		{name: secured + whole + gzipRow, path: "/zh/all.ics", ours: gzipped, theirs: gzipped},
		{name: secured + "new connections, a 304 on each", path: paths[0], ours: identity, theirs: identity, unchanged: true, fresh: wholeHandshake},
		{name: secured + "new connections that resume a session, a 304 on each", path: paths[0], ours: identity, theirs: identity, unchanged: true, fresh: resumedHandshake},
	}, nil
}

// measureSecure measures both servers over TLS with the same certificate.
func (b *bench) measureSecure(ctx context.Context, s stored) (err error) {
	if s.events != b.detailed() {
		return nil
	}
	m := b.pinned()
	if m.tls, err = certify(b.dir); err != nil {
		return err
	}
	t, err := b.open(ctx, s, m)
	if err != nil {
		return err
	}
	defer t.stop()
	rows, err := t.secureRows(ctx)
	if err != nil {
		return err
	}
	for _, r := range slices.DeleteFunc(rows, func(r row) bool { return !b.only.MatchString(r.name) }) {
		progress("%s", r.name)
		res := result{name: r.name, peer: "nginx"}
		if res.ours, res.theirs, err = b.contest(ctx, t, r, &res); err != nil {
			return err
		}
		b.report.secure = append(b.report.secure, res)
	}
	return nil
}
