#include "agon/kernels/pixels-inl.h"

namespace agon::kernels {

template BasicTensor<float> gather_pixels(const BasicTensor<float>&, const LabelTensor&);
template BasicTensor<float> scatter_pixels(const BasicTensor<float>&, const LabelTensor&, Size2);
template BasicTensor<float> blend_pixels(const BasicTensor<float>&, const BasicTensor<float>&,
                                         const LabelTensor&);
template BasicTensor<float> spread_pixels(const BasicTensor<float>&, const BasicTensor<float>&,
                                          const LabelTensor&, Size2);
template BasicTensor<float> pixel_products(const BasicTensor<float>&, const BasicTensor<float>&,
                                           const LabelTensor&);
template GridCells<float> grid_cells(const BasicTensor<float>&, Size2, GridBeyond, bool);
template BasicTensor<double> gather_pixels(const BasicTensor<double>&, const LabelTensor&);
template BasicTensor<double> scatter_pixels(const BasicTensor<double>&, const LabelTensor&, Size2);
template BasicTensor<double> blend_pixels(const BasicTensor<double>&, const BasicTensor<double>&,
                                          const LabelTensor&);
template BasicTensor<double> spread_pixels(const BasicTensor<double>&, const BasicTensor<double>&,
                                           const LabelTensor&, Size2);
template BasicTensor<double> pixel_products(const BasicTensor<double>&, const BasicTensor<double>&,
                                            const LabelTensor&);
template GridCells<double> grid_cells(const BasicTensor<double>&, Size2, GridBeyond, bool);

}  // namespace agon::kernels
