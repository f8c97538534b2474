-- Leaves the queue.
--
-- KEYS[1]  as in stand.lua
-- ARGV[1]  the ticket
-- Returns  {1: it was there, or 0: it had run out}
-- One command; a script so that it is sent as the other one is.

return {tostring(redis.call('HDEL', KEYS[1], ARGV[1]))}
