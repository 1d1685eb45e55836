#include "../app_directory.hpp"
#include "python/launch/find_web_apps.hpp"
#include "python/launch/servers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* flask = "from flask import Flask\napp = Flask(__name__)\n";
constexpr const char* fastapi = "from fastapi import FastAPI\napi = FastAPI()\n";

/// Every server there is.
const Installed servers{"gunicorn", "uvicorn"};

class WebAppTest : public AppDirectoryTest {
  protected:
    std::vector<WebApp> find(std::string_view project = "") const {
        return find_web_apps(SourceTree{app()}, project);
    }
    /// "Flask app:app" for each.
    std::vector<std::string> found(std::string_view project = "") const {
        std::vector<std::string> result;
        for (const WebApp& app : find(project)) {
            result.push_back(app.framework + " " + app.module + ":" + app.object +
                             (app.is_factory ? "()" : "") +
                             (app.import_root.empty() ? "" : " in " + app.import_root));
        }
        return result;
    }
};

struct SourceCase {
    const char* name;
    const char* source;  ///< of main.py
    const char* found;   ///< null: nothing
};
class WebAppSourceTest : public WebAppTest, public testing::WithParamInterface<SourceCase> {};

TEST_P(WebAppSourceTest, IsRecognised) {
    file("main.py", GetParam().source);
    if (GetParam().found) {
        EXPECT_THAT(found(), ElementsAre(GetParam().found));
    } else {
        EXPECT_THAT(found(), IsEmpty());
    }
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Sources, WebAppSourceTest, testing::Values(
    SourceCase{"flask", flask, "Flask main:app"},
    SourceCase{"fastapi", fastapi, "FastAPI main:api"},
    SourceCase{"starlette", "from starlette.applications import Starlette\napp = Starlette(routes=[])", "Starlette main:app"},
    SourceCase{"litestar", "from litestar import Litestar, get\n@get('/')\nasync def a() -> str: ...\napp = Litestar([a])", "Litestar main:app"},
    SourceCase{"quart", "import quart\napp = quart.Quart(__name__)", "Quart main:app"},
    SourceCase{"bottle", "import bottle\napp = bottle.default_app()", "Bottle main:app"},
    SourceCase{"bottle_by_a_star", "from bottle import *\napp = Bottle()", "Bottle main:app"},
    SourceCase{"falcon", "import falcon\napp = falcon.App()", "Falcon main:app"},
    SourceCase{"falcon_asgi", "import falcon.asgi\napp = falcon.asgi.App()", "Falcon main:app"},
    SourceCase{"pyramid", "from pyramid.config import Configurator\nconfig = Configurator()\napp = config.make_wsgi_app()", "Pyramid main:app"},
    SourceCase{"dash", "import dash\napp = dash.Dash(__name__)\nserver = app.server\n", "Dash main:server"},
    SourceCase{"aiohttp", "from aiohttp import web\napp = web.Application()", "aiohttp main:app"},
    SourceCase{"aiohttp_script", "from aiohttp import web\ndef main():\n    web.run_app(make())\nmain()", "aiohttp main:"},
    SourceCase{"sanic", "from sanic import Sanic\napp = Sanic('x')", "Sanic main:app"},
    SourceCase{"tornado", "import tornado.web\nasync def main():\n    make().listen(8000)", "Tornado main:"},
    SourceCase{"streamlit", "import streamlit as st\nst.title('x')", "Streamlit main:"},
    SourceCase{"gradio", "import gradio as gr\ndemo = gr.Interface(f, 'text', 'text')\ndemo.launch()", "Gradio main:"},
    SourceCase{"factory", "from flask import Flask\ndef create_app(config=None):\n    app = Flask(__name__)\n    return app", "Flask main:create_app()"},
    SourceCase{"factory_that_was_called", "from flask import Flask\ndef create_app():\n    return Flask(__name__)\napp = create_app()", "Flask main:app"},
    SourceCase{"factory_with_its_own_import", "def make_app():\n    import fastapi\n    return fastapi.FastAPI()", "FastAPI main:make_app()"},
    SourceCase{"factory_that_needs_something", "from flask import Flask\ndef create_app(config):\n    return Flask(__name__)", nullptr},
    SourceCase{"app_goes_before_others", "from fastapi import FastAPI\ninner = FastAPI()\napp = FastAPI()", "FastAPI main:app"},
    SourceCase{"another_name", "from flask import Flask\ndef f():\n    pass\nsite = Flask(__name__)\napplication = site", "Flask main:application"},
    SourceCase{"wrapped", "from fastapi import FastAPI\napp = FastAPI()\napp = Wrapper(app)", "FastAPI main:app"},
    SourceCase{"a_class_of_ones_own", "app = MyFlask(__name__)", nullptr},
    SourceCase{"a_class_of_that_name", "class Flask: pass\napp = Flask(__name__)", nullptr},
    SourceCase{"only_imported", "from flask import Flask", nullptr},
    SourceCase{"gradio_that_is_not_started", "import gradio as gr\ndemo = gr.Blocks()", nullptr},
    SourceCase{"in_a_circle", "a = b\nb = a\napp = app()\ndef create_app():\n    return make_app()\ndef make_app():\n    return create_app()", nullptr}),
    [](const auto& test) { return test.param.name; });
