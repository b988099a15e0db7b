package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// pdfMemoryPages bounds the memory of the PDF reader: 8,192 WebAssembly pages
// of 64 KiB, 512 MiB.
const pdfMemoryPages = 8192

// readPDF takes the text layer of a PDF, page by page, in the reading order
// of its content. PDFium runs as WebAssembly inside this process, without
// files, network or native code, and is stopped when the time is over. It
// knows the predefined Chinese character maps, so that text without a
// ToUnicode table is read too.
func readPDF(b *builder, data []byte) error {
	b.format = FormatPDF
	pool, err := webassembly.Init(webassembly.Config{
		Context: b.ctx, MaxIdle: 1, MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: runtimeFor(len(data)).
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithMemoryLimitPages(pdfMemoryPages).WithCloseOnContextDone(true),
	})
	if err != nil {
		return b.pdfError("start the PDF reader", err)
	}
	defer pool.Close()
	// The pool's own waiting is bounded by the same time as the reading.
	wait, cancel := context.WithTimeout(context.WithoutCancel(b.ctx), b.limits.Time+time.Second)
	defer cancel()
	instance, err := pool.GetInstanceWithContext(wait)
	if err != nil {
		return b.pdfError("start the PDF reader", err)
	}
	defer instance.Close()
	opened, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return b.pdfError("open", err)
	}
	return readPages(b, instance, opened.Document)
}

// compileFrom is the size of a PDF from which compiling PDFium (3 seconds) is
// faster than interpreting it.
const compileFrom = 256 << 10

func runtimeFor(size int) wazero.RuntimeConfig {
	if size < compileFrom {
		return wazero.NewRuntimeConfigInterpreter()
	}
	return wazero.NewRuntimeConfig()
}

func readPages(b *builder, p pdfium.Pdfium, doc references.FPDF_DOCUMENT) error {
	count, err := p.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc})
	if err != nil {
		return b.pdfError("count the pages", err)
	}
	if count.PageCount > b.limits.Pages {
		return fmt.Errorf("%w: %d pages, the limit is %d", ErrTooLarge, count.PageCount, b.limits.Pages)
	}
	if meta, err := p.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: doc, Tag: "Title"}); err == nil {
		b.title = meta.Value
	}
	b.pages, b.scanned = count.PageCount, count.PageCount > 0
	for i := range count.PageCount {
		if err := b.late(); err != nil {
			return err
		}
		page := requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: i}}
		text, err := p.GetPageText(&requests.GetPageText{Page: page})
		if err != nil {
			return b.pdfError(fmt.Sprintf("read page %d", i+1), err)
		}
		b.page = i + 1
		if err := b.pdfPage(text.Text); err != nil {
			return err
		}
	}
	return nil
}

// pdfPage writes the lines of one page, and a blank one after it.
func (b *builder) pdfPage(text string) error {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\ufffe", "", "\f", "\n").Replace(text)
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		if strings.TrimSpace(line) != "" {
			b.scanned = false
		}
		if err := plainLine(b, line); err != nil {
			return err
		}
	}
	return b.line("", Line{})
}

// pdfError puts a failure of the PDF reader into the words of this package.
func (b *builder) pdfError(doing string, err error) error {
	if late := b.late(); late != nil {
		return late
	}
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return ErrEncrypted
	default:
		return fmt.Errorf("%w: %s: %w", ErrUnreadable, doing, err)
	}
}
