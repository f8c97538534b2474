-- Takes units from a window that slides, if there are as many.
--
-- KEYS[1]  a hash: for each part of the window in which something was had, its number and how much
-- ARGV[1]  quota
-- ARGV[2]  for how long it is, us
-- ARGV[3]  how many parts it has
-- ARGV[4]  cost
-- Returns  {1: allowed, or 0; units left; us until nothing counts; us to wait}
-- Atomic because two must not take the same units.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local parts = tonumber(ARGV[3])
local length = tonumber(ARGV[2]) / parts
local current = math.floor(now / length)
local counted = {}
local sum = 0
local had = redis.call('HGETALL', KEYS[1])
for i = 1, #had, 2 do
  local part = tonumber(had[i])
  local units = tonumber(had[i + 1])
  -- Those of a time to come: the clock was set back; they would count for ever.
  if not part or not units or part < current - parts or part > current then
    redis.call('HDEL', KEYS[1], had[i])
  else
    counted[#counted + 1] = {part, units}
    sum = sum + units
  end
end
local quota = tonumber(ARGV[1])
local cost = tonumber(ARGV[4])
local allowed = sum + cost <= quota
if allowed then
  redis.call('HINCRBY', KEYS[1], string.format('%.0f', current), cost)
  redis.call('PEXPIRE', KEYS[1], math.ceil((parts + 2) * length / 1000))
  counted[#counted + 1] = {current, cost}
  sum = sum + cost
end
table.sort(counted, function(one, other) return one[1] < other[1] end)
local wait = 0
local reset = 0
local free = quota - sum
for _, entry in ipairs(counted) do
  -- A part counts until the whole window after it is over.
  local ends = (entry[1] + parts + 1) * length - now
  free = free + entry[2]
  if not allowed and wait == 0 and free >= cost then
    wait = ends
  end
  reset = ends
end
return {allowed and '1' or '0', string.format('%.0f', math.max(0, quota - sum)),
  string.format('%.0f', math.ceil(reset)), string.format('%.0f', math.ceil(wait))}
