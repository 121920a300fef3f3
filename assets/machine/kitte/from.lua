-- Reads a From header (RFC 5322 section 3.4) as strictly as a receiver at its strictest:
-- what cannot be read without doubt is refused, never guessed at.

local ATOM = "[%w!#$%%&'*+/=?^_`{|}~%-]"

-- Comments and quoted strings hide addresses from naive readers: they become tokens first.
local function tokens(text)
  local list, at, size = {}, 1, #text
  while at <= size do
    local char = text:sub(at, at)
    if char:find("[ \t\r\n]") then
      at = at + 1
    elseif char == "(" then
      local depth, from = 0, at
      repeat
        local c = text:sub(at, at)
        if c == "\\" then at = at + 1
        elseif c == "(" then depth = depth + 1
        elseif c == ")" then depth = depth - 1 end
        at = at + 1
      until depth == 0 or at > size
      if depth ~= 0 then return nil, "a comment is not closed" end
      if text:sub(from, at):find("%z") then return nil, "it holds a NUL" end
    elseif char == '"' then
      local from = at
      repeat
        at = at + 1
        local c = text:sub(at, at)
        if c == "\\" then at = at + 1; c = "" end
      until c == '"' or at > size
      if at > size then return nil, "a quoted string is not closed" end
      list[#list + 1] = { kind = "quoted", text = text:sub(from + 1, at - 1) }
      at = at + 1
    elseif char:find("[<>@,;:.]") then
      list[#list + 1] = { kind = char }
      at = at + 1
    else
      local word = text:match("^" .. ATOM .. "+", at) or text:match("^[\128-\255]+", at)
      if not word then return nil, "it holds a character that RFC 5322 does not allow there" end
      list[#list + 1] = { kind = word:byte() > 127 and "raw" or "atom", text = word }
      at = at + #word
    end
  end
  return list
end

-- local part "@" domain, from token `at` on: the address and the next position.
local function address(list, at)
  local part = ""
  if list[at] and list[at].kind == "quoted" then
    -- A quoted local part is the same mailbox as its plain spelling; others are beyond our senders.
    if not list[at].text:find("^[%w._+%-]+$") then return nil end
    part, at = list[at].text, at + 1
  else
    while list[at] and (list[at].kind == "atom" or list[at].kind == ".") do
      part, at = part .. (list[at].text or "."), at + 1
    end
  end
  if part == "" or not list[at] or list[at].kind ~= "@" then return nil end
  at = at + 1
  local domain = ""
  while list[at] and (list[at].kind == "atom" or list[at].kind == ".") do
    domain, at = domain .. (list[at].text or "."), at + 1
  end
  if not domain:find("^[%w%-.]+$") or domain:find("%.%.") or domain:find("^%.") or domain:find("%.$") then
    return nil
  end
  if part:find("%.%.") or part:find("^%.") or part:find("%.$") then return nil end
  return (part .. "@" .. domain):lower(), at
end

-- Display name and <address>, or the address alone.
local function mailbox(list, at)
  local start = at
  while list[at] and list[at].kind:find("^[aqr.]") do at = at + 1 end
  if list[at] and list[at].kind == "<" then
    local found, next = address(list, at + 1)
    if not found or not list[next] or list[next].kind ~= ">" then return nil end
    return found, next + 1
  end
  return address(list, start)
end

-- Every address in the header, or nil and why not. Groups have no single author: refused.
local function authors(text)
  local list, why = tokens(text)
  if not list then return nil, why end
  local found, at = {}, 1
  repeat
    local one, next = mailbox(list, at)
    if not one then return nil, "it is not a list of addresses" end
    found[#found + 1] = one
    at = next + 1
    if list[next] and list[next].kind ~= "," then return nil, "something follows the address" end
    if list[next] and not list[at] then return nil, "it ends in a comma" end
  until not list[at]
  return found
end
