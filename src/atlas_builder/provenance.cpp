#include "provenance.hpp"

#include "glb.hpp"
#include "sha256.hpp"

#include <vtkVersion.h>

#include <cstdarg>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace atlas {

namespace {

// Version of an installed Debian package, from dpkg's own records.
std::string installed_version(const std::string& package) {
    std::ifstream status("/var/lib/dpkg/status");
    bool here = false;
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("Package: ", 0) == 0) {
            here = line.substr(9) == package;
        } else if (here && line.rfind("Version: ", 0) == 0) {
            return line.substr(9);
        }
    }
    return "unknown (not installed by dpkg)";
}

std::string format(const char* pattern, ...) {
    char line[600];
    std::va_list arguments;
    va_start(arguments, pattern);
    std::vsnprintf(line, sizeof line, pattern, arguments);
    va_end(arguments);
    return line;
}

std::string label_list(const std::vector<int>& labels) {
    std::string text;
    for (std::size_t n = 0; n < labels.size(); ++n) {
        text += n == 0 ? "" : " ";
        text += std::to_string(labels[n]);
    }
    return text.empty() ? "-" : text;
}

void write_recipe(std::ostream& out, const Recipe& recipe) {
    const CortexRecipe& c = recipe.cortex;
    const ParcelRecipe& p = recipe.parcels;
    const DeepRecipe& d = recipe.deep;
    out << "## Recipe\n\nCortex, cerebellum and brainstem (glass):\n\n"
        << format("1. `ch2better`: Gaussian blur, sigma %.1f voxel; grey level %.0f; largest component.\n", c.blur_voxels, c.grey_level)
        << format("2. The mask is closed by %.1f mm and its holes are filled. Everything deeper than %.1f mm below it is solid, and so are the\n"
                  "   ventricle labels of the JHU atlas (171-181) widened by %.1f mm and its white matter, deep grey and ventricles (77-94, 97-108, 117-181;\n"
                  "   closed by %.1f mm, drawn back by %.1f mm): no ventricle or sinus surface is left inside. Sheets thinner than %.1f mm\n"
                  "   (cerebrum: %.1f mm) are removed.\n",
                  c.closing_mm, c.solid_depth_mm, c.ventricle_margin_mm, c.core_closing_mm, c.core_inset_mm, c.thinnest_sheet_mm, c.thinnest_gyrus_mm)
        << format("3. The solid is parted into five pieces, each closed: cerebrum left and right, cerebellum left and right, brainstem. Each voxel goes with\n"
                  "   the nearest AAL label (else JHU label); within %.1f mm of a border the pieces grow in again, quickly through tissue and slowly through\n"
                  "   fluid, so that the cut follows Colin27's own fissures instead of the plane x = 0. The partition is blurred by %.1f mm and cut where a\n"
                  "   piece's share is %.2f.\n",
                  c.parting_band_mm, c.parting_blur_mm, c.parting_share)
        << format("4. Flying edges at %.0f, largest sheet, windowed-sinc smoothing (%d iterations, pass band %.2f), quadric decimation with volume\n"
                  "   preservation to %zu, %zu and %zu triangles in all; area-weighted normals of the whole piece, before it is split.\n",
                  c.grey_level, c.smoothing.iterations, c.smoothing.pass_band, c.triangles[0], c.triangles[1], c.triangles[2])
        << format("5. Parcels: nearest AAL cortex label of the same hemisphere (deep-structure labels do not count). Inner wall further than %.1f mm from any\n"
                  "   cortex label (callosum, diencephalon) is `medial_wall`. The label shares are averaged %d times over the surface graph and patches below\n"
                  "   %.0f mm2 take the label around them. Triangles are cut along the line where the shares of two parcels are equal.\n",
                  p.medial_wall_mm, p.smoothing_rounds, p.smallest_island_mm2)
        << "\nDeep structures:\n\n"
        << format("1. JHU label mask (pieces under %.0f %% of it are stray voxels), voxels split %d times along each axis, Gaussian blur sigma %.1f mm.\n",
                  100.0 * d.speck_share, d.upsampling, d.blur_mm)
        << format("2. Flying edges at 0.5, windowed-sinc smoothing (%d iterations, pass band %.2f); the level is then moved until the mesh encloses the\n"
                  "   label's own volume within 1 %%.\n",
                  d.smoothing.iterations, d.smoothing.pass_band)
        << format("3. The labels are of another brain and end at the plane x = 0. So the gyri on the midline (cingulate, subgenual, subcallosal) are what of\n"
                  "   their label, or within %.1f mm of it where no label is or the other side's like, lies in the hemisphere of Colin27 or up to %.1f mm over\n"
                  "   it (smoothing: %d iterations, pass band %.2f). The mesh encloses the volume of that.\n",
                  d.gyrus_reach_mm, d.above_cortex_mm, d.gyrus_smoothing.iterations, d.gyrus_smoothing.pass_band)
        << "4. Quadric decimation, area-weighted normals.\n"
        << "\nMarkers: ellipsoids with radii of 2 to 4 mm at the centres of the model's region table. They are position markers, not segmented shapes.\n\n";
}

} // namespace

