#pragma once

#include <adder/base/environment.hpp>
#include <adder/cnb/launch.hpp>

#include <vector>

namespace adder::python {

/// The labels that the person building wants on the image: `BP_OCI_TITLE` and its like as
/// `org.opencontainers.image.title`, and `BP_IMAGE_LABELS`, which is written as for a shell:
/// `key="a value" other=b`. Sorted by key; what `BP_IMAGE_LABELS` says of a key counts. Throws
/// `base::UserError`.
std::vector<cnb::Label> image_labels(const base::Environment& env);

}  // namespace adder::python
