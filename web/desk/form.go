package desk

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"almanac.example/web/desk/frame"
)

// mostSent bounds what a form with files may hold. A file that is larger than is
// taken is read to its end, so that the page can say so beside what was typed.
const mostSent = 128 << 20

// slowRead is how long one piece of an upload may take to come.
const slowRead = time.Minute

// readForm reads what was sent with a page. Files of at most so many bytes are
// kept; where that is 0 they are read past, so that what was typed is not lost.
func readForm(w http.ResponseWriter, r *http.Request, largest int64) (frame.Form, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // what cannot be read is told by ParseForm
	if kind != "multipart/form-data" || r.PostForm != nil {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if err := r.ParseForm(); err != nil {
			return frame.Form{}, badForm(err)
		}
		return frame.Form{Values: r.PostForm}, nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostSent)
	form, err := r.MultipartReader()
	if err != nil {
		return frame.Form{}, errBadForm
	}
	read, left := frame.Form{Values: url.Values{}, Files: map[string][]byte{}, Names: map[string]string{}}, int64(maxBody)
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return read, nil
		}
		if err != nil {
			return frame.Form{}, badForm(err)
		}
		from := &inflow{part, http.NewResponseController(w)}
		if part.FileName() != "" {
			read.Names[part.FormName()] = part.FileName()
			err = readFile(from, part.FormName(), largest, read.Files)
		} else {
			var text []byte
			text, err = io.ReadAll(io.LimitReader(from, left+1))
			if left -= int64(len(text)); left < 0 {
				err = &http.MaxBytesError{Limit: maxBody}
			}
			read.Values.Add(part.FormName(), string(text))
		}
		if err != nil {
			return frame.Form{}, badForm(err)
		}
	}
}

// readFile reads one file. One that is too large is cut off behind that size: it
// is refused for its size.
func readFile(from io.Reader, name string, largest int64, into map[string][]byte) error {
	if largest > 0 {
		data, err := io.ReadAll(io.LimitReader(from, largest+1))
		if err != nil {
			return err
		}
		into[name] = data
	}
	_, err := io.Copy(io.Discard, from)
	return err
}

// inflow gives each piece of an upload time of its own, however long the whole
// takes.
type inflow struct {
	from    io.Reader
	control *http.ResponseController
}

// Read reads a piece.
func (i *inflow) Read(b []byte) (int, error) {
	if err := i.control.SetReadDeadline(time.Now().Add(slowRead)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return i.from.Read(b)
}
