package store

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// TestValueForm holds the stored form byte by byte: it is read in decades.
func TestValueForm(t *testing.T) {
	for _, test := range []struct {
		value events.Value
		want  string
	}{
		{
			events.Value{Key: "a", Version: 1, Schema: 1, Data: []byte("1")},
			"01" + "0000000000000001" + "0000000000000000" + "00000001" + "31",
		},
		{
			events.Value{Key: "session/é", Version: 0x0102030405060708, Schema: 7, Expires: time.UnixMilli(1772366400123).UTC(), Data: []byte(`{"a":null}`)},
			"01" + "0102030405060708" + "0000019ca9450a7b" + "00000007" + hex.EncodeToString([]byte(`{"a":null}`)),
		},
	} {
		stored := EncodeValue(test.value)
		if diff := cmp.Diff(test.want, hex.EncodeToString(stored)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.value.Key, diff)
		}
		got, err := DecodeValue(test.value.Key, stored)
		if diff := cmp.Diff(test.value, got); diff != "" || err != nil {
			t.Errorf("%s comes back (-want +got): %v\n%s", test.value.Key, err, diff)
		}
	}
}

// TestNewerValue says that a newer version wrote it.
func TestNewerValue(t *testing.T) {
	stored := EncodeValue(events.Value{Key: "a", Version: 1, Schema: 1, Data: []byte("1")})
	stored[0] = 2
	if _, err := DecodeValue("a", stored); err == nil || !strings.Contains(err.Error(), "newer almanac") {
		t.Errorf("a value of format 2: %v", err)
	}
}

// TestShortValue is an error that names the key.
func TestShortValue(t *testing.T) {
	whole := EncodeValue(events.Value{Key: "a", Version: 1, Schema: 1})
	for n := range whole {
		if _, err := DecodeValue("a", whole[:n]); err == nil || !strings.Contains(err.Error(), `"a"`) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if _, err := DecodeValue("a", whole); err != nil {
		t.Errorf("without data: %v", err)
	}
}

func FuzzDecodeValue(f *testing.F) {
	f.Add("a", EncodeValue(events.Value{Key: "a", Version: 1, Schema: 1, Data: []byte("1")}))
	f.Add("", []byte{})
	f.Fuzz(func(t *testing.T, key string, stored []byte) {
		v, err := DecodeValue(key, stored)
		if err == nil && string(EncodeValue(v)) != string(stored) {
			t.Errorf("%q was read as %+v, which is written otherwise", stored, v)
		}
	})
}