// clang-format on

TEST_F(WebAppTest, PlacesInTheirOrder) {
    for (const char* name :
         {"server.py", "app.py", "main.py", "app/main.py", "shop/__init__.py", "shop/app.py", "blog/main.py",
          "src/shop/main.py", "src/main.py", "tests/app.py", ".venv/app.py"}) {
        file(name, flask);
    }
    EXPECT_THAT(found("Shop"),
                ElementsAre("Flask main:app", "Flask app:app", "Flask server:app", "Flask app.main:app",
                            "Flask shop.app:app", "Flask shop:app", "Flask blog.main:app",
                            "Flask main:app in src", "Flask shop.main:app in src"));
}

TEST_F(WebAppTest, EntryPointsAreFollowedToWhatTheyImport) {
    file("wsgi.py", "from shop import create_app\napplication = create_app()\n");
    file("shop/__init__.py", "from .factory import create_app\n");
    file("shop/factory.py", "from flask import Flask\ndef create_app():\n    return Flask('shop')\n");
    file("asgi.py", "from site_api import app\n");
    file("site_api.py", "from fastapi import FastAPI\napp = FastAPI()\n");
    EXPECT_THAT(found(), ElementsAre("FastAPI asgi:app", "Flask wsgi:application"));
}

TEST_F(WebAppTest, WhereAModuleIsImportedFrom) {
    file("app/main.py", std::string{"from models import x\n"} + flask);
    file("app/models.py");
    EXPECT_THAT(found(), ElementsAre("Flask main:app in app"))
        << "it is no package, and imports its neighbour";
    file("app/__init__.py");
    EXPECT_THAT(found(), ElementsAre("Flask app.main:app"));
    file("src/shop/main.py", std::string{"from src.shop import models\n"} + flask);
    EXPECT_THAT(found(), ElementsAre("Flask app.main:app", "Flask src.shop.main:app"));
}

TEST_F(WebAppTest, DashNeedsItsServerNamed) {
    file("app.py", "from dash import Dash\napp = Dash()\n");
    ASSERT_EQ(find().size(), 1u);
    EXPECT_THAT(find().front().hint, HasSubstr("server = app.server"));
    EXPECT_FALSE(choose_server(find().front(), servers));
}

/// Each of many names leads to each of many others.
TEST_F(WebAppTest, NamesThatLeadEverywhere) {
    std::string source;
    for (int i = 0; i < 300; ++i) {
        source += "def f" + std::to_string(i) + "():\n";
        for (int j = 0; j < 300; ++j) source += "    f" + std::to_string(j) + "()\n";
    }
    file("main.py", source + "app = f0()\n");
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(WebAppTest, FilesThatCannotBeReadAreNotThere) {
    file("main.py", std::string(base::max_text_file_size + 1, ' '));
    base::make_directories(directory_.path() / "app.py");
    std::filesystem::create_symlink("server.py", directory_.path() / "server.py");
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(WebAppTest, IsDescribed) {
    file("app.py", flask);
    file("shop/main.py", "import fastapi\ndef create_app():\n  return fastapi.FastAPI()\n");
    file("streamlit_app.py", "import streamlit\n");
    ASSERT_EQ(find().size(), 3u);
    EXPECT_EQ(find()[0].describe(), "Flask application app in app.py");
    EXPECT_EQ(find()[1].describe(), "Streamlit application in streamlit_app.py");
    EXPECT_EQ(find()[2].describe(), "FastAPI application made by create_app() in shop/main.py");
}

}  // namespace
}  // namespace adder::python
