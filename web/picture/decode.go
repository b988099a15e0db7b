package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// The bounds of an upload. A camera's picture has up to 50 million pixels; they
// take four bytes each while it is read.
const (
	MaxUpload = 20 << 20   // bytes
	maxPixels = 50_000_000 // of what is decoded

	maxUploadSide = 20_000 // pixels
)

// format is how a kind of picture is told from others, and read.
type format struct {
	media  string // media type
	begins string // "?" is any byte
	config func(data []byte) (image.Config, error)
	decode func(data []byte) (image.Image, error)
	exif   func(data []byte) []byte // what it holds of its camera, as TIFF
}

var formats = []format{
	{
		media: "image/jpeg", begins: "\xff\xd8\xff", exif: jpegExif,
		config: func(data []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(data)) },
		decode: func(data []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(data)) },
	},
	{
		media: "image/png", begins: "\x89PNG\r\n\x1a\n", exif: pngExif,
		config: func(data []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(data)) },
		decode: func(data []byte) (image.Image, error) { return png.Decode(bytes.NewReader(data)) },
	},
	{
		media: "image/webp", begins: "RIFF????WEBP", exif: webpExif,
		config: func(data []byte) (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(data)) },
		decode: func(data []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(data)) },
	},
}

// sniff finds out by its beginning what a file is.
func sniff(data []byte) (format, bool) {
	for _, f := range formats {
		if begins(data, f.begins) {
			return f, true
		}
	}
	return format{}, false
}

func begins(data []byte, pattern string) bool {
	if len(data) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] != '?' && pattern[i] != data[i] {
			return false
		}
	}
	return true
}

// decode reads a picture, if its bounds allow it.
func decode(data []byte) (image.Image, format, error) {
	f, ok := sniff(data)
	if !ok {
		return nil, f, &Refused{NoPicture}
	}
	c, err := f.config(data)
	switch {
	case err != nil || c.Width < 1 || c.Height < 1:
		return nil, f, &Refused{Broken}
	case c.Width > maxUploadSide || c.Height > maxUploadSide || c.Width*c.Height > maxPixels:
		return nil, f, &Refused{TooMany}
	}
	m, err := f.decode(data)
	if err != nil {
		return nil, f, &Refused{Broken}
	}
	return m, f, nil
}
