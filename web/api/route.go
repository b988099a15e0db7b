package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"almanac.example/web/access"
)

// route is one row of the table.
type route struct {
	method, path string // path below Prefix, as chi writes it
	id           string // operationId
	about        string // what it does, in a sentence
	more         string // what else there is to know; Markdown
	group        string // under which it stands in the documentation

	needs    access.Action // without which nothing is done; "": the handler decides by what is asked for
	private  bool          // an account is needed, whichever: the handler decides the rest
	query    []param
	body     reflect.Type // of a JSON body; nil: there is none
	media    string       // of the body, if it is not application/json
	optional bool         // the body may be missing
	expect   bool         // If-Match is needed, or If-None-Match: *
	once     bool         // an Idempotency-Key is understood
	limit    class
	most     int64 // bytes of a body; 0: usualBody

	answers []response // what it answers if all is well; the first is the usual one
	refuses []int      // statuses beyond those that every route may answer

	handle func(*call) (*answer, error)
}

// response is an answer that a route may give.
type response struct {
	status int
	body   reflect.Type // nil: none, or of a media type
	media  string       // "": application/json
	about  string
}

// param is a key of a query.
type param struct {
	name  string
	about string
	kind  paramKind
	many  bool // it may stand more than once
	enum  []string
}

// paramKind is how the value of a key is spelled.
type paramKind string

const (
	textParam   paramKind = "string"
	numberParam paramKind = "integer"
	flagParam   paramKind = "boolean" // 1 or absent
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// usualBody bounds a JSON body, in bytes.
const usualBody = 1 << 20

// acts are the keys by which a change says why it is made.
var acts = []param{
	{name: "note", about: "Why it is done, for the history; at most 2000 characters."},
	{name: "note-public", about: "Readers may see the note in the log of corrections.", kind: flagParam},
	{name: "batch", about: "A name of up to 64 letters, digits, - and _ under which several changes are undone together."},
}

// parts is the schema of a multipart body.
func (rt *route) parts() *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeObject, Required: []string{"file"},
		Properties: map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary", Description: "The file, with its name."}},
	}
}
