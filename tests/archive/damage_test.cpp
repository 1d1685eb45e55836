// A real archive, cut off and with a flipped bit at every 4 KiB: nothing of that passes for the archive.
//
//     ADDER_DAMAGE_ARCHIVE  a tar.zst (one of a MiB that is made here; scripts/test.sh damage names a
//     runtime)

#include "archive/errors.hpp"
#include "archive/unpack.hpp"
#include "archives.hpp"
#include "packing.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/environment.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <functional>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

namespace adder::archive {
namespace {

constexpr std::size_t step = 4096;

/// What became of damaged bytes.
enum class Fate { refused, caught_by_digest, accepted, wrong_error };
using Fates = std::array<std::atomic<int>, 4>;

Fate fate_of(std::string_view bytes, Format format, const base::Sha256Digest& promised) {
    const base::TempDir directory;
    TreeUnpacker unpacker{directory.path(), {.format = format}};
    base::Sha256Sink digest;
    base::TeeSink both{{digest, unpacker}};
    try {
        constexpr std::size_t piece = 64u << 10;
        for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
            both.write(base::as_bytes(bytes.substr(0, piece)));
        }
        both.finish();
    } catch (const DamagedArchive&) {
        return Fate::refused;
    } catch (const UnsafeArchive&) {
        return Fate::refused;
    } catch (const std::exception&) {
        return Fate::wrong_error;
    }
    return digest.digest() == promised ? Fate::accepted : Fate::caught_by_digest;
}

/// An archive to damage.
struct Victim {
    Format format;
    std::string bytes;
};

Victim made_here(Format format) {
    test::Tar tar;
    tar.directory("lib").symlink("lib/link", "f3");
    for (unsigned i = 0; i < 40; ++i) tar.file(base::format("lib/f{}", i), test::noise(1300 * i, i + 1));
    return {format, format == Format::tar_gz ? test::gzip(tar.end()) : test::zstd(tar.end())};
}

std::vector<Victim> victims() {
    const auto file = base::Environment::from(::environ).find_non_empty("ADDER_DAMAGE_ARCHIVE");
    if (file) return {{Format::tar_zst, base::read_file(*file, std::size_t{1} << 30)}};
    return {made_here(Format::tar_zst), made_here(Format::tar_gz)};
}

using Damage = std::function<std::string(const std::string& bytes, std::size_t at)>;

std::string cut_off(const std::string& bytes, std::size_t at) { return bytes.substr(0, at); }

std::string with_flipped_bit(const std::string& bytes, std::size_t at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << at / step % 8));
    return damaged;
}

/// Every place of the victim damaged in turn, on all processors.
void count_fates(const Victim& victim, const Damage& damage, Fates& fates) {
    const base::Sha256Digest promised = base::sha256(victim.bytes);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t at = next++ * step; at < victim.bytes.size(); at = next++ * step) {
            const Fate fate = fate_of(damage(victim.bytes, at), victim.format, promised);
            ++fates.at(static_cast<std::size_t>(fate));
        }
    };
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
        workers.emplace_back(work);
    for (std::thread& worker : workers) worker.join();
}

class DamageTest : public testing::Test {
  protected:
    void damage_everywhere(const char* kind, const Damage& damage) {
        for (const Victim& victim : victims()) {
            ASSERT_EQ(fate_of(victim.bytes, victim.format, base::sha256(victim.bytes)), Fate::accepted);
            count_fates(victim, damage, fates_);
        }
        std::printf("%s: %d refused, %d caught by their SHA-256, %d accepted\n", kind, count(Fate::refused),
                    count(Fate::caught_by_digest), count(Fate::accepted));
        RecordProperty("refused", count(Fate::refused));
        EXPECT_EQ(count(Fate::accepted), 0);
        EXPECT_EQ(count(Fate::wrong_error), 0) << "errors that name no damage";
    }

    int count(Fate fate) const { return fates_.at(static_cast<std::size_t>(fate)); }

    Fates fates_{};
};

TEST_F(DamageTest, ATruncationIsRefused) {
    damage_everywhere("cut off", cut_off);
    EXPECT_EQ(count(Fate::caught_by_digest), 0) << "without a digest these would have been taken";
}

TEST_F(DamageTest, AFlippedBitIsRefusedOrCaught) { damage_everywhere("flipped bits", with_flipped_bit); }

}  // namespace
}  // namespace adder::archive
