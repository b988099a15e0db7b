//go:build tools

package main

// The tests of the runbook restore a snapshot with it.
import _ "go.etcd.io/etcd/etcdutl/v3"
