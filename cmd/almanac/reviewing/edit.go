package reviewing

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"golang.org/x/term"
)

// editor lets a person change a text.
type editor func(ctx context.Context, text []byte) ([]byte, error)

// newEditor runs the program that VISUAL or EDITOR names, through the shell,
// for they may hold arguments. It reads the terminal if the commands come from
// one, and nothing if they come from a pipe.
func newEditor(con terminal.Console) editor {
	return func(ctx context.Context, text []byte) ([]byte, error) {
		program := cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"), "vi")
		f, err := os.CreateTemp("", "almanac-draft-*.json")
		if err != nil {
			return nil, err
		}
		defer os.Remove(f.Name())
		if _, err := f.Write(text); err != nil {
			f.Close()
			return nil, err
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
		run := exec.CommandContext(ctx, "sh", "-c", program+` "$1"`, "sh", f.Name())
		run.Stdout, run.Stderr = con.Out, con.Err
		if out, ok := terminal.File(con.Out); ok {
			run.Stdout, run.Stderr = out, out // an editor draws
		}
		if in, ok := con.In.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
			run.Stdin = in
		}
		if err := run.Run(); err != nil {
			return nil, fmt.Errorf("the editor %q: %w", program, err)
		}
		return os.ReadFile(f.Name())
	}
}

const editRemark = `// Change the draft, save and leave. It stays a draft until it is accepted.
// Lines like this one are left out; an empty file changes nothing.
`

// editable is a draft as JSON without what an editor has no business with:
// the stamps and where an importer found it.
func editable(draft *events.Event) ([]byte, error) {
	e := *draft
	e.Created, e.Published, e.Updated = time.Time{}, time.Time{}, time.Time{}
	e.Sequence, e.FormerSlugs, e.Formerly, e.Proposal = 0, nil, nil, nil
	b := bytes.NewBufferString(editRemark)
	err := terminal.WriteIndented(b, &e)
	return b.Bytes(), err
}

// remark puts what is wrong above the text.
func remark(text []byte, wrong error) []byte {
	var b bytes.Buffer
	for line := range strings.Lines(strings.TrimSpace(wrong.Error())) {
		b.WriteString("// " + strings.TrimRight(line, "\n") + "\n")
	}
	b.WriteString(editRemark)
	b.Write(withoutRemarks(text))
	return b.Bytes()
}

// withoutRemarks drops the lines that start with //, which JSON has none of.
func withoutRemarks(text []byte) []byte {
	var b bytes.Buffer
	for line := range bytes.Lines(text) {
		if !bytes.HasPrefix(bytes.TrimSpace(line), []byte("//")) {
			b.Write(line)
		}
	}
	return b.Bytes()
}

// errGivenUp: the file was emptied, which is how editing is given up.
var errGivenUp = errors.New("the file is empty")

// parseEdited reads what the editor left. Unknown fields are refused: a slip
// of the pen must not lose anything silently.
func parseEdited(text []byte, id events.ID) (events.Event, error) {
	text = bytes.TrimSpace(withoutRemarks(text))
	if len(text) == 0 {
		return events.Event{}, errGivenUp
	}
	var e events.Event
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return e, located(text, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return e, errors.New("there is something after the event; one JSON object is wanted")
	}
	if e.ID != id {
		return e, fmt.Errorf("id: is %q; it must stay %q", e.ID, id)
	}
	return e, nil
}

// located adds the line to an error of encoding/json; remarks do not count.
func located(text []byte, err error) error {
	offset := int64(-1)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	case errors.Is(err, io.ErrUnexpectedEOF):
		offset = int64(len(text))
	}
	if offset < 0 {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(text[:min(offset, int64(len(text)))], []byte("\n")), err)
}
