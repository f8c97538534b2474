-- Grants one call of somebody whose rate is found out, or says how long to wait.
--
-- KEYS[1]  a hash: rate and ceiling (a second; none: not limited), changed (when it was last
--          shrunk), full (when the bucket will be full again), refused (1: since the last grant),
--          second, count, before (grants of the present second and of the one before); times are us
--          of Redis's clock
-- ARGV[1]  how long it is known after the last call, ms
-- Returns  {us to wait; the grant's time, or 0; 1: calls come as fast as they may; the rate, or 0}
-- Atomic because two must not have the same turn.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local known = redis.call('HMGET', KEYS[1], 'rate', 'full', 'refused', 'second', 'count', 'before')
local rate = tonumber(known[1] or '0') or 0
local pressed = '0'
if rate > 0 then
  local each = 1000000 / rate
  local room = each * math.max(1, rate * 0.2)
  local debt = math.max(0, math.min((tonumber(known[2] or '0') or 0) - now, room))
  local wait = debt + each - room
  -- Reckoned from now on, for a time in us leaves no room for fractions.
  if wait > 0.5 then
    redis.call('HSET', KEYS[1], 'refused', '1')
    return {string.format('%.0f', math.ceil(wait)), '0', '0', tostring(rate)}
  end
  if known[3] == '1' or debt >= room / 2 then
    pressed = '1'
  end
  redis.call('HSET', KEYS[1], 'full', string.format('%.0f', now + debt + each), 'refused', '0')
end
local second = math.floor(now / 1000000)
local last = tonumber(known[4] or '0') or 0
local count = tonumber(known[5] or '0') or 0
local before = tonumber(known[6] or '0') or 0
if second ~= last then
  before = second == last + 1 and count or 0
  count = 0
end
redis.call('HSET', KEYS[1], 'second', string.format('%.0f', second),
  'count', string.format('%.0f', count + 1), 'before', string.format('%.0f', before))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return {'0', string.format('%.0f', now), pressed, tostring(rate)}
