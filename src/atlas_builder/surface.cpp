#include "surface.hpp"

#include <vtkCellArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataConnectivityFilter.h>
#include <vtkCleanPolyData.h>
#include <vtkQuadricDecimation.h>
#include <vtkSmartPointer.h>
#include <vtkWindowedSincPolyDataFilter.h>

#include <algorithm>
#include <cmath>

namespace atlas {

namespace {

vtkSmartPointer<vtkPolyData> to_poly_data(const Surface& surface) {
    auto points = vtkSmartPointer<vtkPoints>::New();
    points->SetDataTypeToFloat();
    points->SetNumberOfPoints(static_cast<vtkIdType>(surface.positions.size()));
    for (std::size_t n = 0; n < surface.positions.size(); ++n) {
        const auto& p = surface.positions[n];
        points->SetPoint(static_cast<vtkIdType>(n), p[0], p[1], p[2]);
    }
    auto cells = vtkSmartPointer<vtkCellArray>::New();
    for (const auto& t : surface.triangles) {
        const vtkIdType ids[3] = {t[0], t[1], t[2]};
        cells->InsertNextCell(3, ids);
    }
    auto data = vtkSmartPointer<vtkPolyData>::New();
    data->SetPoints(points);
    data->SetPolys(cells);
    return data;
}

Surface from_poly_data(vtkPolyData* data) {
    Surface surface;
    surface.positions.resize(static_cast<std::size_t>(data->GetNumberOfPoints()));
    for (vtkIdType n = 0; n < data->GetNumberOfPoints(); ++n) {
        double p[3];
        data->GetPoint(n, p);
        surface.positions[static_cast<std::size_t>(n)] = {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
    }
    vtkCellArray* cells = data->GetPolys();
    vtkIdType count = 0;
    const vtkIdType* ids = nullptr;
    for (cells->InitTraversal(); cells->GetNextCell(count, ids) != 0;) {
        if (count == 3 && ids[0] != ids[1] && ids[1] != ids[2] && ids[2] != ids[0]) {
            surface.triangles.push_back(
                {static_cast<std::uint32_t>(ids[0]), static_cast<std::uint32_t>(ids[1]), static_cast<std::uint32_t>(ids[2])});
        }
    }
    return surface;
}

using Vector = std::array<double, 3>;

Vector difference(const std::array<float, 3>& a, const std::array<float, 3>& b) {
    return {double(a[0]) - b[0], double(a[1]) - b[1], double(a[2]) - b[2]};
}

Vector cross(const Vector& a, const Vector& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double length(const Vector& a) {
    return std::sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
}

// Twice the area, along the normal.
Vector area_vector(const Surface& surface, const std::array<std::uint32_t, 3>& t) {
    return cross(difference(surface.positions[t[1]], surface.positions[t[0]]), difference(surface.positions[t[2]], surface.positions[t[0]]));
}

} // namespace

Surface isosurface(const ScalarVolume& field, double level, bool largest_only) {
    auto image = vtkSmartPointer<vtkImageData>::New();
    image->SetDimensions(field.grid.size.data());
    image->SetSpacing(field.grid.spacing, field.grid.spacing, field.grid.spacing);
    image->SetOrigin(field.grid.origin.data());
    auto scalars = vtkSmartPointer<vtkFloatArray>::New();
    scalars->SetArray(const_cast<float*>(field.values.data()), static_cast<vtkIdType>(field.values.size()), 1);
    image->GetPointData()->SetScalars(scalars);

    auto contour = vtkSmartPointer<vtkFlyingEdges3D>::New();
    contour->SetInputData(image);
    contour->SetValue(0, level);
    contour->ComputeNormalsOff();
    contour->ComputeGradientsOff();
    contour->ComputeScalarsOff();
    contour->Update();
    if (!largest_only) {
        return from_poly_data(contour->GetOutput());
    }
    auto connected = vtkSmartPointer<vtkPolyDataConnectivityFilter>::New();
    connected->SetInputConnection(contour->GetOutputPort());
    connected->SetExtractionModeToLargestRegion();
    auto clean = vtkSmartPointer<vtkCleanPolyData>::New(); // drops the points of the other regions
    clean->SetInputConnection(connected->GetOutputPort());
    clean->PointMergingOff();
    clean->Update();
    return from_poly_data(clean->GetOutput());
}

Surface smoothed(const Surface& surface, const Smoothing& smoothing) {
    auto filter = vtkSmartPointer<vtkWindowedSincPolyDataFilter>::New();
    filter->SetInputData(to_poly_data(surface));
    filter->SetNumberOfIterations(smoothing.iterations);
    filter->SetPassBand(smoothing.pass_band);
    filter->BoundarySmoothingOff();
    filter->FeatureEdgeSmoothingOff();
    filter->NonManifoldSmoothingOn();
    filter->NormalizeCoordinatesOn();
    filter->Update();
    return from_poly_data(filter->GetOutput());
}

namespace {
Surface without_unused_points(vtkPolyData* data) {
    auto clean = vtkSmartPointer<vtkCleanPolyData>::New();
    clean->SetInputData(data);
    clean->PointMergingOff();
    clean->Update();
    return from_poly_data(clean->GetOutput());
}
} // namespace

Surface decimated(const Surface& surface, std::size_t target_triangles) {
    if (surface.triangles.size() <= target_triangles) {
        return surface;
    }
    auto filter = vtkSmartPointer<vtkQuadricDecimation>::New();
    filter->SetInputData(to_poly_data(surface));
    filter->SetTargetReduction(1.0 - static_cast<double>(target_triangles) / static_cast<double>(surface.triangles.size()));
    filter->VolumePreservationOn();
    filter->Update();
    Surface result = without_unused_points(filter->GetOutput());
    // A speck is thinned to a point.
    const auto is_point = [&](const auto& t) { return length(area_vector(result, t)) < 1e-3; };
    return std::erase_if(result.triangles, is_point) > 0 ? without_unused_points(to_poly_data(result)) : result;
}

void compute_normals(Surface& surface) {
    if (enclosed_volume(surface) < 0.0) {
        for (auto& t : surface.triangles) {
            std::swap(t[1], t[2]);
        }
    }
    std::vector<Vector> sums(surface.positions.size(), Vector{});
    for (const auto& t : surface.triangles) {
        const Vector normal = area_vector(surface, t);
        for (const std::uint32_t corner : t) {
            for (int axis = 0; axis < 3; ++axis) {
                sums[corner][axis] += normal[axis];
            }
        }
    }
    surface.normals.resize(sums.size());
    for (std::size_t n = 0; n < sums.size(); ++n) {
        const double size = length(sums[n]);
        for (int axis = 0; axis < 3; ++axis) {
            surface.normals[n][axis] = size > 0.0 ? static_cast<float>(sums[n][axis] / size) : (axis == 2 ? 1.0F : 0.0F);
        }
    }
}

double enclosed_volume(const Surface& surface) {
    double sum = 0.0;
    for (const auto& t : surface.triangles) {
        const auto& a = surface.positions[t[0]];
        const Vector c = cross({surface.positions[t[1]][0], surface.positions[t[1]][1], surface.positions[t[1]][2]},
                               {surface.positions[t[2]][0], surface.positions[t[2]][1], surface.positions[t[2]][2]});
        sum += a[0] * c[0] + a[1] * c[1] + a[2] * c[2];
    }
    return sum / 6.0;
}

double area(const Surface& surface) {
    double sum = 0.0;
    for (const auto& t : surface.triangles) {
        sum += 0.5 * length(area_vector(surface, t));
    }
    return sum;
}

Point centroid(const Surface& surface) {
    Point sum{};
    double total = 0.0;
    for (const auto& t : surface.triangles) {
        const double weight = length(area_vector(surface, t));
        for (int axis = 0; axis < 3; ++axis) {
            sum[axis] += weight * (surface.positions[t[0]][axis] + surface.positions[t[1]][axis] + surface.positions[t[2]][axis]) / 3.0;
        }
        total += weight;
    }
    for (double& value : sum) {
        value = total > 0.0 ? value / total : 0.0;
    }
    return sum;
}

} // namespace atlas
