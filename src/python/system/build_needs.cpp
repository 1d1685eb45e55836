#include "python/system/build_needs.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

/// Something that builds need, and the package of Debian and Ubuntu that brings it.
struct Need {
    std::string_view name;    ///< a header's beginning, a program, a library
    std::string_view debian;  ///< empty: said in another way
};

constexpr std::array headers{
    Need{"ffi.h", "libffi-dev"},
    Need{"libpq-fe.h", "libpq-dev"},
    Need{"mysql", "default-libmysqlclient-dev pkg-config"},
    Need{"libxml/", "libxml2-dev libxslt1-dev"},
    Need{"libxslt/", "libxml2-dev libxslt1-dev"},
    Need{"jpeglib.h", "libjpeg-dev"},
    Need{"zlib.h", "zlib1g-dev"},
    Need{"ft2build.h", "libfreetype-dev"},
    Need{"freetype", "libfreetype-dev"},
    Need{"png.h", "libpng-dev"},
    Need{"tiff", "libtiff-dev"},
    Need{"webp/", "libwebp-dev"},
    Need{"openssl/", "libssl-dev"},
    Need{"sasl/", "libsasl2-dev"},
    Need{"lber.h", "libldap-dev libsasl2-dev"},
    Need{"ldap.h", "libldap-dev libsasl2-dev"},
    Need{"cairo", "libcairo2-dev pkg-config"},
    Need{"pango/", "libpango1.0-dev pkg-config"},
    Need{"gobject/", "libgirepository1.0-dev pkg-config"},
    Need{"girepository", "libgirepository1.0-dev pkg-config"},
    Need{"glib", "libglib2.0-dev pkg-config"},
    Need{"dbus/", "libdbus-1-dev pkg-config"},
    Need{"hdf5", "libhdf5-dev pkg-config"},
    Need{"gssapi", "libkrb5-dev"},
    Need{"krb5", "libkrb5-dev"},
    Need{"curl/", "libcurl4-openssl-dev libssl-dev"},
    Need{"sql.h", "unixodbc-dev"},
    Need{"sqlext.h", "unixodbc-dev"},
    Need{"sqlfront.h", "freetds-dev"},
    Need{"sybdb.h", "freetds-dev"},
    Need{"sqlite3.h", "libsqlite3-dev"},
    Need{"yaml.h", "libyaml-dev"},
    Need{"bzlib.h", "libbz2-dev"},
    Need{"lzma.h", "liblzma-dev"},
    Need{"zstd.h", "libzstd-dev"},
    Need{"snappy", "libsnappy-dev"},
    Need{"lz4.h", "liblz4-dev"},
    Need{"leveldb/", "libleveldb-dev"},
    Need{"db.h", "libdb-dev"},
    Need{"zmq.h", "libzmq3-dev"},
    Need{"ev.h", "libev-dev"},
    Need{"event", "libevent-dev"},
    Need{"pcap", "libpcap-dev"},
    Need{"librdkafka/", "librdkafka-dev"},
    Need{"rdkafka.h", "librdkafka-dev"},
    Need{"gmp.h", "libgmp-dev libmpfr-dev libmpc-dev"},
    Need{"mpfr.h", "libgmp-dev libmpfr-dev libmpc-dev"},
    Need{"mpc.h", "libgmp-dev libmpfr-dev libmpc-dev"},
    Need{"geos_c.h", "libgeos-dev"},
    Need{"proj.h", "libproj-dev proj-bin"},
    Need{"gdal", "libgdal-dev"},
    Need{"cpl_", "libgdal-dev"},
    Need{"spatialindex/", "libspatialindex-dev"},
    Need{"graphviz/", "libgraphviz-dev"},
    Need{"portaudio.h", "portaudio19-dev"},
    Need{"sndfile.h", "libsndfile1-dev"},
    Need{"alsa/", "libasound2-dev"},
    Need{"libavformat/", "libavformat-dev libavdevice-dev pkg-config"},
    Need{"libavcodec/", "libavformat-dev libavdevice-dev pkg-config"},
    Need{"magic.h", "libmagic-dev"},
    Need{"MagickWand/", "libmagickwand-dev"},
    Need{"usb.h", "libusb-dev"},
    Need{"libusb", "libusb-1.0-0-dev pkg-config"},
    Need{"bluetooth/", "libbluetooth-dev"},
    Need{"systemd/", "libsystemd-dev pkg-config"},
    Need{"seccomp.h", "libseccomp-dev"},
    Need{"sys/acl.h", "libacl1-dev"},
    Need{"attr/", "libattr1-dev"},
    Need{"cups/", "libcups2-dev"},
    Need{"libvirt/", "libvirt-dev pkg-config"},
    Need{"xmlsec/", "libxmlsec1-dev pkg-config"},
    Need{"re2/", "libre2-dev"},
    Need{"uuid/", "uuid-dev"},
    Need{"readline/", "libreadline-dev"},
    Need{"ncurses", "libncurses-dev"},
    Need{"X11/", "libx11-dev"},
    Need{"GL/", "libgl-dev"},
    Need{"tcl.h", "tcl-dev tk-dev"},
    Need{"tk.h", "tcl-dev tk-dev"},
    Need{"cblas.h", "libopenblas-dev"},
    Need{"mpi.h", "libopenmpi-dev"},
    Need{"eigen3/", "libeigen3-dev"},
    Need{"boost/", "libboost-all-dev"},
    Need{"linux/", "linux-libc-dev"},
    Need{"stdio.h", "build-essential"},
    Need{"limits.h", "build-essential"},
};

