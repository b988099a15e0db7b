// Package terminal is how a command reads and prints: data on standard output,
// talk on standard error, a bar while something takes long, a password without
// its being shown.
//
// What is printed through it can do nothing to the terminal, whatever a text from
// outside holds. It knows no events, no stores and no servers.
package terminal
