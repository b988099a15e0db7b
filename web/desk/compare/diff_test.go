package compare

import (
	"strings"
	"testing"
)

// spelt shows a comparison: [-removed-]{+added+}.
func spelt(list []segment) string {
	var b strings.Builder
	for _, s := range list {
		switch s.Kind {
		case removed:
			b.WriteString("[-" + s.Text + "-]")
		case added:
			b.WriteString("{+" + s.Text + "+}")
		default:
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestTextsAreComparedByWordsAndHanCharacters(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"same", "same", "same"},
		{"", "new text", "{+new text+}"},
		{"old", "", "[-old-]"},
		{"a total attendance of 10 million", "a total attendance of 11 million", "a total attendance of [-10-]{+11+} million"},
		{"科技节、浦江创新论坛和科技奖励大会举办", "科技节、浦江创新论坛与科技奖励大会联动举办", "科技节、浦江创新论坛[-和-]{+与+}科技奖励大会{+联动+}举办"},
		{"one two three", "one three", "one [-two -]three"},
		{"第4.5节", "第4.6节", "第4.[-5-]{+6+}节"},
		{"a\nb", "a\nc", "a\n[-b-]{+c+}"},
		{"DNA双螺旋", "RNA双螺旋", "[-DNA-]{+RNA+}双螺旋"},
		{"नमस्ते जग", "नमस्ते जन", "नमस्ते [-जग-]{+जन+}"},                   // marks belong to their word
		{"lit 1 2 3 4 now", "lit 3 1 2 4 now", "lit {+3 +}1 2[- 3-] 4 now"}, // as much as can stay, stays
		{"甲一二三乙", "丙三一二丁", "[-甲-]{+丙三+}一二[-三乙-]{+丁+}"},
	} {
		if got := spelt(texts(c.before, c.after)); got != c.want {
			t.Errorf("%q and %q: %s, want %s", c.before, c.after, got, c.want)
		}
	}
}

func TestListsAreComparedByWholeMembers(t *testing.T) {
	for _, c := range []struct {
		before, after []string
		want          string
	}{
		{nil, nil, ""},
		{nil, []string{"科学"}, "{+科学+}"},
		{[]string{"获奖", "科普"}, []string{"获奖", "科学"}, "获奖、[-科普-]、{+科学+}"},
		{[]string{"科普", "科学"}, []string{"科学"}, "[-科普-]、科学"},
		{[]string{"a", "b"}, []string{"b", "a", "c"}, "a、b、{+c+}"},
		{[]string{"a"}, nil, "[-a-]"},
	} {
		if got := spelt(lists(c.before, c.after, "、")); got != c.want {
			t.Errorf("%v and %v: %s, want %s", c.before, c.after, got, c.want)
		}
	}
}

// FuzzCompare holds for texts of every kind that nothing is
// lost and nothing is made up.
func FuzzCompare(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("科技节", "科学节日")
	f.Add("\n\n", " ")
	f.Fuzz(func(t *testing.T, before, after string) {
		if len(before)+len(after) > 4000 {
			t.Skip()
		}
		var was, is strings.Builder
		for _, s := range texts(before, after) {
			if s.Kind != added {
				was.WriteString(s.Text)
			}
			if s.Kind != removed {
				is.WriteString(s.Text)
			}
		}
		if was.String() != before || is.String() != after {
			t.Errorf("%q and %q become %q and %q", before, after, was.String(), is.String())
		}
	})
}

func TestAVeryLongComparisonIsBounded(t *testing.T) {
	before, after := strings.Repeat("a b ", 3000)+"e", strings.Repeat("c d ", 3000)+"f"
	if got := texts(before, after); len(got) != 2 || got[0].Kind != removed || got[1].Kind != added {
		t.Errorf("%d parts", len(got))
	}
}

func TestMarkedTextIsEscaped(t *testing.T) {
	got := string(marked(texts("a <b>", "a <i>\nx"), "removed: ", "added: "))
	want := `a &lt;<del><span class="vh">removed: </span>b</del><ins><span class="vh">added: </span>i</ins>&gt;<ins><span class="vh">added: </span><br>x</ins>`
	if got != want {
		t.Errorf("%s\n%s", got, want)
	}
}
