-- Stands in a queue, takes a place that became free, or says that somebody is still there.
--
-- KEYS[1]  a hash: each ticket with its place and until when it counts (us of Redis's clock)
-- ARGV[1]  the ticket
-- ARGV[2]  its place, as it was told before; 0: none yet
-- ARGV[3]  how long a ticket counts, us
-- ARGV[4]  how many of the first in the queue may go on
-- Returns  {1: go on, or 0: wait; the place}
-- Atomic because two that come at once must not both take the last place.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local lasts = tonumber(ARGV[3])
local place = tonumber(ARGV[2])
local others = {}
local last = 0
local tickets = redis.call('HGETALL', KEYS[1])
for i = 1, #tickets, 2 do
  local stands, till = string.match(tickets[i + 1], '^(%d+) (%d+)$')
  if tickets[i] == ARGV[1] then
    if place == 0 then
      place = tonumber(stands) or 0
    end
  -- Later than any could be: the clock was set back, and nobody may be left who owns it.
  elseif not stands or tonumber(till) <= now or tonumber(till) > now + 2 * lasts then
    redis.call('HDEL', KEYS[1], tickets[i])
  else
    others[#others + 1] = tonumber(stands)
    last = math.max(last, tonumber(stands))
  end
end
if place == 0 then
  place = math.max(now, last + 1)
end
local before = 0
for _, other in ipairs(others) do
  if other < place then
    before = before + 1
  end
end
-- HDEL comes first because a full Redis refuses a script's first write, but none after it.
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %.0f', place, now + lasts))
redis.call('PEXPIRE', KEYS[1], math.ceil(lasts / 1000))
return {before < tonumber(ARGV[4]) and '1' or '0', string.format('%.0f', place)}
