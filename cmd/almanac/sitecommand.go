package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

type siteCommand struct {
	Get siteGetCommand `cmd:"" help:"Print what the site says about itself, or one field of it."`
	Set siteSetCommand `cmd:"" help:"Change a field of what the site says about itself."`
}

const siteFields = `FIELD is a path: names.en, shortNames.zh, descriptions.en, languages, zone, yearBegins, logo, accent, contact, licence.name, hideProduct, footerLinks; tags.SLUG.name.en, tags.SLUG.color, places.SLUG.name.zh, places.SLUG, views.SLUG.selection; texts.en.about, texts.en.imprint, texts.en.privacy, texts.en.accessibility, texts.en.contact. Lists of words are written with commas (zh,en), what has parts as JSON.`

type siteGetCommand struct {
	connect.Flags
	Field string `arg:"" optional:"" help:"Which field; without it all of the site's own document."`
}

// Help is shown below the flags.
func (*siteGetCommand) Help() string {
	return siteFields + ` A text is printed as it is, all else as JSON.`
}

// Run prints the field.
func (c *siteGetCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	f, err := siteFieldOf(c.Field)
	if err != nil {
		return err
	}
	var whole any
	if _, err := at.Get(ctx, f.document, nil, &whole); err != nil {
		return err
	}
	value, found := f.in(whole)
	if !found {
		return fmt.Errorf("%s: is not set", c.Field)
	}
	if text, is := value.(string); is {
		_, err := fmt.Fprintln(con.Out, text)
		return err
	}
	return terminal.WriteIndented(con.Out, value)
}

type siteSetCommand struct {
	connect.Flags
	connect.AuthorFlags
	Field string  `arg:"" help:"Which field."`
	Value *string `arg:"" optional:"" help:"What it is to be; without it the field is removed."`
}

// Help is shown below the flags.
func (*siteSetCommand) Help() string {
	return siteFields + ` A tag, place or view that is not there yet is added, with a name first; what belongs together, such as latitude and longitude, is given as one: places.pier '{"name": {"en": "Pier"}, "latitude": 31.2, "longitude": 121.5}' Without VALUE the whole of it (tags.SLUG) is removed, or retired if it was public.`
}

// Run changes the field.
func (c *siteSetCommand) Run(ctx context.Context, con storage.Console) error {
	f, err := siteFieldOf(c.Field)
	if err != nil {
		return err
	}
	if f.document == "/site" && len(f.path) > 0 && slices.Contains([]string{"authority", "founded", "revision"}, f.path[0]) {
		return fmt.Errorf("%s: is not set like this: the authority is fixed by the first start with a public --base-url or with --authority", c.Field)
	}
	var value any
	if c.Value != nil {
		if value, err = f.read(*c.Value); err != nil {
			return fmt.Errorf("%s: %w", c.Field, err)
		}
	}
	at, err := c.Connect(ctx, con, c.Author)
	if err != nil {
		return err
	}
	defer at.Close()
	if err := c.change(ctx, at, f, value); err != nil {
		return err
	}
	if c.Value == nil {
		fmt.Fprintf(con.Err, "almanac: %s is removed\n", c.Field)
	} else {
		fmt.Fprintf(con.Err, "almanac: %s is set\n", c.Field)
	}
	return nil
}

// change has the API make the change.
func (c *siteSetCommand) change(ctx context.Context, at *connect.Connection, f siteField, value any) error {
	var whole map[string]any
	a, err := at.Get(ctx, f.document, nil, &whole)
	if err != nil {
		return err
	}
	r := client.Request{Method: http.MethodPut, Path: f.document, Query: c.Why(), Expect: client.At(a.Revision)}
	switch {
	case f.slug != "" && len(f.path) == 0 && value == nil:
		r.Method, r.Path, r.Expect = http.MethodDelete, f.document+client.Path(f.slug), client.Any
		_, err := at.Do(ctx, r, nil)
		return connect.NotFound(f.document[1:], f.slug, err)
	case f.slug != "":
		entry, _ := f.entry(whole).(map[string]any)
		if entry == nil {
			entry = map[string]any{"slug": f.slug}
		}
		entry = placed(entry, f.path, value)
		entry["slug"] = f.slug
		r.Path, r.Expect, r.Body = f.document+client.Path(f.slug), client.Any, entry
	case f.document == "/site":
		r.Method, r.Patch, r.Body = http.MethodPatch, true, placed(map[string]any{}, f.path, patchOf(value))
	default:
		delete(whole, "revision")
		r.Body = placed(whole, f.path, value)
	}
	_, err = at.Do(ctx, r, nil)
	return err
}

// patchOf is the value of a field in a merge patch, where null takes it away
// (RFC 7396).
func patchOf(value any) any {
	if value == nil {
		return json.RawMessage("null")
	}
	return value
}

// placed puts a value into a document at a path; nil takes away what is there.
func placed(into map[string]any, path []string, value any) map[string]any {
	if len(path) == 0 {
		if whole, is := value.(map[string]any); is {
			return whole
		}
		return into
	}
	name := path[0]
	switch {
	case len(path) > 1:
		inner, _ := into[name].(map[string]any)
		if inner == nil {
			inner = map[string]any{}
		}
		into[name] = placed(inner, path[1:], value)
	case value == nil:
		delete(into, name)
	default:
		into[name] = value
	}
	return into
}

