-- Reads a session.
--
-- KEYS[1]  the session: see create.lua
-- Returns  {the time, ms; the session}; {}: there is none; {the time}: it cannot be read
-- Atomic because the time must be that of the reading.

local text = redis.pcall('GET', KEYS[1])
if not text then
  return {}
end
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
return {now, type(text) == 'string' and text or nil}
