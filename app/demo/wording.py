"""People, causes and phrases of the invented contact centre. Only data; make_log.py does the rest.

Slots in braces: {cust} the customer in one of several words, {town}, {amt}, {n} a small number, {day} a weekday,
{mate} a colleague, {sup} a supervisor, {caller} the caller's surname with title.
"""

# (name, team, shift); shifts are "early" 07-15, "mid" 09-17, "late" 12-20:30, "night" 21-07
AGENTS = [row.split("|") for row in """
Amara Osei|Frontline A|mid
Tom Pryce|Digital|mid
Tom Price|Frontline A|early
Lamar Whitlock|Frontline A|mid
Sade Bankole|Frontline A|mid
Bronagh Devlin|Frontline A|mid
Wen Jiang|Frontline A|late
Femi Bakare|Frontline A|late
Chioma Eze|Frontline A|early
Callum Rennie|Frontline A|late
Oluwaseun Adeyemi|Frontline B|early
Grace Mutasa|Frontline B|mid
Hamza Sheikh|Frontline B|late
Isla Drummond|Frontline B|early
Jerome Baptiste|Frontline B|mid
Katarzyna Wrona|Frontline B|late
Leila Farahani|Frontline B|mid
Owen Prydderch|Frontline B|early
Parveen Gill|Frontline B|late
Nadia Haddad|Billing|mid
Rahim Chowdhury|Billing|early
Sinead O'Connell|Billing|mid
Tobias Lindqvist|Billing|late
Uma Krishnan|Billing|mid
Victor Amadi|Billing|early
Yolanda Reyes|Billing|late
Siân Prosser|Tech support|mid
Ravi Menon|Tech support|late
Aiden Fairclough|Tech support|early
Beatriz Moura|Tech support|mid
Connor Haigh|Tech support|late
Dina Asfour|Tech support|mid
Ewan Leckie|Tech support|early
Zoë Hartnell|Digital|early
Gurpreet Sandhu|Digital|late
Hye-jin Park|Digital|mid
Luca Ferrante|Digital|late
Maryam Yusuf|Digital|early
Nathan Tredwell|Field desk|early
Priya Nair|Field desk|mid
Rosa Delgado|Field desk|late
Łukasz Bielak|Field desk|mid
Kofi Mensah|Night desk|night
Ines Carvalho|Night desk|night
Jakub Sedlak|Night desk|night
""".strip().splitlines()]
SENIOR = {"Amara Osei", "Sade Bankole", "Grace Mutasa", "Nadia Haddad", "Siân Prosser", "Zoë Hartnell", "Priya Nair"}
SUPERVISORS = {"Frontline A": "Marcus Oyelaran", "Frontline B": "Fiona Gallacher", "Billing": "Piotr Zielinski",
               "Tech support": "Imran Qureshi", "Digital": "Dilys Hargreaves", "Field desk": "Sunita Rao"}
INCIDENT_MANAGERS = ["Helen Marchetti", "Daniel Okafor", "Ruth Abernethy"]
COMMS = ["Joanna Whitcombe", "Yusuf Demir"]
IT = ["Gareth Llewellin", "Mei-Ling Chow", "Stefan Novak", "Bhavna Solanki"]
SUPPLIERS = ["Keith Arrowsmith", "Elena Petrov", "Lucy Petherick", "Owen Trask"]
FIRST = """Adele Alan Aled Anneliese Anwar Beryl Brigid Carlton Cerys Chidi Clementine Dalbir Deirdre Derek Edith Efua
Elspeth Farouk Gethin Gordon Gwen Hettie Ibrahim Ingrid Jocelyn Joyce Kamal Keiko Lorraine Malik Maureen Miguel Nasreen
Norma Orla Patience Percy Ranjit Rhona Rufus Salma Shanice Stanley Tariq Thelma Vera Winston Xin Yvonne Zainab""".split()
LAST = """Ackroyd Afolabi Ashdown Bhatt Birtwistle Blakeney Cadwallader Castellano Choudry Crabtree Dankworth Dhillon
Eastwick Ellery Fashola Featherby Gorecki Gunn Hallworth Hosseini Iqbal Jarrold Kapadia Kilbride Larkham Lovelace
MacAskill Mbeki Merriweather Nakamura Nuttall Ogilvy Onyango Pargeter Quigley Rashid Rowntree Sallow Sharples Thackray
Tran Underhill Vasquez Wadsworth Whittle Yelland Zaman Fothergill Penhaligon Strachan""".split()
TOWNS = "Aldermoor Brackenhall Coldwater Dunsley Eastwick Farlow Greystone Hexford Ivymoor Marsham".split()
CUST = ["customer", "customer", "customer", "cust", "cust", "caller", "account holder"]
SHORT = {"customer": "cust", "call back": "cb", "account": "a/c", "appointment": "appt", "engineer": "eng",
         "please": "pls", "because": "bc", "tomorrow": "tmrw", "reference": "ref", "message": "msg"}

