package document

import (
	"bytes"
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
	"github.com/klippa-app/go-pdfium/responses"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// pdfMemoryPages bounds the memory of the PDF reader: 1,280 WebAssembly pages
// of 64 KiB, 80 MiB, which it has beside the file. What needs more is no report, or
// one with pictures that are better left out. The program of the reader itself
// takes 130 MB, so that a process that reads a report stays below 300 MB.
const pdfMemoryPages = 1280

// readPDF takes the text layer of a PDF, page by page, and rebuilds its lines
// from where the characters stand. PDFium runs as WebAssembly inside this process, without
// files, network or native code, and is stopped when the time is over. It
// knows the predefined Chinese character maps, so that text without a
// ToUnicode table is read too.
//
// It is interpreted: compiling it costs some 150 MB more, and saves time only
// from about a hundred pages on.
//
// A long document has more time than a short one, as its pages take a quarter of
// a second each where the machine is idle, and more where it is not.
func readPDF(b *builder, data []byte) (err error) {
	b.format = FormatPDF
	defer func() {
		// The reader is foreign code: a damaged file may make it panic.
		if r := recover(); r != nil {
			err = b.pdfError("read", ErrUnreadable)
		}
	}()
	memory, release, err := setAside(pdfMemoryPages << 16)
	if err != nil {
		return fmt.Errorf("memory for the PDF reader: %w", err)
	}
	defer release() // when all else of the reader has gone
	ctx, stop := context.WithCancelCause(b.ctx)
	defer stop(nil)
	r := &pdfReader{builder: b, data: data, begun: time.Now(), stop: stop}
	r.whole = time.AfterFunc(b.limits.Time, func() { stop(errDocument) })
	defer r.whole.Stop()
	ctx = experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(_, _ uint64) experimental.LinearMemory { return linearMemory{memory} }))
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MaxIdle: 1, MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfigInterpreter().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithMemoryLimitPages(pdfMemoryPages).WithCloseOnContextDone(true),
	})
	if err != nil {
		return r.tooSlow(ctx, b.pdfError("start the PDF reader", err))
	}
	defer pool.Close()
	// The pool's own waiting is bounded by the same time as the reading.
	wait, cancel := context.WithTimeout(context.WithoutCancel(b.ctx), b.limits.Time+time.Second)
	defer cancel()
	if r.pdfium, err = pool.GetInstanceWithContext(wait); err != nil {
		return r.tooSlow(ctx, b.pdfError("start the PDF reader", err))
	}
	defer r.pdfium.Close()
	return r.tooSlow(ctx, r.read())
}

// What ends the reading: one page, or the whole.
var (
	errPage     = errors.New("one page takes too long")
	errDocument = errors.New("the document takes too long")
)

// tooSlow says in place of an error that the time is over, if that is its cause.
func (r *pdfReader) tooSlow(ctx context.Context, err error) error {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errPage):
		return fmt.Errorf("%w: page %d alone more than %v", ErrTooSlow, r.page, r.limits.PageTime)
	case errors.Is(cause, errDocument):
		return fmt.Errorf("%w: more than %v", ErrTooSlow, r.limits.timeFor(r.pages))
	}
	return err
}

// pdfReader reads one PDF.
type pdfReader struct {
	*builder
	pdfium pdfium.Pdfium
	data   []byte
	begun  time.Time
	whole  *time.Timer             // stops at the end of the time for the document
	stop   context.CancelCauseFunc // ends what PDFium is doing
}

// pagesAtOnce is after how many pages a document is opened anew: what PDFium
// keeps of the pages read is let go.
const pagesAtOnce = 16

