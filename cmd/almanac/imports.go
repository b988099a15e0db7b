package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds/fetch"
)

// imports remembers what each file or address brought, so that the next import
// can ask for news only and tell what has gone from it.
type imports map[string]imported

type imported struct {
	Validators fetch.Validators `json:"validators,omitzero"`
	IDs        []events.ID      `json:"ids"`
}

// importsFile is kept beside the store.
func importsFile(store string) string {
	_, where, _ := strings.Cut(store, ":")
	return where + ".imports.json"
}

func loadImports(store string) (imports, error) {
	known := imports{}
	data, err := os.ReadFile(importsFile(store))
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &known); err != nil {
		return nil, fmt.Errorf("%s: %w", importsFile(store), err)
	}
	return known, nil
}

func (i imports) save(store string) error {
	return writeFile(importsFile(store), func(w *bufio.Writer) error { return writeIndented(w, i) })
}
