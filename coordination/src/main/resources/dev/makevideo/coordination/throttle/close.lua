-- Somebody asked for patience.
--
-- KEYS[1]  as in enter.lua
-- ARGV[1]  for how long, us
-- ARGV[2]  how long the hash is kept after its time, ms
-- ARGV[3]  why
-- Returns  {us to wait}
-- Atomic because the longest of several waits must stand.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local known = tonumber(redis.call('HGET', KEYS[1], 'until') or '0')
local till = now + ARGV[1]
if till > known then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'until', string.format('%.0f', till), 'reason', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[1] / 1000) + ARGV[2])
  known = till
end
return {string.format('%.0f', known - now)}