// read counts the pages and reads them, some at a time.
func (r *pdfReader) read() error {
	for next := 0; next == 0 || next < r.pages; next += pagesAtOnce {
		opened, err := r.pdfium.OpenDocument(&requests.OpenDocument{FileReader: bytes.NewReader(r.data), FileReaderSize: int64(len(r.data))})
		if err != nil {
			return r.pdfError("open", err)
		}
		if next == 0 {
			err = r.begin(opened.Document)
		}
		if err == nil {
			err = r.readPages(opened.Document, next)
		}
		if _, closing := r.pdfium.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: opened.Document}); err == nil && closing != nil {
			err = r.pdfError("close", closing)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// begin reads what the document says of itself.
func (r *pdfReader) begin(doc references.FPDF_DOCUMENT) error {
	count, err := r.pdfium.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc})
	if err != nil {
		return r.pdfError("count the pages", err)
	}
	if count.PageCount > r.limits.Pages {
		return fmt.Errorf("%w: %d pages, the limit is %d", ErrTooLarge, count.PageCount, r.limits.Pages)
	}
	if meta, err := r.pdfium.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: doc, Tag: "Title"}); err == nil {
		r.title = meta.Value
	}
	r.pages, r.scanned = count.PageCount, count.PageCount > 0
	if r.whole.Stop() {
		r.whole.Reset(r.limits.timeFor(r.pages) - time.Since(r.begun))
	}
	return nil
}

// readPages reads the pages from one on, at most pagesAtOnce.
func (r *pdfReader) readPages(doc references.FPDF_DOCUMENT, from int) error {
	for i := from; i < min(from+pagesAtOnce, r.pages); i++ {
		if err := r.late(); err != nil {
			return err
		}
		r.page = i + 1
		if err := r.readPage(requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: i}}); err != nil {
			return err
		}
	}
	return nil
}

// readPage reads one page, whose size and time are bounded apart from those of
// the document: a file of a few kilobytes can hold a page without end.
func (r *pdfReader) readPage(page requests.Page) error {
	defer time.AfterFunc(r.limits.PageTime, func() { r.stop(errPage) }).Stop()
	doing := fmt.Sprintf("read page %d", r.page)
	loaded, err := r.pdfium.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return r.pdfError(doing, err)
	}
	count, err := r.pdfium.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: loaded.TextPage})
	if err == nil && count.Count > r.limits.PageText {
		return fmt.Errorf("%w: %d characters on page %d, the limit is %d", ErrTooLarge, count.Count, r.page, r.limits.PageText)
	}
	if err == nil {
		_, err = r.pdfium.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: loaded.TextPage})
	}
	if err != nil {
		return r.pdfError(doing, err)
	}
	text, err := r.pdfium.GetPageTextStructured(&requests.GetPageTextStructured{Page: page, Mode: requests.GetPageTextStructuredModeChars})
	if err != nil {
		return r.pdfError(doing, err)
	}
	return r.pdfPage(text.Chars)
}

// pdfPage writes the lines of one page, and a blank one after it.
func (b *builder) pdfPage(chars []*responses.GetPageTextStructuredChar) error {
	runs := runsOf(chars)
	for _, line := range layPage(runs) {
		if strings.TrimSpace(line) != "" {
			b.scanned = false
		}
		if err := plainLine(b, line); err != nil {
			return err
		}
	}
	return b.line("", Line{})
}

// runsOf puts characters together as long as they follow each other on a line.
// Where words end PDFium tells by a blank, which it sets itself where the page
// has none.
func runsOf(chars []*responses.GetPageTextStructuredChar) []run {
	var runs []run
	fresh := true // the next character begins a run
	for _, c := range chars {
		text, p := noBreaks.Replace(c.Text), c.PointPosition
		next := run{text, p.Left, p.Right, max(p.Top, p.Bottom), min(p.Top, p.Bottom)}
		switch {
		case text == "":
			fresh = fresh || c.Text != "\ufffe" // the end of a line, or the mark of a divided word
		case strings.TrimSpace(text) == "":
			if !fresh && !strings.HasSuffix(runs[len(runs)-1].text, " ") {
				runs[len(runs)-1].text += " "
			}
		case !fresh && runs[len(runs)-1].followedBy(next):
			runs[len(runs)-1].add(next)
		default:
			runs, fresh = append(runs, next), false
		}
	}
	return runs
}

// noBreaks drops what ends lines, and the mark of a divided word.
var noBreaks = strings.NewReplacer("\r", "", "\n", "", "\f", "", "\ufffe", "", "\x02", "-")

// pdfError puts a failure of the PDF reader into the words of this package.
func (b *builder) pdfError(doing string, err error) error {
	if late := b.late(); late != nil {
		return late
	}
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return ErrEncrypted
	default:
		// The reader's own words are for its makers: they may hold a trace of
		// many lines.
		return fmt.Errorf("%w: %s: the PDF reader gave up", ErrUnreadable, doing)
	}
}
