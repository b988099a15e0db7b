package storage

import (
	"context"

	"almanac.example/store/etcd"
)

// EtcdFlags say how a cluster is to know this process.
type EtcdFlags struct {
	CA           string `name:"ca" placeholder:"FILE" help:"Certificate authority of the members, in PEM. With it, or with a certificate, connections are by TLS."`
	Cert         string `placeholder:"FILE" help:"Certificate of this client, in PEM; read anew for each connection."`
	Key          string `placeholder:"FILE" help:"Key of the certificate, in PEM."`
	User         string `placeholder:"NAME" help:"User of the cluster; with --etcd-password-file."`
	PasswordFile string `placeholder:"FILE" help:"File whose first line is the user's password."`
}

// locateCluster asks a cluster for a record. What was restored by half is
// nothing: a restore may begin anew.
func (c Console) locateCluster(ctx context.Context, where string) (Place, error) {
	config, err := etcd.Parse(where)
	if err != nil {
		return Place{}, err
	}
	f := c.Etcd
	config.CAFile, config.CertFile, config.KeyFile, config.User, config.PasswordFile = f.CA, f.Cert, f.Key, f.User, f.PasswordFile
	found, _, err := etcd.Found(ctx, config)
	p := Place{Cluster: &config, Has: Nothing}
	if found {
		p.Has = Something
	}
	return p, err
}

// openCluster opens a record in a cluster. A new one is made by the first write.
func openCluster(ctx context.Context, config etcd.Config) (Engine, error) {
	b, err := etcd.Open(ctx, config)
	if err != nil {
		return Engine{}, err
	}
	return Engine{Backend: b, Archive: b, Vault: b.Vault()}, nil
}
