// Package desktest has what the tests of the desk's rooms share: a whole instance
// over a record of its own, with an account of each role, asked as a browser asks.
//
// # What it promises
//
// Nothing stands in for anything: the record is a bolt file in a folder of the
// test, the pages are answered by the server that visitors reach, and who asks is
// known by the cookie of a session. Only the clock is the test's own.
//
// # What it does not know
//
// What a page is to say. It is for tests only.
//
//	Instance ─ Get, Post, Upload ─ Answer ─ Form, FormTo ─ With ─ Post …
package desktest
