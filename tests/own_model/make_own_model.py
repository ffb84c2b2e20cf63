"""make_own_model.py OUT.glb: the small brain of our own that tests open. Ellipsoids about where structures lie, turned
round as some programs write them, and named as people name them: plainly, shortened, misspelt, and one nobody knows.

Places and sizes are rounded centres of the shipped model (MNI, millimetres), good for a test and for nothing else.
"""
import json
import math
import struct
import sys

HALVES = [  # name with %s for the side, centre of the right one, half axes
    ("Amygdala_%s", (23, -4, -18), (8, 9, 8)),
    ("%s hippocampus", (27, -22, -14), (8, 20, 7)),
    ("Nucl. accumbens %s", (9, 11, -7), (5, 5, 5)),
    ("Insulla_%s", (38, 4, 2), (6, 18, 15)),
    ("Caudat %s", (13, 13, 10), (6, 18, 9)),
    ("thalamus.%s", (11, -18, 8), (9, 14, 9)),
    ("Lump 7 %s", (30, 30, -5), (5, 5, 5)),
]
MIDDLE = [("Hypothalamus", (0, -4, -10), (6, 7, 6)), ("brain stem", (0, -28, -34), (12, 10, 26)),
          ("Cortex", (0, -18, 8), (66, 86, 58))]
ROUND, HIGH = 16, 10


def ellipsoid(centre, axes):
    points, normals, triangles = [], [], []
    for j in range(HIGH + 1):
        for i in range(ROUND + 1):
            a, b = 2 * math.pi * i / ROUND, math.pi * j / HIGH
            n = (math.sin(b) * math.cos(a), math.sin(b) * math.sin(a), math.cos(b))
            points.append([c + r * k for c, r, k in zip(centre, axes, n)])
            flat = [k / r for k, r in zip(n, axes)]
            size = math.sqrt(sum(k * k for k in flat))
            normals.append([k / size for k in flat])
    for j in range(HIGH):
        for i in range(ROUND):
            p = j * (ROUND + 1) + i
            q = p + ROUND + 1
            triangles += ([p, q, p + 1] if j > 0 else []) + ([p + 1, q, q + 1] if j < HIGH - 1 else [])
    return points, normals, triangles


def to_gltf(p, scale):  # right, anterior, superior in millimetres -> metres, up = y; its face towards -z
    return (p[0] * scale, p[2] * scale, -p[1] * scale)


parts = []
for name, centre, axes in HALVES:
    for side, sign in (("L", -1), ("R", 1)):
        parts.append((name % side, (sign * centre[0], centre[1], centre[2]), axes))
parts += MIDDLE
binary, views, accessors, meshes, nodes = b"", [], [], [], []


def add(data, kind, component, count, target, low=None, high=None):
    global binary
    binary += b"\0" * (-len(binary) % 4)
    views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(data), "target": target})
    accessor = {"bufferView": len(views) - 1, "componentType": component, "count": count, "type": kind}
    if low is not None:
        accessor["min"], accessor["max"] = low, high
    accessors.append(accessor)
    binary += data
    return len(accessors) - 1


def single(x):  # as it is stored
    return struct.unpack("<f", struct.pack("<f", x))[0]


for name, centre, axes in parts:
    points, normals, triangles = ellipsoid(centre, axes)
    points = [[single(x) for x in to_gltf(p, 0.001)] for p in points]
    normals = [to_gltf(n, 1) for n in normals]
    position = add(b"".join(struct.pack("<3f", *p) for p in points), "VEC3", 5126, len(points), 34962,
                   [min(p[k] for p in points) for k in range(3)], [max(p[k] for p in points) for k in range(3)])
    normal = add(b"".join(struct.pack("<3f", *n) for n in normals), "VEC3", 5126, len(normals), 34962)
    index = add(struct.pack("<%dH" % len(triangles), *triangles), "SCALAR", 5123, len(triangles), 34963)
    meshes.append({"name": name, "primitives": [{"attributes": {"POSITION": position, "NORMAL": normal}, "indices": index}]})
    nodes.append({"name": name, "mesh": len(meshes) - 1})
document = {"asset": {"version": "2.0", "generator": "make_own_model.py"}, "scene": 0,
            "scenes": [{"nodes": list(range(len(nodes)))}], "nodes": nodes, "meshes": meshes, "accessors": accessors,
            "bufferViews": views, "buffers": [{"byteLength": len(binary)}]}
text = json.dumps(document, separators=(",", ":")).encode()
text += b" " * (-len(text) % 4)
binary += b"\0" * (-len(binary) % 4)
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + len(binary)))
    out.write(struct.pack("<I4s", len(text), b"JSON") + text)
    out.write(struct.pack("<I4s", len(binary), b"BIN\0") + binary)
