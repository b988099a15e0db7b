package desk_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// send sends a form with a picture as an account.
func (h *house) send(who, path string, form url.Values, file []byte) answer {
	h.t.Helper()
	return h.upload(who, path, form, map[string][]byte{"picture": file})
}

// upload sends a form with files, by the names of their fields.
func (h *house) upload(who, path string, form url.Values, files map[string][]byte) answer {
	h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		for _, v := range values {
			h.must(w.WriteField(name, v))
		}
	}
	for field, file := range files {
		part, err := w.CreateFormFile(field, "a.png")
		h.must(err)
		_, err = part.Write(file)
		h.must(err)
	}
	h.must(w.Close())
	r := httptest.NewRequest(http.MethodPost, base+path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return h.ask(who, r)
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
	h := newHouse(t, webtest.Chronicle()...)
	form := with(h.get("author", "/admin/en/new").form(), "date", "2019-06-01", "title-en", "Pictured", "credit", "N.N.")
	checked := h.send("author", "/admin/en/new", with(form, "do", "check"), grey(t))
	if checked.status != http.StatusOK {
		t.Fatalf("checking gives %d: %s", checked.status, checked.doc.Find("main").Text())
	}
	thumb := checked.doc.Find("img.thumb").AttrOr("src", "")
	if small := h.get("viewer", thumb); small.status != http.StatusOK || small.header.Get("Content-Type") != "image/png" || !strings.Contains(small.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the thumbnail %q: %d %v", thumb, small.status, small.header)
	}
	again := checked.form()
	blob := again.Get("blob")
	saved := h.post("author", "/admin/en/new", with(again, "alt-en", "All grey", "blob-width", "9", "do", "save"))
	m := h.stored(idIn(saved.header.Get("Location"))).Image
	if m == nil || m.Blob != blob || m.Type != "image/png" || m.Width != 700 || m.Height != 350 || m.Length == 0 || m.Alt["en"] != "All grey" || m.Credit != "N.N." {
		t.Fatalf("the entry's picture is %+v", m)
	}
	id := idIn(saved.header.Get("Location"))
	edited := h.post("author", "/admin/en/e/"+id, with(h.get("author", "/admin/en/e/"+id).form(), "title-zh", "有图", "do", "save"))
	if e := h.stored(id); edited.status != http.StatusSeeOther || e.Image == nil || e.Image.Blob != blob || e.Text["zh"].Title != "有图" {
		t.Errorf("after another change: %d, %+v", edited.status, e.Image)
	}
	removed := h.post("author", "/admin/en/e/"+id, with(h.get("author", "/admin/en/e/"+id).form(), "no-picture", "1", "do", "save"))
	if e := h.stored(id); removed.status != http.StatusSeeOther || e.Image != nil {
		t.Errorf("after it was taken away: %d, %+v", removed.status, e.Image)
	}
	back := h.get("author", "/admin/en/e/"+id+"?from="+revisionOf(h, id, func(e *events.Event) bool { return e.Image != nil }))
	if got := back.form().Get("blob"); got != blob {
		t.Errorf("filled in with a former revision, the form names the picture %q", got)
	}
	h.post("author", "/admin/en/e/"+id, with(back.form(), "do", "save"))
	if e := h.stored(id); e.Image == nil || e.Image.Width != 700 {
		t.Errorf("put back it is %+v", e.Image)
	}
}

// revisionOf is the newest past revision of an entry that is so.
func revisionOf(h *house, id string, is func(*events.Event) bool) string {
	h.t.Helper()
	for s, err := range h.live.History(h.t.Context(), events.HistoryQuery{ID: events.ID(id)}) {
		h.must(err)
		if is(s.Event) {
			return strconv.FormatInt(int64(s.Rev), 10)
		}
	}
	h.t.Fatal("there is no such revision")
	return ""
}

// TestPictureThatIsNotTaken loses nothing that was typed.
func TestPictureThatIsNotTaken(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	form := with(h.get("author", "/admin/en/new").form(), "date", "2019-06-01", "title-en", "Pictured", "alt-en", "Grey", "do", "save")
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"no picture": {[]byte("GIF89a"), "save it as JPEG, PNG or WebP"},
		"too large":  {append(grey(t), make([]byte, 20<<20)...), "larger than 20 MB"},
		"cut off":    {grey(t)[:60], "damaged or cut off"},
	} {
		got := h.send("author", "/admin/en/new", form, test.file)
		summary := got.doc.Find(".errs").Text()
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(summary, test.want) || got.form().Get("title-en") != "Pictured" || got.form().Get("alt-en") != "Grey" {
			t.Errorf("%s: %d, the summary says %q, the title is %q", name, got.status, summary, got.form().Get("title-en"))
		}
		if href := got.doc.Find(".errs a").AttrOr("href", ""); got.doc.Find("input"+href).AttrOr("type", "") != "file" {
			t.Errorf("%s: the summary leads to %q, which is no input for a file", name, href)
		}
	}
	lost := h.post("author", "/admin/en/new", with(form, "blob", strings.Repeat("0", 64)))
	if lost.status != http.StatusUnprocessableEntity {
		t.Errorf("a picture that is not kept: %d", lost.status)
	}
	words := h.post("author", "/admin/en/new", form)
	if summary := words.doc.Find(".errs").Text(); words.status != http.StatusUnprocessableEntity || !strings.Contains(summary, "no picture") {
		t.Errorf("words without a picture: %d, %q", words.status, summary)
	}
	gone := h.send("", "/admin/en/new", form, grey(t))
	if carried, err := url.ParseQuery(gone.doc.Find("[name=carried]").AttrOr("value", "")); err != nil || gone.status != http.StatusUnauthorized || carried.Get("title-en") != "Pictured" {
		t.Errorf("signed out meanwhile: %d, carried is %q, %v", gone.status, carried, err)
	}
}
