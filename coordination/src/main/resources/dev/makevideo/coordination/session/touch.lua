-- Reads a session whose owner was seen, and lets its time begin again.
--
-- KEYS[1]  the session: see create.lua
-- KEYS[2]  a sorted set of all handles by when they expire
-- ARGV[1]  its handle
-- ARGV[2]  how long it lasts without a touch, ms
-- ARGV[3]  version; one of another version is only read
-- Returns  as read.lua
-- Atomic because one that was ended in between must not come back, or into the list.

local kept = redis.pcall('HMGET', KEYS[1], 'version', 'ends')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if kept.err then
  return {string.format('%.0f', now), kept.err}
end
local ends = tonumber(kept[2] or '')
if kept[1] == ARGV[3] and ends then
  local expires = string.format('%.0f', math.min(ends, now + tonumber(ARGV[2])))
  redis.call('HSET', KEYS[1], 'touched', string.format('%.0f', now), 'expires', expires)
  redis.call('PEXPIREAT', KEYS[1], expires)
  redis.call('ZADD', KEYS[2], expires, ARGV[1])
  if redis.call('PTTL', KEYS[2]) < ends - now then
    redis.call('PEXPIRE', KEYS[2], string.format('%.0f', math.max(1, ends - now)))
  end
end
local fields = redis.call('HGETALL', KEYS[1])
if #fields > 0 then
  table.insert(fields, 1, string.format('%.0f', now))
end
return fields
