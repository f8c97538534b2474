-- Writes a session in a newer form.
--
-- KEYS[1]  the session
-- KEYS[2]  a sorted set of all handles by when they expire
-- ARGV[1]  its handle
-- ARGV[2]  the version that it has; if it has another, nothing is done
-- ARGV[3]  when it expires, ms of Redis's clock
-- ARGV[4]… its fields, each with its value
-- Returns  {1: written, or 0}
-- Atomic because one that was ended or moved by another in between must not be written.

if redis.call('HGET', KEYS[1], 'version') ~= ARGV[2] then
  return {'0'}
end
local new = {}
for i = 4, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
  new[ARGV[i]] = true
end
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if not new[field] then
    redis.call('HDEL', KEYS[1], field)
  end
end
redis.call('PEXPIREAT', KEYS[1], ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
return {'1'}
