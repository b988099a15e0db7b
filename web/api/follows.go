package api

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/web/access"
)

// Followed is a calendar that the server follows by itself.
type Followed struct {
	ID      string        `json:"id"`
	Address string        `json:"address" doc:"Shortened: it may be a secret."`
	Every   string        `json:"every" doc:"Between two looks: 6h0m0s."`
	Paused  bool          `json:"paused"`
	Added   time.Time     `json:"added"`
	Next    time.Time     `json:"next,omitzero" doc:"Not before this instant."`
	Last    *FollowedLast `json:"last,omitempty" doc:"What came of the last look."`
}

// FollowedLast is what came of a look at a calendar: an error if it failed.
type FollowedLast struct {
	At      time.Time `json:"at"`
	Done    string    `json:"done,omitempty"`
	Error   string    `json:"error,omitempty"`
	Remarks []string  `json:"remarks,omitempty"`
}

// FollowedList are all calendars that are followed.
type FollowedList struct {
	Follows []Followed `json:"follows"`
}

// Following says which calendar or table is followed and how.
type Following struct {
	Address      string `json:"address" doc:"http, https or webcal; of a calendar, or of a table such as a Google sheet that is published as CSV."`
	Every        string `json:"every,omitempty" doc:"Between two looks, at least 15m; usually 6h."`
	Language     string `json:"language,omitempty" doc:"Of texts that name none. None: the record's first."`
	Zone         string `json:"zone,omitempty" doc:"Of times that name none, where the calendar does not say. None: the record's own."`
	Map          string `json:"map,omitempty" doc:"Of a table: what its columns are, as Datum=date:day-first,Titel=title_de."`
	SkipBad      bool   `json:"skipBad,omitempty" doc:"Leave out components that are wrong instead of refusing the calendar."`
	Remove       bool   `json:"remove,omitempty" doc:"Delete what is no longer in the calendar and not over."`
	AllowPrivate bool   `json:"allowPrivate,omitempty" doc:"The address may be in the server's own network. Only through the admin socket."`
}

func followedForm(c follow.Calendar) Followed {
	f := Followed{ID: c.ID, Address: c.Shown(), Every: c.Every.String(), Paused: c.Paused, Added: c.Added, Next: c.Next}
	if l := c.Last; l != nil {
		f.Last = &FollowedLast{l.At, l.Done, l.Error, l.Remarks}
	}
	return f
}

func (s *Server) followed() follow.List { return follow.List{Vault: s.Vault, Now: s.Now} }

func (s *Server) listFollows(c *call) (*answer, error) {
	all, err := s.followed().All(c.ctx())
	if err != nil {
		return nil, err
	}
	out := FollowedList{Follows: []Followed{}}
	for _, f := range all {
		out.Follows = append(out.Follows, followedForm(f))
	}
	return ok(out), nil
}

func (s *Server) postFollow(c *call) (*answer, error) {
	in, err := decode[Following](c)
	if err != nil {
		return nil, err
	}
	calendar := follow.Calendar{
		Address: in.Address, AllowPrivate: in.AllowPrivate,
		Reading: follow.Reading{Lang: in.Language, Zone: in.Zone, SkipBad: in.SkipBad, Map: in.Map},
	}
	if in.Remove {
		calendar.Remove = intake.RemoveComing
	}
	if in.Every != "" {
		if calendar.Every, err = time.ParseDuration(in.Every); err != nil || calendar.Every <= 0 {
			return nil, unprocessable("every", fmt.Sprintf("%.40q is no length of time such as 6h or 90m", in.Every))
		}
	}
	// Who may open the socket can ask this machine anything; an account from afar
	// must not reach through it into the network behind.
	if in.AllowPrivate && !strings.HasPrefix(c.who.By(), "local:") {
		return nil, unprocessable("allowPrivate", "is only for the admin socket")
	}
	if calendar, err = s.followed().Add(c.ctx(), calendar); err != nil {
		return nil, err
	}
	return created(addressOf("follows", calendar.ID), followedForm(calendar)), nil
}

func (s *Server) pauseFollow(c *call) (*answer, error) {
	return noted(s.followed().Pause(c.ctx(), c.path("id")))
}

func (s *Server) resumeFollow(c *call) (*answer, error) {
	return noted(s.followed().Resume(c.ctx(), c.path("id")))
}

func (s *Server) deleteFollow(c *call) (*answer, error) {
	return noted(s.followed().Remove(c.ctx(), c.path("id")))
}

// noted answers that something was done, if it was.
func noted(err error) (*answer, error) {
	if err != nil {
		return nil, err
	}
	return done(), nil
}

func (s *Server) followRoutes() []route {
	gone := []response{{status: 204, about: "It is done."}}
	list := []route{
		{
			method: http.MethodGet, path: "/follows", id: "list-follows", about: "The calendars that the server follows by itself.", handle: s.listFollows,
			answers: []response{{status: 200, body: typeOf[FollowedList](), about: "In the order in which they were added."}},
		},
		{
			method: http.MethodPost, path: "/follows", id: "create-follow", about: "Follow a calendar from now on.", handle: s.postFollow, body: typeOf[Following](),
			answers: []response{{status: 201, body: typeOf[Followed](), about: "It is looked at soon."}}, refuses: []int{409, 413, 415, 422},
		},
		{method: http.MethodPost, path: "/follows/{id}/pause", id: "pause-follow", about: "Keep a calendar from being looked at.", handle: s.pauseFollow, answers: gone, refuses: []int{404, 409}},
		{method: http.MethodPost, path: "/follows/{id}/resume", id: "resume-follow", about: "End the pause of a calendar.", handle: s.resumeFollow, answers: gone, refuses: []int{404, 409}},
		{method: http.MethodDelete, path: "/follows/{id}", id: "delete-follow", about: "Follow a calendar no longer. What it brought stays.", handle: s.deleteFollow, answers: gone, refuses: []int{404, 409}},
	}
	for i := range list {
		list[i].group, list[i].limit, list[i].needs = "Operations", managing, access.ManageDuties
	}
	return list
}
