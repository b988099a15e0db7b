package access

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"almanac.example/events"
)

// KeptFilter is a filter of the list of entries that a person keeps under a name.
type KeptFilter struct {
	Name  string `json:"name"`  // one line, at most 80 characters; one account has no two of a name
	Query string `json:"query"` // as an address has it, at most 2000 bytes
}

// The bounds of kept filters.
const (
	maxFilterName  = 80   // characters
	maxFilterQuery = 2000 // bytes
	filtersMost    = 30   // of one account
)

// Filters are those that an account keeps, by name.
func (d *Directory) Filters(account string) []KeptFilter {
	e, err := d.account(account)
	if err != nil {
		return nil
	}
	return slices.Clone(e.value.Filters)
}

// KeepFilter keeps a filter for the account that asks, in the place of one that has
// the same name. What is wrong with it is an *events.Invalid.
func (d *Directory) KeepFilter(ctx context.Context, by Principal, f KeptFilter) error {
	f.Name = strings.Join(strings.Fields(f.Name), " ")
	bad := wrong("filter")
	if n := utf8.RuneCountInString(f.Name); n == 0 || n > maxFilterName || !utf8.ValidString(f.Name) || strings.ContainsFunc(f.Name, events.IsControl) {
		bad.addf("name", "must be one line of 1 to %d characters", maxFilterName)
	}
	if len(f.Query) > maxFilterQuery {
		bad.addf("query", "has %d bytes; at most %d are allowed", len(f.Query), maxFilterQuery)
	}
	if err := bad.err(); err != nil {
		return err
	}
	return d.changeFilters(ctx, by, func(list []KeptFilter) ([]KeptFilter, error) {
		list = slices.DeleteFunc(list, func(old KeptFilter) bool { return old.Name == f.Name })
		if len(list) == filtersMost {
			bad.addf("name", "there are %d filters already; forget one first", filtersMost)
			return nil, bad.err()
		}
		list = append(list, f)
		slices.SortFunc(list, func(a, b KeptFilter) int { return strings.Compare(a.Name, b.Name) })
		return list, nil
	})
}

// ForgetFilter removes a kept filter of the account that asks; events.ErrNotFound if
// there is none of the name.
func (d *Directory) ForgetFilter(ctx context.Context, by Principal, name string) error {
	return d.changeFilters(ctx, by, func(list []KeptFilter) ([]KeptFilter, error) {
		next := slices.DeleteFunc(slices.Clone(list), func(f KeptFilter) bool { return f.Name == name })
		if len(next) == len(list) {
			return nil, fmt.Errorf("filter %.80q: %w", name, events.ErrNotFound)
		}
		return next, nil
	})
}

// changeFilters stores what change makes of the filters of the account that asks.
// change may change the list that it is given.
func (d *Directory) changeFilters(ctx context.Context, by Principal, change func([]KeptFilter) ([]KeptFilter, error)) error {
	if err := by.May(OwnAccount); err != nil {
		return err
	}
	own, _ := by.Account()
	return d.again(ctx, func() error {
		e, err := d.account(own.ID)
		if err != nil {
			return err
		}
		if e.value.Filters, err = change(slices.Clone(e.value.Filters)); err != nil {
			return err
		}
		return d.write(ctx, d.accounts.put(own.ID, e))
	})
}
