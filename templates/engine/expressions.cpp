// Expressions; the grammar and its precedence are Jinja2's.

#include "templates/engine/expressions.h"

#include <array>

#include "templates/engine/python_text.h"
#include "templates/engine/words.h"

namespace debrief::templates::engine {

ExprPtr Expressions::expression() {
  const Nest nest(*this, now().place);
  return choice();
}

ExprPtr Expressions::choice() {
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

ExprPtr Expressions::either() {
  ExprPtr left = both();
  while (word("or")) {
    const Place place = take().place;
    left = binary(ExprKind::or_, place, std::move(left), both());
  }
  return left;
}

ExprPtr Expressions::both() {
  ExprPtr left = negation();
  while (word("and")) {
    const Place place = take().place;
    left = binary(ExprKind::and_, place, std::move(left), negation());
  }
  return left;
}

ExprPtr Expressions::negation() {
  if (!word("not")) return comparison();
  const Nest nest(*this, now().place);
  auto e = node(ExprKind::not_, take().place);
  e->kids.push_back(negation());
  return finish(std::move(e));
}

ExprPtr Expressions::comparison() {
  ExprPtr left = sum();
  ExprPtr e;
  while (true) {
    static constexpr std::array<std::pair<std::string_view, Comparison>, 6> signs{{{"==", Comparison::equal},
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

ExprPtr Expressions::sum() {
  ExprPtr left = joined();
  while (sign("+") || sign("-")) {
    const Token& t = take();
    const ExprKind kind = t.text == "+" ? ExprKind::add : ExprKind::subtract;
    const Place place = t.place;
    left = binary(kind, place, std::move(left), joined());
  }
  return left;
}

ExprPtr Expressions::joined() {
  ExprPtr left = product();
  if (!sign("~")) return left;
  auto e = node(ExprKind::concat, now().place);
  e->kids.push_back(std::move(left));
  while (skip_sign("~")) e->kids.push_back(product());
  return finish(std::move(e));
}

ExprPtr Expressions::product() {
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

ExprPtr Expressions::power() {
  ExprPtr left = unary(true);
  while (sign("**")) {  // to the left, as Jinja2 has it
    const Place place = take().place;
    left = binary(ExprKind::power, place, std::move(left), unary(true));
  }
  return left;
}

ExprPtr Expressions::unary(bool with_filter) {
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

ExprPtr Expressions::primary() {
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

bool Expressions::tuple_ends(std::string_view stop) const {
  return now().kind == TokenKind::close_print || now().kind == TokenKind::close_tag || sign(")") ||
         (!stop.empty() && word(stop));
}

ExprPtr Expressions::tuple(bool with_choice, bool parenthesised, std::string_view stop) {
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

ExprPtr Expressions::postfix(ExprPtr e) {
  while (sign(".") || sign("[") || sign("(")) {
    if (sign("(")) {
      e = call(std::move(e));
    } else {
      e = subscript(std::move(e));
    }
  }
  return finish(std::move(e));
}

ExprPtr Expressions::filters(ExprPtr e) {
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

ExprPtr Expressions::subscript(ExprPtr owner) {
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

ExprPtr Expressions::subscribed() {
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

void Expressions::arguments(Expr& e) {
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

ExprPtr Expressions::call(ExprPtr callee) {
  auto e = node(ExprKind::call, now().place);
  e->kids.push_back(std::move(callee));
  arguments(*e);
  return finish(std::move(e));
}

std::string Expressions::dotted_name(std::string_view what) {
  std::string s = need_name(what);
  while (skip_sign(".")) s += "." + need_name(what);
  return s;
}

std::string Expressions::with_nearest(std::string message, const std::string& name,
                                      const std::vector<std::string>& known) {
  const std::string near = base::nearest(name, known);
  return near.empty() ? message : message + fmt::format("; did you mean {}?", base::quoted(near));
}

ExprPtr Expressions::filter(ExprPtr subject, bool started) {
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

ExprPtr Expressions::test(ExprPtr subject) {
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

Target Expressions::name_target() {
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

Target Expressions::target_part() {
  if (!sign("(") && !sign("[")) return name_target();
  const Nest nest(*this, now().place);
  const std::string_view close = sign("(") ? ")" : "]";
  if (close == "]") fail(now().place, "a list cannot be given a value; use names with commas");
  take();
  Target t = targets({});
  need_sign(close);
  return t;
}

Target Expressions::targets(std::string_view stop) {
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

}  // namespace debrief::templates::engine
