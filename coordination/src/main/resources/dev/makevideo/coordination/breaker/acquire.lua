-- Asks for one call when the breaker is not known to be closed.
--
-- ARGV[4]  an id for the trial's lease
-- ARGV[5]  how long the lease lasts, us
-- ARGV[6]  how many trials may be in flight
-- Returns  {closed | denied | trial | busy, the snapshot}
-- Atomic because two callers must not both make the breaker half-open, nor take the last place.

if breaker.state == 'closed' then
  return {'closed', snapshot()}
end
if breaker.state == 'open' then
  if now < breaker.till then
    return {'denied', snapshot()}
  end
  move('half_open', 0, breaker.reason)
end
local trials = 0
for name, till in pairs(leases) do
  if till <= now then
    redis.call('HDEL', KEYS[1], name)
  else
    trials = trials + 1
  end
end
if trials >= tonumber(ARGV[6]) then
  return {'busy', snapshot()}
end
redis.call('HSET', KEYS[1], 'lease:' .. ARGV[4], digits(now + ARGV[5]))
keep()
return {'trial', snapshot()}
