// Words and abbreviations of the field, for the glossary of a document.

#include <map>
#include <set>

#include "base/json.h"
#include "templates/facts/pir_work.h"

namespace debrief::templates {

using base::Json;

Json glossary_of(const std::vector<std::string>& texts, const std::vector<std::string>& always) {
  static const std::map<std::string, std::string> known = {
      {"ACD", "automatic call distributor: sends calls to the agents who are free"},
      {"AHT", "average handling time of a contact"},
      {"API", "application programming interface"},
      {"ASA", "average speed of answer"},
      {"CRM", "customer relationship management system, which holds the customer record"},
      {"CSAT", "customer satisfaction score"},
      {"DPO", "data protection officer"},
      {"ETA", "estimated time of arrival, or of a fix"},
      {"GDPR", "General Data Protection Regulation"},
      {"ICO", "Information Commissioner's Office"},
      {"IT", "information technology"},
      {"ITIL", "a widely used body of practice for service management"},
      {"IVR", "interactive voice response: the menu a caller hears"},
      {"KPI", "key performance indicator"},
      {"NPS", "net promoter score"},
      {"PIR", "post-incident review"},
      {"SBC", "session border controller: the gateway between telephone networks"},
      {"SHA-256", "a fingerprint of a file: any change to the file changes it"},
      {"SLA", "service level agreement: the times a centre promises"},
      {"TLS", "transport layer security: encryption of a connection"},
      {"VPN", "virtual private network"},
      {"XmR", "a control chart of single values and their moving ranges"},
  };
  std::set<std::string> used(always.begin(), always.end());
  for (const auto& text : texts) {
    std::string word;
    const auto end_word = [&] {
      if (known.contains(word)) used.insert(word);
      word.clear();
    };
    for (const char c : text) {
      if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
        word += c;
      else
        end_word();
    }
    end_word();
  }
  Json out = Json::array();
  for (const auto& term : used) {
    if (const auto it = known.find(term); it != known.end())
      out.push_back({{"term", it->first}, {"meaning", it->second}});
  }
  return out;
}

}  // namespace debrief::templates
