-- Reads a page of sessions, by when they expire; what is over or gone leaves the list.
--
-- KEYS[1]  a sorted set of all handles by when they expire
-- KEYS[2]  a hash: how many were created, ended, expired
-- ARGV[1]  what the keys of sessions begin with; the handle follows
-- ARGV[2]  when the last one of the page before expired, ms
-- ARGV[3]  its handle; empty: this is the first page
-- ARGV[4]  how many at the most
-- Returns  {when the last one looked at expires; its handle, or nothing if there are no more; for
--          each: its handle, how many texts follow, and these as in read.lua}
-- Atomic because what is taken off the list must be gone. Looks at that many and one more, takes a
-- thousand off at the most: so its time is bounded.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local start = string.format('%.0f', now)
local limit = tonumber(ARGV[4])
-- Where it begins comes first: the last one may be among those that are over by now.
local score = ARGV[3] ~= '' and redis.call('ZSCORE', KEYS[1], ARGV[3])
local after = score and tonumber(score) == tonumber(ARGV[2]) and tonumber(score) > now
local stale = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', start, 'LIMIT', 0, 1000)
if #stale > 0 then
  redis.call('ZREM', KEYS[1], unpack(stale))
  redis.pcall('HINCRBY', KEYS[2], 'expired', #stale)
  redis.pcall('PEXPIRE', KEYS[2], 31 * 86400000)
end
local handles
if after then
  local rank = redis.call('ZRANK', KEYS[1], ARGV[3])
  handles = redis.call('ZRANGE', KEYS[1], rank + 1, rank + 1 + limit)
else
  -- The last one has gone or moved: from its time on, with all that have the very same.
  local from = tonumber(ARGV[2]) > now and ARGV[2] or '(' .. start
  handles = redis.call('ZRANGEBYSCORE', KEYS[1], from, '+inf', 'LIMIT', 0, limit + 1)
end
local more = #handles > limit
local last = more and handles[limit] or ''
local answer = {last ~= '' and redis.call('ZSCORE', KEYS[1], last) or '0', last}
for i = 1, math.min(limit, #handles) do
  local kept = redis.pcall('HGETALL', ARGV[1] .. handles[i])
  if kept.err then
    kept = {kept.err}
  end
  if #kept == 0 then
    redis.call('ZREM', KEYS[1], handles[i]) -- evicted
  else
    answer[#answer + 1] = handles[i]
    answer[#answer + 1] = tostring(#kept + 1)
    answer[#answer + 1] = start
    for _, text in ipairs(kept) do
      answer[#answer + 1] = text
    end
  end
end
return answer