# key: category, subcategory, team, closure code, weight, severity, titles, what callers say, what was done, what fixed it
CAUSES = {
"voice_drop": ("Telephony", "Dropped calls", "IT service desk", "Carrier fault", 45, 3,
    ["Calls cutting off mid-sentence", "Dropped calls {town} number", "Line goes dead after transfer", "Call lost on transfer"],
    ["{cust} cut off {n} times today while explaining the problem", "everybody ringing from {town} gets thrown out after two minutes", "one-way speech after transfer, agent could hear {cust} but not the other way, then gone", "call dropped as soon as it was passed to the other site", "line goes quiet on hold and then dead"],
    ["Test call made, cut off at 2 min 10", "Trace asked for from carrier", "Moved the route to the second trunk", "Compared call ids, all on the same trunk"],
    ["Carrier replaced a card, ten test calls fine", "Route put back after carrier fix", "Trunk reset, no drops since"]),
"headset": ("Telephony", "Agent equipment", "IT service desk", "Equipment replaced", 55, 0,
    ["Headset crackling", "Agent headset dead", "Mic not working desk {n}{n}", "Headset keeps losing connection"],
    ["loud crackle in left ear, worse when moving the cable", "{cust} kept saying they could not hear the agent, headset dead after lunch", "microphone mutes itself every few minutes", "bluetooth headset drops after each call, has to be paired again"],
    ["Spare headset from cupboard", "Other USB port tried", "Driver put on again", "Swapped with {mate}'s, fault moved with the headset"],
    ["New headset issued", "Cable replaced", "Base station changed, ok for a full shift"]),
"ivr_route": ("Telephony", "Menu routing", "IT service desk", "Menu corrected", 38, 1,
    ["Wrong queue from menu", "Option 3 goes to Energy instead of Broadband", "Callers land in the wrong team", "Menu sends moving-home calls to faults"],
    ["third transfer for the same call, menu picks the wrong queue", "{cust} pressed 3 for broadband and got Energy", "{cust} pressed 2 for billing and got tech, everyone doing so ends up with us", "moving-home option still plays the bank holiday message and then drops into faults"],
    ["Rang the menu, option {n} is wrong", "Menu map compared with the plan", "Asked IT who changed it last", "Put a note in the floor chat"],
    ["Menu option corrected and tested", "Old announcement taken off", "Queue table put right"]),
"desktop_slow": ("CRM", "Desktop", "IT service desk", "PC repaired", 45, 0,
    ["PC freezing", "CRM hangs on one PC", "Screen freezes when opening notes", "Desktop slow since update"],
    ["black screen after a few minutes, had to restart twice", "wheel for 20 sec on every save, only this desk, neighbour is fine", "screen freezes when two accounts and the notes are open", "PC so slow since the update that {cust} was on hold for six minutes"],
    ["Cleared cache", "Moved agent to desk {n}{n}", "Memory checked, nearly full", "Update taken off again"],
    ["Memory added", "PC rebuilt", "Profile made new, fast again"]),
"login_lock": ("CRM", "Access", "IT service desk", "Access restored", 62, 0,
    ["Agent locked out", "Can't sign in after leave", "Sign-in loop", "Access to notes screen missing"],
    ["locked out after three tries", "back from leave today, code from the phone app not accepted", "signs in and is thrown back to the sign-in page", "new starter can see accounts but not open notes"],
    ["Identity checked with team leader", "Account unlocked, still loops", "Group membership compared with {mate}", "Phone app registered again"],
    ["Access group added", "Unlocked and code app set up", "Old session deleted, in"]),
"address_lost": ("CRM", "Data sync", "Billing", "Data corrected", 60, 1,
    ["Address change lost", "Old address back on account", "Moved house, letters to old place", "Change of address not saved"],
    ["{cust} changed address {n} weeks ago, letter still went to the old one", "address has gone back to {town} by itself", "{cust} moved in spring, bills still go to the old flat, new address shows in CRM but not in billing", "second time {cust} tells us they moved, nothing saved"],
    ["Address put in again, watched overnight", "Compared CRM and billing record", "Asked for sync log", "Copy of the letter sent to the new address"],
    ["Record unlocked, sync went through", "Address corrected in both", "Sync error cleared, checked next day"]),
"wrong_bill": ("Billing", "Wrong amount", "Billing", "Bill corrected", 90, 1,
    ["Bill too high", "Charged twice on one bill", "Wrong tariff on bill", "Bill query {amt}", "Wrong amount billed"],
    ["bill is {amt}, normally about half of that", "{cust} billed for two broadband lines, has one", "price per unit is not the one in the contract", "bill over {amt}, discount agreed in {day}'s call is not on it", "{amt} for a box that was sent back months ago"],
    ["Bill gone through line by line with {cust}", "Order history checked", "Credit of {amt} asked for, over my limit", "Contract copy found, {cust} is right", "=both bills together, so it was charged twice"],
    ["Credit applied, new bill sent", "Tariff corrected from start date", "Charge taken off, explained by phone"]),
"final_bill": ("Billing", "Final bill", "Billing", "Final bill issued", 55, 0,
    ["No final bill after leaving", "Final bill wrong date", "Refund of credit not paid", "Still billed after moving out"],
    ["left us {n} months ago and no final bill", "final bill runs to the wrong day, keys were handed back earlier", "credit of {amt} never paid back", "keeps getting bills for the flat in {town} after moving out"],
    ["End date checked against meter", "Refund request sent", "Landlord's new account found", "Chased the refund team"],
    ["Final bill out, credit paid to bank", "End date corrected", "Refund cheque sent"]),
"meter_read": ("Billing", "Meter reading", "Billing", "Reading applied", 65, 0,
    ["Estimated bill again", "Smart meter reading not used", "Reading rejected", "Meter readings missing"],
    ["{cust} sends readings each month, bill is estimated all the same", "smart meter has not reported since {day}", "reading online refused as too low", "day and night rates swapped, two readings not on the account"],
    ["Photo of meter asked for", "Reading typed in by hand", "Meter pinged, no answer", "Compared with last year's use"],
    ["Reading applied and billed again", "Meter back online", "Rates swapped back"]),
"dd_twice": ("Payments", "Direct debit", "Billing", "Payment refunded", 68, 2,
    ["Direct debit taken twice", "DD wrong date", "Payment taken after cancelling", "Two payments left bank"],
    ["{amt} left the account twice on the same day", "direct debit went out before payday, bank charged a fee", "cancelled the instruction but {amt} was taken", "two payments left the bank, one of {amt} that nobody told {cust} about"],
    ["Bank file checked, two lines", "Refund asked for, 3-5 days", "Explained the guarantee", "Bank fee noted, proof asked for", "=2 x the monthly amount, so not a new tariff"],
    ["Refunded incl. bank fee", "Date moved, letter sent", "Second payment returned by bank"]),
"card_fail": ("Payments", "Card payment", "IT service desk", "Payment page fixed", 58, 2,
    ["Card payment fails", "Pay page error", "Payment not showing", "Can't pay by card over phone"],
    ["card refused by us, works in shops", "page turns white after the bank's check", "paid {amt} and account still says overdue", "pay-by-phone keypad does not take the last digits"],
    ["Tried again with {cust} on line, same", "Reference found at card company", "Reminder stopped while we look", "Other browser tried"],
    ["Payment found and put on account", "Pay page fix by IT", "Keypad entry reset, took payment"]),
"password_reset": ("Digital", "Password reset", "Digital", "Reset done", 0, 0,
    ["Password reset email not arriving", "Reset link expired", "Can't get into online account", "Portal reset loop"],
    ["asked for a reset {n} times, no email, nothing in junk", "link says expired as soon as it is opened", "no longer has the mailbox that is on file, cannot sign in", "new password taken but sign-in sends {cust} back to reset", "code by text comes half an hour late"],
    ["Sent link by hand", "Mail address checked, one letter wrong", "Walked {cust} through it", "Reset lock taken off"],
    ["In with new password", "Mail address corrected, reset done", "Lock cleared, {cust} signed in while on the line"]),
"portal_error": ("Digital", "Portal error", "IT service desk", "Portal fix", 52, 1,
    ["Online account shows error", "Usage page blank", "App crashes on opening bill", "Can't download bill"],
    ["page says something went wrong, try later", "usage graph empty since {day}", "app closes when {cust} taps on the bill", "bill pdf opens with no pages"],
    ["Same on my test login", "Screenshot asked for", "Passed to web team with time and browser", "Bill sent by mail for now"],
    ["Fixed with app update", "Page back after data reload", "Pdf made again"]),
"email_backlog": ("Digital", "Email queue", "Digital", "Backlog cleared", 42, 1,
    ["No reply to email", "Email waiting {n} days", "Mailbox queue over target", "Chasing answer to email"],
    ["wrote {n} times, no answer but the automatic one", "mail about {amt} from last {day} still unread in queue", "queue at 400 and oldest is a week", "{cust} copied the mail to social because nobody answers"],
    ["Mail found in queue, answered now", "Two people moved to mail until noon", "Doubles merged", "Rang instead of writing"],
    ["Answered, {cust} fine", "Queue back under 100", "Rule put mail in wrong folder, corrected"]),
"chat_drop": ("Digital", "Chat dropping", "Digital", "Chat fixed", 44, 1,
    ["Chat ends by itself", "Chat lost halfway", "Chat handover fails", "Chat window closes"],
    ["chat closed while typing, had to start again with someone else", "transcript lost after {n} minutes", "bot hands over and the window stays empty", "chat says agent has left, agent has not"],
    ["Tried in same browser, closed at 5 min", "Chat id sent to IT", "Carried on by phone", "Time-out setting looked up"],
    ["Time-out raised", "Supplier patch", "Finished by phone, chat ok on retest"]),
"no_show": ("Engineers", "Missed visit", "Field desk", "Visit rebooked", 105, 1,
    ["Engineer did not turn up", "No show {town}", "Missed appointment", "Waited in all day"],
    ["text said on the way, then nothing", "slot 8 to 1, rang at 2 and no engineer assigned", "engineer marked as no access, {cust} was at the window the whole time", "took a day off and nobody came", "third missed visit this year"],
    ["Rang the depot, van broke down", "Compensation explained", "Tracker looked at, never in the street", "First slot {day} booked"],
    ["Visit done, line works", "Rebooked and confirmed by text", "Compensation paid, visit done {day}"]),
"slot_wrong": ("Engineers", "Booking error", "Field desk", "Booking corrected", 58, 0,
    ["Appointment booked for wrong day", "Two engineers booked", "Wrong job type on visit", "Slot in wrong area"],
    ["letter says {day}, text says the day after", "two vans outside for one job", "meter engineer came, it is a broadband job", "booked at the old address in {town}"],
    ["Diary and CRM do not agree", "Second job cancelled", "Right skill booked", "Said sorry, offered evening slot"],
    ["Booking put right", "Right engineer came {day}", "Duplicate removed, {cust} confirmed"]),
"router_batch": ("Faults", "Router", "Tech support", "Router swapped", 0, 1,
    ["Router keeps restarting", "HR-6 lights red then off", "New router reboots", "Broadband drops every few min"],
    ["new HR-6 goes off and on every ten minutes", "lights go red, all off, then comes back", "wifi gone {n} times an hour since the new box came", "serial starts KV26-17, restarts by itself"],
    ["Other plug socket tried", "Firmware looked at", "Put on swap list", "Logs pulled from the box"],
    ["Swapped, new one steady", "Replacement by courier, online", "New box running two days"]),
"storm": ("Faults", "Line damage", "Tech support", "Line repaired", 12, 2,
    ["Line down after storm", "Cable on the road {town}", "No service since the wind", "Tree on line"],
    ["tree came down and took the cable with it", "whole street in {town} without phone or internet since the storm", "cable hangs across the drive", "pole leaning after last night's wind"],
    ["Network team has a list, added", "Told to stay away from cable", "Mobile dongle offered", "Asked who else in the street"],
    ["Line repaired", "Pole replaced, service back", "Temporary cable up, works"]),
"no_supply": ("Faults", "Energy supply", "Tech support", "Supply restored", 48, 3,
    ["No power on prepay meter", "Top-up not on meter", "Key meter off", "Gas off after top up"],
    ["topped up {amt} and the meter still shows 0", "electricity off, key not read", "prepay display blank, freezer is thawing", "shop took the money, nothing on the card"],
    ["Emergency credit sent", "New code read out", "Shop receipt checked", "Meter reset steps done with {cust}"],
    ["Power back with new code", "Key replaced, credit on", "Engineer changed meter same day"]),
"vulnerable": ("Faults", "Priority customer", "Tech support", "Service restored", 34, 4,
    ["Priority customer without phone", "Care alarm not working", "Vulnerable cust no service", "Oxygen user line down"],
    ["care alarm runs over our line and it is dead", "{cust} is 84, lives alone, no dial tone", "baby of {n} weeks and no heating", "on home oxygen, priority register flag missing"],
    ["Welfare call made, is ok", "Neighbour's number noted with consent", "Mobile sent by courier", "Next-day engineer, priority", "Flag put on account"],
    ["Line back, alarm tested with alarm company", "Service back, rang to check", "Heating on, welfare call done"]),
"wrong_recipient": ("Data protection", "Wrong recipient", "Data protection", "Contained, assessed", 26, 3,
    ["Letter to wrong customer", "Email to wrong person", "Someone else's bill in envelope", "Other customer's details in chat"],
    ["got a letter with another name and address in the same envelope", "confirmation went to a mailbox that is not the {cust}'s", "someone else's bill, opened before reading the name", "agent pasted someone else's account in chat"],
    ["Asked to send it back, freepost", "Told data protection lead", "Other customer identified", "Mail recalled, was read already"],
    ["Letter back, other customer told", "Assessed, low risk, not reported to ICO, reason on file", "Deletion confirmed in writing"]),
"id_check": ("Data protection", "Security check", "Data protection", "Coached, assessed", 30, 1,
    ["Security check skipped", "Details given before ID", "Ex-partner got account details", "Password said out loud on chat"],
    ["agent changed the mail address without the two questions", "{cust} says nobody asked who they were before reading out the balance", "ex-partner rang and was given the new address", "full card number typed in chat"],
    ["Recording listened to", "Account locked with password", "Talked with agent, step was missed under pressure", "Chat text masked"],
    ["Agent coached, password set", "No harm found, recorded", "Assessed with data protection lead"]),
"wrong_script": ("Knowledge", "Wrong script", "Frontline B", "Script replaced", 40, 0,
    ["Old script used", "Wrong price quoted from script", "Agents read wrong cancellation text", "Cooling-off told wrong"],
    ["agent used the energy script on a broadband call", "quoted {amt} a month, offer ended last week", "fee for leaving early read out, does not apply", "{cust} told 14 days, script says 30 now"],
    ["Recording pulled", "Script version looked up, two are live", "Offer honoured", "Told the row which one is valid"],
    ["Old script removed", "Offer honoured and script corrected", "Shortcut on desktops points to new one"]),
"article_old": ("Knowledge", "Out-of-date article", "Frontline A", "Article updated", 46, 0,
    ["Knowledge article out of date", "Article gives old number", "Steps in article do not match screen", "Two articles say different things"],
    ["article on moving home still has the old form", "number in the article is no longer in use, {cust} rang it for {n} days", "steps for router reset are for the old model", "search finds two articles on refunds, 5 days and 10 days"],
    ["Feedback sent to author", "Author has left, owner not known", "Put right answer in floor chat", "Compared with policy"],
    ["Article rewritten", "Old one archived", "Owner named, article corrected"]),
"voice_certificate": ("Telephony", "No inbound calls", "Digital", "Linked to major incident", 0, 0,
    ["Could not get through", "Phone line dead after menu", "Cut off every time I ring", "Tried to ring, silence"],
    ["pressed 1 and then nothing, tried {n} times", "{cust} cut off after the menu since two o'clock", "rang about a bill, line silent, now on chat", "no answer at all, thought we had closed down", "needed to report no heating and could not get through"],
    ["Told them phones are down, dealt with it here", "Added to call-back list"],
    ["Rang back, matter dealt with", "Answered in chat, no call needed"]),
"crm_job_overrun": ("CRM", "Slow performance", "IT service desk", "Linked to major incident", 0, 0,
    ["CRM slow", "Account takes ages to open", "Save failed, lost notes"],
    ["account took a minute to open, {cust} gave up", "notes lost when save timed out", "everything slow since this morning"],
    ["Wrote on paper form", "Linked to the big one"], ["Fine since job was stopped", "Notes typed again"]),
"request": ("", "", "", "Request fulfilled", 0, 0, [], [],
    ["Checked with {sup}, agreed.", "Looked up what is needed.", "Form filled in."], ["Done and told {cust}.", "Set up, tested.", "Sent."]),
"chat_platform": ("Digital", "Chat unavailable", "Digital", "Linked to major incident", 0, 0,
    ["Chat stuck on connecting", "Chat not loading at night"], ["waited 20 minutes on connecting, no broadband", "chat never answered, rang instead"],
    ["Helped by phone"], ["Sorted by phone, told about chat"]),
}

