package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// releaseVersion is one that no release has.
const releaseVersion = "0.0.7"

// releaseFrom builds a release for this machine out of a copy of the sources in a
// folder of its own, and returns the folder with what was built.
func releaseFrom(t *testing.T, archive, folder string) string {
	t.Helper()
	sources := filepath.Join(t.TempDir(), folder)
	must := func(c *exec.Cmd) {
		t.Helper()
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c.Args, err, out)
		}
	}
	must(exec.CommandContext(t.Context(), "mkdir", "-p", sources))
	must(exec.CommandContext(t.Context(), "tar", "-xf", archive, "-C", sources))
	build := exec.CommandContext(t.Context(), "deploy/package/build", releaseVersion, runtime.GOARCH)
	build.Dir, build.Env = sources, append(os.Environ(), "SOURCE_DATE_EPOCH=1800000000")
	must(build)
	return filepath.Join(sources, "dist")
}

// TestRelease builds twice, from two folders, and holds that the bytes are the
// same; then it looks into what was built. It takes minutes and runs where
// ALMANAC_RELEASE is set, as .ci/run does.
func TestRelease(t *testing.T) {
	if os.Getenv("ALMANAC_RELEASE") == "" {
		t.Skip("ALMANAC_RELEASE is not set: it compiles the program twice")
	}
	needTools(t, "dpkg-deb", "git", "xz", "lintian", "buildah")
	archive := filepath.Join(t.TempDir(), "sources.tar") // made once: both builds are of the same sources
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", `cd ../.. && git ls-files -z --cached --others --exclude-standard | tar --null -T - --ignore-failed-read -cf "$0"`, archive).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	one, other := releaseFrom(t, archive, "one"), releaseFrom(t, archive, "another/folder")
	sums := contents(t, filepath.Join(one, "SHA256SUMS"))
	if again := contents(t, filepath.Join(other, "SHA256SUMS")); sums != again || strings.Count(sums, "\n") != 3 {
		t.Errorf("two builds differ:\n%s\n%s", sums, again)
	}
	for line := range strings.Lines(sums) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if real := sha256.Sum256([]byte(contents(t, filepath.Join(one, name)))); hex.EncodeToString(real[:]) != sum {
			t.Errorf("%s has another sum", name)
		}
	}
	name := "almanac-" + releaseVersion + "-linux-" + runtime.GOARCH
	t.Run("archive", func(t *testing.T) { checkArchive(t, filepath.Join(one, name+".tar.gz"), name) })
	t.Run("package", func(t *testing.T) {
		checkPackage(t, filepath.Join(one, "almanac_"+releaseVersion+"_"+runtime.GOARCH+".deb"))
	})
	t.Run("parts", func(t *testing.T) { checkParts(t, filepath.Join(one, name+".cdx.json")) })
	t.Run("image", func(t *testing.T) { checkImage(t, filepath.Join(one, "image-"+runtime.GOARCH)) })
}

func contents(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// checkArchive runs the program that it holds: it is static and knows its version.
func checkArchive(t *testing.T, file, folder string) {
	f, err := gzip.NewReader(strings.NewReader(contents(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	binary := filepath.Join(t.TempDir(), "almanac")
	for r := tar.NewReader(f); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Uname != "" || h.ModTime.Unix() != 1800000000 {
			t.Errorf("%s is of %d %q, from %s", h.Name, h.Uid, h.Uname, h.ModTime)
		}
		found[strings.TrimPrefix(h.Name, folder+"/")] = true
		if h.Name == folder+"/almanac" {
			data, err := io.ReadAll(r)
			if err := errors.Join(err, os.WriteFile(binary, data, 0o700)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range []string{"almanac", "almanac.1.gz", "almanac.service", "LICENSE", "README.md", "CHANGELOG.md", "completions/almanac.bash", "completions/almanac.zsh", "completions/almanac.fish"} {
		if !found[name] {
			t.Errorf("%s is missing", name)
		}
	}
	out, err := exec.CommandContext(t.Context(), binary, "version").Output()
	if err != nil || string(out) != "almanac "+releaseVersion+" "+runtime.Version()+"\n" {
		t.Errorf("it says %q, %v", out, err)
	}
	if bytes.Contains([]byte(contents(t, binary)), []byte("/lib64/ld-linux")) {
		t.Error("it needs a dynamic linker")
	}
}

// checkPackage unpacks the package: what it installs is where systems look.
func checkPackage(t *testing.T, file string) {
	said, err := exec.CommandContext(t.Context(), "dpkg-deb", "--info", file).CombinedOutput()
	for _, want := range []string{"Package: almanac", "Version: " + releaseVersion, "Architecture: " + runtime.GOARCH, "conffiles"} {
		if err != nil || !strings.Contains(string(said), want) {
			t.Errorf("%v: %s is missing in\n%s", err, want, said)
		}
	}
	root := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "dpkg-deb", "-x", file, root).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, name := range []string{"usr/bin/almanac", "usr/lib/systemd/system/almanac.service", "usr/share/man/man1/almanac.1.gz", "usr/share/bash-completion/completions/almanac", "usr/share/zsh/vendor-completions/_almanac", "usr/share/fish/vendor_completions.d/almanac.fish", "usr/share/doc/almanac/copyright", "etc/almanac/almanac.toml"} {
		if info, err := os.Stat(filepath.Join(root, name)); err != nil || info.Size() == 0 || info.Mode().Perm()&0o044 != 0o044 {
			t.Errorf("%s: %v", name, err)
		}
	}
	check := exec.CommandContext(t.Context(), filepath.Join(root, "usr/bin/almanac"), "config", "check", "--config", filepath.Join(root, "etc/almanac/almanac.toml"))
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("its settings: %v: %s", err, out)
	}
	if out, err := exec.CommandContext(t.Context(), "lintian", "--allow-root", "--fail-on", "error", "--suppress-tags", "statically-linked-binary,embedded-library", file).CombinedOutput(); err != nil {
		t.Errorf("lintian: %v\n%s", err, out)
	}
}

// checkParts reads the bill of materials.
func checkParts(t *testing.T, file string) {
	var bill struct {
		Format     string `json:"bomFormat"`
		Components []struct {
			Name, Version string
			PackageURL    string `json:"purl"`
		}
	}
	if err := json.Unmarshal([]byte(contents(t, file)), &bill); err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, c := range bill.Components {
		named[c.Name] = c.PackageURL
	}
	if bill.Format != "CycloneDX" || len(named) < 30 || named["stdlib"] != "pkg:golang/stdlib@"+runtime.Version() || !strings.HasPrefix(named["go.etcd.io/bbolt"], "pkg:golang/go.etcd.io/bbolt@v1.") {
		t.Errorf("%s with %d parts: %v", bill.Format, len(named), named)
	}
}

// checkImage builds the container image and reads what it says of itself.
func checkImage(t *testing.T, folder string) {
	for _, name := range []string{"almanac", "ca-certificates.crt", "Containerfile", "data"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
	store := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		at := []string{"--root", filepath.Join(store, "root"), "--runroot", filepath.Join(store, "run"), "--storage-driver", "vfs"}
		out, err := exec.CommandContext(t.Context(), "buildah", append(at, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("buildah %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run("bud", "--isolation", "chroot", "--format", "docker", "-t", "almanac", folder)
	said := run("inspect", "--type", "image", "almanac")
	for _, want := range []string{`"User": "65532:65532"`, `"/data": {}`, `"/almanac"`, `"health"`} {
		if !strings.Contains(said, want) {
			t.Errorf("the image does not say %s", want)
		}
	}
}
