-- Reports how calls went: many that a closed breaker admitted, in short, or one trial.
--
-- ARGV[4]  the period that admitted them
-- ARGV[5]  how many failures in a row open the breaker
-- ARGV[6]  for how long it opens, us
-- ARGV[7]  the trial's lease; empty for calls of a closed breaker
-- ARGV[8]  failures before the first success
-- ARGV[9]  1: there was a success
-- ARGV[10] the longest row of failures after the first success
-- ARGV[11] failures after the last success
-- ARGV[12] the last failure
-- ARGV[13] how many successes there were in all, ARGV[14] how many failures
-- KEYS[3]  counts them, for whoever looks: that it may fail takes nothing from the breaker
-- Returns  {counted | late, the snapshot}
-- Atomic because the count, the transition that it causes and its news belong together.

local function count()
  redis.pcall('HINCRBY', KEYS[3], 'ok', ARGV[13])
  redis.pcall('HINCRBY', KEYS[3], 'fail', ARGV[14])
  redis.pcall('PEXPIRE', KEYS[3], ARGV[3])
end

if tonumber(ARGV[4]) ~= breaker.period then
  count()
  return {'late', snapshot()}
end
local limit, opens = tonumber(ARGV[5]), now + ARGV[6]
local before, succeeded = tonumber(ARGV[8]), ARGV[9] == '1'
local longest, after = tonumber(ARGV[10]), tonumber(ARGV[11])

if breaker.state == 'half_open' then
  if succeeded then
    move('closed', 0, 'a trial succeeded')
  elseif before > 0 then
    move('open', opens, 'circuit open after a failed trial: ' .. ARGV[12])
  else
    redis.call('HDEL', KEYS[1], 'lease:' .. ARGV[7])
  end
elseif breaker.state == 'closed' then
  if breaker.failures + before >= limit or longest >= limit then
    move('open', opens, 'circuit open after ' .. limit .. ' failures in a row: ' .. ARGV[12])
  else
    local failures = succeeded and after or breaker.failures + before
    if failures ~= breaker.failures then
      breaker.failures = failures
      redis.call('HSET', KEYS[1], 'state', 'closed', 'period', digits(breaker.period),
        'till', '0', 'failures', digits(failures), 'reason', breaker.reason)
      keep()
    end
  end
end
count()
return {'counted', snapshot()}