REQUESTS = [  # category, subcategory, team, title, wording
    ("CRM", "Access", "IT service desk", "Access for new starter", "New starter on {day}, needs CRM, chat and notes, same as {mate}."),
    ("Billing", "Copy bill", "Billing", "Copy of bills", "{cust} wants copies of the last {n} bills for a mortgage."),
    ("Telephony", "Agent equipment", "IT service desk", "Second headset", "Spare headset for desk {n}{n}, works from home on {day}."),
    ("Knowledge", "New article", "Frontline A", "Article wanted", "No article on moving a landline number, asked {n} times this week."),
    ("Digital", "Contact preference", "Digital", "Large print letters", "{cust} would like letters in large print from now on."),
    ("Engineers", "Visit change", "Field desk", "Move a visit", "Please move the visit from {day} to the week after, {cust} is away.")]
NEAR_MISSES = [
    ("wrong_recipient", "Nearly sent file to wrong customer", "Mail with another customer's bill was stopped before sending, the address had filled itself in."),
    ("wrong_recipient", "Wrong letters found before post", "Two letters in one envelope seen at the folding machine, {n} more in the tray, none posted."),
    ("id_check", "Caller failed security, almost let through", "Caller knew name and address only. {mate} noticed before anything was changed."),
    ("wrong_bill", "Bill run stopped in time", "Test bill was {amt} too high. Run stopped {n} hours before printing."),
    ("vulnerable", "Priority flag nearly removed", "Clean-up list would have taken the flag off {n} customers, noticed in the second check.")]

