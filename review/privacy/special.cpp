// Facts of special category and offences (UK GDPR articles 9 and 10): replaced by their category.

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "review/privacy/find.h"

namespace debrief::review::privacy {

namespace {

struct Terms {
  std::string_view category;
  std::string_view phrases;  // separated by |
};

// Words with an innocent meaning in a log stand only in phrases: "blind" transfers, "disabled" accounts, "terminal"
// servers, visual "aids", a doctor's "surgery" that is a customer.
constexpr Terms terms[] = {
    {"HEALTH",
     "chemo|chemotherapy|radiotherapy|dialysis|cancer|tumour|tumor|leukaemia|leukemia|lymphoma|oncology|diabetes|"
     "diabetic|insulin|epilepsy|epileptic|"
     "asthma|asthmatic|heart attack|heart condition|heart failure|heart disease|cardiac "
     "arrest|pacemaker|angina|dementia|alzheimers|alzheimer|"
     "parkinsons|parkinson|autism|autistic|adhd|aspergers|asperger|bipolar|depression|clinically "
     "depressed|anxiety|anxiety attack|panic attack|panic attacks|suicidal|suicide|"
     "self harm|self harming|self harmed|schizophrenia|schizophrenic|psychosis|psychotic|ptsd|eating "
     "disorder|anorexia|bulimia|mental health|mental illness|"
     "nervous breakdown|sectioned|pregnant|pregnancy|miscarriage|miscarried|ivf|maternity leave|gone into labour|went "
     "into labour|on crutches|on the sick|depressed|wheelchair|wheelchair user|registered disabled|she is disabled|he "
     "is disabled|customer is disabled|caller is disabled|disabled son|disabled daughter|disabled husband|disabled "
     "wife|disabled mother|disabled father|disabled tenant|disabled resident|disabled person|"
     "disabled customer|disabled caller|disabled child|disability|learning disability|registered blind|is "
     "blind|partially sighted|visually impaired|profoundly deaf|is deaf|deaf|blind customer|blind caller|blind user|"
     "hard of hearing|hearing impaired|hearing aid|hearing aids|hiv|hiv positive|hepatitis|tuberculosis|covid "
     "positive|tested positive|copd|emphysema|home oxygen|on oxygen|"
     "oxygen concentrator|nebuliser|ventilator|stoma|colostomy|catheter|feeding tube|had surgery|having "
     "surgery|awaiting surgery|heart surgery|had an operation|hip replacement|knee replacement|"
     "in hospital|hospitalised|hospitalized|intensive "
     "care|addiction|addict|alcoholic|alcoholism|rehab|overdose|overdosed|medication|prescription|"
     "antidepressants|methadone|terminally ill|terminal illness|terminal cancer|palliative|palliative care|end of life "
     "care|hospice|bedridden|bedbound|housebound|amputee|seizure|seizures|"
     "migraine|migraines|arthritis|multiple sclerosis|sclerosis|cystic fibrosis|motor neurone disease|cerebral "
     "palsy|downs syndrome|sickle cell|transplant|off sick|sick leave|sick note|"
     "long term sick|signed off sick|had a stroke|suffered a stroke|stroke patient|stroke survivor|broken hip|broken "
     "leg|broken arm|broken wrist|brain injury|head injury|concussion|blood pressure|"
     "immunocompromised|immunosuppressed|medically dependent|medical condition|kidney failure|liver "
     "failure|crohns|colitis|endometriosis|menopause|postnatal|post natal depression|diagnosed with"},
    {"UNION",
     "trade union member|trade union rep|trades union member|union rep|union reps|union representative|trade "
     "union|trades union|union member|union membership|union official|union steward|shop steward|union ballot|unison "
     "rep|unison member|unite rep|unite member|gmb rep|gmb member|cwu rep|cwu member|usdaw member|tuc member"},
    {"RELIGION",
     "muslim|hindu|sikh|buddhist|jewish|catholic|roman catholic|protestant|methodist|mormon|jehovahs "
     "witness|practising christian|born again christian|is a christian|atheist|observes ramadan|fasting for ramadan|"
     "observes sabbath|keeps sabbath|keeps kosher|attends mosque|attends church|attends synagogue|islam|judaism"},
    {"ORIGIN",
     "ethnicity|ethnic origin|ethnic minority|black caribbean|black african|white british|mixed race|of asian "
     "origin|of african origin|of pakistani origin|of indian origin|asylum seeker|refugee|gypsy|romany|traveller "
     "community|immigration status"},
    {"SEXUALITY",
     "gay|lesbian|bisexual|homosexual|heterosexual|transgender|transsexual|trans woman|trans man|non binary|same sex "
     "partner|sexual orientation|gender reassignment"},
    {"POLITICS",
     "labour party member|conservative party member|labour party|conservative party|lib dem member|tory voter|labour "
     "voter|snp member|ukip member|reform voter|political party|political views"},
    {"OFFENCE",
     "convicted|criminal record|criminal conviction|previous convictions|spent conviction|conviction|convictions|in "
     "prison|released from prison|from prison|on bail|on probation|probation officer|ex offender|sex "
     "offender|arrested|police caution|electronic tag|"
     "restraining order|sentenced|community service order|shoplifting|drink driving|drunk driving|domestic "
     "violence|domestic abuse|in custody"},
};

constexpr std::string_view leading =
    "mid post pre undergoing awaiting having receiving heavily early onset late stage type severe severely chronic "
    "acute terminal advanced recovering from recent breast lung bowel skin prostate brain ovarian "
    "stage1 stage4 clinical with";

struct Node {
  std::unordered_map<std::string, std::size_t> next;
  std::string_view category;
};

const std::vector<Node>& phrases() {
  static const std::vector<Node> built = [] {
    std::vector<Node> nodes(1);
    for (const Terms& t : terms) {
      for (std::size_t at = 0; at < t.phrases.size();) {
        const std::size_t end = std::min(t.phrases.find('|', at), t.phrases.size());
        std::size_t node = 0;
        for (std::size_t w = at; w < end;) {
          const std::size_t stop = std::min(t.phrases.find(' ', w), end);
          const std::string word(t.phrases.substr(w, stop - w));
          auto found = nodes[node].next.find(word);
          if (found == nodes[node].next.end()) {
            nodes.emplace_back();
            found = nodes[node].next.emplace(word, nodes.size() - 1).first;
          }
          node = found->second;
          w = stop + 1;
        }
        nodes[node].category = t.category;
        at = end + 1;
      }
    }
    return nodes;
  }();
  return built;
}

}  // namespace

void find_special(const Reading& r, Finds& out) {
  const std::vector<Node>& nodes = phrases();
  std::string key;
  for (std::size_t i = 0; i < r.size(); ++i) {
    std::size_t node = 0, last = i;
    std::string_view category;
    for (std::size_t k = i; k < r.size() && (k == i || r.gap_is(k, " -")); ++k) {
      key.assign(r[k].plain);
      auto next = nodes[node].next.find(key);
      if (next == nodes[node].next.end()) break;
      node = next->second;
      if (!nodes[node].category.empty()) {
        category = nodes[node].category;
        last = k;
      }
    }
    if (category.empty()) continue;
    std::size_t first = i;
    if (category == "HEALTH") {
      while (first > 0 && r.gap_is(first, " -")) {
        const Word& before = r[first - 1];
        const bool measure = before.digits && before.size() <= 2;
        const bool unit = listed("months weeks month week", before.plain) && first > 1 && r[first - 2].digits;
        if (!listed(leading, before.plain) && !measure && !unit) break;
        if (before.temporal || listed("from with", before.plain)) break;
        --first;
      }
      while (first < i && r[first].digits && r[first + 1].plain == r[i].plain) ++first;  // "2 diabetic" counts callers
    }
    out.push_back({category, r[first].begin, r[last].end});
    i = last;
  }
}

}  // namespace debrief::review::privacy
