-- Says that an instance is there, and counts those that are.
--
-- KEYS[1]  a sorted set of instances by when they said so last (us of Redis's clock)
-- ARGV[1]  the instance
-- ARGV[2]  how long one counts that says nothing, us
-- Returns  {how many}

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local lasts = tonumber(ARGV[2])
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - lasts))
redis.call('ZREMRANGEBYSCORE', KEYS[1], string.format('(%.0f', now + lasts), '+inf')
redis.call('PEXPIRE', KEYS[1], math.ceil(lasts / 1000))
return {string.format('%.0f', redis.call('ZCARD', KEYS[1]))}
