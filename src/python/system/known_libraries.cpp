#include "python/system/known_libraries.hpp"

#include "python/system/build_needs.hpp"

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

constexpr std::array c_library{"libc.so.",  "libm.so.",  "libmvec.so.", "libpthread.so.",
                               "libdl.so.", "librt.so.", "libutil.so.", "libresolv.so.",
                               "ld-linux",  "ld64.so.",  "ld-musl-",    "libc.musl-"};

constexpr std::array everywhere{"libgcc_s.so.1", "libstdc++.so.6", "libz.so.1", "libcrypt.so.1"};

/// NVIDIA's container runtime mounts them where there is a card.
constexpr std::array of_drivers{"libcuda.so.", "libnvidia-", "libnvcuvid.so.", "libnvoptix.so."};

/// A package's name, or the beginning of several up to a hyphen; and the beginning of a library's.
struct Optional {
    std::string_view package;
    std::string_view library;
};

constexpr std::array optional_libraries{
    Optional{"nvidia-", ""},                    // plugins for networks of computers
    Optional{"numba", "libtbb.so."},            // one of several ways of threading
    Optional{"numba", "libgomp.so."},           // another
    Optional{"torchaudio", ""},                 // tries several versions of FFmpeg, and sox
    Optional{"torchcodec", "libav"},            // the same
    Optional{"torchcodec", "libsw"},            //
    Optional{"onnxruntime-gpu", "libnvinfer"},  // TensorRT, one of several providers
};

/// A library by the beginning of its name, the first that fits.
struct Library {
    std::string_view name;
    std::string_view debian;
};

