-- Reads a session.
--
-- KEYS[1]  the session: see create.lua
-- Returns  {the time; each field, its value}; {}: there is none; {the time; why it cannot be read}
-- Atomic because the time must be that of the reading.

local kept = redis.pcall('HGETALL', KEYS[1])
if not kept.err and #kept == 0 then
  return {}
end
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
if kept.err then
  return {now, kept.err}
end
table.insert(kept, 1, now)
return kept
