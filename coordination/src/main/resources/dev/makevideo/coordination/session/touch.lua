-- Reads a session whose owner was seen, and lets its time begin again.
--
-- KEYS[1]  the session: see create.lua
-- KEYS[2]  a sorted set of all handles by when they expire
-- ARGV[1]  its handle
-- ARGV[2]  how long it lasts without a touch, ms
-- ARGV[3]  version; one of another version is only read
-- Returns  as read.lua
-- Atomic because one that was ended in between must not come back, or into the list.

local text = redis.pcall('GET', KEYS[1])
if not text then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local start = string.format('%.0f', now)
if type(text) ~= 'string' then
  return {start}
end
local good, kept = pcall(cjson.decode, text)
local ends = good and type(kept) == 'table' and kept.version == ARGV[3] and tonumber(kept.ends)
if ends and ends > now then
  local over = math.min(ends, now + tonumber(ARGV[2]))
  kept.touched = start
  kept.expires = string.format('%.0f', over)
  local touched = cjson.encode(kept)
  -- A full Redis refuses this first write: then it is only read, and ends when it would have.
  local written = redis.pcall('SET', KEYS[1], touched, 'PX', string.format('%.0f', over - now))
  if not written.err then
    text = touched
    redis.call('ZADD', KEYS[2], kept.expires, ARGV[1])
    if redis.call('PTTL', KEYS[2]) < ends - now then
      redis.call('PEXPIRE', KEYS[2], string.format('%.0f', ends - now))
    end
  end
end
return {start, text}
