package access

import (
	"strings"
	"testing"

	"almanac.example/store"
)

// TestHashesCost what is demanded of a server that is not under test, and two
// of the same password differ.
func TestHashesCost(t *testing.T) {
	h := newHouse(t)
	d, err := Open(t.Context(), Config{Vault: store.Unexpired(h.vault, h.clock.Now), Now: h.clock.Now, BaseURL: "http://localhost"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	one, err := d.hashing.hash(t.Context(), goodPassword)
	if err != nil || !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") || len(one) != len("$argon2id$v=19$m=19456,t=2,p=1$")+22+1+43 {
		t.Errorf("%s, %v", one, err)
	}
	other, err := d.hashing.hash(t.Context(), goodPassword)
	if err != nil || one == other {
		t.Errorf("twice the same hash, %v", err)
	}
	for password, want := range map[string]bool{goodPassword: true, goodPassword + " ": false, "": false} {
		if fits, outdated, err := d.hashing.check(t.Context(), password, one); fits != want || outdated || err != nil {
			t.Errorf("%q: fits %v, outdated %v, %v", password, fits, outdated, err)
		}
	}
}

// The hash of "password" with the salt "somesalt" of argon2's reference
// implementation (its test vectors: v=19, t=2, m=2^16 and less, p=1).
const referenceHash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"

func TestReferenceHash(t *testing.T) {
	fits, outdated, err := newHashing().check(t.Context(), "password", referenceHash)
	if !fits || !outdated || err != nil {
		t.Errorf("fits %v, outdated %v, %v", fits, outdated, err)
	}
}

// TestPasswordsAreHashedAnew at the next login when they cost less than today.
func TestPasswordsAreHashedAnew(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Editor)
	before, _ := h.accounts.get(a.ID)
	h.hashing.usual.time++
	if _, _, err := h.login("lin", goodPassword); err != nil {
		t.Fatal(err)
	}
	after, _ := h.accounts.get(a.ID)
	if before.value.Password == after.value.Password || !strings.HasPrefix(after.value.Password, "$argon2id$v=19$m=64,t=2,p=1$") {
		t.Errorf("%s became %s", before.value.Password, after.value.Password)
	}
	if _, _, err := h.login("lin", goodPassword); err != nil {
		t.Error(err)
	}
	if again, _ := h.accounts.get(a.ID); again.value.Password != after.value.Password {
		t.Error("it is hashed anew each time")
	}
}

func TestDamagedHashLetsNobodyIn(t *testing.T) {
	good := phc{memory: 64, time: 1, threads: 1, salt: make([]byte, 16), key: make([]byte, 32)}.String()
	if _, err := parsePHC(good); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"x", "$", good[1:], good + "$", good + "=", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=64", "m=064", 1), strings.Replace(good, "m=64", "m=0", 1), strings.Replace(good, "m=64", "m=262145", 1),
		strings.Replace(good, "t=1", "t=17", 1), strings.Replace(good, "t=1", "t=-1", 1), strings.Replace(good, "p=1", "p=17", 1),
		strings.Replace(good, "m=64,t=1", "t=1,m=64", 1), strings.Replace(good, ",p=1", "", 1), strings.Replace(good, ",p=1", ",p=1,x=1", 1),
		good[:len(good)-30], strings.Replace(good, "AAAA", "A*AA", 1), "$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=64,t=1,p=1$" + strings.Repeat("A", 88) + "$" + strings.Repeat("A", 43),
	} {
		if h, err := parsePHC(bad); err == nil {
			t.Errorf("%q is read as %+v", bad, h)
		}
		if fits, _, err := newHashing().check(t.Context(), "", bad); fits || err == nil {
			t.Errorf("%q: fits %v, %v", bad, fits, err)
		}
	}
}

func FuzzPHC(f *testing.F) {
	f.Add(referenceHash)
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, s string) {
		h, err := parsePHC(s)
		if err == nil && h.String() != s {
			t.Errorf("%q is read as %q", s, h)
		}
		if err == nil && (h.memory > mostMemory || h.time > mostTime || len(h.key) > 64) {
			t.Errorf("%q may cost anything", s)
		}
	})
}

func FuzzToken(f *testing.F) {
	f.Add(newTokenSecret())
	f.Add("alm_" + strings.Repeat("0", 36))
	f.Fuzz(func(t *testing.T, s string) {
		if IsToken(s) && s != s[:34]+tokenSum(s[:34]) {
			t.Errorf("%q is a token", s)
		}
	})
}

func TestTokensAreSpelledAndChecked(t *testing.T) {
	seen := map[string]bool{}
	letters := map[rune]bool{}
	for range 200 {
		s := newTokenSecret()
		if seen[s] || len(s) != 40 || !strings.HasPrefix(s, "alm_") || !IsToken(s) {
			t.Fatalf("%q", s)
		}
		seen[s] = true
		for _, r := range s[4:34] {
			letters[r] = true
		}
		for i := range s {
			for _, r := range []string{"", "x", "é", "_"} {
				if wrong := s[:i] + r + s[i+1:]; wrong != s && IsToken(wrong) {
					t.Errorf("%q is a token, too", wrong)
				}
			}
		}
	}
	if len(letters) != 62 {
		t.Errorf("only %d characters come up", len(letters))
	}
	// As another program computes it: CRC-32 (IEEE) in base 62, six digits.
	if s := "alm_000000000000000000000000000000"; tokenSum(s) != "1XDhwK" {
		t.Errorf("the check of %s is %s", s, tokenSum(s))
	}
}
