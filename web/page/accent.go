package page

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"strconv"

	"almanac.example/web/figure"
)

// rgb is a colour, each part from 0 to 1.
type rgb [3]float64

// The papers of almanac.css in its two themes, and what stands on a filled
// button there.
var (
	lightPaper, darkPaper = rgbOf("#fbfcfa"), rgbOf("#0f1513")
	white, black          = rgb{1, 1, 1}, rgb{}
)

// rgbOf reads #rrggbb; what is none is black.
func rgbOf(text string) (c rgb) {
	if len(text) != 7 {
		return c
	}
	for i := range c {
		n, err := strconv.ParseUint(text[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return rgb{}
		}
		c[i] = float64(n) / 255
	}
	return c
}

func (c rgb) String() string {
	b := c.rgba()
	return fmt.Sprintf("#%02x%02x%02x", b.R, b.G, b.B)
}

// rgba is the colour as pictures have it.
func (c rgb) rgba() color.RGBA {
	return color.RGBA{byte(math.Round(c[0] * 255)), byte(math.Round(c[1] * 255)), byte(math.Round(c[2] * 255)), 0xff}
}

// mixed is the colour with a share of another, from 0 to 1.
func (c rgb) mixed(with rgb, share float64) rgb {
	for i := range c {
		c[i] += (with[i] - c[i]) * share
	}
	return c
}

// luminance is the relative luminance (WCAG 2.2).
func (c rgb) luminance() float64 {
	for i, v := range c {
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}

// contrast is the contrast ratio of two colours, from 1 to 21 (WCAG 2.2).
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// The contrast that text and marks need at least (WCAG 2.2, 1.4.3 and 1.4.11), with
// some room for the tinted grounds on which they stand too.
const (
	textContrast = 5.2
	markContrast = 3.2
)

// readable is the colour itself, or as little towards the pole as gives it the
// contrast with a ground.
func (c rgb) readable(ground, pole rgb, least float64) rgb {
	const steps = 100
	for i := range steps {
		if next := c.mixed(pole, float64(i)/steps); contrast(next, ground) >= least {
			return next
		}
	}
	return pole
}

// tones are the custom properties of almanac.css that an accent gives in one
// theme. The accent itself is made darker or lighter until it can be read.
func tones(accent, paper, pole, on rgb) string {
	strong := accent.readable(paper, pole, textContrast)
	edge := strong.mixed(paper, 0.35).readable(paper, pole, markContrast)
	return fmt.Sprintf("--green:%s;--green2:%s;--edge:%s;--grid:%s;--wash:%s;--on:%s",
		strong, strong.mixed(paper, 0.62), edge, strong.mixed(paper, 0.72), strong.mixed(paper, 0.93), on)
}

// Accents are the colours #rrggbb that pages make of an accent #rrggbb, on light
// and on dark ground.
func Accents(accent string) (light, dark string) {
	c := rgbOf(accent)
	return c.readable(lightPaper, black, textContrast).String(), c.readable(darkPaper, white, textContrast).String()
}

// cardColours are what cards are drawn in for an accent #rrggbb, or without one: the
// tones of the light pages.
func cardColours(accent string) figure.Colours {
	if accent == "" {
		return figure.Green()
	}
	strong := rgbOf(accent).readable(lightPaper, black, textContrast)
	return figure.Colours{
		Strong: strong.rgba(), Pale: strong.mixed(lightPaper, 0.62).rgba(),
		Edge:   strong.mixed(lightPaper, 0.35).readable(lightPaper, black, markContrast).rgba(),
		Ruling: strong.mixed(lightPaper, 0.86).rgba(),
	}
}

// accentCSS is what a style sheet with the accent #rrggbb says at its end. Print
// keeps its own colours.
func accentCSS(accent string) string {
	c := rgbOf(accent)
	dark := tones(c, darkPaper, white, rgbOf("#08110d"))
	return "@media screen{@layer base{:root{" + tones(c, lightPaper, black, white) + "}\n" +
		"@media (prefers-color-scheme:dark){:root:not([data-theme=light]){" + dark + "}}\n" +
		":root[data-theme=dark]{" + dark + "}}}\n"
}

// accented is the asset in the site's accent.
func accented(name string, body []byte, accent string) []byte {
	switch name {
	case "almanac.css":
		return append(bytes.Clone(body), "\n"+accentCSS(accent)...)
	case "favicon.svg":
		strong := rgbOf(accent).readable(white, black, markContrast)
		return bytes.ReplaceAll(body, []byte("#0b6e54"), []byte(strong.String()))
	}
	return body
}
