package address

import "almanac.example/events/edtf"

// Grammar is what addresses of a site mean on a day.
type Grammar struct {
	Languages []string // of the site: the first parts of paths
	Today     edtf.Day // in the site's zone
}
