package events

import "strings"

// provisionalSuffix ends the authorities that ProvisionalAuthority makes. No
// domain of that name can ever exist (RFC 2606 §2).
const provisionalSuffix = ".provisional.invalid"

// ProvisionalAuthority is the authority of a record that has not been given
// one that lasts. The label, random letters and digits, tells it from others.
func ProvisionalAuthority(label string) string {
	return strings.ToLower(label) + provisionalSuffix
}

// Provisional reports whether the authority may still be replaced, as nothing
// public carries it. Any other is for ever.
func (s *Site) Provisional() bool { return strings.HasSuffix(s.Authority, provisionalSuffix) }
