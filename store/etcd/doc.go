// Package etcd is the store for several processes: the record lies in an etcd
// cluster, and each process serves it from memory. It keeps the contracts of
// store.Backend, store.Importer, store.Archive and store.Vault.
//
// All keys lie below the prefix of the record. A name is the ID of an event, or
// that of a document behind "/", such as "/text/zh"; ~ is a revision spelt so
// that newer ones sort first; "·" joins.
//
//	key         value
//	c/m         the fence: schema, last revision, counts, what is under way (JSON)
//	c/e/NAME    rev · slug · state            what is current
//	h/NAME/~    rev of the state before · state   every state there ever was
//	l/~         token · rev before · names    every commit; newest first
//	i/SLUG      name                          counts only while the name's row has the slug; never removed
//	s/beat      a sign of life of the import under way
//	v/KEY       token · store.EncodeValue     the vault; the version is etcd's revision of the key
//
// Every transaction of the record compares the fence and writes it, so commits
// have one order, whichever process makes them; the revision is the record's
// own, and stays when the record is moved. Behind each value stands a CRC-32C
// over key and value. What is missing shows by the counts in the fence, by the
// log, which names every state, and by the revisions before.
//
// A start reads all below c/ at one etcd revision and watches from the next one,
// with a leader required. The engine takes a lost watch up again where it ended.
// It begins anew, and tells everything, only after the cluster has forgotten
// what came then. A watch that is silent although there are newer commits is
// begun anew, too, and one of the vault if it gives no sign of life.
//
// Commits of one process that wait while the cluster is busy share a
// transaction. One whose outcome is not known is looked up by its token, and
// made again if it was not made; what cannot be settled within ten seconds is an
// events.ErrUnknown. Every request ends within two seconds, so that the next one
// can ask another member.
//
// An import is staged in the history and the log, behind the revision that
// counts. One write of the fence decides it. After that whichever process finds
// it completes it, and before that removes it, if the one that began it gives no
// sign of life for ten seconds.
//
// The package does not run, repair or watch over a cluster, and does not know
// what the values of the vault say.
package etcd
