-- Begins a session.
--
-- KEYS[1]  the session, texts in a JSON object: version, tenant, created, touched, expires, ends
--          (ms of Redis's clock); a.NAME for each attribute. Gone when it expires. A text and no
--          hash, since a page of them is read by one MGET, in half the time
-- KEYS[2]  a sorted set of all handles by when they expire
-- KEYS[3]  a hash: how many were created, ended, expired
-- ARGV[1]  its handle
-- ARGV[2]  how long it lasts without a touch, ms
-- ARGV[3]  how long it lasts at the most, ms
-- ARGV[4]  version
-- ARGV[5]  tenant
-- ARGV[6]… fields of attributes, each with its value
-- Returns  as read.lua, or {}: there is one
-- Atomic because a session that is in no list, or a listed one that is none, is a wrong answer.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {}
end
local last = now + tonumber(ARGV[3])
local over = math.min(last, now + tonumber(ARGV[2]))
local start = string.format('%.0f', now)
local expires = string.format('%.0f', over)
local kept = {version = ARGV[4], tenant = ARGV[5], created = start, touched = start,
  expires = expires, ends = string.format('%.0f', last)}
for i = 6, #ARGV, 2 do
  kept[ARGV[i]] = ARGV[i + 1]
end
local text = cjson.encode(kept)
-- A full Redis refuses a script's first write and none after it: this one must be the first.
redis.call('SET', KEYS[1], text, 'PX', string.format('%.0f', over - now))
redis.call('ZADD', KEYS[2], expires, ARGV[1])
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[3]) then
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end
-- Each that begins takes up to a hundred off the list that are over, so that it cannot only grow.
local stale = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', start, 'LIMIT', 0, 100)
if #stale > 0 then
  redis.call('ZREM', KEYS[2], unpack(stale))
  redis.pcall('HINCRBY', KEYS[3], 'expired', #stale)
end
redis.pcall('HINCRBY', KEYS[3], 'created', 1)
redis.pcall('PEXPIRE', KEYS[3], 31 * 86400000)
return {start, text}
