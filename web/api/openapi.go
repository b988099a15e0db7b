package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// describe makes the OpenAPI document of the table.
func (s *Server) describe() ([]byte, error) {
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Almanac", Version: s.Version,
			Description: "The record of an Almanac: events with honest dates, for reading and for writing. " + Prefix + "/ tells it for people.",
		},
		Servers: []*huma.Server{{URL: Prefix}},
		Components: &huma.Components{
			Schemas: registry,
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"token":   {Type: "http", Scheme: "bearer", Description: "A token of an account: alm_…"},
				"session": {Type: "apiKey", In: "cookie", Name: s.cookieName(), Description: "A person who is signed in on the desk."},
			},
		},
	}
	for i := range s.routes {
		doc.AddOperation(s.routes[i].operation(registry))
	}
	return json.Marshal(doc)
}

// cookieName is the name of a session's cookie.
func (s *Server) cookieName() string {
	if s.People == nil {
		return "almanac_session"
	}
	return s.People.NoCookie().Name
}

// schemaName names the schema of a type; parts of events keep their own names.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.PkgPath() != "" && !strings.HasSuffix(t.PkgPath(), "/api") && t.Name() == "Event" {
		return "Stored" + t.Name()
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// operation is a route in the OpenAPI document.
func (rt *route) operation(registry huma.Registry) *huma.Operation {
	op := &huma.Operation{
		Method: rt.method, Path: rt.path, OperationID: rt.id, Summary: rt.about, Description: rt.more, Tags: []string{rt.group},
		Responses: map[string]*huma.Response{},
	}
	for _, name := range rt.names() {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	for _, p := range rt.query {
		op.Parameters = append(op.Parameters, p.parameter())
	}
	rt.describeHeaders(op)
	if rt.media == mediaForm {
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{mediaForm: {Schema: rt.parts()}}}
	} else if rt.body != nil {
		schema := registry.Schema(rt.body, true, rt.id)
		op.RequestBody = &huma.RequestBody{Required: !rt.optional, Content: map[string]*huma.MediaType{rt.mediaType(): {Schema: schema}}}
	}
	rt.describeAnswers(op, registry)
	if rt.needs != "" || rt.private {
		op.Security = []map[string][]string{{"token": rt.scopes()}, {"session": {}}}
	} else {
		op.Security = []map[string][]string{{}, {"token": {}}, {"session": {}}}
	}
	return op
}

// names are the parts of the path that vary.
func (rt *route) names() []string {
	var names []string
	for part := range strings.SplitSeq(rt.path, "/") {
		if strings.HasPrefix(part, "{") {
			names = append(names, strings.Trim(part, "{}"))
		}
	}
	return names
}

func (rt *route) mediaType() string {
	if rt.media != "" {
		return rt.media
	}
	return mediaJSON
}

// scopes are those of which a token needs one.
func (rt *route) scopes() []string {
	list := []string{}
	if rt.needs == "" {
		return list
	}
	for _, s := range rt.needs.Scopes() {
		list = append(list, string(s))
	}
	return list
}

func (p param) parameter() *huma.Param {
	schema := &huma.Schema{Type: string(textParam)}
	switch p.kind {
	case numberParam:
		schema = &huma.Schema{Type: string(p.kind)}
	case flagParam:
		schema.Enum = []any{"1"}
	case textParam:
	}
	for _, v := range p.enum {
		schema.Enum = append(schema.Enum, v)
	}
	if p.many {
		schema = &huma.Schema{Type: huma.TypeArray, Items: schema}
	}
	explode := true
	return &huma.Param{Name: p.name, In: "query", Description: p.about, Schema: schema, Explode: &explode}
}

// describeHeaders adds the fields of the header that a route understands.
func (rt *route) describeHeaders(op *huma.Operation) {
	header := func(name, about string) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "header", Description: about, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	if rt.expect {
		header("If-Match", `The ETag of what is changed, such as "17".`)
	}
	if rt.expect && rt.method == http.MethodPut {
		header("If-None-Match", "*: there must be none yet.")
	}
	if rt.once {
		header(idempotencyKey, "What was done under it within 24 hours is told again and not done again.")
	}
}

// describeAnswers adds what a route answers.
func (rt *route) describeAnswers(op *huma.Operation, registry huma.Registry) {
	for _, a := range rt.answers {
		code := strconv.Itoa(a.status)
		if op.Responses[code] == nil {
			op.Responses[code] = &huma.Response{Description: a.about}
		}
		r := op.Responses[code]
		if r.Content == nil && (a.body != nil || a.media != "") {
			r.Content = map[string]*huma.MediaType{}
		}
		switch {
		case a.body != nil:
			r.Content[mediaJSON] = &huma.MediaType{Schema: registry.Schema(a.body, true, rt.id+"-answer")}
		case a.media != "":
			r.Content[a.media] = &huma.MediaType{}
		}
	}
	problem := registry.Schema(typeOf[Problem](), true, "problem")
	for _, status := range rt.statuses() {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status),
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
	if rt.method == http.MethodGet {
		op.Responses["304"] = &huma.Response{Description: "What the client has is still right."}
	}
}

// statuses are those of the problems that a route may answer.
func (rt *route) statuses() []int {
	list := slices.Concat([]int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusServiceUnavailable,
	}, rt.refuses)
	if rt.expect {
		list = append(list, http.StatusPreconditionFailed, http.StatusPreconditionRequired, http.StatusNotFound)
	}
	if rt.once {
		list = append(list, http.StatusConflict, http.StatusUnprocessableEntity)
	}
	if rt.body != nil {
		list = append(list, http.StatusRequestEntityTooLarge)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
