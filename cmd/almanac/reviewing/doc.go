// Package reviewing asks a person at a terminal about drafts, one after the other:
// what was found, by which rules, beside which events, and what is to become of it.
//
// The record is the API's (package connect), and what a decision means is the
// affair of feeds/report/review. The room only asks, shows and tells.
package reviewing
