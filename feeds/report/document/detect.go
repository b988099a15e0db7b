package document

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// signatures are the first bytes of files that people hand over by mistake.
var signatures = []struct{ magic, what string }{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or PowerPoint file; save it as DOCX"},
	{"{\\rtf", "rich text; save it as DOCX"},
	{"\x89PNG", "a PNG picture"},
	{"\xff\xd8\xff", "a JPEG picture"},
	{"GIF8", "a GIF picture"},
	{"\x1f\x8b", "a gzip archive; unpack it first"},
	{"Rar!", "a RAR archive; unpack it first"},
	{"7z\xbc\xaf", "a 7z archive; unpack it first"},
	{"\x7fELF", "a program"},
	{"MZ\x90", "a program"},
	{"SQLite format 3", "a database"},
}

// detect tells the format family from the first bytes: PDF, DOCX or, for
// everything that may be text, FormatText. Text is looked at again once it is
// decoded.
func detect(name string, data []byte) (Format, error) {
	head := data[:min(len(data), 1024)]
	if i := bytes.Index(head, []byte("%PDF-")); i >= 0 {
		return FormatPDF, nil
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return FormatDOCX, nil
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return "", fmt.Errorf("%w (it is %s)", ErrBinary, s.what)
		}
	}
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".pdf", ".docx":
		if len(data) > 0 {
			return "", fmt.Errorf("%w: it is named %s and is not one", ErrUnreadable, ext)
		}
	}
	return FormatText, nil
}

// looksLikeHTML says whether decoded text is an HTML document or fragment.
func looksLikeHTML(name, text string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	case ".md", ".markdown":
		return false
	}
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 2048)]))
	if strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<?xml") {
		return true
	}
	if !strings.HasPrefix(head, "<") {
		return false
	}
	tags := 0
	for _, tag := range []string{"<p", "<div", "<td", "<li", "<span", "<h1", "<h2", "<br"} {
		tags += strings.Count(head, tag)
	}
	return tags >= 3
}

// looksLikeMarkdown says whether the text uses the marks of Markdown.
func looksLikeMarkdown(name, text string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	marks := 0
	for line := range strings.Lines(text[:min(len(text), 200_000)]) {
		t := strings.TrimSpace(line)
		switch {
		case headingLevel(t) > 0, tableRule(t):
			marks += 2
		case strings.HasPrefix(t, "* **"), strings.HasPrefix(t, "- **"):
			marks++
		case len(t) > 4 && strings.HasPrefix(t, "**") && strings.HasSuffix(t, "**"):
			marks++
		}
		if marks >= 2 {
			return true
		}
	}
	return false
}
