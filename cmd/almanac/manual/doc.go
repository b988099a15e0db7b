// Package manual writes what packages install beside the program: the man page
// and the completions of shells. All of it is made of the model of the command
// line, so that it knows every command and flag, and no other.
package manual
