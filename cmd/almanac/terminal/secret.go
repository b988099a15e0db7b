package terminal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// PasswordFlag is shared by the commands that set a password.
type PasswordFlag struct {
	PasswordFile string `placeholder:"FILE" help:"File with the password in its first line; - is standard input. Default: it is asked for."`
}

// Password reads the password from the file, or asks for it on the terminal.
func (f PasswordFlag) Password(c Console) (string, error) {
	if f.PasswordFile != "" {
		return c.ReadSecret(f.PasswordFile)
	}
	terminal, ok := c.In.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return "", errors.New("there is no terminal to ask for a password: give --password-file FILE")
	}
	var typed [2]string
	for i, ask := range []string{"Password: ", "Again: "} {
		fmt.Fprint(c.Err, ask)
		b, err := term.ReadPassword(int(terminal.Fd()))
		fmt.Fprintln(c.Err)
		if err != nil {
			return "", fmt.Errorf("reading the password: %w", err)
		}
		typed[i] = string(b)
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two are not the same; nothing was changed")
	}
	return typed[0], nil
}

// maxSecret bounds the line that a secret is read from, in bytes.
const maxSecret = 4096

// ReadSecret is the first line of a file; "-" is standard input.
func (c Console) ReadSecret(name string) (string, error) {
	r, err := c.Open(name)
	if err != nil {
		return "", err
	}
	defer r.Close()
	line, err := bufio.NewReader(io.LimitReader(r, maxSecret)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading %s: %w", name, err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", fmt.Errorf("%s: its first line is empty; the secret should be there", name)
	}
	return line, nil
}
