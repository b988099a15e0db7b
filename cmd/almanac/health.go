package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"almanac.example/cmd/almanac/storage"
)

// healthCommand asks a server on this machine how it is.
type healthCommand struct {
	Addr    string   `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where the server listens, as serve has it."`
	TLSCert string   `name:"tls-cert" placeholder:"FILE" help:"As serve has it: the server speaks TLS."`
	TLSKey  string   `name:"tls-key" placeholder:"FILE" help:"As serve has it; it is not read."`
	ACME    []string `name:"acme" placeholder:"HOST,…" help:"As serve has it: the server speaks TLS."`
}

// healthTimeout is how long a server may take to say how it is.
const healthTimeout = 5 * time.Second

// Help is shown below the flags.
func (*healthCommand) Help() string {
	return `For the health check of a container: exit code 0 if the server on this machine answers and its answers are fresh (/readyz), 1 if not. It reads the same environment and the same file of settings as serve.`
}

// Run asks.
func (c *healthCommand) Run(ctx context.Context, con storage.Console) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // it is this machine that is asked
	scheme, host := "http", c.Addr
	if path, ok := strings.CutPrefix(c.Addr, "unix:"); ok {
		host = "localhost"
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}
	} else if c.TLSCert != "" || len(c.ACME) > 0 {
		scheme = "https"
		if len(c.ACME) > 0 {
			transport.TLSClientConfig.ServerName = c.ACME[0]
		}
	}
	if strings.HasPrefix(host, ":") {
		host = "localhost" + host
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+host+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("--addr=%s: %w", c.Addr, err)
	}
	resp, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, 1000))
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", resp.Status, strings.TrimSpace(string(said)))
	}
	fmt.Fprint(con.Out, string(said))
	return nil
}
