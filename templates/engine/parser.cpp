// Tokens become a template: its statements.

#include "templates/engine/parser.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "templates/engine/expressions.h"
#include "templates/engine/python_text.h"
#include "templates/engine/words.h"

namespace debrief::templates::engine {

namespace {

class Parser : private Expressions {
 public:
  Parser(Template& result, std::vector<Token> tokens, Names& names, const Limits& limits, std::vector<Trouble>* faults)
      : Expressions(std::move(tokens), names, limits, faults), result_(result) {}

  void run() {
    std::string_view end;
    result_.body = statements({}, end, {});
  }

 private:
  using Words = std::vector<std::string_view>;

  void recover(TokenKind close) {
    while (now().kind != close && now().kind != TokenKind::end && now().kind != TokenKind::data) take();
  }

  /// Reads the rest of a tag, up to but without its end; a trouble inside it is reported and the rest skipped.
  void header(const std::function<void()>& read) {
    if (faults_ == nullptr) {
      read();
      return;
    }
    try {
      read();
    } catch (Trouble& trouble) {
      faults_->push_back(std::move(trouble));
      recover(TokenKind::close_tag);
    }
  }

  void close_tag() {
    if (now().kind == TokenKind::close_tag) {
      take();
      return;
    }
    if (faults_ == nullptr) expected("%}");
    faults_->push_back({"template-syntax", fmt::format("expected %}}, found {}", shown(now())), now().place});
    recover(TokenKind::close_tag);
    if (now().kind == TokenKind::close_tag) take();
  }

  static std::string listed_words(const Words& words) {
    std::string s;
    for (const std::string_view w : words) s += (s.empty() ? "{% " : " or {% ") + std::string(w) + " %}";
    return s;
  }

  /// Until one of `stops`, whose name is taken and given in `found`; `opener` opened this part.
  Body statements(const Words& stops, std::string_view& found, const Place& opener) {
    Body body;
    while (true) {
      const Token& t = now();
      if (t.kind == TokenKind::end) {
        if (!stops.empty())
          report(
              {"template-syntax", fmt::format("this tag is never closed; expected {}", listed_words(stops)), opener});
        found = {};
        return body;
      }
      if (t.kind == TokenKind::data) {
        auto s = statement(StmtKind::data, t.place);
        s->text = take().text;
        body.push_back(std::move(s));
      } else if (t.kind == TokenKind::open_print) {
        print(body);
      } else {
        take();
        for (const std::string_view stop : stops) {
          if (word(stop)) {
            found = stop;
            take();
            return body;
          }
        }
        tag(body, stops);
      }
    }
  }

  void print(Body& body) {
    const Place place = take().place;
    const auto read = [&] {
      auto s = statement(StmtKind::print, place);
      s->exprs.push_back(tuple(true, false, {}));
      if (now().kind != TokenKind::close_print) expected("}}");
      take();
      body.push_back(std::move(s));
    };
    if (faults_ == nullptr) {
      read();
      return;
    }
    try {
      read();
    } catch (Trouble& trouble) {
      faults_->push_back(std::move(trouble));
      recover(TokenKind::close_print);
      if (now().kind == TokenKind::close_print) take();
    }
  }

  std::unique_ptr<Stmt> statement(StmtKind kind, const Place& place) const {
    auto s = std::make_unique<Stmt>();
    s->kind = kind;
    s->place = place;
    return s;
  }

  void tag(Body& body, const Words& stops) {
    const Place place = now().place;
    std::unique_ptr<Stmt> s;
    try {
      const Nest nest(*this, place);
      const std::string name = need_name("the name of a tag");
      s = tag_named(name, place, stops);
    } catch (Trouble& trouble) {
      if (faults_ == nullptr || trouble.code == "template-limit") throw;
      faults_->push_back(std::move(trouble));
      recover(TokenKind::close_tag);
    }
    if (s) body.push_back(std::move(s));
    close_tag();
  }

