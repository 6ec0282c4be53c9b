#pragma once

#include <type_traits>

#include "agon/nn/members/count.hpp"

namespace agon::detail {

// clang-format off
#define AGON_BOUND_1 m0
#define AGON_BOUND_2 AGON_BOUND_1, m1
#define AGON_BOUND_3 AGON_BOUND_2, m2
#define AGON_BOUND_4 AGON_BOUND_3, m3
#define AGON_BOUND_5 AGON_BOUND_4, m4
#define AGON_BOUND_6 AGON_BOUND_5, m5
#define AGON_BOUND_7 AGON_BOUND_6, m6
#define AGON_BOUND_8 AGON_BOUND_7, m7
#define AGON_BOUND_9 AGON_BOUND_8, m8
#define AGON_BOUND_10 AGON_BOUND_9, m9
#define AGON_BOUND_11 AGON_BOUND_10, m10
#define AGON_BOUND_12 AGON_BOUND_11, m11
#define AGON_BOUND_13 AGON_BOUND_12, m12
#define AGON_BOUND_14 AGON_BOUND_13, m13
#define AGON_BOUND_15 AGON_BOUND_14, m14
#define AGON_BOUND_16 AGON_BOUND_15, m15
#define AGON_BOUND_17 AGON_BOUND_16, m16
#define AGON_BOUND_18 AGON_BOUND_17, m17
#define AGON_BOUND_19 AGON_BOUND_18, m18
#define AGON_BOUND_20 AGON_BOUND_19, m19
#define AGON_BOUND_21 AGON_BOUND_20, m20
#define AGON_BOUND_22 AGON_BOUND_21, m21
#define AGON_BOUND_23 AGON_BOUND_22, m22
#define AGON_BOUND_24 AGON_BOUND_23, m23
#define AGON_BOUND_25 AGON_BOUND_24, m24
#define AGON_BOUND_26 AGON_BOUND_25, m25
#define AGON_BOUND_27 AGON_BOUND_26, m26
#define AGON_BOUND_28 AGON_BOUND_27, m27
#define AGON_BOUND_29 AGON_BOUND_28, m28
#define AGON_BOUND_30 AGON_BOUND_29, m29
#define AGON_BOUND_31 AGON_BOUND_30, m30
#define AGON_BOUND_32 AGON_BOUND_31, m31
#define AGON_BOUND_33 AGON_BOUND_32, m32
#define AGON_BOUND_34 AGON_BOUND_33, m33
#define AGON_BOUND_35 AGON_BOUND_34, m34
#define AGON_BOUND_36 AGON_BOUND_35, m35
#define AGON_BOUND_37 AGON_BOUND_36, m36
#define AGON_BOUND_38 AGON_BOUND_37, m37
#define AGON_BOUND_39 AGON_BOUND_38, m38
#define AGON_BOUND_40 AGON_BOUND_39, m39
#define AGON_BOUND_41 AGON_BOUND_40, m40
#define AGON_BOUND_42 AGON_BOUND_41, m41
#define AGON_BOUND_43 AGON_BOUND_42, m42
#define AGON_BOUND_44 AGON_BOUND_43, m43
#define AGON_BOUND_45 AGON_BOUND_44, m44
#define AGON_BOUND_46 AGON_BOUND_45, m45
#define AGON_BOUND_47 AGON_BOUND_46, m46
#define AGON_BOUND_48 AGON_BOUND_47, m47
#define AGON_BOUND_49 AGON_BOUND_48, m48
#define AGON_BOUND_50 AGON_BOUND_49, m49
#define AGON_BOUND_51 AGON_BOUND_50, m50
#define AGON_BOUND_52 AGON_BOUND_51, m51
#define AGON_BOUND_53 AGON_BOUND_52, m52
#define AGON_BOUND_54 AGON_BOUND_53, m53
#define AGON_BOUND_55 AGON_BOUND_54, m54
#define AGON_BOUND_56 AGON_BOUND_55, m55
#define AGON_BOUND_57 AGON_BOUND_56, m56
#define AGON_BOUND_58 AGON_BOUND_57, m57
#define AGON_BOUND_59 AGON_BOUND_58, m58
#define AGON_BOUND_60 AGON_BOUND_59, m59
#define AGON_BOUND_61 AGON_BOUND_60, m60
#define AGON_BOUND_62 AGON_BOUND_61, m61
#define AGON_BOUND_63 AGON_BOUND_62, m62
#define AGON_BOUND_64 AGON_BOUND_63, m63
#define AGON_BIND(n)                       \
  else if constexpr (N == n) {             \
    auto& [AGON_BOUND_##n] = object;       \
    return visit(AGON_BOUND_##n);          \
  }

/// visit(m0, m1, ...) with the members of an object whose class has N public members and no others.
template <std::size_t N, class T, class Visit>
constexpr decltype(auto) bind_members(T& object, const Visit& visit) {
  static_assert(N <= max_members,
                "agon walks structs of up to 64 members; group some of them in a struct of their own");
  if constexpr (N == 0) {
    static_assert(std::is_empty_v<T>,
                  "agon cannot count the members of this type: a network is an aggregate without bases and "
                  "references, or lists its members with AGON_MEMBERS(...)");
    return visit();
  }
  AGON_BIND(1) AGON_BIND(2) AGON_BIND(3) AGON_BIND(4) AGON_BIND(5) AGON_BIND(6) AGON_BIND(7) AGON_BIND(8)
  AGON_BIND(9) AGON_BIND(10) AGON_BIND(11) AGON_BIND(12)
  AGON_BIND(13) AGON_BIND(14) AGON_BIND(15) AGON_BIND(16)
  AGON_BIND(17) AGON_BIND(18) AGON_BIND(19) AGON_BIND(20)
  AGON_BIND(21) AGON_BIND(22) AGON_BIND(23) AGON_BIND(24)
  AGON_BIND(25) AGON_BIND(26) AGON_BIND(27) AGON_BIND(28)
  AGON_BIND(29) AGON_BIND(30) AGON_BIND(31) AGON_BIND(32)
  AGON_BIND(33) AGON_BIND(34) AGON_BIND(35) AGON_BIND(36)
  AGON_BIND(37) AGON_BIND(38) AGON_BIND(39) AGON_BIND(40)
  AGON_BIND(41) AGON_BIND(42) AGON_BIND(43) AGON_BIND(44)
  AGON_BIND(45) AGON_BIND(46) AGON_BIND(47) AGON_BIND(48)
  AGON_BIND(49) AGON_BIND(50) AGON_BIND(51) AGON_BIND(52)
  AGON_BIND(53) AGON_BIND(54) AGON_BIND(55) AGON_BIND(56)
  AGON_BIND(57) AGON_BIND(58) AGON_BIND(59) AGON_BIND(60)
  AGON_BIND(61) AGON_BIND(62) AGON_BIND(63) AGON_BIND(64)
}
// clang-format on

#undef AGON_BIND

}  // namespace agon::detail
