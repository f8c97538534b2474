-- Whether to wait, for somebody who does not want to call.
--
-- KEYS[1]  as in enter.lua
-- Returns  {us to wait, why}
-- Atomic because the wait and the clock belong together.

local found = redis.call('HMGET', KEYS[1], 'until', 'reason')
local time = redis.call('TIME')
local left = tonumber(found[1] or '0') - (time[1] * 1000000 + time[2])
return {string.format('%.0f', math.max(0, left)), found[2] or ''}
