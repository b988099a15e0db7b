package page

import (
	"strings"

	"almanac.example/web/address"
)

// Kinds are the kinds of page, by their path below a language, as the router
// spells it.
func Kinds() map[string]Kind {
	kinds := map[string]Kind{
		"/":              {elsewhere: homeFiltered, build: buildHome},
		"/all":           {Kind: address.Kind{Paged: true, Order: address.NewestFirst}, build: buildScale},
		"/c/{n}":         {Kind: address.Kind{Paged: true, Order: address.NewestFirst}, build: buildScale},
		"/d/{n}":         {Kind: address.Kind{Paged: true, Order: address.NewestFirst}, build: buildScale},
		"/list":          {Kind: address.Kind{Paged: true, Order: address.OldestFirst}, build: buildList},
		"/search":        {Kind: address.Kind{Paged: true}, build: buildSearch},
		"/today":         {Kind: address.Kind{Paged: true, Order: address.OldestFirst}, build: buildOn},
		"/on/{day}":      {Kind: address.Kind{Paged: true, Order: address.OldestFirst}, build: buildOn},
		"/tag/{tag}":     {Kind: address.Kind{Paged: true, Order: address.OldestFirst}, build: buildTag},
		"/place/{place}": {Kind: address.Kind{Paged: true, Order: address.OldestFirst}, build: buildPlace},
		"/v/{view}":      {Kind: address.Kind{Paged: true, Order: address.OldestFirst}, build: buildView},
		"/e/{slug}":      {elsewhere: eventMoved, build: buildEvent},
		"/changes":       {build: buildChanges},
		"/upcoming":      {Kind: address.Kind{Paged: true, Order: address.OldestFirst}, build: buildUpcoming},
		"/on-this-day":   {elsewhere: toAnniversaries},
		"/tags":          {Kind: address.Kind{Plain: true}, build: buildTags},
		"/places":        {Kind: address.Kind{Plain: true}, build: buildPlaces},
		"/feeds":         {Kind: address.Kind{Plain: true}, build: buildFeeds},
		"/archive":       {Kind: address.Kind{Plain: true}, build: buildArchive},
		"/subscribe":     {Kind: address.Kind{Beside: true}, build: buildSubscribe},
		"/embed":         {Kind: address.Kind{Beside: true, Framed: true}, build: buildEmbed},

		"/{year:-?[0-9]+}":                           {Kind: address.Kind{Printed: true, Order: address.OldestFirst}, build: buildYear},
		"/{year:-?[0-9]+}/{month:[0-9]+}":            {Kind: address.Kind{Paged: true, Order: address.OldestFirst}, build: buildMonth},
		"/{year:-?[0-9]+}/{month:[0-9]+}/{d:[0-9]+}": {Kind: address.Kind{Paged: true, Order: address.OldestFirst}, build: buildMonth},
		"/{year:-?[0-9]+}/{month:[0-9]+}/grid": {
			Kind: address.Kind{At: func(path string) string { return strings.TrimSuffix(path, "/grid") }}, build: buildGrid,
		},
	}
	siteTextKinds(kinds)
	return kinds
}

// Embedded is the kind of page that stands below /embed, inside other sites'
// pages.
func Embedded() Kind {
	return Kind{Kind: address.Kind{At: func(path string) string { return strings.TrimPrefix(path, "/embed") }, Framed: true}, build: buildFrame}
}
