// Tokens become a template; the grammar and its precedence are Jinja2's.

#include "templates/engine/parser.h"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/engine/lexer.h"
#include "templates/engine/python_text.h"
#include "templates/engine/words.h"

namespace debrief::templates::engine {

namespace {

constexpr int deepest = 1000;  // a + b + c … : each term deepens the tree by one

class Parser {
 public:
  Parser(Template& result, std::vector<Token> tokens, Names& names, const Limits& limits, std::vector<Trouble>* faults)
      : result_(result), tokens_(std::move(tokens)), names_(names), limits_(limits), faults_(faults) {}

  void run() {
    std::string_view end;
    result_.body = statements({}, end, {});
  }

 private:
  using Words = std::vector<std::string_view>;

  // --- tokens

  const Token& now() const { return tokens_[i_]; }
  const Token& ahead() const { return tokens_[std::min(i_ + 1, tokens_.size() - 1)]; }
  const Token& take() {
    const Token& t = tokens_[i_];
    if (i_ + 1 < tokens_.size()) ++i_;
    return t;
  }
  bool sign(std::string_view s) const { return now().kind == TokenKind::sign && now().text == s; }
  bool word(std::string_view s) const { return now().kind == TokenKind::name && now().text == s; }
  bool skip_sign(std::string_view s) { return sign(s) && (take(), true); }
  bool skip_word(std::string_view s) { return word(s) && (take(), true); }

  static std::string shown(const Token& t) {
    switch (t.kind) {
      case TokenKind::close_print:
        return "}}";
      case TokenKind::close_tag:
        return "%}";
      case TokenKind::end:
        return "the end of the template";
      case TokenKind::text:
        return "the text " + base::quoted(t.text);
      case TokenKind::data:
        return "template text";
      case TokenKind::open_print:
        return "{{";
      case TokenKind::open_tag:
        return "{%";
      default:
        return base::quoted(t.text);
    }
  }

  [[noreturn]] static void fail(const Place& place, std::string message, std::string code = "template-syntax") {
    throw Trouble{std::move(code), std::move(message), place};
  }
  [[noreturn]] void expected(std::string_view what) const {
    fail(now().place, fmt::format("expected {}, found {}", what, shown(now())));
  }
  void need_sign(std::string_view s) {
    if (!skip_sign(s)) expected(fmt::format("\"{}\"", s));
  }
  std::string need_name(std::string_view what) {
    if (now().kind != TokenKind::name) expected(what);
    return take().text;
  }

  struct Nest {
    Nest(Parser& p, const Place& place) : parser(p) {
      if (++parser.depth_ > parser.limits_.depth) {
        --parser.depth_;
        throw Trouble{"template-limit",
                      fmt::format("tags or brackets stand more than {} deep in one another", parser.limits_.depth),
                      place};
      }
    }
    ~Nest() { --parser.depth_; }
    Nest(const Nest&) = delete;
    Nest& operator=(const Nest&) = delete;
    Parser& parser;
  };

  static ExprPtr node(ExprKind kind, const Place& place) {
    auto e = std::make_unique<Expr>();
    e->kind = kind;
    e->place = place;
    return e;
  }
  static ExprPtr binary(ExprKind kind, const Place& place, ExprPtr a, ExprPtr b) {
    auto e = node(kind, place);
    e->kids.push_back(std::move(a));
    e->kids.push_back(std::move(b));
    return finish(std::move(e));
  }
  /// Counts how deep the tree is, so that walking and freeing it stays within the stack.
  static ExprPtr finish(ExprPtr e) {
    int deep = 0;
    for (const auto& kid : e->kids) deep = std::max(deep, kid ? kid->depth : 0);
    for (const Expr* kid : {e->star.get(), e->star_star.get()}) deep = std::max(deep, kid != nullptr ? kid->depth : 0);
    e->depth = deep + 1;
    if (e->depth > deepest)
      fail(e->place, fmt::format("one expression chains more than {} parts", deepest), "template-limit");
    return e;
  }
  static ExprPtr constant(Value v, const Place& place) {
    auto e = node(ExprKind::constant, place);
    e->constant = std::move(v);
    return e;
  }

  // --- expressions

  ExprPtr expression() {
    const Nest nest(*this, now().place);
    return choice();
  }

  ExprPtr choice() {
    ExprPtr left = either();
    while (word("if")) {
      const Place place = take().place;
      auto e = node(ExprKind::choose, place);
      e->kids.push_back(either());
      e->kids.push_back(std::move(left));
      e->kids.push_back(skip_word("else") ? expression() : nullptr);
      left = finish(std::move(e));
    }
    return left;
  }

