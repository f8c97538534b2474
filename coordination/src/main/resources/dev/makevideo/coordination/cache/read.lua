-- Reads an entry that no tag of it has ended.
--
-- KEYS[1]  the entry, a hash: v its text, f its form, n 1: known that there is none,
--          w when it was written (us of Redis's clock), l how long it counts (ms), t its tags,
--          k its plain key
-- ARGV[1]  what the keys of tags begin with
-- Returns  {} if there is none, else {text, form, 1: known that there is none, ms left, ms in all}
-- Atomic because a tag must not be ended between the two looks.

local entry = redis.call('HMGET', KEYS[1], 'v', 'f', 'n', 'w', 't', 'l')
if not entry[4] then
  return {}
end
for tag in string.gmatch(entry[5] or '', '%S+') do
  local ended = redis.call('GET', ARGV[1] .. tag)
  -- A tag that Redis forgot might have been ended before.
  if not ended or tonumber(ended) >= tonumber(entry[4]) then
    redis.call('DEL', KEYS[1])
    return {}
  end
end
local left = redis.call('PTTL', KEYS[1])
return {entry[1] or '', entry[2] or '', entry[3] or '0', tostring(left), entry[6] or '0'}
