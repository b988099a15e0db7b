package figure

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// The size of a card in pixels: OpenGraph previews are cut to 1.91:1.
const (
	CardWidth  = 1200
	CardHeight = 630
)

// The pictures that link previews show are drawn in the language of the
// figure: paper ruled in squares, numerals made of squares, one block an entry.
// They need no font.
const (
	cardWidth  = CardWidth
	cardHeight = CardHeight
	square     = 24 // the grid
	cardMargin = 48
)

// Colours are what cards are drawn in on their light paper; Green those of the pages
// themselves.
type Colours struct {
	Strong color.RGBA // important entries, and the mark
	Pale   color.RGBA // the others
	Edge   color.RGBA // around the others
	Ruling color.RGBA // of the paper
}

// Green is what cards are drawn in where a site has no accent.
func Green() Colours {
	return Colours{
		Strong: color.RGBA{0x0b, 0x6e, 0x54, 0xff}, Pale: color.RGBA{0xa9, 0xd0, 0xc1, 0xff},
		Edge: color.RGBA{0x5a, 0x95, 0x7f, 0xff}, Ruling: color.RGBA{0xe3, 0xeb, 0xe6, 0xff},
	}
}

// palette has the colours in the order of the indexes that the drawing functions use.
func (c Colours) palette() color.Palette {
	return color.Palette{color.RGBA{0xfb, 0xfc, 0xfa, 0xff}, c.Ruling, color.RGBA{0x16, 0x21, 0x1c, 0xff}, c.Strong, c.Pale, c.Edge}
}

const (
	paper uint8 = iota
	ruling
	ink
	strong // important
	pale   // the others
	edge
)

// numerals are seven rows of five squares, the most significant bit leftmost.
var numerals = map[rune][7]uint8{
	'0': {14, 17, 17, 17, 17, 17, 14}, '1': {4, 12, 4, 4, 4, 4, 14}, '2': {14, 17, 1, 6, 8, 16, 31},
	'3': {14, 17, 1, 6, 1, 17, 14}, '4': {2, 6, 10, 18, 31, 2, 2}, '5': {31, 16, 30, 1, 1, 17, 14},
	'6': {6, 8, 16, 30, 17, 17, 14}, '7': {31, 1, 2, 4, 8, 8, 8}, '8': {14, 17, 17, 14, 17, 17, 14},
	'9': {14, 17, 17, 15, 1, 2, 12}, '-': {0, 0, 0, 14, 0, 0, 0}, 'X': {17, 17, 10, 4, 10, 17, 17},
}

// drawing is a picture being made.
type drawing struct{ *image.Paletted }

func newDrawing(c Colours) drawing {
	d := drawing{image.NewPaletted(image.Rect(0, 0, cardWidth, cardHeight), c.palette())}
	for x := 0; x < cardWidth; x += square {
		d.fill(box(x, 0, 1, cardHeight), ruling)
	}
	for y := cardHeight % square / 2; y < cardHeight; y += square {
		d.fill(box(0, y, cardWidth, 1), ruling)
	}
	return d
}

// box is a rectangle by its upper left corner and its size.
func box(x, y, w, h int) image.Rectangle { return image.Rect(x, y, x+w, y+h) }

// fill paints a rectangle, clipped to the picture.
func (d drawing) fill(r image.Rectangle, c uint8) {
	r = r.Intersect(d.Rect)
	for py := r.Min.Y; py < r.Max.Y; py++ {
		row := d.Pix[py*d.Stride+r.Min.X : py*d.Stride+r.Max.X]
		for i := range row {
			row[i] = c
		}
	}
}

// block is one entry: filled and edged, or dashed if its date is incomplete.
func (d drawing) block(r image.Rectangle, style uint8, dashed bool) {
	x, y, w, h := r.Min.X, r.Min.Y, r.Dx(), r.Dy()
	if !dashed {
		line := edge
		if style == strong {
			line = strong
		}
		d.fill(box(x, y, w, h), line)
		d.fill(box(x+2, y+2, w-4, h-4), style)
		return
	}
	d.fill(box(x, y, w, h), paper)
	const dash, gap = 6, 4
	for i := 0; i < w; i += dash + gap {
		n := min(dash, w-i)
		d.fill(box(x+i, y, n, 2), strong)
		d.fill(box(x+i, y+h-2, n, 2), strong)
	}
	for i := 0; i < h; i += dash + gap {
		n := min(dash, h-i)
		d.fill(box(x, y+i, 2, n), strong)
		d.fill(box(x+w-2, y+i, 2, n), strong)
	}
}

// number writes numerals of squares; size is the square's width, less where the
// number would not fit.
func (d drawing) number(text string, at image.Point, size int, c uint8) {
	size = min(size, (cardWidth-cardMargin-at.X)/max(6*len(text), 1))
	for _, r := range text {
		for i := range 35 {
			row, col := i/5, i%5
			if numerals[r][row]>>(4-col)&1 == 1 {
				d.fill(box(at.X+col*size, at.Y+row*size, size-1, size-1), c)
			}
		}
		at.X += 6 * size
	}
}

// mark is the record's sign: a square of four, one of them filled.
func (d drawing) mark(x, y, size int) {
	d.fill(box(x, y, size, size), strong)
	d.fill(box(x+3, y+3, size-6, size-6), paper)
	d.fill(box(x+size/2-1, y, 3, size), strong)
	d.fill(box(x, y+size/2-1, size, 3), strong)
	d.fill(box(x+size/2, y, size/2, size/2), strong)
}

func (d drawing) encode() ([]byte, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(&b, d); err != nil {
		return nil, fmt.Errorf("encoding the card: %w", err)
	}
	return b.Bytes(), nil
}

// ground is the line on which a figure of a card stands.
const ground = cardHeight - cardMargin - square
