// Package accesslog writes one line for each answer.
//
// It promises that every answer it is told of is in the file within a second, or
// when the log is closed; that an address is no longer than was allowed; and that
// no secret of an address is in it. It does not know what an answer says.
package accesslog
