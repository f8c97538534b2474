-- Ends what an attempt left: the lock, or the wait for it.
--
-- KEYS[1]  as KEYS[1] in acquire.lua
-- KEYS[2]  as KEYS[3] in acquire.lua
-- ARGV[1]  the token
-- Returns  {how many of the two were this token's}
-- Atomic because a key may run out, and be another's, between the look and the write.

local ended = 0
for _, key in ipairs(KEYS) do
  if redis.call('HGET', key, 'token') == ARGV[1] then
    ended = ended + redis.call('DEL', key)
  end
end
return {tostring(ended)}
