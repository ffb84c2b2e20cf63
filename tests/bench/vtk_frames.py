"""vtk_frames.py MODEL.glb: milliseconds VTK needs for a frame of the model at 1280x720, opaque and with depth peeling.

The model turns a little from frame to frame, as in `attune bench`. Prints one JSON line. Exit code 77: no VTK here.
"""
import json
import statistics
import sys
import time

try:
    import vtk
except ImportError as missing:
    print("skipped: %s" % missing)
    sys.exit(77)

def scene(path, opacity):
    renderer = vtk.vtkRenderer()
    renderer.SetBackground(0.05, 0.05, 0.07)
    window = vtk.vtkRenderWindow()
    window.SetOffScreenRendering(1)
    window.SetSize(1280, 720)
    window.SetMultiSamples(0)  # the fastest that VTK can be
    if opacity < 1:  # correct transparency, as the glass has it
        window.SetAlphaBitPlanes(1)

        renderer.SetUseDepthPeeling(1)
        renderer.SetMaximumNumberOfPeels(100)
        renderer.SetOcclusionRatio(0)
    window.AddRenderer(renderer)
    importer = vtk.vtkGLTFImporter()
    importer.SetFileName(path)
    importer.SetRenderWindow(window)
    importer.Update()
    # Plain surfaces: the importer's own materials would cost VTK more.
    actors = renderer.GetActors()
    actors.InitTraversal()
    for _ in range(actors.GetNumberOfItems()):
        look = actors.GetNextActor().GetProperty()
        look.SetInterpolationToGouraud()
        look.SetColor(0.8, 0.75, 0.7)
        look.SetOpacity(opacity)
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