constexpr std::array libraries{
    Library{"libGL.so.1", "libgl1"},
    Library{"libEGL.so.1", "libegl1"},
    Library{"libGLX.so.0", "libglx0"},
    Library{"libOpenGL.so.0", "libopengl0"},
    Library{"libGLU.so.1", "libglu1-mesa"},
    Library{"libOSMesa.so.8", "libosmesa6"},
    Library{"libgbm.so.1", "libgbm1"},
    Library{"libdrm.so.2", "libdrm2"},
    Library{"libgthread-2.0.so.0", "libglib2.0-0"},
    Library{"libglib-2.0.so.0", "libglib2.0-0"},
    Library{"libgobject-2.0.so.0", "libglib2.0-0"},
    Library{"libgio-2.0.so.0", "libglib2.0-0"},
    Library{"libgmodule-2.0.so.0", "libglib2.0-0"},
    Library{"libgirepository-1.0.so.1", "libgirepository-1.0-1"},
    Library{"libgirepository-2.0.so.0", "libgirepository-2.0-0"},
    Library{"libgdk_pixbuf-2.0.so.0", "libgdk-pixbuf-2.0-0"},
    Library{"libgtk-3.so.0", "libgtk-3-0"},
    Library{"libgdk-3.so.0", "libgtk-3-0"},
    Library{"libpq.so.5", "libpq5"},
    Library{"libmariadb.so.3", "libmariadb3"},
    Library{"libmariadbclient.so.3", "libmariadb3"},
    Library{"libmysqlclient.so.21", "libmysqlclient21"},
    Library{"libmysqlclient.so.24", "libmysqlclient24"},
    Library{"libodbc.so.2", "unixodbc"},
    Library{"libodbcinst.so.2", "unixodbc"},
    Library{"libsybdb.so.5", "libsybdb5"},
    Library{"libct.so.4", "libct4"},
    Library{"libsqlite3.so.0", "libsqlite3-0"},
    Library{"libaio.so.1", "libaio1"},
    Library{"libxml2.so.2", "libxml2"},
    Library{"libxml2.so.16", "libxml2-16"},
    Library{"libxslt.so.1", "libxslt1.1"},
    Library{"libexslt.so.0", "libxslt1.1"},
    Library{"libxmlsec1", "libxmlsec1-openssl"},
    Library{"libexpat.so.1", "libexpat1"},
    Library{"libyaml-0.so.2", "libyaml-0-2"},
    Library{"libgdal.so.32", "libgdal32"},
    Library{"libgdal.so.34", "libgdal34t64"},
    Library{"libgdal.so.36", "libgdal36"},
    Library{"libgdal.so.30", "libgdal30"},
    Library{"libgeos_c.so.1", "libgeos-c1v5"},
    Library{"libproj.so.22", "libproj22"},
    Library{"libproj.so.25", "libproj25"},
    Library{"libspatialindex_c.so.6", "libspatialindex-c6"},
    Library{"libcairo.so.2", "libcairo2"},
    Library{"libcairo-gobject.so.2", "libcairo-gobject2"},
    Library{"libpango-1.0.so.0", "libpango-1.0-0"},
    Library{"libpangocairo-1.0.so.0", "libpangocairo-1.0-0"},
    Library{"libpangoft2-1.0.so.0", "libpangoft2-1.0-0"},
    Library{"libharfbuzz.so.0", "libharfbuzz0b"},
    Library{"libfontconfig.so.1", "libfontconfig1"},
    Library{"libfreetype.so.6", "libfreetype6"},
    Library{"libjpeg.so.62", "libjpeg62-turbo"},
    Library{"libjpeg.so.8", "libjpeg-turbo8"},
    Library{"libpng16.so.16", "libpng16-16"},
    Library{"libtiff.so.6", "libtiff6"},
    Library{"libtiff.so.5", "libtiff5"},
    Library{"libwebp.so.7", "libwebp7"},
    Library{"libwebpdemux.so.2", "libwebpdemux2"},
    Library{"libwebpmux.so.3", "libwebpmux3"},
    Library{"libopenjp2.so.7", "libopenjp2-7"},
    Library{"liblcms2.so.2", "liblcms2-2"},
    Library{"libSM.so.6", "libsm6"},
    Library{"libICE.so.6", "libice6"},
    Library{"libX11.so.6", "libx11-6"},
    Library{"libX11-xcb.so.1", "libx11-xcb1"},
    Library{"libXext.so.6", "libxext6"},
    Library{"libXrender.so.1", "libxrender1"},
    Library{"libXi.so.6", "libxi6"},
    Library{"libXt.so.6", "libxt6"},
    Library{"libXtst.so.6", "libxtst6"},
    Library{"libXfixes.so.3", "libxfixes3"},
    Library{"libXrandr.so.2", "libxrandr2"},
    Library{"libXcursor.so.1", "libxcursor1"},
    Library{"libXcomposite.so.1", "libxcomposite1"},
    Library{"libXdamage.so.1", "libxdamage1"},
    Library{"libXinerama.so.1", "libxinerama1"},
    Library{"libxcb.so.1", "libxcb1"},
    Library{"libxcb-cursor.so.0", "libxcb-cursor0"},
    Library{"libxcb-icccm.so.4", "libxcb-icccm4"},
    Library{"libxcb-image.so.0", "libxcb-image0"},
    Library{"libxcb-keysyms.so.1", "libxcb-keysyms1"},
    Library{"libxcb-shape.so.0", "libxcb-shape0"},
    Library{"libxcb-xkb.so.1", "libxcb-xkb1"},
    Library{"libxkbcommon.so.0", "libxkbcommon0"},
    Library{"libxkbcommon-x11.so.0", "libxkbcommon-x11-0"},
    Library{"libwayland-client.so.0", "libwayland-client0"},
    Library{"libnss3.so", "libnss3"},
    Library{"libnspr4.so", "libnspr4"},
    Library{"libatk-1.0.so.0", "libatk1.0-0"},
    Library{"libatk-bridge-2.0.so.0", "libatk-bridge2.0-0"},
    Library{"libcups.so.2", "libcups2"},
    Library{"libdbus-1.so.3", "libdbus-1-3"},
    Library{"libgomp.so.1", "libgomp1"},
    Library{"libgfortran.so.5", "libgfortran5"},
    Library{"libquadmath.so.0", "libquadmath0"},
    Library{"libatomic.so.1", "libatomic1"},
    Library{"libstdc++.so.6", "libstdc++6"},
    Library{"libgcc_s.so.1", "libgcc-s1"},
    Library{"libopenblas.so.0", "libopenblas0"},
    Library{"libblas.so.3", "libblas3"},
    Library{"liblapack.so.3", "liblapack3"},
    Library{"libtbb.so.12", "libtbb12"},
    Library{"libmpi.so.40", "libopenmpi3"},
    Library{"libhdf5_serial.so.103", "libhdf5-103-1"},
    Library{"libhdf5.so.310", "libhdf5-310"},
    Library{"libmagic.so.1", "libmagic1"},
    Library{"libzbar.so.0", "libzbar0"},
    Library{"libdmtx.so.0", "libdmtx0b"},
    Library{"libtesseract.so.5", "libtesseract5"},
    Library{"libsndfile.so.1", "libsndfile1"},
    Library{"libportaudio.so.2", "libportaudio2"},
    Library{"libasound.so.2", "libasound2"},
    Library{"libpulse.so.0", "libpulse0"},
    Library{"libavcodec.so.59", "libavcodec59"},
    Library{"libavformat.so.59", "libavformat59"},
    Library{"libavutil.so.57", "libavutil57"},
    Library{"libsasl2.so.2", "libsasl2-2"},
    Library{"libldap-2.5.so.0", "libldap-2.5-0"},
    Library{"libldap.so.2", "libldap2"},
    Library{"liblber-2.5.so.0", "libldap-2.5-0"},
    Library{"liblber.so.2", "libldap2"},
    Library{"libkrb5.so.3", "libkrb5-3"},
    Library{"libk5crypto.so.3", "libk5crypto3"},
    Library{"libgssapi_krb5.so.2", "libgssapi-krb5-2"},
    Library{"libcom_err.so.2", "libcom-err2"},
    Library{"libcurl.so.4", "libcurl4"},
    Library{"libcurl-gnutls.so.4", "libcurl3-gnutls"},
    Library{"libssl.so.3", "libssl3"},
    Library{"libcrypto.so.3", "libssl3"},
    Library{"libgnutls.so.30", "libgnutls30"},
    Library{"libgmp.so.10", "libgmp10"},
    Library{"libmpfr.so.6", "libmpfr6"},
    Library{"libmpc.so.3", "libmpc3"},
    Library{"libsodium.so.23", "libsodium23"},
    Library{"libffi.so.8", "libffi8"},
    Library{"libuuid.so.1", "libuuid1"},
    Library{"libcrypt.so.1", "libcrypt1"},
    Library{"libnsl.so.2", "libnsl2"},
    Library{"libz.so.1", "zlib1g"},
    Library{"libbz2.so.1", "libbz2-1.0"},
    Library{"liblzma.so.5", "liblzma5"},
    Library{"libzstd.so.1", "libzstd1"},
    Library{"liblz4.so.1", "liblz4-1"},
    Library{"libsnappy.so.1", "libsnappy1v5"},
    Library{"libbrotli", "libbrotli1"},
    Library{"libreadline.so.8", "libreadline8"},
    Library{"libncursesw.so.6", "libncursesw6"},
    Library{"libtinfo.so.6", "libtinfo6"},
    Library{"libpcre.so.3", "libpcre3"},
    Library{"libpcre2-8.so.0", "libpcre2-8-0"},
    Library{"libev.so.4", "libev4"},
    Library{"libevent-2.1.so.7", "libevent-2.1-7"},
    Library{"libzmq.so.5", "libzmq5"},
    Library{"librdkafka.so.1", "librdkafka1"},
    Library{"libmemcached.so.11", "libmemcached11"},
    Library{"libsystemd.so.0", "libsystemd0"},
    Library{"libseccomp.so.2", "libseccomp2"},
    Library{"libcap.so.2", "libcap2"},
    Library{"libudev.so.1", "libudev1"},
    Library{"libusb-1.0.so.0", "libusb-1.0-0"},
    Library{"libpcap.so.0.8", "libpcap0.8"},
    Library{"libvirt.so.0", "libvirt0"},
    Library{"libtk8.6.so", "libtk8.6"},
    Library{"libtcl8.6.so", "libtcl8.6"},
    Library{"libcgraph.so.6", "libcgraph6"},
    Library{"libgvc.so.6", "libgvc6"},
    Library{"libibverbs.so.1", "libibverbs1"},
    Library{"librdmacm.so.1", "librdmacm1"},
    Library{"libnuma.so.1", "libnuma1"},
};

