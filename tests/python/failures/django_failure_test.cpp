#include "python/failures/explain.hpp"

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::HasSubstr;

std::string reason(const base::ExitStatus& status, const std::string& output) {
    return explain_django_failure({"Django", status, output}).title();
}

struct Failure {
    const char* name;
    const char* output;
    const char* title;
};

class ExplainDjangoTest : public testing::TestWithParam<Failure> {};

TEST_P(ExplainDjangoTest, NamesWhatIsMissing) {
    EXPECT_EQ(reason({1, 0}, GetParam().output), GetParam().title);
}

INSTANTIATE_TEST_SUITE_P(
    , ExplainDjangoTest,
    testing::Values(
        Failure{"environ",
                "  File \"/app/mysite/settings.py\", line 3, in <module>\n    SECRET_KEY = "
                "os.environ[\"SECRET_KEY\"]\n"
                "  File \"<frozen os>\", line 716, in __getitem__\nKeyError: 'SECRET_KEY'\n",
                "Django's settings need the variable 'SECRET_KEY', which this build does not have."},
        Failure{"decouple",
                "decouple.UndefinedValueError: SECRET_KEY not found. Declare it as envvar or define a "
                "default value.\n",
                "Django's settings need the variable 'SECRET_KEY', which this build does not have."},
        Failure{"django_environ",
                "django.core.exceptions.ImproperlyConfigured: Set the DATABASE_URL environment variable\n",
                "Django's settings need the variable 'DATABASE_URL', which this build does not have."},
        Failure{"environs", "environs.exceptions.EnvError: Environment variable \"DEBUG\" not set\n",
                "Django's settings need the variable 'DEBUG', which this build does not have."},
        Failure{"module", "ModuleNotFoundError: No module named 'corsheaders'\n",
                "Django's settings need the module 'corsheaders', which is not installed."},
        Failure{"manifest",
                "whitenoise.storage.MissingFileError: The file 'shop/logo.png' could not be found with "
                "<whitenoise.storage.CompressedManifestStaticFilesStorage object at 0x7f>.\n",
                "The static file 'shop/logo.png' does not exist, and others refer to it."},
        Failure{"key", "KeyError: 'static'\n", "Django's static files could not be collected."},
        Failure{"other", "SyntaxError: invalid syntax\n", "Django's static files could not be collected."}),
    [](const auto& test) { return test.param.name; });

TEST(DjangoKilledTest, IsWantOfMemory) { EXPECT_THAT(reason({0, SIGKILL}, ""), HasSubstr("killed")); }

}  // namespace
}  // namespace adder::python
