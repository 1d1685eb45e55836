#include <cstdio>

int main() { return std::puts("Hello") < 0 ? 1 : 0; }
