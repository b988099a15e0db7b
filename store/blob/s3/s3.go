// Package s3 keeps blobs in a bucket of a service that speaks Amazon's S3.
//
// It promises what store/blob asks of an engine. The bucket must exist: making
// one, its rights and its region are the operator's. It knows nothing of the
// record, and never lists or deletes what lies beside its prefix.
package s3

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"almanac.example/events"
	"almanac.example/store/blob"
)

// Config says which bucket.
type Config struct {
	Bucket   string
	Prefix   string // of the names, without slashes around it; "": none
	Endpoint string // https://HOST or http://HOST:PORT; "": Amazon's
	Region   string // "": the service is asked
}

// Scheme begins the address of a bucket.
const Scheme = "s3://"

// Parse reads s3://BUCKET or s3://BUCKET/PREFIX. Endpoint and region are those of
// the environment that the tools of S3 use: AWS_ENDPOINT_URL_S3,
// AWS_ENDPOINT_URL and AWS_REGION.
func Parse(address string, env func(string) string) (Config, error) {
	rest, ok := strings.CutPrefix(address, Scheme)
	bucket, prefix, _ := strings.Cut(rest, "/")
	c := Config{Bucket: bucket, Prefix: strings.Trim(prefix, "/"), Endpoint: env("AWS_ENDPOINT_URL_S3"), Region: env("AWS_REGION")}
	if c.Endpoint == "" {
		c.Endpoint = env("AWS_ENDPOINT_URL")
	}
	if !ok || bucket == "" || strings.ContainsAny(rest, "?#@: ") {
		return c, fmt.Errorf("%q: write it as s3://BUCKET or s3://BUCKET/PREFIX; AWS_ENDPOINT_URL names a service that is not Amazon's", address)
	}
	if c.Endpoint != "" {
		if u, err := url.Parse(c.Endpoint); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.User != nil {
			return c, fmt.Errorf("AWS_ENDPOINT_URL %q: write it as https://HOST or http://HOST:PORT", c.Endpoint)
		}
	}
	return c, nil
}

// Store is a bucket as a blob.Store.
type Store struct {
	client *minio.Client
	Config
}

// retries is how often a request is made before its error counts.
const retries = 3

// Open prepares the bucket and looks whether it is there. Credentials come from
// the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), the shared file of
// the tools, or the machine's role.
func Open(ctx context.Context, c Config) (*Store, error) {
	host, secure := "s3.amazonaws.com", true
	if u, err := url.Parse(c.Endpoint); c.Endpoint != "" {
		if err != nil {
			return nil, fmt.Errorf("the endpoint of S3: %w", err)
		}
		host, secure = u.Host, u.Scheme == "https"
	}
	client, err := minio.New(host, &minio.Options{
		Secure: secure, Region: c.Region, MaxRetries: retries,
		Creds: credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}, &credentials.IAM{}}),
	})
	if err != nil {
		return nil, fmt.Errorf("preparing S3: %w", err)
	}
	s := &Store{client, c}
	found, err := client.BucketExists(ctx, c.Bucket)
	if err != nil {
		return nil, s.failed("looking for the bucket", err)
	}
	if !found {
		return nil, fmt.Errorf("there is no bucket %s%s at %s: make it first", Scheme, c.Bucket, host)
	}
	return s, nil
}

// key is where a blob lies.
func (s *Store) key(name string) string {
	key := name[:2] + "/" + name
	if s.Prefix != "" {
		key = s.Prefix + "/" + key
	}
	return key
}

// Put sends the blob in one request; the service answers when it is durable.
func (s *Store) Put(ctx context.Context, data []byte) (string, error) {
	if err := errors.Join(ctx.Err(), blob.TooLarge(data)); err != nil {
		return "", err
	}
	name := blob.Name(data)
	_, err := s.client.PutObject(ctx, s.Bucket, s.key(name), bytes.NewReader(data), int64(len(data)),
		minio.PutObjectOptions{ContentType: "application/octet-stream", DisableMultipart: true})
	if err != nil {
		return "", s.failed("keeping a file", err)
	}
	return name, nil
}

// Get reads an object. One that is larger than any blob is read no further.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !blob.IsName(name) {
		return nil, blob.NotFound(name)
	}
	object, err := s.client.GetObject(ctx, s.Bucket, s.key(name), minio.GetObjectOptions{})
	if err != nil {
		return nil, s.failed("reading a file", err)
	}
	defer object.Close()
	data, err := io.ReadAll(io.LimitReader(object, blob.MaxBytes+1))
	switch {
	case missing(err):
		return nil, blob.NotFound(name)
	case err != nil:
		return nil, s.failed("reading a file", err)
	}
	return blob.Checked(name, data)
}

// Has asks for the object's head.
func (s *Store) Has(ctx context.Context, name string) (bool, error) {
	if err := ctx.Err(); err != nil || !blob.IsName(name) {
		return false, err
	}
	_, err := s.client.StatObject(ctx, s.Bucket, s.key(name), minio.StatObjectOptions{})
	switch {
	case missing(err):
		return false, nil
	case err != nil:
		return false, s.failed("looking for a file", err)
	}
	return true, nil
}

// List lists what lies below the prefix and has a blob's name.
func (s *Store) List(ctx context.Context) iter.Seq2[string, error] {
	prefix := s.Prefix
	if prefix != "" {
		prefix += "/"
	}
	return func(yield func(string, error) bool) {
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		for object := range s.client.ListObjectsIter(inner, s.Bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
			if object.Err != nil {
				yield("", s.failed("listing the files", object.Err))
				return
			}
			name := object.Key[strings.LastIndexByte(object.Key, '/')+1:]
			if !blob.IsName(name) || s.key(name) != object.Key {
				continue
			}
			if !yield(name, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield("", err)
		}
	}
}

// Delete removes an object.
func (s *Store) Delete(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil || !blob.IsName(name) {
		return err
	}
	err := s.client.RemoveObject(ctx, s.Bucket, s.key(name), minio.RemoveObjectOptions{})
	if err != nil && !missing(err) {
		return s.failed("deleting a file", err)
	}
	return nil
}

// missing reports whether the service says that there is no such object.
func missing(err error) bool {
	if err == nil {
		return false
	}
	answer := minio.ToErrorResponse(err)
	return answer.Code == minio.NoSuchKey || answer.Code == "NotFound" || answer.StatusCode == http.StatusNotFound && answer.Code != minio.NoSuchBucket
}

// failed is an error of the service as one of the project's kinds.
func (s *Store) failed(doing string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s in %s%s: %w", doing, Scheme, s.Bucket, err)
	}
	return fmt.Errorf("%s in %s%s: %w: %w", doing, Scheme, s.Bucket, events.ErrUnavailable, err)
}