  ExprPtr either() {
    ExprPtr left = both();
    while (word("or")) {
      const Place place = take().place;
      left = binary(ExprKind::or_, place, std::move(left), both());
    }
    return left;
  }

  ExprPtr both() {
    ExprPtr left = negation();
    while (word("and")) {
      const Place place = take().place;
      left = binary(ExprKind::and_, place, std::move(left), negation());
    }
    return left;
  }

  ExprPtr negation() {
    if (!word("not")) return comparison();
    const Nest nest(*this, now().place);
    auto e = node(ExprKind::not_, take().place);
    e->kids.push_back(negation());
    return finish(std::move(e));
  }

  ExprPtr comparison() {
    ExprPtr left = sum();
    ExprPtr e;
    while (true) {
      static constexpr std::array<std::pair<std::string_view, Comparison>, 6> signs{
          {{"==", Comparison::equal},
           {"!=", Comparison::not_equal},
           {"<", Comparison::less},
           {"<=", Comparison::less_equal},
           {">", Comparison::greater},
           {">=", Comparison::greater_equal}}};
      const Place place = now().place;
      Comparison op = Comparison::in;
      const auto it = std::find_if(signs.begin(), signs.end(), [&](const auto& s) { return sign(s.first); });
      if (it != signs.end()) {
        op = it->second;
        take();
      } else if (word("in")) {
        take();
      } else if (word("not") && ahead().kind == TokenKind::name && ahead().text == "in") {
        op = Comparison::not_in;
        take();
        take();
      } else {
        return e ? finish(std::move(e)) : std::move(left);
      }
      if (!e) {
        e = node(ExprKind::compare, place);
        e->kids.push_back(std::move(left));
      }
      e->comparisons.push_back(op);
      e->kids.push_back(sum());
    }
  }

  ExprPtr sum() {
    ExprPtr left = joined();
    while (sign("+") || sign("-")) {
      const Token& t = take();
      const ExprKind kind = t.text == "+" ? ExprKind::add : ExprKind::subtract;
      const Place place = t.place;
      left = binary(kind, place, std::move(left), joined());
    }
    return left;
  }

  ExprPtr joined() {
    ExprPtr left = product();
    if (!sign("~")) return left;
    auto e = node(ExprKind::concat, now().place);
    e->kids.push_back(std::move(left));
    while (skip_sign("~")) e->kids.push_back(product());
    return finish(std::move(e));
  }

  ExprPtr product() {
    ExprPtr left = power();
    while (sign("*") || sign("/") || sign("//") || sign("%")) {
      const Token& t = take();
      const Place place = t.place;
      const ExprKind kind = t.text == "*"   ? ExprKind::multiply
                            : t.text == "/" ? ExprKind::divide
                            : t.text == "%" ? ExprKind::modulo
                                            : ExprKind::floor_divide;
      left = binary(kind, place, std::move(left), power());
    }
    return left;
  }

  ExprPtr power() {
    ExprPtr left = unary(true);
    while (sign("**")) {  // to the left, as Jinja2 has it
      const Place place = take().place;
      left = binary(ExprKind::power, place, std::move(left), unary(true));
    }
    return left;
  }

  ExprPtr unary(bool with_filter) {
    ExprPtr e;
    if (sign("-") || sign("+")) {
      const Nest nest(*this, now().place);
      e = node(sign("-") ? ExprKind::negate : ExprKind::plus, now().place);
      take();
      e->kids.push_back(unary(false));
    } else {
      e = primary();
    }
    e = postfix(std::move(e));
    e = finish(std::move(e));
    return with_filter ? filters(std::move(e)) : std::move(e);
  }

  ExprPtr primary() {
    const Token& t = now();
    const Place place = t.place;
    switch (t.kind) {
      case TokenKind::name: {
        const std::string& s = take().text;
        if (s == "true" || s == "True") return constant(Value::boolean(true), place);
        if (s == "false" || s == "False") return constant(Value::boolean(false), place);
        if (s == "none" || s == "None") return constant({}, place);
        if (s[0] >= '0' && s[0] <= '9') fail(place, fmt::format("{} is not a name", base::quoted(s)));
        auto e = node(ExprKind::name, place);
        e->name = names_.of(s);
        return finish(std::move(e));
      }
      case TokenKind::text: {
        std::string s = take().text;
        while (now().kind == TokenKind::text) s += take().text;
        return constant(Value::text(std::move(s)), place);
      }
      case TokenKind::integer:
        return constant(Value::integer(take().integer), place);
      case TokenKind::real:
        return constant(Value::real(take().real), place);
      default:
        break;
    }
    if (skip_sign("(")) {
      const Nest nest(*this, place);
      ExprPtr e = tuple(true, true, {});
      need_sign(")");
      return finish(std::move(e));
    }
    if (skip_sign("[")) {
      const Nest nest(*this, place);
      auto e = node(ExprKind::list, place);
      while (!sign("]")) {
        if (!e->kids.empty()) need_sign(",");
        if (sign("]")) break;
        e->kids.push_back(expression());
      }
      need_sign("]");
      return finish(std::move(e));
    }
    if (skip_sign("{")) {
      const Nest nest(*this, place);
      auto e = node(ExprKind::dict, place);
      while (!sign("}")) {
        if (!e->kids.empty()) need_sign(",");
        if (sign("}")) break;
        e->kids.push_back(expression());
        need_sign(":");
        e->kids.push_back(expression());
      }
      need_sign("}");
      return finish(std::move(e));
    }
    expected("a value");
  }

