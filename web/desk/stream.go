package desk

import (
	"net/http"
	"time"

	"almanac.example/web/desk/frame"
)

// stream sends a file as it is made. What fails before its first byte is told as
// any error; afterwards the connection breaks off, so that the browser does not
// take a part for the whole.
func (d *Desk) stream(w http.ResponseWriter, v *frame.Visit, a frame.Answer) {
	h := w.Header()
	h.Set("Content-Type", a.Media)
	h.Set("Content-Disposition", `attachment; filename="`+a.File+`"`)
	out := &outflow{w: w, control: http.NewResponseController(w)}
	err := a.Stream(out)
	switch {
	case err != nil && !out.begun:
		h.Del("Content-Disposition")
		d.fail(w, v, err)
	case err != nil:
		d.Log.Error("desk file", "path", v.Path, "error", err)
		panic(http.ErrAbortHandler) // net/http's own way to drop a connection
	}
}

// outflow writes to a client as long as it keeps taking something.
type outflow struct {
	w       http.ResponseWriter
	control *http.ResponseController
	begun   bool
}

// taking is how long a client may take for one piece.
const taking = time.Minute

// Write sends one piece.
func (o *outflow) Write(b []byte) (int, error) {
	o.begun = true
	_ = o.control.SetWriteDeadline(time.Now().Add(taking)) // a writer without deadlines is one in process
	return o.w.Write(b)
}
