"""vtk_frames.py MODEL.glb opaque|smooth|peeled FRAMES: milliseconds VTK needs for a frame of the model at 1280x720, the median.

The model turns a little from frame to frame, as in `attune bench`; the first frames, in which VTK uploads meshes and
compiles shaders, do not count. Nothing waits for a screen: the target is off screen, without multisampling, the fastest
that VTK can be; "smooth" is opaque with four samples a pixel, as our saved pictures have. Prints the number. Exit code 77: no VTK here.
"""
import statistics
import sys
import time

try:
    import vtk
except ImportError as missing:
    print("skipped: %s" % missing)
    sys.exit(77)

WARM_UP = 6 if sys.argv[2] == "opaque" else 1
path, look, frames = sys.argv[1], sys.argv[2], int(sys.argv[3])
renderer = vtk.vtkRenderer()
renderer.SetBackground(0.05, 0.05, 0.07)
window = vtk.vtkRenderWindow()
window.SetOffScreenRendering(1)
window.SetSize(1280, 720)
window.SetMultiSamples(4 if look == "smooth" else 0)
if look == "peeled":  # correct transparency, as the glass has it
    window.SetAlphaBitPlanes(1)
    renderer.SetUseDepthPeeling(1)
    renderer.SetMaximumNumberOfPeels(4)  # the default: fewer layers than there are, so fewer than VTK needs to be right
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
    surface = actors.GetNextActor().GetProperty()
    surface.SetInterpolationToGouraud()
    surface.SetColor(0.8, 0.75, 0.7)
    surface.SetOpacity(0.3 if look == "peeled" else 1.0)
renderer.ResetCamera()
renderer.GetActiveCamera().Zoom(1.5)
times = []
for frame in range(frames + WARM_UP):
    start = time.perf_counter()
    renderer.GetActiveCamera().Azimuth(2)
    window.Render()
    window.WaitForCompletion()
    times.append(time.perf_counter() - start)
print("%.2f" % (statistics.median(times[WARM_UP:]) * 1e3))
