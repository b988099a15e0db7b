// Package edtf implements the Extended Date/Time Format, ISO 8601-2:2019,
// levels 0, 1 and 2.
package edtf
