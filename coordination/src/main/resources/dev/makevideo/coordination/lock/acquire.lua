-- Takes a lock that is free, or says that its owner waits for it.
--
-- KEYS[1]  the lock: a hash of token, owner, waits (KEYS[3] of whoever holds it) and fence
-- KEYS[2]  its last fence
-- KEYS[3]  what this owner waits for: a hash of token, lock (KEYS[1] of its wait) and name
-- ARGV[1]  the token
-- ARGV[2]  the owner
-- ARGV[3]  how long the lock counts, ms
-- ARGV[4]  how long its last fence is kept, ms
-- ARGV[5]  how long the wait counts, ms; 0: it will not wait
-- ARGV[6]  the lock's name, for those who find themselves in a ring
-- Returns  {'taken', the fence}, {'held'}, or {'ring', an owner, the lock that it waits for, the
--          owner of that, ...}: this wait would have closed that ring of up to
--          16, and is not kept
-- Atomic because two that come at once must not both take it, and because a ring read link by link
-- may be one that never was.

local token = redis.call('HGET', KEYS[1], 'token')
-- DEL comes first because a full Redis refuses a script's first write, but none after it.
redis.call('DEL', KEYS[3])
if token == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[3]) -- the answer that it was taken got lost
  return {'taken', redis.call('HGET', KEYS[1], 'fence')}
end
if not token then
  local time = redis.call('TIME')
  local least = (redis.call('GET', KEYS[2]) or 0) + 1
  local fence = string.format('%.0f', math.max(least, time[1] * 1000000 + time[2]))
  redis.call('SET', KEYS[2], fence, 'PX', ARGV[4])
  redis.call(
    'HSET', KEYS[1], 'token', ARGV[1], 'owner', ARGV[2], 'waits', KEYS[3], 'fence', fence)
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return {'taken', fence}
end
if ARGV[5] == '0' then return {'held'} end
local ring = {'ring', ARGV[2], ARGV[6]}
local lock = KEYS[1]
for _ = 1, 16 do
  local holder = redis.call('HMGET', lock, 'owner', 'waits')
  if holder[1] == ARGV[2] then
    return ring
  end
  if not holder[2] then break end
  local wait = redis.call('HMGET', holder[2], 'lock', 'name')
  if not wait[1] then break end
  table.insert(ring, holder[1])
  table.insert(ring, wait[2])
  lock = wait[1]
end
redis.call('HSET', KEYS[3], 'token', ARGV[1], 'lock', KEYS[1], 'name', ARGV[6])
redis.call('PEXPIRE', KEYS[3], ARGV[5])
return {'held'}
