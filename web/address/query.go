package address

import (
	"net/url"
	"slices"
	"strings"
)

// readQuery reads the query of an address: without empty values, as forms send
// them, and without what mailers, messengers, advertisers and social networks
// append to any link, so that it neither fails nor makes a new answer.
func readQuery(raw string) (url.Values, error) {
	if raw == "" {
		return url.Values{}, nil
	}
	q, err := url.ParseQuery(raw)
	if err != nil {
		return nil, BadKey("query", "is not well encoded")
	}
	for key, values := range q {
		q[key] = slices.DeleteFunc(values, func(v string) bool { return v == "" || key == "from" && isMessenger(v) })
		if len(q[key]) == 0 || isTracker(key) {
			delete(q, key)
		}
	}
	return q, nil
}

// trackerPrefixes begin the keys of families of trackers.
var trackerPrefixes = []string{"utm_", "mc_", "pk_", "mtm_", "matomo_", "hsa_", "share_", "sharer_", "_ga", "_gl", "at_", "vero_", "oly_", "wt_", "wt.", "__hs", "_hs"}

// trackers are single keys of trackers, in lower case. None of them is a key
// of ours.
var trackers = map[string]bool{
	// advertisers
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true, "yclid": true,
	"twclid": true, "ttclid": true, "li_fat_id": true, "srsltid": true, "rdt_cid": true, "sccid": true, "epik": true, "s_kwcid": true,
	"ef_id": true, "wickedid": true, "_openstat": true, "cvid": true, "irclickid": true,
	// social networks
	"igshid": true, "igsh": true, "mibextid": true, "ref_src": true, "ref_url": true, "si": true, "feature": true, "trk": true,
	// messengers of WeChat, QQ and Weibo
	"isappinstalled": true, "nsukey": true, "scene": true, "clicktime": true, "enterid": true, "tdsourcetag": true, "srcid": true,
	"wxshare_count": true, "weixin": true, "mpshare": true, "chksm": true, "shareuid": true, "weibo_id": true, "bd_vid": true, "qz_gdt": true,
	"spm": true, "scm": true, "pvid": true,
	// mailers and referrers
	"hsctatracking": true, "mkt_tok": true, "ref": true, "referrer": true, "source": true, "campaign": true, "campaignid": true, "cmpid": true, "cid": true,
	"v": true, "_t": true, "_r": true, "timestamp": true,
}

// isTracker reports whether a key says nothing about what is asked for.
func isTracker(key string) bool {
	key = strings.ToLower(key)
	return trackers[key] || slices.ContainsFunc(trackerPrefixes, func(p string) bool { return strings.HasPrefix(key, p) })
}

// isMessenger reports whether a value of from is what messengers say of where
// a link was shared: from=singlemessage.
func isMessenger(value string) bool {
	switch strings.ToLower(value) {
	case "singlemessage", "groupmessage", "timeline", "message", "moments", "qq", "qzone", "weixin", "wechat", "weibo",
		"androidqq", "iosqq", "mqq", "appmsg", "search", "share", "app", "kakao", "line", "telegram", "whatsapp":
		return true
	}
	return false
}
