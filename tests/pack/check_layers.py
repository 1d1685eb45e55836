"""check_layers.py FILE: whether an image, as `docker save` or `podman save` writes it, has the layers its configuration names.

Some releases of the lifecycle write images for a daemon that have other layers, or the same ones several times (see
docs/platforms.md). Prints what does not fit, and exits with 1 then.
"""

import gzip
import hashlib
import json
import sys
import tarfile


def main(file: str) -> int:
    with tarfile.open(file) as image:
        read = lambda name: image.extractfile(name).read()
        manifest = json.loads(read("manifest.json"))[0]
        wanted = json.loads(read(manifest["Config"]))["rootfs"]["diff_ids"]
        found = []
        for name in manifest["Layers"]:
            layer = read(image.getmember(name).linkname or name)
            if layer[:2] == b"\x1f\x8b":
                layer = gzip.decompress(layer)
            found.append("sha256:" + hashlib.sha256(layer).hexdigest())
    if found == wanted:
        print(f"{len(found)} layers, as the configuration names them")
        return 0
    print(f"the configuration names {len(wanted)} layers, the manifest {len(found)}:")
    for index in range(max(len(wanted), len(found))):
        pair = [layers[index] if index < len(layers) else "none" for layers in (wanted, found)]
        if pair[0] != pair[1]:
            print(f"  {index}: {pair[0]} in the configuration, {pair[1]} in the image")
    return 1


sys.exit(main(sys.argv[1]))
