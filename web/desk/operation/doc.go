// Package operation is the desk's pages for who runs the server: webhooks and
// backups.
//
// # What it promises
//
// Whatever is changed here stands in the audit. The secret of a webhook is shown
// once, in the answer to the form that made it. A backup is streamed to who asks
// for it; one that breaks off is no whole file, and the browser says so.
//
// # What it does not know
//
// How messages are sent and signed: that is web/api/webhook. How a backup is made:
// the room around hands that in as a function.
package operation