constexpr std::array programs{
    Need{"gcc", "build-essential"},
    Need{"cc", "build-essential"},
    Need{"g++", "build-essential"},
    Need{"c++", "build-essential"},
    Need{"cpp", "build-essential"},
    Need{"clang", "clang"},
    Need{"make", "build-essential"},
    Need{"gfortran", "gfortran"},
    Need{"cmake", "cmake"},
    Need{"ninja", "ninja-build"},
    Need{"autoreconf", "autoconf automake libtool"},
    Need{"aclocal", "autoconf automake libtool"},
    Need{"libtoolize", "autoconf automake libtool"},
    Need{"swig", "swig"},
    Need{"bison", "bison"},
    Need{"flex", "flex"},
    Need{"git", "git"},
    Need{"pkg-config", "pkg-config"},
    Need{"pg_config", "libpq-dev"},
    Need{"mysql_config", "default-libmysqlclient-dev pkg-config"},
    Need{"mariadb_config", "libmariadb-dev pkg-config"},
    Need{"xml2-config", "libxml2-dev libxslt1-dev"},
    Need{"xslt-config", "libxml2-dev libxslt1-dev"},
    Need{"curl-config", "libcurl4-openssl-dev libssl-dev"},
    Need{"krb5-config", "libkrb5-dev"},
    Need{"gdal-config", "libgdal-dev"},
    Need{"geos-config", "libgeos-dev"},
    Need{"proj", "libproj-dev proj-bin"},
    Need{"freetype-config", "libfreetype-dev"},
    Need{"llvm-config", "llvm-dev"},
    Need{"protoc", "protobuf-compiler"},
    Need{"cargo", "cargo rustc"},
    Need{"rustc", "cargo rustc"},
    Need{"go", "golang"},
    Need{"node", "nodejs"},
    Need{"npm", "npm"},
    Need{"java", "default-jdk-headless"},
    Need{"javac", "default-jdk-headless"},
    Need{"R", "r-base-dev"},
    Need{"mpicc", "libopenmpi-dev"},
    Need{"nvcc", ""},
};

