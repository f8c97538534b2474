-- Writes an entry, and tells all that have it that theirs is old.
--
-- KEYS[1]  the entry, a hash: see read.lua
-- ARGV[1]  its text
-- ARGV[2]  its form
-- ARGV[3]  1: it is known that there is none
-- ARGV[4]  its plain key
-- ARGV[5]  how long it counts, ms
-- ARGV[6]  what the keys of tags begin with
-- ARGV[7]  the channel
-- ARGV[8]  what is said there
-- ARGV[9]… its tags
-- Returns  {1: it is written, or 0: Redis is full, or the key is of another kind}
-- Atomic because who hears of it must read this entry, and not the one before.

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000000 + time[2])
local lasts = tonumber(ARGV[5])
local tags = {}
for i = 9, #ARGV do
  tags[#tags + 1] = ARGV[i]
end
-- A full Redis refuses a script's first write and none after it: this one must be the first.
local written = redis.pcall('HSET', KEYS[1], 'v', ARGV[1], 'f', ARGV[2], 'n', ARGV[3], 'k', ARGV[4],
  'w', now, 'l', ARGV[5], 't', table.concat(tags, ' '))
if type(written) == 'table' and written.err then
  redis.call('DEL', KEYS[1]) -- what was there is old
  redis.call('PUBLISH', ARGV[7], ARGV[8])
  return {'0'}
end
redis.call('PEXPIRE', KEYS[1], lasts)
for _, name in ipairs(tags) do
  local tag = ARGV[6] .. name
  redis.call('SET', tag, '0', 'NX', 'PX', lasts)
  if redis.call('PTTL', tag) < lasts then
    redis.call('PEXPIRE', tag, lasts)
  end
end
redis.call('PUBLISH', ARGV[7], ARGV[8])
return {'1'}
