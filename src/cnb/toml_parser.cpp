#include "cnb/toml_parser.hpp"

#include "cnb/toml_cursor.hpp"
#include "cnb/toml_scalars.hpp"

#include <adder/base/error.hpp>

#include <string>
#include <vector>

namespace adder::cnb {

namespace {

using Key = std::vector<std::string>;

/// What TOML forbids to change later, for the table or value of one name. It is kept beside the values, which
/// do not say how they were written.
struct Scope {
    bool is_declared = false;  ///< has a header, or comes of a dotted key: another header cannot open it
    bool is_closed = false;    ///< an array or inline table in one piece: nothing can be added below
    std::map<std::string, Scope, std::less<>> below = {};
};

struct Place {
    TomlTable* table;
    Scope* scope;
};

/// Null for a value that is no table. Of an array of tables, the last one is meant.
TomlTable* table_in(TomlValue& value) {
    if (auto* array = value.get_if<TomlArray>(); array && !array->empty())
        return array->back().get_if<TomlTable>();
    return value.get_if<TomlTable>();
}

class Parser {
  public:
    explicit Parser(std::string_view text) : cursor_{text} {}

    TomlTable read() {
        Place place = top();
        unsigned depth = 0;
        for (;;) {
            cursor_.skip_blanks();
            if (cursor_.peek() == '[') {
                place = take_header(depth);
            } else if (cursor_.peek() != '\n' && cursor_.peek() != '#' && !cursor_.at_end()) {
                take_entry(place, depth);
            }
            cursor_.skip_blanks();
            cursor_.skip_comment();
            if (cursor_.at_end()) return std::move(root_);
            if (!cursor_.skip("\n")) cursor_.fail("there should be nothing more in this line");
        }
    }

  private:
    Place top() { return {&root_, &scopes_}; }

    void check_depth(std::size_t depth) const {
        if (depth > deepest_toml) throw base::Error{"it nests more than {} levels deep", deepest_toml};
    }

    /// The value, which stands in the given line.
    TomlValue counted(TomlValue value, unsigned line) {
        if (++values_ > most_toml_values) throw base::Error{"it holds more than {} values", most_toml_values};
        value.set_line(line);
        return value;
    }

    Key take_key(unsigned depth) {
        Key key{take_toml_key_part(cursor_)};
        for (;;) {
            cursor_.skip_blanks();
            if (!cursor_.skip(".")) return key;
            check_depth(depth + key.size());
            cursor_.skip_blanks();
            key.push_back(take_toml_key_part(cursor_));
        }
    }

    /// The table of that name, made if it is not there.
    Place enter(Place place, const std::string& name, unsigned line) {
        Scope& scope = place.scope->below[name];
        if (scope.is_closed)
            cursor_.fail("nothing can be added to " + name + ", which is written in one piece");
        auto found = place.table->find(name);
        if (found == place.table->end()) found = place.table->emplace(name, counted(TomlTable{}, line)).first;
        TomlTable* table = table_in(found->second);
        if (!table) cursor_.fail(name + " has a value already, which is not a table");
        return {table, &scope};
    }

    /// `[a.b]` or `[[a.b]]`: where the entries after it go.
    Place take_header(unsigned& depth) {
        for (Scope* scope : dotted_) scope->is_declared = true;
        dotted_.clear();
        const unsigned line = cursor_.line();
        const bool is_array = cursor_.skip("[[");
        if (!is_array) cursor_.advance(1);
        cursor_.skip_blanks();
        const Key key = take_key(1);
        Place place = top();
        for (std::size_t i = 0; i + 1 < key.size(); ++i) place = enter(place, key[i], line);
        place = is_array ? append(place, key.back(), line) : declare(place, key.back(), line);
        if (!cursor_.skip(is_array ? "]]" : "]"))
            cursor_.fail(is_array ? "the name of an array of tables should end in ']]'"
                                  : "the name of a table should end in ']'");
        depth = static_cast<unsigned>(key.size()) + (is_array ? 1u : 0u);
        return place;
    }

    Place declare(Place place, const std::string& name, unsigned line) {
        const auto known = place.scope->below.find(name);
        if (known != place.scope->below.end() && known->second.is_declared)
            cursor_.fail("the table " + name + " is there already");
        const Place entered = enter(place, name, line);
        entered.scope->is_declared = true;
        return entered;
    }

