// Package durable writes files that have their name only when all of them is
// there, and keep it when the power fails.
package durable
