package terminal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// newTerminal is a terminal and the hands that type at it, which also read what it
// shows.
func newTerminal(t *testing.T) (tty, hands *os.File) {
	t.Helper()
	hands, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil && os.Getenv("ALMANAC_REQUIRE_TOOLS") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	t.Cleanup(func() { hands.Close() })
	number, err := unix.IoctlGetInt(int(hands.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(hands.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tty.Close() })
	return tty, hands
}

// A password is asked for twice and not shown; two that differ are none.
func TestPasswordIsTypedTwice(t *testing.T) {
	for _, test := range []struct{ first, again, want string }{{"a long one", "a long one", "a long one"}, {"a long one", "another one", ""}} {
		tty, hands := newTerminal(t)
		shown := bufio.NewReader(hands)
		type answer struct {
			password string
			err      error
		}
		got := make(chan answer, 1)
		go func() {
			password, err := PasswordFlag{}.Password(Console{In: tty, Out: io.Discard, Err: tty})
			got <- answer{password, err}
		}()
		var seen strings.Builder
		for _, typed := range []string{test.first, test.again} {
			prompt, err := shown.ReadString(' ') // it is written while nothing is shown that is typed
			for err == nil && !strings.HasSuffix(prompt, ": ") {
				var more string
				more, err = shown.ReadString(' ')
				prompt += more
			}
			if err != nil {
				t.Fatal(err)
			}
			seen.WriteString(prompt)
			fmt.Fprintln(hands, typed)
		}
		a := <-got
		if a.password != test.want || (a.err != nil) != (test.want == "") || a.err != nil && !strings.Contains(a.err.Error(), "nothing was changed") {
			t.Errorf("typed %q, then %q: %q, %v", test.first, test.again, a.password, a.err)
		}
		if prompts := strings.ReplaceAll(seen.String(), "\r\n", "\n"); prompts != "Password: \nAgain: " && prompts != "Password: "+test.first+"\nAgain: " {
			t.Errorf("the terminal showed %q", prompts)
		}
	}
}

// What takes long says for how long already, on a terminal, and ends its line; what
// is quick says nothing.
func TestWaitingIsShown(t *testing.T) {
	tty, hands := newTerminal(t)
	shown := bufio.NewReader(hands)
	c, failed := Console{Err: tty}, errors.New("failed")
	if err := c.Wait("quick", func() error { return failed }); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	drawn := make(chan string)
	err := c.Wait("reading\x1b", func() error {
		line, err := shown.ReadString('s')
		for err == nil && !strings.HasSuffix(line, " s") {
			var more string
			more, err = shown.ReadString('s')
			line += more
		}
		go func() { drawn <- line }()
		return err
	})
	line := <-drawn
	if err != nil || !strings.HasPrefix(line, "\rreading") || strings.Contains(line, "quick") || strings.ContainsRune(line, 0x1b) {
		t.Errorf("%q, %v", line, err)
	}
	if rest, err := shown.ReadString('\n'); err != nil || strings.TrimSpace(rest) != "" {
		t.Errorf("after it %q, %v", rest, err)
	}
}
