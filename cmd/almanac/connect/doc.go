// Package connect is the way of a command to the record: over the network to
// another machine, through the admin socket of the server that has the store open,
// or by opening the store in this process. In each case the same API answers
// (web/api), so a command is written once.
//
//	--server URL           ->  HTTP, with a token
//	FILE.sock answers      ->  its API, as the user of this process
//	otherwise              ->  the store, and the API in this process
//
// It prints nothing, and knows no command.
package connect
