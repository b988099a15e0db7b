package main

import (
	"context"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
)

// files is nginx with a folder of files that have Almanac's bytes.
type files struct {
	origin
	root string
}

// startFiles starts nginx, with as many workers as the mode has cores.
func (b *bench) startFiles(ctx context.Context, m mode) (files, error) {
	port, err := b.ports.take(ctx)
	if err != nil {
		return files{}, err
	}
	dir, err := os.MkdirTemp(b.dir, "nginx.")
	if err != nil {
		return files{}, err
	}
	f := files{origin: origin{url: fmt.Sprintf("%s://127.0.0.1:%d", m.tls.scheme(), port)}, root: filepath.Join(dir, "root")}
	u, err := user.Current()
	if err != nil {
		return f, err
	}
	account := ""
	if u.Uid == "0" { // otherwise nginx has no choice, and says so
		account = u.Username
	}
	conf := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(conf, []byte(nginxConf(dir, port, m, account)), 0o600); err != nil {
		return f, err
	}
	if err := f.add("/ready", "", []byte("ready\n")); err != nil {
		return f, err
	}
	args := []string{"nginx", "-p", dir, "-c", conf, "-e", "stderr"}
	err = f.launch(ctx, command{cores: m.cores, dir: dir, args: args}, "/ready")
	return f, err
}

// nginxConf is nginx as fast as its manual makes it with files: sendfile, open
// descriptors kept, compressed files beside the plain ones, no log.
func nginxConf(dir string, port int, m mode, account string) string {
	var b strings.Builder
	if account != "" {
		fmt.Fprintf(&b, "user %s;\n", account)
	}
	fmt.Fprintf(&b, `daemon off;
worker_processes %d;
pid %s/nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  etag on;
  gzip_static on;
  keepalive_timeout 300s;
  keepalive_requests 1000000000;
  open_file_cache max=1000 inactive=1h;
  open_file_cache_valid 1h;
  types { }
  default_type application/octet-stream;
`, m.workers, dir)
	for _, name := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&b, "  %s_temp_path %s/%s;\n", name, dir, name)
	}
	listen := fmt.Sprintf("listen 127.0.0.1:%d;", port)
	if m.tls.cert != "" { // with the cipher that Go chooses
		listen = fmt.Sprintf("listen 127.0.0.1:%d ssl; ssl_certificate %s; ssl_certificate_key %s; ssl_protocols TLSv1.2 TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;",
			port, m.tls.cert, m.tls.key)
	}
	fmt.Fprintf(&b, "  server { %s root %s/root; }\n}\n", listen, dir)
	return b.String()
}

// add stores a body under an address; the suffix is ".gz" for the compressed
// form. What is there stays, because nginx keeps it open.
func (f files) add(path, suffix string, body []byte) error {
	name := filepath.Join(f.root, filepath.FromSlash(path)) + suffix
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, body, 0o644)
}
