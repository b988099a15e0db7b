// Package generate makes up large records that look like real ones: for trying
// almanac out, for load tests and benchmarks.
//
// An event is told by a story (a forum meets, a bridge opens, a comet is seen)
// that suits its year, with words drawn for its slots, in Chinese and English
// alike:
//
//	options, seed → year → date as exact as its age allows
//	                     → story → slots (place, field, person, figures)
//	                             → title, summary, body, tags, sources
//
// The package promises that the same options give the same record, byte for
// byte, on every machine; that every event validates; that IDs and slugs are
// unique; that no date lies outside the years asked for. Everything in a
// generated record is invented: institutions, people, figures and documents
// are named by combining words, and whatever resembles a real one does so by
// chance. It knows no store, no clock and no feed.
package generate