LOGGED = ["Taken from {chan}.", "Logged, {cust} can be reached after five.", "From {chan}. {cust} polite but fed up.", "New, nothing like it on the account.",
    "Second contact about this, no earlier log found.", "Logged for {mate} who is on another call.", "Details as in description.",
    "{cust} in a hurry, short version only.", "{cust} wants a call back, not an email.", "Security passed. Logged.", "Logged while still talking to {cust}.",
    "Typed up from paper, system was slow.", "No reference from before. {cust} rang last week, nobody wrote it down."]
ACK = ["Picked up.", "Have it.", "Seen, looking at it after this call.", "Taking this one.", "Read the notes, starting.", "In my list for today.",
    "Ack. Need more detail from {caller}.", "Mine now.", "Looked at it, no quick answer."]
ASSIGN = ["To {who}.", "Passed to {team}, {who} has room.", "{who} please, knows this kind.", "{mate} is off until {day}, so to {who}.", "Over to {team}, {who}."]
CHASE = [("No answer, left voicemail.", "Phone"), ("Rang {caller}, will ring again {day}.", "Phone"), ("Told {cust} what we know, next call {day}.", "Phone"),
    ("Text sent with reference.", "CRM"), ("Mail with the steps sent.", "Email"), ("{cust} calmer after we talked it through.", "Phone"),
    ("Update given, no date yet, said so.", "Phone"), ("Answered in the same chat: we are on it, next word by {day}.", "Chat"),
    ("Wrote to {caller}: what we found, what happens next, when.", "Email"), ("Rang as promised. {cust} at work, asked for a text instead.", "Phone"),
    ("Said sorry for the wait, gave my name and the reference.", "Phone")]
