// Package storage finds, opens and makes the store that a flag names.
//
//	--store bolt:FILE, etcd:…  ->  Place (looked at, nothing opened)
//	Place                      ->  Engine (the contracts of package store)
//	Engine                     ->  Instance (the record, followed; vault, pictures)
//
// Looking makes nothing: a path that is mistyped must not become another record.
// What older versions kept in files beside a store moves into its vault when it is
// opened. The room knows no commands, no listeners and no addresses of readers.
package storage
