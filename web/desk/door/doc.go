// Package door is the desk's pages around accounts: signing in and out, becoming
// the first administrator, accepting an invitation, and one's own account.
//
// # What it promises
//
// A form that was sent after its session had ended is not lost: the page to sign
// in shows what is carried along, and afterwards the form goes on where it was
// sent. Under another person's name it is shown again and not saved. A failed
// sign-in says the same whatever was wrong.
//
// # What it does not know
//
// How passwords are kept, and how fast somebody may try: that is web/access.
package door