INBOUND = [("{cust} rang in, nothing new to tell.", "Phone"), ("{cust} asks where we are with it.", "Phone"), ("Reply from {cust} with the details.", "Email"),
    ("{cust} says it got worse since {day}.", "Phone"), ("{caller} wrote again, tone is sharper.", "Email")]
NOTE = ["Waiting for {team}.", "Asked {mate}, had the same on {day}.", "Still open, chased.", "-see note above, same again", "On hold until {day}.",
    "Nothing odd in account history.", "{cust} is {n} weeks into the contract.", "Might be linked to the one {mate} had.", "Photo received.",
    "- checked cables\n- checked lights\n- restarted, no change", "=> handed to the late shift, they ring {caller}", "Not known yet whether others have it.", "Target is close, will ask {sup}."]
ESCALATE = ["To {who}: target runs out soon and no answer from {team}.", "To {who}: third contact, {cust} in tears.", "{who}, can you decide on goodwill, over my limit.",
    "To {who}, two others with the same today.", "To {who}: {cust} asks for a manager.", "{who} please push {team}."]
DECIDE = ["{amt} goodwill, because we had the facts and did not act.", "Stays as it is: one customer, workaround in place.",
    "No goodwill: promised date was kept. Explained.", "Do it by hand now, find out why afterwards.", "Refund first, look later, amount is small.",
    "Ring today even without an answer, silence is what they complain about.", "One person keeps this to the end, no more handing on.",
    "Not passing this to {team} again, we have what we need here.", "Target will be missed. Better a right answer on {day} than a quick wrong one, {cust} told."]
