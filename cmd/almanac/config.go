package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"almanac.example/cmd/almanac/serve"
	"almanac.example/cmd/almanac/storage"
	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// configFlag names the file of settings.
const configFlag = "config"

// configFile is the file of settings that the arguments or the environment name;
// "" for none. It is looked for before anything else is read, as it says what flags
// are that are not given.
func configFile(args []string) string {
	for i, a := range args {
		if name, ok := strings.CutPrefix(a, "--"+configFlag+"="); ok {
			return name
		}
		if a == "--"+configFlag && i+1 < len(args) {
			return args[i+1]
		}
		if a == "--" {
			break
		}
	}
	return os.Getenv("ALMANAC_CONFIG")
}

// settings are those of a file, by the names of flags.
type settings struct {
	file   string
	values map[string]any
}

// readSettings reads a file of settings (TOML 1.0). A table is the beginning of the
// names in it: issuer in [oidc] is oidc-issuer.
func readSettings(name string) (*settings, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("settings %s: there is no such file", name)
	}
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	var tree map[string]any
	if _, err := toml.Decode(string(text), &tree); err != nil {
		var syntax toml.ParseError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("settings %s, line %d: %s", name, syntax.Position.Line, syntax.Message)
		}
		return nil, fmt.Errorf("settings %s: %w", name, err)
	}
	return &settings{name, tree}, nil
}

// lookUp is the value of a flag: by its name, or in the table that its name begins
// with.
func (s *settings) lookUp(flag string) (any, bool) {
	if v, ok := s.values[flag]; ok {
		return v, true
	}
	table, rest, ok := strings.Cut(flag, "-")
	if in, is := s.values[table].(map[string]any); ok && is {
		v, ok := in[rest]
		return v, ok
	}
	return nil, false
}

// Resolve gives a flag its value, unless the environment has one; see
// kong.Resolver.
func (s *settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, env := range flag.Envs {
		if _, ok := os.LookupEnv(env); ok {
			return nil, nil
		}
	}
	v, ok := s.lookUp(flag.Name)
	if !ok {
		return nil, nil
	}
	return v, nil
}

// Validate refuses names that are no flag of serve; see kong.Resolver.
func (s *settings) Validate(app *kong.Application) error {
	known := serveFlags(app)
	var wrong []string
	for name, v := range s.values {
		table, ok := v.(map[string]any)
		if !ok || known[name] {
			table = map[string]any{"": v}
		}
		for rest := range table {
			if flag := strings.Trim(name+"-"+rest, "-"); !known[flag] {
				wrong = append(wrong, flag)
			}
		}
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		return fmt.Errorf("settings %s: serve has no setting %s", s.file, strings.Join(wrong, ", "))
	}
	return nil
}

// serveFlags are the names of the flags of serve.
func serveFlags(app *kong.Application) map[string]bool {
	known := map[string]bool{}
	for _, command := range app.Leaves(true) {
		if command.Name != "serve" {
			continue
		}
		for _, flag := range slices.Concat(command.AllFlags(false)...) {
			known[flag.Name] = true
		}
	}
	return known
}

// configCommand is what can be done with settings.
type configCommand struct {
	Check configCheckCommand `cmd:"" help:"Say whether a server would take its settings, and change nothing."`
}

// configCheckCommand has the settings of a server.
type configCheckCommand struct{ serve.Settings }

// Help is shown below the flags.
func (*configCheckCommand) Help() string {
	return `Reads the flags, the environment and the file of settings as serve does, and the files that they name. Nothing is opened for others, and nothing is made.`
}

// Run says what is wrong.
func (c *configCheckCommand) Run(ctx context.Context, con storage.Console) error {
	if err := c.CheckFiles(ctx, con); err != nil {
		return err
	}
	fmt.Fprintln(con.Err, "almanac: a server would take these settings")
	return nil
}