constexpr std::array known_sayings{
    Saying{"pg_config executable not found", "pg_config", "libpq-dev"},
    Saying{"Can not find valid pkg-config name", "the client library of MySQL or MariaDB",
           "default-libmysqlclient-dev pkg-config"},
    Saying{"MariaDB Connector/Python requires MariaDB Connector/C", "the client library of MariaDB",
           "libmariadb-dev"},
    Saying{"make sure the libxml2 and libxslt development packages are installed", "libxml2 and libxslt",
           "libxml2-dev libxslt1-dev"},
    Saying{"could not be found for jpeg", "the library of JPEG", "libjpeg-dev"},
    Saying{"could not be found for zlib", "zlib", "zlib1g-dev"},
    Saying{"can't find Rust compiler", "a compiler for Rust", "cargo rustc"},
    Saying{"Cargo, the Rust package manager, is not installed", "a compiler for Rust", "cargo rustc"},
    Saying{"rustc, the rust compiler, is not installed", "a compiler for Rust", "cargo rustc"},
    Saying{"error: Unable to load dependency HDF5", "HDF5", "libhdf5-dev pkg-config"},
    Saying{"libhdf5.so", "HDF5", "libhdf5-dev pkg-config"},
    Saying{"CMake must be installed", "cmake", "cmake build-essential"},
    Saying{"CMake is not installed on your system", "cmake", "cmake build-essential"},
    Saying{"No CMAKE_CXX_COMPILER could be found", "a compiler for C++", "build-essential"},
    Saying{"No CMAKE_C_COMPILER could be found", "a compiler for C", "build-essential"},
    Saying{"CMAKE_CXX_COMPILER not set", "a compiler for C++", "build-essential"},
    Saying{"Unknown compiler(s): [['gfortran']", "a compiler for Fortran", "gfortran"},
    Saying{"Unknown compiler(s): [['cc']", "a compiler for C", "build-essential"},
    Saying{"Unknown compiler(s): [['c++']", "a compiler for C++", "build-essential"},
    Saying{"Unknown compiler(s)", "a compiler", "build-essential"},
    Saying{"Fortran compiler", "a compiler for Fortran", "gfortran"},
    Saying{"Pkg-config for machine host machine not found", "pkg-config", "pkg-config"},
    Saying{"pkg-config is required for building", "pkg-config", "pkg-config"},
    Saying{"pkg-config probably not installed", "pkg-config", "pkg-config"},
    Saying{"requires the `pkg-config` utility", "pkg-config", "pkg-config"},
    Saying{"'apxs' command appears not to be installed", "apxs", "apache2-dev"},
    Saying{"This package requires Rust", "a compiler for Rust", "cargo rustc"},
    Saying{"Unable to invoke pkg-config", "pkg-config", "pkg-config"},
    Saying{"pkg-config is missing", "pkg-config", "pkg-config"},
    Saying{"No lapack/blas resources found", "BLAS and LAPACK", "libopenblas-dev gfortran"},
    Saying{"Unable to find xmlsec1", "xmlsec1", "libxmlsec1-dev pkg-config"},
    Saying{"Package 'xmlsec1'", "xmlsec1", "libxmlsec1-dev pkg-config"},
    Saying{"GDAL API version must be specified", "GDAL", "libgdal-dev"},
    Saying{"A GDAL API version must be specified", "GDAL", "libgdal-dev"},
    Saying{"install the package libgirepository", "GObject introspection",
           "libgirepository1.0-dev pkg-config"},
    Saying{"you need a C compiler to build uWSGI", "a compiler for C", "build-essential"},
};

/// What packages want of pkg-config: without that, builds do not say.
constexpr std::array wanted_of_pkg_config{
    Need{"pycairo", "libcairo2-dev pkg-config"},
    Need{"pygobject", "libgirepository1.0-dev libcairo2-dev pkg-config"},
    Need{"xmlsec", "libxmlsec1-dev libxml2-dev pkg-config"},
    Need{"dbus-python", "libdbus-1-dev libglib2.0-dev pkg-config"},
    Need{"av", "libavformat-dev libavdevice-dev pkg-config"},
    Need{"mysqlclient", "default-libmysqlclient-dev pkg-config"},
    Need{"systemd-python", "libsystemd-dev pkg-config"},
    Need{"libvirt-python", "libvirt-dev pkg-config"},
    Need{"matplotlib", "libfreetype-dev libpng-dev pkg-config"},
    Need{"python-rtmidi", "libasound2-dev pkg-config"},
    Need{"h5py", "libhdf5-dev pkg-config"},
    Need{"cryptography", "libssl-dev pkg-config"},
};

/// Of a package that is built from sources, what can be had without a compiler.
struct Variant {
    std::string_view package;
    std::string_view advice;
};

