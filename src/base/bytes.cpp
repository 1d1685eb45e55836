#include <adder/base/bytes.hpp>
#include <adder/base/error.hpp>

namespace adder::base {

void StringSink::write(ByteSpan bytes) {
    if (bytes.size() > limit_ - text_.size())
        throw TooManyBytes{"more than the {} bytes allowed here", limit_};
    text_ += as_text(bytes);
}

void LimitedSink::write(ByteSpan bytes) {
    if (bytes.size() > limit_ - passed_) throw TooManyBytes{"more than the {} bytes there should be", limit_};
    passed_ += bytes.size();
    to_.write(bytes);
}

}  // namespace adder::base
