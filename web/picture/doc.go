// Package picture takes the pictures that people upload, and shows them to
// readers.
//
// # What it promises
//
// What is kept is what is seen: a JPEG, PNG or WebP is decoded within bounds of
// bytes and pixels, turned upright, rid of everything that is not pixels (where
// and with what it was taken), and written anew as JPEG or PNG of at most MaxSide
// pixels a side. The same upload gives the same bytes. A logo may be SVG; it is
// kept as it is, and answered with a policy under which it does nothing.
//
// A picture is shown to everybody under /media/SHA256-WIDTH.ext as long as an
// entry that was not withdrawn, or the site, names it; the answer never changes
// and may be kept for ever. Smaller sizes are made when they are first asked for,
// one at a time, and the newest are kept in memory.
//
// # What it does not know
//
// It does not know where blobs lie, and what a picture shows: the words for it are
// the entry's.
//
//	upload ─ sniff ─ decode ─ shrink ─ upright ─ encode ─ Blobs.Put ─ events.Image
//	GET /media/… ─ named? ─ ready? ─ Blobs.Get ─ shrink ─ encode ─ answer
package picture
