// An app of each framework, with packages of the real index: built by the real lifecycle without
// configuration, started by the real launcher, asked over HTTP, ended with SIGTERM.

#include "fixture_app.hpp"
#include "tools.hpp"

#include <algorithm>
#include <chrono>
#include <ostream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

enum class When { always, when_asked };

void skip_unless_asked(When when) {
    if (when == When::when_asked && !setting("ADDER_E2E_ALL_FRAMEWORKS"))
        GTEST_SKIP() << "scripts/test.sh frameworks runs it";
}

struct FrameworkCase {
    const char* app;     ///< in tests/fixtures/apps
    const char* launch;  ///< how the log says it starts
    const char* answer;
    const char* end;  ///< what the server writes when it is asked to end; empty: nothing
    When when = When::when_asked;
};

std::ostream& operator<<(std::ostream& stream, const FrameworkCase& framework) {
    return stream << framework.app;
}

class FrameworksTest : public testing::TestWithParam<FrameworkCase> {
  protected:
    void SetUp() override { skip_unless_asked(GetParam().when); }
};

TEST_P(FrameworksTest, IsBuiltStartedServedAndEnded) {
    FixtureApp app{GetParam().app};
    EXPECT_THAT(app.build(), HasSubstr(GetParam().launch));
    const Rootfs rootfs = app.project().rootfs();
    RunningApp running{rootfs};
    EXPECT_THAT(running.get("/"), HasSubstr(GetParam().answer)) << running.output();
    // Until all workers are there: some servers do not take a signal while they start others.
    std::this_thread::sleep_for(std::chrono::seconds{2});
    const auto start = std::chrono::steady_clock::now();
    const int code = running.terminate();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{8}) << running.output();
    EXPECT_THAT(code, AnyOf(0, 128 + 15)) << running.output();
    EXPECT_THAT(running.output(), HasSubstr(GetParam().end));
}

constexpr const char* gunicorn_ends = "Shutting down: Master";
constexpr const char* uvicorn_ends = "Finished server process";

// clang-format off
INSTANTIATE_TEST_SUITE_P(Apps, FrameworksTest, testing::Values(
    FrameworkCase{"django-app", "web  gunicorn mysite.wsgi:application  (Django project found by manage.py)", "hello from Django by WSGIRequest", gunicorn_ends, When::always},
    FrameworkCase{"django-asgi-app", "web  uvicorn mysite.asgi:application  (Django project found by manage.py; ASGI, as no WSGI server is installed)", "hello from Django by ASGIRequest", uvicorn_ends},
    FrameworkCase{"django-channels-app", "web  daphne -b 0.0.0.0 -p $PORT mysite.asgi:application  (Django project found by services/site/manage.py; ASGI, as ASGI_APPLICATION is set)", "hello from Django by ASGIRequest", ""},
    FrameworkCase{"fastapi-app", "web  uvicorn app.main:app  (FastAPI application app in app/main.py)", "hello from FastAPI", uvicorn_ends, When::always},
    FrameworkCase{"fastapi-workers-app", "web  gunicorn --worker-class uvicorn_worker.UvicornWorker 'main:create_app()'  (FastAPI application made by create_app() in main.py)", "hello from FastAPI under gunicorn", gunicorn_ends},
    FrameworkCase{"starlette-app", "web  hypercorn --bind 0.0.0.0:$PORT --workers $WEB_CONCURRENCY main:app  (Starlette application app in main.py)", "hello from Starlette", ""},
    FrameworkCase{"litestar-app", "web  granian --interface asgi app:app  (Litestar application app in app.py)", "hello from Litestar", "Shutting down granian"},
    FrameworkCase{"flask-app", "web  gunicorn app:app  (Flask application app in app.py)", "hello from Flask, one of", gunicorn_ends},
    FrameworkCase{"flask-factory-app", "web  waitress-serve --listen=0.0.0.0:$PORT wsgi:application  (Flask application application in wsgi.py)", "hello from Flask's factory", ""},
    FrameworkCase{"flask-src-app", "web  gunicorn --pythonpath src 'shop:create_app()'  (Flask application made by create_app() in src/shop/__init__.py)", "hello from below src", gunicorn_ends},
    FrameworkCase{"flask-granian-app", "web  granian --interface wsgi server:server  (Flask application server in server.py)", "hello from Flask on Granian", "Shutting down granian"},
    FrameworkCase{"quart-app", "web  hypercorn --bind 0.0.0.0:$PORT --workers $WEB_CONCURRENCY app:app  (Quart application app in app.py)", "hello from Quart", ""},
    FrameworkCase{"bottle-app", "web  gunicorn app:app  (Bottle application app in app.py)", "hello from Bottle", gunicorn_ends},
    FrameworkCase{"falcon-app", "web  gunicorn main:application  (Falcon application application in main.py)", "hello from Falcon", gunicorn_ends},
    FrameworkCase{"falcon-asgi-app", "web  uvicorn asgi:app  (Falcon application app in asgi.py)", "hello from Falcon's ASGI side", uvicorn_ends},
    FrameworkCase{"pyramid-app", "web  waitress-serve --listen=0.0.0.0:$PORT app:app  (Pyramid application app in app.py)", "hello from Pyramid", ""},
    FrameworkCase{"dash-app", "web  gunicorn app:server  (Dash application server in app.py)", "hello from Dash", gunicorn_ends},
    FrameworkCase{"aiohttp-app", "web  gunicorn --worker-class aiohttp.GunicornWebWorker app:create_app  (aiohttp application made by create_app() in app.py)", "hello from aiohttp", gunicorn_ends},
    FrameworkCase{"aiohttp-script-app", "web  python main.py  (aiohttp application app in main.py)", "hello from aiohttp's own server", ""},
    FrameworkCase{"tornado-app", "web  python server.py  (Tornado application in server.py)", "hello from Tornado", "stopped"},
    FrameworkCase{"sanic-app", "web  sanic server:app --host 0.0.0.0 --port $PORT --workers $WEB_CONCURRENCY  (Sanic application app in server.py)", "hello from Sanic", ""},
    FrameworkCase{"streamlit-app", "web  streamlit run streamlit_app.py  (Streamlit application in streamlit_app.py)", "<title>Streamlit</title>", ""},
    FrameworkCase{"gradio-app", "web  python app.py  (Gradio application in app.py)", "hello from Gradio", ""},
    FrameworkCase{"project-scripts-app", "web  jobs  (the command named like the project, in pyproject.toml)", "hello from a command", "stopped"},
    FrameworkCase{"script-app", "web  python main.py  (main.py found)", "hello from a script", "stopped", When::always},
    FrameworkCase{"procfile-app", "web  TEXT=\"hello from a Procfile\" && export TEXT && exec gunicorn", "hello from a Procfile", gunicorn_ends}),
    [](const auto& test) {
        std::string name = test.param.app;
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    });
// clang-format on

