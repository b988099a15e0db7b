// Package frame is what the pages of the desk share: the moment and the person
// they are made for, the form they are sent with, the answer they return, their
// templates, texts, style sheet and script.
//
// # What it promises
//
// A page is a function of a Visit, and gives an Answer or an error; it never sees
// a request or a response. Forms are read in one place: one way to end a line, to
// trim, to number rows, to name what is wrong. A fault is said three times with
// one text: in the summary, which has the focus, beside its field, and in the
// title of the document. Every answer forbids being kept, inline scripts and
// inline styles.
//
// # What it does not know
//
// It knows neither addresses of single pages, nor what an account may do to the
// record, nor the store.
//
//	request ─ Visit{Timeline, Account, Lang, Form} ─ page ─ Answer ─ template, texts ─ response
package frame
