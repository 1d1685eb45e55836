#include "python/launch/django_settings.hpp"

#include "../app_directory.hpp"

#include <adder/base/format.hpp>

#include <gtest/gtest.h>
#include <support/cpu_time.hpp>

namespace adder::python {
namespace {

class DjangoSettingsTest : public AppDirectoryTest {
  protected:
    void settings(const std::string& text) const { file("site/settings.py", text); }
    bool may_have_root(const std::string& module = "site.settings", const std::string& directory = "") const {
        const SourceTree sources{app()};
        return DjangoSettings{sources, directory, module}.may_have("STATIC_ROOT");
    }
    bool debug() const {
        const SourceTree sources{app()};
        return DjangoSettings{sources, "", "site.settings"}.is_always("DEBUG", "True");
    }
    std::string text(const std::string& name) const {
        const SourceTree sources{app()};
        return DjangoSettings{sources, "", "site.settings"}.text(name);
    }
};

TEST_F(DjangoSettingsTest, TheModuleThatManagePyNames) {
    EXPECT_EQ(settings_named_in("os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'a.b')\n"), "a.b");
    EXPECT_EQ(settings_named_in("os.environ[\"DJANGO_SETTINGS_MODULE\"] = \"a.b\"\n"), "a.b");
    EXPECT_EQ(settings_named_in("import os\n"), "");
}

TEST_F(DjangoSettingsTest, ASettingThatNothingNames) {
    settings("# STATIC_ROOT is for later\nSTATIC_URL = \"static/\"\nDATABASES[\"default\"].update(x())\n");
    EXPECT_FALSE(may_have_root());
}

TEST_F(DjangoSettingsTest, ASettingThatIsNamed) {
    for (const char* source :
         {"STATIC_ROOT = BASE_DIR / \"static\"\n", "from .paths import STATIC_ROOT\n",
          "if True:\n    STATIC_ROOT = x\n", "class Production(Configuration):\n    STATIC_ROOT = x\n"}) {
        settings(source);
        EXPECT_TRUE(may_have_root()) << source;
    }
}

TEST_F(DjangoSettingsTest, SettingsThatNoStatementShows) {
    for (const char* source :
         {"django_heroku.settings(locals())\n", "globals().update(x)\n", "include(\"components/*.py\")\n",
          "setattr(sys.modules[__name__], x, y)\n", "exec(open(\"x\").read())\n"}) {
        settings(source);
        EXPECT_TRUE(may_have_root()) << source;
    }
}

TEST_F(DjangoSettingsTest, SettingsThatAreTakenFromOthers) {
    file("site/base.py", "STATIC_URL = \"static/\"\n");
    for (const char* source : {"from .base import *\n", "from site.base import *\n",
                               "try:\n    from .local import *\nexcept ImportError:\n    pass\n"}) {
        settings(source);
        EXPECT_FALSE(may_have_root()) << source;
    }
    file("site/base.py", "STATIC_ROOT = \"static/\"\n");
    settings("from .base import *\n");
    EXPECT_TRUE(may_have_root());
    settings("from site.base import *\n");
    EXPECT_TRUE(may_have_root());
    settings("from company.settings import *\n");
    EXPECT_TRUE(may_have_root()) << "who knows what a package sets?";
}

TEST_F(DjangoSettingsTest, APackageOfSettings) {
    file("backend/site/settings/__init__.py", "from .production import *\n");
    file("backend/site/settings/production.py", "from ..common import *\n");
    file("backend/site/common.py", "DEBUG = False\n");
    EXPECT_FALSE(may_have_root("site.settings", "backend"));
    file("backend/site/common.py", "STATIC_ROOT = \"/static\"\n");
    EXPECT_TRUE(may_have_root("site.settings", "backend"));
}

TEST_F(DjangoSettingsTest, SettingsThatAreNotInTheApp) {
    settings("");
    EXPECT_TRUE(may_have_root("company.settings"));
    EXPECT_TRUE(may_have_root(""));
    file("settings.py", "from ..base import *\n");
    EXPECT_FALSE(may_have_root("settings")) << "there is nothing above the app";
}

TEST_F(DjangoSettingsTest, SettingsThatTakeFromEachOther) {
    file("site/base.py", "from .settings import *\n");
    settings("from .base import *\nDEBUG = True\n");
    EXPECT_FALSE(may_have_root()) << "each is read once, and neither names it";
    EXPECT_TRUE(debug());
}

TEST_F(DjangoSettingsTest, Values) {
    file("site/base.py", "DEBUG = True\nNAME = \"x\"\nOTHER = \"y\"\n");
    settings("from .base import *\nOTHER = \"z\"\n");
    EXPECT_TRUE(debug());
    EXPECT_EQ(text("NAME"), "x");
    EXPECT_EQ(text("OTHER"), "z");
    EXPECT_EQ(text("NONE"), "");
}

TEST_F(DjangoSettingsTest, DebugIsOnIfNothingMaySwitchItOff) {
    file("site/base.py", "DEBUG = True\nif DEBUG:\n    INTERNAL_IPS = []\n");
    for (const char* source :
         {"DEBUG = env.bool(\"DEBUG\")\n", "DEBUG = not PRODUCTION\n", "DEBUG = True if LOCAL else False\n",
          "DEBUG = False\n", "if PRODUCTION:\n    DEBUG = 0\n", "DEBUG = \"yes\"\n"}) {
        settings(base::format("from .base import *\n{}", source));
        EXPECT_FALSE(debug()) << source;
    }
    settings("from .base import *\n");
    EXPECT_TRUE(debug());
    settings("DEBUG: bool = True\n");
    EXPECT_FALSE(debug()) << "unusual, and not worth more";
}

/// 32 lines that import the module itself were followed in every order: that took minutes.
TEST_F(DjangoSettingsTest, ModulesThatImportEachOtherAreReadOnce) {
    std::string circle;
    for (int line = 0; line < 200; ++line) circle += "from .settings import *\nfrom .base import *\n";
    settings(circle);
    file("site/base.py", circle + "DEBUG = True\nWSGI_APPLICATION = \"a.b\"\n");
    const test::CpuWatch watch;
    EXPECT_FALSE(may_have_root());
    EXPECT_TRUE(debug());
    EXPECT_EQ(text("WSGI_APPLICATION"), "a.b");
    EXPECT_LT(watch.seconds(), test::linear_time);
}

TEST_F(DjangoSettingsTest, AChainThatIsTooLongToFollowMayHaveAnything) {
    const auto chain = [&](int length) {
        settings("from .s0 import *\n");
        for (int i = 0; i < length; ++i)
            file(base::format("site/s{}.py", i), base::format("from .s{} import *\n", i + 1));
        return may_have_root();
    };
    EXPECT_FALSE(chain(50));
    EXPECT_TRUE(chain(2000));
}

}  // namespace
}  // namespace adder::python
