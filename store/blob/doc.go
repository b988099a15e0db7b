// Package blob keeps files by their content: the pictures of the record.
//
// # What it promises
//
// A blob is named by the SHA-256 of its bytes, so it never changes: what was put
// once may be put again, by any process, without a clash. Put returns when the
// blob is durable. Get holds what it read against the name: what is damaged is an
// error that names it, never an answer. A blob that was half written is none.
//
// # What it does not know
//
// It does not know what is in a blob, nor who names it: the record's states name
// blobs, and nothing here ever deletes one by itself.
//
//	bytes ─ Put ─ SHA-256 ─ Dir: FOLDER/ab/abcdef…      one process or a shared folder
//	                     └─ s3.Store: BUCKET/ab/abcdef…  replicas without one
//
// store/blob/blobtest holds the contract as a test for every engine.
package blob
