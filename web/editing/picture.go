package editing

import (
	"context"
	"errors"

	"almanac.example/events"
)

// Pictures tells of the pictures that are kept; events.ErrNotFound of those that
// are not.
type Pictures interface {
	Describe(ctx context.Context, name string) (events.Image, error)
}

// SetPictures has the editor refuse events that name a picture which is not kept,
// and fill in what is known of those that are. It is to be called before the
// editor is used. Without it pictures are taken as they are named.
func (d *Editor) SetPictures(p Pictures) { d.pictures = p }

// describePicture fills in what is known of the picture that an event names. One
// that the event, or the one that it amends, has named before stays as it is, so
// that it can be edited although its picture is lost.
func (d *Editor) describePicture(ctx context.Context, old, next *events.Event) error {
	if d.pictures == nil || next.Image == nil || next.Image.Blob == "" || next.Image.URL != "" {
		return nil
	}
	if next.Amends != nil && old == nil {
		old, _ = d.record.Timeline().Event(next.Amends.ID)
	}
	if old != nil && old.Image != nil && old.Image.Blob == next.Image.Blob {
		return nil
	}
	kept, err := d.pictures.Describe(ctx, next.Image.Blob)
	switch {
	case errors.Is(err, events.ErrNotFound):
		return invalid(next.ID, "image.blob", "is no picture that is kept here; upload it first")
	case err != nil:
		return err
	}
	m := *next.Image
	m.Type, m.Length, m.Width, m.Height = kept.Type, kept.Length, kept.Width, kept.Height
	next.Image = &m
	return nil
}
