-- Driven by wrk. Without an argument every request is the same and wrk sends
-- prepared bytes; with one, it names a file of addresses that are asked for in
-- turn. At the end one line is written that a program can read.
function init(args)
  if not args[1] then
    return
  end
  local addresses, last = {}, 0
  for line in io.lines(args[1]) do
    addresses[#addresses + 1] = line
  end
  request = function()
    last = last + 1
    return wrk.format("GET", addresses[(last - 1) % #addresses + 1])
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    "wrk-summary requests=%d bytes=%d duration_us=%d p50_us=%d p99_us=%d connect=%d read=%d write=%d timeout=%d status=%d\n",
    summary.requests, summary.bytes, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect, e.read, e.write, e.timeout, e.status))
end
