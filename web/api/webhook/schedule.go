package webhook

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// delays are the pauses after the first, second, … attempt that failed; the
// last one goes on (Standard Webhooks 1.0.0, "Deliverability and Reliability").
var delays = [...]time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
	10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

const (
	patience  = 5 * 24 * time.Hour // an endpoint that takes nothing for so long is disabled
	slowest   = 24 * time.Hour     // the longest pause that an endpoint may ask for
	breathing = time.Minute        // the shortest pause for one that says it has too much to do
)

// retryDelay is the pause after so many failures in a row, the last of which
// had the outcome. It is up to a tenth shorter or longer, so that what failed
// together is not tried again together.
func retryDelay(failures int, last outcome) time.Duration {
	wait := delays[min(max(failures, 1), len(delays))-1]
	wait += time.Duration((rand.Float64() - 0.5) / 5 * float64(wait)) //nolint:gosec // no secret
	if last.isBusy() {
		wait = max(wait, breathing)
	}
	return max(wait, last.retryAfter)
}

// isBusy reports whether the endpoint asks to be spared.
func (o outcome) isBusy() bool {
	return o.status == http.StatusTooManyRequests || o.status == http.StatusBadGateway || o.status == http.StatusGatewayTimeout
}

// retryAfter reads the header of that name, seconds or an instant (RFC 9110
// §10.2.3); 0 if there is none that makes sense.
func retryAfter(value string, now time.Time) time.Duration {
	wait := time.Duration(0)
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), slowest)
}

// isLost reports whether an endpoint is given up after so many failures since
// an instant. The schedule must have been gone through: where nothing was sent
// for days because this server stood still, the endpoint is not at fault.
func isLost(failures int, since, now time.Time) bool {
	return failures > len(delays) && now.Sub(since) >= patience
}
