package reviewing

import (
	"bufio"
	"context"
	"io"
	"strings"
)

// lineReader reads single lines on request, so that an interrupt is heard
// while it waits, and whoever else reads the terminal meanwhile (an editor)
// gets what is meant for them.
type lineReader struct {
	wanted chan struct{}
	lines  chan readLine
}

type readLine struct {
	text string
	err  error
}

// maxCommand bounds a line, in bytes.
const maxCommand = 64 << 10

// readLines starts to read. The goroutine ends with the input or, blocked in a
// read that nobody waits for any more, with the process.
func readLines(r io.Reader) *lineReader {
	l := &lineReader{wanted: make(chan struct{}), lines: make(chan readLine, 1)}
	go func() {
		scan := bufio.NewScanner(r)
		scan.Buffer(nil, maxCommand)
		for range l.wanted {
			if scan.Scan() {
				l.lines <- readLine{text: scan.Text()}
				continue
			}
			err := scan.Err()
			if err == nil {
				err = io.EOF
			}
			l.lines <- readLine{err: err}
		}
	}()
	return l
}

// next is the next line, without its end and outer blanks; io.EOF after the
// last.
func (l *lineReader) next(ctx context.Context) (string, error) {
	select {
	case l.wanted <- struct{}{}:
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	select {
	case line := <-l.lines:
		return strings.TrimSpace(line.text), line.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// close lets the reading goroutine end once it is not in a read.
func (l *lineReader) close() { close(l.wanted) }
