// The outer surface of the Colin27 brain: two cerebral hemispheres, two halves of the cerebellum and the brainstem, each a closed solid.
#pragma once

#include "structure.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace atlas {

struct CortexRecipe {
    double blur_voxels = 0.8;        // Gaussian on the T1 image
    float grey_level = 75.0F;        // T1 value of the surface
    double closing_mm = 1.0;         // 2 voxels
    double solid_depth_mm = 4.0;     // 8 voxels: deeper than this below the closed mask everything is solid
    double ventricle_margin_mm = 2.0; // the ventricle labels are widened by this much before they are filled
    double core_closing_mm = 5.0;     // gaps of this radius between the deep labels are filled
    double core_inset_mm = 1.5;       // and the result drawn back
    double thinnest_sheet_mm = 2.0;   // thinner sheets and threads are not brain
    double thinnest_gyrus_mm = 3.0;   // the same for the cerebrum
    double parting_band_mm = 3.0;     // how far the borders between the solids may move to follow the dark gaps of the image
    double parting_blur_mm = 1.0;    // how soft the border between two solids is before it is cut
    double parting_share = 0.58;     // a solid begins where its share of the blurred partition is above this: a gap of about 0.3 mm
    Smoothing smoothing{15, 0.1};
    std::array<std::size_t, 3> triangles{190000, 54000, 12000}; // full, medium, low; cutting along parcel borders adds some
};

struct CorticalSolid {
    enum class Part { cerebrum, cerebellum, brainstem };
    Part part = Part::cerebrum;
    Side side = Side::midline;
    std::array<Surface, 3> levels; // with normals
};

struct CortexResult {
    std::vector<CorticalSolid> solids;
    MaskVolume brain; // the filled Colin27 mask, ventricles included
    std::array<MaskVolume, 2> cerebrum; // within the surface of the left and of the right hemisphere
};

CortexResult build_cortical_solids(const ScalarVolume& colin, const LabelVolume& aal, const LabelVolume& jhu, const CortexRecipe& recipe);

} // namespace atlas
