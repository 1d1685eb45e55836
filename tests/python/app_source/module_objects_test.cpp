#include "python/app_source/module_objects.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

/// "app = flask.Flask()" for each object of a source, with names as they are meant.
std::vector<std::string> objects_of(std::string_view source) {
    const ModuleObjects module = read_module_objects(source);
    std::vector<std::string> objects;
    for (const ModuleObject& object : module.objects) {
        objects.push_back(object.name + " = " + module.meanings(object.value).front() +
                          (object.is_call ? "()" : ""));
    }
    return objects;
}

struct Case {
    const char* name;
    const char* source;
    const char* object;  ///< null: none
};
class ModuleObjectsTest : public testing::TestWithParam<Case> {};

TEST_P(ModuleObjectsTest, AreTheModulesOwn) {
    if (GetParam().object) {
        EXPECT_THAT(objects_of(GetParam().source), ElementsAre(GetParam().object));
    } else {
        EXPECT_THAT(objects_of(GetParam().source), IsEmpty());
    }
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Sources, ModuleObjectsTest, testing::Values(
    Case{"by_name", "from flask import Flask\napp = Flask(__name__)\n", "app = flask.Flask()"},
    Case{"by_another_name", "from flask import Flask as F; application = F(__name__)", "application = flask.Flask()"},
    Case{"by_module", "import fastapi\napp: fastapi.FastAPI = fastapi.FastAPI(\n    title='x',\n)", "app = fastapi.FastAPI()"},
    Case{"by_a_module_of_a_package", "import falcon.asgi\nx = falcon.asgi.App()", "x = falcon.asgi.App()"},
    Case{"by_a_module_of_another_name", "import falcon.asgi as fa\nx = fa.App()", "x = falcon.asgi.App()"},
    Case{"from_a_list", "from a import (\n  B,\n  C as D,  # why\n)\nx = D()", "x = a.C()"},
    Case{"imported_below", "x = B()\nfrom a import B", "x = a.B()"},
    Case{"first_import_of_two", "try:\n  from a import B\nexcept ImportError:\n  from c import B\nx = B()", "x = a.B()"},
    Case{"below_an_if", "if True:\n    x = B()\n", "x = B()"},
    Case{"below_a_with", "with a:\n  with b:\n\tx = B()\n", "x = B()"},
    Case{"after_a_function", "def f():\n    y = B()\n    return y\nx = B()\n", "x = B()"},
    Case{"reference", "x = app.server", "x = app.server"},
    Case{"annotation_with_a_default_inside", "x: dict[str, int] = B()", "x = B()"},
    Case{"windows_lines_and_tabs", "def f():\r\n\ty = B()\r\nx = B()\r\n", "x = B()"},
    Case{"over_lines_by_backslashes", "x = \\\n  B()", "x = B()"},
    Case{"in_a_function", "def make():\n    x = B()\n", nullptr},
    Case{"in_a_class", "class A:\n    x = B()\n    def f(self):\n        y = B()\n", nullptr},
    Case{"for_scripts", "if __name__ == '__main__':\n    x = B()\n", nullptr},
    Case{"in_a_comment", "# x = B()", nullptr},
    Case{"in_a_string", "'''\nx = B()\n'''", nullptr},
    Case{"comparison", "x == B()", nullptr},
    Case{"part_of_something", "x.y = B()", nullptr},
    Case{"two_names", "app, api = B()", nullptr},
    Case{"argument", "f(\nx = B())", nullptr},
    Case{"more_than_a_name", "x = a + b", nullptr},
    Case{"only_annotated", "x: B", nullptr}),
    [](const auto& test) { return test.param.name; });
// clang-format on

TEST(ModuleObjectsTest, SeveralNamesOfOneObject) {
    EXPECT_THAT(objects_of("app = application = F()"), ElementsAre("app = F()", "application = F()"));
}

TEST(ModuleObjectsTest, NamesMayComeByAStar) {
    const ModuleObjects module =
        read_module_objects("from bottle import *\nfrom .a import *\ndef f(): pass\n");
    EXPECT_THAT(module.meanings("Bottle"), ElementsAre("Bottle", "bottle.Bottle", ".a.Bottle"));
    EXPECT_THAT(module.meanings("f"), ElementsAre("f"));
    EXPECT_TRUE(module.uses("bottle"));
    EXPECT_FALSE(module.uses("bott"));
}

TEST(ModuleObjectsTest, RelativeImportsKeepTheirDots) {
    const ModuleObjects module =
        read_module_objects("from . import a\nfrom ..b.c import d\nfrom ... import e as f");
    EXPECT_THAT(module.imports,
                UnorderedElementsAre(Pair("a", ".a"), Pair("d", "..b.c.d"), Pair("f", "...e")));
}

TEST(ModuleObjectsTest, Functions) {
    const ModuleObjects module = read_module_objects(
        "@decorated(x)\n"
        "def create_app(config: dict[str, int] = None, *args, debug=False, **kw) -> 'Flask':\n"
        "    app = Flask(__name__)\n"
        "    if config:\n"
        "        app.config.update(config)\n"
        "    return app\n"
        "async def init(): return web.Application()\n"
        "def with_argument(config): pass\n"
        "def with_keyword(*, config): pass\n");
    ASSERT_EQ(module.functions.size(), 4u);
    EXPECT_FALSE(module.function("create_app")->needs_arguments);
    EXPECT_THAT(module.function("create_app")->calls, ElementsAre("Flask", "app.config.update"));
    EXPECT_EQ(module.function("create_app")->line, 2u);
    EXPECT_TRUE(module.function("init")->is_async);
    EXPECT_TRUE(module.function("with_argument")->needs_arguments);
    EXPECT_TRUE(module.function("with_keyword")->needs_arguments);
    EXPECT_EQ(module.function("other"), nullptr);
}

TEST(ModuleObjectsTest, TextsAndWhatStartsSomething) {
    const ModuleObjects module = read_module_objects(
        "WSGI_APPLICATION = 'mysite.wsgi.application'\nNAME: str = \"x\"\n"
        "if __name__ == '__main__':\n    web.run_app(app)\n    print(1)\n");
    EXPECT_THAT(module.texts,
                UnorderedElementsAre(Pair("WSGI_APPLICATION", "mysite.wsgi.application"), Pair("NAME", "x")));
    EXPECT_THAT(module.starts, ElementsAre("web.run_app"));
}

TEST(ModuleObjectsTest, TheLastOfANameCounts) {
    const ModuleObjects module = read_module_objects("app = A()\napp = B()\n");
    EXPECT_EQ(module.object("app")->value, "B");
    EXPECT_EQ(module.object("app")->line, 2u);
}

}  // namespace
}  // namespace adder::python
