package api

import (
	"net/http"
	"slices"

	"almanac.example/events"
	"almanac.example/web/access"
)

// table is every route there is. The order is that of the documentation.
func (s *Server) table() []route {
	return slices.Concat(
		s.readingRoutes(), s.writingRoutes(), s.actionRoutes(), s.batchRoutes(), s.draftRoutes(), s.reportRoutes(),
		s.siteRoutes(), s.peopleRoutes(), s.webhookRoutes(), s.dutyRoutes(), s.followRoutes(), s.pictureRoutes(), s.transferRoutes(), s.ownRoutes(),
	)
}

// selectionParams are the keys of a selection, and what else a list of events
// understands.
func selectionParams() []param {
	about := map[string]string{
		"year": "2019, -0220", "month": "01 to 12, beside year", "in": "EDTF; overlaps it", "from": "EDTF; reaches it or what follows",
		"to": "EDTF; reaches it or what precedes", "within": "EDTF; lies wholly in it", "on": "MM-DD, in any year", "tag": "has one of the tags",
		"-tag": "has none of the tags", "place": "is at one of the places", "key": "1: only the important ones",
		"status": "one of the statuses, or all; what is not public needs an account", "precision": "is known so finely: day, month, year, …",
		"q": "has each of the words", "id": "is one of these", "changed-since": "was changed after the revision",
	}
	many := []string{"tag", "-tag", "place", "status", "precision", "id"}
	var list []param
	for _, key := range events.SelectionKeys() {
		list = append(list, param{name: key, about: about[key], many: slices.Contains(many, key)})
	}
	return list
}

var pageParams = []param{
	{name: "limit", about: "How many at most, up to 500; usually 100.", kind: numberParam},
	{name: "cursor", about: "Where to go on: next of the page before."},
}

func (s *Server) readingRoutes() []route {
	historyParams := []param{pageParams[0], {name: "before", about: "Only states older than this revision.", kind: numberParam}}
	return []route{
		{
			method: http.MethodGet, path: "/events", id: "list-events", group: "Events", limit: reading, handle: s.listEvents,
			about: "The events of a selection, as a chronicle sorts them.",
			more:  "The keys are those of every page and feed. Without an account only what is public is told, whatever is asked for.",
			query: append(selectionParams(), pageParams...), answers: []response{{status: 200, body: typeOf[Events](), about: "One page of them."}},
		},
		{
			method: http.MethodGet, path: "/events/{id}", id: "get-event", group: "Events", limit: reading, handle: s.getEvent,
			about:   "One event, by its ID or its slug.",
			answers: []response{{status: 200, body: typeOf[Event](), about: "The event; its ETag is its revision."}}, refuses: []int{404, 410},
		},
		{
			method: http.MethodGet, path: "/events/{id}/history", id: "get-event-history", group: "Events", limit: reading, handle: s.eventHistory,
			needs: access.ReadDrafts, about: "Past states of one event, the newest first.",
			query: historyParams, answers: []response{{status: 200, body: typeOf[History](), about: "One page of them."}}, refuses: []int{404},
		},
		{
			method: http.MethodGet, path: "/history", id: "get-history", group: "Events", limit: reading, handle: s.wholeHistory,
			needs: access.ReadDrafts, about: "Past states of all events, the newest first.",
			query:   append([]param{{name: "document", about: "Of this document instead: site, tags, places, views or text/LANGUAGE."}}, historyParams...),
			answers: []response{{status: 200, body: typeOf[History](), about: "One page of them."}},
		},
		{
			method: http.MethodGet, path: "/states", id: "get-states", group: "Events", limit: reading, handle: s.getStates,
			needs: access.ReadDrafts, about: "Past states as a backup spells them, the newest first, a line each.",
			more: "Nothing is left out, and it is not in pages: what is to be kept can be kept as it comes.",
			query: []param{
				{name: "event", about: "Of this event, by its ID or its slug; otherwise of all."},
				{name: "document", about: "Of this document instead: site, tags, places, views or text/LANGUAGE."},
				{name: "before", about: "Only states older than this revision.", kind: numberParam},
				{name: "limit", about: "How many at most; otherwise all.", kind: numberParam},
			},
			answers: []response{{status: 200, media: "application/jsonl", about: "The states."}}, refuses: []int{404},
		},
		{
			method: http.MethodGet, path: "/changes", id: "get-changes", group: "Changes", limit: streaming, handle: s.getChanges,
			about: "What has changed after a revision.",
			more: "Asked for as `text/event-stream` it goes on for as long as the client listens; the `id` of a message is its revision, and " +
				"`Last-Event-ID` goes on from there. Of each event only its newest state is told. Without an account, what has left the public is told by ID, slug and status only.",
			query: []param{{name: "since", about: "The revision that is known already. A stream without it begins now.", kind: numberParam}, pageParams[0]},
			answers: []response{
				{status: 200, body: typeOf[Changes](), about: "What has changed."},
				{status: 200, media: "text/event-stream", about: "The same as it happens: messages named changes, with the same JSON as data."},
			},
		},
	}
}

