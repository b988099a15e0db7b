package access

import (
	"strings"
	"testing"
)

func TestPasswordsThatAreRefused(t *testing.T) {
	names := []string{"lin.wei", "Lin Wei", "Shanghai Science Chronicle", "上海科技大事记"}
	for _, c := range []struct{ password, reason string }{
		{"", "has 0 characters; at least 12"},
		{"elevenchars", "has 11 characters; at least 12"},
		{"短短的密码只有十一个字啊", ""},
		{strings.Repeat("ab3x", 65), "has 260 characters; at most 256"},
		{"aaaaaaaaaaaaaaaa", "repeats itself"},
		{"abcabcabcabcabc", "repeats itself"},
		{"otterotterotter", "repeats itself"},
		{"Password1234", "a common password"},
		{"P@ssw0rd!2024", "a common password"},
		{"p a s s w o r d 1 2 3 4", "a common password"},
		{"iloveyou123456", "a common password"},
		{"qwertyuiop123", "a common password"},
		{"1q2w3e4r5t6y", "a common password"},
		{"woaini5201314", "a common password"},
		{"correct horse battery staple", "a common password"},
		{"LinWei2026!!", "the name of the account"},
		{"linwei-linwei-1", "the name of the account"},
		{"shanghaichronicle", "the name of the account or of the site"},
		{"上海科技大事记上海科技大事", "the name of the account or of the site"},
		{"上海科技大事记 1129", "the name of the account or of the site"},
		{"!@#$%^&*()_+", "a common password"},
		{"xK9#mQ2xK9#mQ2", "repeats itself"},
		{"pa55word-pa55word", "repeats itself"},
		{"pa55word-pa55wort", "a common password"},
		{"2上海科技大事记20261129", "the name of the account or of the site"},
		{"abcdefghijklmnop", "a sequence"},
		{"zyxwvutsrqponm", "a sequence"},
		{"aaaabbbbccccdddd", "a sequence"},
		{goodPassword, ""},
		{"xK9#mQ2$vL5n", ""},
		{"上山打老虎，老虎没打着", "has 11 characters"},
		{"上山打老虎，老虎没打着啊", ""},
		{"my cat Wilhelm eats blue tulips", ""},
		{"tr0ub4dor&3xtra", ""},
		{"0049301234567890 Kreuzberg", ""},
	} {
		got := weakness(c.password, names)
		if c.reason == "" && got != "" || !strings.Contains(got, c.reason) {
			t.Errorf("%q: %q, want %q", c.password, got, c.reason)
		}
	}
}