  bool tuple_ends(std::string_view stop) const {
    return now().kind == TokenKind::close_print || now().kind == TokenKind::close_tag || sign(")") ||
           (!stop.empty() && word(stop));
  }

  /// Values between commas; one value without a comma is itself.
  ExprPtr tuple(bool with_choice, bool parenthesised, std::string_view stop) {
    const Nest nest(*this, now().place);
    const Place place = now().place;
    std::vector<ExprPtr> parts;
    bool is_tuple = false;
    while (true) {
      if (!parts.empty()) need_sign(",");
      if (tuple_ends(stop)) break;
      parts.push_back(with_choice ? choice() : either());
      if (!sign(",")) break;
      is_tuple = true;
    }
    if (!is_tuple) {
      if (!parts.empty()) return std::move(parts[0]);
      if (!parenthesised) expected("an expression");
    }
    auto e = node(ExprKind::tuple, place);
    e->kids = std::move(parts);
    return finish(std::move(e));
  }

  ExprPtr postfix(ExprPtr e) {
    while (sign(".") || sign("[") || sign("(")) {
      if (sign("(")) {
        e = call(std::move(e));
      } else {
        e = subscript(std::move(e));
      }
    }
    return finish(std::move(e));
  }

  ExprPtr filters(ExprPtr e) {
    while (true) {
      if (sign("|")) {
        e = filter(std::move(e), false);
      } else if (word("is")) {
        e = test(std::move(e));
      } else if (sign("(")) {
        e = call(std::move(e));
      } else {
        return finish(std::move(e));
      }
    }
  }

  ExprPtr subscript(ExprPtr owner) {
    const Place place = now().place;
    if (skip_sign(".")) {
      const Token& t = now();
      if (t.kind == TokenKind::name) {
        auto e = node(ExprKind::field, t.place);
        e->name = names_.of(take().text);
        e->kids.push_back(std::move(owner));
        return finish(std::move(e));
      }
      if (t.kind != TokenKind::integer) expected("a field's name or a number");
      ExprPtr index = constant(Value::integer(t.integer), t.place);
      take();
      return binary(ExprKind::item, place, std::move(owner), std::move(index));
    }
    need_sign("[");
    std::vector<ExprPtr> parts;
    while (!sign("]")) {
      if (!parts.empty()) need_sign(",");
      parts.push_back(subscribed());
    }
    need_sign("]");
    if (parts.empty()) fail(place, "expected an index between [ and ]");
    if (parts.size() == 1) return binary(ExprKind::item, place, std::move(owner), std::move(parts[0]));
    auto e = node(ExprKind::tuple, place);
    e->kids = std::move(parts);
    return binary(ExprKind::item, place, std::move(owner), std::move(e));
  }

  ExprPtr subscribed() {
    const Place place = now().place;
    ExprPtr from;
    if (!sign(":")) {
      from = expression();
      if (!sign(":")) return from;
    }
    take();
    auto e = node(ExprKind::slice, place);
    e->kids.push_back(std::move(from));
    const auto part = [&] { return sign(":") || sign("]") || sign(",") ? nullptr : expression(); };
    e->kids.push_back(part());
    e->kids.push_back(skip_sign(":") ? part() : nullptr);
    return finish(std::move(e));
  }

