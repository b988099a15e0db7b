package picture

import (
	"bytes"
	"encoding/binary"
)

// exifMark begins what a camera says of a picture, in JPEG and in some WebP.
var exifMark = []byte("Exif\x00\x00")

// jpegExif finds it in the segments before the pixels (Exif 2.32 §4.7.2).
func jpegExif(data []byte) []byte {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		kind, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		end := at + 2 + size
		if kind == 0xda || size < 2 || end > len(data) { // the pixels begin
			return nil
		}
		if tiff, ok := bytes.CutPrefix(data[at+4:end], exifMark); ok && kind == 0xe1 {
			return tiff
		}
		at = end
	}
	return nil
}

// pngExif finds it in the chunk eXIf (PNG §11.3.3.5 of the third edition).
func pngExif(data []byte) []byte {
	for at := 8; at+12 <= len(data); {
		size := int64(binary.BigEndian.Uint32(data[at:]))
		end := int64(at) + 8 + size
		if end+4 > int64(len(data)) {
			return nil
		}
		if string(data[at+4:at+8]) == "eXIf" {
			return data[at+8 : end]
		}
		at = int(end) + 4
	}
	return nil
}

// webpExif finds it in the chunk EXIF of the RIFF.
func webpExif(data []byte) []byte {
	for at := 12; at+8 <= len(data); {
		size := int64(binary.LittleEndian.Uint32(data[at+4:]))
		end := int64(at) + 8 + size
		if end > int64(len(data)) {
			return nil
		}
		if string(data[at:at+4]) == "EXIF" {
			return bytes.TrimPrefix(data[at+8:end], exifMark)
		}
		at = int(end + size%2)
	}
	return nil
}

// orientationTag is the one that says how the camera was held.
const orientationTag = 0x0112

// orientation reads how a picture is to be turned, from 1 (as it is) to 8, from
// TIFF (TIFF 6.0 §2); 1 if it does not say.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == orientationTag {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}
