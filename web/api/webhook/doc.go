// Package webhook tells addresses of what has changed in the record: it is a
// sender as Standard Webhooks 1.0.0 describes one
// (https://www.standardwebhooks.com).
//
//	history of the record ──▶ outbox ──▶ claim ──▶ POST, signed ──▶ cursor
//	  (states by revision)      ▲                      │ no 2xx
//	                            └──── later, by the ───┘
//	                                  retry schedule
//
// # What it promises
//
// There is no queue: the history of the record is the outbox, and each endpoint
// has a cursor in it. What was committed before a restart, while an endpoint was
// out of reach or while another process was at it, is therefore told by the same
// road as everything else. An endpoint is told in the order of revisions, one
// message at a time; a message that it does not take holds up those after it.
//
// A sender claims an endpoint by compare and set before it sends, for a minute,
// and moves the cursor in the write that ends the claim. Without failures each
// message is delivered once; where an answer was lost, or a process died between
// the answer and its note, it is delivered again under the same webhook-id.
//
// Only public addresses are told, unless the configuration says otherwise, and
// redirects are not followed.
//
// # What it keeps in the vault
//
//	webhook/ID          the settings; in every backup
//	webhook/ID/cursor   how far it was told; in every backup
//	secret/webhook/ID   the keys of its signatures; in backups with accounts
//	sending/ID          claim, failures, next attempt; in no backup
//	delivery/ID/NN      the last 100 deliveries; in no backup
//
// # What it does not know
//
// Who may set up endpoints, how the record is stored, and the addresses of
// pages, which are handed to it. The clock is passed in.
package webhook
