package picture

import (
	"image"
	"image/draw"
)

// fitted is the size of a picture of w by h pixels in a box, its shape kept; it is
// never made larger.
func fitted(w, h, boxW, boxH int) (int, int) {
	if w <= boxW && h <= boxH {
		return w, h
	}
	if w*boxH > h*boxW {
		return boxW, max(1, (h*boxW+w/2)/w)
	}
	return max(1, (w*boxH+h/2)/h), boxH
}

// shrink makes a picture of w by h pixels, at most as many as src has: each is
// the mean of what it covers. It goes through src line by line, so that it takes
// little more memory than its result; resampling kernels take several times the
// source.
func shrink(src image.Image, w, h int) *image.RGBA {
	b := src.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	line := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	narrow, sum, next := make([]float32, 4*w+4), make([]float32, 4*w+4), make([]float32, 4*w+4)
	done := 0 // lines of dst that are finished
	finish := func() {
		for i, v := range sum[:4*w] {
			dst.Pix[done*dst.Stride+i] = uint8(v + 0.5) //nolint:gosec // a mean of bytes
		}
		sum, next = next, sum
		clear(next)
		done++
	}
	for y := range b.Dy() {
		draw.Draw(line, line.Bounds(), src, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		clear(narrow)
		for x := range b.Dx() {
			k, here, after := share(x, b.Dx(), w)
			for c, v := range line.Pix[4*x : 4*x+4] {
				narrow[4*k+c] += here * float32(v)
				narrow[4*k+4+c] += after * float32(v)
			}
		}
		k, here, after := share(y, b.Dy(), h)
		if k > done {
			finish()
		}
		for i, v := range narrow[:4*w] {
			sum[i] += here * v
			next[i] += after * v
		}
	}
	for done < h {
		finish()
	}
	return dst
}

// share says how much of old pixel i, of n that become m, falls on new pixel k
// and on the one after it, as parts of a new one.
func share(i, n, m int) (k int, here, after float32) {
	start, end := i*m, (i+1)*m
	k = start / n
	if edge := (k + 1) * n; end > edge {
		return k, float32(edge-start) / float32(n), float32(end-edge) / float32(n)
	}
	return k, float32(end-start) / float32(n), 0
}

// upright turns and mirrors a picture as its orientation asks (Exif 2.32 §4.6.4,
// tag 274).
func upright(m *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return m
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	outW, outH := w, h
	if orientation > 4 {
		outW, outH = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, outW, outH))
	for y := range h {
		for x := range w {
			var tx, ty int
			switch orientation {
			case 2:
				tx, ty = w-1-x, y
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				tx, ty = x, h-1-y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			default:
				tx, ty = y, w-1-x
			}
			copy(out.Pix[out.PixOffset(tx, ty):][:4], m.Pix[m.PixOffset(x, y):][:4])
		}
	}
	return out
}
