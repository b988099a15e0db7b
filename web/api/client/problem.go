package client

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"almanac.example/events"
	"almanac.example/web/api"
)

// Error is an answer that is no success.
type Error struct{ api.Problem }

// Error words it as the server did.
func (e *Error) Error() string {
	if len(e.Errors) > 0 {
		var parts []string
		for _, f := range e.Errors {
			parts = append(parts, f.Field+": "+f.Reason)
		}
		return strings.Join(parts, "; ")
	}
	text := e.Detail
	if text == "" {
		text = strings.ToLower(e.Title)
	}
	if e.Request != "" {
		text += " (the server's log says more under " + e.Request + ")"
	}
	return text
}

// Is makes the kinds of error that commands know of statuses.
func (e *Error) Is(kind error) bool {
	switch kind {
	case events.ErrNotFound:
		return e.Status == http.StatusNotFound || e.Status == http.StatusGone
	case events.ErrConflict:
		return e.Status == http.StatusConflict || e.Status == http.StatusPreconditionFailed
	case events.ErrTooLarge:
		return e.Status == http.StatusRequestEntityTooLarge
	case events.ErrUnavailable:
		return e.Status == http.StatusServiceUnavailable
	}
	return false
}

// maxProblem bounds what is read of a problem, in bytes.
const maxProblem = 1 << 20

// problemOf reads what went wrong. What is no problem of ours comes from
// something else at that address.
func problemOf(resp *http.Response) error {
	media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	var p api.Problem
	if media == "application/problem+json" {
		if err := json.NewDecoder(io.LimitReader(resp.Body, maxProblem)).Decode(&p); err == nil && p.Status != 0 {
			return &Error{p}
		}
	}
	if to := resp.Header.Get("Location"); to != "" {
		return fmt.Errorf("the server answers %s to %s; write that address", resp.Status, to)
	}
	return fmt.Errorf("the server answers %s, and not as an almanac does", resp.Status)
}