/// The quick part, which every run of the end-to-end tests has.
TEST(StartsTest, WithoutAServerNothingStarts) {
    FixtureApp app{"server-missing-app"};
    EXPECT_THAT(app.build(),
                AllOf(HasSubstr("Flask application app in app.py, but no WSGI server is installed."),
                      HasSubstr("echo gunicorn >> requirements.txt"), Not(HasSubstr("web  "))));
    EXPECT_NE(app.project().rootfs().run_process({}).code, 0) << "there is no default process";
    app.set("BP_PYTHON_START_COMMAND", "echo started on $PORT by $(python -c 'print(1 + 1)')");
    EXPECT_THAT(app.build(), HasSubstr("web  echo started on $PORT"));
    const Rootfs rootfs = app.project().rootfs();
    EXPECT_EQ(rootfs.run_process({}).output, "started on 8000 by 2\n");
    EXPECT_EQ(rootfs.run_process({.env = {{"PORT", "81"}}}).output, "started on 81 by 2\n");
}

TEST(StartsTest, NothingIsFoundToStart) {
    skip_unless_asked(When::when_asked);
    FixtureApp app{"no-way-app"};
    EXPECT_THAT(app.build(), HasSubstr("No way to start the app was found. Say it in one of three ways:"));
    EXPECT_EQ(app.run({"python", "-m", "jobs"}), "hello\n");
}

TEST(StartsTest, EveryProcessOfAProcfile) {
    skip_unless_asked(When::when_asked);
    FixtureApp app{"procfile-app"};
    EXPECT_THAT(app.build(), HasSubstr("worker  python worker.py --every $((2 + 3))s  (from the Procfile)"));
    const Rootfs rootfs = app.project().rootfs();
    EXPECT_EQ(rootfs.run_process({.process_type = "worker"}).output, "working --every 5s\n");
    EXPECT_EQ(rootfs.run_process({.process_type = "release"}).output, "released\n");
}

/// What the program says, as the app's processes see it; a rebuild leaves its layer to the previous image.
TEST(WebLayerTest, ServersGetTheirVariables) {
    FixtureApp app{"fastapi-app"};
    app.build();
    const auto variables = [&](const base::Environment& env) {
        return app.project()
            .rootfs()
            .run_process({.process_type = "web", .args = {"--help"}, .env = env})
            .output;
    };
    EXPECT_THAT(variables({}), HasSubstr("Usage: uvicorn"));
    const std::string print =
        "import os; print(*(os.environ.get(n) for n in ('PORT', 'UVICORN_PORT', 'UVICORN_HOST', "
        "'BPL_WEB_WORKERS')))";
    EXPECT_EQ(app.run({"python", "-c", print}), "8000 8000 0.0.0.0 None\n");
    const auto digest = [&] { return app.project().image().layers_of("adder/python").at("web").digest; };
    const std::string before = digest();
    app.build();
    EXPECT_EQ(digest(), before);
    EXPECT_EQ(app.run({"python", "-c", print}), "8000 8000 0.0.0.0 None\n");
}

}  // namespace
}  // namespace adder::test
