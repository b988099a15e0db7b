package entry_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// send sends a form with a picture as an account.
func send(h *desktest.Instance, who, path string, form url.Values, file []byte) desktest.Answer {
	h.T.Helper()
	return h.Upload(who, path, form, desktest.File{Field: "picture", Name: "a.png", Data: file})
}

func grey(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 700, 350))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPictureOfAnEntry: a picture is sent once, with whatever button; it is shown
// on the desk, on the entry's page and in feeds.
func TestPictureOfAnEntry(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "2019-06-01", "title-en", "Pictured", "credit", "N.N.")
	checked := send(h, "author", "/admin/en/new", desktest.With(form, "do", "check"), grey(t))
	if checked.Status != http.StatusOK {
		t.Fatalf("checking gives %d: %s", checked.Status, checked.Doc.Find("main").Text())
	}
	thumb := checked.Doc.Find("img.thumb").AttrOr("src", "")
	if small := h.Get("viewer", thumb); small.Status != http.StatusOK || small.Header.Get("Content-Type") != "image/png" || !strings.Contains(small.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the thumbnail %q: %d %v", thumb, small.Status, small.Header)
	}
	again := checked.Form()
	blob := again.Get("blob")
	saved := h.Post("author", "/admin/en/new", desktest.With(again, "alt-en", "All grey", "blob-width", "9", "do", "save"))
	m := h.Stored(saved.ID()).Image
	if m == nil || m.Blob != blob || m.Type != "image/png" || m.Width != 700 || m.Height != 350 || m.Length == 0 || m.Alt["en"] != "All grey" || m.Credit != "N.N." {
		t.Fatalf("the entry's picture is %+v", m)
	}
	id := saved.ID()
	edited := h.Post("author", "/admin/en/e/"+id, desktest.With(h.Get("author", "/admin/en/e/"+id).Form(), "title-zh", "有图", "do", "save"))
	if e := h.Stored(id); edited.Status != http.StatusSeeOther || e.Image == nil || e.Image.Blob != blob || e.Text["zh"].Title != "有图" {
		t.Errorf("after another change: %d, %+v", edited.Status, e.Image)
	}
	removed := h.Post("author", "/admin/en/e/"+id, desktest.With(h.Get("author", "/admin/en/e/"+id).Form(), "no-picture", "1", "do", "save"))
	if e := h.Stored(id); removed.Status != http.StatusSeeOther || e.Image != nil {
		t.Errorf("after it was taken away: %d, %+v", removed.Status, e.Image)
	}
	back := h.Get("author", "/admin/en/e/"+id+"?from="+revisionOf(h, id, func(e *events.Event) bool { return e.Image != nil }))
	if got := back.Form().Get("blob"); got != blob {
		t.Errorf("filled in with a former revision, the form names the picture %q", got)
	}
	h.Post("author", "/admin/en/e/"+id, desktest.With(back.Form(), "do", "save"))
	if e := h.Stored(id); e.Image == nil || e.Image.Width != 700 {
		t.Errorf("put back it is %+v", e.Image)
	}
}

// TestAnEntryIsChangedWhilePicturesAreAway: its picture stays as it is.
func TestAnEntryIsChangedWhilePicturesAreAway(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "2019-06-01", "title-en", "Pictured", "do", "save")
	id := send(h, "author", "/admin/en/new", form, grey(t)).ID()
	was := *h.Stored(id).Image
	h.Must(os.RemoveAll(h.Media))
	h.Must(os.WriteFile(h.Media, nil, 0o600))
	saved := h.Post("author", "/admin/en/e/"+id, desktest.With(h.Get("author", "/admin/en/e/"+id).Form(), "title-en", "Still pictured", "do", "save"))
	if e := h.Stored(id); saved.Status != http.StatusSeeOther || e.Text["en"].Title != "Still pictured" || e.Image == nil || !reflect.DeepEqual(*e.Image, was) {
		t.Errorf("%d, %+v", saved.Status, e.Image)
	}
}

// revisionOf is the newest past revision of an entry that is so.
func revisionOf(h *desktest.Instance, id string, is func(*events.Event) bool) string {
	h.T.Helper()
	for s, err := range h.Live.History(h.T.Context(), events.HistoryQuery{ID: events.ID(id)}) {
		h.Must(err)
		if is(s.Event) {
			return strconv.FormatInt(int64(s.Rev), 10)
		}
	}
	h.T.Fatal("there is no such revision")
	return ""
}

// TestPictureThatIsNotTaken loses nothing that was typed.
func TestPictureThatIsNotTaken(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "2019-06-01", "title-en", "Pictured", "alt-en", "Grey", "do", "save")
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"no picture": {[]byte("GIF89a"), "save it as JPEG, PNG or WebP"},
		"too large":  {append(grey(t), make([]byte, 20<<20)...), "larger than 20 MB"},
		"cut off":    {grey(t)[:60], "damaged or cut off"},
	} {
		got := send(h, "author", "/admin/en/new", form, test.file)
		summary := got.Doc.Find(".errs").Text()
		if got.Status != http.StatusUnprocessableEntity || !strings.Contains(summary, test.want) || got.Form().Get("title-en") != "Pictured" || got.Form().Get("alt-en") != "Grey" {
			t.Errorf("%s: %d, the summary says %q, the title is %q", name, got.Status, summary, got.Form().Get("title-en"))
		}
		if href := got.Doc.Find(".errs a").AttrOr("href", ""); got.Doc.Find("input"+href).AttrOr("type", "") != "file" {
			t.Errorf("%s: the summary leads to %q, which is no input for a file", name, href)
		}
	}
	// Nowhere to keep it: the folder is gone, and a file stands in its place.
	h.Must(os.RemoveAll(h.Media))
	h.Must(os.WriteFile(h.Media, nil, 0o600))
	away := send(h, "author", "/admin/en/new", form, grey(t))
	if away.Status != http.StatusUnprocessableEntity || !strings.Contains(away.Text(".errs"), "cannot be kept at the moment") || away.Form().Get("title-en") != "Pictured" {
		t.Errorf("nowhere to keep it: %d %q", away.Status, away.Text(".errs"))
	}
	h.Must(os.Remove(h.Media))
	lost := h.Post("author", "/admin/en/new", desktest.With(form, "blob", strings.Repeat("0", 64)))
	if lost.Status != http.StatusUnprocessableEntity {
		t.Errorf("a picture that is not kept: %d", lost.Status)
	}
	words := h.Post("author", "/admin/en/new", form)
	if summary := words.Doc.Find(".errs").Text(); words.Status != http.StatusUnprocessableEntity || !strings.Contains(summary, "no picture") {
		t.Errorf("words without a picture: %d, %q", words.Status, summary)
	}
	gone := send(h, "", "/admin/en/new", form, grey(t))
	if carried, err := url.ParseQuery(gone.Doc.Find("[name=carried]").AttrOr("value", "")); err != nil || gone.Status != http.StatusUnauthorized || carried.Get("title-en") != "Pictured" {
		t.Errorf("signed out meanwhile: %d, carried is %q, %v", gone.Status, carried, err)
	}
}
