#include "../app_directory.hpp"
#include "python/dependencies/managers.hpp"
#include "python/launch/choose_processes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* flask = "from flask import Flask\napp = Flask(__name__)\n";
constexpr const char* fastapi = "from fastapi import FastAPI\napi = FastAPI()\n";

class LaunchTest : public AppDirectoryTest {
  protected:
    LaunchPlan choose(const Installed& installed = {}) const {
        const App app = this->app();
        std::optional<Procfile> procfile;
        if (app.procfile) procfile = parse_procfile(*app.procfile);
        return choose_processes({app, project_, settings_, procfile, installed, SourceTree{app}});
    }
    /// "web: python main.py (main.py found)" for each, the default's with a star.
    std::vector<std::string> chosen(const Installed& installed = {}) const {
        std::vector<std::string> result;
        for (const ChosenProcess& each : choose(installed).processes) {
            result.push_back(each.process.type + (each.process.is_default ? "*" : "") + ": " + each.summary +
                             " (" + each.reason + ")");
        }
        return result;
    }
    std::string error() const {
        return test::shown_error([this] { choose(); });
    }

    Project project_{.manager = &managers::requirements, .files = {{"requirements.txt", ""}}};
};

TEST_F(LaunchTest, TheProcfileDecidesAlone) {
    file("app.py", flask);
    file("Procfile", "worker: python w.py\nweb: gunicorn app:app\n");
    EXPECT_THAT(chosen({"gunicorn"}), ElementsAre("worker: python w.py (from the Procfile)",
                                                  "web*: gunicorn app:app (from the Procfile)"));
    EXPECT_THAT(choose().processes[0].process.command, ElementsAre("bash", "-c", "python w.py"));
    EXPECT_THAT(choose().notes, IsEmpty());
}

TEST_F(LaunchTest, TheDefaultOfAProcfile) {
    file("Procfile", "bot: python bot.py\n");
    EXPECT_THAT(chosen(), ElementsAre("bot*: python bot.py (from the Procfile)")) << "the only one";
    file("Procfile", "bot: python bot.py\njobs: python jobs.py\n");
    EXPECT_THAT(chosen(), ElementsAre(HasSubstr("bot: "), HasSubstr("jobs: ")));
    EXPECT_THAT(choose().notes,
                ElementsAre(AllOf(HasSubstr("None is named web"), HasSubstr("BP_PROCFILE_DEFAULT_PROCESS"))));
    settings_.default_process = "jobs";
    EXPECT_THAT(chosen(), ElementsAre(HasSubstr("bot: "), HasSubstr("jobs*: ")));
    settings_.default_process = "web";
    EXPECT_THAT(error(),
                HasSubstr("BP_PROCFILE_DEFAULT_PROCESS is 'web', which the Procfile does not have."));
}

TEST_F(LaunchTest, TheStartCommandGoesBeforeTheProcfilesWeb) {
    file("Procfile", "web: gunicorn app:app\nworker: python w.py\n");
    settings_.start_command = "python -m jobs --port $PORT";
    EXPECT_THAT(chosen(), ElementsAre("web*: python -m jobs --port $PORT (from BP_PYTHON_START_COMMAND)",
                                      "worker: python w.py (from the Procfile)"));
    EXPECT_THAT(choose().processes[0].process.command,
                ElementsAre("bash", "-c", "python -m jobs --port $PORT"));
}

TEST_F(LaunchTest, AWebApplicationIsServedByWhatIsInstalled) {
    file("main.py", "print('hello')\n");
    file("app.py", flask);
    EXPECT_THAT(chosen({"flask", "gunicorn"}),
                ElementsAre("web*: gunicorn app:app (Flask application app in app.py)"));
    EXPECT_THAT(choose({"gunicorn"}).processes[0].process.command, ElementsAre("gunicorn", "app:app"));
    EXPECT_FALSE(choose({"gunicorn"}).serves_by_event_loop());
    EXPECT_THAT(choose({"gunicorn"}).notes, ElementsAre(HasSubstr("Add a Procfile")));
}

TEST_F(LaunchTest, TheFirstThatCanBeServedIs) {
    file("wsgi.py", flask);
    file("main.py", fastapi);
    EXPECT_THAT(chosen({"uvicorn"}),
                ElementsAre("web*: uvicorn main:api (FastAPI application api in main.py)"));
    EXPECT_TRUE(choose({"uvicorn"}).serves_by_event_loop());
    EXPECT_THAT(chosen({"gunicorn", "uvicorn"}), ElementsAre(HasSubstr("gunicorn wsgi:app")));
}

/// The development server would start, and nobody would know.
TEST_F(LaunchTest, WithoutAServerNothingStarts) {
    file("app.py", std::string{flask} + "if __name__ == '__main__':\n    app.run()\n");
    const LaunchPlan plan = choose({"flask"});
    EXPECT_THAT(plan.processes, IsEmpty());
    ASSERT_THAT(plan.warnings, SizeIs(1));
    EXPECT_EQ(plan.warnings[0].title, "Flask application app in app.py, but no WSGI server is installed.");
    EXPECT_THAT(plan.warnings[0].body, HasSubstr("\n  echo gunicorn >> requirements.txt\n"));
}

TEST_F(LaunchTest, HowAServerIsAddedDependsOnTheManager) {
    file("main.py", fastapi);
    const auto advice = [&](const ManagerRules* manager) {
        project_.manager = manager;
        return choose({"fastapi"}).warnings.at(0).body;
    };
    EXPECT_THAT(advice(&managers::uv), HasSubstr("\n  uv add uvicorn\n"));
    EXPECT_THAT(advice(&managers::poetry), HasSubstr("\n  poetry add uvicorn\n"));
    EXPECT_THAT(advice(&managers::none), HasSubstr("\n  echo uvicorn >> requirements.txt\n"));
}

