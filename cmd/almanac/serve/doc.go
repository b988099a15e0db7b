// Package serve is the process that answers readers, editors and programs: its
// settings, and a server from the check of these to its orderly end.
//
//	Settings  ->  look, listen, begin, secure, observe, people, site, desk, work  ->  until a signal
//
// A store is made only when nothing else can go wrong any more (begin.go), and
// what was opened is closed in the opposite order. The room puts others together
// (web, server, store/duty) and has no rule that a browser or the API needs.
package serve
