-- Counts sessions.
--
-- KEYS[1]  a sorted set of all handles by when they expire
-- KEYS[2]  a hash: how many were created, ended, expired
-- Returns  {how many there are; created; ended; expired}
-- Atomic because the numbers must be of one moment. Those that are over and still in the list are
-- counted as expired.

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local active = redis.call('ZCOUNT', KEYS[1], '(' .. now, '+inf')
local stale = redis.call('ZCOUNT', KEYS[1], '-inf', now)
local counted = redis.pcall('HMGET', KEYS[2], 'created', 'ended', 'expired')
local function number(at, more)
  return string.format('%.0f', (tonumber(counted[at] or '') or 0) + more)
end
return {string.format('%.0f', active), number(1, 0), number(2, 0), number(3, stale)}
