#include "python/app_source/module_objects.hpp"

#include "python/app_source/python_tokens.hpp"

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

using Kind = PythonToken::Kind;

// What is kept of a module. Names are looked up among these for each of these, so that a module of some
// hundred thousand would take hours; those that people write by hand stay far below.
constexpr std::size_t most_names = 1000;
constexpr std::size_t most_calls = 20'000;
constexpr std::size_t most_star_imports = 50;

/// The tokens of one statement, taken from left to right.
class Reader {
  public:
    explicit Reader(const std::vector<PythonToken>& tokens) : tokens_{tokens} {}

    bool is_at_end() const { return at_ == tokens_.size(); }
    const PythonToken& peek() const {
        static const PythonToken nothing;
        return is_at_end() ? nothing : tokens_[at_];
    }
    unsigned line() const { return peek().line; }
    void skip() {
        if (!is_at_end()) ++at_;
    }
    bool take(std::string_view text) {
        if (is_at_end() || !peek().is(text)) return false;
        ++at_;
        return true;
    }
    std::string_view take_name() {
        if (is_at_end() || peek().kind != Kind::name) return {};
        return tokens_[at_++].text;
    }
    /// `a.b.c`; empty if there is none.
    std::string take_dotted_name() {
        std::string name{take_name()};
        while (!name.empty() && peek().is(".") && at_ + 1 < tokens_.size() &&
               tokens_[at_ + 1].kind == Kind::name) {
            ++at_;
            name += "." + std::string{take_name()};
        }
        return name;
    }
    std::size_t place() const { return at_; }
    void go_back(std::size_t place) { at_ = place; }

  private:
    const std::vector<PythonToken>& tokens_;
    std::size_t at_ = 0;
};

/// Methods and functions that servers are started with.
bool starts_something(std::string_view call) {
    constexpr std::array names{"run_app", "run",   "launch",        "listen",
                               "start",   "serve", "serve_forever", "bind"};
    const std::string_view last = call.substr(call.rfind('.') + 1);
    return std::ranges::find(names, last) != names.end();
}

std::vector<std::string> calls_in(const std::vector<PythonToken>& tokens) {
    std::vector<std::string> calls;
    Reader reader{tokens};
    while (!reader.is_at_end()) {
        std::string name = reader.take_dotted_name();
        if (name.empty()) {
            reader.skip();
        } else if (reader.peek().is("(")) {
            calls.push_back(std::move(name));
        }
    }
    return calls;
}

/// Of `def name(…)`, from its parenthesis: whether a parameter has no default.
bool has_required_parameter(Reader reader) {
    if (!reader.take("(")) return true;
    std::size_t depth = 1;
    bool is_required = false;  // the parameter that is being read
    bool at_begin = true;
    for (; !reader.is_at_end(); reader.skip()) {
        const PythonToken& token = reader.peek();
        if (depth == 1 && (token.is(",") || token.is(")"))) {
            if (is_required) return true;
            if (token.is(")")) return false;
            at_begin = true;
            continue;
        }
        if (at_begin) is_required = token.kind == Kind::name;  // and not '*' or '/'
        at_begin = false;
        if (depth == 1 && token.is("=")) is_required = false;
        if (token.is("(") || token.is("[") || token.is("{")) ++depth;
        if (token.is(")") || token.is("]") || token.is("}")) --depth;
    }
    return is_required;
}

/// What one module says, put together a statement at a time.
class ModuleReader {
  public:
    void read(const PythonStatement& statement) {
        if (body_ && statement.indentation <= body_->indentation) body_.reset();
        read_imports(statement.tokens);
        for (std::string& call : calls_in(statement.tokens)) {
            if (starts_something(call) && module_.starts.size() < most_names) module_.starts.push_back(call);
            if (body_ && body_->is_function && ++calls_ <= most_calls)
                module_.functions.back().calls.push_back(std::move(call));
        }
        if (body_) return;
        if (!read_definition(statement)) read_assignment(statement.tokens);
    }

    ModuleObjects take() { return std::move(module_); }

  private:
    /// What the statements that follow are in.
    struct Body {
        unsigned indentation;  ///< of the statement that it belongs to
        bool is_function;      ///< the last of `module_.functions`
    };

    void bind(std::string name, const std::string& meaning) {
        // The first counts: what comes after it is for those who lack it (`except ImportError`).
        if (module_.imports.size() < most_names) module_.imports.try_emplace(std::move(name), meaning);
    }

    void read_imports(const std::vector<PythonToken>& tokens) {
        Reader reader{tokens};
        if (reader.take("import")) {
            do {
                const std::string name = reader.take_dotted_name();
                if (name.empty()) return;
                if (reader.take("as")) {
                    bind(std::string{reader.take_name()}, name);
                } else {
                    const std::string first = name.substr(0, name.find('.'));
                    bind(first, first);
                }
            } while (reader.take(","));
        } else if (reader.take("from")) {
            read_import_from(reader);
        }
    }

