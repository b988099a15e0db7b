package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
)

//go:embed page.html
var pageText string

// pageData is what the page of documentation shows.
type pageData struct {
	Prefix   string
	Groups   []pageGroup
	Statuses []pageStatus
}

type pageGroup struct {
	Name   string
	Routes []pageRoute
}

type pageRoute struct {
	Method, Path, ID, About, More string
	Needs                         string
	Query                         []pageParam
	Headers                       []string
	Body                          string
	Answers                       []pageStatus
}

type pageParam struct{ Name, About string }

type pageStatus struct {
	Status int
	Title  string
	About  string
}

// policyOf is the Content-Security-Policy of the page: its own style, and nothing
// else.
func policyOf(page string) string {
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// explain makes the page of documentation of the table.
func (s *Server) explain() ([]byte, error) {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return nil, err
	}
	data := pageData{Prefix: Prefix, Statuses: problems}
	for i := range s.routes {
		rt := &s.routes[i]
		if n := len(data.Groups); n == 0 || data.Groups[n-1].Name != rt.group {
			data.Groups = append(data.Groups, pageGroup{Name: rt.group})
		}
		g := &data.Groups[len(data.Groups)-1]
		g.Routes = append(g.Routes, rt.shown())
	}
	var b bytes.Buffer
	err = t.Execute(&b, data)
	return b.Bytes(), err
}

func (rt *route) shown() pageRoute {
	p := pageRoute{Method: rt.method, Path: Prefix + rt.path, ID: rt.id, About: rt.about, More: rt.more}
	for _, q := range rt.query {
		p.Query = append(p.Query, pageParam{q.name, q.about})
	}
	if rt.needs != "" {
		p.Needs = string(rt.needs.Needs())
	}
	if rt.body != nil {
		p.Body = rt.body.Name() + " (" + rt.mediaType() + ")"
	}
	if rt.expect {
		p.Headers = append(p.Headers, "If-Match")
	}
	if rt.once {
		p.Headers = append(p.Headers, idempotencyKey)
	}
	for _, a := range rt.answers {
		p.Answers = append(p.Answers, pageStatus{a.status, http.StatusText(a.status), a.about})
	}
	return p
}

// problems say what each status of a problem means and what helps.
var problems = []pageStatus{
	{http.StatusBadRequest, http.StatusText(http.StatusBadRequest), "The address, a header or the form of the body is wrong; errors names what."},
	{http.StatusUnauthorized, http.StatusText(http.StatusUnauthorized), "An account is needed, or the token is not accepted: send Authorization: Bearer with a token that is valid."},
	{http.StatusForbidden, http.StatusText(http.StatusForbidden), "The role or the token's scopes do not allow it; detail says who may."},
	{http.StatusNotFound, http.StatusText(http.StatusNotFound), "There is nothing of that name, or it is not for you to see."},
	{http.StatusMethodNotAllowed, http.StatusText(http.StatusMethodNotAllowed), "Allow names what there is at this address."},
	{http.StatusConflict, http.StatusText(http.StatusConflict), "Another one has that slug or ID, or the same request is still being answered."},
	{http.StatusGone, http.StatusText(http.StatusGone), "It was public and has been taken back."},
	{http.StatusPreconditionFailed, http.StatusText(http.StatusPreconditionFailed), "Somebody was faster: revision is what is stored now. Read it, and change that."},
	{http.StatusRequestEntityTooLarge, http.StatusText(http.StatusRequestEntityTooLarge), "The body, or what is to be stored, is too large."},
	{http.StatusUnsupportedMediaType, http.StatusText(http.StatusUnsupportedMediaType), "The body has another Content-Type than this address takes."},
	{http.StatusUnprocessableEntity, http.StatusText(http.StatusUnprocessableEntity), "What is to be stored is not right; errors names each field and what would be."},
	{http.StatusPreconditionRequired, http.StatusText(http.StatusPreconditionRequired), "Say which revision you change: If-Match with the ETag, or If-None-Match: * for a new one."},
	{http.StatusTooManyRequests, http.StatusText(http.StatusTooManyRequests), "Wait as long as Retry-After says; RateLimit tells where you stand."},
	{http.StatusInternalServerError, http.StatusText(http.StatusInternalServerError), "Our fault; quote request when you report it."},
	{http.StatusServiceUnavailable, http.StatusText(http.StatusServiceUnavailable), "Ask again later. If detail says that it may have been written, look before you repeat it."},
}

// getPage tells the API for people.
func (s *Server) getPage(c *call) (*answer, error) {
	c.w.Header().Set("Content-Security-Policy", policyOf(pageText))
	return &answer{status: http.StatusOK, raw: s.page, media: "text/html; charset=utf-8"}, nil
}
