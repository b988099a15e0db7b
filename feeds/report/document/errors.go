package document

import "errors"

// The reasons why a document cannot be read. Each is wrapped with the
// document's name and what was found.
var (
	// ErrEmpty: there is no text in the document at all.
	ErrEmpty = errors.New("the document is empty")
	// ErrBinary: the bytes are not text, nor a format that can be read.
	ErrBinary = errors.New("the document is a binary file, not a report: text, Markdown, HTML, DOCX or PDF is wanted")
	// ErrEncoding: the text is in none of the encodings that are known.
	ErrEncoding = errors.New("the text is neither UTF-8, UTF-16 nor GB18030")
	// ErrUnreadable: the file is damaged, or not what it says it is.
	ErrUnreadable = errors.New("the document cannot be read")
	// ErrEncrypted: a password is needed.
	ErrEncrypted = errors.New("the document is encrypted: save a copy without a password")
	// ErrNoTextLayer: a PDF that holds pictures of its pages only.
	ErrNoTextLayer = errors.New("the PDF has no text layer (a scan?): run text recognition over it first")
	// ErrTooLarge: more bytes, pages or unpacked text than the limits allow.
	ErrTooLarge = errors.New("the document is too large")
	// ErrTooDeep: elements are nested more deeply than the limits allow.
	ErrTooDeep = errors.New("the document is nested too deeply")
	// ErrTooSlow: reading took longer than the limits allow.
	ErrTooSlow = errors.New("reading the document took too long")
	// ErrEntities: the document declares entities of its own, as an entity
	// bomb does and a report never needs to.
	ErrEntities = errors.New("the document declares its own XML entities")
)