struct Variant {
    std::string_view package;
    std::string_view advice;
};

/// Beside those of packages that are built from sources.
constexpr std::array variants{
    Variant{"opencv-python", "opencv-python-headless, the same without windows"},
    Variant{"opencv-contrib-python", "opencv-contrib-python-headless, the same without windows"},
};

bool begins_with_one_of(std::string_view library, const auto& names) {
    return std::ranges::any_of(names, [&](std::string_view name) { return library.starts_with(name); });
}

}  // namespace

bool is_of_c_library(std::string_view library) { return begins_with_one_of(library, c_library); }

bool is_in_every_image(std::string_view library) { return begins_with_one_of(library, everywhere); }

bool is_optional(const Package& package, std::string_view library) {
    return begins_with_one_of(library, of_drivers) ||
           std::ranges::any_of(optional_libraries, [&](const Optional& known) {
               const bool is_of_it = known.package.ends_with('-') ? package.name.starts_with(known.package)
                                                                  : package.name == known.package;
               return is_of_it && library.starts_with(known.library);
           });
}

std::string_view debian_package_of(std::string_view library) {
    const auto found = std::ranges::find_if(
        libraries, [&](const Library& known) { return library.starts_with(known.name); });
    return found == libraries.end() ? std::string_view{} : found->debian;
}

std::string variant_without_library(const Package& package) {
    const auto found = std::ranges::find(variants, package.name, &Variant::package);
    return found == variants.end() ? variant_of(package.name) : std::string{found->advice};
}

}  // namespace adder::python
