// Package api is the record for programs: /api/v1, JSON over HTTP.
//
//	request → identify → within limits? → may it? → read address and body, strictly → web/editing or the timeline → answer
//
// One table of routes says of each: what it needs, what its address and body may
// hold, and what it answers. Routing, the OpenAPI document, the page of
// documentation and the tests of who may do what are made of that table, so they
// cannot disagree.
//
// An event is told by a type of this room and never as it is stored. Without an
// account only what is public is told. A field, a key of a query or a header
// that is not understood is refused by name, and nothing is changed unless the
// request says which revision it changes.
//
// The room does not know how somebody proves who they are: each handler is given
// a way to find out, which for the admin socket is the listener itself. It does
// not know the store, and it needs no listener: a handler is called in process
// just as well.
package api