// siteField is a place in one of the documents of the site.
type siteField struct {
	document string   // address in the API
	list     string   // the member that holds the entries; "": the document has none
	slug     string   // of the entry
	path     []string // within the document or the entry
	kind     reflect.Type
}

// siteFieldOf reads a path.
func siteFieldOf(field string) (siteField, error) {
	if field == "" {
		return siteField{document: "/site", kind: reflect.TypeFor[api.Site]()}, nil
	}
	parts := strings.Split(field, ".")
	if slices.Contains(parts, "") {
		return siteField{}, fmt.Errorf("%s: is no field; write it as names.en", field)
	}
	f := siteField{document: "/site", path: parts, kind: reflect.TypeFor[api.Site]()}
	entries := map[string]reflect.Type{
		"tags": reflect.TypeFor[events.Tag](), "places": reflect.TypeFor[events.NamedPlace](), "views": reflect.TypeFor[events.View](),
	}
	switch kind, isList := entries[parts[0]]; {
	case isList:
		f.document, f.list, f.kind, f.path = "/"+parts[0], parts[0], kind, nil
		if len(parts) > 1 {
			f.slug, f.path = parts[1], parts[2:]
		}
	case parts[0] == "texts" && len(parts) > 1:
		f.document, f.path, f.kind = "/texts"+client.Path(parts[1]), parts[2:], reflect.TypeFor[events.SiteText]()
	}
	return f, f.check(field)
}

// check finds the kind of value that the field has.
func (f *siteField) check(field string) (err error) {
	for _, name := range f.path {
		if f.kind, err = memberKind(f.kind, name); err != nil {
			return fmt.Errorf("%s: %w", field, err)
		}
	}
	return nil
}

// memberKind is the type of what JSON knows by the name in a value of a type.
func memberKind(kind reflect.Type, name string) (reflect.Type, error) {
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	if kind.Kind() == reflect.Map {
		return kind.Elem(), nil
	}
	if kind.Kind() != reflect.Struct {
		return nil, errors.New("has no parts")
	}
	var known []string
	for i := range kind.NumField() {
		tag, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
		if tag == name {
			return kind.Field(i).Type, nil
		}
		known = append(known, tag)
	}
	return nil, fmt.Errorf("there is no %s; there are %s", name, strings.Join(known, ", "))
}

// read reads a value as a shell gives it.
func (f siteField) read(text string) (any, error) {
	kind := f.kind
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	switch {
	case f.list != "" && f.slug == "":
		return nil, errors.New("is a list; name one of it: " + f.list + ".SLUG.name.en")
	case f.document == "/site" && len(f.path) == 0:
		return nil, errors.New("name a field")
	case kind.Kind() == reflect.String:
		return text, nil
	case kind.Kind() == reflect.Bool:
		v, err := strconv.ParseBool(text)
		if err != nil {
			return nil, errors.New("must be true or false")
		}
		return v, nil
	case kind.Kind() == reflect.Float64:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, errors.New("must be a number")
		}
		return v, nil
	case kind == reflect.TypeFor[[]string]() && !strings.HasPrefix(text, "["):
		return strings.Split(text, ","), nil
	}
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return nil, errors.New("has parts: name one of them, or write it as JSON")
	}
	return v, nil
}

// entry is the entry of a list that the field names; nil if there is none.
func (f siteField) entry(whole any) any {
	object, _ := whole.(map[string]any)
	list, _ := object[f.list].([]any)
	for _, e := range list {
		if entry, is := e.(map[string]any); is && entry["slug"] == f.slug {
			return entry
		}
	}
	return nil
}

// in is the value of the field in a document.
func (f siteField) in(whole any) (any, bool) {
	value := whole
	switch {
	case f.slug != "":
		value = f.entry(whole)
	case f.list != "":
		return whole.(map[string]any)[f.list], true
	}
	for _, name := range f.path {
		object, is := value.(map[string]any)
		if !is {
			return nil, false
		}
		value = object[name]
	}
	return value, value != nil
}

type batchCommand struct {
	Undo batchUndoCommand `cmd:"" help:"Take back an import, a review or another list of changes, all of it."`
}

type batchUndoCommand struct {
	connect.Flags
	connect.AuthorFlags
	ID   string `arg:"" help:"The batch, as history --json names it."`
	JSON bool   `name:"json" help:"Print what was taken back and what was not as JSON."`
}

// Help is shown below the flags.
func (*batchUndoCommand) Help() string {
	return `What somebody changed since stays as it is and is named. Taking back is a batch of its own, and can be taken back.`
}

// Run takes the batch back.
func (c *batchUndoCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, c.Author)
	if err != nil {
		return err
	}
	defer at.Close()
	var done api.Undone
	_, err = at.Do(ctx, client.Request{Method: http.MethodPost, Path: "/batches" + client.Path(c.ID, "undo"), Query: c.Why()}, &done)
	if err != nil {
		return connect.NotFound("batch", c.ID, err)
	}
	if c.JSON {
		return terminal.WriteIndented(con.Out, done)
	}
	for _, l := range done.Left {
		fmt.Fprintf(con.Out, "%s\t%s\n", l.ID, l.Reason)
	}
	for _, l := range done.LeftDocuments {
		fmt.Fprintf(con.Out, "%s\t%s\n", l.Name, l.Reason)
	}
	fmt.Fprintf(con.Err, "almanac: took back %d, left %d as they are; batch %s\n",
		len(done.Changed)+len(done.Documents), len(done.Left)+len(done.LeftDocuments), done.Batch.Batch)
	return nil
}
