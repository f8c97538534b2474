-- Takes units from a bucket, if there are as many.
--
-- KEYS[1]  when the bucket will be full again (us of Redis's clock)
-- ARGV[1]  quota
-- ARGV[2]  for how long it is, us
-- ARGV[3]  burst
-- ARGV[4]  cost
-- Returns  {1: allowed, or 0; units left; us until it is full; us to wait}
-- Atomic because two must not take the same units.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each = tonumber(ARGV[2]) / tonumber(ARGV[1])
local room = each * tonumber(ARGV[3])
local full = tonumber(redis.call('GET', KEYS[1]) or '0') or 0
-- Never later than an empty bucket is full again: the clock may have been set back. Reckoned from
-- now on, for a time in us leaves no room for fractions.
local debt = math.max(0, math.min(full - now, room))
local price = each * tonumber(ARGV[4])
local wait = debt + price - room
local allowed = wait <= 0
if allowed then
  debt = math.ceil(debt + price)
  redis.call('SET', KEYS[1], string.format('%.0f', now + debt), 'PX', math.ceil(debt / 1000) + 1)
end
local left = math.max(0, math.floor((room - debt) / each))
return {allowed and '1' or '0', string.format('%.0f', left), string.format('%.0f', debt),
  string.format('%.0f', allowed and 0 or math.ceil(wait))}
