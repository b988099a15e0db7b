package api

import (
	"errors"

	"almanac.example/events"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/table"
	"almanac.example/web/editing"
)

// importTable imports the rows of a table. Rows that are refused stay out, and
// are told with their reasons.
func (s *Server) importTable(c *call, act editing.Act, file upload) (Imported, error) {
	q := c.query
	how := follow.TableReading{
		File:   table.File{Name: file.name, Data: file.data, Sheet: q.Get("sheet"), Encoding: q.Get("encoding")},
		Source: file.name, Map: q.Get("map"), Lang: q.Get("lang"), Zone: q.Get("tz"),
	}
	if named := q.Get("source"); named != "" {
		how.Source = named
	}
	if err := checkLang(how.Lang); err != nil {
		return Imported{}, err
	}
	if _, err := how.Recall(c.ctx(), s.Vault); err != nil {
		return Imported{}, err
	}
	in, read, err := s.readTable(c, how)
	if err != nil {
		return Imported{}, err
	}
	if c.flag("drafts") {
		editing.AsDrafts(c.timeline(), in.Events())
	}
	known, err := intake.Recall(c.ctx(), s.Vault, how.Source)
	if err != nil {
		return Imported{}, err
	}
	feed, err := how.Feed(c.ctx(), c.timeline(), in, intake.Feed{Memory: known, Says: events.FeedMemory{Source: how.Source}})
	if err != nil {
		return Imported{}, err
	}
	plan, err := s.planFeed(c, feed)
	if err != nil {
		return Imported{}, err
	}
	out := planForm("table", plan)
	out.Table = follow.ReportTable(read, in, plan)
	out.Remarks = append(append(read.Remarks, in.Remarks()...), plan.Remarks()...)
	if err := s.carryOut(c, act, plan); err != nil || c.flag("dry-run") {
		return out, err
	}
	return out, follow.RememberMapping(c.ctx(), s.Vault, in.Mapping, how.Map)
}

// readTable reads a table, and says what is wrong with the request or the file.
func (s *Server) readTable(c *call, how follow.TableReading) (*table.Import, *table.Table, error) {
	in, read, err := how.Read(c.ctx(), c.timeline())
	var invalid *events.Invalid
	switch {
	case errors.As(err, &invalid):
		return nil, nil, badRequest(invalid.Problems[0].Field, invalid.Problems[0].Reason)
	case err != nil:
		return nil, nil, fileError(c.ctx(), err)
	case in.Mapping.Problem != "" && !c.flag("dry-run"):
		return nil, nil, unprocessable("file", in.Mapping.Problem)
	}
	return in, read, nil
}

// planFeed makes the plan of a feed as the request wants it.
func (s *Server) planFeed(c *call, feed intake.Feed) (*intake.Plan, error) {
	plan, err := intake.PlanFeed(c.timeline(), feed, intake.Options{Now: s.Now(), Announce: c.announce(), Remove: c.removal(), Restore: c.flag("restore")})
	if errors.Is(err, intake.ErrLost) {
		return nil, unprocessable("file", err.Error())
	}
	return plan, err
}
