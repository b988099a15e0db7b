package bolt

import "context"

// Healthy reads what the newest commit was; see store.Backend.
func (b *Backend) Healthy(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.read(func(*buckets) error { return nil })
}
