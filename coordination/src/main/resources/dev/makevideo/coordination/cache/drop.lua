-- Ends an entry, or all that have a tag, and tells all that have one.
--
-- KEYS[1]  the entry, or the tag
-- ARGV[1]  the channel
-- ARGV[2]  what is said there
-- ARGV[3]  how long a tag's end counts, ms: as long as any entry can; empty: it is an entry
-- Atomic because whoever hears of it must not read the old entry again.

if ARGV[3] == '' then
  redis.call('DEL', KEYS[1])
else
  local time = redis.call('TIME')
  redis.call('SET', KEYS[1], string.format('%.0f', time[1] * 1000000 + time[2]), 'PX', ARGV[3])
end
redis.call('PUBLISH', ARGV[1], ARGV[2])
return {'1'}
