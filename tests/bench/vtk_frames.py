"""vtk_frames.py MODEL.glb: milliseconds VTK needs for a frame of the model at 1280x720, opaque and with depth peeling.

The model turns a little from frame to frame, as in `attune bench`. Prints one JSON line. Exit code 77: no VTK here.
"""
import json
import statistics
import struct
import sys
import time

try:
    import vtk
    from vtk.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
    import numpy
except ImportError as missing:
    print("skipped: %s" % missing)
    sys.exit(77)


def meshes(path):
    """Positions, normals and triangles of every mesh of a plain .glb (tests/bench/make_model writes such)."""
    data = open(path, "rb").read()
    length = struct.unpack("<I", data[12:16])[0]
    tree = json.loads(data[20:20 + length])
    binary = memoryview(data)[28 + length:]

    def array(index, kind, width):
        accessor = tree["accessors"][index]
        view = tree["bufferViews"][accessor["bufferView"]]
        return numpy.frombuffer(binary, kind, accessor["count"] * width, view["byteOffset"]).reshape(-1, width)

    for mesh in tree["meshes"]:
        part = mesh["primitives"][0]
        yield (array(part["attributes"]["POSITION"], "<f4", 3), array(part["attributes"]["NORMAL"], "<f4", 3),
               array(part["indices"], "<u4", 1).reshape(-1, 3))


def scene(path, opacity):
    renderer = vtk.vtkRenderer()
    renderer.SetBackground(0.05, 0.05, 0.07)
    for positions, normals, triangles in meshes(path):
        points = vtk.vtkPoints()
        points.SetData(numpy_to_vtk(positions, deep=True))
        cells = vtk.vtkCellArray()
        flat = numpy.hstack([numpy.full((len(triangles), 1), 3, numpy.int64), triangles.astype(numpy.int64)])
        cells.SetCells(len(triangles), numpy_to_vtkIdTypeArray(flat.ravel(), deep=True))
        surface = vtk.vtkPolyData()
        surface.SetPoints(points)
        surface.SetPolys(cells)
        surface.GetPointData().SetNormals(numpy_to_vtk(normals, deep=True))
        mapper = vtk.vtkPolyDataMapper()
        mapper.SetInputData(surface)
        actor = vtk.vtkActor()
        actor.SetMapper(mapper)
        actor.GetProperty().SetColor(0.8, 0.75, 0.7)
        actor.GetProperty().SetOpacity(opacity)
        renderer.AddActor(actor)
    window = vtk.vtkRenderWindow()
    window.SetOffScreenRendering(1)
    window.SetSize(1280, 720)
    if opacity < 1:  # correct transparency, as the glass has it
        window.SetAlphaBitPlanes(1)
        window.SetMultiSamples(0)
        renderer.SetUseDepthPeeling(1)
        renderer.SetMaximumNumberOfPeels(100)
        renderer.SetOcclusionRatio(0)
    window.AddRenderer(renderer)
    renderer.ResetCamera()
    renderer.GetActiveCamera().Zoom(1.5)
    return window, renderer


def median_ms(path, opacity, frames):
    window, renderer = scene(path, opacity)
    times = []
    for frame in range(frames + 4):
        start = time.perf_counter()
        renderer.GetActiveCamera().Azimuth(2)
        window.Render()
        window.WaitForCompletion()
        times.append(time.perf_counter() - start)
    return statistics.median(times[4:]) * 1e3


result = {"vtk": vtk.vtkVersion.GetVTKVersion(), "opaque_ms": round(median_ms(sys.argv[1], 1.0, 30), 2),
          "peeled_ms": round(median_ms(sys.argv[1], 0.3, 10), 2)}
print(json.dumps(result))