  std::unique_ptr<Stmt> tag_named(const std::string& name, const Place& place, const Words& stops) {
    using Reader = std::unique_ptr<Stmt> (Parser::*)(const Place&);
    static constexpr std::array<std::pair<std::string_view, Reader>, 14> tags{{{"if", &Parser::if_tag},
                                                                               {"for", &Parser::for_tag},
                                                                               {"set", &Parser::set_tag},
                                                                               {"include", &Parser::include_tag},
                                                                               {"import", &Parser::import_tag},
                                                                               {"from", &Parser::from_tag},
                                                                               {"extends", &Parser::extends_tag},
                                                                               {"block", &Parser::block_tag},
                                                                               {"macro", &Parser::macro_tag},
                                                                               {"call", &Parser::call_tag},
                                                                               {"filter", &Parser::filter_tag},
                                                                               {"with", &Parser::with_tag},
                                                                               {"autoescape", &Parser::autoescape_tag},
                                                                               {"print", &Parser::print_tag}}};
    for (const auto& [tag_name, reader] : tags) {
      if (name == tag_name) return (this->*reader)(place);
    }
    std::vector<std::string> known;
    for (const auto& [tag_name, reader] : tags) known.emplace_back(tag_name);
    for (const std::string_view stop : stops) known.emplace_back(stop);
    std::string message = with_nearest(fmt::format("there is no tag {}", base::quoted(name)), name, known);
    if (name.starts_with("end") || name == "else" || name == "elif") {
      message = fmt::format("{} stands here without its beginning", base::quoted(name));
      if (!stops.empty()) message += "; expected " + listed_words(stops);
    }
    fail(place, std::move(message));
  }

  /// The part up to the closing tag `end`, whose name is taken; the tag's own end is left.
  Body part(std::string_view end, const Place& opener) {
    skip_sign(":");
    close_tag();
    std::string_view found;
    return statements({end}, found, opener);
  }

  std::unique_ptr<Stmt> print_tag(const Place& place) {
    auto s = statement(StmtKind::print, place);
    while (now().kind != TokenKind::close_tag) {
      if (!s->exprs.empty()) need_sign(",");
      s->exprs.push_back(expression());
    }
    return s;
  }

  std::unique_ptr<Stmt> if_tag(const Place& place) {
    auto s = statement(StmtKind::if_, place);
    std::string_view found = "elif";
    while (found == "elif") {
      header([&] { s->exprs.push_back(tuple(false, false, {})); });
      if (s->exprs.size() <= s->bodies.size()) s->exprs.push_back(constant({}, place));
      skip_sign(":");
      close_tag();
      s->bodies.push_back(statements({"elif", "else", "endif"}, found, place));
    }
    if (found == "else") s->bodies.push_back(part("endif", place));
    return s;
  }

  std::unique_ptr<Stmt> for_tag(const Place& place) {
    auto s = statement(StmtKind::for_, place);
    header([&] {
      s->targets.push_back(targets("in"));
      if (!skip_word("in")) expected("\"in\"");
      s->exprs.push_back(tuple(false, false, "recursive"));
      s->exprs.push_back(skip_word("if") ? expression() : nullptr);
      s->recursive = skip_word("recursive");
    });
    if (s->targets.empty()) s->targets.emplace_back();
    if (s->exprs.empty()) s->exprs.push_back(constant(Value::list({}), place));
    s->exprs.resize(2);
    skip_sign(":");
    close_tag();
    std::string_view found;
    s->bodies.push_back(statements({"endfor", "else"}, found, place));
    s->bodies.push_back(found == "else" ? part("endfor", place) : Body{});
    return s;
  }

  std::unique_ptr<Stmt> set_tag(const Place& place) {
    auto s = statement(StmtKind::set, place);
    Target t;
    if (now().kind == TokenKind::name && ahead().kind == TokenKind::sign && ahead().text == ".") {
      t = name_target();
      take();
      t.field = names_.of(need_name("a field's name"));
    } else {
      t = targets({});
    }
    s->targets.push_back(std::move(t));
    if (skip_sign("=")) {
      s->exprs.push_back(tuple(true, false, {}));
      return s;
    }
    s->kind = StmtKind::set_block;
    ExprPtr filtered;
    while (sign("|")) filtered = filter(std::move(filtered), false);
    s->exprs.push_back(std::move(filtered));
    s->bodies.push_back(part("endset", place));
    return s;
  }

  void context_words(Stmt& s, bool otherwise) {
    s.with_context = otherwise;
    if ((word("with") || word("without")) && ahead().kind == TokenKind::name && ahead().text == "context") {
      s.with_context = take().text == "with";
      take();
    }
  }

  std::unique_ptr<Stmt> include_tag(const Place& place) {
    auto s = statement(StmtKind::include, place);
    s->exprs.push_back(expression());
    if (word("ignore") && ahead().text == "missing") {
      s->ignore_missing = true;
      take();
      take();
    }
    context_words(*s, true);
    return s;
  }

  std::unique_ptr<Stmt> import_tag(const Place& place) {
    auto s = statement(StmtKind::import, place);
    s->exprs.push_back(expression());
    if (!skip_word("as")) expected("\"as\"");
    s->name = name_target().name;
    context_words(*s, false);
    return s;
  }