TEST_F(LaunchTest, Django) {
    file("web/manage.py",
         "import django, os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n");
    file("web/mysite/wsgi.py");
    file("web/mysite/asgi.py");
    file("app.py", flask);
    EXPECT_THAT(
        chosen({"django", "gunicorn"}),
        ElementsAre("web*: gunicorn mysite.wsgi:application (Django project found by web/manage.py)"));
    EXPECT_EQ(choose({"django", "gunicorn"}).processes[0].process.working_directory,
              (directory_.path() / "web").native());
    EXPECT_THAT(chosen({"django", "uvicorn"}),
                ElementsAre(HasSubstr("; ASGI, as no WSGI server is installed")));
    EXPECT_THAT(chosen({"channels", "daphne", "django"}),
                ElementsAre(AllOf(HasSubstr("daphne -b 0.0.0.0 -p $PORT mysite.asgi:application"),
                                  HasSubstr("; ASGI, as channels is installed"))));
    EXPECT_EQ(choose({"django"}).warnings.at(0).title,
              "Django application application in web/mysite/wsgi.py, but no WSGI server is installed.");
}

TEST_F(LaunchTest, TheProjectsCommand) {
    file("main.py", "print('hello')\n");
    file("pyproject.toml", "[project]\nname = 'shop'\n[project.scripts]\nserve = 'shop:main'\n");
    EXPECT_THAT(chosen({"shop"}), ElementsAre("web*: serve (the project's command, in pyproject.toml)"));
    file("pyproject.toml", "[project]\nname = 'shop'\n[project.scripts]\nadmin = 'a:b'\nshop = 'a:c'\n");
    EXPECT_THAT(chosen({"shop"}),
                ElementsAre("web*: shop (the command named like the project, in pyproject.toml)"));
    file("pyproject.toml", "[project]\nname = 'shop'\n[project.scripts]\nadmin = 'a:b'\nserve = 'a:c'\n");
    EXPECT_THAT(chosen({"shop"}), ElementsAre("web*: python main.py (main.py found)"));
    EXPECT_THAT(choose({"shop"}).notes.at(0), HasSubstr("none is named like it: admin, serve"));
}

TEST_F(LaunchTest, ScriptsRunInTheProjectsDirectory) {
    file("app.py", "print('hello')\n");
    EXPECT_THAT(chosen(), ElementsAre("web*: python app.py (app.py found)"));
    EXPECT_THAT(choose().processes[0].process.command, ElementsAre("python", "app.py"));
    EXPECT_EQ(choose().processes[0].process.working_directory, std::nullopt);

    App app = this->app();
    app.root = app.directory.parent_path();
    const LaunchPlan plan = choose_processes({app, project_, settings_, {}, {}, SourceTree{app}});
    EXPECT_EQ(plan.processes.at(0).process.working_directory, app.directory.native());
}

TEST_F(LaunchTest, NothingIsGuessed) {
    file("jobs.py", "print('hello')\n");
    const LaunchPlan plan = choose({"gunicorn", "uvicorn"});
    EXPECT_THAT(plan.processes, IsEmpty());
    EXPECT_THAT(plan.notes, ElementsAre(HasSubstr("No way to start the app was found"), HasSubstr("Procfile"),
                                        HasSubstr("BP_PYTHON_START_COMMAND="), HasSubstr("docker run")));
}

class TestProcessTest : public LaunchTest {
  protected:
    TestProcessTest() { settings_.for_tests = true; }
};

TEST_F(TestProcessTest, IsTheDefaultAndTheOthersStay) {
    file("main.py", "print(1)\n");
    file("tests/test_one.py", "");
    EXPECT_THAT(chosen(),
                ElementsAre("test*: python -m unittest discover --start-directory tests (tests/ found)",
                            "web: python main.py (main.py found)"));
    file("tests/__init__.py", "");
    EXPECT_THAT(chosen().at(0), HasSubstr("test*: python -m unittest discover (tests/ found)"));
    EXPECT_THAT(chosen({"pytest"}).at(0), HasSubstr("test*: pytest (pytest is installed)"));
    file("Procfile", "web: x\ntest: make check\n");
    EXPECT_THAT(chosen({"pytest"}),
                ElementsAre("web: x (from the Procfile)", "test*: make check (from the Procfile)"));
}

TEST_F(TestProcessTest, OfADjangoProject) {
    file("web/manage.py", "import django\n");
    EXPECT_THAT(chosen({"django", "pytest"}).at(0),
                HasSubstr("test*: python manage.py test (Django project found by web/manage.py)"));
    EXPECT_EQ(choose({"django"}).processes.at(0).process.working_directory,
              (directory_.path() / "web").native());
    EXPECT_THAT(chosen({"django", "pytest", "pytest-django"}).at(0), HasSubstr("test*: pytest "));
}

TEST_F(TestProcessTest, ToxAndNoxHaveFilesOfTheirOwn) {
    file("noxfile.py", "");
    file("tox.ini", "");
    EXPECT_THAT(chosen({"tox", "nox"}).at(0), HasSubstr("test*: tox "));
    EXPECT_THAT(chosen({"nox"}).at(0), HasSubstr("test*: nox "));
    file("test_it.py", "");
    EXPECT_THAT(chosen().at(0), HasSubstr("test*: python -m unittest discover (files of tests found)"));
}

TEST_F(TestProcessTest, NothingToTestIsTold) {
    file("main.py", "print(1)\n");
    EXPECT_THAT(choose().notes.at(0), HasSubstr("No way to run the app's tests was found."));
}

}  // namespace
}  // namespace adder::python
