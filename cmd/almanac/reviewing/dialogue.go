package reviewing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds/report/review"
)

// Questions are what a review asks: about which drafts, in whose name they are
// decided, and in which language rules and remarks are told.
type Questions struct {
	Queue []*events.Event
	By    review.By
	Lang  string
}

// Hold asks at the console about one draft after the other, until the queue is
// empty, the input ends or the person quits.
func Hold(ctx context.Context, con terminal.Console, record *Record, q Questions) error {
	d := &dialogue{
		record: record, session: review.NewSession(q.Queue), by: q.By, lang: q.Lang,
		in: readLines(con.In), out: con.Out, width: screenWidth(con.Out), edit: newEditor(con),
	}
	return d.run(ctx, con.Err)
}

// dialogue asks a person about one draft after the other. It only reads lines
// and writes text; what a decision means is the review package's affair.
type dialogue struct {
	record  *Record
	session *review.Session
	by      review.By
	lang    string // of rules and remarks
	in      *lineReader
	out     io.Writer
	width   int // columns
	edit    editor
	quiet   bool // the draft was shown before, and nothing has changed
}

const reviewHelp = `  a        accept: publish it
  e        edit it as JSON in $EDITOR, then look at it again
  m N      merge: give its sources to number N of the events shown beside it
  m NAME   merge it into the event of that ID or slug
  k        keep it as a draft; it waits for no decision any more
  d        drop it; it will not be proposed again
  s        skip it; it goes on waiting
  u        undo the last decision
  q        quit; what is not decided stays a draft
`

// errQuit ends the dialogue in order.
var errQuit = errors.New("quit")

