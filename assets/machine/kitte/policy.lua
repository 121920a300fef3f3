-- Signs what its sender may send; refuses everything else. Runs once a message, after its header.

-- A setup script cannot choose the reply's words (550 5.7.1 Command rejected): the reason is in the journal.
local function refuse(why)
  odkim.log(ctx, "refused: " .. why)
  odkim.set_result(ctx, SMFIS_REJECT)
end

local function owns(login, author)
  for _, sender in ipairs(senders[login] or {}) do
    if sender == author or sender == author:match("@.*$") then return true end
  end
  return false
end

local function may(login, author)
  if login then return owns(login:lower(), author) end
  -- Without a login it is the machine itself: sendmail, or a bounce.
  return author:match("@(.*)$") == domain
end

-- Readers show these too, as who sent it "on behalf of" the author, or "again" (RFC 5322 sections 3.6.2 and 3.6.6).
local OTHERS = { "Sender", "Resent-From", "Resent-Sender" }

-- The first address in a header that may not stand there, or why the header cannot be read.
local function stranger(login, text)
  local found, why = authors(text)
  if not found then return nil, why end
  for _, author in ipairs(found) do
    if not may(login, author) then return author end
  end
end

local function decide()
  local login = odkim.get_mtasymbol(ctx, "{auth_authen}")
  local submitted = odkim.get_mtasymbol(ctx, "{daemon_name}") == "SUBMISSION"
  if submitted and not login then return refuse("Log in first") end
  local text = odkim.get_header(ctx, "From", 0)
  if not text then return refuse("The From header is missing (RFC 5322 section 3.6)") end
  if odkim.get_header(ctx, "From", 1) then return refuse("There is more than one From header (RFC 5322 section 3.6)") end
  local other, why = stranger(login, text)
  if why then return refuse("The From header cannot be read: " .. why) end
  if other and login then return refuse("This login may not write From: " .. other) end
  if other then return refuse("Mail from this machine must be From an address at " .. domain) end
  for _, name in ipairs(OTHERS) do
    local count = 0
    local value = odkim.get_header(ctx, name, count)
    while value do
      other, why = stranger(login, value)
      if other or why then return refuse(name .. " may not be: " .. (other or why)) end
      count = count + 1
      value = odkim.get_header(ctx, name, count)
    end
  end
  if odkim.sign(ctx, selector) ~= 1 then
    odkim.set_result(ctx, SMFIS_TEMPFAIL)
  end
end

-- `opendkim -n` and every start run this with a null `ctx`, and an error crashes OpenDKIM 2.11: none may escape.
local message = not (tostring(ctx):find("nil") or tostring(ctx):find(": 0x0+$") or tostring(ctx):find(": 0+$"))
if message then
  local fine, problem = pcall(decide)
  if not fine then
    odkim.log(ctx, "policy: " .. tostring(problem))
    odkim.set_result(ctx, SMFIS_TEMPFAIL)
  end
end
return nil
