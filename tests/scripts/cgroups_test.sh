#!/usr/bin/env bash
# cgroups_test.sh LAUNCH_TEST: the tests of limits, under a kernel that has control groups of version 2 and no others: the
# distribution's newest, in a virtual machine (QEMU).
#
# Most machines that build images have version 2. Those that have version 1 cannot make such groups, and a container
# cannot have another version than its machine.
set -euo pipefail
tests=$(realpath "${1:?usage: cgroups_test.sh LAUNCH_TEST}")
cd "$(dirname "$0")/../.."
. scripts/lib/common.sh
[ "$arch" = amd64 ] || fail "this is for amd64 only"

need_packages qemu-system-x86 cpio
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What the distribution calls its newest kernel for virtual machines, and the package that has it.
newest_kernel() {
    local name
    for name in linux-image-cloud-amd64 linux-image-virtual; do
        (apt-cache depends "$name" 2>/dev/null || true) | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p'
    done
}
refresh_package_lists
package=$(newest_kernel | head -n 1)
[ -n "$package" ] || fail "this distribution has no kernel for virtual machines that is known here"
kernel=$cache/kernels/$package
if [ ! -f "$kernel" ]; then
    unpack_package "$package" "$work/package"
    mkdir -p "$cache/kernels"
    mv "$work"/package/boot/vmlinuz-* "$kernel"
fi

# A file system with no more than what the tests run, at the places where they expect it.
program=$(dirname "$tests")/web-environment
root=$work/root
mkdir -p "$root"/{proc,sys,dev,tmp}
copy() {
    local file
    for file in "$@"; do
        mkdir -p "$root$(dirname "$file")"
        cp --dereference --update "$file" "$root$file"
    done
}
copy "$program"
for file in "$tests" /bin/sh /bin/mount /bin/cat /usr/bin/unshare; do
    copy "$file"
    # shellcheck disable=SC2046 # one word for each library
    copy $(ldd "$file" | grep -o '/[^ ]*')
done
cat >"$root/init" <<INIT
#!/bin/sh
export PATH=/bin:/usr/bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
mount -t tmpfs none /tmp
mount -t cgroup2 none /sys/fs/cgroup
echo '+memory +cpu' >/sys/fs/cgroup/cgroup.subtree_control
$tests --gtest_filter='*Version2*' --gtest_color=no
echo "exit code \$?"
echo o >/proc/sysrq-trigger
while :; do :; done
INIT
chmod +x "$root/init"
(cd "$root" && find . | cpio --quiet -o -H newc) >"$work/initramfs"

# Emulated: that takes a few seconds, and nested virtualisation is not to be relied on.
say "Booting $package"
timeout 300 qemu-system-x86_64 -machine accel=tcg -cpu max -m 2048 -smp 4 -nographic -no-reboot -nic none \
    -kernel "$kernel" -initrd "$work/initramfs" -append "console=ttyS0 quiet panic=-1" </dev/null >"$work/console" 2>&1 || true
sed --in-place 's/\r//g' "$work/console"
sed -n '/^\[====/,/^exit code/p' "$work/console"
grep -q '^exit code 0' "$work/console" ||
    { cat "$work/console" >&2 && fail "tests failed in the virtual machine" "Its console stands above."; }
if grep -q SKIPPED "$work/console" || ! grep -q '^\[       OK \]' "$work/console"; then
    fail "tests were skipped in the virtual machine"
fi