constexpr std::array variants{
    Variant{"psycopg2", "psycopg2-binary, the same with the library inside"},
    Variant{"psycopg-c", "psycopg[binary], the same with the library inside"},
    Variant{"mysqlclient", "PyMySQL, which is pure Python (Django takes it with install_as_MySQLdb)"},
    Variant{"mariadb", "PyMySQL, which is pure Python"},
    Variant{"python-ldap", "ldap3, which is pure Python"},
    Variant{"uwsgi", "pyuwsgi, the same as a wheel"},
    Variant{"dlib", "dlib-bin, the same as a wheel"},
    Variant{"pycrypto", "pycryptodome, which took its place"},
    Variant{"pyaudio", "sounddevice, which has wheels"},
    Variant{"pygraphviz", "graphviz or pydot, which need no library to be installed"},
    Variant{"weasyprint", "a newer version, which is pure Python"},
    Variant{"fiona", "pyogrio, which has wheels"},
    Variant{"gdal", "rasterio or pyogrio, which have wheels with GDAL inside"},
    Variant{"pycurl", "requests or httpx, which are pure Python"},
    Variant{"sklearn", "scikit-learn, which it stands for"},
};

constexpr std::array known_gone{
    Gone{"No module named 'distutils'", "the module distutils", "3.11"},
    Gone{"No module named 'imp'", "the module imp", "3.11"},
    Gone{"No module named 'asyncore'", "the module asyncore", "3.11"},
    Gone{"No module named 'smtpd'", "the module smtpd", "3.11"},
    Gone{"has no attribute 'ImpImporter'", "pkgutil.ImpImporter", "3.11"},
    Gone{"has no attribute 'SafeConfigParser'", "configparser.SafeConfigParser", "3.11"},
    Gone{"has no attribute 'readfp'", "ConfigParser.readfp", "3.11"},
    Gone{"No module named 'cgi'", "the module cgi", "3.12"},
    Gone{"No module named 'pipes'", "the module pipes", "3.12"},
    Gone{"No module named 'crypt'", "the module crypt", "3.12"},
    Gone{"No module named 'telnetlib'", "the module telnetlib", "3.12"},
    Gone{"No module named 'lib2to3'", "the module lib2to3", "3.12"},
    Gone{"has no attribute 'getargspec'", "inspect.getargspec", "3.10"},
    Gone{"longintrepr.h: No such file", "the header longintrepr.h", "3.10"},
    Gone{"cannot import name 'MutableMapping' from 'collections'", "collections.MutableMapping", "3.9"},
    Gone{"module 'collections' has no attribute", "an old name of collections", "3.9"},
    Gone{"too few arguments to function '_PyLong_AsByteArray'", "an old form of Python's C API", "3.12"},
    Gone{"'PyLongObject' has no member named 'ob_digit'", "an old form of Python's C API", "3.11"},
    Gone{"has no member named 'use_tracing'", "an old form of Python's C API", "3.10"},
    Gone{"has no member named 'curexc_traceback'", "an old form of Python's C API", "3.11"},
    Gone{"implicit declaration of function '_PyUnicode_Ready'", "an old form of Python's C API", "3.11"},
    Gone{"the configured Python interpreter version", "a version of PyO3 from before this Python", ""},
};

/// "psycopg2" of "Psycopg2 2.9.10".
std::string plain_name(std::string_view package) {
    return base::to_lower(package.substr(0, package.find_first_of(" =<>!~[")));
}

}  // namespace

std::string_view package_of_header(std::string_view header) {
    const auto found =
        std::ranges::find_if(headers, [&](const Need& need) { return header.starts_with(need.name); });
    return found == headers.end() ? std::string_view{} : found->debian;
}

std::string_view package_of_program(std::string_view program) {
    const auto found = std::ranges::find(programs, program, &Need::name);
    return found == programs.end() ? std::string_view{} : found->debian;
}

std::span<const Saying> build_sayings() { return known_sayings; }

std::span<const Gone> gone_from_python() { return known_gone; }

std::string_view wanted_of(std::string_view tool, std::string_view package) {
    if (tool != "pkg-config") return {};
    const auto found = std::ranges::find(wanted_of_pkg_config, plain_name(package), &Need::name);
    return found == wanted_of_pkg_config.end() ? std::string_view{} : found->debian;
}

std::string variant_of(std::string_view package) {
    const std::string name = plain_name(package);
    const auto found = std::ranges::find(variants, name, &Variant::package);
    return found == variants.end() ? "" : std::string{found->advice};
}

}  // namespace adder::python