DECIDE_VISIT = ["Send someone out rather than wait for the test, {cust} has waited enough.", "Treat as priority: {cust} depends on the line.",
    "No second visit until the first report is in, otherwise we send the wrong skill again."]
SUPPORT = ["Sat with {mate} after a rough call, ten min off the phone, fine to go on.", "Listened in with {mate}, showed where to stop and ask.", "{mate} unsure of the script, went through it together, will try the next one alone.",
    "Took over the call from {mate}, caller was shouting. Talked about it afterwards.", "Coached {mate} on notes: what was said, what was promised, by when.", "Two new starters sat with me on this one, {mate} led the call.",
    "Checked in with {mate} at end of shift, ok."]
PRAISE = ["{L} had the same last week and told me what to ask.", "Handed over by {L}, notes were clear.", "Asked {L} to ring, knows {cust} from before.", "{L} says leave it until billing has run.", "Copied to {L}."]
CLOSED = ["Closed.", "{cust} confirmed, closed.", "No reply to two messages, closed.", "Closed after check.", "Happy, closed.", "Closed, nothing open."]
REOPEN = ["{cust} back, same again.", "Not fixed. Opened again.", "Came back after two days.", "Closed too soon, still there.", "{cust} says nothing has changed."]
TAILS = ["", "", "", " Wants to know when.", " Not the first time.", " Very upset.", " Works from home and needs it.", " Will leave if it is not put right.", " No rush.", " Asked for a manager.", " Has tried twice already.", " Threatens to go to the ombudsman."]