    void read_import_from(Reader& reader) {
        std::string module;
        while (reader.take(".")) module += '.';
        if (!reader.peek().is("import")) module += reader.take_dotted_name();
        if (!reader.take("import")) return;
        if (reader.take("*")) {
            const auto known = std::ranges::find(module_.star_imports, module);
            if (known == module_.star_imports.end() && module_.star_imports.size() < most_star_imports)
                module_.star_imports.push_back(std::move(module));
            return;
        }
        reader.take("(");
        do {
            const std::string name{reader.take_name()};
            if (name.empty()) return;
            const std::string bound{reader.take("as") ? reader.take_name() : std::string_view{name}};
            bind(bound, module.ends_with('.') ? module + name : module + "." + name);
        } while (reader.take(","));
    }

    bool read_definition(const PythonStatement& statement) {
        Reader reader{statement.tokens};
        const unsigned line = reader.line();
        const bool is_async = reader.take("async");
        if (reader.take("def")) {
            const bool is_kept = module_.functions.size() < most_names;
            body_ = Body{statement.indentation, is_kept};
            if (!is_kept) return true;
            ModuleFunction function{
                .name = std::string{reader.take_name()}, .is_async = is_async, .line = line};
            function.needs_arguments = has_required_parameter(reader);
            module_.functions.push_back(std::move(function));
            return true;
        }
        const bool is_class = reader.take("class");
        if (is_class || (reader.take("if") && reader.take("__name__")))
            body_ = Body{statement.indentation, false};
        return body_.has_value();
    }

    /// `name = …`, `a = b = …`, `name: annotation = …`
    void read_assignment(const std::vector<PythonToken>& tokens) {
        Reader reader{tokens};
        const unsigned line = reader.line();
        std::vector<std::string> names;
        for (;;) {
            const std::size_t place = reader.place();
            std::string name{reader.take_name()};
            if (name.empty()) break;
            if (names.empty() && reader.take(":")) {
                while (!reader.is_at_end() && !reader.peek().is("=")) reader.skip();
            }
            if (!reader.take("=")) {
                reader.go_back(place);
                break;
            }
            names.push_back(std::move(name));
        }
        if (names.empty()) return;
        const PythonToken value = reader.peek();
        const std::string dotted = reader.take_dotted_name();
        for (std::string& name : names) {
            if (value.kind == Kind::string) {
                if (module_.texts.size() < most_names || module_.texts.contains(name))
                    module_.texts.insert_or_assign(std::move(name), std::string{string_contents(value)});
            } else if (!dotted.empty() && (reader.is_at_end() || reader.peek().is("("))) {
                if (module_.objects.size() == most_names) return;
                module_.objects.push_back({std::move(name), dotted, !reader.is_at_end(), line});
            }
        }
    }

    ModuleObjects module_;
    std::optional<Body> body_;
    std::size_t calls_ = 0;
};

template <typename Items>
auto last_named(const Items& items, std::string_view name) -> decltype(items.data()) {
    for (auto item = items.rbegin(); item != items.rend(); ++item) {
        if (item->name == name) return &*item;
    }
    return nullptr;
}

bool is_of(std::string_view name, std::string_view package) {
    return name.starts_with(package) && (name.size() == package.size() || name[package.size()] == '.');
}

}  // namespace

const ModuleObject* ModuleObjects::object(std::string_view name) const { return last_named(objects, name); }

const ModuleFunction* ModuleObjects::function(std::string_view name) const {
    return last_named(functions, name);
}

bool ModuleObjects::uses(std::string_view package) const {
    return std::ranges::any_of(imports, [&](const auto& one) { return is_of(one.second, package); }) ||
           std::ranges::any_of(star_imports,
                               [&](const std::string& module) { return is_of(module, package); });
}

std::vector<std::string> ModuleObjects::meanings(std::string_view name) const {
    const std::string_view first = name.substr(0, name.find('.'));
    if (const auto found = imports.find(first); found != imports.end())
        return {found->second + std::string{name.substr(first.size())}};
    std::vector<std::string> result{std::string{name}};
    if (object(first) || function(first)) return result;
    for (const std::string& module : star_imports)
        result.push_back(module.ends_with('.') ? module + std::string{name}
                                               : module + "." + std::string{name});
    return result;
}

ModuleObjects read_module_objects(std::string_view source) {
    ModuleReader reader;
    PythonStatements statements{source};
    PythonStatement statement;
    while (statements.next(statement)) reader.read(statement);
    return reader.take();
}

}  // namespace adder::python
