-- The rate at which somebody may be called.
--
-- KEYS[1]  the hash of enter.lua
-- Returns  {the rate, or 0}

return {tostring(tonumber(redis.call('HGET', KEYS[1], 'rate') or '0') or 0)}
