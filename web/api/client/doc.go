// Package client asks the API of an almanac: over a network, over its admin
// socket, or in the same process.
//
// # What it promises
//
// One way of asking, whatever the road: an answer that is no 2xx is an *Error
// with the words of the server, which is an events.ErrNotFound, ErrConflict or
// ErrUnavailable where it means that. A token is only sent to the address that
// was configured, redirects are not followed, and what was not answered is not
// asked again.
//
// # What it does not know
//
// What the answers mean. The types of the API are those of web/api.
package client
