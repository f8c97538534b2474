-- The call that went first was answered: the others may follow.
--
-- KEYS[1]  as in enter.lua
-- ARGV[1]  the call's turn
-- Returns  {1: forgotten, or 0: it was not its turn any more}
-- Atomic because patience that was asked for meanwhile must stand.

if redis.call('HGET', KEYS[1], 'turn') == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return {'1'}
end
return {'0'}
