-- Writes a session in a newer form.
--
-- KEYS[1]  the session
-- KEYS[2]  a sorted set of all handles by when they expire
-- ARGV[1]  its handle
-- ARGV[2]  the session as it is; if it is another, nothing is done
-- ARGV[3]  the session as it is to be
-- ARGV[4]  when it expires, ms of Redis's clock
-- Returns  {1: written, or 0}
-- Atomic because one that was ended or moved by another in between must not be written.

local time = redis.call('TIME')
local left = ARGV[4] - (time[1] * 1000 + math.floor(time[2] / 1000))
if left < 1 or redis.call('GET', KEYS[1]) ~= ARGV[2] then
  return {'0'}
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', string.format('%.0f', left))
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
return {'1'}
