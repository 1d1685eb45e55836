#include <adder/python/launch.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct ObjectCase {
    const char* name;
    const char* source;
    const char* variable;  ///< null: nothing found
};
class WebObjectTest : public testing::TestWithParam<ObjectCase> {};

TEST_P(WebObjectTest, IsFoundWhereItIsAssigned) {
    const auto object = find_web_object(GetParam().source);
    if (!GetParam().variable) {
        EXPECT_EQ(object, std::nullopt);
    } else {
        ASSERT_TRUE(object);
        EXPECT_EQ(object->variable, GetParam().variable);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Sources, WebObjectTest,
    testing::Values(ObjectCase{"flask", "from flask import Flask\napp = Flask(__name__)\n", "app"},
                    ObjectCase{"through_its_module", "server=flask.Flask(__name__)", "server"},
                    ObjectCase{"annotated", "api: FastAPI = FastAPI()", "api"},
                    ObjectCase{"over_several_lines", "app = FastAPI(\n    title='x',\n)", "app"},
                    ObjectCase{"inside_a_function", "def make():\n    app = Flask(__name__)\n", nullptr},
                    ObjectCase{"comment", "# app = Flask(__name__)", nullptr},
                    ObjectCase{"another_class", "app = MyFlask(__name__)", nullptr},
                    ObjectCase{"only_imported", "from flask import Flask", nullptr},
                    ObjectCase{"comparison", "x == Flask(1)", nullptr}, ObjectCase{"empty", "", nullptr}),
    [](const auto& test) { return test.param.name; });

App app_with(std::optional<std::string> main_py, std::optional<std::string> app_py) {
    App app;
    app.main_py = std::move(main_py);
    app.app_py = std::move(app_py);
    return app;
}

std::string only(const std::vector<ChosenProcess>& chosen) {
    return chosen.size() == 1 ? chosen.front().process.type + ": " + chosen.front().summary
                              : std::to_string(chosen.size()) + " processes";
}

TEST(ChooseProcessesTest, TheProcfileDecidesAlone) {
    const App app = app_with({}, "app = Flask(__name__)");
    const Procfile procfile{{"worker", "python w.py"}, {"web", "gunicorn app:app"}};
    const auto chosen = choose_processes(app, procfile, {"gunicorn"});
    ASSERT_EQ(chosen.size(), 2u);
    EXPECT_THAT(chosen[0].process.command, ElementsAre("bash", "-c", "python w.py"));
    EXPECT_FALSE(chosen[0].process.is_default);
    EXPECT_TRUE(chosen[1].process.is_default);
    EXPECT_EQ(chosen[1].reason, "from the Procfile");
}

TEST(ChooseProcessesTest, AWsgiApplicationNeedsGunicorn) {
    const App app = app_with({}, "app = Flask(__name__)");
    const auto served = choose_processes(app, {}, {"flask", "gunicorn"});
    EXPECT_EQ(only(served), "web: gunicorn --bind 0.0.0.0:${PORT:-8000} app:app");
    EXPECT_EQ(served.front().reason, "Flask application in app.py");
    EXPECT_EQ(only(choose_processes(app, {}, {"flask"})), "web: python app.py");
}

TEST(ChooseProcessesTest, AnAsgiApplicationNeedsUvicorn) {
    const App app = app_with("api = FastAPI()", {});
    EXPECT_EQ(only(choose_processes(app, {}, {"uvicorn"})),
              "web: uvicorn --host 0.0.0.0 --port ${PORT:-8000} main:api");
    EXPECT_EQ(only(choose_processes(app, {}, {"gunicorn"})), "web: python main.py");
}

TEST(ChooseProcessesTest, AWebApplicationGoesBeforeAScript) {
    EXPECT_THAT(only(choose_processes(app_with("print()", "app = Flask(__name__)"), {}, {"gunicorn"})),
                HasSubstr("app:app"));
}

TEST(ChooseProcessesTest, DjangoIsFoundByItsProject) {
    App app;
    app.django_wsgi_module = "mysite.wsgi";
    EXPECT_THAT(only(choose_processes(app, {}, {"django", "gunicorn"})), HasSubstr("mysite.wsgi"));
    EXPECT_EQ(only(choose_processes(app, {}, {"django"})), "0 processes");
}

TEST(ChooseProcessesTest, NothingIsGuessed) {
    EXPECT_TRUE(choose_processes(App{}, {}, {"gunicorn", "uvicorn"}).empty());
}

}  // namespace
}  // namespace adder::python