  std::unique_ptr<Stmt> from_tag(const Place& place) {
    auto s = statement(StmtKind::from_import, place);
    s->exprs.push_back(expression());
    if (!skip_word("import")) expected("\"import\"");
    while (true) {
      if (!s->imported.empty()) need_sign(",");
      const bool context = (word("with") || word("without")) && ahead().text == "context";
      if (context) break;
      const Target t = name_target();
      if (t.name->starts_with("_")) fail(t.place, "names that start with an underscore cannot be imported");
      s->imported.emplace_back(t.name, skip_word("as") ? name_target().name : t.name);
      if (!sign(",")) break;
    }
    context_words(*s, false);
    return s;
  }

  std::unique_ptr<Stmt> extends_tag(const Place& place) {
    auto s = statement(StmtKind::extends, place);
    s->exprs.push_back(expression());
    return s;
  }

  std::unique_ptr<Stmt> block_tag(const Place& place) {
    auto s = statement(StmtKind::block, place);
    s->name = names_.of(need_name("the block's name"));
    s->scoped = skip_word("scoped");
    s->required = skip_word("required");
    for (const Stmt* other : result_.blocks) {
      if (other->name == s->name)
        report({"template-syntax",
                fmt::format("block {} stands here twice; its first place is line {}", base::quoted(*s->name),
                            other->place.line),
                place});
    }
    result_.blocks.push_back(s.get());
    s->bodies.push_back(part("endblock", place));
    if (s->required) {
      for (const auto& inner : s->bodies[0]) {
        if (inner->kind != StmtKind::data || !stripped(inner->text).empty()) {
          fail(inner->place, "a required block can hold only comments and white space");
        }
      }
    }
    skip_word(*s->name);
    return s;
  }

  void signature(Stmt& s) {
    need_sign("(");
    while (!sign(")")) {
      if (!s.parameters.empty()) need_sign(",");
      Parameter p;
      const Target t = name_target();
      p.name = t.name;
      if (skip_sign("=")) {
        p.otherwise = expression();
      } else if (!s.parameters.empty() && s.parameters.back().otherwise) {
        fail(t.place, "a parameter without a default stands behind one with a default");
      }
      s.parameters.push_back(std::move(p));
    }
    need_sign(")");
  }

  std::unique_ptr<Stmt> macro_tag(const Place& place) {
    auto s = statement(StmtKind::macro, place);
    header([&] {
      s->name = name_target().name;
      signature(*s);
    });
    if (s->name == nullptr) s->name = names_.of("");
    s->bodies.push_back(part("endmacro", place));
    return s;
  }

  std::unique_ptr<Stmt> call_tag(const Place& place) {
    auto s = statement(StmtKind::call_block, place);
    header([&] {
      if (sign("(")) signature(*s);
      s->exprs.push_back(expression());
      if (s->exprs[0]->kind != ExprKind::call) fail(s->exprs[0]->place, "expected a call such as name(…)");
    });
    s->bodies.push_back(part("endcall", place));
    return s;
  }

  std::unique_ptr<Stmt> filter_tag(const Place& place) {
    auto s = statement(StmtKind::filter_block, place);
    header([&] {
      ExprPtr e = filter(nullptr, true);
      while (sign("|")) e = filter(std::move(e), false);
      s->exprs.push_back(std::move(e));
    });
    s->bodies.push_back(part("endfilter", place));
    return s;
  }

  std::unique_ptr<Stmt> with_tag(const Place& place) {
    auto s = statement(StmtKind::with, place);
    header([&] {
      while (now().kind != TokenKind::close_tag) {
        if (!s->targets.empty()) need_sign(",");
        s->targets.push_back(targets({}));
        need_sign("=");
        s->exprs.push_back(expression());
      }
    });
    s->exprs.resize(s->targets.size());
    s->bodies.push_back(part("endwith", place));
    return s;
  }

  std::unique_ptr<Stmt> autoescape_tag(const Place& place) {
    auto s = statement(StmtKind::autoescape, place);
    s->exprs.push_back(expression());
    s->bodies.push_back(part("endautoescape", place));
    return s;
  }

  Template& result_;
};

}  // namespace

std::unique_ptr<Template> parse(std::string name, std::string_view source, Names& names, const Limits& limits,
                                std::vector<Trouble>* faults) {
  auto result = std::make_unique<Template>();
  result->name = std::move(name);
  const std::string& file = *names.of(result->name);  // outlives a template that cannot be read
  try {
    Parser(*result, tokens_of(source, file), names, limits, faults).run();
  } catch (Trouble& trouble) {
    if (faults == nullptr) throw;
    faults->push_back(std::move(trouble));
  }
  return result;
}

}  // namespace debrief::templates::engine
