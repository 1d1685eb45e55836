// Run by the launcher before the app's processes: decides how many workers a server has, and where it
// listens.

#include "launch/variables.hpp"

#if defined(ADDER_WITHOUT_LIBC)
extern "C" int adder_main(int, char**, char** environment) { return adder::launch::run(environment); }
#else
int main(int, char**, char** environment) { return adder::launch::run(environment); }
#endif
