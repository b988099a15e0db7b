package storage

import (
	"context"
	"fmt"
	"os"
	"strings"

	"almanac.example/store/blob"
	"almanac.example/store/blob/s3"
)

// MediaFlag says where pictures are kept.
type MediaFlag struct {
	Media string `placeholder:"DIR|s3://BUCKET" help:"Where pictures are kept: a folder, which several processes may share, or a bucket (s3://BUCKET or s3://BUCKET/PREFIX; AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, and AWS_ENDPOINT_URL for a service that is not Amazon's). Default: the store's file with .media; beside a store in etcd there is none, and pictures are not taken."`
}

// mediaSuffix ends the name of the folder beside the store's file.
const mediaSuffix = ".media"

// CheckMedia refuses what names no place for pictures. It does not look whether it
// is there.
func (c Console) CheckMedia() error {
	switch {
	case strings.HasPrefix(c.Media.Media, s3.Scheme):
		if _, err := s3.Parse(c.Media.Media, os.Getenv); err != nil {
			return fmt.Errorf("--media: %w", err)
		}
	case strings.Contains(c.Media.Media, "://"):
		return fmt.Errorf("--media=%s: must be a folder or s3://BUCKET", c.Media.Media)
	}
	return nil
}

// OpenMedia opens the place of the pictures that belong to a store; nil if there
// is none.
func (c Console) OpenMedia(ctx context.Context, p Place) (blob.Store, error) {
	if err := c.CheckMedia(); err != nil {
		return nil, err
	}
	switch {
	case strings.HasPrefix(c.Media.Media, s3.Scheme):
		config, err := s3.Parse(c.Media.Media, os.Getenv)
		if err != nil {
			return nil, fmt.Errorf("--media: %w", err)
		}
		s, err := s3.Open(ctx, config)
		if err != nil {
			return nil, fmt.Errorf("--media: %w", err)
		}
		return s, nil
	case c.Media.Media != "":
		return blob.Dir(c.Media.Media), nil
	case p.File != "":
		return blob.Dir(p.File + mediaSuffix), nil
	}
	return nil, nil //nolint:nilnil // a record without pictures is none with a fault
}
