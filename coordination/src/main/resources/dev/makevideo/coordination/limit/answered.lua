-- Shrinks the rate at which somebody is called who asked for less, or lets it grow.
--
-- KEYS[1]  the hash of enter.lua
-- ARGV[1]  when the call was granted
-- ARGV[2]  1: he asked for less
-- ARGV[3]  the lowest rate
-- ARGV[4]  the rate above which it is no limit any more
-- ARGV[5]  from one shrinking to the next, us
-- ARGV[6]  how long it is known after the last call, ms
-- Returns  {the rate, or 0}
-- Atomic because two answers must not shrink it twice.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local known = redis.call('HMGET', KEYS[1], 'rate', 'ceiling', 'changed', 'second', 'count', 'before')
local rate = tonumber(known[1] or '0') or 0
local ceiling = tonumber(known[2] or '0') or 0
local changed = tonumber(known[3] or '0') or 0
if changed > now then
  changed = 0 -- the clock was set back
end
local first = rate
if ARGV[2] == '1' then
  if tonumber(ARGV[1]) <= changed or now - changed < tonumber(ARGV[5]) then
    return {tostring(rate)}
  end
  local had = rate
  if had <= 0 then
    -- Calls in the last second: some of them by a part of the second before.
    local age = math.floor(now / 1000000) - (tonumber(known[4] or '0') or 0)
    local left = 1 - (now % 1000000) / 1000000
    local count = tonumber(known[5] or '0') or 0
    local before = tonumber(known[6] or '0') or 0
    had = math.max(1, age == 0 and count + before * left or age == 1 and count * left or 0)
  end
  ceiling = had
  rate = math.max(tonumber(ARGV[3]), had * (now - changed < 3000000 and 0.7 or 0.85))
  redis.call('HSET', KEYS[1], 'changed', string.format('%.0f', now))
elseif rate > 0 then
  local step
  if ceiling <= 0 or rate >= 1.1 * ceiling then
    step = 0.15
  elseif rate < ceiling then
    step = (0.2 * (ceiling - rate) + 0.01 * ceiling) / rate
  else
    step = 0.01 * ceiling / rate
  end
  rate = rate + math.min(step, 0.15 * rate)
  if rate > tonumber(ARGV[4]) then
    rate = 0
    ceiling = 0
  end
end
if rate ~= first then
  redis.call('HSET', KEYS[1], 'rate', string.format('%.6f', rate),
    'ceiling', string.format('%.6f', ceiling))
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
end
return {tostring(rate)}
