package figure

import (
	"fmt"
	"html/template"
	"strings"

	"rsc.io/qr"
)

// quiet is the margin of a QR code, in modules (ISO/IEC 18004 §6.3.8).
const quiet = 4

// QR draws a text as a QR code, as what an <svg> holds, and tells the side of its
// view box in modules, the quiet zone with it. It is an error if the text is too
// long for a code.
func QR(text string) (drawing template.HTML, side int, err error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 0, fmt.Errorf("QR code of %s: %w", text, err)
	}
	return qrPath(code), code.Size + 2*quiet, nil
}

// qrPath draws a QR code as one path of runs, inside the quiet zone.
func qrPath(code *qr.Code) template.HTML {
	var b strings.Builder
	b.WriteString(`<path d="`)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	b.WriteString(`"/>`)
	return template.HTML(b.String())
}
