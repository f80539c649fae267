// Whether this is built with a sanitizer: what repeats an attack repeats it less often then.
#pragma once

namespace memvol::device {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace memvol::device