// run asks until the queue is empty, the input ends or the person quits. Then it
// says on talk what was done.
func (d *dialogue) run(ctx context.Context, talk io.Writer) error {
	defer d.in.close()
	err := d.ask(ctx)
	count := d.session.Count
	kept := ""
	if n := count(review.Kept); n > 0 {
		kept = fmt.Sprintf(", %d kept as drafts", n)
	}
	fmt.Fprintf(talk, "almanac: %d accepted, %d edited, %d merged, %d dropped%s; %d drafts left\n",
		count(review.Accepted), count(review.Edited), count(review.Merged), count(review.Dropped), kept,
		len(review.Queue(d.record.Timeline(), review.Filter{}, review.ByDate)))
	if errors.Is(err, errQuit) || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func (d *dialogue) ask(ctx context.Context) error {
	for {
		draft, ok := d.session.Current(d.record.Timeline())
		if !ok {
			if _, undoable := d.session.Undo(d.by); !undoable {
				return nil
			}
			d.sayf("\nThat was the last draft.\n[u]ndo [q]uit? ")
		} else {
			d.present(draft)
		}
		command, err := d.in.next(ctx)
		if err != nil {
			d.sayf("\n")
			return err
		}
		if err := d.answer(ctx, draft, command); err != nil {
			return err
		}
	}
}

func (d *dialogue) present(draft *events.Event) {
	if !d.quiet {
		n, of := d.session.Place()
		v := review.Show(d.record.Timeline(), draft)
		fmt.Fprint(d.out, screen{d.width, d.lang}.draft(v, fmt.Sprintf("%d of %d", n, of)))
	}
	d.quiet = true
	d.sayf("[a]ccept [e]dit [m]erge [k]eep [d]rop [s]kip [u]ndo [q]uit [?]? ")
}

func (d *dialogue) sayf(format string, args ...any) { fmt.Fprintf(d.out, format, args...) }

// answer does what a line says. An error ends the dialogue; what is wrong with
// the line itself is told, and asked again.
func (d *dialogue) answer(ctx context.Context, draft *events.Event, line string) error {
	command, argument, _ := strings.Cut(line, " ")
	argument = strings.TrimSpace(argument)
	if argument != "" && command != "m" {
		command = line
	}
	switch command {
	case "":
		if draft == nil {
			return errQuit
		}
		return nil
	case "q", "quit":
		return errQuit
	case "u", "undo":
		return d.undo(ctx)
	case "?", "h", "help":
		d.sayf("%s", reviewHelp)
		return nil
	}
	if draft == nil {
		d.sayf("There is no draft left; u undoes the last decision, q quits.\n")
		return nil
	}
	return d.decide(ctx, draft, command, argument)
}

func (d *dialogue) decide(ctx context.Context, draft *events.Event, command, argument string) error {
	switch command {
	case "a", "accept":
		return d.commit(ctx)(review.Accept(draft, d.by))
	case "k", "keep":
		return d.commit(ctx)(review.Keep(draft, d.by))
	case "d", "drop":
		return d.commit(ctx)(review.Drop(draft, d.by))
	case "s", "skip":
		d.session.Skip()
		d.quiet = false
		return nil
	case "e", "edit":
		return d.change(ctx, draft)
	case "m", "merge":
		return d.merge(ctx, draft, argument)
	}
	d.sayf("%q is no command; ? lists them.\n", command)
	return nil
}

// commit stores a decision, if there is one. If another person was faster, the
// draft is shown again as it is now.
func (d *dialogue) commit(ctx context.Context) func(review.Decision, error) error {
	return func(decision review.Decision, err error) error {
		if err != nil {
			d.sayf("%v\n", err)
			return nil
		}
		if len(decision.Changes) == 0 {
			d.sayf("Nothing was changed.\n")
			return nil
		}
		return d.carryOut(ctx, decision, d.session.Commit)
	}
}

// carryOut has a decision stored, notes it and says so.
func (d *dialogue) carryOut(ctx context.Context, decision review.Decision, note func(review.Decision, events.Rev)) error {
	rev, err := d.record.Decide(ctx, decision)
	if rev == 0 {
		return d.refused(err)
	}
	d.quiet = false
	note(decision, rev)
	d.sayf("%s: %s\n", decision.Kind, terminal.Printable(decision.Title))
	return err
}

// refused tells why nothing was written. Only what a person can mend goes on.
func (d *dialogue) refused(err error) error {
	var invalid *events.Invalid
	switch {
	case errors.Is(err, events.ErrConflict):
		d.quiet = false
		d.sayf("Somebody changed it in the meantime; nothing was done: %v\n", err)
	case errors.As(err, &invalid):
		d.sayf("%v\n", err)
	default:
		return err
	}
	return nil
}

func (d *dialogue) undo(ctx context.Context) error {
	decision, ok := d.session.Undo(d.by)
	if !ok {
		d.sayf("There is nothing to undo.\n")
		return nil
	}
	return d.carryOut(ctx, decision, d.session.Undid)
}

// change lets a person edit the draft until it is valid or they give up.
func (d *dialogue) change(ctx context.Context, draft *events.Event) error {
	text, err := editable(draft)
	if err != nil {
		return err
	}
	for {
		edited, err := d.edit(ctx, text)
		if err != nil {
			d.sayf("%v\nNothing was changed.\n", err)
			return ctx.Err()
		}
		next, err := parseEdited(edited, draft.ID)
		var decision review.Decision
		if err == nil {
			decision, err = review.Edit(draft, next, d.by)
		}
		if err == nil {
			return d.commit(ctx)(decision, nil)
		}
		again, stop := d.confirm(ctx, fmt.Sprintf("%v\nEdit again [Y/n]? ", err), true)
		if stop != nil || !again {
			d.sayf("Nothing was changed.\n")
			return stop
		}
		text = remark(edited, err)
	}
}

// confirm asks a question that is answered with yes or no.
func (d *dialogue) confirm(ctx context.Context, question string, usual bool) (yes bool, err error) {
	d.sayf("%s", question)
	line, err := d.in.next(ctx)
	if err != nil {
		return false, err
	}
	switch strings.ToLower(line) {
	case "":
		return usual, nil
	case "y", "yes":
		return true, nil
	}
	return false, nil
}

// merge asks, where the line did not say it, into which event.
func (d *dialogue) merge(ctx context.Context, draft *events.Event, name string) error {
	shown := review.Show(d.record.Timeline(), draft).Similar
	if name == "" {
		d.sayf("Merge into which event (number, ID or slug; Return: none)? ")
		line, err := d.in.next(ctx)
		if err != nil || line == "" {
			return err
		}
		name = line
	}
	into, err := d.target(shown, name)
	if err != nil {
		d.sayf("%v\n", err)
		return nil
	}
	exact := false
	if review.MoreExact(draft, into) {
		question := fmt.Sprintf("The draft's date, %s, is more exact than %s; take it over [y/N]? ", draft.Span.EDTF(), into.Span.EDTF())
		if exact, err = d.confirm(ctx, question, false); err != nil {
			return err
		}
	}
	return d.commit(ctx)(review.Merge(draft, into, exact, d.by))
}

// target is the event of that number among those shown, or of that name.
func (d *dialogue) target(shown []review.Similar, name string) (*events.Event, error) {
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(shown) {
		return shown[n-1].Event, nil
	}
	return Find(d.record.Timeline(), name)
}
