-- Sets fields of a hash, and how long all of it lasts.
--
-- KEYS[1]  the hash; what is no hash is written over
-- ARGV[1]  how long it lasts, ms
-- ARGV[2]… fields, each with its value
-- Returns  {1}
-- Atomic because a hash without an end would stay for ever.

if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then
  redis.call('DEL', KEYS[1])
end
for i = 2, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return {'1'}
