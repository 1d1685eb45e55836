#include "python/launch/servers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;

WebApp app_of(Interface interface) {
    return {.framework = "Any",
            .interface = interface,
            .file = "main.py",
            .import_root = {},
            .module = "main",
            .object = "app"};
}

WebApp factory(Interface interface, const std::string& root = "") {
    WebApp app = app_of(interface);
    app.object = "create_app";
    app.is_factory = true;
    app.import_root = root;
    return app;
}

std::string command(const WebApp& app, const Installed& installed) {
    const auto serving = choose_server(app, installed);
    return serving ? serving->command.text() : "none";
}

struct Case {
    const char* name;
    WebApp app;
    Installed installed;
    const char* command;
};
class ServersTest : public testing::TestWithParam<Case> {};

TEST_P(ServersTest, IsChosen) {
    EXPECT_EQ(command(GetParam().app, GetParam().installed), GetParam().command);
}

const std::string bind = "0.0.0.0:$PORT";

// clang-format off
INSTANTIATE_TEST_SUITE_P(Servers, ServersTest, testing::Values(
    Case{"wsgi", app_of(Interface::wsgi), {"waitress", "granian", "gunicorn", "uvicorn"}, "gunicorn main:app"},
    Case{"wsgi_granian", app_of(Interface::wsgi), {"waitress", "granian"}, "granian --interface wsgi main:app"},
    Case{"wsgi_waitress", app_of(Interface::wsgi), {"waitress"}, "waitress-serve --listen=0.0.0.0:$PORT main:app"},
    Case{"wsgi_none", app_of(Interface::wsgi), {"flask", "uvicorn"}, "none"},
    Case{"wsgi_factory", factory(Interface::wsgi), {"gunicorn"}, "gunicorn 'main:create_app()'"},
    Case{"wsgi_in_src", factory(Interface::wsgi, "src"), {"gunicorn"}, "gunicorn --pythonpath src 'main:create_app()'"},
    Case{"wsgi_factory_waitress", factory(Interface::wsgi, "src"), {"waitress"}, "PYTHONPATH=src waitress-serve --listen=0.0.0.0:$PORT --call main:create_app"},
    Case{"asgi", app_of(Interface::asgi), {"hypercorn", "daphne", "uvicorn", "gunicorn"}, "uvicorn main:app"},
    Case{"asgi_gunicorn", app_of(Interface::asgi), {"gunicorn", "uvicorn", "uvicorn-worker"}, "gunicorn --worker-class uvicorn_worker.UvicornWorker main:app"},
    Case{"asgi_factory", factory(Interface::asgi, "src"), {"uvicorn"}, "uvicorn --app-dir src --factory main:create_app"},
    Case{"asgi_hypercorn", factory(Interface::asgi), {"hypercorn"}, "hypercorn --bind 0.0.0.0:$PORT --workers $WEB_CONCURRENCY 'main:create_app()'"},
    Case{"asgi_granian", factory(Interface::asgi), {"granian"}, "granian --interface asgi --factory main:create_app"},
    Case{"asgi_daphne", app_of(Interface::asgi), {"daphne"}, "daphne -b 0.0.0.0 -p $PORT main:app"},
    Case{"asgi_none", app_of(Interface::asgi), {"gunicorn"}, "none"},
    Case{"aiohttp", app_of(Interface::aiohttp), {"gunicorn"}, "gunicorn --worker-class aiohttp.GunicornWebWorker main:app"},
    Case{"aiohttp_alone", app_of(Interface::aiohttp), {}, "none"},
    Case{"sanic", app_of(Interface::sanic), {"gunicorn"}, "sanic main:app --host 0.0.0.0 --port $PORT --workers $WEB_CONCURRENCY"},
    Case{"streamlit", app_of(Interface::streamlit), {}, "streamlit run main.py"},
    Case{"script", app_of(Interface::script), {}, "python main.py"}),
    [](const auto& test) { return test.param.name; });
// clang-format on

TEST(ServersTest, AiohttpServesItselfAsAScript) {
    WebApp app = app_of(Interface::aiohttp);
    app.runs_itself = true;
    EXPECT_EQ(command(app, {}), "python main.py");
    app.is_factory = app.is_async_factory = true;
    EXPECT_EQ(command(app, {"gunicorn"}), "gunicorn --worker-class aiohttp.GunicornWebWorker main:app");
}

TEST(StartCommandTest, NeedsAShellForVariablesOnly) {
    EXPECT_THAT(StartCommand({"gunicorn", "a:f()"}).process(), ElementsAre("gunicorn", "a:f()"));
    EXPECT_THAT(StartCommand({"x", "$PORT", "a:f()"}).process(),
                ElementsAre("sh", "-c", "exec x $PORT 'a:f()'"));
    EXPECT_THAT(StartCommand({"x"}).with_import_root("src").process(),
                ElementsAre("sh", "-c", "PYTHONPATH=src exec x"));
}

TEST(ServersTest, ServersForOneCpuEachAreKnown) {
    EXPECT_FALSE(choose_server(app_of(Interface::wsgi), {"gunicorn"})->is_event_loop);
    EXPECT_TRUE(choose_server(app_of(Interface::asgi), {"uvicorn"})->is_event_loop);
}

}  // namespace
}  // namespace adder::python
