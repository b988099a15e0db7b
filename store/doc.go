// Package store keeps the record: durably in a Backend, and as the current
// timeline in a Live.
//
//	           Commit                    Commit: compare and write, all or none
//	writer ───────────▶ Live ─────────────────▶ Backend (bolt, etcd)
//	                     ▲                         │ event, history entry, slug
//	                     └──── Watch: batches ─────┘ in one atomic step
//	                     │
//	                     ▼ Timeline: one atomic load
//	                  readers
//
// The loop has one direction. A write goes down to the backend and comes back
// as news, to the process that made it and to every other one alike; there is
// no second path by which a timeline could become fresh. Live.Commit returns
// once its own timeline shows the commit, so a writer reads its own write.
//
// An import goes the same way, but shows at once: see Importer. What a store
// holds goes out and comes in as states, in order of revision: see Archive.
//
// What is stored is CBOR (decision 0008); Encode and Decode know all of it, a
// Decoder reads very many events of the plain kind (decision 0011).
//
// Beside the record lies the Vault, small and never public: compare and set, a
// watch under a prefix, expiry inside the values (PrepareValues, Unexpired).
//
// The package promises what Backend, Vault and Live say, and storetest tests
// every promise of Backend and Vault. It does not know HTTP, formats or
// selections, and it does not decide what a valid event is: package events
// does.
package store
