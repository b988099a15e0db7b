package follow_test

import (
	"testing"

	"almanac.example/feeds/follow"
)

// TestKinds tells files apart, also those whose name says nothing. What is no
// text at all goes to who can say what it is.
func TestKinds(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       follow.Kind
	}{
		{"-", `{"almanac": 1, "events": []}`, follow.RecordKind},
		{"-", "\ufeff {\"almanac\": 1", follow.RecordKind},
		{"export.json", "almanac", follow.RecordKind},
		{"-", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", follow.CalendarKind},
		{"-", "Date,Title\r\n2019-05-24,Opened\r\n", follow.TableKind},
		{"-", "%PDF-1.7\n", follow.ReportKind},
		{"HISTORY.md", "Date,Title\n2019-05-24,Opened\n", follow.ReportKind},
		{"notes.txt", "On 24 May 2019 the museum opened.", follow.ReportKind},
		{"-", "\xd4\xda2019\xc4\xea5\xd4\xc224\xc8\xd5\xb2\xa9\xce\xef\xb9\xdd\xbf\xaa\xb9\xdd\xa1\xa3", follow.ReportKind}, // GB18030
		{"photo.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", follow.ReportKind},
		{"photo.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF", follow.ReportKind},
	} {
		if got := follow.KindOf(t.Context(), c.name, []byte(c.data)); got != c.want {
			t.Errorf("%s: %.20q is a %s, want a %s", c.name, c.data, got, c.want)
		}
	}
}
