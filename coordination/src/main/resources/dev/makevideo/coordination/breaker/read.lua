-- Reads the state.
--
-- KEYS[2]  a key that is written on the way, to see that Redis takes writes
-- ARGV[4]  1: write it; 0: only read
-- Returns  {'', the snapshot}
-- Atomic because state, time and what is left of it belong together.

if ARGV[4] == '1' then
  redis.call('SET', KEYS[2], '1', 'PX', 1000)
end
return {'', snapshot()}
