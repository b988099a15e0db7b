// Server is the etcd server, for the tests of the engine. It is a module of its
// own so that the server and what it needs never stand among the program's
// dependencies.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