    /// One more table at the end of an array of tables.
    Place append(Place place, const std::string& name, unsigned line) {
        Scope& scope = place.scope->below[name];
        if (scope.is_closed)
            cursor_.fail("nothing can be added to " + name + ", which is written in one piece");
        auto found = place.table->find(name);
        if (found == place.table->end()) found = place.table->emplace(name, counted(TomlArray{}, line)).first;
        auto* array = found->second.get_if<TomlArray>();
        if (!array) cursor_.fail(name + " has a value already, which is not an array of tables");
        array->push_back(counted(TomlTable{}, line));
        scope = Scope{.is_declared = true};  // what was said of tables below is said of the last one
        return {array->back().get_if<TomlTable>(), &scope};
    }

    /// `a.b = value` in a table of the file itself.
    void take_entry(const Place& table, unsigned depth) {
        Place place = table;
        const unsigned line = cursor_.line();
        const Key key = take_key_and_equals(depth);
        for (std::size_t i = 0; i + 1 < key.size(); ++i) {
            place = enter(place, key[i], line);
            if (place.scope->is_declared) cursor_.fail("the table " + key[i] + " is there already");
            dotted_.push_back(place.scope);
        }
        insert(place, key.back(), depth + static_cast<unsigned>(key.size()) - 1);
    }

    Key take_key_and_equals(unsigned depth) {
        Key key = take_key(depth);
        if (!cursor_.skip("=")) cursor_.fail("a key should be followed by '=' and a value");
        cursor_.skip_blanks();
        return key;
    }

    /// Takes the value that is next, for a name that has none.
    void insert(const Place& place, const std::string& name, unsigned depth) {
        TomlValue value = take_value(depth);
        const bool is_whole = value.get_if<TomlArray>() || value.get_if<TomlTable>();
        if (!place.table->emplace(name, std::move(value)).second) cursor_.fail(name + " has a value already");
        if (is_whole) place.scope->below[name].is_closed = true;
    }

    TomlValue take_value(unsigned depth) {
        const unsigned line = cursor_.line();
        switch (cursor_.peek()) {
            case '"':
            case '\'':
                return counted(take_toml_string(cursor_), line);
            case '[':
                return counted(take_array(depth + 1), line);
            case '{':
                return counted(take_inline_table(depth + 1), line);
            default:
                return counted(take_toml_scalar(cursor_), line);
        }
    }

    TomlArray take_array(unsigned depth) {
        check_depth(depth);
        cursor_.advance(1);
        TomlArray array;
        for (;;) {
            cursor_.skip_blanks_comments_and_lines();
            if (cursor_.skip("]")) return array;
            array.push_back(take_value(depth));
            cursor_.skip_blanks_comments_and_lines();
            if (cursor_.skip("]")) return array;
            if (!cursor_.skip(",")) cursor_.fail("the elements of an array should be separated by ','");
        }
    }

    TomlTable take_inline_table(unsigned depth) {
        check_depth(depth);
        cursor_.advance(1);
        TomlTable table;
        Scope scope;
        cursor_.skip_blanks();
        if (cursor_.skip("}")) return table;
        for (;;) {
            take_inline_entry({&table, &scope}, depth);
            cursor_.skip_blanks();
            if (cursor_.skip("}")) return table;
            if (!cursor_.skip(","))
                cursor_.fail("a table that begins with '{' should end with '}' in its line");
            cursor_.skip_blanks();
        }
    }

    void take_inline_entry(Place place, unsigned depth) {
        const unsigned line = cursor_.line();
        const Key key = take_key_and_equals(depth);
        for (std::size_t i = 0; i + 1 < key.size(); ++i) place = enter(place, key[i], line);
        insert(place, key.back(), depth + static_cast<unsigned>(key.size()) - 1);
    }

    TomlCursor cursor_;
    TomlTable root_;
    Scope scopes_;
    std::vector<Scope*> dotted_;  ///< tables that dotted keys made since the last header
    unsigned values_ = 0;
};

}  // namespace

TomlTable read_toml(std::string_view text) { return Parser{text}.read(); }

}  // namespace adder::cnb