  void arguments(Expr& e) {
    const Nest nest(*this, now().place);
    const Place place = now().place;
    need_sign("(");
    bool comma = false;
    while (!sign(")")) {
      if (comma) {
        need_sign(",");
        if (sign(")")) break;
      }
      const auto order = [&](bool good) {
        if (!good) fail(place, "arguments stand in the wrong order: plain ones first, then name=value");
      };
      if (skip_sign("*")) {
        order(!e.star && !e.star_star);
        e.star = expression();
      } else if (skip_sign("**")) {
        order(!e.star_star);
        e.star_star = expression();
      } else if (now().kind == TokenKind::name && ahead().kind == TokenKind::sign && ahead().text == "=") {
        order(!e.star_star);
        e.keywords.push_back(names_.of(take().text));
        take();
        e.kids.push_back(expression());
      } else {
        order(!e.star && !e.star_star && e.keywords.empty());
        e.kids.push_back(expression());
      }
      comma = true;
    }
    need_sign(")");
  }

  ExprPtr call(ExprPtr callee) {
    auto e = node(ExprKind::call, now().place);
    e->kids.push_back(std::move(callee));
    arguments(*e);
    return finish(std::move(e));
  }

  std::string dotted_name(std::string_view what) {
    std::string s = need_name(what);
    while (skip_sign(".")) s += "." + need_name(what);
    return s;
  }

  static std::string with_nearest(std::string message, const std::string& name, const std::vector<std::string>& known) {
    const std::string near = base::nearest(name, known);
    return near.empty() ? message : message + fmt::format("; did you mean {}?", base::quoted(near));
  }

  ExprPtr filter(ExprPtr subject, bool started) {
    if (!started) need_sign("|");
    const Place place = now().place;
    const std::string name = dotted_name("a filter's name");
    auto e = node(ExprKind::filter, place);
    e->kids.push_back(std::move(subject));
    e->filter = filter_named(name);
    if (e->filter == nullptr) {
      report({"template-unknown",
              with_nearest(fmt::format("there is no filter {}", base::quoted(name)), name, filter_names()), place});
    }
    if (sign("(")) arguments(*e);
    return finish(std::move(e));
  }

  ExprPtr test(ExprPtr subject) {
    const Place place = take().place;
    const bool negated = skip_word("not");
    const Place at = now().place;
    std::string name = dotted_name("a test's name");
    auto e = node(ExprKind::test, at);
    e->kids.push_back(std::move(subject));
    e->test = test_named(name);
    if (e->test == nullptr) {
      report({"template-unknown",
              with_nearest(fmt::format("there is no test {}", base::quoted(name)), name, test_names()), at});
    }
    if (sign("(")) {
      arguments(*e);
    } else {
      const bool starts_value = now().kind == TokenKind::name || now().kind == TokenKind::text ||
                                now().kind == TokenKind::integer || now().kind == TokenKind::real || sign("[") ||
                                sign("{");
      if (starts_value && !word("else") && !word("or") && !word("and")) {
        if (word("is")) fail(now().place, "tests cannot be chained with \"is\"; join them with \"and\"");
        e->kids.push_back(postfix(primary()));
      }
    }
    if (!negated) return finish(std::move(e));
    auto n = node(ExprKind::not_, place);
    n->kids.push_back(std::move(e));
    return finish(std::move(n));
  }

  // --- targets

  Target name_target() {
    Target t;
    t.place = now().place;
    const std::string s = need_name("a name");
    static constexpr std::array<std::string_view, 6> constants{"true", "false", "none", "True", "False", "None"};
    if (std::find(constants.begin(), constants.end(), s) != constants.end()) {
      fail(t.place, fmt::format("{} cannot be given a value", base::quoted(s)));
    }
    t.name = names_.of(s);
    return t;
  }

  Target target_part() {
    if (!sign("(") && !sign("[")) return name_target();
    const Nest nest(*this, now().place);
    const std::string_view close = sign("(") ? ")" : "]";
    if (close == "]") fail(now().place, "a list cannot be given a value; use names with commas");
    take();
    Target t = targets({});
    need_sign(close);
    return t;
  }

  /// a  or  a, b  or  a, (b, c)
  Target targets(std::string_view stop) {
    Target first;
    first.place = now().place;
    std::vector<Target> parts;
    bool is_tuple = false;
    while (true) {
      if (!parts.empty()) need_sign(",");
      if (!parts.empty() && (tuple_ends(stop) || sign("="))) break;
      parts.push_back(target_part());
      if (!sign(",")) break;
      is_tuple = true;
    }
    if (!is_tuple) return std::move(parts[0]);
    first.parts = std::move(parts);
    return first;
  }

  // --- statements

  void report(Trouble trouble) {
    if (faults_ == nullptr) throw Trouble(std::move(trouble));
    faults_->push_back(std::move(trouble));
  }

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
  std::vector<Token> tokens_;
  Names& names_;
  const Limits& limits_;
  std::vector<Trouble>* faults_;
  std::size_t i_ = 0;
  int depth_ = 0;
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
