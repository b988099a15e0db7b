package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// variables are the environment variables that the command line knows.
func variables(t *testing.T) (names []string) {
	t.Helper()
	var commands cli
	parser, err := kong.New(&commands, kong.DefaultEnvars("ALMANAC"))
	if err != nil {
		t.Fatal(err)
	}
	nodes := []*kong.Node{parser.Model.Node}
	for len(nodes) > 0 {
		node := nodes[0]
		nodes = append(nodes[1:], node.Children...)
		for _, f := range node.Flags {
			names = append(names, f.Envs...)
		}
	}
	return names
}

// TestDeployFiles holds what is there for copying against what the programs
// know: a setting that does not exist is one that silently counts for nothing.
func TestDeployFiles(t *testing.T) {
	needTools(t, "etcd")
	help, _ := exec.CommandContext(context.Background(), "etcd", "--help").CombinedOutput() // its exit code says nothing
	ours := append(variables(t), "ALMANAC_IMAGE")                                           // of the compose file itself
	files, err := filepath.Glob("../../deploy/cluster/*")
	if err != nil || len(files) < 5 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range append(files, "../../docs/cluster.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`\bALMANAC_[A-Z_]+`).FindAllString(string(text), -1) {
			if !slices.Contains(ours, name) {
				t.Errorf("%s: the command line knows no %s", file, name)
			}
		}
		for _, name := range regexp.MustCompile(`\bETCD_[A-Z_]+`).FindAllString(string(text), -1) {
			flag := "--" + strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, "ETCD_"), "_", "-"))
			if name != "ETCD_IMAGE" && !strings.Contains(string(help), flag) {
				t.Errorf("%s: etcd knows no %s", file, name)
			}
		}
		if !strings.HasSuffix(file, "compose.yaml") {
			continue
		}
		for _, flag := range regexp.MustCompile(`- (--[a-z-]+)`).FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(string(help), flag[1]) {
				t.Errorf("%s: etcd knows no %s", file, flag[1])
			}
		}
	}
}