# What is written when the matter is our own people's: no customer on the line
LOGGED_INSIDE = ["Told at the desk.", "Logged for {mate}.", "From the floor, second one today.", "Mail to the desk, copied in.", "Logged between calls.",
    "Agent can work at the next desk for now.", "Same as last month?", "Typed up from the shift book."]
CHASE_INSIDE = [("Told {mate} it will be {day}.", "Email"), ("Asked the row lead to pass it on.", "Radio"), ("Answered in the floor chat.", "Chat"),
    ("Mail to the agent, what to try first.", "Email"), ("Told team leader, no date yet.", "Phone")]
INBOUND_INSIDE = [("Agent asks how long.", "Chat"), ("Team leader rang, two more on the row have it.", "Phone"), ("Reply with screenshot.", "Email")]
NOTE_INSIDE = ["Waiting for {team}.", "Asked {mate}, had the same on {day}.", "Still open, chased.", "-see note above, same again", "On hold until {day}.",
    "- cable\n- other port\n- restarted\nno change", "Not known yet whether others have it.", "Target is close, will ask {sup}.", "Agent on leave, nobody to try it with."]
ESCALATE_INSIDE = ["To {who}: target runs out soon and no answer from {team}.", "{who} please push {team}.", "To {who}, two others with the same today.", "{who}: agent has been off the phones since this morning."]
DECIDE_INSIDE = ["Stays as it is: one desk, spare is free.", "Agent moves to chat until this is done, rather than sit idle.", "Do it by hand now, find out why afterwards.", "Not today: two floors are busy, after six."]
CLOSED_INSIDE = ["Closed.", "Agent confirmed, closed.", "Closed after check.", "Works, closed.", "No word for a week, closed."]
REOPEN_INSIDE = ["Same again this morning.", "Not fixed. Opened again.", "Came back after two days.", "Closed too soon, still there."]
TAILS_INSIDE = ["", "", "", " Not the first time.", " Works from home {day}.", " On the phones again at two.", " Others on the row have it too."]
WAITING = [("On hold", "Parked until {day}, waiting for {team}."), ("Awaiting supplier", "With the supplier, no date given. Chased."), ("Awaiting customer", "Asked {cust} for a photo, nothing yet."),
    ("In progress", "Still looking. Will take it to {sup}.")]

