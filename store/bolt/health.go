package bolt

import "context"

// Healthy reads the last revision; see store.Backend.
func (b *Backend) Healthy(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err := b.rev()
	return err
}