std::string atlas_credits() {
    return "Colin27 T1 average: Holmes et al. 1998, McConnell Brain Imaging Centre, Montreal Neurological Institute, McGill University. "
           "AAL parcellation: Tzourio-Mazoyer et al. 2002. JHU-MNI parcellation: Oishi et al. 2009, Mori et al. 2008, Johns Hopkins University. "
           "Volumes from the Debian package mricron-data (BSD-3-Clause, copyright Chris Rorden).";
}

void write_provenance(const std::filesystem::path& file, const std::vector<std::filesystem::path>& inputs, const Recipe& recipe,
                      const std::vector<Structure>& structures, const RouteReport& routes) {
    std::ostringstream out;
    out << "# Where `brain.glb` comes from\n\n"
        << "Written by `atlas_builder` (sources in `src/atlas_builder/`) together with `brain.glb`; do not edit by hand. The same inputs give the same bytes.\n\n"
        << "    atlas_builder --atlas-dir /usr/share/mricron/templates --out assets/brain.glb --provenance assets/PROVENANCE.md\n\n"
        << "## Inputs\n\nDebian package `mricron-data`, version " << installed_version("mricron-data") << "; VTK " << vtkVersion::GetVTKVersion() << ".\n\n"
        << "| file | sha256 |\n|---|---|\n";
    for (const auto& input : inputs) {
        out << "| `" << input.filename().string() << "` | `" << sha256_of_file(input) << "` |\n";
    }
    out << "\n## Credits and licences\n\n"
        << "* Colin27 T1 average (`ch2better`): Holmes CJ, Hoge R, Collins L, Woods R, Toga AW, Evans AC. Enhancement of MR images using registration for\n"
           "  signal averaging. J Comput Assist Tomogr 1998; 22: 324-333. Copyright McConnell Brain Imaging Centre, Montreal Neurological Institute, McGill\n"
           "  University.\n"
        << "* AAL parcellation (`aal`): Tzourio-Mazoyer N, Landeau B, Papathanassiou D, et al. Automated anatomical labeling of activations in SPM using a\n"
           "  macroscopic anatomical parcellation of the MNI MRI single-subject brain. NeuroImage 2002; 15: 273-289.\n"
        << "* JHU-MNI parcellation (`jhu189`): Oishi K, Faria A, Jiang H, et al. Atlas-based whole brain white matter analysis using large deformation\n"
           "  diffeomorphic metric mapping. NeuroImage 2009; 46: 486-499; and Mori S, Oishi K, Jiang H, et al. NeuroImage 2008; 40: 570-582.\n"
        << "* The Debian package carries these files under the BSD-3-Clause licence (copyright 2006-2010 Chris Rorden); see\n"
           "  `/usr/share/doc/mricron-data/copyright`.\n\n"
        << "## Coordinates\n\n"
        << "The volumes are read through their NIfTI affine (`jhu189` is stored right to left) into MNI space: mm, x to the right, y forward, z up.\n"
           "The file uses metres, +Y up, +Z forward:\n\n"
           "    gltf = (-x, z, y) / 1000        x_mni = -1000 X, y_mni = 1000 Z, z_mni = 1000 Y\n\n"
           "This is a rotation with determinant +1 (checked by the builder), so left stays left: seen from the front (from +Z), the patient's left (+X) is\n"
           "on the viewer's right. Positions are stored as normalised 16-bit integers (KHR_mesh_quantization); every node has the scale that turns them\n"
           "into metres, no rotation and no translation.\n\n";
    write_recipe(out, recipe);
    out << "## Way-points\n\n"
        << format("%zu points of the model's connections (both sides) and of the tract centre-lines were checked against the filled Colin27 mask: %zu lie more\n"
                  "than 3 mm outside; the furthest lies %.1f mm outside.\n\n",
                  routes.points, routes.outside.size(), routes.furthest_mm)
        << "## Structures\n\n"
        << "| node | level | kind | region | source | labels | triangles | mesh mm3 | wanted mm3 | difference |\n|---|---|---|---|---|---|---|---|---|---|\n";
    static constexpr const char* level_names[] = {"full", "medium", "low"};
    for (const Structure& structure : structures) {
        const char* kind = structure.kind == Kind::volume ? "volume" : structure.kind == Kind::cortex ? "cortex" : "marker";
        out << "| `" << node_name(structure) << "` | " << level_names[structure.lod] << " | " << kind << " | "
            << (structure.region.empty() ? "-" : structure.region) << " | " << structure.source << " | " << label_list(structure.labels) << " | "
            << structure.surface.triangles.size();
        if (structure.kind == Kind::volume) {
            const double mesh = enclosed_volume(structure.surface);
            out << format(" | %.0f | %.0f | %+.1f %% |\n", mesh, structure.wanted_volume, 100.0 * (mesh / structure.wanted_volume - 1.0));
        } else {
            out << " | - | - | - |\n";
        }
    }
    std::filesystem::path unfinished = file;
    unfinished += ".part";
    {
        std::ofstream stream(unfinished);
        stream << out.str();
        if (!stream.flush()) {
            throw std::runtime_error("cannot write " + unfinished.string());
        }
    }
    std::filesystem::rename(unfinished, file);
}

} // namespace atlas
