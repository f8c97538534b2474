-- What all scripts of the shared breaker begin with: reads the state, and knows how to move it.
--
-- KEYS[1]  the breaker's hash: state, period, till, failures, reason, and a field lease:ID for each
--          trial in flight. One key, so that an eviction or a flush takes all of it or nothing; a
--          breaker without it is closed, in period 0.
-- ARGV[1]  the channel on which transitions are published
-- ARGV[2]  who asks, so that nobody hears of his own transitions twice
-- ARGV[3]  the hash's time to live, ms
--
-- Times are microseconds of Redis's own clock, periods too: a later period has the larger number,
-- also after the hash was lost. Numbers above 10^14 must be formatted, or Lua prints 1.8e+15.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local breaker = {state = 'closed', period = 0, till = 0, failures = 0, reason = ''}
local leases = {}
local moved = ''

local function digits(number)
  return string.format('%.0f', number)
end

local function load()
  local fields = redis.call('HGETALL', KEYS[1])
  for i = 1, #fields, 2 do
    local name, value = fields[i], fields[i + 1]
    if string.sub(name, 1, 6) == 'lease:' then
      leases[name] = tonumber(value)
    elseif name == 'state' or name == 'reason' then
      breaker[name] = value
    else
      breaker[name] = tonumber(value)
    end
  end
end

-- The state as one text, and which state this script left, if any: what scripts return and publish.
-- The reason stands last.
local function snapshot()
  return table.concat({breaker.state, moved, digits(breaker.period), digits(now),
    digits(math.max(0, breaker.till - now)), digits(breaker.failures), ARGV[2], breaker.reason}, '\n')
end

local function keep()
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end

-- DEL comes first also because a full Redis refuses a script's first write, but none after it.
local function move(state, till, reason)
  moved = breaker.state
  breaker = {state = state, period = math.max(breaker.period + 1, now), till = till,
    failures = 0, reason = reason}
  leases = {}
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'state', state, 'period', digits(breaker.period),
    'till', digits(till), 'failures', '0', 'reason', reason)
  keep()
  redis.call('PUBLISH', ARGV[1], snapshot())
end

load()
