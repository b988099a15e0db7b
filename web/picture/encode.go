package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
)

const (
	jpegType = "image/jpeg"
	pngType  = "image/png"
	svgType  = "image/svg+xml"

	quality = 88 // of JPEG, of 100: above it files grow and pictures do not

	// mostPNG is how many bytes an opaque picture may take as PNG: a drawing or a
	// screenshot stays far below it, a photograph does not.
	mostPNG = 1 << 20
)

// encode writes a picture as its own kind asks: as PNG where something shows
// through or where it is a drawing, otherwise as JPEG.
func encode(m *image.RGBA, photograph bool) (data []byte, media string, err error) {
	opaque := m.Opaque()
	if photograph && opaque {
		return encodeAs(m, jpegType)
	}
	data, media, err = encodeAs(m, pngType)
	if err == nil && opaque && len(data) > mostPNG {
		return encodeAs(m, jpegType)
	}
	return data, media, err
}

func encodeAs(m *image.RGBA, media string) ([]byte, string, error) {
	var b bytes.Buffer
	var err error
	if media == jpegType {
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: quality})
	} else {
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, m)
	}
	if err != nil {
		return nil, "", fmt.Errorf("encoding a picture as %s: %w", media, err)
	}
	return b.Bytes(), media, nil
}
