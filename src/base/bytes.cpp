#include <adder/base/bytes.hpp>
#include <adder/base/error.hpp>

namespace adder::base {

void StringSink::write(ByteSpan bytes) {
    if (bytes.size() > limit_ - text_.size()) throw Error{"more than the {} bytes allowed here", limit_};
    text_ += as_text(bytes);
}

}  // namespace adder::base
