-- Asks to make one call.
--
-- KEYS[1]  a hash: until (us of Redis's clock), reason, and turn, if a call went first
-- ARGV[1]  from one call that goes first to the next, us
-- ARGV[2]  how long the hash is kept after its time, ms
-- Returns  {us to wait, why, the turn of a call that goes first or 0}
-- Atomic because of all callers whose time has come one goes first.

local found = redis.call('HMGET', KEYS[1], 'until', 'reason')
if not found[1] then
  return {'0', '', '0'}
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local left = tonumber(found[1]) - now
if left > 0 then
  return {string.format('%.0f', left), found[2], '0'}
end
local turn = string.format('%.0f', now)
-- DEL comes first because a full Redis refuses a script's first write, but none after it.
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + ARGV[1]), 'reason', found[2],
  'turn', turn)
redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[1] / 1000) + ARGV[2])
return {'0', '', turn}