# What is written when many customers have the same at once
TAILS_WIDE = [" About {many} customers so far.", " {many} contacts in an hour with the same.", " Affects {many} by the wallboard, may be more.", " Number not sure, {many} counted by hand."]
LOGGED_WIDE = ["Logged as one for all of them.", "Fifth contact about this in ten minutes.", "Everyone on the row has the same call.", "Noticed from the queue, then custs rang."]
CHASE_WIDE = [("Same to several, cause being looked for. Next word within the hour.", "Email"), ("Told the floors what to say: we know, no time yet.", "Radio"),
    ("Short message out: what works, what does not.", "Status page"), ("Update: cause found, fix under way.", "Email"), ("Nothing new, said so, next in 30 min.", "Email")]
INBOUND_WIDE = [("Still coming in, {n} more in the last quarter hour.", "Phone"), ("Two more teams report it.", "Chat")]
NOTE_WIDE = ["Count still going up.", "Queue at {n}{n}, normally {n}.", "Not known yet when it started.", "First thought was the network, it is not.", "Only some are hit, no pattern yet."]
ESCALATE_WIDE = ["To {who}: more than we can handle on this row.", "To {who}, needs someone who can call the supplier.", "{who}: half the target gone and no cause."]
DECIDE_WIDE = ["Handle all under this one, link the others.", "Two people off the phones to work through the list.", "Not P1: there is another way to reach us and it works.",
    "Tell customers now, before we know the cause. Silence costs us more.", "Switch to the spare route, accept the slower wait."]
CLOSED_WIDE = ["No more contacts since, closed.", "Checked ten of them, all fine. Closed.", "Closed after check."]
