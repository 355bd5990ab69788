// Pictures of charts as PNG.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace debrief::reports {

/// A picture as Cairo's RGB24 holds it, 0x00RRGGBB a pixel. stride in pixels; dots per inch.
/// Of more than 256 colours, the rarest are replaced by the nearest of the others: those are the edges of letters.
std::string png_of(const std::uint32_t* pixels, std::size_t width, std::size_t height, std::size_t stride, double dots);

}  // namespace debrief::reports
