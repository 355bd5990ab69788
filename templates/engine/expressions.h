// The grammar of expressions, which parser.cpp's statements are made of.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/engine/ast.h"
#include "templates/engine/lexer.h"

namespace debrief::templates::engine {

/// Reads the tokens of a template as expressions and targets, by the grammar and the precedence of Jinja2. Throws
/// Trouble (template-syntax, template-unknown, template-limit) with its place.
class Expressions {
 protected:
  /// faults  receives troubles that reading can go on after; nullptr: they are thrown
  Expressions(std::vector<Token> tokens, Names& names, const Limits& limits, std::vector<Trouble>* faults)
      : tokens_(std::move(tokens)), names_(names), limits_(limits), faults_(faults) {}

  void report(Trouble trouble) {
    if (faults_ == nullptr) throw Trouble(std::move(trouble));
    faults_->push_back(std::move(trouble));
  }

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
    Nest(Expressions& p, const Place& place) : parser(p) {
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
    Expressions& parser;
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
    constexpr int deepest = 1000;  // a + b + c …: each term deepens the tree by one
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

  ExprPtr expression();
  ExprPtr choice();
  ExprPtr either();
  ExprPtr both();
  ExprPtr negation();
  ExprPtr comparison();
  ExprPtr sum();
  ExprPtr joined();
  ExprPtr product();
  ExprPtr power();
  ExprPtr unary(bool with_filter);
  ExprPtr primary();
  bool tuple_ends(std::string_view stop) const;
  /// Values between commas; one value without a comma is itself.
  ExprPtr tuple(bool with_choice, bool parenthesised, std::string_view stop);
  ExprPtr postfix(ExprPtr e);
  ExprPtr filters(ExprPtr e);
  ExprPtr subscript(ExprPtr owner);
  ExprPtr subscribed();
  void arguments(Expr& e);
  ExprPtr call(ExprPtr callee);
  std::string dotted_name(std::string_view what);
  static std::string with_nearest(std::string message, const std::string& name, const std::vector<std::string>& known);
  ExprPtr filter(ExprPtr subject, bool started);
  ExprPtr test(ExprPtr subject);
  Target name_target();
  Target target_part();
  /// a  or  a, b  or  a, (b, c)
  Target targets(std::string_view stop);

  std::vector<Token> tokens_;
  Names& names_;
  const Limits& limits_;
  std::vector<Trouble>* faults_;
  std::size_t i_ = 0;
  int depth_ = 0;
};

}  // namespace debrief::templates::engine
