package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"github.com/alecthomas/kong"
)

// Exit codes, as a shell expects them.
const (
	exitOK     = 0
	exitFailed = 1 // the command could not do its work
	exitUsage  = 2 // the command line makes no sense
)

// cli is every command and flag. Each flag is an environment variable too:
// --base-url is ALMANAC_BASE_URL.
type cli struct {
	Serve    serverCommand   `cmd:"" help:"Serve the record as pages, calendars and feeds."`
	Import   importCommand   `cmd:"" help:"Add what a file holds: a record, a calendar, a table, a report."`
	Review   reviewCommand   `cmd:"" help:"Go through drafts: accept, edit, merge or drop them."`
	Export   exportCommand   `cmd:"" help:"Write the whole record: as JSON without loss, as a table, for TimelineJS."`
	List     listCommand     `cmd:"" help:"List events."`
	Show     showCommand     `cmd:"" help:"Show one event."`
	Put      putCommand      `cmd:"" help:"Create or replace one event."`
	Delete   deleteCommand   `cmd:"" help:"Remove one event; its history stays."`
	History  historyCommand  `cmd:"" help:"Tell past states of an event, newest first."`
	Backup   backupCommand   `cmd:"" help:"Write the whole store, history included, into one file for keeping."`
	Restore  restoreCommand  `cmd:"" help:"Make a new store of a backup."`
	Verify   verifyCommand   `cmd:"" help:"Read all of a store or of a backup and name what is wrong."`
	Salvage  salvageCommand  `cmd:"" help:"Get all that is sound out of a damaged store, into a backup, and name the rest."`
	Redact   redactCommand   `cmd:"" help:"Empty past states of an event for good: a leaked name, a court's order."`
	Compact  compactCommand  `cmd:"" help:"Write a store's file anew, without what was deleted."`
	Migrate  migrateCommand  `cmd:"" help:"Bring a store up to date after an upgrade, with a copy of it beside."`
	Site     siteCommand     `cmd:"" help:"What the site says about itself: names, tags, places, texts."`
	Batch    batchCommand    `cmd:"" help:"Imports, reviews and other lists of changes: take one back."`
	User     userCommand     `cmd:"" help:"Who may do what: accounts, roles, passwords, invitations."`
	Token    tokenCommand    `cmd:"" help:"Tokens with which programs act for an account."`
	Follow   followCommand   `cmd:"" help:"Calendars and tables that the server takes over by itself, again and again."`
	Duty     dutyCommand     `cmd:"" help:"What the server does by itself: list, pause, resume."`
	Date     dateCommand     `cmd:"" help:"Explain EDTF expressions, or list the instances of a recurrence rule."`
	Generate generateCommand `cmd:"" help:"Write a large made-up record, for trying things out."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
	Config   configCommand   `cmd:"" help:"The settings of a server: check them."`
	Health   healthCommand   `cmd:"" help:"Ask the server on this machine how it is."`

	Manual manualCommand `cmd:"" hidden:"" help:"What packages install beside the program."`

	Settings string `name:"config" placeholder:"FILE" help:"File of settings for serve (TOML): what neither a flag nor the environment says."`

	Etcd  storage.EtcdFlags `embed:"" prefix:"etcd-" group:"A store in etcd"`
	Media storage.MediaFlag `embed:"" group:"Pictures"`
}

const about = `Almanac keeps one record of dated events and publishes it as a timeline page, calendar subscriptions and feeds, in Chinese and English.

Start with "almanac serve" and open the address it prints.`

// commandLine is the arguments of this process.
type commandLine []string

// run parses the arguments and runs the command they name.
func run(ctx context.Context, args []string, c storage.Console) int {
	c.Out, c.Err = terminal.Visible(c.Out), terminal.Visible(c.Err)
	var commands cli
	exit := -1
	parser, err := newParser(&commands, c, args, kong.Exit(func(code int) { exit = code; panic(exited{}) }))
	if err != nil {
		fmt.Fprintf(c.Err, "almanac: %v\n", err)
		return exitFailed
	}
	parsed, done := parse(parser, args, &exit)
	if done {
		return exit
	}
	var usage *kong.ParseError
	if errors.As(parsed.err, &usage) {
		_ = usage.Context.PrintUsage(true)
		fmt.Fprintf(c.Err, "almanac: %v\n", parsed.err)
		return exitUsage
	}
	parsed.context.BindTo(ctx, (*context.Context)(nil))
	c.Etcd, c.Media = commands.Etcd, commands.Media
	parsed.context.Bind(c, commandLine(args))
	if err := parsed.context.Run(); err != nil {
		fmt.Fprintf(c.Err, "almanac: %s\n", explain(err))
		return exitFailed
	}
	return exitOK
}

// configured are the commands that read the file of settings of serve.
var configured = []string{"serve", "config", "health"}

// newParser reads the command line, the environment and the file of settings that
// they name.
func newParser(commands *cli, c storage.Console, args []string, more ...kong.Option) (*kong.Kong, error) {
	options := append([]kong.Option{
		kong.Name("almanac"), kong.Description(about), kong.Writers(c.Out, c.Err),
		kong.DefaultEnvars("ALMANAC"), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	}, more...)
	if name := configFile(args); name != "" && len(args) > 0 && slices.Contains(configured, args[0]) {
		s, err := readSettings(name)
		if err != nil {
			return nil, err
		}
		options = append(options, kong.Resolvers(s))
	}
	return kong.New(commands, options...)
}

// exited is how kong's --help leaves the parser.
type exited struct{}

type parseResult struct {
	context *kong.Context
	err     error
}

// parse runs the parser; done means that it has already answered (--help).
func parse(parser *kong.Kong, args []string, exit *int) (result parseResult, done bool) {
	defer func() {
		p := recover()
		if _, ok := p.(exited); ok {
			done = true
		} else if p != nil {
			panic(p)
		}
		if done && *exit < 0 {
			*exit = exitOK
		}
	}()
	ctx, err := parser.Parse(separateDates(args))
	return parseResult{ctx, err}, false
}

// explain words an error for a terminal.
func explain(err error) string {
	switch {
	case errors.Is(err, events.ErrConflict):
		return err.Error() + "\nsomebody changed it since; look at it again with \"almanac show\" and repeat"
	case errors.Is(err, context.Canceled):
		return "interrupted"
	}
	return strings.TrimSpace(err.Error())
}

// separateDates puts what looks like a negative year behind "--", where it is
// no flag: almanac date --json -0220.
func separateDates(args []string) []string {
	if len(args) == 0 || args[0] != "date" || slices.Contains(args, "--") {
		return args
	}
	negative := func(a string) bool {
		return len(a) > 1 && a[0] == '-' && strings.ContainsRune("X0123456789", rune(a[1]))
	}
	if !slices.ContainsFunc(args, negative) {
		return args
	}
	var flags, dates []string
	for _, a := range args[1:] {
		if strings.HasPrefix(a, "-") && !negative(a) && a != "-" {
			flags = append(flags, a)
		} else {
			dates = append(dates, a)
		}
	}
	return slices.Concat(args[:1], flags, []string{"--"}, dates)
}
