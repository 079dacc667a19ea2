// Sizes of tiles by instruction set: rows, columns in vectors, and those shapes whose sums fit into the registers.
#pragma once

#if PB_BYTES == 64
#define PB_TILE_ROWS 14
#define PB_WIDE 8
#define PB_TILES(X) \
    X(1, 1) X(2, 1) X(3, 1) X(4, 1) X(5, 1) X(6, 1) X(7, 1) X(8, 1) X(9, 1) X(10, 1) X(11, 1) X(12, 1) X(13, 1) X(14, 1) \
    X(1, 2) X(2, 2) X(3, 2) X(4, 2) X(5, 2) X(6, 2) X(7, 2) X(8, 2) X(9, 2) X(10, 2) X(11, 2) X(12, 2) X(13, 2) X(14, 2) \
    X(1, 8) X(2, 8) X(3, 8) X(4, 4) X(5, 4) X(6, 4)
/// Rows of the tiles that read both operands where they lie.
#define PB_NEAR_ROWS(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)
#elif PB_BYTES == 16
#define PB_TILE_ROWS 12
#define PB_WIDE 6
#define PB_TILES(X) \
    X(1, 1) X(2, 1) X(3, 1) X(4, 1) X(5, 1) X(6, 1) X(7, 1) X(8, 1) X(9, 1) X(10, 1) X(11, 1) X(12, 1) \
    X(1, 2) X(2, 2) X(3, 2) X(4, 2) X(5, 2) X(6, 2) X(7, 2) X(8, 2) X(9, 2) X(10, 2) X(11, 2) X(12, 2) \
    X(1, 6) X(2, 6) X(3, 6) X(4, 4) X(5, 4)
#define PB_NEAR_ROWS(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12)
#else
#define PB_TILE_ROWS 6
#define PB_WIDE 4
#define PB_TILES(X) \
    X(1, 1) X(2, 1) X(3, 1) X(4, 1) X(5, 1) X(6, 1) X(1, 2) X(2, 2) X(3, 2) X(4, 2) X(5, 2) X(6, 2) X(2, 4)
#define PB_NEAR_ROWS(X) X(1) X(2) X(3) X(4) X(5) X(6)
#endif

/// Elements over which a chain of fused multiply-adds runs before its sum is added to the total.
#define PB_DEPTH 256
/// Rows of the left operand and columns of the right one that are packed at a time.
#define PB_ROWS 168
#define PB_COLUMNS 1024
/// Rows for which rows of the right operand are read from end to end, if they are long.
#define PB_FEW_ROWS 6
