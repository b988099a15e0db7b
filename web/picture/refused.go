package picture

import (
	"fmt"

	"almanac.example/events"
)

// Reason is why an upload is not taken.
type Reason string

// The reasons.
const (
	NoPicture Reason = "kind"   // neither JPEG nor PNG nor WebP, or for a logo SVG
	TooLarge  Reason = "large"  // more bytes than MaxUpload
	TooMany   Reason = "pixels" // more pixels than can be read
	Broken    Reason = "broken" // begins as a picture and cannot be read
	Scripted  Reason = "script" // an SVG that wants to do something
	Homeless  Reason = "none"   // this server keeps no pictures
)

// Refused is the error of an upload that is not taken. It is an *events.Invalid
// about the field image, too.
type Refused struct{ Reason Reason }

// Error says what would be right.
func (r *Refused) Error() string { return "image: " + r.sentence() }

// Unwrap is the error as a problem of the field.
func (r *Refused) Unwrap() error {
	return &events.Invalid{Subject: "picture", Problems: []events.Problem{{Field: "image", Reason: r.sentence()}}}
}

func (r *Refused) sentence() string {
	switch r.Reason {
	case TooLarge:
		return fmt.Sprintf("has more than %d MB", MaxUpload>>20)
	case TooMany:
		return fmt.Sprintf("has more than %d million pixels, or more than %d a side", maxPixels/1_000_000, maxUploadSide)
	case Broken:
		return "cannot be read: the file is damaged or cut off"
	case Scripted:
		return "is an SVG with scripts or a document type; save it as plain SVG"
	case Homeless:
		return "cannot be kept: the server was started without a place for pictures (--media)"
	case NoPicture:
	}
	return "is no picture that can be read; save it as JPEG, PNG or WebP"
}