func (s *Server) writingRoutes() []route {
	stored := response{status: 200, body: typeOf[Event](), about: "The event as it is now."}
	made := response{status: 201, body: typeOf[Event](), about: "The new event; Location is its address."}
	return []route{
		{
			method: http.MethodPost, path: "/events", id: "create-event", group: "Events", limit: writing, handle: s.postEvent, private: true,
			about: "Make an event. An ID and a slug that are missing are minted.", query: acts, body: typeOf[Event](), once: true,
			answers: []response{made}, refuses: []int{403, 409, 413, 415, 422},
		},
		{
			method: http.MethodPut, path: "/events/{id}", id: "put-event", group: "Events", limit: writing, handle: s.putEvent, private: true,
			about: "Replace an event, or make it with If-None-Match: *.", query: acts, body: typeOf[Event](), expect: true,
			answers: []response{stored, made}, refuses: []int{403, 404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPatch, path: "/events/{id}", id: "patch-event", group: "Events", limit: writing, handle: s.patchEvent, private: true,
			about: "Change parts of an event (JSON Merge Patch, RFC 7396).", query: acts, body: typeOf[Event](), media: mediaPatch, expect: true,
			answers: []response{stored}, refuses: []int{403, 404, 409, 413, 415, 422},
		},
		{
			method: http.MethodDelete, path: "/events/{id}", id: "delete-event", group: "Events", limit: writing, handle: s.deleteEvent, private: true,
			about: "Remove an event. What was public leaves a tombstone.", query: acts, expect: true,
			answers: []response{{status: 204, about: "It is gone."}}, refuses: []int{403, 404, 409, 422},
		},
	}
}

func (s *Server) actionRoutes() []route {
	stored := response{status: 200, body: typeOf[Event](), about: "The event as it is now."}
	return []route{
		{
			method: http.MethodPost, path: "/events/{id}/publish", id: "publish-event", group: "Events", limit: writing, handle: s.publishEvent,
			needs: access.Publish, about: "Publish an event, now or at an instant.",
			more: "An amendment replaces the event that it amends, which is then the one answered.", query: acts,
			body: typeOf[Publication](), optional: true, expect: true, answers: []response{stored}, refuses: []int{404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/events/{id}/amendments", id: "amend-event", group: "Events", limit: writing, handle: s.amendEvent,
			needs: access.WriteDrafts, about: "Propose another state of a published event, as a draft that waits for a decision.", query: acts,
			body: typeOf[Event](), expect: true, answers: []response{{status: 201, body: typeOf[Event](), about: "The draft."}}, refuses: []int{404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/events/{id}/restore", id: "restore-event", group: "Events", limit: writing, handle: s.restoreEvent,
			private: true, about: "Bring back what an event said, all of it or some fields.", query: acts,
			body: typeOf[Restoration](), expect: true, answers: []response{stored}, refuses: []int{403, 404, 409, 413, 415, 422},
		},
	}
}

func (s *Server) batchRoutes() []route {
	return []route{
		{
			method: http.MethodPost, path: "/events:batch", id: "batch-events", group: "Batches", limit: writing, handle: s.batchEvents, private: true,
			about: "Make a list of changes.",
			more: "Up to 32 are made together or not at all. A longer list, up to 1000, is made in parts of 32 as one batch: it is checked as a whole " +
				"before the first part, and if a later part is overtaken, the problem names the batch that undoes what was made.",
			query: acts, body: typeOf[Operations](), once: true, most: 16 << 20,
			answers: []response{{status: 200, body: typeOf[Operated](), about: "All were made."}}, refuses: []int{403, 404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/events:bulk", id: "bulk-events", group: "Batches", limit: writing, handle: s.bulkEvents, needs: access.EditMany,
			about: "Make the same change of many events.", more: "What cannot be changed is left as it is and told.",
			query: acts, body: typeOf[Bulk](), once: true,
			answers: []response{{status: 200, body: typeOf[Batch](), about: "What was changed and what was not."}}, refuses: []int{413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/batches/{id}/undo", id: "undo-batch", group: "Batches", limit: writing, handle: s.undoBatch, needs: access.EditMany,
			about: "Take a batch back: an import, a bulk change, a list of changes.", more: "What was changed since stays as it is and is told.",
			query: acts, once: true, answers: []response{{status: 200, body: typeOf[Undone](), about: "What was taken back and what was not."}}, refuses: []int{404},
		},
	}
}

func (s *Server) draftRoutes() []route {
	stored := response{status: 200, body: typeOf[Event](), about: "The event that came of it."}
	return []route{
		{
			method: http.MethodGet, path: "/drafts", id: "list-drafts", group: "Drafts", limit: reading, handle: s.listDrafts, needs: access.ReadDrafts,
			about: "What importers proposed and nobody has decided about.",
			query: append([]param{
				{name: "document", about: "Only from this document: file name, title or start of its SHA-256."},
				{name: "min", about: "Least confidence, 0 to 1."}, {name: "max", about: "Most confidence."},
				{name: "order", enum: []string{"document", "date", "confidence"}, about: "document, date or confidence; usually document."},
			}, pageParams...),
			answers: []response{{status: 200, body: typeOf[Drafts](), about: "One page of them."}},
		},
		{
			method: http.MethodGet, path: "/drafts/{id}", id: "get-draft", group: "Drafts", limit: reading, handle: s.getDraft, needs: access.ReadDrafts,
			about: "One draft, where it was found, and what may be the same.", answers: []response{{status: 200, body: typeOf[Draft](), about: "The draft."}}, refuses: []int{404},
		},
		{
			method: http.MethodPost, path: "/drafts:decide", id: "decide-drafts", group: "Drafts", limit: writing, handle: s.decideDrafts, needs: access.Review,
			about: "Accept or drop many drafts, all of them or none, as one batch.", more: "What is accepted together is published a second apart, in the order of the chronicle.",
			query: acts, body: typeOf[Verdict](), answers: []response{{status: 200, body: typeOf[Batch](), about: "The batch."}}, refuses: []int{404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/drafts/{id}/accept", id: "accept-draft", group: "Drafts", limit: writing, handle: s.acceptDraft, needs: access.Review,
			about: "Make a draft part of the record.", more: "An amendment is merged with what was changed meanwhile; where the two clash, the problem names the fields.",
			query: acts, body: typeOf[Acceptance](), optional: true, expect: true, answers: []response{stored}, refuses: []int{404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/drafts/{id}/merge", id: "merge-draft", group: "Drafts", limit: writing, handle: s.mergeDraft, needs: access.Review,
			about: "Give a draft's sources to another event, and drop the draft.", query: acts, body: typeOf[Merging](), expect: true,
			answers: []response{stored}, refuses: []int{404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/drafts/{id}/keep", id: "keep-draft", group: "Drafts", limit: writing, handle: s.keepDraft, needs: access.Review,
			about: "Leave a draft one: it waits for no decision any more.", more: "What waits for none is answered as it is.", query: acts, expect: true,
			answers: []response{stored}, refuses: []int{404, 409, 422},
		},
		{
			method: http.MethodPost, path: "/drafts/{id}/drop", id: "drop-draft", group: "Drafts", limit: writing, handle: s.dropDraft, needs: access.Review,
			about: "Remove a draft for good: the same finding is not proposed again.", query: acts, expect: true,
			answers: []response{{status: 204, about: "It is gone."}}, refuses: []int{404, 409, 422},
		},
	}
}

func (s *Server) siteRoutes() []route {
	site := response{status: 200, body: typeOf[Site](), about: "As it is now."}
	texts := response{status: 200, body: typeOf[SiteTexts](), about: "As they are now."}
	textsOf := func(do func(*call, events.DocumentName, forms[SiteTexts]) (*answer, error)) func(*call) (*answer, error) {
		return func(c *call) (*answer, error) {
			lang := c.path("lang")
			return do(c, events.DocumentText(lang), textForms(lang))
		}
	}
	change := func(c *call) (*answer, error) { return takeDocument(c, events.DocumentSite, siteForms) }
	return slices.Concat([]route{
		{
			method: http.MethodGet, path: "/site", id: "get-site", group: "Site", limit: reading, about: "What the record says about itself.",
			answers: []response{site}, handle: func(c *call) (*answer, error) { return tellDocument(c, events.DocumentSite, siteForms) },
		},
		{
			method: http.MethodPut, path: "/site", id: "put-site", group: "Site", limit: writing, about: "Replace it.", needs: access.EditSite, query: acts,
			body: typeOf[Site](), expect: true, answers: []response{site}, refuses: []int{409, 413, 415, 422}, handle: change,
		},
		{
			method: http.MethodPatch, path: "/site", id: "patch-site", group: "Site", limit: writing, about: "Change parts of it (JSON Merge Patch, RFC 7396).",
			needs: access.EditSite, query: acts, body: typeOf[Site](), media: mediaPatch, expect: true, answers: []response{site}, refuses: []int{409, 413, 415, 422}, handle: change,
		},
		{
			method: http.MethodGet, path: "/texts/{lang}", id: "get-texts", group: "Site", limit: reading, about: "The site's own texts in a language.",
			answers: []response{texts}, handle: textsOf(tellDocument[SiteTexts]),
		},
		{
			method: http.MethodPut, path: "/texts/{lang}", id: "put-texts", group: "Site", limit: writing, about: "Replace them.", needs: access.EditSite, query: acts,
			body: typeOf[SiteTexts](), expect: true, answers: []response{texts}, refuses: []int{409, 413, 415, 422}, handle: textsOf(takeDocument[SiteTexts]),
		},
	}, vocabularyRoutes(tagForms, tagEntries), vocabularyRoutes(placeForms, placeEntries), vocabularyRoutes(viewForms, viewEntries))
}

func (s *Server) peopleRoutes() []route {
	user := response{status: 200, body: typeOf[User](), about: "As it is now."}
	return []route{
		{
			method: http.MethodGet, path: "/me", id: "get-caller", group: "People", limit: reading, handle: s.getCaller,
			about: "Who asks, and what may be done.", answers: []response{{status: 200, body: typeOf[Caller](), about: "You."}},
		},
		{
			method: http.MethodGet, path: "/users", id: "list-users", group: "People", limit: managing, handle: s.listUsers, needs: access.ManageAccounts,
			about: "All accounts.", answers: []response{{status: 200, body: typeOf[Users](), about: "All of them, by name."}},
		},
		{
			method: http.MethodPost, path: "/users", id: "create-user", group: "People", limit: managing, handle: s.postUser, needs: access.ManageAccounts,
			about: "Make an account.", body: typeOf[NewUser](), answers: []response{{status: 201, body: typeOf[User](), about: "The account."}}, refuses: []int{409, 413, 415, 422},
		},
		{
			method: http.MethodGet, path: "/users/{id}", id: "get-user", group: "People", limit: managing, handle: s.getUser, needs: access.ManageAccounts,
			about: "One account, by its ID or its name.", answers: []response{user}, refuses: []int{404},
		},
		{
			method: http.MethodPatch, path: "/users/{id}", id: "patch-user", group: "People", limit: managing, handle: s.patchUser, needs: access.ManageAccounts,
			about: "Change an account: its name, role or language, disable it, or give it another password.", body: typeOf[UserChange](), media: mediaPatch,
			answers: []response{user}, refuses: []int{404, 409, 413, 415, 422},
		},
		{
			method: http.MethodDelete, path: "/users/{id}/sessions", id: "end-sessions", group: "People", limit: managing, handle: s.deleteSessions, needs: access.ManageAccounts,
			about: "Sign an account out everywhere.", answers: []response{{status: 204, about: "It is signed out."}}, refuses: []int{404},
		},
		{
			method: http.MethodPost, path: "/invitations", id: "create-invitation", group: "People", limit: managing, handle: s.postInvitation, needs: access.ManageAccounts,
			about: "Make a link with which somebody chooses a password, once, within seven days.", body: typeOf[NewInvitation](),
			answers: []response{{status: 201, body: typeOf[InvitationSecret](), about: "The invitation and what its link holds."}}, refuses: []int{409, 413, 415, 422},
		},
		{
			method: http.MethodGet, path: "/tokens", id: "list-tokens", group: "People", limit: managing, handle: s.listTokens, private: true,
			about:   "Your own tokens, or for administrators those of others.",
			query:   []param{{name: "user", about: "Those of this account, by ID or name."}, {name: "all", about: "Those of all.", kind: flagParam}},
			answers: []response{{status: 200, body: typeOf[Tokens](), about: "The newest first, without their secrets."}}, refuses: []int{403},
		},
		{
			method: http.MethodPost, path: "/tokens", id: "create-token", group: "People", limit: managing, handle: s.postToken, private: true,
			about: "Make a token. Its secret is shown this once.", body: typeOf[NewToken](),
			answers: []response{{status: 201, body: typeOf[TokenSecret](), about: "The token and its secret."}}, refuses: []int{403, 404, 413, 415, 422},
		},
		{
			method: http.MethodDelete, path: "/tokens/{id}", id: "revoke-token", group: "People", limit: managing, handle: s.deleteToken, private: true,
			about: "Revoke a token at once.", answers: []response{{status: 204, about: "It opens nothing any more."}}, refuses: []int{403, 404},
		},
	}
}

func (s *Server) transferRoutes() []route {
	return []route{
		{
			method: http.MethodPost, path: "/imports", id: "import", group: "Transfer", limit: importing, handle: s.postImport, needs: access.WriteDrafts,
			about: "Import a file: a record as export writes it, a calendar (iCalendar), a table (CSV, XLSX, TimelineJS), or a report whose dated milestones are proposed as drafts.",
			more: "Send it as the part `file` of a form, with its name. All of it is imported or nothing, as one batch. What is new can come as drafts; " +
				"whatever changes what is public needs the right to publish. With `dry-run` nothing is written.",
			query: slices.Concat(acts[:2], importParams), media: mediaForm, body: typeOf[multipartBody](), most: mostImport,
			answers: []response{{status: 200, body: typeOf[Imported](), about: "What was imported, or would be."}}, refuses: []int{409, 413, 415, 422},
		},
		{
			method: http.MethodGet, path: "/export", id: "get-export", group: "Transfer", limit: importing, handle: s.getExport, needs: access.ReadDrafts,
			about: "The whole record without its history, in the form that import reads.",
			more:  "As JSON it is without loss. A table has a row for each event that has a date; with its column `rev` it comes back without overwriting what was edited since.",
			query: []param{
				{name: "format", about: "json, or a table: csv, xlsx, timelinejs; usually json.", enum: []string{"json", "csv", "xlsx", "timelinejs"}},
				{name: "lang", about: "TimelineJS: the language of its texts; usually the record's first."},
			},
			answers: []response{
				{status: 200, media: mediaJSON, about: "A record file, or a table."},
				{status: 200, media: "text/csv"},
				{status: 200, media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
			},
		},
		{
			method: http.MethodGet, path: "/backup", id: "get-backup", group: "Transfer", limit: writing, handle: s.getBackup, needs: access.BackUp,
			about: "The whole store as a portable backup, or what came after another one.",
			more:  "With `previous` it is a segment: it waits for up to half a minute until there is something after `after`.",
			query: []param{
				{name: "accounts", about: "With accounts and tokens.", kind: flagParam},
				{name: "previous", about: "The SHA-256 of the states of the backup that it goes on from."},
				{name: "after", about: "With previous: the last revision of that backup.", kind: numberParam},
				{name: "values", about: "With previous: with what is remembered of imports.", kind: flagParam},
				{name: "unnoted", about: "It is only looked at: it does not count as a backup in the metrics.", kind: flagParam},
			},
			answers: []response{
				{status: 200, media: "application/x-tar", about: "A backup, as almanac restore reads it."},
				{status: 204, about: "There is nothing newer yet."},
			}, refuses: []int{404},
		},
		{
			method: http.MethodPost, path: "/events/{id}/redaction", id: "redact-event", group: "Transfer", limit: importing, handle: s.postRedaction, needs: access.BackUp,
			about: "Empty past states of an event, for good.",
			more: "Texts, quotes, sources, links, picture, proposal and note of each state older than `before` go, from the history and from what is remembered of imports; " +
				"revision, instant and who made it stay, with a mark of who redacted it and why.",
			body: typeOf[RedactionOrder](), answers: []response{{status: 200, body: typeOf[Redacted](), about: "How many states were emptied."}}, refuses: []int{404, 409, 413, 415, 422},
		},
		{
			method: http.MethodPost, path: "/compaction", id: "compact-store", group: "Transfer", limit: importing, handle: s.postCompaction, needs: access.BackUp,
			about:   "Write the store's file anew, without what was deleted. Reading goes on meanwhile, writing waits.",
			answers: []response{{status: 200, body: typeOf[Compaction](), about: "How large the file was and is."}}, refuses: []int{404},
		},
	}
}

func (s *Server) ownRoutes() []route {
	return []route{
		{
			method: http.MethodGet, path: "/openapi.json", id: "get-openapi", group: "About", limit: reading,
			about: "This API as an OpenAPI 3.1 document.", answers: []response{{status: 200, media: mediaJSON, about: "The document."}},
			handle: func(*call) (*answer, error) { return &answer{status: http.StatusOK, raw: s.document}, nil },
		},
		{
			method: http.MethodGet, path: "/", id: "get-documentation", group: "About", limit: reading,
			about: "This API for people.", answers: []response{{status: 200, media: "text/html", about: "A page."}},
			handle: s.getPage,
		},
	}
}
