package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
)

// Duties are what the server does by itself.
type Duties interface {
	// List tells all of them by name.
	List(ctx context.Context) ([]Duty, error)
	// Pause keeps one from being done; events.ErrNotFound if there is none of the
	// name.
	Pause(ctx context.Context, name, reason string) error
	// Resume ends the pause of those named, or of all, and tells which were
	// paused.
	Resume(ctx context.Context, names ...string) (resumed []string, err error)
}

// Duty is something that the server does by itself.
type Duty struct {
	Name     string             `json:"name"`
	About    string             `json:"about,omitempty"`
	Outgoing bool               `json:"outgoing" doc:"It tells others something, and is paused in a restored store."`
	State    string             `json:"state" enum:"paused,running,failing,ready"`
	Paused   *events.DutyPause  `json:"paused,omitempty"`
	Next     time.Time          `json:"next,omitzero" doc:"Not before this instant."`
	Last     *events.DutyResult `json:"last,omitempty"`
	Failures int                `json:"failures,omitempty" doc:"In a row."`
}

// DutyList are all duties.
type DutyList struct {
	Duties []Duty `json:"duties"`
}

// DutyPausing says why a duty is paused.
type DutyPausing struct {
	Reason string `json:"reason,omitempty" maxLength:"1000"`
}

// DutyNames names duties.
type DutyNames struct {
	Names []string `json:"names,omitempty" doc:"None: all."`
}

// dutiful is a handler that needs duties; where there are none it answers that.
func (s *Server) dutiful(do func(*call, Duties) (*answer, error)) func(*call) (*answer, error) {
	return func(c *call) (*answer, error) {
		if s.Duties == nil {
			return nil, events.ErrNotFound
		}
		return do(c, s.Duties)
	}
}

func listDuties(c *call, d Duties) (*answer, error) {
	list, err := d.List(c.ctx())
	if err != nil {
		return nil, err
	}
	return ok(DutyList{listed(list)}), nil
}

func pauseDuty(c *call, d Duties) (*answer, error) {
	in, err := decode[DutyPausing](c)
	if err != nil {
		return nil, err
	}
	if len(in.Reason) > 1000 {
		return nil, unprocessable("reason", "must have at most 1000 bytes")
	}
	if err := d.Pause(c.ctx(), c.path("name"), events.Harmless(in.Reason)); err != nil {
		return nil, err
	}
	return oneDuty(c, d)
}

// oneDuty tells the duty of the path as it is now.
func oneDuty(c *call, d Duties) (*answer, error) {
	list, err := d.List(c.ctx())
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(d Duty) bool { return d.Name == c.path("name") })
	if i < 0 {
		return nil, events.ErrNotFound
	}
	return ok(list[i]), nil
}

func resumeDuties(c *call, d Duties) (*answer, error) {
	in, err := decode[DutyNames](c)
	if err != nil {
		return nil, err
	}
	resumed, err := d.Resume(c.ctx(), in.Names...)
	if err != nil {
		return nil, err
	}
	return ok(DutyNames{resumed}), nil
}

func (s *Server) dutyRoutes() []route {
	return []route{
		{
			method: http.MethodGet, path: "/duties", id: "list-duties", group: "Operations", limit: managing, handle: s.dutiful(listDuties),
			needs: access.ManageDuties, about: "What the server does by itself, and how it went.",
			answers: []response{{status: 200, body: typeOf[DutyList](), about: "All of them."}}, refuses: []int{404},
		},
		{
			method: http.MethodPost, path: "/duties/{name}/pause", id: "pause-duty", group: "Operations", limit: managing, handle: s.dutiful(pauseDuty),
			needs: access.ManageDuties, about: "Keep a duty from being done.", body: typeOf[DutyPausing](), optional: true,
			answers: []response{{status: 200, body: typeOf[Duty](), about: "As it is now."}}, refuses: []int{404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/duties/resume", id: "resume-duties", group: "Operations", limit: managing, handle: s.dutiful(resumeDuties),
			needs: access.ManageDuties, about: "End the pause of duties, or of all.", body: typeOf[DutyNames](), optional: true,
			answers: []response{{status: 200, body: typeOf[DutyNames](), about: "Those that were paused."}}, refuses: []int{404, 409, 413, 415, 422},
		},
	}
}
