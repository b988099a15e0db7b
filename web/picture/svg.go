package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

// maxSVG bounds a logo in SVG, in bytes.
const maxSVG = 256 << 10

// svgSpace is the namespace of SVG.
const svgSpace = "http://www.w3.org/2000/svg"

// looksLikeSVG reports whether a file is meant to be SVG.
func looksLikeSVG(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 4096)], []byte("<svg"))
}

// readSVG checks a logo and reads its size in CSS pixels; 0 by 0 if it says none.
func readSVG(data []byte) (w, h int, err error) {
	if len(data) > maxSVG {
		return 0, 0, &Refused{TooLarge}
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	root := true
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && !root:
			return w, h, nil
		case err != nil:
			return 0, 0, &Refused{Broken}
		}
		switch t := token.(type) {
		case xml.Directive:
			return 0, 0, &Refused{Scripted}
		case xml.StartElement:
			if root && (t.Name.Local != "svg" || t.Name.Space != svgSpace) {
				return 0, 0, &Refused{NoPicture}
			}
			if strings.EqualFold(t.Name.Local, "script") {
				return 0, 0, &Refused{Scripted}
			}
			if root {
				w, h = svgSize(t.Attr)
			}
			root = false
		}
	}
}

// svgSize is what the root element says of its size: width and height, or the
// view box.
func svgSize(attrs []xml.Attr) (int, int) {
	value := func(name string) string {
		for _, a := range attrs {
			if a.Name.Local == name && a.Name.Space == "" {
				return a.Value
			}
		}
		return ""
	}
	w, h := pixels(strings.TrimSuffix(value("width"), "px")), pixels(strings.TrimSuffix(value("height"), "px"))
	if w > 0 && h > 0 {
		return w, h
	}
	box := strings.FieldsFunc(value("viewBox"), func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
	if len(box) != 4 {
		return 0, 0
	}
	if w, h = pixels(box[2]), pixels(box[3]); w == 0 || h == 0 {
		return 0, 0
	}
	return w, h
}

// pixels is a length; 0 if it is none, or none that a screen could show.
func pixels(s string) int {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || f <= 0 || f > maxUploadSide {
		return 0
	}
	return int(math.Ceil(f))
}
