-- Lets a lock count for another lease.
--
-- KEYS[1]  as in acquire.lua
-- ARGV[1]  the token
-- ARGV[2]  how long it counts from now on, ms
-- Returns  {1: it is held with this token, or 0: it is not, and nothing was done}
-- Atomic because it may run out, and be another's, between the look and the write.

if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then
  return {'0'}
end
return {tostring(redis.call('PEXPIRE', KEYS[1], ARGV[2]))}
