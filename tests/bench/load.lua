-- SPDX-License-Identifier: GPL-3.0-or-later
-- What wrk asks: wrk -s load.lua ADDRESS -- WHAT TOKEN FILE, with the ids of customers in FILE.
local what, token, customers = nil, nil, {}
local count, run = 0, nil
local headers = {}

local function feedback()
  headers['Idempotency-Key'] = run .. count
  return wrk.format('POST', '/api/v1/feedback', headers, string.format(
    '{"customer_id":"%s","channel":"douyin","category":"lead","issue_type":"no_tag",' ..
    '"case_text":"客户 C%d，抖音渠道，无需求标签","pain_point":"抖音线索无标签 %d"}', customers[count % #customers + 1], count, count))
end

local function history()
  return wrk.format('GET', '/api/v1/customers/' .. customers[count * 7 % #customers + 1] .. '/contacts?limit=50', headers)
end

local function pool() return wrk.format('GET', '/api/v1/feedback?state=pool&counts=true&limit=50', headers) end
local function counts() return wrk.format('GET', '/api/v1/pool', headers) end

local kinds = { feedback = feedback, history = history, pool = pool, counts = counts }

function init(args)
  what, token = args[1], args[2]
  for line in io.lines(args[3]) do customers[#customers + 1] = line end
  local source = assert(io.open('/dev/urandom', 'rb'))
  run = source:read(9):gsub('.', function(c) return string.format('%02x', c:byte()) end) .. '-'
  source:close()
  headers['Authorization'] = 'Bearer ' .. token
  headers['Content-Type'] = 'application/json'
end

function request()
  count = count + 1
  return kinds[what]()
end

function done(summary, latency, requests)
  local e = summary.errors
  print(string.format('{"requests":%d,"us":%d,"p50":%d,"p99":%d,"errors":%d}', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
