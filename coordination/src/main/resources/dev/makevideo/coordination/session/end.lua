-- Ends a session.
--
-- KEYS[1]  the session
-- KEYS[2]  a sorted set of all handles by when they expire
-- KEYS[3]  a hash: how many were created, ended, expired
-- ARGV[1]  its handle
-- Returns  {1: there was one, or 0}
-- Atomic because one that is in the list and is none is a wrong answer.

local ended = redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
if ended == 1 then
  redis.pcall('HINCRBY', KEYS[3], 'ended', 1)
  redis.pcall('PEXPIRE', KEYS[3], 31 * 86400000)
end
return {tostring(ended)}
