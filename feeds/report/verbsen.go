package report

import "strings"

// enVerbs are English verbs, in the forms that stand in reports, by which
// something happens at one moment.
var enVerbs = wordSet(`launched launches launch opened opens opening reopened held holds hosted hosts published publishes publication
released releases release announced announces announcement signed signs signing won wins awarded received receives elected elects election
appointed appoints appointment joined joins founded founding established establishes completed completes completion celebrated celebrates
visited visits organised organized adopted adopts adoption approved approves approval introduced introduces unveiled unveils inaugurated inauguration
moved moves merged acquired acquires acquisition started starts began begins ended ends closed closes closure concluded convened convenes met meets
secured passed passes ratified graduated marked presented presents delivered submitted issued issues broke debuted premiered commissioned
retired resigned stepped died voted sold migrated switched hired welcomed gathered attended deployed discovered detected landed lands arrived departed
dedicated renamed rebranded extended renewed agreed granted donated created formed incorporated registered chartered dissolved disbanded
demolished destroyed damaged flooded collapsed arrested sentenced convicted crowned recorded reported returned rescued dismissed nominated
installed tested flew sailed docked completed finalised finalized shipped rolled replaced restored reached crossed surpassed hit topped became becomes
took takes came went entered led leads kicked ran brought saw set laid dug built erected bought purchased given gave
inaugural groundbreaking ceremony kickoff debut rollout conference summit meeting festival workshop exhibition celebration event hackathon symposium
named chosen selected recognised recognized honoured honored inducted shortlisted accepted certified accredited
expanded relocated transferred handed turned broadcast aired screened performed staged exhibited displayed lifted imposed suspended
resumed cancelled postponed ordered drafted drafts proposed proposes filed sued settled ruled struck invaded captured surrendered declared declares
accident fire storm explosion collision crash earthquake outbreak eruption derailment blackout
death deaths retirement resignation arrival departure visit wedding funeral marriage
invited trained taught wrote sent made chose`)

// enWeak alone do not make a year or quarter an event.
var enWeak = wordSet(`reported recorded ran saw led leads brought made took takes came went set became becomes reached given gave met meets visited trained taught visit arrival departure
wrote sent built meeting event conference workshop ceremony marked expanded received receives presented celebrated completed created formed held hosted`)

// enState are verbs of clauses that describe or count.
var enState = wordSet(`rose fell increased decreased grew declined totalled totaled averaged stood amounted accounted comprised consisted remained
employed numbered included includes covered had has have were was is are contained represented exceeded earned spent cost generated`)

// enActs are irregular past tenses of what somebody does.
var enActs = wordSet(`held won met took came went became began broke led ran brought saw laid built bought gave made chose sent wrote
taught sold hit flew struck left found told rang sang spoke paid kept grew drew rode drove stole threw swore sank burnt lit fought caught sought withdrew
swept burst shut cut split spread dug hung slid dealt struck able managed undertook overtook arose awoke tore wore shook forgave befell`)

var enAuxiliaries = wordSet("was were had did could")

// enCounts are those of enState that are never part of another verb.
var enCounts = wordSet("rose fell increased decreased grew declined totalled totaled averaged stood amounted accounted comprised consisted numbered employed earned exceeded")

// enParticiples are irregular participles.
var enParticiples = wordSet(`frozen chosen written driven broken stolen taken given shown thrown drawn withdrawn sworn begun sung sunk built sold
held won made laid rebuilt overthrown stricken torn`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// enVerbOf finds a verb of enVerbs; strong when it is not weak.
func enVerbOf(s []rune) (at int, strong bool) {
	at = -1
	eachWord(s, func(w string, start, _ int) bool {
		if !enVerbs[w] {
			return true
		}
		if !enWeak[w] {
			at, strong = start, true
			return false
		}
		if at < 0 {
			at = start
		}
		return true
	})
	return at, strong
}

// eachWord calls f with every Latin word of a text, in lower case, until f
// says no.
func eachWord(s []rune, f func(w string, start, end int) bool) {
	c := &scanner{s: s}
	for i := 0; i < len(s); {
		if !isLetter(s[i]) {
			i++
			continue
		}
		w, j := c.word(i)
		if w == "" {
			for j < len(s) && isLetter(s[j]) {
				j++
			}
		}
		if w != "" && !f(w, i, j) {
			return
		}
		i = max(j, i+1)
	}
}

// hasWord says whether one of the words of the set stands in the text.
func hasWord(s []rune, set map[string]bool) bool {
	found := false
	eachWord(s, func(w string, _, _ int) bool {
		found = set[w]
		return !found
	})
	return found
}
